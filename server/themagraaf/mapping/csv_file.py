"""Reads a CSV: whole by the engine where every row fits, else row by row."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb

from themagraaf.errors import DeliveryError, ModelError
from themagraaf.mapping.intake import Intake, Part, Row, cleaned
from themagraaf.mapping.kolommen import Columns, carry_down, name_columns
from themagraaf.mapping.rows import Refused, misfits, needs_care, read_header, read_rows
from themagraaf.model.rml import Source
from themagraaf.sql import text


def stage_csv(intake: Intake, path: Path, table: str) -> Part:
    """Read a CSV; rows that don't fit its header are refused.

    Raises:
        ModelError: The encoding is not known, or the file has not the column of a list.
        DeliveryError: The first row does not name the columns.
    """
    columns = _header(intake.source, path)
    refused: list[Refused] = []
    careful = needs_care(path, len(columns.given))
    if careful or not _stage_whole(intake, path, table, columns.given):
        rows = _rows(intake.source, path, len(columns.given))
        refused = intake.fill(table, columns.given, rows)
    columns = carry_down(intake.connection, intake.source, table, columns, refused)
    return Part(columns, refused)


def _rows(source: Source, path: Path, width: int) -> Iterator[Row | Refused]:
    for number, row in read_rows(path, source.dialect, width):
        yield row if isinstance(row, Refused) else (number - 1, f"row={number}", row)


def _header(source: Source, path: Path) -> Columns:
    """Return the names in the first row of a CSV."""
    dialect = source.dialect
    try:
        header = read_header(path, dialect)
    except LookupError as error:
        raise ModelError(
            f"{source.where}: encoding {dialect.encoding!r} of {source.name!r} is not known;"
            " utf-8, utf-16, latin-1 and windows-1252 are, and all others that Python knows"
        ) from error
    except (UnicodeError, csv.Error) as error:
        raise DeliveryError(f"{path.name}, row 1 can't be read ({error})") from error
    if not any(header):
        raise DeliveryError(f"{path.name} is empty: its first row should name the columns")
    if any(misfits(name) for name in header):
        raise DeliveryError(
            f"{path.name}, row 1 is not {dialect.encoding} text;"
            " csvw:encoding in the mapping says how to read it"
        )
    return name_columns(header)


def _stage_whole(intake: Intake, path: Path, table: str, columns: dict[str, str]) -> bool:
    """Fill the table from the file as it is; say whether every row fits the header."""
    dialect = intake.source.dialect
    codec = codecs.lookup(dialect.encoding).name
    if codec.startswith(("utf-16", "utf-32")):
        return False  # whether there is a byte order mark, Python sees
    encoding = "utf-8" if codec in {"utf-8", "utf-8-sig"} else dialect.encoding
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns.values())
    values = ", ".join(f"{cleaned(column, dialect)} AS {column}" for column in columns.values())
    try:
        intake.execute(f"""
            CREATE OR REPLACE TABLE {table} AS
            SELECT row_number() OVER () AS rij, 'row=' || (rij + 1) AS positie, {values}
            FROM read_csv({text(str(path))}, auto_detect = false, skip = 1, header = false,
              delim = {text(dialect.delimiter)}, quote = {text(dialect.quote)},
              escape = {text(dialect.quote)}, encoding = {text(encoding)}, nullstr = '',
              strict_mode = true, null_padding = false, columns = {{{types}}})
        """)
    except duckdb.Error:
        return False
    return True
