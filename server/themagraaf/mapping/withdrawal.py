"""What records that are set apart take along: the lines that no other record says.

Each line begins with the subject of its record, so that only records about the same
subjects can say it as well: few are mapped again, whatever the size of the deliveries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from themagraaf.mapping.bron import Bron
from themagraaf.mapping.statement import Statement
from themagraaf.mapping.writing import run
from themagraaf.model.rml import TriplesMap
from themagraaf.sql import text

Work = Sequence[tuple[Bron, TriplesMap, Statement]]
WITHOUT_GRAPH = r"regexp_replace(line, ' <[^ ]*> \.$', ' .')"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Lines to take back, in order: quads per registration, and triples of the union."""

    quads: dict[str, list[str]]
    triples: list[str]


def withdraw(
    connection: duckdb.DuckDBPyConnection, work: Work, ronde: int, also: Iterable[str]
) -> Withdrawn:
    """Return what is said by the records set apart in a round and by none that is accepted.

    `also` are lines that are said besides, by no record.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE weg AS SELECT bron, rij FROM uitval WHERE ronde = {ronde};
        CREATE OR REPLACE TEMP TABLE blijft AS SELECT DISTINCT h.bron, h.rij FROM herkomst h
            SEMI JOIN (SELECT subject FROM herkomst SEMI JOIN weg USING (bron, rij))
            USING (subject) ANTI JOIN uitval USING (bron, rij);
        CREATE OR REPLACE TEMP TABLE ingetrokken (registratie VARCHAR, line VARCHAR);
        CREATE OR REPLACE TEMP TABLE gehouden (line VARCHAR)""")
    if lines := [(line,) for line in also]:
        connection.executemany("INSERT INTO gehouden VALUES (?)", lines)
    gone, kept = (_bronnen(connection, table) for table in ("weg", "blijft"))
    for bron, triples_map, statement in work:
        naam = text(bron.levering.registratie)
        if bron.number in gone:
            lost = _each(statement.quads(_row_of("weg", bron)))
            run(
                connection,
                f"INSERT INTO ingetrokken SELECT {naam}, line FROM ({lost})",
                triples_map,
            )
        if bron.number in kept:
            said = _each(statement.quads(_row_of("blijft", bron)))
            run(connection, f"INSERT INTO gehouden {said}", triples_map)
    quads: dict[str, list[str]] = {}
    for naam, line in connection.execute("""SELECT DISTINCT registratie, line FROM ingetrokken
            ANTI JOIN gehouden USING (line) ORDER BY ALL""").fetchall():
        quads.setdefault(naam, []).append(line)
    triples = connection.execute(f"""SELECT {WITHOUT_GRAPH} AS triple FROM ingetrokken
        EXCEPT SELECT {WITHOUT_GRAPH} FROM gehouden ORDER BY ALL""").fetchall()
    return Withdrawn(quads, [triple for (triple,) in triples])


def accepted(bron: Bron, alias: str) -> str:
    """Return the SQL condition that a record of a source was not set apart."""
    return f"""NOT EXISTS
        (FROM uitval u WHERE u.bron = {bron.number} AND u.rij = {alias}.rij)"""


def _each(lines: str) -> str:
    return f"SELECT unnest(string_split(line, chr(10))) AS line FROM ({lines}) WHERE line <> ''"


def _bronnen(connection: duckdb.DuckDBPyConnection, table: str) -> set[int]:
    return {
        int(bron) for (bron,) in connection.execute(f"SELECT DISTINCT bron FROM {table}").fetchall()
    }


def _row_of(table: str, bron: Bron) -> str:
    return f"b.rij IN (SELECT t.rij FROM {table} t WHERE t.bron = {bron.number})"
