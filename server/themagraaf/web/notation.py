"""Writes numbers and days as a reader of Dutch or English expects them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from themagraaf.kpi.periode import MAANDEN, MONTHS

NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands behind a number, and the unit in words."""

    sign: str
    nl: str
    en: str


UNITS: Mapping[str, Unit] = {
    "unit:PERCENT": Unit("%", "procent", "percent"),
    "unit:PPTH": Unit("‰", "per duizend", "per thousand"),
    "unit:DAY": Unit("", "kalenderdagen", "calendar days"),
    "unit:NUM": Unit("", "aantal", "number"),
    "unit:CCY_EUR": Unit("", "euro", "euros"),
}


def unit(eenheid: str) -> Unit:
    """Return a unit; one that has no words here is named by its QUDT code."""
    code = eenheid.removeprefix("unit:")
    return UNITS.get(eenheid, Unit("", code, code))


def number(value: Decimal, taal: str) -> str:
    """Write a number with the marks of a language, as 1.809,5 or 1,809.5."""
    english = f"{value:,f}"
    return english if taal == "en" else english.translate(str.maketrans(",.", ".,"))


def amount(value: Decimal, eenheid: str, taal: str) -> str:
    """Write a number with the sign of its unit; Dutch keeps room before it."""
    sign = unit(eenheid).sign
    room = NO_BREAK if sign and taal == "nl" else ""
    return f"{number(value, taal)}{room}{sign}"


def day(value: date, taal: str) -> str:
    """Write a day in words, as 8 augustus 2026."""
    months = MONTHS if taal == "en" else MAANDEN
    return f"{value.day} {months[value.month - 1]} {value.year}"
