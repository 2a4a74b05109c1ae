"""The figures on compulsory schooling, by plain Python over the files as delivered."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

import pytest

from tests.second_road.hulp import (
    PEILDATUM,
    Key,
    counts,
    day,
    days_between,
    klasse,
    maanden,
    shares,
    with_rest,
)
from tests.second_road.inwoners import read_inwoners
from tests.second_road.stad import Cell, Stad, cells
from tests.second_road.tabellen import Row, Tabellen, holds, stand

WINDOW = {periode for periode, _, _ in maanden()}


@pytest.fixture(scope="module")
def tabellen(stad: Stad) -> Tabellen:
    return Tabellen(stad, "leerplicht")


@pytest.fixture(scope="module")
def meldingen(tabellen: Tabellen) -> list[Row]:
    return tabellen.csv("verzuimmeldingen.csv")


def months_old(geboren: str, on: date) -> int:
    """Return the months from the month of birth to that of a day."""
    return (on.year - int(geboren[:4])) * 12 + on.month - int(geboren[4:6])


def test_verzuimmeldingen(stad: Stad, tabellen: Tabellen, meldingen: list[Row]) -> None:
    found = counts(
        (tabellen.gebied(row), row["meldmoment"][:7], row["soortVerzuim"]) for row in meldingen
    )

    assert cells(stad, "verzuimmeldingen") == found


def test_verzuimmeldingen_per_duizend(stad: Stad, tabellen: Tabellen, meldingen: list[Row]) -> None:
    gemeld = Counter((tabellen.gebied(row), row["meldmoment"][:7]) for row in meldingen)
    # A date of birth that is known in part is no date.
    young = [
        inwoner
        for inwoner in read_inwoners(stad).values()
        if not inwoner.overleden and "00" not in (inwoner.geboren[4:6], inwoner.geboren[6:])
    ]
    bound = Counter(
        (inwoner.gebied, periode)
        for inwoner in young
        for periode, _, last in maanden()
        if months_old(inwoner.geboren, last) in range(5 * 12 + 1, 18 * 12)
    )
    keys = bound.keys() | {key for key in gemeld if key[1] in WINDOW}

    found: dict[Key, Cell] = {key: (Decimal(gemeld[key]), Decimal(bound[key])) for key in keys}

    assert cells(stad, "verzuimmeldingen-per-duizend") == with_rest(found)


def test_absoluut_verzuim(stad: Stad, tabellen: Tabellen, meldingen: list[Row]) -> None:
    found = stand(
        ((tabellen.gebied(row),), row["datumStart"], row["datumEinde"])
        for row in meldingen
        if row["soortVerzuim"] == "absoluut"
    )

    assert cells(stad, "absoluut-verzuim") == found


def test_langdurig_verzuim(stad: Stad, tabellen: Tabellen, meldingen: list[Row]) -> None:
    found = shares(
        ((tabellen.gebied(row), row["meldmoment"][:7]), row["soortVerzuim"] == "langdurig")
        for row in meldingen
    )

    assert cells(stad, "langdurig-verzuim") == found


def test_binnen_acht_weken(stad: Stad, tabellen: Tabellen, meldingen: list[Row]) -> None:
    found = shares(
        (
            (tabellen.gebied(row), row["datumAfgehandeld"][:7], row["soortVerzuim"]),
            days_between(row["meldmoment"][:10], row["datumAfgehandeld"]) <= 56,
        )
        for row in meldingen
        if row["datumAfgehandeld"]
    )

    assert cells(stad, "verzuim-binnen-acht-weken") == found


def test_open(stad: Stad, tabellen: Tabellen, meldingen: list[Row]) -> None:
    found = counts(
        (
            tabellen.gebied(row),
            row["soortVerzuim"],
            klasse((PEILDATUM - day(row["meldmoment"][:10])).days),
        )
        for row in meldingen
        if not row["datumAfgehandeld"]
    )

    assert cells(stad, "verzuimmeldingen-open") == found


def test_vrijstellingen(stad: Stad, tabellen: Tabellen) -> None:
    found = stand(
        ((tabellen.gebied(row), row["grond"]), row["datumStart"], row["datumEinde"])
        for row in tabellen.xlsx("vrijstellingen.xlsx", "Vrijstellingen")
        if row["aanvraagToegekend"] == "J"
    )

    assert cells(stad, "leerplichtvrijstellingen") == found


def test_voortijdig_schoolverlaters(stad: Stad, tabellen: Tabellen) -> None:
    found = counts(
        (tabellen.gebied(row), row["datumUitschrijving"][:7], row["onderwijssoort"])
        for row in tabellen.xlsx("vsv.xlsx", "VSV")
    )

    assert cells(stad, "voortijdig-schoolverlaters") == found


def test_leerplicht_in_bijstandshuishoudens(
    stad: Stad, tabellen: Tabellen, meldingen: list[Row]
) -> None:
    inkomen = Tabellen(stad, "participatie")
    thuis: defaultdict[str, list[Row]] = defaultdict(list)
    for row in inkomen.csv("uitkeringen.csv"):
        thuis[inkomen.woning(row)].append(row)

    found = shares(
        (
            (tabellen.gebied(row), row["meldmoment"][:7]),
            any(
                holds(item["ingangsdatum"], item["einddatum"], day(row["meldmoment"][:10]))
                for item in thuis[tabellen.woning(row)]
            ),
        )
        for row in meldingen
        if tabellen.woning(row)
    )

    assert cells(stad, "leerplicht-in-bijstandshuishoudens") == found
