"""The one figure of a KPI: the own gemeente over the latest quarter or year that had ended."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.server.kpi.graphs import cube_of, cube_with, kpi_with, measure_graph
from themagraaf.errors import NotAdditiveError, RequestError
from themagraaf.kpi.cell import Cel, rounded
from themagraaf.kpi.cube import Cube
from themagraaf.kpi.headline import headline, periode_op
from themagraaf.model.model import Model


def read_cube(kpi_id: str, model: Model, folder: Path) -> Cube:
    kpi = model.kpi(kpi_id)
    rows, leden = measure_graph(kpi, model, ROOT / f"tests/cases/kpi/{kpi_id}/data.ttl")
    return cube_of(kpi, rows, leden, folder)


@pytest.mark.parametrize(
    ("peildatum", "quarter", "waarde"),
    [
        (date(2026, 6, 30), "2026-Q2", 4),
        (date(2026, 6, 29), "2026-Q1", 1),
        (date(2026, 4, 1), "2026-Q1", 1),
    ],
)
def test_months_give_the_latest_quarter_that_had_ended(
    peildatum: date, quarter: str, waarde: int, model: Model, tmp_path: Path
) -> None:
    cube = replace(read_cube("meldingen", model, tmp_path), peildatum=peildatum)

    leden = {"gebied": "GM0106", "periode": quarter}
    assert headline(cube) == Cel(leden, Decimal(waarde), None, Decimal(waarde), "A")


def test_a_quarter_without_records_has_no_figure(model: Model, tmp_path: Path) -> None:
    cube = replace(read_cube("meldingen", model, tmp_path), peildatum=date(2026, 12, 31))

    assert headline(cube) is None


def test_years_give_the_latest_year_and_the_whole_of_what_can_t_be_added_up(
    model: Model, tmp_path: Path
) -> None:
    cube = replace(read_cube("bijstandsdichtheid", model, tmp_path), peildatum=date(2017, 12, 31))

    found = headline(cube)

    assert found is not None
    assert dict(found.leden) == {"gebied": "GM0106", "periode": "2017", "leeftijdsgroep": "20150"}
    # 1000 × 2540 / 56190 = 45.2037…
    assert found.waarde is not None
    assert rounded(cube.kpi, found.waarde) == Decimal("45.2")


def test_what_is_counted_on_the_reference_date_has_no_period(model: Model, tmp_path: Path) -> None:
    found = headline(read_cube("meldingen-open", model, tmp_path))

    assert found == Cel({"gebied": "GM0106"}, Decimal(8), None, Decimal(8), "A")


@pytest.mark.parametrize("dimensies", [["gebied", "periode", "categorie"], ["gebied"]])
def test_a_cube_without_rows_has_no_figure(
    dimensies: list[str], model: Model, tmp_path: Path
) -> None:
    made = read_cube("meldingen", model, tmp_path)
    kpi = kpi_with(model, maat="aandeel", dimensies=dimensies)

    empty = cube_with(kpi, [], list(made.leden.values()), tmp_path)

    assert headline(empty) is None


def test_a_dimension_without_a_whole_has_no_figure(model: Model, tmp_path: Path) -> None:
    made = read_cube("meldingen", model, tmp_path)
    kpi = replace(made.kpi, niet_optelbaar=frozenset({"categorie"}))

    with pytest.raises(NotAdditiveError, match=r"^'meldingen' can't be added up over categorie"):
        headline(replace(made, kpi=kpi))


def test_months_that_do_not_add_up_give_the_latest_month(model: Model, tmp_path: Path) -> None:
    cube = read_cube("meldingen", model, tmp_path)
    fixed = replace(cube.kpi, niet_optelbaar=frozenset({"periode"}))
    stand = replace(cube.kpi, soort="stand")

    for kpi in (fixed, stand):
        own = replace(cube, kpi=kpi, peildatum=date(2026, 6, 29))
        assert periode_op(own) == "2026-05"


def test_another_day_gives_the_period_that_had_ended_by_then(model: Model, tmp_path: Path) -> None:
    cube = replace(read_cube("meldingen", model, tmp_path), peildatum=date(2026, 6, 30))

    assert periode_op(cube, date(2026, 4, 1)) == "2026-Q1"
    assert periode_op(cube, date(2030, 1, 1)) == "2026-Q2"
    with pytest.raises(RequestError, match=r"known on 2026-08-08 alone"):
        periode_op(read_cube("meldingen-open", model, tmp_path), date(2026, 1, 1))


def test_a_share_that_comes_late_is_that_of_its_latest_period(model: Model, tmp_path: Path) -> None:
    share = read_cube("meldingen-binnen-termijn", model, tmp_path)

    late = replace(share, peildatum=date(2027, 8, 31))

    assert (periode_op(late) or "")[:4] == "2026"
