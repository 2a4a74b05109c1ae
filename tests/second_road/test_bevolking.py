"""The figures on population, by plain Python over the person lists and the BAG as delivered."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tests.second_road.stad import Stad, cells
from tests.second_road.verblijven import (
    EERSTE,
    LAATSTE,
    PEILDATUM,
    Mens,
    Verblijf,
    bewoners,
    count,
    on_days,
    read_mensen,
    read_verblijven,
    share,
)

GRENZEN = ((15, "0-15"), (25, "15-25"), (45, "25-45"), (65, "45-65"), (999, "65+"))


def groep(leeftijd: int) -> str:
    return next(code for below, code in GRENZEN if leeftijd < below)


def maand(day: date) -> str:
    return day.isoformat()[:7]


def begun(stad: Stad) -> Iterator[tuple[Verblijf, Verblijf | None]]:
    """Give the stays that began in the months that are counted, each with the one before."""
    stays = {(stay.bsn, stay.plaats): stay for stay in read_verblijven(stad)}
    for (bsn, plaats), stay in stays.items():
        if EERSTE <= maand(stay.begin) <= LAATSTE:
            yield stay, stays.get((bsn, plaats + 1))


def households(stad: Stad) -> dict[tuple[str, str], list[Mens]]:
    found: defaultdict[tuple[str, str], list[Mens]] = defaultdict(list)
    for person, stay in bewoners(stad):
        if stay.woning:
            found[stay.woning, stay.gebied].append(person)
    return found


def test_inwoners(stad: Stad) -> None:
    found = count(
        (stay.gebied, maand(day), groep(person.leeftijd(day)), person.geslacht)
        for day, person, stay in on_days(stad)
    )

    assert cells(stad, "inwoners") == found


def test_grijze_druk(stad: Stad) -> None:
    found = share(
        ((stay.gebied, maand(day)), int(age >= 65), int(20 <= age < 65))
        for day, person, stay in on_days(stad)
        for age in [person.leeftijd(day)]
    )

    assert cells(stad, "grijze-druk") == found


def test_geboorten(stad: Stad) -> None:
    people = read_mensen(stad)
    found = count(
        (stay.gebied, maand(stay.begin))
        for stay, _ in begun(stad)
        if stay.bsn in people and people[stay.bsn].geboren == stay.begin
    )

    assert cells(stad, "geboorten") == found


def test_verhuizingen(stad: Stad) -> None:
    found = count((stay.gebied, maand(stay.begin)) for stay, before in begun(stad) if before)

    assert cells(stad, "verhuizingen") == found


def test_vestigingen(stad: Stad) -> None:
    people = read_mensen(stad)
    found = count(
        (stay.gebied, maand(stay.begin))
        for stay, before in begun(stad)
        if before is None and (person := people.get(stay.bsn))
        if person.geboren is None or person.geboren < stay.begin
    )

    assert cells(stad, "vestigingen") == found


def test_huishoudens(stad: Stad) -> None:
    def soort(people: list[Mens]) -> str:
        children = sum(person.leeftijd(PEILDATUM) < 18 for person in people)
        adults = len(people) - children
        if not adults:
            return "alleen-kinderen"
        if not children:
            return "alleenstaand" if adults == 1 else "meerpersoons-zonder-kinderen"
        return "eenouder" if adults == 1 else "meerpersoons-met-kinderen"

    found = count((gebied, soort(people)) for (_, gebied), people in households(stad).items())

    assert cells(stad, "huishoudens") == found


def test_alleenwonende_75_plussers(stad: Stad) -> None:
    found = count(
        (gebied,)
        for (_, gebied), people in households(stad).items()
        if len(people) == 1 and people[0].leeftijd(PEILDATUM) >= 75
    )

    assert cells(stad, "alleenwonende-75-plussers") == found


def test_relateerbaarheid_van_verblijven(stad: Stad) -> None:
    outcomes = Counter(stay.uitkomst for stay in read_verblijven(stad))

    related = outcomes["bag-id"] + outcomes["adres"]
    missed = {
        code: (Decimal(number), None)
        for code, number in outcomes.items()
        if code not in {"bag-id", "adres"}
    }
    found = cells(stad, "niet-gerelateerd").items()
    assert cells(stad, "relateerbaarheid")["brp",] == (Decimal(related), Decimal(outcomes.total()))
    assert {key[1]: cell for key, cell in found if key[0] == "brp"} == missed
