"""Periods: which texts are one, their bounds, what they lie in, and what they are called."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themagraaf.kpi import periode
from themagraaf.model.terms import Label

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
LEVELS = ("maand", "kwartaal", "jaar")


@pytest.mark.parametrize(
    "code",
    ["", "26", "2026-5", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-q2", "2026-05-01",
     "2026-Q2 ", " 2026", "-2026", "2026\n", "0000", "0000-01", "٢٠٢٦"],
)  # fmt: skip
def test_what_is_no_period_is_known_as_such(code: str) -> None:
    assert not periode.is_periode(code)
    with pytest.raises(ValueError, match="is no period; write 2026, 2026-Q2 or 2026-05"):
        periode.bounds(code)


@pytest.mark.parametrize(
    ("code", "niveau", "parents", "first", "last", "nl", "en"),
    [
        ("2026-01", "maand", ["2026-01", "2026-Q1", "2026"], "2026-01-01", "2026-01-31",
         "januari 2026", "January 2026"),
        ("2026-02", "maand", ["2026-02", "2026-Q1", "2026"], "2026-02-01", "2026-02-28",
         "februari 2026", "February 2026"),
        ("2024-02", "maand", ["2024-02", "2024-Q1", "2024"], "2024-02-01", "2024-02-29",
         "februari 2024", "February 2024"),
        ("2026-12", "maand", ["2026-12", "2026-Q4", "2026"], "2026-12-01", "2026-12-31",
         "december 2026", "December 2026"),
        ("2026-Q2", "kwartaal", ["2026-Q2", "2026"], "2026-04-01", "2026-06-30",
         "2e kwartaal 2026", "quarter 2 of 2026"),
        ("2026", "jaar", ["2026"], "2026-01-01", "2026-12-31", "2026", "2026"),
    ],
)  # fmt: skip
def test_a_period_knows_its_level_its_parents_its_bounds_and_its_names(
    code: str, niveau: str, parents: list[str], first: str, last: str, nl: str, en: str
) -> None:
    assert periode.is_periode(code)
    assert periode.niveau(code) == niveau
    assert periode.with_parents(code) == parents
    assert [day.isoformat() for day in periode.bounds(code)] == [first, last]
    assert periode.label(code) == Label(nl, en)


@pytest.mark.parametrize(
    ("level", "peildatum", "code"),
    [
        ("maand", "2026-05-31", "2026-05"),
        ("maand", "2026-05-30", "2026-04"),
        ("maand", "2026-01-30", "2025-12"),
        ("kwartaal", "2026-06-30", "2026-Q2"),
        ("kwartaal", "2026-06-29", "2026-Q1"),
        ("kwartaal", "2026-03-30", "2025-Q4"),
        ("jaar", "2026-12-31", "2026"),
        ("jaar", "2026-12-30", "2025"),
    ],
)
def test_the_latest_whole_period_has_ended_by_the_reference_date(
    level: str, peildatum: str, code: str
) -> None:
    assert periode.latest_whole(level, date.fromisoformat(peildatum)) == code


@given(day=DAYS, level=st.sampled_from(LEVELS))
def test_the_period_after_the_latest_whole_one_has_not_ended(day: date, level: str) -> None:
    latest = periode.latest_whole(level, day)
    _, last = periode.bounds(latest)

    month = f"{last + timedelta(days=1):%Y-%m}"
    following = next(item for item in periode.with_parents(month) if periode.niveau(item) == level)

    assert periode.niveau(latest) == level
    assert last <= day < periode.bounds(following)[1]


@given(day=DAYS)
def test_a_day_lies_in_its_month_and_in_all_that_the_month_lies_in(day: date) -> None:
    for code in periode.with_parents(f"{day:%Y-%m}"):
        first, last = periode.bounds(code)

        assert first <= day <= last
