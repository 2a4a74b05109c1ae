"""Relations: carried out in order, each in a graph of its own, their outcomes counted."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import quiet
from themagraaf.errors import ModelError
from themagraaf.model.files import ModelFiles
from themagraaf.model.relatie import Relatie, read_relaties
from themagraaf.release.relaties import count_outcomes, describe, graph_of, relate
from themagraaf.store.embedded import EmbeddedStore

BASIS = "https://voorbeeld.example"
RECORDS = f"""
<{BASIS}/id/persoon/a> <{BASIS}/woont> <{BASIS}/id/gebied/WK1> <{BASIS}/graaf/registratie/brp> .
<{BASIS}/id/zaak/1> <{BASIS}/van> <{BASIS}/id/persoon/a> <{BASIS}/graaf/registratie/zaken> .
<{BASIS}/id/zaak/2> <{BASIS}/van> <{BASIS}/id/persoon/b> <{BASIS}/graaf/registratie/zaken> .
"""
ZAKEN = f"""PREFIX tg: <https://w3id.org/themagraaf/def/>
CONSTRUCT {{ ?zaak tg:gebied ?gebied ; tg:relatieuitkomst ?uitkomst }} WHERE {{
  {{ SELECT ?zaak ?persoon WHERE {{ ?zaak <{BASIS}/van> ?persoon }} }}
  OPTIONAL {{ SELECT ?persoon ?gebied WHERE {{ ?persoon tg:gebied ?gebied }} }}
  BIND (IRI(CONCAT("https://w3id.org/themagraaf/code/relatieuitkomst/",
    IF(BOUND(?gebied), "bsn", "onbekende-sleutel"))) AS ?uitkomst)
}}"""
WONEN = f"""PREFIX tg: <https://w3id.org/themagraaf/def/>
CONSTRUCT {{ ?p tg:gebied ?g }} WHERE {{ ?p <{BASIS}/woont> ?g }}"""
HEADER = "#+ titel: {nl: Een, en: One}\n#+ registratie: zaken\n"


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    (tmp_path / "records.nq").write_text(RECORDS.lstrip(), "utf-8")
    store = EmbeddedStore.create(tmp_path / "store")
    store.load(tmp_path / "records.nq")
    return store


def relaties(folder: Path, **queries: str) -> tuple[Relatie, ...]:
    (folder / "queries" / "relatie").mkdir(parents=True)
    for name, text in queries.items():
        (folder / "queries" / "relatie" / f"{name}.rq").write_text(text, "utf-8")
    return read_relaties(ModelFiles(folder))


def related(
    store: EmbeddedStore, own: tuple[Relatie, ...], folder: Path
) -> dict[str, Mapping[str, int]]:
    """Carry out relations and load their graphs as a build does; return the outcomes."""
    files = relate(store, own, folder, quiet)
    store.load_graphs(triples={path: graph_of(naam, BASIS) for naam, path in files.items()})
    return count_outcomes(store, own, BASIS)


def test_a_relation_reads_what_the_one_before_it_connected(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    own = relaties(
        tmp_path,
        aan=f"{HEADER}#+ volgt-op: [wonen]\n{ZAKEN}",
        wonen=HEADER + WONEN,
    )

    counts = related(store, own, tmp_path)

    assert [item.id for item in own] == ["wonen", "aan"]
    assert counts == {"wonen": {}, "aan": {"bsn": 1, "onbekende-sleutel": 1}}


def test_each_connection_stands_in_the_graph_of_its_relation_and_in_the_union(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    own = relaties(tmp_path, aan=HEADER + ZAKEN)

    related(store, own, tmp_path)

    pattern = "?zaak <https://w3id.org/themagraaf/def/relatieuitkomst> ?uitkomst"
    graphs = store.select(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ {pattern} }} }}").rows
    assert [row[0].value for row in graphs if row[0]] == [f"{BASIS}/graaf/relatie/aan"]
    assert len(store.select(f"SELECT ?zaak WHERE {{ {pattern} }}").rows) == 2


def test_the_catalogue_says_which_graph_and_registration_a_relation_has(tmp_path: Path) -> None:
    own = relaties(tmp_path, aan=HEADER + ZAKEN)

    lines = "".join(describe(own, BASIS))

    assert f"<{BASIS}/id/relatie/aan>" in lines
    assert f"<{BASIS}/graaf/relatie/aan>" in lines
    assert f"<{BASIS}/id/registratie/zaken>" in lines


def test_a_relation_that_selects_is_refused_with_its_file(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    own = relaties(tmp_path, aan=HEADER + "SELECT ?s WHERE { ?s ?p ?o }")

    with pytest.raises(ModelError, match=r"queries/relatie/aan\.rq: this needs a CONSTRUCT"):
        related(store, own, tmp_path)


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("#+ volgt-op: [weg]\n", "volgt-op names 'weg'; known: aan"),
        ("#+ volgt-op: [aan]\n", "follow on each other: aan → aan"),
        ("#+ kleur: rood\n", "the header says 'kleur'"),
    ],
)
def test_a_relation_that_cannot_be_ordered_or_read_is_refused(
    tmp_path: Path, extra: str, said: str
) -> None:
    with pytest.raises(ModelError, match=said):
        relaties(tmp_path, aan=HEADER + extra + ZAKEN)
