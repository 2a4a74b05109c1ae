"""What is wrong in the deliveries on purpose, few of each and always there.

Some of it a mapping must live with: second names, reports from next door, names
in no area, addresses left out. The rest no shape lets in: a report resolved
before it was made, a moment nobody can read, a record without a key, a case
that ends before it starts, a channel that does not exist.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from themagraaf.demo.gemeente import BUREN, VOORBEELDSTAD
from themagraaf.demo.melding import Melding, format_moment, make_melding
from themagraaf.demo.zaak import Zaak, make_zaak

ONBEKENDE_WIJKNAAM = "Stationseiland"
ONLEESBARE_MOMENTEN = ("31-06-2026 25:10", "eind juni, zie e-mail")
ONBEKEND_KANAAL = "Fax"

_FIRST_DAY = date(2026, 3, 2)
_DAYS_APART = 9
_LINDEPARK = VOORBEELDSTAD.wijken[2]


def judge_melding(melding: Melding) -> tuple[str, bool] | None:
    """Return what is wrong with a report, and whether a shape keeps it out; None if nothing is."""
    if melding.id is None:
        return "sleutel-ontbreekt", True
    if melding.created_at in ONLEESBARE_MOMENTEN:
        return "onleesbare-datum", True
    if melding.afgehandeld is not None and melding.afgehandeld < melding.gemeld.date():
        return "eind-voor-begin", True
    return ("onbekend-gebied", False) if melding.wijk == ONBEKENDE_WIJKNAAM else None


def judge_zaak(zaak: Zaak) -> str | None:
    """Return for what a shape keeps a case out; None where none does."""
    if zaak.kanaal == ONBEKEND_KANAAL:
        return "onbekende-code"
    return "eind-voor-begin" if zaak.einde is not None and zaak.einde < zaak.start else None


def make_afwijkende_meldingen(
    rng: Random, adressen: Mapping[str, Sequence[str]]
) -> list[tuple[date, Melding]]:
    """Return each odd report with the local day it belongs to, oldest first."""
    changes: tuple[Callable[[Melding], Melding], ...] = (
        *(_in_wijk(name) for name in (_LINDEPARK.naam, _LINDEPARK.meldnaam) * 2),
        *(_in_wijk(gemeente.wijken[0].naam) for gemeente in BUREN),
        *(_in_wijk(ONBEKENDE_WIJKNAAM),) * 3,
        _without_adres,
        lambda melding: replace(_without_adres(melding), afgehandeld=None),
        *(lambda melding: replace(melding, adres_afgehandeld=False),) * 3,
        *(_resolve_too_early,) * 3,
        *(_make_unreadable(text) for text in ONLEESBARE_MOMENTEN),
        lambda melding: replace(melding, id=None, afgehandeld=None),
    )
    odd = []
    for number, change in enumerate(changes):
        day = _FIRST_DAY + timedelta(days=number * _DAYS_APART)
        odd.append((day, change(_make_afgehandeld(rng, day, adressen))))
    return odd


def make_afwijkende_zaken(rng: Random) -> list[Zaak]:
    """Return two cases that end before they start, and one that came in by fax."""
    early = [_end_too_early(make_zaak(rng, date(2026, 4, day))) for day in (14, 23)]
    fax = make_zaak(rng, date(2026, 5, 12))
    return [*early, replace(fax, kanaal=ONBEKEND_KANAAL, stappen=fax.stappen[:1])]


def _make_afgehandeld(rng: Random, day: date, adressen: Mapping[str, Sequence[str]]) -> Melding:
    """Return a plain report of a day, resolved two days after it."""
    melding = make_melding(rng, day, adressen)
    # Around noon, so that no change below can move it to another day.
    gemeld = datetime.combine(day, time(12, 5, 6, melding.gemeld.microsecond), UTC)
    resolved = day + timedelta(days=2)
    return replace(melding, gemeld=gemeld, created_at=format_moment(gemeld), afgehandeld=resolved)


def _in_wijk(name: str) -> Callable[[Melding], Melding]:
    return lambda melding: replace(melding, wijk=name)


def _without_adres(melding: Melding) -> Melding:
    return replace(melding, adres=None)


def _resolve_too_early(melding: Melding) -> Melding:
    return replace(melding, afgehandeld=melding.gemeld.date() - timedelta(days=4))


def _make_unreadable(text: str) -> Callable[[Melding], Melding]:
    return lambda melding: replace(melding, created_at=text, afgehandeld=None)


def _end_too_early(zaak: Zaak) -> Zaak:
    return replace(zaak, einde=zaak.start - timedelta(days=6))
