"""Each folder under tests/cases/kpi is a small graph and the rows worked out by hand."""

import csv
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.server.kpi.graphs import cube_of, measure_graph, open_graph
from themagraaf.errors import DeadTermError
from themagraaf.kpi.filled import Filled
from themagraaf.model.kpi import tg_terms
from themagraaf.model.model import Model

CASES = ROOT / "tests" / "cases" / "kpi"
KPIS = sorted(path.stem for path in (ROOT / "queries" / "kpi").rglob("*.rq"))
TERMS = [
    (kpi_id, iri)
    for kpi_id in KPIS
    for path in (ROOT / "queries" / "kpi").rglob(f"{kpi_id}.rq")
    for iri in tg_terms(path.read_text(encoding="utf-8"))
]


def expected(kpi_id: str) -> list[list[str]]:
    with (CASES / kpi_id / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_every_kpi_has_a_case_and_every_case_a_kpi() -> None:
    assert [path.name for path in sorted(CASES.iterdir())] == KPIS


@pytest.mark.parametrize("kpi_id", KPIS)
def test_a_kpi_gives_the_rows_worked_out_by_hand(kpi_id: str, model: Model) -> None:
    kpi = model.kpi(kpi_id)

    rows, _ = measure_graph(kpi, model, CASES / kpi_id / "data.ttl")

    said = [[*row.codes, row.meetwaarde, row.teller, row.noemer] for row in rows]
    found = [[str(value) for value in row if value is not None] for row in said]
    assert [list(kpi.columns), *found] == expected(kpi_id)


@pytest.mark.parametrize("kpi_id", KPIS)
def test_a_cube_on_disk_holds_what_was_measured(kpi_id: str, model: Model, tmp_path: Path) -> None:
    kpi = model.kpi(kpi_id)
    rows, leden = measure_graph(kpi, model, CASES / kpi_id / "data.ttl")

    cube = cube_of(kpi, rows, leden, tmp_path)

    kept = cube.frequencies() if kpi.maat == "mediaan" else cube.rows()
    assert len(kept) == len(rows)
    assert {
        (name, code) for row in rows for name, code in zip(kpi.dimensies, row.codes, strict=True)
    } <= set(cube.leden)


@pytest.mark.parametrize(("kpi_id", "iri"), TERMS)
def test_a_term_renamed_in_the_data_is_named_and_never_counts_as_nought(
    kpi_id: str, iri: str, model: Model, tmp_path: Path
) -> None:
    name = iri.rsplit("/", 1)[-1]
    text = (CASES / kpi_id / "data.ttl").read_text(encoding="utf-8")
    (tmp_path / "data.ttl").write_text(re.sub(rf"tg:{name}\b", "tg:anders", text), encoding="utf-8")
    store = open_graph(model, tmp_path / "data.ttl")

    with pytest.raises(DeadTermError, match=f"no record uses {iri};"):
        Filled(store).require("it", model.kpi(kpi_id).query)
