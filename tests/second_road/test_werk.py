"""The figures on benefits, by plain Python over the files as delivered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from tests.second_road.hulp import PEILDATUM, counts, day, maanden, shares
from tests.second_road.stad import Stad, cells
from tests.second_road.tabellen import Row, Tabellen, holds, stand, stand_shares

WINDOW = {periode for periode, _, _ in maanden()}


@pytest.fixture(scope="module")
def tabellen(stad: Stad) -> Tabellen:
    return Tabellen(stad, "participatie")


@pytest.fixture(scope="module")
def uitkeringen(tabellen: Tabellen) -> list[Row]:
    return tabellen.csv("uitkeringen.csv")


@pytest.fixture(scope="module")
def aanvragen(tabellen: Tabellen) -> list[Row]:
    return tabellen.csv("aanvragen.csv")


@pytest.fixture(scope="module")
def redenen(tabellen: Tabellen) -> dict[str, str]:
    """The group of each reason for inflow, and the code of CBS of each for outflow."""
    return {
        **{row["redenInstroomCode"]: row["groep"] for row in tabellen.csv("redenen_instroom.csv")},
        **{
            row["redenUitstroomCode"]: row["cbsCode"]
            for row in tabellen.csv("redenen_uitstroom.csv")
        },
    }


def years_before(moment: date, years: int) -> date:
    """Return the same day years earlier, of 29 February the 28th."""
    leap_day = (moment.month, moment.day) == (2, 29)
    return moment.replace(year=moment.year - years, day=28 if leap_day else moment.day)


def months_with(row: Row, rows: Iterable[Row]) -> Iterator[str]:
    """Yield each month at whose end one of the rows of the same person holds."""
    for other in rows:
        for periode, _, last in maanden():
            if holds(other["datumStart"], other["datumEinde"], last):
                yield periode


def ended(uitkeringen: Iterable[Row]) -> list[Row]:
    return [row for row in uitkeringen if row["einddatum"] and row["einddatum"][:7] in WINDOW]


def test_uitkeringen(stad: Stad, tabellen: Tabellen, uitkeringen: list[Row]) -> None:
    found = stand(
        (
            (tabellen.gebied(row), row["regeling"], row["leefvorm"]),
            row["ingangsdatum"],
            row["einddatum"],
        )
        for row in uitkeringen
    )

    assert cells(stad, "uitkeringen") == found


def test_instroom(
    stad: Stad, tabellen: Tabellen, uitkeringen: list[Row], redenen: dict[str, str]
) -> None:
    found = counts(
        (
            tabellen.gebied(row),
            row["ingangsdatum"][:7],
            row["regeling"],
            redenen[row["redenInstroomCode"]],
        )
        for row in uitkeringen
        if row["ingangsdatum"][:7] in WINDOW
    )

    assert cells(stad, "uitkeringen-instroom") == found


def test_uitstroom(
    stad: Stad, tabellen: Tabellen, uitkeringen: list[Row], redenen: dict[str, str]
) -> None:
    found = counts(
        (
            tabellen.gebied(row),
            row["einddatum"][:7],
            row["regeling"],
            redenen[row["redenUitstroomCode"]],
        )
        for row in ended(uitkeringen)
    )

    assert cells(stad, "uitkeringen-uitstroom") == found


def test_uitstroom_naar_werk(
    stad: Stad, tabellen: Tabellen, uitkeringen: list[Row], redenen: dict[str, str]
) -> None:
    found = shares(
        (
            (tabellen.gebied(row), row["einddatum"][:7], row["regeling"]),
            redenen[row["redenUitstroomCode"]] in ("11", "13"),
        )
        for row in ended(uitkeringen)
    )

    assert cells(stad, "uitstroom-naar-werk") == found


def test_aanvragen_binnen_termijn(stad: Stad, tabellen: Tabellen, aanvragen: list[Row]) -> None:
    found = shares(
        (
            (tabellen.gebied(row), row["besluitdatum"][:7], row["regeling"]),
            row["besluitdatum"] <= row["uiterlijkeBeslisdatum"],
        )
        for row in aanvragen
        if row["besluitdatum"] and row["besluit"] != "ingetrokken"
    )

    assert cells(stad, "uitkeringsaanvragen-binnen-termijn") == found


def test_aanvragen_open_over_termijn(stad: Stad, tabellen: Tabellen, aanvragen: list[Row]) -> None:
    found = shares(
        (
            (tabellen.gebied(row), row["regeling"]),
            day(row["uiterlijkeBeslisdatum"]) < PEILDATUM,
        )
        for row in aanvragen
        if not row["besluitdatum"]
    )

    assert cells(stad, "uitkeringsaanvragen-open-over-termijn") == found


def test_terugkeer(stad: Stad, tabellen: Tabellen, uitkeringen: list[Row]) -> None:
    begins: defaultdict[str, list[date]] = defaultdict(list)
    for row in uitkeringen:
        begins[row["bsn"]].append(day(row["ingangsdatum"]))

    found = shares(
        (
            (tabellen.gebied(row), row["einddatum"][:7], row["regeling"]),
            any(
                begin > day(row["einddatum"]) >= years_before(begin, 1)
                for begin in begins[row["bsn"]]
            ),
        )
        for row in uitkeringen
        if row["bsn"] and row["einddatum"] and day(row["einddatum"]) <= years_before(PEILDATUM, 1)
    )

    assert cells(stad, "uitkering-terugkeer") == found


def test_vijf_jaar_of_langer(stad: Stad, tabellen: Tabellen, uitkeringen: list[Row]) -> None:
    found = stand_shares(
        (
            (tabellen.gebied(row), row["regeling"], row["leefvorm"]),
            row["ingangsdatum"],
            row["einddatum"],
            [
                periode
                for periode, _, last in maanden()
                if day(row["ingangsdatum"]) <= years_before(last, 5)
            ],
        )
        for row in uitkeringen
    )

    assert cells(stad, "uitkeringen-vijf-jaar-of-langer") == found


def test_met_reintegratie(stad: Stad, tabellen: Tabellen, uitkeringen: list[Row]) -> None:
    helped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in tabellen.csv("reintegratie.csv"):
        helped[row["bsn"]].append(row)

    found = stand_shares(
        (
            (tabellen.gebied(row),),
            row["ingangsdatum"],
            row["einddatum"],
            list(months_with(row, helped[row["bsn"]])),
        )
        for row in uitkeringen
        if row["bsn"]
    )

    assert cells(stad, "uitkeringen-met-reintegratie") == found
