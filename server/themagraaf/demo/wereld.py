"""The fictional municipality: every household with its home and its people, in one pass.

Equal arguments give equal households. They are made while they are read, so
that a million residents take no more memory than a thousand.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from math import exp
from random import Random

from themagraaf.demo.bevolking import Bevolking, Bewoners
from themagraaf.demo.gemeente import VOORBEELDSTAD, Wijk
from themagraaf.demo.huishouden import Adres, Huishouden, Persoon
from themagraaf.demo.stratenplan import Stratenplan
from themagraaf.demo.trekken import draw_trekken, shift_wijken

__all__ = ["BEGIN", "PEILDATUM", "Adres", "Huishouden", "Persoon", "Wereld"]

BEGIN = date(2023, 1, 1)
PEILDATUM = date(2026, 8, 31)

_YEAR = 365.2425
_SHARE_EMPTY = 0.04
# Of the empty homes, those whose last resident died not long ago.
_SHARE_OF_HEIRS = 0.2
_YEARS_IN_A_HOME = 10.0
_SHARE_FROM_WITHIN = 0.85
# Homes that others moved into lately: who lived there may have moved elsewhere in town.
_MOST_VACATED = 32
_BUURTEN = (1.3, 1.0, 0.9, 0.8)


class Wereld:
    """Voorbeeldstad with a number of residents, from the first of January 2023 to a peildatum."""

    def __init__(
        self, inwoners: int, seed: int, begin: date = BEGIN, peildatum: date = PEILDATUM
    ) -> None:
        self.inwoners = inwoners
        self.seed = seed
        self.begin = begin
        self.peildatum = peildatum

    def rng(self, naam: str) -> Random:
        """Return a source of random numbers of one's own: the same for the same name."""
        return Random(f"{self.seed}/{naam}")

    def huishoudens(self) -> Iterator[Huishouden]:
        """Yield every household, wijk by wijk; exactly `inwoners` of their people are alive."""
        return iter(_Telling(self))


class _Telling:
    """One pass over the households of a world."""

    def __init__(self, wereld: Wereld) -> None:
        self._rng = wereld.rng("wereld")
        self._inwoners = wereld.inwoners
        # Who moves within the world's time moves out of a home that was there a year before.
        self._old = wereld.begin - timedelta(days=round(_YEAR))
        self._begin = wereld.begin.toordinal()
        self._last = wereld.peildatum.toordinal()
        self._bevolking = Bevolking(wereld.rng("bevolking"), wereld.begin, wereld.peildatum)
        self._stratenplan = Stratenplan(wereld.rng("stratenplan"))
        self._shift = shift_wijken()
        self._vacated: list[tuple[Adres, int]] = []
        self._count = 0

    def __iter__(self) -> Iterator[Huishouden]:
        for wijk, nummer, inwoners in _divide(self._inwoners):
            adressen = self._stratenplan.list_adressen(wijk, nummer)
            room = inwoners
            while room:
                huishouden, alive = self._make(adressen, room)
                room -= alive
                yield huishouden

    def _make(self, adressen: Iterator[Adres], room: int) -> tuple[Huishouden, int]:
        leeg: list[Adres] = []
        adres = next(adressen)
        while (chance := self._rng.random()) < _SHARE_EMPTY:
            old = self._is_old(adres)
            if old and chance < _SHARE_EMPTY * _SHARE_OF_HEIRS:
                return self._make_nalatenschap(adres, leeg), 0
            leeg.append(adres)
            if old:
                self._vacate(adres, self._last)
            adres = next(adressen)
        soort, adults, children = self._bevolking.choose_soort(room)
        ages = self._bevolking.make_leeftijden(adults, children)
        sinds, in_gemeente, vorig = self._choose_komst(adres, max(ages[:adults]))
        bewoners = self._bevolking.make_bewoners(soort, ages, adults, in_gemeente)
        latent = self._rng.gauss(self._shift[adres.wijk], 0.95)
        trekken = draw_trekken(self._rng, latent, soort, bewoners.oudste, bewoners.kinderen)
        huishouden = self._join(adres, bewoners, trekken, latent, sinds, vorig, leeg)
        return huishouden, adults + children

    def _make_nalatenschap(self, adres: Adres, leeg: list[Adres]) -> Huishouden:
        age = 72 + self._rng.random() * 24
        sinds = self._last - int((3 + self._rng.random() * 30) * _YEAR)
        sinds = max(sinds, adres.opgeleverd.toordinal())
        bewoners = self._bevolking.make_bewoners("alleenstaand", [age], 1, sinds, dead=True)
        return self._join(adres, bewoners, frozenset(), 0.0, sinds, None, leeg)

    def _join(
        self,
        adres: Adres,
        bewoners: Bewoners,
        trekken: frozenset[str],
        latent: float,
        sinds: int,
        vorig: Adres | None,
        leeg: list[Adres],
    ) -> Huishouden:
        self._count += 1
        return Huishouden(
            self._count,
            adres,
            bewoners.soort,
            bewoners.personen,
            trekken,
            round(1 / (1 + exp(-1.5 * latent)), 4),
            date.fromordinal(sinds),
            vorig,
            tuple(leeg),
        )

    def _choose_komst(self, adres: Adres, oldest: float) -> tuple[int, int, Adres | None]:
        """Return since when the household lives here and in the municipality, and where before."""
        rng = self._rng
        years = min(rng.expovariate(1 / _YEARS_IN_A_HOME), oldest - 17.9)
        opgeleverd = adres.opgeleverd.toordinal()
        sinds = max(self._last - int(years * _YEAR), opgeleverd)
        before = sinds - 60 - int(rng.expovariate(1 / 8) * _YEAR)
        if sinds < self._begin:
            return sinds, before if rng.random() < 0.55 else sinds, None
        vorig = self._find_vacated(sinds) if rng.random() < _SHARE_FROM_WITHIN else None
        if self._is_old(adres):
            self._vacate(adres, sinds)
        if vorig is None:
            return sinds, sinds, None
        return sinds, max(before, vorig.opgeleverd.toordinal()), vorig

    def _is_old(self, adres: Adres) -> bool:
        return adres.opgeleverd < self._old

    def _vacate(self, adres: Adres, until: int) -> None:
        """Note a home whose former residents had left by a day; the oldest note makes room."""
        self._vacated.append((adres, until))
        if len(self._vacated) > _MOST_VACATED:
            self._vacated.remove(min(self._vacated, key=_until))

    def _find_vacated(self, sinds: int) -> Adres | None:
        """Return a home that stood empty, or was taken by others, not before a day."""
        fitting = [item for item in self._vacated if item[1] >= sinds]
        if not fitting:
            return None
        found = min(fitting, key=_until)
        self._vacated.remove(found)
        return found[0]


def _until(vacated: tuple[Adres, int]) -> int:
    return vacated[1]


def _divide(inwoners: int) -> Iterator[tuple[Wijk, int, int]]:
    """Yield every buurt, as a wijk and a number in it, with its part of the residents."""
    whole = sum(wijk.aandeel for wijk in VOORBEELDSTAD.wijken)
    gone, share = 0, 0.0
    for wijk in VOORBEELDSTAD.wijken:
        weights = _BUURTEN[: len(wijk.buurten)]
        for nummer, weight in enumerate(weights):
            share += wijk.aandeel / whole * weight / sum(weights)
            mark = round(inwoners * share)
            yield wijk, nummer, mark - gone
            gone = mark
