"""Deliveries about the same debt relief: which coincide, and what is said of them together."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conftest import quiet
from themagraaf.model.model import Model
from themagraaf.release.relaties import relate
from themagraaf.store.embedded import EmbeddedStore

BASIS = "https://voorbeeld.example"
# name, clients, first and last day
TRAJECTEN = [
    ("a", "jan piet", "2025-01-01", "2025-03-31"),  # coincides with b, on the last day of a
    ("b", "piet jan", "2025-03-31", "2025-06-30"),
    ("c", "jan piet", "2025-06-01", ""),  # coincides with b, so a, b and c are one
    ("d", "jan", "2025-02-01", "2025-02-28"),  # other clients: jan alone
    ("e", "klaas", "2024-01-01", "2024-12-31"),  # over before f began
    ("f", "klaas", "2025-01-01", "2025-12-31"),
    ("g", "", "2025-01-01", ""),  # no BSN: never the same as another
    ("h", "", "2025-01-01", ""),
]
PREFIXES = """PREFIX tg: <https://w3id.org/themagraaf/def/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def describe(name: str, clienten: str, begin: str, einde: str) -> str:
    persons = "".join(f" tg:persoon <{BASIS}/id/persoon/{p}> ;" for p in clienten.split())
    end = f' tg:einde "{einde}"^^xsd:date ;' if einde else ""
    return (
        f"<{BASIS}/id/schuldhulptraject/{name}> a tg:Schuldhulptraject ;{persons}{end}"
        f' tg:schuldbedrag {1000 + ord(name)}.0 ; tg:begin "{begin}"^^xsd:date .'
    )


@pytest.fixture
def store(model: Model, tmp_path: Path) -> EmbeddedStore:
    store = EmbeddedStore(ox.Store())
    lines = [
        PREFIXES,
        f'<{BASIS}/id/registratie/schuldhulp> tg:naam "schuldhulp" ;'
        f" tg:gemeente <{BASIS}/id/gebied/GM0106> .",
        *(describe(*row) for row in TRAJECTEN),
    ]
    path = tmp_path / "trajecten.ttl"
    path.write_text("\n".join(lines), "utf-8")
    store.load_turtle([path], f"{BASIS}/graaf/registratie/schuldhulp")
    own = [item for item in model.relaties if item.registratie == "schuldhulp"]
    relate(store, own, BASIS, tmp_path, quiet)
    return store


def ask(store: EmbeddedStore, query: str) -> list[tuple[str, ...]]:
    return [
        tuple(term.value.rsplit("/", 1)[-1] if term else "" for term in row)
        for row in store.select(PREFIXES + query).rows
    ]


def test_trajectories_of_the_same_clients_that_overlap_are_one_help(store: EmbeddedStore) -> None:
    found = ask(
        store,
        """SELECT ?hulp ?traject
        WHERE { ?hulp a tg:Schuldhulpverlening ; tg:schuldhulptraject ?traject }
        ORDER BY ?traject""",
    )

    assert found == [
        *(("a", name) for name in "abc"),
        *((name, name) for name in "defgh"),
    ]


def test_help_runs_from_the_first_day_to_the_last_and_owes_the_most(store: EmbeddedStore) -> None:
    found = ask(
        store,
        """SELECT ?hulp ?begin ?einde ?bedrag
        WHERE {
          ?hulp a tg:Schuldhulpverlening ; tg:begin ?begin ; tg:schuldbedrag ?bedrag .
          OPTIONAL { ?hulp tg:einde ?einde }
        } ORDER BY ?hulp""",
    )

    assert found[:3] == [
        ("a", "2025-01-01", "", "1099"),
        ("d", "2025-02-01", "2025-02-28", "1100"),
        ("e", "2024-01-01", "2024-12-31", "1101"),
    ]


def test_clients_that_nobody_knows_leave_a_trajectory_in_the_gemeente(
    store: EmbeddedStore,
) -> None:
    found = ask(
        store,
        """SELECT ?traject ?gebied ?uitkomst
        WHERE { ?traject a tg:Schuldhulptraject ; tg:gebied ?gebied ; tg:relatieuitkomst ?uitkomst }
        ORDER BY ?traject""",
    )

    assert [row[1] for row in found] == ["GM0106"] * 8
    assert [row[2] for row in found] == ["onbekende-sleutel"] * 6 + ["geen-sleutel"] * 2
