"""Slices of small cubes: what is shown, what is chosen, and what is refused with what would do."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.server.kpi.graphs import cube_of, measure_graph
from themagraaf.errors import NotAdditiveError, UnknownError
from themagraaf.kpi.cell import Cel
from themagraaf.kpi.cube import Cube
from themagraaf.kpi.slice import slice_cube
from themagraaf.model.model import Model

CASES = ROOT / "tests" / "cases" / "kpi"


def read_cube(kpi_id: str, model: Model, folder: Path) -> Cube:
    kpi = model.kpi(kpi_id)
    rows, leden = measure_graph(kpi, model, CASES / kpi_id / "data.ttl")
    return cube_of(kpi, rows, leden, folder)


@pytest.fixture(scope="module")
def meldingen(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return read_cube("meldingen", model, tmp_path_factory.mktemp("meldingen"))


@pytest.fixture(scope="module")
def termijn(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return read_cube("meldingen-binnen-termijn", model, tmp_path_factory.mktemp("termijn"))


@pytest.fixture(scope="module")
def mediaan(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return read_cube("meldingen-doorlooptijd-mediaan", model, tmp_path_factory.mktemp("mediaan"))


@pytest.fixture(scope="module")
def bijstand(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return read_cube("bijstand", model, tmp_path_factory.mktemp("bijstand"))


def said(cells: list[Cel]) -> list[tuple[str, ...]]:
    return [(*cel.leden.values(), str(cel.waarde), cel.status) for cel in cells]


def test_nothing_asked_gives_one_total_without_members(meldingen: Cube) -> None:
    assert slice_cube(meldingen, {}, []) == [Cel({}, Decimal(5), None, Decimal(5), "A")]


def test_a_member_chosen_stands_in_its_cell(meldingen: Cube) -> None:
    found = slice_cube(meldingen, {"gebied": ["GM0106"], "periode": ["2026-Q2"]}, [])

    leden = {"gebied": "GM0106", "periode": "2026-Q2"}
    assert found == [Cel(leden, Decimal(4), None, Decimal(4), "A")]


def test_two_members_chosen_are_one_total_that_names_neither(meldingen: Cube) -> None:
    found = slice_cube(meldingen, {"gebied": ["WK010602", "WK010601"]}, [])

    assert said(found) == [("4", "A")]


def test_two_members_shown_are_a_row_each_even_when_one_holds_the_other(meldingen: Cube) -> None:
    found = slice_cube(meldingen, {"gebied": ["WK010602", "GM0106"]}, ["gebied"])

    assert said(found) == [("GM0106", "5", "A"), ("WK010602", "1", "A")]


def test_a_member_named_twice_counts_once(meldingen: Cube) -> None:
    found = slice_cube(meldingen, {"gebied": ["WK010601", "WK010601"]}, [])

    assert said(found) == [("WK010601", "3", "A")]


def test_a_level_shows_only_what_lies_in_the_member_chosen(meldingen: Cube) -> None:
    selection = {"categorie": ["afval"]}

    found = slice_cube(meldingen, selection, ["categorie:2", "periode:kwartaal"])

    assert said(found) == [("2026-Q2", "afval/dumping", "3", "A")]


def test_a_period_that_had_not_ended_is_provisional(meldingen: Cube) -> None:
    found = slice_cube(meldingen, {}, ["periode:jaar"])

    assert said(found) == [("2026", "5", "P")]


def test_a_period_without_records_has_no_cell_rather_than_nought(meldingen: Cube) -> None:
    assert slice_cube(meldingen, {"periode": ["2025-12"]}, []) == []


def test_a_share_of_nought_is_nought(termijn: Cube) -> None:
    found = slice_cube(termijn, {"categorie": ["wegen/gat"]}, [])

    assert found == [Cel({"categorie": "wegen/gat"}, Decimal(0), Decimal(1), Decimal(0), "A")]


def test_a_share_is_taken_of_the_sums_and_not_of_the_shares(termijn: Cube) -> None:
    found = slice_cube(termijn, {"gebied": ["WK010601"]}, [])

    assert found == [Cel({"gebied": "WK010601"}, Decimal(3), Decimal(4), Decimal(75), "A")]


def test_the_median_of_an_even_number_is_between_the_middle_two(mediaan: Cube) -> None:
    # 0, 3, 3, 7, 14 and 22 days
    assert said(slice_cube(mediaan, {}, [])) == [("5", "A")]


@pytest.mark.parametrize(
    ("selection", "per", "message"),
    [
        ({"wijk": ["WK010601"]}, [], "KPI 'meldingen' has no dimension 'wijk'; known: categorie,"),
        ({}, ["gebeid"], "KPI 'meldingen' has no dimension 'gebeid'; did you mean 'gebied'?"),
        ({}, ["gebied:wijken"], "dimension 'gebied' has no level 'wijken'; did you mean 'wijk'?"),
        ({}, ["periode:week"], "dimension 'periode' has no level 'week'; known: jaar, kwartaal,"),
        (
            {"gebied": ["WK010603"]},
            [],
            "dimension 'gebied' has no 'WK010603'; did you mean 'WK010602' or 'WK010601'?",
        ),
        ({"periode": ["mei"]}, [], "dimension 'periode' has no 'mei'; known: 2026, 2026-01,"),
        ({"periode": ["2026-13"]}, [], "dimension 'periode' has no '2026-13'; did you mean"),
        ({"categorie": ["'; --"]}, [], "dimension 'categorie' has no \"'; --\"; known: afval,"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(
    selection: dict[str, list[str]], per: list[str], message: str, meldingen: Cube
) -> None:
    with pytest.raises(UnknownError) as caught:
        slice_cube(meldingen, selection, per)

    assert str(caught.value).startswith(message)


def test_a_total_that_can_t_be_added_up_is_refused_with_what_would_do(bijstand: Cube) -> None:
    with pytest.raises(NotAdditiveError) as caught:
        slice_cube(bijstand, {"gebied": ["GM0106"]}, [])

    assert str(caught.value) == (
        "'bijstand' can't be added up over periode: name a member, as periode=2017,"
        " or ask per=periode"
    )


def test_the_advice_names_the_own_gemeente(bijstand: Cube, tmp_path: Path, model: Model) -> None:
    text = (CASES / "bijstand/data.ttl").read_text(encoding="utf-8")
    apart = text.replace("tg:ligtIn <https://voorbeeld.example/id/gebied/PV22> ;", "")
    (tmp_path / "data.ttl").write_text(apart, encoding="utf-8")
    rows, leden = measure_graph(bijstand.kpi, model, tmp_path / "data.ttl")
    cube = cube_of(bijstand.kpi, rows, leden, tmp_path)

    with pytest.raises(NotAdditiveError, match="over gebied: name a member, as gebied=GM0106,"):
        slice_cube(cube, {"periode": ["2017"]}, [])


def test_two_members_that_can_t_be_added_up_are_refused(bijstand: Cube) -> None:
    with pytest.raises(NotAdditiveError) as caught:
        slice_cube(bijstand, {"periode": ["2016", "2017"]}, [])

    assert str(caught.value) == (
        "'bijstand' can't be added up over periode: ask one member at a time, or per=periode"
    )


def test_what_the_advice_says_works(bijstand: Cube) -> None:
    one = slice_cube(bijstand, {"gebied": ["GM0106"], "periode": ["2017"]}, [])
    shown = slice_cube(bijstand, {"gebied": ["GM0106"]}, ["periode"])

    assert said(one) == [("GM0106", "2017", "20150", "2540", "A")]
    assert said(shown) == [
        ("GM0106", "2016", "20150", "2580", "A"),
        ("GM0106", "2017", "20150", "2540", "A"),
    ]


def test_the_whole_that_the_source_gives_stands_for_the_total(bijstand: Cube) -> None:
    found = slice_cube(bijstand, {"periode": ["2017"]}, [])

    assert said(found) == [("PV22", "2017", "20150", "13210", "A")]


def test_a_level_that_can_t_be_added_up_shows_only_rows_of_that_level(bijstand: Cube) -> None:
    per_gemeente = slice_cube(bijstand, {"periode": ["2017"]}, ["gebied:gemeente"])
    in_province = slice_cube(
        bijstand, {"gebied": ["PV22"], "periode": ["2017"]}, ["gebied:gemeente"]
    )

    assert said(per_gemeente) == [("GM0106", "2017", "20150", "2540", "A")]
    assert in_province == per_gemeente


def test_a_member_the_source_gives_no_row_for_has_no_cell(bijstand: Cube) -> None:
    selection = {"gebied": ["GM0106"], "periode": ["2016"], "leeftijdsgroep": ["90200"]}

    assert slice_cube(bijstand, selection, []) == []
