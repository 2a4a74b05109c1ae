"""One report from a resident: where, what, when, and when it was dealt with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from math import log
from random import Random

from themagraaf.demo.categorieen import CATEGORIEEN, Categorie, cumulative_weights
from themagraaf.demo.gemeente import BREEDTE_GRADEN, BUREN, HOOGTE_GRADEN, VOORBEELDSTAD, Wijk
from themagraaf.demo.kalender import AMSTERDAM, PEILDATUM, ZATERDAG, local, to_weekday

_BUURWIJKEN = tuple(wijk for gemeente in BUREN for wijk in gemeente.wijken)
_SHARE_OF_NEIGHBOURS = 0.01
# The system knows each wijk under two names; few reports carry the second.
_SHARE_OF_SECOND_NAME = 0.015
# A prime, so that neighbouring places in a wijk are not neighbours in its list of addresses.
_STRIDE = 7919
_SHARE_NEVER_RESOLVED = 0.025
_SHARE_RESOLVED_IN_WEEKEND = 0.2
# Wide enough for a long tail: one in a hundred takes some twenty times the median.
_SIGMA = 1.3
_MONTHS = (0.85, 0.8, 0.9, 1.0, 1.15, 1.25, 1.15, 1.0, 1.0, 1.05, 0.95, 0.8)
_WEEKDAYS = (1.25, 1.1, 1.0, 0.95, 1.05, 0.5, 0.4)
_HOURS = tuple(
    accumulate(
        (2, 1, 1, 1, 1, 2, 5, 14, 45, 75, 70, 55, 45, 45, 45, 43, 38, 22, 20, 22, 22, 17, 12, 7)
    )
)
_WIJKEN = VOORBEELDSTAD.wijken
_WIJK_WEIGHTS = tuple(accumulate(wijk.aandeel for wijk in _WIJKEN))


@dataclass(frozen=True, slots=True)
class Melding:
    """A report as the system delivers it.

    `gemeld` is aware, in UTC, and orders the files. `created_at` is what the
    files say about it. `afgehandeld` is None while the report is open at the
    peildatum. `adres_afgehandeld` says whether the list of resolved reports
    has the address at all.
    """

    id: str | None
    gemeld: datetime
    created_at: str
    lng: float
    lat: float
    categorie: Categorie
    wijk: str
    adres: str | None
    afgehandeld: date | None
    adres_afgehandeld: bool = True


def weigh_day(day: date) -> float:
    """Return how busy a day is: spring and Mondays more, weekends less."""
    return _MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()]


def make_melding(rng: Random, day: date, adressen: Mapping[str, Sequence[str]]) -> Melding:
    """Make one report that was made on a local day.

    `adressen` are known addresses by the code of their wijk; elsewhere one is made up.
    """
    wijk = _choose_wijk(rng)
    categorie = rng.choices(CATEGORIEEN, cum_weights=cumulative_weights(day.month))[0]
    gemeld = _choose_moment(rng, day)
    lng, lat = _choose_point(rng, wijk)
    return Melding(
        id=f"{rng.getrandbits(64):016x}",
        gemeld=gemeld,
        created_at=format_moment(gemeld),
        lng=lng,
        lat=lat,
        categorie=categorie,
        wijk=wijk.naam if rng.random() < _SHARE_OF_SECOND_NAME else wijk.meldnaam,
        adres=_choose_adres(rng, wijk, adressen.get(wijk.code)),
        afgehandeld=_choose_afgehandeld(rng, gemeld, categorie.mediaan_dagen * wijk.traagheid),
    )


def format_moment(moment: datetime) -> str:
    """Write a moment as the system does: in UTC, its fraction without trailing zeros."""
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f".{moment.microsecond:06}".rstrip("0").rstrip(".")
    return f"{text}{fraction}+00:00"


def count_days_open(melding: Melding, afgehandeld: date) -> int:
    """Count days as the system does: whole days up to midnight UTC, never below zero.

    That is mostly one less than the calendar days between the two dates.
    """
    midnight = datetime.combine(afgehandeld, time(), UTC)
    return max(0, (midnight - melding.gemeld).days)


def _choose_wijk(rng: Random) -> Wijk:
    if rng.random() < _SHARE_OF_NEIGHBOURS:
        return rng.choice(_BUURWIJKEN)
    return rng.choices(_WIJKEN, cum_weights=_WIJK_WEIGHTS)[0]


def _choose_moment(rng: Random, day: date) -> datetime:
    hour = rng.choices(range(24), cum_weights=_HOURS)[0]
    clock = time(hour, rng.randrange(60), rng.randrange(60), rng.randrange(1, 1_000_000))
    return local(day, clock).astimezone(UTC)


def _choose_point(rng: Random, wijk: Wijk) -> tuple[float, float]:
    digits = rng.choices((9, 8, 7), (57, 38, 5))[0]
    west, south = wijk.hoek
    lng = round(west + rng.random() * BREEDTE_GRADEN, digits)
    return lng, round(south + rng.random() * HOOGTE_GRADEN, digits)


def _choose_adres(rng: Random, wijk: Wijk, adressen: Sequence[str] | None) -> str:
    letter = rng.choice("ABC") if rng.random() < 0.06 else ""
    straat = rng.choice(wijk.straten)
    number = 1 + int(rng.triangular(0, 180, 20))
    if adressen:
        place = number * len(wijk.straten) + wijk.straten.index(straat)
        return adressen[place * _STRIDE % len(adressen)]
    return f"{straat} {number}{letter}"


def _choose_afgehandeld(rng: Random, gemeld: datetime, mediaan_dagen: float) -> date | None:
    duration = timedelta(days=min(rng.lognormvariate(log(mediaan_dagen), _SIGMA), 2000))
    never, in_weekend = rng.random(), rng.random()
    day = (gemeld + duration).astimezone(AMSTERDAM).date()
    if day.weekday() >= ZATERDAG and in_weekend > _SHARE_RESOLVED_IN_WEEKEND:
        day = to_weekday(day)
    return None if never < _SHARE_NEVER_RESOLVED or day > PEILDATUM else day
