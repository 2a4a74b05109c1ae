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
# Only b has an amount and a solution; only b says that its clients were admitted.
FASEN = f"""
<{BASIS}/id/schuldhulptraject/b> tg:schuldbedrag 1250.0 .
<{BASIS}/id/schuldhulpintake/a> a tg:Schuldhulpintake ;
  tg:schuldhulptraject <{BASIS}/id/schuldhulptraject/a> ; tg:begin "2025-01-09"^^xsd:date .
<{BASIS}/id/schuldhulpintake/b> a tg:Schuldhulpintake ;
  tg:schuldhulptraject <{BASIS}/id/schuldhulptraject/b> ; tg:begin "2025-04-01"^^xsd:date ;
  tg:toelatingsbesluitOp "2025-04-08"^^xsd:date ;
  tg:toelatingsbesluit
    <https://w3id.org/themagraaf/code/toelatingsbesluit/toelatingsbeschikking> .
<{BASIS}/id/schuldoplossing/b> a tg:Schuldoplossing ;
  tg:schuldhulptraject <{BASIS}/id/schuldhulptraject/b> ; tg:begin "2025-06-01"^^xsd:date .
"""
PREFIXES = """PREFIX tg: <https://w3id.org/themagraaf/def/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def describe(name: str, clienten: str, begin: str, einde: str) -> str:
    persons = "".join(f" tg:persoon <{BASIS}/id/persoon/{p}> ;" for p in clienten.split())
    end = f' tg:einde "{einde}"^^xsd:date ;' if einde else ""
    return (
        f"<{BASIS}/id/schuldhulptraject/{name}> a tg:Schuldhulptraject ;{persons}{end}"
        f' tg:begin "{begin}"^^xsd:date .'
    )


@pytest.fixture
def store(model: Model, tmp_path: Path) -> EmbeddedStore:
    store = EmbeddedStore(ox.Store())
    lines = [
        PREFIXES,
        f'<{BASIS}/id/registratie/schuldhulp> tg:naam "schuldhulp" ;'
        f" tg:gemeente <{BASIS}/id/gebied/GM0106> .",
        *(describe(*row) for row in TRAJECTEN),
        FASEN,
    ]
    path = tmp_path / "trajecten.ttl"
    path.write_text("\n".join(lines), "utf-8")
    store.load_turtle([path], f"{BASIS}/graaf/registratie/schuldhulp")
    own = [item for item in model.relaties if item.registratie == "schuldhulp"]
    relate(store, own, tmp_path, quiet)
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


def test_what_one_delivery_lacks_another_tells(store: EmbeddedStore) -> None:
    found = ask(
        store,
        """SELECT ?hulp ?begin ?einde ?bedrag ?gesprekOp ?toegelatenOp ?oplossing
        WHERE {
          ?hulp a tg:Schuldhulpverlening ; tg:begin ?begin .
          OPTIONAL { ?hulp tg:einde ?einde }
          OPTIONAL { ?hulp tg:schuldbedrag ?bedrag }
          OPTIONAL { ?hulp tg:eersteGesprekOp ?gesprekOp }
          OPTIONAL { ?hulp tg:toegelatenOp ?toegelatenOp }
          OPTIONAL { ?hulp tg:laatsteOplossing ?oplossing }
        } ORDER BY ?hulp""",
    )

    assert found[:3] == [
        ("a", "2025-01-01", "", "1250", "2025-01-09", "2025-04-08", "b"),
        ("d", "2025-02-01", "2025-02-28", "", "", "", ""),
        ("e", "2024-01-01", "2024-12-31", "", "", "", ""),
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
