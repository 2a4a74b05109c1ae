"""The second road itself, against days and faults worked out by hand."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from .deliveries import load, promised_workdays
from .observations import ouderdomsklasse
from .second_road import periode
from .workdays import add_workdays, easter

MELDINGEN = "mor-assen-signalen"
RECEIPT = "wabo-receipt-eventlog/receipt.csv"


@pytest.fixture
def data(tmp_path: Path, shared: Path) -> Path:
    """A copy of the deliveries that a test may damage."""
    for folder in (
        MELDINGEN,
        "wabo-receipt-eventlog",
        "cbs-bijstand-gemeenten",
        "cbs-gebieden-en-kwb-metadata",
    ):
        # Contents only: the originals may be read-only.
        shutil.copytree(shared / "data" / folder, tmp_path / folder, copy_function=shutil.copyfile)
        (tmp_path / folder).chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2010, date(2010, 4, 4)),
        (2011, date(2011, 4, 24)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_falls_on_the_day_in_the_almanac(year: int, expected: date) -> None:
    assert easter(year) == expected


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 5, 22), 1, date(2026, 5, 26)),  # Friday; Whit Monday is in between
        (date(2026, 5, 13), 1, date(2026, 5, 15)),  # Wednesday; Ascension Day is in between
        (date(2026, 5, 16), 5, date(2026, 5, 22)),  # Saturday
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # Thursday; Good Friday and Easter Monday
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # Friday; King's Day is on Monday
        (date(2025, 4, 24), 2, date(2025, 4, 28)),  # King's Day is on Saturday the 26th
        (date(2025, 5, 2), 1, date(2025, 5, 6)),  # Friday; 5 May is on Monday
        (date(2025, 12, 24), 1, date(2025, 12, 29)),  # Christmas is on Thursday and Friday
        (date(2025, 12, 31), 1, date(2026, 1, 2)),
    ],
)
def test_a_term_skips_weekends_and_holidays(day: date, count: int, expected: date) -> None:
    assert add_workdays(day, count) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "0-7"), (7, "0-7"), (8, "8-28"), (28, "8-28"), (29, "29-91"), (91, "29-91"), (92, "92+")],
)
def test_an_age_falls_in_the_class_that_names_it(days: int, expected: str) -> None:
    assert ouderdomsklasse(days) == expected


@pytest.mark.parametrize(("month", "expected"), [(1, "Q1"), (3, "Q1"), (4, "Q2"), (12, "Q4")])
def test_a_month_lies_in_its_quarter(month: int, expected: str) -> None:
    assert periode(date(2026, month, 1), "kwartaal") == f"2026-{expected}"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Wij pakken uw melding binnen 1 werkdag op.", 1),
        ("Wij pakken uw melding binnen 5 werkdagen op.", 5),
        ("Wij pakken uw melding zo snel mogelijk op.", None),
        ("Wij blijven binnen", None),
    ],
)
def test_a_term_is_read_from_the_promise(sentence: str, expected: int | None) -> None:
    assert promised_workdays(sentence) == expected


@pytest.mark.real
def test_a_report_resolved_before_it_was_made_stays_out(data: Path) -> None:
    path = data / MELDINGEN / "resolved.json"
    resolved = json.loads(path.read_text("utf-8"))
    resolved[17]["resolved_date"] = resolved[17]["created_at"][:4] + "-01-01"
    path.write_text(json.dumps(resolved), "utf-8")

    bron = load(data)

    reported = json.loads((data / MELDINGEN / "all_meldingen.json").read_text("utf-8"))
    index = [item["id"] for item in reported].index(resolved[17]["id"])
    expected = {("resolved.json", "/17"), ("all_meldingen.json", f"/{index}")}
    assert bron.quarantaine["meldingen"] == expected
    assert len(bron.meldingen) == 3023


@pytest.mark.real
def test_all_rows_of_a_case_that_ended_before_it_began_stay_out(data: Path) -> None:
    path = data / RECEIPT
    with path.open(encoding="utf-8", newline="") as lines:
        header, *events = list(csv.reader(lines))
    for event in events:
        if event[1] == "case-10011":  # four rows, the first in the file
            event[4] = "2011-10-10 23:59:59+02:00"
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([header, *events])

    bron = load(data)

    expected = {("receipt.csv", f"row={number}") for number in (2, 3, 4, 5)}
    assert bron.quarantaine["vergunningen"] == expected
    assert len(bron.zaken) == 1433


@pytest.mark.real
def test_a_point_is_nothing_and_a_report_from_nowhere_is_the_gemeentes(data: Path) -> None:
    figures = data / "cbs-bijstand-gemeenten" / "gemeente_2015.csv"
    text = figures.read_text("utf-8").replace('"GM0106","   55290","    2330"', '"GM0106","1","."')
    figures.write_text(text, "utf-8")
    reports = data / MELDINGEN / "all_meldingen.json"
    reports.write_text(reports.read_text("utf-8").replace('"Wijk 19 Rolde"', '"Elders"'), "utf-8")

    bron = load(data)

    [point] = [c for c in bron.cijfers if c[:3] == ("GM0106", 2015, "20150")]
    assert (point.inwoners, point.ontvangers) == (1, None)
    assert sum(m.gebied == "GM0106" for m in bron.meldingen) == 40
