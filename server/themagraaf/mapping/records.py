"""Records as they were delivered: which one, where it stands, what it says."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from themagraaf.mapping.bron import Bron
from themagraaf.sql import text

BATCH = 1000


@dataclass(frozen=True, slots=True)
class RecordRef:
    """Which record: the number of its source, and its row there."""

    bron: int
    rij: int


@dataclass(frozen=True, slots=True)
class RecordAt:
    """Where a record stands, for people: delivery, file, position, and what it says."""

    registratie: str
    levering: str
    bestand: str
    positie: str
    bron: str  # JSON


def read_records(
    connection: duckdb.DuckDBPyConnection, bron: Bron, condition: str
) -> Iterator[tuple[RecordRef, RecordAt]]:
    """Give the records of a source that meet an SQL condition on `b.rij`, in its order."""
    staged, levering = bron.staged, bron.levering
    fields = [
        f"{text(name)}, {column}"
        for name, column in staged.columns.items()
        if name not in staged.made
    ]
    content = f"json_object({', '.join(fields)})" if fields else "j"
    rows = connection.cursor().execute(
        f"SELECT rij, positie, bestand, {content}::VARCHAR FROM {staged.table} b"
        f" WHERE {condition} ORDER BY rij"
    )
    while batch := rows.fetchmany(BATCH):
        for rij, positie, bestand, said in batch:
            told = json.dumps(json.loads(said), ensure_ascii=False)
            yield (
                RecordRef(bron.number, int(rij)),
                RecordAt(
                    levering.registratie,
                    levering.datum.isoformat(),
                    staged.files[bestand],
                    positie,
                    told,
                ),
            )
