"""Fills a table of the workspace from rows, by way of a file on disk.

So memory does not grow with the delivery, and the engine reads the rows in bulk.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from themagraaf.mapping.kolommen import Columns
from themagraaf.mapping.rows import MAX_RAW_CHARACTERS, Refused, fault_of
from themagraaf.model.rml import Dialect, Source
from themagraaf.sql import text

MIN_LINE_BYTES = 2**21
Row = tuple[int, str, Sequence[str | None]]
"""Number from 1, position, and a value for each column."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one file or table gave: its columns, and the records that could not be read.

    `key` are the fields that the position of a record gives away.
    """

    columns: Columns
    refused: list[Refused]
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """Where a source is read into: the workspace, a folder for what is read in between.

    `references` are the fields that the mapping reads of the source.
    """

    connection: duckdb.DuckDBPyConnection
    folder: Path
    source: Source
    references: tuple[str, ...]

    def execute(self, sql: str) -> None:
        """Run one statement in the workspace."""
        self.connection.execute(sql)

    def fill(
        self, table: str, columns: Mapping[str, str], rows: Iterable[Row | Refused]
    ) -> list[Refused]:
        """Make the table from rows; return those that were refused.

        A column of a reference with `[*]` takes a JSON list and becomes a list.
        """
        with TemporaryDirectory(dir=self.folder) as folder:
            path = Path(folder) / "rows.csv"
            with path.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
                sieve = _Sieve(rows)
                writer.writerows([*row[:2], *row[2]] for row in sieve)
            types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns.values())
            self.execute(f"""
                CREATE OR REPLACE TABLE {table} AS
                SELECT rij, positie, {", ".join(self._typed(columns))}
                FROM read_csv({text(str(path))}, auto_detect = false, header = false, delim = ',',
                  quote = '"', escape = '"', nullstr = '', new_line = '\\n',
                  max_line_size = {max(MIN_LINE_BYTES, 2 * sieve.longest)},
                  columns = {{'rij': 'BIGINT', 'positie': 'VARCHAR', {types}}})
            """)
        return sieve.refused

    def _typed(self, columns: Mapping[str, str]) -> Iterator[str]:
        for name, column in columns.items():
            if many(self.source, name):
                yield f"""from_json({column}, '["VARCHAR"]') AS {column}"""
            else:
                yield f"{cleaned(column, self.source.dialect)} AS {column}"


def many(source: Source, reference: str) -> bool:
    """Say whether a reference to a column of the source gives a list."""
    return source.kind == "xml" and "[*]" in reference


def cleaned(column: str, dialect: Dialect) -> str:
    """Return a column as SQL, with what counts as nothing made nothing."""
    value = f"trim({column})" if dialect.trim else column
    for null in ("", *dialect.nulls) if dialect.trim else dialect.nulls:
        value = f"nullif({value}, {text(null)})"
    return value


def numbered(names: Iterable[str]) -> dict[str, str]:
    """Return an SQL column for each name, in order."""
    return {name: f"c{index}" for index, name in enumerate(names)}


class _Sieve:
    """Rows, of which those that can't get in are set aside.

    `longest` is how many bytes the largest may take as a line, but for doubled quotes.
    """

    def __init__(self, rows: Iterable[Row | Refused]) -> None:
        self._rows = rows
        self.refused: list[Refused] = []
        self.longest = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            if isinstance(row, Refused):
                self.refused.append(row)
                continue
            text = ",".join(value or "" for value in row[2])
            if (fault := fault_of(text)) is not None:
                self.refused.append(Refused(row[1], *fault, text[:MAX_RAW_CHARACTERS]))
                continue
            if len(text) > self.longest // 4:
                self.longest = 4 * (len(text) + 100)
            yield row
