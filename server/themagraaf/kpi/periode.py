"""Periods: a month 2026-05, a quarter 2026-Q2, a year 2026; their names, bounds and parents."""

import re
from calendar import monthrange
from datetime import date

from themagraaf.model.terms import Label

PATTERN = re.compile(r"([1-9][0-9]{3})(?:-(0[1-9]|1[0-2])|-Q([1-4]))?")
MAANDEN = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def is_periode(code: str) -> bool:
    """Say whether a code is a month, a quarter or a year."""
    return PATTERN.fullmatch(code) is not None


def niveau(code: str) -> str:
    """Return the level of a period: maand, kwartaal or jaar."""
    _, month, quarter = _parts(code)
    return "maand" if month else "kwartaal" if quarter else "jaar"


def with_parents(code: str) -> list[str]:
    """Return the period and those it lies in, smallest first."""
    year, month, quarter = _parts(code)
    quarter = quarter or (month + 2) // 3
    own_quarter = [f"{year}-Q{quarter}"] if quarter else []
    return list(dict.fromkeys([code, *own_quarter, f"{year}"]))


def bounds(code: str) -> tuple[date, date]:
    """Return the first and the last day of a period."""
    year, month, quarter = _parts(code)
    first = month or (3 * quarter - 2 if quarter else 1)
    last = month or (3 * quarter if quarter else 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def label(code: str) -> Label:
    """Return the name of a period in words."""
    year, month, quarter = _parts(code)
    if month:
        return Label(f"{MAANDEN[month - 1]} {year}", f"{MONTHS[month - 1]} {year}")
    if quarter:
        return Label(f"{quarter}e kwartaal {year}", f"quarter {quarter} of {year}")
    return Label(code, code)


def latest_whole(level: str, peildatum: date) -> str:
    """Return the last month, quarter or year that had ended by a date."""
    year, quarter, month = peildatum.year, (peildatum.month + 2) // 3, peildatum.month
    current = {"jaar": f"{year}", "kwartaal": f"{year}-Q{quarter}", "maand": f"{year}-{month:02}"}
    if bounds(current[level])[1] <= peildatum:
        return current[level]
    if level == "jaar":
        return f"{year - 1}"
    if level == "kwartaal":
        return f"{year}-Q{quarter - 1}" if quarter > 1 else f"{year - 1}-Q4"
    return f"{year}-{month - 1:02}" if month > 1 else f"{year - 1}-12"


def _parts(code: str) -> tuple[int, int, int]:
    if (match := PATTERN.fullmatch(code)) is None:
        raise ValueError(f"{code!r} is no period; write 2026, 2026-Q2 or 2026-05")
    year, month, quarter = match.groups()
    return int(year), int(month or 0), int(quarter or 0)
