"""Benefits and compulsory schooling of Voorbeeldstad fit the people who live there."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.leerplicht import Leerplicht
from themagraaf.demo.participatie import Participatie
from themagraaf.demo.wereld import Persoon, Wereld

Row = dict[str, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two registrations of twenty thousand residents, nothing spoilt."""
    folder = tmp_path_factory.mktemp("sociaal")
    wereld = Wereld(20_000, 7)
    bederf = Bederf(0, 7, folder / "grootboek.jsonl")
    registraties = (Participatie(folder, wereld, bederf), Leerplicht(folder, wereld, bederf))
    for huishouden in wereld.huishoudens():
        for registratie in registraties:
            registratie.add(huishouden)
    for registratie in registraties:
        registratie.close()
    bederf.close()
    return folder


@pytest.fixture(scope="module")
def personen() -> dict[str, Persoon]:
    return {
        persoon.bsn: persoon
        for huishouden in Wereld(20_000, 7).huishoudens()
        for persoon in huishouden.personen
    }


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_a_benefit_is_for_adults_below_the_state_pension_age(
    folder: Path, personen: dict[str, Persoon]
) -> None:
    rows = read(folder / "uitkeringen.csv")

    ages = {personen[row["bsn"]].leeftijd(date.fromisoformat(row["ingangsdatum"])) for row in rows}
    late = [row for row in rows if personen[row["bsn"]].leeftijd(date(2026, 8, 31)) > 67]

    assert min(ages) >= 18
    assert max(ages) <= 67
    assert all(row["einddatum"] for row in late)


def test_benefits_of_one_person_do_not_overlap_and_some_return_within_a_year(folder: Path) -> None:
    by_person: defaultdict[str, list[Row]] = defaultdict(list)
    for row in read(folder / "uitkeringen.csv"):
        by_person[row["bsn"]].append(row)

    gaps = [
        date.fromisoformat(after["ingangsdatum"]) - date.fromisoformat(before["einddatum"])
        for rows in by_person.values()
        for after, before in pairwise(rows)
    ]

    assert min(gaps) > timedelta(0)
    assert 0.3 < sum(gap < timedelta(365) for gap in gaps) / len(gaps) < 0.9


def test_some_applications_are_decided_late_and_some_are_open(folder: Path) -> None:
    rows = read(folder / "aanvragen.csv")

    decided = [row for row in rows if row["besluitdatum"]]
    late = sum(row["besluitdatum"] > row["uiterlijkeBeslisdatum"] for row in decided)

    assert 0.05 < late / len(decided) < 0.3
    assert len(decided) < len(rows)


def test_a_benefit_follows_on_an_application_that_was_granted(folder: Path) -> None:
    granted = {
        row["aanvraagnummer"]
        for row in read(folder / "aanvragen.csv")
        if row["besluit"] == "toegekend"
    }

    named = [row for row in read(folder / "uitkeringen.csv") if row["aanvraagnummer"]]

    assert len(named) > 50
    assert {row["aanvraagnummer"] for row in named} <= granted


def test_absence_is_of_young_people_of_school_age(
    folder: Path, personen: dict[str, Persoon]
) -> None:
    rows = read(folder / "verzuimmeldingen.csv")
    scholen = {row["brin"]: row["onderwijssoort"] for row in read(folder / "scholen.csv")}

    ages = {
        personen[row["bsn"]].leeftijd(date.fromisoformat(row["meldmoment"][:10])) for row in rows
    }

    assert ages <= set(range(5, 18))
    assert {row["brin"] for row in rows} - {""} <= scholen.keys()
    assert all((row["brin"] == "") == (row["soortVerzuim"] == "absoluut") for row in rows)
