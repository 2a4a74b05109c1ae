"""KPIs on reports that come back, and on reports a resident, by plain Python over the files."""

import json
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tests.second_road.conftest import Stad, cells, forbidden
from tests.second_road.inwoners import GEMEENTE, read_inwoners
from tests.second_road.zaken import share

NEDERLAND = ZoneInfo("Europe/Amsterdam")
PEILDATUM = date(2026, 8, 31)
VIER_WEKEN = timedelta(days=28)
Plek = tuple[str, str]


@dataclass(frozen=True)
class Melding:
    """A report that may enter; `moment` is in Dutch time, `klaar` the day it was resolved."""

    gebied: str
    categorie: str
    plek: str
    moment: datetime
    klaar: date | None

    @property
    def waar(self) -> Plek:
        """The place and the category, which make a report the same."""
        return self.plek, self.categorie


@cache
def read_meldingen(stad: Stad) -> tuple[Melding, ...]:
    """Return every report that may enter, with the day it was resolved from the other file."""
    folder = stad.folder / "meldingen"
    codes: dict[str, set[str]] = defaultdict(set)
    for item in json.loads((folder / "areas.json").read_bytes()):
        codes[item["name"]].add(item["code"])
    read: dict[str, dict[str, str]] = {}
    out: set[str] = set()
    for name in ("all_meldingen.json", "resolved.json"):
        bad = forbidden(stad, "meldingen", name)
        for place, item in enumerate(json.loads((folder / name).read_bytes())):
            if f"/{place}" in bad:
                out.add(str(item.get("id")))
            elif item.get("id"):
                read.setdefault(item["id"], {}).update(
                    {key: value for key, value in item.items() if value is not None}
                )
    return tuple(_melding(item, codes) for key, item in read.items() if key not in out)


def _melding(item: dict[str, str], codes: dict[str, set[str]]) -> Melding:
    found = codes.get(item.get("wijk", ""), set())
    moment = datetime.fromisoformat(item["created_at"]).astimezone(NEDERLAND)
    return Melding(
        min(found) if len(found) == 1 else GEMEENTE,
        f"{item['category_slug']}/{item['subcategory_slug']}",
        item.get("address", ""),
        moment,
        date.fromisoformat(item["resolved_date"]) if "resolved_date" in item else None,
    )


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
