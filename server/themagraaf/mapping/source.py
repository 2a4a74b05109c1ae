"""Brings the files of a delivery into the workspace, row by row accounted for.

Each source becomes a table with `rij` (from 1), `positie` (an RFC 7111 or JSON
pointer fragment) and either one column a field (CSV) or the record as JSON.
"""

import csv
import json
import logging
import re
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from themagraaf.errors import DeliveryError, ModelError
from themagraaf.mapping.kolommen import Columns, carry_down, name_columns
from themagraaf.mapping.rows import Refused, has_blank_line, misfits, read_header, read_rows
from themagraaf.model.rml import Source
from themagraaf.sql import text

log = logging.getLogger(__name__)
STEP = re.compile(r"\.([^.\[\]*]+)|\.\*|\[\*\]|\['([^']+)'\]")
MAX_RECORD_BYTES = 2**24
MAX_LINE_BYTES = 2**26


@dataclass(frozen=True, slots=True)
class Staged:
    """A source as a table of the workspace.

    `columns` maps a CSV's header to SQL columns, with what a row has from its list;
    `made` are the latter. `twice` are names that the header gives more than one column.
    """

    table: str
    source: Source
    file_name: str
    columns: dict[str, str]
    count: int
    refused: tuple[Refused, ...] = field(default=())
    made: frozenset[str] = frozenset()
    twice: frozenset[str] = frozenset()


def stage(connection: duckdb.DuckDBPyConnection, source: Source, path: Path, table: str) -> Staged:
    """Read one file of a delivery into the table named.

    Raises:
        DeliveryError: The file is missing, empty, or not what the mapping says it is.
    """
    if not path.is_file():
        there = sorted(item.name for item in path.parent.glob("*"))
        listed = f"its folder holds {', '.join(there[:12])}" if there else "its folder is empty"
        said = listed if path.parent.is_dir() else "and so is its folder"
        raise DeliveryError(f"{path} is missing; {said}")
    read = _stage_csv if source.kind == "csv" else _stage_json
    staged = read(connection, source, path, table)
    log.info("read %s: %d records, %d refused", path.name, staged.count, len(staged.refused))
    return staged


def _stage_csv(
    connection: duckdb.DuckDBPyConnection, source: Source, path: Path, table: str
) -> Staged:
    columns = _header(source, path)
    refused: list[Refused] = []
    blank = len(columns.given) > 1 and has_blank_line(path)
    if blank or not _stage_whole(connection, source, path, table, columns.given):
        refused = _stage_rows(connection, source, path, table, columns.given)
    columns = carry_down(connection, source, table, columns, refused)
    return Staged(
        table,
        source,
        path.name,
        {**columns.given, **columns.made},
        _count(connection, table) + len(refused),
        tuple(refused),
        frozenset(columns.made),
        columns.twice,
    )


def _header(source: Source, path: Path) -> Columns:
    """Return the names in the first row of a CSV."""
    dialect = source.dialect
    try:
        header = read_header(path, dialect)
    except LookupError as error:
        raise ModelError(
            f"{source.where}: encoding {dialect.encoding!r} of {source.name!r} is not known;"
            " utf-8, latin-1 and windows-1252 are"
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


def _stage_whole(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    path: Path,
    table: str,
    columns: dict[str, str],
) -> bool:
    """Fill the table from the file as it is; say whether every row fits the header."""
    dialect = source.dialect
    encoding = "utf-8" if dialect.encoding in {"utf-8", "utf8", "utf-8-sig"} else dialect.encoding
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns.values())
    try:
        connection.execute(f"""
            CREATE OR REPLACE TABLE {table} AS
            SELECT row_number() OVER () AS rij, 'row=' || (rij + 1) AS positie,
              {_cleaned(columns, source)}
            FROM read_csv({text(str(path))}, auto_detect = false, skip = 1, header = false,
              delim = {text(dialect.delimiter)}, quote = {text(dialect.quote)},
              escape = {text(dialect.quote)}, encoding = {text(encoding)}, nullstr = '',
              strict_mode = true, null_padding = false, columns = {{{types}}})
        """)
    except duckdb.Error:
        return False
    return True


def _stage_rows(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    path: Path,
    table: str,
    columns: dict[str, str],
) -> list[Refused]:
    """Fill the table from the rows that fit the header; return the others."""
    refused: list[Refused] = []
    with TemporaryDirectory() as folder:
        sound = Path(folder) / "sound.csv"
        with sound.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
            for number, row in read_rows(path, source.dialect, len(columns)):
                if isinstance(row, Refused):
                    refused.append(row)
                else:
                    writer.writerow([number - 1, *row])
        types = ", ".join(f"'{name}': 'VARCHAR'" for name in columns.values())
        connection.execute(f"""
            CREATE OR REPLACE TABLE {table} AS
            SELECT rij, 'row=' || (rij + 1) AS positie, {_cleaned(columns, source)}
            FROM read_csv({text(str(sound))}, auto_detect = false, header = false, delim = ',',
              quote = '"', escape = '"', nullstr = '', new_line = '\\n',
              max_line_size = {MAX_LINE_BYTES}, columns = {{'rij': 'BIGINT', {types}}})
        """)
    return refused


