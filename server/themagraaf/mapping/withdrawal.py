"""What records that are set apart take along: the lines that no other record says.

Each line begins with the subject of its record, so that only records about the same
subjects can say it as well: few are mapped again, whatever the size of the deliveries.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import duckdb

from themagraaf.mapping.bron import Bron
from themagraaf.mapping.statement import Statement
from themagraaf.model.rml import TriplesMap

Run = Callable[[str, TriplesMap], None]
Work = Sequence[tuple[Bron, TriplesMap, Statement]]
WITHOUT_GRAPH = r"regexp_replace(line, ' <[^ ]*> \.$', ' .')"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Lines to take back, in order: quads per registration, and triples of the union."""

    quads: dict[str, list[str]]
    triples: list[str]

    def add(self, more: "Withdrawn") -> None:
        """Take in what was withdrawn later."""
        for naam, lines in more.quads.items():
            self.quads.setdefault(naam, []).extend(lines)
        self.triples.extend(more.triples)


def withdraw(
    connection: duckdb.DuckDBPyConnection, work: Work, ronde: int, run: Run, also: Iterable[str]
) -> Withdrawn:
    """Return what is said by the records set apart in a round and by none that is accepted.

    `also` are lines that are said besides, by no record.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE verdacht AS SELECT DISTINCT h.subject
            FROM herkomst h JOIN uitval u USING (bron, rij) WHERE u.ronde = {ronde};
        CREATE OR REPLACE TEMP TABLE ingetrokken (registratie VARCHAR, line VARCHAR);
        CREATE OR REPLACE TEMP TABLE gehouden (line VARCHAR)""")
    if lines := [(line,) for line in also]:
        connection.executemany("INSERT INTO gehouden VALUES (?)", lines)
    for bron, triples_map, statement in work:
        if _some(connection, f"FROM uitval WHERE bron = {bron.number} AND ronde = {ronde}"):
            gone = f"""b.rij IN (SELECT u.rij FROM uitval u
                WHERE u.bron = {bron.number} AND u.ronde = {ronde})"""
            run(
                f"INSERT INTO ingetrokken SELECT '{bron.levering.registratie}', line"
                f" FROM ({_each(statement.quads(gone))})",
                triples_map,
            )
        shared = f"FROM herkomst h SEMI JOIN verdacht USING (subject) WHERE h.bron = {bron.number}"
        if _some(connection, shared):
            kept = f"b.rij IN (SELECT h.rij {shared}) AND {accepted(bron, 'b')}"
            run(f"INSERT INTO gehouden {_each(statement.quads(kept))}", triples_map)
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


def _some(connection: duckdb.DuckDBPyConnection, rows: str) -> bool:
    return connection.execute(f"SELECT EXISTS ({rows})").fetchone() == (True,)
