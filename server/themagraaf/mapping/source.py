"""Brings the files and tables of a delivery into the workspace, row by row accounted for.

Each source becomes a table with `rij` (from 1), `positie` (what follows the `#` in
the IRI of a record), `bestand` (which of its files, from 0) and either one column a
field or, for JSON, the record as it is.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from themagraaf.errors import DeliveryError, ModelError, choices
from themagraaf.mapping.csv_file import stage_csv
from themagraaf.mapping.database import Tables
from themagraaf.mapping.excel_file import stage_excel
from themagraaf.mapping.intake import Intake, Part, many, numbered
from themagraaf.mapping.json_file import stage_json
from themagraaf.mapping.parquet_file import stage_parquet
from themagraaf.mapping.rows import Refused
from themagraaf.mapping.xml_file import stage_xml
from themagraaf.model.rml import Source

log = logging.getLogger(__name__)
Read = Callable[[Intake, Path, str], Part]
READERS: dict[str, Read] = {"json": stage_json, "xml": stage_xml, "csv": stage_csv}
# A file of rows under named columns is one, however it was saved.
BY_SUFFIX: dict[str, Read] = {
    ".xlsx": stage_excel,
    ".xlsm": stage_excel,
    ".parquet": stage_parquet,
}


@dataclass(frozen=True, slots=True)
class Staged:
    """A source as a table of the workspace.

    `columns` maps fields to SQL columns, with what a row has from its list; `made`
    are the latter. `twice` are names that a header gives more than one column.
    """

    table: str
    source: Source
    files: tuple[str, ...]
    columns: dict[str, str]
    count: int
    refused: tuple[Refused, ...] = field(default=())
    made: frozenset[str] = frozenset()
    twice: frozenset[str] = frozenset()
    key: tuple[str, ...] = ()  # fields that the position of a record gives away
    filled: frozenset[str] = frozenset()  # fields that each row is known to have


def stage(intake: Intake, paths: Sequence[Path], table: str) -> Staged:
    """Read the files of one source into the table named, one after the other.

    Raises:
        ModelError: The mapping reads a column that a file has not.
        DeliveryError: A file is missing, empty, or not what the mapping says it is.
    """
    parts: list[_Staged] = []
    for number, path in enumerate(paths):
        _look_for(path)
        name = table if len(paths) == 1 else f"{table}_{number}"
        part = _reader(intake.source, path)(intake, path, name)
        parts.append(_noted(intake, part, name, path.name))
    return _together(intake, parts, table)


def stage_table(intake: Intake, tables: Tables, table: str, file_name: str) -> Staged:
    """Read one table or query of a database into the table named.

    Raises:
        ModelError: There is no such table or column.
        DeliveryError: The database stops answering.
    """
    part = tables.stage(intake, table)
    return _together(intake, [_noted(intake, part, table, file_name)], table)


def stage_nothing(intake: Intake, table: str) -> Staged:
    """Make a source that a delivery does without: a table with all that is asked, and no row."""
    columns = {} if intake.source.kind == "json" else numbered(intake.references)
    fields = [
        f"{column} VARCHAR{'[]' if many(intake.source, name) else ''}"
        for name, column in columns.items()
    ] or ["sleutel VARCHAR", "j JSON"]
    intake.execute(
        f"CREATE OR REPLACE TABLE {table}"
        f" (rij BIGINT, positie VARCHAR, {', '.join(fields)}, bestand USMALLINT)"
    )
    return Staged(table, intake.source, (), columns, 0)


@dataclass(frozen=True, slots=True)
class _Staged:
    """What one file gave, in a table of its own."""

    table: str
    file_name: str
    part: Part
    count: int
    filled: frozenset[str]

    @property
    def columns(self) -> dict[str, str]:
        return {**self.part.columns.given, **self.part.columns.made}


def _noted(intake: Intake, part: Part, table: str, file_name: str) -> _Staged:
    columns = {**part.columns.given, **part.columns.made}
    counts = ", ".join(["count(*)", *(f"count({column})" for column in columns.values())])
    count, *there = intake.connection.execute(f"SELECT {counts} FROM {table}").fetchone() or (0,)
    log.info("read %s: %d records, %d refused", file_name, count, len(part.refused))
    filled = (name for name, number in zip(columns, there, strict=True) if number == count)
    return _Staged(table, file_name, part, count, frozenset(filled))


def _reader(source: Source, path: Path) -> Read:
    if source.kind == "csv":
        return BY_SUFFIX.get(path.suffix.lower(), stage_csv)
    return READERS[source.kind]


def _look_for(path: Path) -> None:
    if path.is_file():
        return
    there = sorted(item.name for item in path.parent.glob("*"))
    listed = f"its folder holds {', '.join(there[:12])}" if there else "its folder is empty"
    said = listed if path.parent.is_dir() else "and so is its folder"
    raise DeliveryError(f"{path} is missing; {said}")


def _together(intake: Intake, parts: Sequence[_Staged], table: str) -> Staged:
    """Make one table of what each file gave; fields go by name, wherever a file has them."""
    columns = parts[0].columns
    if len(parts) == 1:
        intake.execute(f"ALTER TABLE {table} ADD COLUMN bestand USMALLINT DEFAULT 0")
    else:
        columns = numbered(dict.fromkeys(name for part in parts for name in part.columns))
        intake.execute(f"CREATE OR REPLACE TABLE {table} AS {_stacked(intake, parts, columns)}")
        for part in parts:
            intake.execute(f"DROP TABLE {part.table}")
    refused = tuple(
        replace(item, bestand=staged.file_name) for staged in parts for item in staged.part.refused
    )
    return Staged(
        table,
        intake.source,
        tuple(staged.file_name for staged in parts),
        columns,
        sum(staged.count for staged in parts) + len(refused),
        refused,
        frozenset(name for staged in parts for name in staged.part.columns.made),
        frozenset(name for staged in parts for name in staged.part.columns.twice),
        parts[0].part.key,
        frozenset.intersection(*(staged.filled for staged in parts)),
    )


def _stacked(intake: Intake, parts: Sequence[_Staged], columns: dict[str, str]) -> str:
    selects: list[str] = []
    before = 0
    for number, part in enumerate(parts):
        for name in intake.references:
            if columns and name not in part.columns:
                raise ModelError(
                    f"{intake.source.where}: {part.file_name} has no column {name!r}, as other"
                    f" files of {intake.source.name!r} have; {choices(name, part.columns)}"
                )
        fields = [
            f"{part.columns.get(name, 'NULL')} AS {column}" for name, column in columns.items()
        ]
        chosen = ", ".join(fields) if columns else "sleutel, j"
        selects.append(
            f"SELECT rij + {before} AS rij, positie, {chosen}, {number}::USMALLINT AS bestand"
            f" FROM {part.table}"
        )
        row = intake.connection.execute(f"SELECT max(rij) FROM {part.table}").fetchone()
        before += int(row[0] or 0) if row else 0
    return " UNION ALL ".join(selects)
