"""What a young person meets of the Compulsory Education Act: absence, exemptions, leaving early.

Days are ordinals. What happens after the peildatum is not there yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

_YEAR = 365.2425
LEERPLICHTIG, MEERDERJARIG, RMC_VAN, RMC_TOT = 5, 18, 12, 23
_SOORTEN = ("16-uur", "langdurig", "luxe", "overig", "absoluut")
_SOORT_WEIGHTS = (46, 14, 9, 24, 7)
_UITKOMSTEN = ("terug", "geoorloofd", "waarschuwing", "hulp", "halt", "proces-verbaal")
_UITKOMST_WEIGHTS = (44, 10, 17, 19, 6, 4)
# By kind: how many days it had lasted when it was reported, and goes on at most after that.
_AANLOOP = {
    "16-uur": (7, 28),
    "langdurig": (29, 70),
    "luxe": (1, 6),
    "overig": (1, 21),
    "absoluut": (0, 14),
}
_NASLEEP = {"16-uur": 40, "langdurig": 150, "luxe": 5, "overig": 12, "absoluut": 120}
_UREN = {"16-uur": (16, 60), "langdurig": (80, 130), "luxe": (6, 40), "overig": (2, 15)}
_SHARE_ANOTHER = 0.42
_SHARE_SPOKEN = 0.85
_SHARE_SLOW = 0.17
_SHARE_IN_SUMMER = 0.15
_ZATERDAG = 5
_GRONDEN = ("5a", "5b", "5c", "11g", "15")
_GROND_WEIGHTS = (52, 12, 22, 8, 6)
_SHARE_VRIJGESTELD = 0.007
_SHARE_TOEGEKEND = 0.93
_SHARE_VSV = 0.045
_SHARE_VSV_MET_VERZUIM = 0.3


@dataclass(frozen=True, slots=True)
class Verzuim:
    """A report of absence; `moment` is a local moment, days are absent while not there."""

    soort: str
    gemeld: int
    moment: str
    begin: int
    einde: int | None
    uren: int | None
    gesprek: int | None
    afgehandeld: int | None
    uitkomst: str


@dataclass(frozen=True, slots=True)
class Vrijstelling:
    """An exemption asked for, from 1 August until 31 July."""

    grond: str
    begin: date
    einde: date
    toegekend: bool


class Schoollopen:
    """Draws what happens to young people between the first day of a world and its peildatum."""

    def __init__(self, rng: Random, begin: int, peildatum: int) -> None:
        self._rng = rng
        self._begin = begin
        self._last = peildatum

    def choose_verzuim(self, geboren: int, gevestigd: int) -> Iterator[Verzuim]:
        """Yield the reports of a young person in whose household children stay away."""
        first = max(geboren + int(LEERPLICHTIG * _YEAR) + 1, gevestigd, self._begin)
        last = min(geboren + int(MEERDERJARIG * _YEAR), self._last)
        another = True
        while another and first < last:
            another = self._rng.random() < _SHARE_ANOTHER
            yield self._make_verzuim(first, last)

    def _make_verzuim(self, first: int, last: int) -> Verzuim:
        rng = self._rng
        soort = rng.choices(_SOORTEN, _SOORT_WEIGHTS)[0]
        gemeld = self._choose_schooldag(first, last)
        least, most = _AANLOOP[soort]
        begin = gemeld - least - int(rng.random() * (most - least + 1))
        einde = gemeld + int(rng.random() * _NASLEEP[soort])
        uren = self._choose_uren(soort)
        gesprek = gemeld + 2 + int(rng.random() * 24) if rng.random() < _SHARE_SPOKEN else None
        slow, speed = rng.random() < _SHARE_SLOW, rng.random()
        afgehandeld = gemeld + (57 + int(speed * 90) if slow else 4 + int(speed * 50))
        uitkomst = rng.choices(_UITKOMSTEN, _UITKOMST_WEIGHTS)[0]
        clock = f"{8 + int(rng.random() * 9):02}:{int(rng.random() * 60):02}:00"
        done = afgehandeld <= self._last
        return Verzuim(
            soort,
            gemeld,
            f"{date.fromordinal(gemeld).isoformat()}T{clock}",
            begin,
            einde if einde <= self._last else None,
            uren,
            gesprek if gesprek and gesprek <= min(self._last, afgehandeld) else None,
            afgehandeld if done else None,
            uitkomst if done else "",
        )

    def _choose_schooldag(self, first: int, last: int) -> int:
        """Return a weekday, seldom in July or August."""
        rng = self._rng
        day = date.fromordinal(first + int(rng.random() * (last - first)))
        if rng.random() >= _SHARE_IN_SUMMER and day.month in (7, 8):
            day = date.fromordinal(max(first, day.toordinal() - 75))
        early = day.weekday() - _ZATERDAG + 1
        return max(first, day.toordinal() - max(0, early))

    def _choose_uren(self, soort: str) -> int | None:
        chance = self._rng.random()
        if soort not in _UREN:
            return None
        least, most = _UREN[soort]
        return least + int(chance * (most - least + 1))

    def choose_vrijstelling(self, leeftijd: int) -> Vrijstelling | None:
        """Return the exemption of someone of an age at the peildatum; None, mostly."""
        rng = self._rng
        if rng.random() >= _SHARE_VRIJGESTELD:
            return None
        grond = rng.choices(_GRONDEN, _GROND_WEIGHTS)[0]
        jaar = date.fromordinal(self._last).year - int(rng.random() * min(4, leeftijd - 4))
        years = 1 + int(rng.random() * 3)
        einde = date(jaar + years, 7, 31)
        return Vrijstelling(grond, date(jaar, 8, 1), einde, rng.random() < _SHARE_TOEGEKEND)

    def choose_uitschrijving(self, geboren: int, gevestigd: int, verzuim: bool) -> int | None:
        """Return the day on which someone left school early; None, mostly."""
        rng = self._rng
        chance, place = rng.random(), rng.random()
        if chance >= (_SHARE_VSV_MET_VERZUIM if verzuim else _SHARE_VSV):
            return None
        first = max(geboren + int(15.5 * _YEAR), gevestigd, self._begin)
        last = min(geboren + int(RMC_TOT * _YEAR), self._last)
        return first + int(place * (last - first)) if first < last else None
