"""A journey measured a second time, from the days on which its steps were taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

STILSTAND, TERUGKEER = 183, 365
Gemeten = dict[str, object]


class Rij(NamedTuple):
    """A step that was taken on a day; of a resident, or nobody known ("")."""

    reis: str
    bewoner: str
    stap: str
    datum: date


@dataclass(frozen=True)
class Reis:
    """One journey: its residents, and its steps in order with the first day of each."""

    bewoners: frozenset[str]
    stappen: tuple[tuple[str, date], ...]

    @property
    def begin(self) -> date:
        """The day on which something first happened."""
        return min(datum for _, datum in self.stappen)

    @property
    def laatst(self) -> date:
        """The day on which something last happened."""
        return max(datum for _, datum in self.stappen)

    @property
    def tot(self) -> str:
        """The furthest step."""
        return self.stappen[-1][0]

    def before(self, stap: str) -> list[date] | None:
        """Return the days of the steps before one, in order; None where that was not taken."""
        names = [name for name, _ in self.stappen]
        if stap not in names:
            return None
        return [datum for _, datum in self.stappen[: names.index(stap)]]


def measure(rijen: Iterable[Rij], order: Sequence[str], peildatum: date) -> Gemeten:
    """Return what a release should hold of a journey, in the form of `klantreizen.json`."""
    reizen = _gather(rijen, order, peildatum)
    begins: dict[str, set[date]] = {}
    for reis in reizen:
        for bewoner in reis.bewoners:
            begins.setdefault(bewoner, set()).add(reis.begin)
    return {
        "status": "ok",
        "reizen": len(reizen),
        "van": min(reis.begin for reis in reizen).isoformat(),
        "peildatum": peildatum.isoformat(),
        "stappen": [_step(stap, stap == order[-1], reizen, begins, peildatum) for stap in order],
    }


def _gather(rijen: Iterable[Rij], order: Sequence[str], peildatum: date) -> list[Reis]:
    days: dict[str, dict[str, date]] = {}
    bewoners: dict[str, set[str]] = {}
    for rij in rijen:
        if rij.datum <= peildatum:
            known = days.setdefault(rij.reis, {})
            known[rij.stap] = min(rij.datum, known.get(rij.stap, date.max))
            bewoners.setdefault(rij.reis, set()).add(rij.bewoner)
    return [
        Reis(
            frozenset(bewoners[reis] - {""}),
            tuple((stap, taken[stap]) for stap in order if stap in taken),
        )
        for reis, taken in days.items()
    ]


def _step(
    stap: str,
    is_last: bool,
    reizen: Sequence[Reis],
    begins: Mapping[str, set[date]],
    peildatum: date,
) -> Gemeten:
    earlier = [(reis, days) for reis in reizen if (days := reis.before(stap)) is not None]
    on = {id(reis): dict(reis.stappen)[stap] for reis, _ in earlier}
    ended = [reis for reis, _ in earlier if reis.tot == stap]
    still = [reis for reis in ended if (peildatum - reis.laatst).days >= STILSTAND]
    long_ago = [
        reis for reis in ended if reis.bewoners and (peildatum - reis.laatst).days >= TERUGKEER
    ]
    return {
        "stap": stap,
        "bereikt": len(earlier),
        "duur": _duration([(on[id(reis)] - days[-1]).days for reis, days in earlier if days]),
        "vanafBegin": _duration(
            [(on[id(reis)] - reis.begin).days for reis, days in earlier if days]
        ),
        "uitgevallen": 0 if is_last else len(still),
        "onderweg": 0 if is_last else len(ended) - len(still),
        "terugkeer": sum(_came_back(reis, begins) for reis in long_ago),
        "terugkeerVan": len(long_ago),
    }


def _came_back(reis: Reis, begins: Mapping[str, set[date]]) -> bool:
    return any(
        0 < (begin - reis.laatst).days <= TERUGKEER
        for bewoner in reis.bewoners
        for begin in begins[bewoner]
    )


def _duration(days: Sequence[int]) -> Gemeten | None:
    if not days:
        return None
    # Nearest rank: the least number of days that eight of ten do not exceed.
    enough = min(
        most for most in set(days) if 10 * sum(day <= most for day in days) >= 8 * len(days)
    )
    return {"aantal": len(days), "mediaan": median(days), "p80": enough}