def _cleaned(columns: dict[str, str], source: Source) -> str:
    """Return the columns as SQL, with what counts as nothing made nothing."""
    trim = source.dialect.trim
    cleaned: list[str] = []
    for column in columns.values():
        value = f"trim({column})" if trim else column
        for null in ("", *source.dialect.nulls) if trim else source.dialect.nulls:
            value = f"nullif({value}, {text(null)})"
        cleaned.append(f"{value} AS {column}")
    return ", ".join(cleaned)


def _stage_json(
    connection: duckdb.DuckDBPyConnection, source: Source, path: Path, table: str
) -> Staged:
    steps = _steps(source)
    streamed = bool(steps) and steps[0] == "[*]"
    layout = "array" if streamed else "unstructured"
    # The reader sets aside this much for one record, which is the whole file if not an array.
    size = path.stat().st_size + 1024
    largest = max(min(size, MAX_RECORD_BYTES) if streamed else size, 2**16)
    inner = f"""SELECT json AS j, '' AS sleutel, {
        "'/' || (row_number() OVER () - 1)" if streamed else "''"
    } AS positie FROM read_json_objects({text(str(path))}, format = '{layout}',
        maximum_object_size = {largest})"""
    for step in steps[1:] if streamed else steps:
        inner = _step_sql(inner, step)
    try:
        connection.execute(
            f"CREATE OR REPLACE TABLE {table} AS "
            f"SELECT row_number() OVER () AS rij, positie, sleutel, j FROM ({inner})"
        )
    except duckdb.Error as error:
        raise _json_error(source, path, error) from error
    if not (count := _count(connection, table)) and not _is_empty(path):
        raise DeliveryError(
            f"{path.name} holds nothing at {source.iterator}; is it the file that"
            f" {source.where} means by {source.name!r}?"
        )
    return Staged(table, source, path.name, {}, count)


def _steps(source: Source) -> list[str]:
    path = source.iterator.removeprefix("$")
    found = list(STEP.finditer(path))
    if "".join(match.group(0) for match in found) != path:
        raise ModelError(
            f"{source.where}: iterator {source.iterator!r} can't be read;"
            " steps are .name, ['name'], [*] and .*"
        )
    return [match.group(1) or match.group(2) or match.group(0) for match in found]


def _step_sql(inner: str, step: str) -> str:
    """Return SQL that goes one step down a JSONPath, keeping the JSON pointer."""
    if step == "[*]":
        return f"""SELECT lid AS j, '' AS sleutel, positie || '/' || (plek - 1) AS positie FROM (
            SELECT positie, unnest(leden) AS lid, generate_subscripts(leden, 1) AS plek
            FROM (SELECT positie, json_extract(j, '$[*]') AS leden FROM ({inner})))"""
    if step == ".*":
        return f"""SELECT json_extract(j, '/' || veld) AS j, naam AS sleutel,
            positie || '/' || veld AS positie FROM (
            SELECT j, positie, naam, replace(replace(naam, '~', '~0'), '/', '~1') AS veld
            FROM (SELECT j, positie, unnest(json_keys(j)) AS naam FROM ({inner})))"""
    pointer = "/" + step.replace("~", "~0").replace("/", "~1")
    return f"""SELECT json_extract(j, {text(pointer)}) AS j, {text(step)} AS sleutel,
        positie || {text(pointer)} AS positie FROM ({inner})
        WHERE json_extract(j, {text(pointer)}) IS NOT NULL"""


def _is_empty(path: Path) -> bool:
    """Say whether a file is JSON with nothing in it, as a quiet month gives."""
    return b"".join(path.read_bytes().split()) in (b"[]", b"{}")


def _json_error(source: Source, path: Path, error: duckdb.Error) -> DeliveryError:
    try:
        if not isinstance(json.loads(path.read_bytes()), list) and _steps(source)[:1] == ["[*]"]:
            return DeliveryError(
                f"{path.name} does not begin with a list, which iterator {source.iterator!r} of"
                f" {source.where} goes through; is it the file meant by {source.name!r}?"
            )
    except json.JSONDecodeError as found:
        return DeliveryError(
            f"{path.name}, line {found.lineno}, column {found.colno} is not JSON: {found.msg};"
            " ask for the delivery again"
        )
    except UnicodeDecodeError as found:
        return DeliveryError(f"{path.name} is not UTF-8 at byte {found.start}: {found.reason}")
    return DeliveryError(f"{path.name} can't be read: {str(error).splitlines()[0][:200]}")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0
