"""Numbers and days as a reader expects them."""

from datetime import date
from decimal import Decimal

import pytest

from themagraaf.web.notation import amount, day, number, unit


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        ("1809", "1.809", "1,809"),
        ("65.2", "65,2", "65.2"),
        ("1234567.50", "1.234.567,50", "1,234,567.50"),
        ("0", "0", "0"),
        ("-1000.5", "-1.000,5", "-1,000.5"),
        ("1E+3", "1.000", "1,000"),
    ],
)
def test_a_number_has_the_marks_of_its_language(value: str, nl: str, en: str) -> None:
    assert number(Decimal(value), "nl") == nl
    assert number(Decimal(value), "en") == en


def test_a_share_has_its_sign_and_stays_on_one_line() -> None:
    assert amount(Decimal("65.2"), "unit:PERCENT", "nl") == "65,2\u00a0%"
    assert amount(Decimal("65.2"), "unit:PERCENT", "en") == "65.2%"
    assert amount(Decimal("1809"), "unit:NUM", "nl") == "1.809"


def test_a_unit_without_words_is_named_by_its_code() -> None:
    assert unit("unit:KiloGM").nl == "KiloGM"


def test_a_day_is_written_in_words() -> None:
    assert day(date(2026, 8, 8), "nl") == "8 augustus 2026"
    assert day(date(2026, 8, 8), "en") == "8 August 2026"
