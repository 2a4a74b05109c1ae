"""Each folder under tests/cases/klantreis is a small graph, and by hand the steps taken in it."""

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conftest import ROOT
from themagraaf.model.model import Model
from themagraaf.store.embedded import EmbeddedStore

CASES = sorted((ROOT / "tests" / "cases" / "klantreis").iterdir())
GRAPH = "https://voorbeeld.example/graaf/registratie/voorbeeld"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_journey_has_the_steps_worked_out_by_hand(case: Path, model: Model) -> None:
    store = EmbeddedStore(ox.Store())
    store.load_turtle([case / "data.ttl"], GRAPH)

    table = store.select(model.klantreis(case.name).query)

    found = sorted(
        ["" if term is None else term.value.split("/id/")[-1] for term in row] for row in table.rows
    )
    with (case / "expected.csv").open(encoding="utf-8", newline="") as file:
        assert [list(table.columns), *found] == list(csv.reader(file))
