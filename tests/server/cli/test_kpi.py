"""The figures on the command line."""

import json
from pathlib import Path

import pytest

from themagraaf.release.current import open_release

from .command import Command


def test_all_kpis_are_shown_by_theme(release_data: Path, themagraaf: Command) -> None:
    said = themagraaf("kpi", "--data", release_data)

    assert (said.code, said.err) == (0, "")
    for kpi in open_release(release_data).model.kpis:
        assert f"│ {kpi.id} " in said.out
    assert "│ openbare-ruimte " in said.out
    assert "quarter 2 of 2026" in said.out


def test_all_kpis_as_json_are_one_figure_each(release_data: Path, themagraaf: Command) -> None:
    said = themagraaf("kpi", "--json", "--data", release_data)

    release = open_release(release_data)
    found = json.loads(said.out)
    assert [item["kpi"] for item in found] == [kpi.id for kpi in release.model.kpis]
    assert {item["release"] for item in found} == {release.id}


def test_a_kpi_by_month_adds_up_to_its_year(release_data: Path, themagraaf: Command) -> None:
    slices = ("kpi", "meldingen", "--data", release_data, "--json", "--dimensie", "periode=2026")

    months = json.loads(themagraaf(*slices, "--per", "periode:maand").out)["waarnemingen"]
    year = json.loads(themagraaf(*slices).out)["waarnemingen"]

    assert [cell["periode"] for cell in months][:2] == ["2026-01", "2026-02"]
    assert sum(cell["waarde"] for cell in months) == year[0]["waarde"]
    assert year[0]["status"] == "P"


def test_members_are_chosen_with_a_comma_or_one_by_one(
    release_data: Path, themagraaf: Command
) -> None:
    slices = ("kpi", "meldingen", "--data", release_data, "--json", "--per", "gebied")

    comma = themagraaf(*slices, "--dimensie", "gebied=WK990101,WK990102")
    apart = themagraaf(*slices, "--dimensie", "gebied=WK990102", "--dimensie", "gebied=WK990101")

    assert comma == apart
    cells = json.loads(comma.out)["waarnemingen"]
    assert [cell["gebied"] for cell in cells] == ["WK990101", "WK990102"]


def test_members_are_shown_with_their_names(release_data: Path, themagraaf: Command) -> None:
    said = themagraaf("kpi", "meldingen", "--data", release_data, "--per", "gebied:gemeente")

    assert "Meldingen openbare ruimte" in said.out
    assert "│ Voorbeeldstad (GM9901) │" in said.out


def test_a_slice_without_cells_is_not_shown_as_nought(
    release_data: Path, themagraaf: Command
) -> None:
    chosen = ("--dimensie", "periode=1999")

    table = themagraaf("kpi", "meldingen", "--data", release_data, *chosen)
    as_json = themagraaf("kpi", "meldingen", "--data", release_data, *chosen, "--json")

    assert table.out.endswith(
        "nothing was measured for this slice (that is not the same as zero)\n"
    )
    assert json.loads(as_json.out)["waarnemingen"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["meldingn"], "There is no such thing: there is no KPI 'meldingn'; did you mean"),
        (
            ["meldingen", "--per", "wijk"],
            "There is no such thing: KPI 'meldingen' has no dimension",
        ),
        (["meldingen", "--dimensie", "gebied"], "The request can't be answered as asked: --dimens"),
        (["meldingen", "--dimensie", "gebied="], "The request can't be answered as asked: --dime"),
        (["bijstand", "--per", "gebied"], "This KPI can't be added up over that dimension: 'bijst"),
    ],
)
def test_what_a_kpi_can_t_give_ends_with_two_and_says_what_would_do(
    arguments: list[str], message: str, release_data: Path, themagraaf: Command
) -> None:
    said = themagraaf("kpi", *arguments, "--data", release_data)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(message)


def test_a_kpi_without_deliveries_ends_with_three_and_names_the_registration(
    areas: Path, themagraaf: Command
) -> None:
    named = themagraaf("kpi", "meldingen", "--data", areas / "data")
    all_of_them = themagraaf("kpi", "--json", "--data", areas / "data")

    assert named.code == 3
    assert named.err == (
        "A registration was not delivered: KPI 'meldingen' rests on registratie 'meldingen',"
        " which was not delivered\n"
    )
    assert {item["waarde"] for item in json.loads(all_of_them.out)} == {None}
