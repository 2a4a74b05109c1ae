"""What a household meets of the Participation Act: applications, benefits, help towards work.

Days are ordinals. A benefit begins on the day of the application; what the
municipality has not decided by the peildatum has not begun.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

_YEAR = 365.2425
_VOLWASSEN, _AOW = 18, 67
# Of those who have had a benefit since the world began, who still has it.
_SHARE_RUNNING = 0.72
_SHARE_WITH_ANOTHER = 0.34
_SHARE_WITHIN_A_YEAR = 0.6
_YEARS_RUNNING, _YEARS_ENDED, _YEARS_ANOTHER = 4.6, 2.4, 1.1
_SHARE_AT_END_OF_MONTH = 0.6
TERMIJN = 56
_SHARE_LATE, _SHARE_STUCK, _SHARE_SUSPENDED = 0.12, 0.02, 0.2
_SHARE_REFUSED = 0.35
_SHARE_HELPED = 0.38

INSTROOM = ("101", "102", "103", "104", "105", "106", "107", "108", "109")
_INSTROOM_WEIGHTS = (24, 5, 16, 6, 13, 8, 14, 8, 6)
# Nobody of these moved away: who did, is not among the residents.
UITSTROOM = (
    *("201", "202", "203", "204", "205", "206", "207", "208"),
    *("209", "210", "211", "212", "213", "214"),
)
_UITSTROOM_WEIGHTS = (34, 6, 4, 9, 6, 3, 4, 2, 6, 9, 3, 4, 2, 8)
NAAR_WERK = ("201", "202")
_OUD = "215"
_VOORZIENINGEN = ("01", "03", "04", "05", "06", "07", "08", "99")
_VOORZIENING_WEIGHTS = (6, 12, 22, 5, 12, 2, 3, 38)
LOONKOSTENSUBSIDIE = "04"


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """An application; `beslist` and `besluit` are absent while it is open."""

    gedaan: int
    uiterlijk: int
    beslist: int | None
    besluit: str


@dataclass(frozen=True, slots=True)
class Uitkering:
    """A benefit, its first and last day, and the application if that is not too old to know."""

    begin: int
    einde: int | None
    instroom: str
    uitstroom: str
    aanvraag: Aanvraag | None


@dataclass(frozen=True, slots=True)
class Voorziening:
    """Help towards work, its first and last day."""

    soort: str
    begin: int
    einde: int | None


class Uitkeringslopen:
    """Draws what happens to applicants between the first day of a world and its peildatum."""

    def __init__(self, rng: Random, begin: int, peildatum: int) -> None:
        self._rng = rng
        self._begin = begin
        self._last = peildatum

    def choose_uitkeringen(self, geboren: int, gevestigd: int) -> list[Uitkering]:
        """Return the benefits of someone, latest first, but for those ended before the world."""
        first = max(geboren + int(_VOLWASSEN * _YEAR) + 1, gevestigd)
        aow = geboren + int(_AOW * _YEAR)
        begin, einde = self._choose_span(first, aow)
        found = [self._make(begin, einde, aow)] if begin < (einde or self._last) else []
        chance, within = self._rng.random(), self._rng.random() < _SHARE_WITHIN_A_YEAR
        gap = int(14 + self._rng.random() * (345 if within else 1100))
        length = int(60 + self._rng.expovariate(1 / (_YEARS_ANOTHER * _YEAR)))
        ended = begin - gap
        if found and chance < _SHARE_WITH_ANOTHER and ended - length > first:
            found.append(self._make(ended - length, ended, aow))
        return [item for item in found if item.einde is None or item.einde >= self._begin]

    def _choose_span(self, first: int, aow: int) -> tuple[int, int | None]:
        rng = self._rng
        running, chance, at_end = rng.random() < _SHARE_RUNNING, rng.random(), rng.random()
        years = rng.expovariate(1 / (_YEARS_RUNNING if running else _YEARS_ENDED))
        if running and aow > self._last:
            return max(first, self._last - int(years * _YEAR)), None
        einde = min(self._begin + int(chance * (self._last - self._begin)), aow)
        if at_end < _SHARE_AT_END_OF_MONTH:
            einde = min(_to_month_end(einde), self._last)
        return max(first, einde - 30 - int(years * _YEAR)), einde

    def _make(self, begin: int, einde: int | None, aow: int) -> Uitkering:
        rng = self._rng
        instroom = rng.choices(INSTROOM, _INSTROOM_WEIGHTS)[0]
        uitstroom = rng.choices(UITSTROOM, _UITSTROOM_WEIGHTS)[0]
        aanvraag = self.choose_aanvraag(begin, "toegekend")
        if einde is not None and aanvraag.beslist is not None and aanvraag.beslist > einde:
            einde = aanvraag.beslist
        if einde is None or einde > self._last:
            return Uitkering(begin, None, instroom, "", aanvraag if begin >= self._begin else None)
        uitstroom = _OUD if einde >= aow - 31 else uitstroom
        known = aanvraag if begin >= self._begin else None
        return Uitkering(begin, einde, instroom, uitstroom, known)

    def choose_aanvraag(self, gedaan: int, besluit: str) -> Aanvraag:
        """Return an application made on a day, decided late now and then."""
        rng = self._rng
        chance, suspended, days = rng.random(), rng.random(), int(7 + rng.random() * 21)
        extra = days if suspended < _SHARE_SUSPENDED else 0
        if chance < _SHARE_STUCK:
            taken = 130 + int(rng.random() * 170)
        elif chance < _SHARE_STUCK + _SHARE_LATE:
            taken = TERMIJN + 1 + extra + int(rng.random() * 50)
        else:
            taken = int(rng.triangular(4, TERMIJN, 34)) + extra
        if gedaan + taken > self._last:
            return Aanvraag(gedaan, gedaan + TERMIJN + extra, None, "")
        return Aanvraag(gedaan, gedaan + TERMIJN + extra, gedaan + taken, besluit)

    def choose_afwijzing(self, gevestigd: int) -> Aanvraag | None:
        """Return an application that came to nothing; None, mostly, for none."""
        rng = self._rng
        chance, place = rng.random(), rng.random()
        besluit = rng.choices(("afgewezen", "buiten-behandeling", "ingetrokken"), (60, 22, 18))[0]
        gedaan = self._begin + int(place * (self._last - self._begin))
        if chance >= _SHARE_REFUSED or gedaan < gevestigd:
            return None
        return self.choose_aanvraag(gedaan, besluit)

    def choose_voorzieningen(self, uitkering: Uitkering) -> Iterator[Voorziening]:
        """Yield the help towards work that goes with a benefit, or comes after it."""
        rng = self._rng
        chance, wait, length = rng.random(), rng.random(), rng.expovariate(1 / 260)
        soort = rng.choices(_VOORZIENINGEN, _VOORZIENING_WEIGHTS)[0]
        known = uitkering.aanvraag.beslist if uitkering.aanvraag else None
        begin = max(known or uitkering.begin, self._begin - 300) + 10 + int(wait * 500)
        if chance < _SHARE_HELPED:
            yield from self._voorziening(soort, begin, begin + 60 + int(length))
        if uitkering.einde and uitkering.uitstroom in NAAR_WERK and wait < 0.2:
            after = uitkering.einde + 1
            yield from self._voorziening(LOONKOSTENSUBSIDIE, after, after + 365)

    def _voorziening(self, soort: str, begin: int, einde: int) -> Iterator[Voorziening]:
        if begin <= self._last and einde >= self._begin:
            yield Voorziening(soort, begin, einde if einde <= self._last else None)


def _to_month_end(day: int) -> int:
    found = date.fromordinal(day)
    return found.replace(day=monthrange(found.year, found.month)[1]).toordinal()
