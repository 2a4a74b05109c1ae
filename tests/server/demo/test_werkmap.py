"""A workbook that the demo writes, read by openpyxl."""

from datetime import date, datetime
from pathlib import Path

import pytest

from themagraaf.demo.werkmap import Werkmap

openpyxl = pytest.importorskip("openpyxl")


def write(path: Path) -> list[str]:
    werkmap = Werkmap(path, "Blad & zo", ("nummer", "datum", "tekst"))
    places = [
        werkmap.put((12345, date(2024, 2, 29), "<a> & b")),
        werkmap.put((1, "", "")),
        werkmap.put(("", date(1900, 3, 1), "31-06-2025")),
    ]
    werkmap.close()
    return places


def test_a_workbook_reads_as_it_was_written(tmp_path: Path) -> None:
    places = write(tmp_path / "a.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]

    assert sheet.title == "Blad & zo"
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows()] == [
        ("nummer", "datum", "tekst"),
        (12345, datetime(2024, 2, 29), "<a> & b"),
        (1, None, None),
        (None, datetime(1900, 3, 1), "31-06-2025"),
    ]
    assert places == [f"blad=Blad & zo&row={row}" for row in (2, 3, 4)]


def test_equal_rows_give_equal_bytes(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx")
    write(tmp_path / "b.xlsx")

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
