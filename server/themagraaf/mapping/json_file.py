"""Reads JSON: a list or the members of an object one by one, anything else whole.

The engine reads a list that is the whole file. What stands within an object of a large file, or
has an element that the engine can't read, is read element by element.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from themagraaf.errors import DeliveryError, ModelError
from themagraaf.mapping.intake import Intake, Part, Row
from themagraaf.mapping.json_records import NoListError, NotJsonError, read_elements
from themagraaf.mapping.kolommen import Columns
from themagraaf.mapping.rows import MAX_RECORD_CHARACTERS, Refused
from themagraaf.model.rml import Source
from themagraaf.sql import text

STEP = re.compile(r"\.([^.\[\]*]+)|\.\*|\[\*\]|\['([^']+)'\]")
MAX_RECORD_BYTES = MAX_RECORD_CHARACTERS
EMPTY = (b"[]", b"{}")


def stage_json(intake: Intake, path: Path, table: str) -> Part:
    """Read the elements that the iterator finds, each with its JSON pointer.

    Raises:
        ModelError: The iterator has a step that is not known.
        DeliveryError: The file is no JSON before its first record, or holds nothing where the
            iterator looks.
    """
    source = intake.source
    steps = _steps(source)
    before = next((place for place, step in enumerate(steps) if not _is_name(step)), None)
    large = path.stat().st_size > MAX_RECORD_BYTES and before is not None
    refused: list[Refused] = []
    if (large and steps[0] != "[*]") or not _stage_whole(intake, path, table, steps):
        if before is None:
            raise _whole_error(path)
        refused = _stage_each(intake, path, table, steps, before)
    found = intake.connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
    if found is None and not refused and not _is_empty(path):
        raise DeliveryError(
            f"{path.name} holds nothing at {source.iterator}; is it the file that"
            f" {source.where} means by {source.name!r}?"
        )
    return Part(Columns({}), refused)


def _stage_whole(intake: Intake, path: Path, table: str, steps: list[str]) -> bool:
    """Fill the table by the engine; say whether all that it found can get in."""
    streamed = steps[:1] == ["[*]"]
    layout = "array" if streamed else "unstructured"
    # The reader sets aside this much for one record, which is the whole file if not an array.
    size = path.stat().st_size + 1024
    largest = max(min(size, MAX_RECORD_BYTES) if streamed else size, 2**16)
    inner = f"""SELECT json AS j, '' AS sleutel, {
        "'/' || (row_number() OVER () - 1)" if streamed else "''"
    } AS positie FROM read_json_objects({text(str(path))}, format = '{layout}',
        maximum_object_size = {largest})"""
    try:
        _walk(intake, table, inner, steps[1:] if streamed else steps)
    except duckdb.Error:
        return False
    escaped = f"SELECT 1 FROM {table} WHERE contains(j::VARCHAR, '\\u0000') LIMIT 1"
    return intake.connection.execute(escaped).fetchone() is None


def _stage_each(
    intake: Intake, path: Path, table: str, steps: list[str], before: int
) -> list[Refused]:
    """Fill the table from the list, or the members of the object, behind the first steps."""
    names, keyed, raw = steps[:before], steps[before] == ".*", f"{table}_element"

    def rows() -> Iterator[Row | Refused]:
        for item in read_elements(path, names, keyed=keyed):
            if isinstance(item, Refused):
                yield item
            else:
                yield item.place + 1, item.pointer, [item.key, item.text]

    try:
        refused = intake.fill(raw, {"sleutel": "sleutel", "j": "j"}, rows())
    except NotJsonError as error:
        raise DeliveryError(
            f"{path.name}, line {error.line}, column {error.column} is not JSON: {error};"
            " ask for the delivery again"
        ) from error
    except NoListError as error:
        raise _no_list(intake.source, path) from error
    found = f"SELECT j::JSON AS j, coalesce(sleutel, '') AS sleutel, positie FROM {raw}"
    inner = f"{found} ORDER BY rij"
    _walk(intake, table, inner, steps[before + 1 :])
    intake.execute(f"DROP TABLE {raw}")
    return refused


def _walk(intake: Intake, table: str, inner: str, steps: list[str]) -> None:
    for step in steps:
        inner = _step_sql(inner, step)
    intake.execute(
        f"CREATE OR REPLACE TABLE {table} AS "
        f"SELECT row_number() OVER () AS rij, positie, sleutel, j FROM ({inner})"
    )


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


def _is_name(step: str) -> bool:
    return step not in {"[*]", ".*"}


def _is_empty(path: Path) -> bool:
    """Say whether a file is JSON with nothing in it, as a quiet month gives."""
    with path.open("rb") as file:
        return b"".join(file.read(1024).split()) in EMPTY


def _no_list(source: Source, path: Path) -> DeliveryError:
    if _steps(source)[0] == "[*]":
        return DeliveryError(
            f"{path.name} does not begin with a list, which iterator {source.iterator!r} of"
            f" {source.where} goes through; is it the file meant by {source.name!r}?"
        )
    return DeliveryError(
        f"{path.name} holds nothing at {source.iterator}; is it the file that"
        f" {source.where} means by {source.name!r}?"
    )


def _whole_error(path: Path) -> DeliveryError:
    try:
        json.loads(path.read_bytes())
    except json.JSONDecodeError as found:
        return DeliveryError(
            f"{path.name}, line {found.lineno}, column {found.colno} is not JSON: {found.msg};"
            " ask for the delivery again"
        )
    except UnicodeDecodeError as found:
        return DeliveryError(f"{path.name} is not UTF-8 at byte {found.start}: {found.reason}")
    return DeliveryError(f"{path.name} can't be read as JSON; ask for the delivery again")
