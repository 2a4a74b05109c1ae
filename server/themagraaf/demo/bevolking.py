"""The people of a household: how many, how old, of whom, since when."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from themagraaf.demo.huishouden import Persoon
from themagraaf.demo.namen import Naam, choose_geslachtsnaam, choose_voornamen
from themagraaf.demo.sleutels import list_anummers, list_bsns

_DAYS = 365.2425
# Kind of household, adults, children, and how many in a thousand households are so (CBS).
_SOORTEN = (
    ("alleenstaand", 1, 0, 392),
    ("paar", 2, 0, 285),
    ("paar-met-kinderen", 2, 1, 92),
    ("paar-met-kinderen", 2, 2, 94),
    ("paar-met-kinderen", 2, 3, 27),
    ("paar-met-kinderen", 2, 4, 8),
    ("paar-met-kinderen", 2, 5, 2),
    ("eenouder", 1, 1, 44),
    ("eenouder", 1, 2, 19),
    ("eenouder", 1, 3, 5),
)
_GEWICHTEN = tuple(accumulate(gewicht for *_, gewicht in _SOORTEN))
# Up to which age adults without children at home are, and with what weight.
_ALLEEN = ((18, 22, 6), (22, 30, 22), (30, 45, 15), (45, 65, 21), (65, 78, 20), (78, 99, 16))
_SAMEN = ((20, 26, 5), (26, 34, 15), (34, 50, 10), (50, 65, 32), (65, 78, 28), (78, 95, 10))
_MOTHER = (18.5, 42.0, 30.5)
_OUDSTE_KIND = 23.0
_SHARE_OF_SAME_SEX = 0.02
_WIDOWED_FROM = 66


@dataclass(frozen=True, slots=True)
class Bewoners:
    """The people of one household, and how old they are at the peildatum in whole years."""

    soort: str
    personen: tuple[Persoon, ...]
    oudste: int
    kinderen: tuple[int, ...]


class Bevolking:
    """Makes the people of one household after another."""

    def __init__(self, rng: Random, begin: date, peildatum: date) -> None:
        self._rng = rng
        self._begin = begin.toordinal()
        self._last = peildatum.toordinal()
        self._bsns = list_bsns()
        self._anummers = list_anummers()
        self._count = 0

    def choose_soort(self, room: int) -> tuple[str, int, int]:
        """Return a kind of household with its adults and children, for `room` people at most."""
        while True:
            soort, adults, children, _ = _SOORTEN[
                bisect(_GEWICHTEN, self._rng.random() * _GEWICHTEN[-1])
            ]
            if adults + children <= room:
                return soort, adults, children

    def make_leeftijden(self, adults: int, children: int) -> list[float]:
        """Return ages in years, adults first, then the children from old to young."""
        rng = self._rng
        if not children:
            first, last, _ = _choose_band(rng, _ALLEEN if adults == 1 else _SAMEN)
            place = rng.random()
            # Of the oldest, each year leaves fewer.
            age = first + (place * place if first > _WIDOWED_FROM else place) * (last - first)
            return [age] if adults == 1 else [age, _near(rng, age, 20.0)]
        gaps = [1.1 + rng.random() * 2.9 for _ in range(children - 1)]
        oldest = sum(gaps) + rng.random() * (_OUDSTE_KIND - 0.1 - sum(gaps))
        ages = [oldest - gone for gone in accumulate(gaps, initial=0.0)]
        mother = oldest + min(rng.triangular(*_MOTHER), 44.0)
        return [mother, *([_near(rng, mother, oldest + 18)] if adults > 1 else []), *ages]

    def make_bewoners(
        self, soort: str, ages: Sequence[float], adults: int, sinds: int, *, dead: bool = False
    ) -> Bewoners:
        """Return the people with these ages, in the municipality since a day (an ordinal).

        With `dead`, the only one has died within the last year and a half. Else who lives
        alone and is old may have been widowed since the world began.
        """
        rng = self._rng
        sex = "V" if rng.random() < (0.5 if adults > 1 else 0.56) else "M"
        names = [choose_geslachtsnaam(rng) for _ in range(adults)]
        child = names[-1] if adults > 1 or rng.random() < 0.7 else choose_geslachtsnaam(rng)
        same = rng.random() < _SHARE_OF_SAME_SEX
        people = [
            self._make(age, names[place], sex if place == 0 or same else _other(sex), sinds)
            for place, age in enumerate(ages[:adults])
        ]
        for age in ages[adults:]:
            people.append(self._make(age, child, "VM"[rng.random() < 0.51], sinds, is_kind=True))
        if dead:
            died = self._last - rng.randrange(20, 540)
            people = [self._make(ages[0], names[0], sex, sinds, died=died)]
        elif len(ages) == 1 and ages[0] >= _WIDOWED_FROM and rng.random() < 0.5:
            people.append(self._make_dead_partner(ages[0], _other(sex), sinds))
        return Bewoners(
            soort, tuple(people), int(max(ages)), tuple(int(age) for age in ages[adults:])
        )

    def _make_dead_partner(self, age: float, sex: str, sinds: int) -> Persoon:
        rng = self._rng
        earliest = max(self._begin, sinds + 1)
        died = earliest + int(rng.random() * (self._last - earliest))
        return self._make(_near(rng, age, 60.0), choose_geslachtsnaam(rng), sex, sinds, died=died)

    def _make(
        self,
        age: float,
        naam: Naam,
        sex: str,
        sinds: int,
        *,
        is_kind: bool = False,
        died: int | None = None,
    ) -> Persoon:
        self._count += 1
        born = self._last - int(age * _DAYS)
        return Persoon(
            self._count,
            next(self._bsns),
            next(self._anummers),
            choose_voornamen(self._rng, sex),
            naam[0],
            naam[1],
            sex,
            date.fromordinal(born),
            date.fromordinal(max(born, sinds)),
            None if died is None else date.fromordinal(died),
            is_kind,
        )


def _choose_band(rng: Random, bands: Sequence[tuple[int, int, int]]) -> tuple[int, int, int]:
    place = rng.random() * 100
    for band in bands:
        place -= band[2]
        if place < 0:
            return band
    return bands[-1]


def _near(rng: Random, age: float, least: float) -> float:
    """Return the age of a partner: mostly a few years more or less."""
    return min(102.0, max(least, age + rng.gauss(0.8, 3.2)))


def _other(sex: str) -> str:
    return "M" if sex == "V" else "V"
