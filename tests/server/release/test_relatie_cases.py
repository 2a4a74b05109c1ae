"""Each folder under tests/cases/relatie is a small graph, and by hand what a relation connects."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conftest import ROOT
from themagraaf.model.model import Model
from themagraaf.store.embedded import EmbeddedStore

CASES = sorted((ROOT / "tests" / "cases" / "relatie").iterdir())
GRAPH = "https://voorbeeld.example/graaf/registratie/voorbeeld"


def read(path: Path) -> list[str]:
    """Return each triple of a file once, in order."""
    return sorted({str(triple) for triple in ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES)})


def test_every_relation_has_a_case_and_every_case_a_relation() -> None:
    names = sorted(path.stem for path in (ROOT / "queries" / "relatie").rglob("*.rq"))

    assert [case.name for case in CASES] == names


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_relation_connects_what_was_worked_out_by_hand(
    case: Path, model: Model, tmp_path: Path
) -> None:
    store = EmbeddedStore(ox.Store())
    store.load_turtle([case / "data.ttl"], GRAPH)
    (relatie,) = [relatie for relatie in model.relaties if relatie.id == case.name]

    store.construct(relatie.query, tmp_path / "found.nt")

    assert read(tmp_path / "found.nt") == read(case / "expected.nt")
