"""How one case of Voorbeeldstad goes: when it begins, how long it takes, and how it ends."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from themagraaf.demo.zaaktypen import KANALEN, ZAAKTYPEN

_CUMULATIVE = tuple(accumulate(soort.per_duizend for soort in ZAAKTYPEN))
PER_DUIZEND = _CUMULATIVE[-1]
_UITKOMSTEN = tuple(
    tuple(accumulate(uitkomst.gewicht for uitkomst in soort.uitkomsten)) for soort in ZAAKTYPEN
)
_OTHER_CHANNELS = (0.45, 0.75, 0.9, 1.0)
_SHARE_STUCK = 0.01
_SHARE_WITHOUT_LAST_DAY = 0.1


@dataclass(frozen=True, slots=True)
class Zaakverloop:
    """A case as it stands at the peildatum; days are proleptic ordinals.

    `soort` and `uitkomst` are places in ZAAKTYPEN and in the outcomes of the
    case type. `einde` is None while it is open, `uiterlijk` None where the
    registration does not give the last day.
    """

    soort: int
    start: int
    opgepakt: int
    einde: int | None
    gepland: int
    uiterlijk: int | None
    kanaal: str
    opgeschort: bool
    verlengd: bool
    uitkomst: int
    door_organisatie: bool


def draw_zaak(rng: Random, first: int, last: int) -> Zaakverloop:
    """Return a case that begins on one of the days from the first to the last."""
    number = _place(_CUMULATIVE, rng.random() * PER_DUIZEND)
    soort = ZAAKTYPEN[number]
    start = first + int(rng.random() * (last - first + 1))
    kanaal = _draw_kanaal(rng, soort.digitaal)
    days = int(soort.dagen * (0.2 + rng.expovariate(1.35)))
    term = soort.wettelijk
    opgeschort = rng.random() < soort.opgeschort
    pause = 10 + int(rng.random() * 40)
    if opgeschort:
        days, term = days + pause, term + pause
    verlengd = rng.random() < soort.verlengd
    if verlengd:
        days, term = int(days * 1.4), term + soort.verlenging
    if rng.random() < _SHARE_STUCK:
        days += 400
    uitkomst = _place(_UITKOMSTEN[number], rng.random() * _UITKOMSTEN[number][-1])
    door_organisatie = rng.random() < soort.organisaties
    without = rng.random() < _SHARE_WITHOUT_LAST_DAY and not (opgeschort or verlengd)
    end = start + days
    return Zaakverloop(
        number,
        start,
        min(start + days // 3, end),
        end if end <= last else None,
        start + soort.dagen,
        None if without else start + term,
        kanaal,
        opgeschort,
        verlengd,
        uitkomst,
        door_organisatie,
    )


def _draw_kanaal(rng: Random, digitaal: float) -> str:
    chance, other = rng.random(), rng.random()
    return KANALEN[0] if chance < digitaal else KANALEN[1 + _place(_OTHER_CHANNELS, other)]


def _place(cumulative: tuple[float, ...], mark: float) -> int:
    """Return the place of the first weight, added up, above a mark."""
    for place, weight in enumerate(cumulative):
        if mark < weight:
            return place
    return len(cumulative) - 1
