"""Reads a sheet of an Excel workbook row by row, as if it were a CSV."""

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from themagraaf.errors import DeliveryError, choices
from themagraaf.mapping.cell import as_text
from themagraaf.mapping.intake import Intake, Part, Row
from themagraaf.mapping.kolommen import carry_down, name_columns
from themagraaf.mapping.rows import Refused

INSTALL = "pip install 'themagraaf[excel]'"


class Sheet(Protocol):
    """What is used of a sheet."""

    title: str

    def reset_dimensions(self) -> None:
        """Forget what the file says of its size, which is not always true."""

    def iter_rows(self, *, values_only: bool) -> Iterator[Sequence[object]]:
        """Give the values of each row."""


def stage_excel(intake: Intake, path: Path, table: str) -> Part:
    """Read the sheet that the iterator names, else the first; its first row names the columns.

    Raises:
        DeliveryError: It is no workbook, has no such sheet or no names, or openpyxl is absent.
    """
    with _open_sheet(path, intake.source.iterator) as sheet:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        header = [(as_text(value) or "").strip() for value in next(rows, [])]
        while header and not header[-1]:
            header.pop()
        if not header:
            raise DeliveryError(
                f"{path.name}, sheet {sheet.title!r} is empty: row 1 should name the columns"
            )
        columns = name_columns(header)
        refused = intake.fill(table, columns.given, _rows(rows, sheet.title, len(header)))
    columns = carry_down(intake.connection, intake.source, table, columns, refused)
    return Part(columns, refused)


@contextmanager
def _open_sheet(path: Path, name: str) -> Iterator[Sheet]:
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise DeliveryError(f"{path.name} needs openpyxl to be read: {INSTALL}") from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on styles and the like, of which nothing is used
        try:
            workbook = load_workbook(path, read_only=True, data_only=True)
        except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            raise DeliveryError(
                f"{path.name} is no workbook that can be read ({type(error).__name__});"
                " save it as .xlsx, or ask for the delivery again"
            ) from error
        try:
            sheets: dict[str, Sheet] = {sheet.title: sheet for sheet in workbook.worksheets}
            if name and name not in sheets:
                raise DeliveryError(f"{path.name} has no sheet {name!r}; {choices(name, sheets)}")
            yield sheets[name] if name else next(iter(sheets.values()))
        finally:
            workbook.close()


def _rows(rows: Iterator[Sequence[object]], title: str, width: int) -> Iterator[Row | Refused]:
    for number, cells in enumerate(rows, start=2):
        values = [as_text(cell) for cell in cells]
        while len(values) > width and values[-1] is None:
            values.pop()
        if not any(values):
            continue
        positie = f"blad={title}&row={number}"
        if len(values) > width:
            yield Refused(
                positie,
                f"De rij heeft {len(values)} velden; de kopregel noemt er {width}.",
                f"The row has {len(values)} fields; the header names {width}.",
                "\t".join(value or "" for value in values),
            )
        else:
            yield number - 1, positie, values + [None] * (width - len(values))
