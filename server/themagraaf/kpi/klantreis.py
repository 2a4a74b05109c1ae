"""Measures a journey: how many reach each step, how long it takes, who drops out, who returns."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from themagraaf.errors import ModelError, RequestError
from themagraaf.kpi.reismeting import (
    TERUGKEER_BINNEN_DAGEN,
    UITVAL_NA_DAGEN,
    Duur,
    Reismeting,
    StapMeting,
)
from themagraaf.model.klantreis import COLUMNS, Klantreis
from themagraaf.store.answer import Table
from themagraaf.store.embedded import EmbeddedStore


@dataclass(frozen=True, slots=True)
class _Reis:
    bewoners: frozenset[str]
    op: Mapping[str, date]  # the first day on which each step was taken

    @property
    def begin(self) -> date:
        return min(self.op.values())


def answer_klantreis(klantreis: Klantreis, store: EmbeddedStore) -> Table:
    """Answer a journey's query: a row for each step that was taken.

    Raises:
        ModelError: The query is no SPARQL, or its columns are not those of a journey.
    """
    try:
        table = store.select(store.plan(klantreis.query).text)
    except RequestError as error:
        raise ModelError(f"{klantreis.where}: {error}") from error
    if table.columns != COLUMNS:
        raise ModelError(
            f"{klantreis.where} gives {', '.join(table.columns)}; a journey's query gives"
            f" {', '.join(COLUMNS)}"
        )
    return table


def measure_klantreis(klantreis: Klantreis, table: Table, peildatum: date) -> Reismeting:
    """Measure the steps of a journey from what its query answered.

    Raises:
        ModelError: A row is no step on a day.
    """
    rows = (tuple(None if term is None else term.value for term in row) for row in table.rows)
    return _measured(klantreis, list(_reizen(klantreis, rows, peildatum).values()), peildatum)


def _reizen(
    klantreis: Klantreis, rows: Iterable[Sequence[str | None]], peildatum: date
) -> Mapping[str, _Reis]:
    """Gather the steps of each journey; what lies past the peildatum is not known yet."""
    known = {stap.id for stap in klantreis.stappen}
    bewoners: dict[str, set[str]] = defaultdict(set)
    steps: dict[str, dict[str, date]] = defaultdict(dict)
    for reis, bewoner, stap, datum in rows:
        if reis is None or stap not in known or datum is None:
            raise ModelError(
                f"{klantreis.where}: a row has reis, stap and datum, and its stap is one of"
                f" {', '.join(sorted(known))}; found stap {stap!r}"
            )
        day = date.fromisoformat(datum)
        if day <= peildatum:
            steps[reis][stap] = min(day, steps[reis].get(stap, day))
            bewoners[reis] |= {bewoner} if bewoner else set()
    return {reis: _Reis(frozenset(bewoners[reis]), op) for reis, op in sorted(steps.items())}


def _measured(klantreis: Klantreis, reizen: Sequence[_Reis], peildatum: date) -> Reismeting:
    order = [stap.id for stap in klantreis.stappen]
    begins = _begins(reizen)
    ended: dict[str, list[_Reis]] = defaultdict(list)
    for reis in reizen:
        ended[max(reis.op, key=order.index)].append(reis)
    metingen = []
    for place, stap in enumerate(order):
        last = ended[stap]
        since = list(_since_before(reizen, order, place))
        still = [r for r in last if (peildatum - max(r.op.values())).days < UITVAL_NA_DAGEN]
        final = place == len(order) - 1
        could_return = [
            r
            for r in last
            if r.bewoners
            and max(r.op.values()) + timedelta(days=TERUGKEER_BINNEN_DAGEN) <= peildatum
        ]
        metingen.append(
            StapMeting(
                stap=stap,
                bereikt=sum(stap in reis.op for reis in reizen),
                duur=_duur([(day - before).days for _, day, before in since]),
                vanaf_begin=_duur([(day - reis.begin).days for reis, day, _ in since]),
                uitgevallen=0 if final else len(last) - len(still),
                onderweg=0 if final else len(still),
                terugkeer=sum(_returned(reis, begins) for reis in could_return),
                terugkeer_van=len(could_return),
            )
        )
    van = min((reis.begin for reis in reizen), default=None)
    return Reismeting(len(reizen), van, peildatum, tuple(metingen))


def _since_before(
    reizen: Sequence[_Reis], order: Sequence[str], place: int
) -> Iterator[tuple[_Reis, date, date]]:
    """Give the journeys that took a step after another, its day, and that of the nearest before."""
    stap, earlier = order[place], order[:place][::-1]
    for reis in reizen:
        before = next((reis.op[item] for item in earlier if item in reis.op), None)
        if stap in reis.op and before is not None:
            yield reis, reis.op[stap], before


def _begins(reizen: Sequence[_Reis]) -> Mapping[str, list[date]]:
    begins: dict[str, list[date]] = defaultdict(list)
    for reis in reizen:
        for bewoner in reis.bewoners:
            begins[bewoner].append(reis.begin)
    return {bewoner: sorted(days) for bewoner, days in begins.items()}


def _returned(reis: _Reis, begins: Mapping[str, list[date]]) -> bool:
    end = max(reis.op.values())
    for bewoner in reis.bewoners:
        own = begins[bewoner]
        after = bisect_right(own, end)
        if after < len(own) and (own[after] - end).days <= TERUGKEER_BINNEN_DAGEN:
            return True
    return False


def _duur(days: list[int]) -> Duur | None:
    if not days:
        return None
    ordered = sorted(days)
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return Duur(len(ordered), middle, ordered[ceil(0.8 * len(ordered)) - 1])
