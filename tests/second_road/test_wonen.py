"""The figures on housing, by plain Python over the BAG and the person lists as delivered."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from tests.second_road.inwoners import GEMEENTE, Element, read_adressen, read_bag, text
from tests.second_road.stad import Stad, cells
from tests.second_road.verblijven import DAGEN, EERSTE, LAATSTE, bewoners, count, share

IN_GEBRUIK = {
    "Verblijfsobject in gebruik",
    "Verblijfsobject in gebruik (niet ingemeten)",
    "Verbouwing verblijfsobject",
}
JAREN = (
    *((1945, "voor-1945"), (1965, "1945-1964"), (1975, "1965-1974"), (1992, "1975-1991")),
    *((2006, "1992-2005"), (9999, "2006-en-later")),
)


@dataclass(frozen=True)
class Toestand:
    """A state of premises: `einde` is the first day on which it no longer held, or empty."""

    status: str
    begin: str
    einde: str


@dataclass(frozen=True)
class Woning:
    """Premises meant for living, as they are now, with all their states."""

    id: str
    gebied: str
    status: str
    oppervlakte: int
    pand: str
    toestanden: tuple[Toestand, ...]


@cache
def read_woningen(stad: Stad) -> tuple[Woning, ...]:
    buurt = read_adressen(stad).buurt
    states: dict[str, set[Toestand]] = {}
    now: dict[str, Element] = {}
    for element in read_bag(stad, "VBO"):
        state = Toestand(
            text(element, "status"),
            text(element, "beginGeldigheid"),
            text(element, "eindGeldigheid"),
        )
        states.setdefault(text(element, "identificatie"), set()).add(state)
        if not state.einde:
            now[text(element, "identificatie")] = element
    return tuple(
        Woning(
            key,
            buurt.get(text(element, "heeftAlsHoofdadres/{*}NummeraanduidingRef"), GEMEENTE),
            text(element, "status"),
            int(text(element, "oppervlakte")),
            text(element, "PandRef"),
            tuple(states[key]),
        )
        for key, element in now.items()
        if "woonfunctie" in {doel.text for doel in element.iterfind(".//{*}gebruiksdoel")}
    )


def in_use(stad: Stad) -> Iterator[Woning]:
    return (woning for woning in read_woningen(stad) if woning.status in IN_GEBRUIK)


def read_bewoond(stad: Stad) -> Counter[str]:
    return Counter(stay.woning for _, stay in bewoners(stad) if stay.woning)


def test_woningvoorraad(stad: Stad) -> None:
    def holds(toestand: Toestand, day: date) -> bool:
        shown = day.isoformat()
        return toestand.begin <= shown and (not toestand.einde or toestand.einde > shown)

    found = count(
        (woning.gebied, day.isoformat()[:7])
        for woning in read_woningen(stad)
        for day in DAGEN
        for toestand in woning.toestanden
        if toestand.status in IN_GEBRUIK and holds(toestand, day)
    )

    assert cells(stad, "woningvoorraad") == found


def test_woningen_naar_bouwjaar(stad: Stad) -> None:
    built = {
        text(element, "identificatie"): int(text(element, "oorspronkelijkBouwjaar"))
        for element in read_bag(stad, "PND")
        if not text(element, "eindGeldigheid")
    }
    found = count(
        (woning.gebied, next(code for below, code in JAREN if built[woning.pand] < below))
        for woning in in_use(stad)
        if woning.pand in built
    )

    assert cells(stad, "woningen-naar-bouwjaar") == found


def test_onbewoonde_woningen(stad: Stad) -> None:
    bewoond = read_bewoond(stad)
    found = share(((item.gebied,), int(item.id not in bewoond), 1) for item in in_use(stad))

    assert cells(stad, "onbewoonde-woningen") == found


def test_bewoners_per_woning(stad: Stad) -> None:
    bewoond = read_bewoond(stad)
    found = share(
        ((item.gebied,), bewoond[item.id], 1) for item in in_use(stad) if item.id in bewoond
    )

    assert cells(stad, "bewoners-per-woning") == found


def test_woninggrootte(stad: Stad) -> None:
    found = share(((item.gebied,), item.oppervlakte, 1) for item in in_use(stad))

    assert cells(stad, "woninggrootte") == found


def test_opgeleverde_woningen(stad: Stad) -> None:
    def completed(woning: Woning) -> list[str]:
        formed = [t.einde for t in woning.toestanden if t.status == "Verblijfsobject gevormd"]
        used = IN_GEBRUIK - {"Verbouwing verblijfsobject"}
        begun = [t.begin for t in woning.toestanden if t.status in used]
        return [day[:7] for day in begun if day == max(formed, default="")]

    found = count(
        (woning.gebied, month)
        for woning in read_woningen(stad)
        for month in completed(woning)
        if EERSTE <= month <= LAATSTE
    )

    assert cells(stad, "opgeleverde-woningen") == found
