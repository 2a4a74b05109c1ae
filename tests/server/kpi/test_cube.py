"""Cubes on disk: equal bytes for equal rows, any text, exact numbers, a status for each cell."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.server.kpi.graphs import cube_with, kpi_with, lid
from themagraaf.kpi.cell import plain, rounded
from themagraaf.kpi.cube import Cube
from themagraaf.kpi.measure import Row
from themagraaf.model.model import Model

ODD_TEXTS = ["", "NULL", "null", "1e5", 'a "quote", a comma', "a\nb", "a\r\nb", "a\rb", "\\n"]
ODD_TEXTS += ["é\u2028ü", "😀"]


def one_row(model: Model, maat: str, folder: Path, periode: str = "2026-05") -> Cube:
    meetwaarde = Decimal("2.5") if maat == "mediaan" else None
    noemer = None if maat in ("mediaan", "aantal") else Decimal(8)
    row = Row((periode,), meetwaarde, Decimal(3), noemer)
    kpi = kpi_with(model, maat=maat, dimensies=["periode"])
    return cube_with(kpi, [row], [lid("periode", periode, "maand")], folder)


@pytest.mark.parametrize("code", ODD_TEXTS)
@pytest.mark.parametrize("first", [True, False])
def test_a_member_of_any_text_comes_back_as_it_went(
    code: str, first: bool, model: Model, tmp_path: Path
) -> None:
    kpi = kpi_with(model, maat="aantal", dimensies=["categorie"])
    leden = [lid("categorie", code, "1", "afval"), lid("categorie", "wegen", "1")]
    rows = [Row((code,), None, Decimal(1), None), Row(("wegen",), None, Decimal(2), None)]

    cube = cube_with(kpi, rows, leden if first else leden[::-1], tmp_path)

    assert cube.leden["categorie", code] == leden[0]
    assert {cel.leden["categorie"]: cel.teller for cel in cube.rows()} == {code: 1, "wegen": 2}


def test_equal_rows_give_equal_bytes(model: Model, tmp_path: Path) -> None:
    one, two = (one_row(model, "aandeel", tmp_path / name) for name in ("one", "two"))

    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.leden_path.read_bytes() == two.leden_path.read_bytes()


@pytest.mark.parametrize(
    ("maat", "teller", "noemer", "waarde"),
    [
        ("aantal", 3, None, "3"),
        ("aandeel", 3, 8, "37.5"),
        ("gemiddelde", 3, 8, "0.375"),
        ("mediaan", 3, None, "2.5"),
    ],
)
def test_a_value_follows_from_what_was_counted(
    maat: str, teller: int, noemer: int | None, waarde: str, model: Model, tmp_path: Path
) -> None:
    (cel,) = one_row(model, maat, tmp_path).rows()

    assert cel.teller == teller
    assert cel.noemer == noemer
    assert cel.waarde == Decimal(waarde)


@pytest.mark.parametrize(
    ("peildatum", "status"),
    [(date(2026, 5, 30), "P"), (date(2026, 5, 31), "A"), (date(2026, 6, 1), "A")],
)
def test_a_cell_is_provisional_until_the_last_day_of_its_period(
    peildatum: date, status: str, model: Model, tmp_path: Path
) -> None:
    cube = replace(one_row(model, "aandeel", tmp_path), peildatum=peildatum)

    assert [cel.status for cel in cube.rows()] == [status]


def test_nothing_to_divide_by_is_nothing_to_measure(model: Model, tmp_path: Path) -> None:
    row = Row(("2026-05",), None, Decimal(0), Decimal(0))
    kpi = kpi_with(model, maat="aandeel", dimensies=["periode"])

    (cel,) = cube_with(kpi, [row], [lid("periode", "2026-05", "maand")], tmp_path).rows()

    assert (cel.waarde, cel.status) == (None, "M")


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("0.25", 1, "0.3"),
        ("0.35", 1, "0.4"),
        ("-0.25", 1, "-0.3"),
        ("2.5", 0, "3"),
        ("7", 1, "7.0"),
    ],
)
def test_halves_are_rounded_away_from_nought(
    value: str, decimals: int, shown: str, model: Model
) -> None:
    kpi = replace(model.kpi("meldingen"), decimalen=decimals)

    assert str(rounded(kpi, Decimal(value))) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [("3.000000", "3"), ("1E+3", "1000"), ("0.10", "0.1"), ("0E-6", "0"), ("-2.50", "-2.5")],
)
def test_a_number_is_written_without_trailing_noughts(given: str, shown: str) -> None:
    assert str(plain(Decimal(given))) == shown
