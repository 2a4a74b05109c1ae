"""Reads JSON: a list is streamed element by element, anything else is read whole."""

import json
import re
from pathlib import Path

import duckdb

from themagraaf.errors import DeliveryError, ModelError
from themagraaf.mapping.intake import Intake, Part
from themagraaf.mapping.kolommen import Columns
from themagraaf.model.rml import Source
from themagraaf.sql import text

STEP = re.compile(r"\.([^.\[\]*]+)|\.\*|\[\*\]|\['([^']+)'\]")
MAX_RECORD_BYTES = 2**24


def stage_json(intake: Intake, path: Path, table: str) -> Part:
    """Read the elements that the iterator finds, each with its JSON pointer.

    Raises:
        ModelError: The iterator has a step that is not known.
        DeliveryError: The file is no JSON, or holds nothing where the iterator looks.
    """
    source = intake.source
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
        intake.execute(
            f"CREATE OR REPLACE TABLE {table} AS "
            f"SELECT row_number() OVER () AS rij, positie, sleutel, j FROM ({inner})"
        )
    except duckdb.Error as error:
        raise _json_error(source, path, error) from error
    found = intake.connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
    if found is None and not _is_empty(path):
        raise DeliveryError(
            f"{path.name} holds nothing at {source.iterator}; is it the file that"
            f" {source.where} means by {source.name!r}?"
        )
    return Part(Columns({}), [])


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
