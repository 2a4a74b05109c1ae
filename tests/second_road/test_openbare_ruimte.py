"""KPIs on reports that come back, and on reports a resident, by plain Python over the files."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from tests.second_road.inwoners import GEMEENTE, read_inwoners
from tests.second_road.meldingen import Plek, read_meldingen
from tests.second_road.stad import Stad, cells
from tests.second_road.zaken import share

PEILDATUM = date(2026, 8, 31)
VIER_WEKEN = timedelta(days=28)


def moments(stad: Stad) -> dict[Plek, list[datetime]]:
    """Return when each place was reported, by category, oldest first."""
    found: dict[Plek, list[datetime]] = defaultdict(list)
    for melding in read_meldingen(stad):
        if melding.plek:
            found[melding.waar].append(melding.moment)
    return {waar: sorted(times) for waar, times in found.items()}


def test_a_report_is_repeated_within_four_weeks_at_the_same_place(stad: Stad) -> None:
    times = moments(stad)
    pairs = []
    for melding in read_meldingen(stad):
        if melding.plek:
            earlier = times[melding.waar][: bisect_left(times[melding.waar], melding.moment)]
            again = bool(earlier) and earlier[-1].date() >= melding.moment.date() - VIER_WEKEN
            key = (melding.gebied, melding.moment.isoformat()[:7], melding.categorie)
            pairs.append((key, again))

    assert without_rest(stad, "meldingen-herhaald") == share(pairs)


def test_a_resolved_report_comes_back_within_four_weeks(stad: Stad) -> None:
    days = {waar: [moment.date() for moment in found] for waar, found in moments(stad).items()}
    pairs = []
    for melding in read_meldingen(stad):
        if melding.plek and melding.klaar is not None:
            later = days[melding.waar][bisect_right(days[melding.waar], melding.klaar) :]
            back = bool(later) and later[0] <= melding.klaar + VIER_WEKEN
            key = (melding.gebied, melding.klaar.isoformat()[:7], melding.categorie)
            pairs.append((key, back))

    assert without_rest(stad, "meldingen-teruggekomen") == share(pairs)


def test_reports_of_a_year_are_set_against_who_lives_there(stad: Stad) -> None:
    since = date(PEILDATUM.year - 1, PEILDATUM.month, PEILDATUM.day)
    gemeld = Counter(
        melding.gebied
        for melding in read_meldingen(stad)
        if since < melding.moment.date() <= PEILDATUM and melding.gebied[2:6] == GEMEENTE[2:]
    )
    wonend = Counter(
        GEMEENTE if mens.gebied == GEMEENTE else f"WK{mens.gebied[2:8]}"
        for mens in read_inwoners(stad).values()
        if not mens.overleden
    )

    assert without_rest(stad, "meldingen-per-duizend-inwoners") == {
        (gebied,): (gemeld[gebied], wonend[gebied]) for gebied in gemeld.keys() | wonend.keys()
    }


def without_rest(stad: Stad, kpi_id: str) -> dict[tuple[str, ...], tuple[int, int]]:
    """Return the cells with whole numbers, and the rest of a gemeente under its own code."""
    found = {}
    for key, counts in cells(stad, kpi_id).items():
        assert isinstance(counts, tuple) and counts[1] is not None
        whole = tuple(code.removesuffix("-rest") for code in key)
        found[whole] = (int(counts[0]), int(counts[1]))
    return found
