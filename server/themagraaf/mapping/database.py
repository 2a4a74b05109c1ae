"""Reads tables and queries of a database: in one transaction that can't write, row by row.

What is said of a database never holds its URL, which may have a password in it.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from themagraaf.errors import DeliveryError, ModelError, choices
from themagraaf.mapping.cell import as_text
from themagraaf.mapping.intake import Intake, Part, Row
from themagraaf.mapping.kolommen import name_columns
from themagraaf.mapping.levering import Database
from themagraaf.mapping.rows import CARRIED, Refused, misfits
from themagraaf.model.rml import Source
from themagraaf.sql import text as quoted

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

INSTALL = "pip install 'themagraaf[sql]', and the driver of the database: [postgresql]"
ROWS_AT_ONCE = 5000
READS = ("select", "with")


class Tables:
    """A database that is open for one delivery: all its sources see the same moment."""

    def __init__(self, connection: "Connection", naam: str) -> None:
        self._connection = connection
        self._naam = naam

    def stage(self, intake: Intake, table: str) -> Part:
        """Read a table, by its primary key if it has one, or what a query gives.

        Only the columns that the mapping reads, and the key, are asked of a table. Without
        key, rows come in the order of what they hold.

        Raises:
            ModelError: There is no such table or column, or the query only writes.
            DeliveryError: The database stops answering.
        """
        from sqlalchemy.exc import SQLAlchemyError

        try:
            if intake.source.kind == "query":
                return self._query(intake, table)
            return self._table(intake, table)
        except SQLAlchemyError as error:
            raise DeliveryError(
                f"reading {intake.source.name!r} from {self._naam} failed: {_said(error)}"
            ) from None

    def _table(self, intake: Intake, table: str) -> Part:
        from sqlalchemy import inspect

        schema, _, name = intake.source.iterator.rpartition(".")
        looked = inspect(self._connection)
        found = [*looked.get_table_names(schema or None), *looked.get_view_names(schema or None)]
        if name not in found:
            raise ModelError(
                f"{intake.source.where}: {self._naam} has no table {intake.source.iterator!r};"
                f" {choices(name, found)}"
            )
        there = [str(column["name"]) for column in looked.get_columns(name, schema or None)]
        for reference in intake.references:
            if reference not in there:
                raise ModelError(
                    f"{intake.source.where}: table {intake.source.iterator!r} has no column"
                    f" {reference!r}; {choices(reference, there)}"
                )
        key = [
            str(item)
            for item in looked.get_pk_constraint(name, schema or None)["constrained_columns"]
        ]
        asked = {*intake.references, *key}
        names = [item for item in there if item in asked] or there[:1]
        write = self._connection.dialect.identifier_preparer.quote_identifier
        table_name = ".".join(write(part) for part in (schema, name) if part)
        statement = f"SELECT {', '.join(write(item) for item in names)} FROM {table_name}"
        if key:
            statement += f" ORDER BY {', '.join(write(item) for item in key)}"
        return self._read(intake, table, statement, key)

    def _query(self, intake: Intake, table: str) -> Part:
        statement = intake.source.iterator.strip().rstrip(";")
        if not statement.lower().startswith(READS):
            raise ModelError(
                f"{intake.source.where}: the query of {intake.source.name!r} must begin with"
                " SELECT or WITH"
            )
        return self._read(intake, table, statement, [])

    def _read(self, intake: Intake, table: str, statement: str, key: Sequence[str]) -> Part:
        from sqlalchemy import text

        streamed = self._connection.execution_options(yield_per=ROWS_AT_ONCE)
        # A colon would be the start of a parameter, and there are none.
        with streamed.execute(text(statement.replace(":", "\\:"))) as result:
            names = list(map(str, result.keys()))
            columns = name_columns(names)
            within = _within(intake.source)
            places = {name: names.index(name) for name in key}
            refused = intake.fill(table, columns.given, _rows(result, within, places))
        if not key:
            _put_in_order(intake, table, columns.given, within)
        return Part(columns, refused, tuple(key))


def _within(source: Source) -> str:
    """Return how the position of each row begins: what table or query it is of."""
    return f"query={source.name}&" if source.kind == "query" else f"tabel={source.iterator}&"


def _rows(
    result: Iterable[Iterable[object]], within: str, key: Mapping[str, int]
) -> Iterator[Row | Refused]:
    for number, row in enumerate(result, start=1):
        values = [as_text(value) for value in row]
        pairs = [f"{name}={quote(values[place] or '')}" for name, place in key.items()]
        positie = within + ("&".join(pairs) or f"row={number}")
        if any(value is not None and misfits(value) for value in values):
            raw = "\t".join(value or "" for value in values)
            yield Refused(positie, *MISFIT, raw.encode("utf-8", "replace").decode())
        else:
            yield number, positie, values


MISFIT = (
    "De rij bevat tekens die niet in de codering van de database passen.",
    "The row holds bytes that do not fit the encoding of the database.",
)


@contextmanager
def open_database(database: Database) -> Iterator[Tables]:
    """Open a database for reading only.

    Raises:
        DeliveryError: It can't be reached, or SQLAlchemy or the driver is absent.
    """
    try:
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError as error:
        raise DeliveryError(f"{database.naam} needs SQLAlchemy to be read: {INSTALL}") from error
    try:
        engine = _engine(database)
        connection = engine.connect()
    except ImportError as error:
        raise DeliveryError(f"{database.naam} needs {error.name} to be read: {INSTALL}") from None
    except SQLAlchemyError as error:
        raise DeliveryError(f"{database.naam} can't be reached: {_said(error)}") from None
    try:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield Tables(connection, database.naam)
    finally:
        connection.close()
        engine.dispose()


def _engine(database: Database) -> "Engine":
    from sqlalchemy import create_engine, make_url
    from sqlalchemy.pool import NullPool

    url = make_url(database.url)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, poolclass=NullPool, hide_parameters=True)
    path = Path(url.database or "")
    if not path.is_file():
        raise DeliveryError(f"{path} is missing; database in themagraaf.toml names it")

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
        connection.text_factory = lambda value: value.decode("utf-8", CARRIED)
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


def digest_rows(intake: Intake, table: str, columns: Sequence[str]) -> tuple[int, str]:
    """Return the bytes of a staged table written as CSV in its order, and their SHA-256."""
    path = intake.folder / f"{table}.csv"
    chosen = ", ".join(columns)
    intake.execute(f"COPY (SELECT {chosen} FROM {table} ORDER BY rij) TO {quoted(str(path))}")
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    size = path.stat().st_size
    path.unlink()
    return size, sha256


def _put_in_order(intake: Intake, table: str, columns: dict[str, str], within: str) -> None:
    """Number the rows by what they hold, since a database gives them in any order."""
    order = ", ".join(f"{column} NULLS FIRST" for column in columns.values())
    intake.execute(f"""
        CREATE OR REPLACE TABLE {table} AS
        SELECT rij, {quoted(within)} || 'row=' || rij AS positie, {", ".join(columns.values())}
        FROM (SELECT row_number() OVER (ORDER BY {order}) AS rij, * EXCLUDE (rij) FROM {table})
    """)


def _said(error: Exception) -> str:
    """Return the first line of what the driver says, which holds no statement and no URL."""
    cause = getattr(error, "orig", None) or error
    return str(cause).split("\n", 1)[0][:200] or type(cause).__name__
