"""One permit application: its dates, who handles it, and the steps of its receipt."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from themagraaf.demo.kalender import PEILDATUM, local, office_moment, to_weekday

_KANALEN = ("Internet", "Desk", "Post", "e-mail", "Intern")
_KANAAL_WEIGHTS = (86, 8, 4, 1.7, 0.3)
_AFDELINGEN = ("General", "Experts", "Customer contact")
_AFDELING_WEIGHTS = (90, 6, 4)
_GROEPEN = ("", "Group 2", "Group 5", "Group 6", "Group 8", "Group 11")
_GROEP_WEIGHTS = (58, 3, 22, 1, 15, 1)
_STAPGROEPEN = ("Group 1", "EMPTY", "Group 2", "Group 3", "Group 4", "Group 13")
_STAPGROEP_WEIGHTS = (37, 22, 15, 13, 12, 1)
_RESOURCES = tuple(f"Resource{number:02}" for number in range(1, 41))
_RESOURCE_WEIGHTS = tuple(accumulate(1 / (4 + number) for number in range(40)))
_TEST_RESOURCES = ("test", "TEST", "admin1", "admin2")
_SHARE_OF_SINGLE_STEP = 0.08
_SHARE_OF_ODD_STEPS = 0.015
_TERM_DAYS = 56
# Dates come from a nightly batch, whose clock shows; a few carry their own moment.
_BATCH = time(1, 6, 40, 20_000)
_SHARE_OUTSIDE_BATCH = 0.04
_STUCK_DAYS = 2000

ONTVANGST = "Aanvraag geregistreerd"
_T02 = "T02 Check volledigheid"
_T03 = "T03 Adjust ontvangstbevestiging"
_T04 = "T04 Vaststellen ontvangstbevestiging"
_T05 = "T05 Print and send ontvangstbevestiging"
_T06 = "T06 Toets noodzaak advies"
_T10 = "T10 Toets noodzaak aanhouding"
_VOLGORDEN = (
    (_T02, _T04, _T05, _T06, _T10),
    (_T06, _T10, _T02, _T04, _T05),
    (_T02, _T06, _T10, _T04, _T05),
    (_T02, _T03, _T02, _T04, _T05, _T06, _T10),
)
_VOLGORDE_WEIGHTS = (62, 20, 13, 5)
_ADVIEZEN = (
    ("T07-1 Draft intern advies welstand",),
    ("T07-2 Draft intern advies constructie",),
    ("T07-5 Draft intern advies erfgoed",),
    ("T08 Vraag om extern advies", "T09-1 Ontvangst advies veiligheidsregio"),
    ("T11 Create brief vergunningvrij", "T12 Check brief vergunningvrij", "T15 Print brief"),
    ("T16 Report reden aanhouding", "T17 Check besluit aanhouding", "T20 Print besluit"),
)
_SHARE_WITH_ADVICE = 0.12


@dataclass(frozen=True, slots=True)
class Stap:
    """A finished step; `voltooid` is a local moment in whole milliseconds or finer."""

    naam: str
    groep: str
    resource: str
    voltooid: datetime


@dataclass(frozen=True, slots=True)
class Zaak:
    """A case with its finished steps in time order; `einde` is None while it is open."""

    kanaal: str
    afdeling: str
    groep: str
    behandelaar: str
    start: datetime
    uiterlijk: datetime
    gepland: datetime
    einde: datetime | None
    stappen: tuple[Stap, ...]


def weigh_day(day: date) -> float:
    """Return how many applications a day gets: few in a weekend or in high summer."""
    weekday = (1.2, 1.1, 1.0, 1.0, 0.9, 0.25, 0.25)[day.weekday()]
    return weekday * (0.7 if day.month in (7, 8, 12) else 1.0)


def make_zaak(rng: Random, day: date) -> Zaak:
    """Make a case that starts on a local day, as it stands at the peildatum."""
    start, uiterlijk, gepland = _choose_dates(rng, day)
    einde = _choose_einde(rng, start)
    behandelaar = _choose(rng, _RESOURCES, _RESOURCE_WEIGHTS)
    return Zaak(
        kanaal=rng.choices(_KANALEN, _KANAAL_WEIGHTS)[0],
        afdeling=rng.choices(_AFDELINGEN, _AFDELING_WEIGHTS)[0],
        groep=rng.choices(_GROEPEN, _GROEP_WEIGHTS)[0],
        behandelaar=behandelaar,
        start=start,
        uiterlijk=uiterlijk,
        gepland=gepland,
        einde=einde,
        stappen=_make_stappen(rng, behandelaar, start, einde),
    )


def _choose(rng: Random, names: tuple[str, ...], cumulative: tuple[float, ...]) -> str:
    return rng.choices(names, cum_weights=cumulative)[0]


def _choose_dates(rng: Random, day: date) -> tuple[datetime, datetime, datetime]:
    """Return start, deadline and planned end; the last two differ by a hair or by weeks."""
    term = timedelta(days=rng.choices((_TERM_DAYS, 98, 78, 61, 126), (82, 8, 4, 4, 2))[0])
    if rng.random() < _SHARE_OUTSIDE_BATCH:
        start = office_moment(rng, day)
        end = start + term
        return start, end, end
    start = local(day, _BATCH)
    end = local(day + term, time(1, 6, 40))
    hair = timedelta(milliseconds=rng.choice((10, 20)))
    planned = end + hair
    if term.days > _TERM_DAYS and rng.random() < 0.3:
        planned = local(day + timedelta(days=_TERM_DAYS), time(1, 6, 40)) + hair
    return start, end, planned


def _choose_einde(rng: Random, start: datetime) -> datetime | None:
    chance = rng.random()
    if chance < 0.015:
        days = float(_STUCK_DAYS)
    elif chance < 0.2:
        days = rng.triangular(1, 30, 22)
    elif chance < 0.69:
        days = rng.triangular(25, 54, 44)
    else:
        days = 55 + rng.expovariate(1 / 22)
    day = to_weekday(start.date() + timedelta(days=round(days)))
    if day > PEILDATUM:
        return None
    if rng.random() < 0.1:
        return local(day, time(0, 0, 0, 10_000))
    return office_moment(rng, day)


def _make_stappen(
    rng: Random, behandelaar: str, start: datetime, einde: datetime | None
) -> tuple[Stap, ...]:
    namen = _choose_namen(rng)
    moments = _choose_moments(rng, len(namen), start, einde)
    stappen = [
        Stap(
            naam,
            rng.choices(_STAPGROEPEN, _STAPGROEP_WEIGHTS)[0],
            behandelaar if rng.random() < 0.57 else _choose(rng, _RESOURCES, _RESOURCE_WEIGHTS),
            voltooid,
        )
        for naam, voltooid in zip(namen, moments, strict=True)
    ]
    odd = [
        _make_odd(rng, stap, start, einde) if rng.random() < _SHARE_OF_ODD_STEPS else stap
        for stap in stappen
    ]
    # What has not happened by the peildatum is not in the delivery; the receipt itself is.
    done = [stap for stap in odd if stap.voltooid.date() <= PEILDATUM] or stappen[:1]
    return tuple(sorted(done, key=lambda stap: stap.voltooid))


def _choose_namen(rng: Random) -> tuple[str, ...]:
    if rng.random() < _SHARE_OF_SINGLE_STEP:
        return (ONTVANGST,)
    namen = (ONTVANGST, *rng.choices(_VOLGORDEN, _VOLGORDE_WEIGHTS)[0])
    return namen + rng.choice(_ADVIEZEN) if rng.random() < _SHARE_WITH_ADVICE else namen


def _choose_moments(
    rng: Random, count: int, start: datetime, einde: datetime | None
) -> list[datetime]:
    """Return moments in office hours after the start, in order, not after the end."""
    last = min(einde or local(PEILDATUM, time(17, 30)), local(PEILDATUM, time(17, 30)))
    room_days = max(0.0, (last - start) / timedelta(days=1))
    gaps = list(
        accumulate([rng.expovariate(1.0)] + [rng.expovariate(0.7) for _ in range(count - 1)])
    )
    factor = min(1.0, room_days * 0.95 / gaps[-1])
    moments = []
    for gap in gaps:
        day = to_weekday((start + timedelta(days=gap * factor)).date())
        moment = min(office_moment(rng, day), last - timedelta(seconds=rng.randrange(1, 900)))
        moments.append(max(moment, start + timedelta(seconds=rng.randrange(30, 900))))
    return sorted(moments)


def _make_odd(rng: Random, stap: Stap, start: datetime, einde: datetime | None) -> Stap:
    """Return a step done by a test account, before the start, or after the end."""
    kind = rng.randrange(3)
    shift = timedelta(hours=rng.randrange(3, 90))
    if kind == 0:
        return Stap(stap.naam, stap.groep, rng.choice(_TEST_RESOURCES), stap.voltooid)
    moment = einde + shift if kind == 1 and einde else start - shift
    return Stap(stap.naam, stap.groep, stap.resource, moment)
