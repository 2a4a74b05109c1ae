"""Reads Parquet by the engine's own reader: each value as the text that a CSV would have."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from themagraaf.errors import DeliveryError
from themagraaf.mapping.intake import Intake, Part, cleaned, numbered
from themagraaf.mapping.kolommen import Columns
from themagraaf.mapping.rows import MAX_RAW_CHARACTERS, NO_TEXT, Refused
from themagraaf.sql import name, text


def stage_parquet(intake: Intake, path: Path, table: str) -> Part:
    """Read a Parquet file; rows count from 1, since it has no row of names.

    Raises:
        DeliveryError: The file is no Parquet.
    """
    source = f"read_parquet({text(str(path))}, file_row_number = true)"
    try:
        described = intake.connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        columns = numbered(str(row[0]) for row in described if row[0] != "file_row_number")
        values = ", ".join(
            _values(intake, columns, {str(row[0]): str(row[1]) for row in described})
        )
        intake.execute(f"""
            CREATE OR REPLACE TABLE {table} AS
            SELECT file_row_number + 1 AS rij, 'row=' || (file_row_number + 1) AS positie, {values}
            FROM {source} ORDER BY rij
        """)
    except duckdb.Error as error:
        raise DeliveryError(
            f"{path.name} is no Parquet that can be read ({type(error).__name__});"
            " ask for the delivery again"
        ) from error
    return Part(Columns(columns), _without_text(intake, table, columns))


def _without_text(intake: Intake, table: str, columns: dict[str, str]) -> list[Refused]:
    """Take out the rows with a NUL, which no text may hold."""
    found = " OR ".join(f"contains({column}, chr(0))" for column in columns.values())
    shown = f"array_to_string([{', '.join(columns.values())}], ',')"
    rows = intake.connection.execute(
        f"SELECT positie, {shown}[:{MAX_RAW_CHARACTERS}] FROM {table} WHERE {found} ORDER BY rij"
    ).fetchall()
    if rows:
        intake.execute(f"DELETE FROM {table} WHERE {found}")
    return [Refused(positie, *NO_TEXT, raw) for positie, raw in rows]


def _values(intake: Intake, columns: dict[str, str], types: dict[str, str]) -> Iterator[str]:
    for field, column in columns.items():
        written = f"{name(field)}::VARCHAR"
        if types[field].startswith(("STRUCT", "MAP")) or types[field].endswith("[]"):
            written = f"to_json({name(field)})::VARCHAR"
        elif types[field].startswith("TIMESTAMP"):
            written = f"replace({written}, ' ', 'T')"
        filled = f"nullif({written}, '')"
        yield f"{cleaned(filled, intake.source.dialect)} AS {column}"
