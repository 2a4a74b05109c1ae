"""The demo's calendar: its periods, its local time, and how work spreads over days."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PEILDATUM = date(2026, 8, 31)
EERSTE_MELDING = date(2025, 5, 1)
EERSTE_AANVRAAG = date(2025, 1, 1)
ZATERDAG = 5
SECONDEN_PER_UUR = 3600


def list_days(first: date, last: date) -> list[date]:
    """Return each day from the first to the last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def spread(total: int, days: Sequence[date], weight: Callable[[date], float]) -> list[int]:
    """Divide a total over days in proportion to their weight.

    The parts add up to the total exactly, and need no random number: a day's
    count is the step its cumulative share makes.
    """
    shares = list(accumulate(weight(day) for day in days))
    marks = [round(total * share / shares[-1]) for share in shares]
    return [mark - before for mark, before in zip(marks, [0, *marks], strict=False)]


def to_weekday(day: date) -> date:
    """Return the day itself, or the Monday after it in a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= ZATERDAG else day


def office_moment(rng: Random, day: date) -> datetime:
    """Return a moment between 8:00 and 17:30 local time on a day, in whole milliseconds."""
    seconds = rng.triangular(8 * SECONDEN_PER_UUR, 17.5 * SECONDEN_PER_UUR, 10 * SECONDEN_PER_UUR)
    return local(day) + timedelta(milliseconds=round(seconds * 1000))


def local(day: date, clock: time = time()) -> datetime:
    """Return a clock time on a day in Amsterdam."""
    return datetime.combine(day, clock, AMSTERDAM)
