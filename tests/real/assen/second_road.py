"""Every KPI of Assen a second time, in plain Python straight from the deliveries.

Run it to see the headline figures: `python -m tests.real.assen.second_road`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from statistics import median

from .deliveries import GEMEENTE, Deliveries, Positie, data_folder, load
from .observations import KPIS, Key, Waarneming

Som = tuple[int, int | None]


def periode(day: date, niveau: str) -> str:
    """Return the month, quarter or year of a day: 2026-05, 2026-Q2, 2026."""
    if niveau == "maand":
        return f"{day.year}-{day.month:02}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if niveau == "kwartaal" else str(day.year)


def _grouped(
    waarnemingen: Iterable[Waarneming], key: Callable[[Waarneming], Key]
) -> dict[Key, list[Waarneming]]:
    groups: dict[Key, list[Waarneming]] = defaultdict(list)
    for waarneming in waarnemingen:
        groups[key(waarneming)].append(waarneming)
    return dict(groups)


def _som(group: list[Waarneming]) -> Som:
    noemers = [w.noemer for w in group if w.noemer is not None]
    return sum(w.teller for w in group), sum(noemers) if noemers else None


def _finest(kpi_id: str, bron: Deliveries) -> dict[Key, list[Waarneming]]:
    kpi = KPIS[kpi_id]
    niveau = "maand" if kpi.optelbaar else "jaar"

    def key(w: Waarneming) -> Key:
        return (w.gebied, *((periode(w.dag, niveau),) if w.dag else ()), *w.overig)

    return _grouped(kpi.waarnemingen(bron), key)


def _rolled_up(
    kpi_id: str, bron: Deliveries, gebied: str, tijd: str
) -> dict[Key, list[Waarneming]]:
    def key(w: Waarneming) -> Key:
        above = bron.gebieden.boven[w.gebied][gebied]
        return (above, periode(w.dag, tijd)) if tijd and w.dag else (above,)

    return _grouped(KPIS[kpi_id].waarnemingen(bron), key)


def cells(kpi_id: str, bron: Deliveries) -> dict[Key, Som]:
    """Return teller and noemer of each finest cell, keyed in the order of the dimensions."""
    return {key: _som(group) for key, group in _finest(kpi_id, bron).items()}


def frequencies(kpi_id: str, bron: Deliveries) -> dict[Key, Counter[int]]:
    """Return for each finest cell of a median how often each value occurs."""
    return {key: Counter(w.teller for w in group) for key, group in _finest(kpi_id, bron).items()}


def medians(kpi_id: str, bron: Deliveries) -> dict[Key, Decimal]:
    """Return the median of each finest cell."""
    return {key: _median(group) for key, group in _finest(kpi_id, bron).items()}


def totals(kpi_id: str, bron: Deliveries, gebied: str, tijd: str = "") -> dict[Key, Som]:
    """Return the sums over the raw records, by (gebied, periode) at the given levels.

    The other dimensions are totalled; without `tijd` the periods are too.
    """
    return {key: _som(group) for key, group in _rolled_up(kpi_id, bron, gebied, tijd).items()}


def total_medians(kpi_id: str, bron: Deliveries, gebied: str, tijd: str = "") -> dict[Key, Decimal]:
    """Return the medians over the raw records, grouped as `totals` groups."""
    return {key: _median(group) for key, group in _rolled_up(kpi_id, bron, gebied, tijd).items()}


def _median(group: list[Waarneming]) -> Decimal:
    return Decimal(median(Decimal(w.teller) for w in group))


def records_in(bron: Deliveries) -> dict[str, int]:
    """Return how many records each registration delivered."""
    return bron.records


def expected_quarantine(bron: Deliveries) -> dict[str, set[Positie]]:
    """Return the file and position of each record that may not enter, by registration."""
    return bron.quarantaine


def headline(kpi_id: str, bron: Deliveries) -> list[str]:
    """Return a line for each year of the gemeente, and one for all of them together."""
    kpi = KPIS[kpi_id]

    def key(w: Waarneming) -> Key:
        split = () if kpi.optelbaar else w.overig
        return (str(w.dag.year) if w.dag else "peildatum", *split)

    own = [
        w
        for w in kpi.waarnemingen(bron)
        if bron.gebieden.boven.get(w.gebied, {}).get("gemeente") == GEMEENTE
    ]
    groups = _grouped(own, key)
    if kpi.optelbaar:
        groups[("totaal",)] = own
    return [
        f"{kpi_id:36}{' '.join(moment):14}{_figures(kpi_id, group)}"
        for moment, group in sorted(groups.items())
    ]


def _figures(kpi_id: str, group: list[Waarneming]) -> str:
    kpi, (teller, noemer) = KPIS[kpi_id], _som(group)
    if kpi.maat == "mediaan":
        return f"{'':>9}{len(group):>9}{_median(group):>14}"
    if noemer is None:
        return f"{teller:>9}{'':>9}{teller:>14}"
    return f"{teller:>9}{noemer:>9}{Decimal(teller * kpi.factor) / noemer:>14.6f}"


def main() -> None:
    """Print what came in, what stays out, and the headline figures of the gemeente."""
    bron = load(data_folder())
    for naam, records in records_in(bron).items():
        print(f"{naam:36}{records:>9} in{len(expected_quarantine(bron)[naam]):>9} in quarantine")
    print(f"\n{GEMEENTE:36}{'':14}{'teller':>9}{'noemer':>9}{'waarde':>14}")
    for kpi_id in KPIS:
        print("\n".join(headline(kpi_id, bron)))


if __name__ == "__main__":
    main()
