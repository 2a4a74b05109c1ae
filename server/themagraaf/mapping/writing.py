"""Writes the lines of statements to files, side by side; a large source goes in several."""

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from themagraaf.errors import DeliveryError, ModelError
from themagraaf.mapping.bron import Bron
from themagraaf.mapping.sql import lacks_room
from themagraaf.mapping.statement import Statement
from themagraaf.model.rml import TriplesMap
from themagraaf.sql import text

log = logging.getLogger(__name__)
# One record a line, as bytes: no quoting, no header.
AS_LINES = "(FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')"
# Two row groups of the engine: few enough that cores share a large source.
ROWS_A_FILE = 245_760
Work = Iterable[tuple[Bron, TriplesMap, Statement]]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a source that are written to one file; how many depends on the source alone."""

    naam: str  # of the registration
    triples_map: TriplesMap
    select: str
    weight: int


def split(connection: duckdb.DuckDBPyConnection, work: Work) -> Iterator[Part]:
    """Give the parts that all statements are written in, in order."""
    for bron, triples_map, statement in work:
        naam, table = bron.levering.registratie, bron.staged.table
        row = connection.execute(f"SELECT max(rij) FROM {table}").fetchone()
        last = int(row[0] or 0) if row else 0
        # What is looked up would be sought anew for each part.
        step = ROWS_A_FILE if statement.splits else max(last, 1)
        for begin in range(0, max(last, 1), step):
            rows = f"b.rij > {begin} AND b.rij <= {begin + step}"
            select = statement.quads(rows if last > step else "true")
            weight = min(step, last - begin) * len(statement.lines)
            yield Part(naam, triples_map, select, weight)


def write(connection: duckdb.DuckDBPyConnection, part: Part, path: Path) -> Path:
    """Write the lines of a part to a file; say which.

    Raises:
        ModelError: The mapping can't be carried out.
        DeliveryError: There is no room.
    """
    started = time.perf_counter()
    with connection.cursor() as cursor:
        run(cursor, f"COPY ({part.select}) TO {text(str(path))} {AS_LINES}", part.triples_map)
    elapsed_ms = round(1000 * (time.perf_counter() - started))
    log.info("mapped %s: %d bytes in %d ms", path.stem, path.stat().st_size, elapsed_ms)
    return path


def run(connection: duckdb.DuckDBPyConnection, sql: str, triples_map: TriplesMap) -> None:
    """Carry out SQL that a triples map was compiled to.

    Raises:
        ModelError: It can't be carried out.
        DeliveryError: There is no room.
    """
    try:
        connection.execute(sql)
    except duckdb.Error as error:
        if lacks_room(error):
            raise DeliveryError(
                f"mapping stopped at {triples_map.where}: no room left on disk or in memory;"
                " THEMAGRAAF_MEMORY_LIMIT_MB says how much memory it may use"
            ) from error
        # The engine's own words may quote a record, so only their kind is passed on.
        raise ModelError(
            f"{triples_map.where} can't be carried out ({type(error).__name__})"
        ) from error
