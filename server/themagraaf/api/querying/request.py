"""Reads a SPARQL 1.1 Protocol request: exactly one query, from address or body."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request

from themagraaf.api.problem import (
    BadParametersError,
    BodySizeError,
    BodyTypeError,
    Fault,
    ReadOnlyError,
)
from themagraaf.errors import RequestError, choices
from themagraaf.store.answer import Dataset

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
BODY_LIMIT_BYTES = 1_000_000
FIELDS_LIMIT = 100

# Sent by clients out of habit; Accept says the same, or we have nothing to infer.
HABITS = ("format", "output", "results", "infer", "timeout", "version")
DATASET = ("default-graph-uri", "named-graph-uri")
CHANGING = ("update", "using-graph-uri", "using-named-graph-uri")

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query, or None where the endpoint itself is asked about; its dataset; a format by name."""

    query: str | None
    dataset: Dataset | None
    formaat: str | None


async def read_body(request: Request) -> bytes:
    """Return the body, read no further than a question may be long.

    Raises:
        BodySizeError: It is longer.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT_BYTES:
            raise BodySizeError(f"a query has at most {BODY_LIMIT_BYTES} bytes")
    return bytes(body)


def read_get(request: Request, formats: Sequence[str]) -> SparqlRequest:
    """Read a GET; without a query it asks about the endpoint.

    Raises:
        BadParametersError: A parameter is unknown, not supported, or given twice.
        ReadOnlyError: It holds an update.
    """
    return _read(request.query_params.multi_items(), formats)


def read_post(request: Request, body: bytes, formats: Sequence[str]) -> SparqlRequest:
    """Read a POST of a form or of a bare query.

    Raises:
        BodyTypeError: The body is neither.
        RequestError: The body is not UTF-8, or holds no query.
        BadParametersError: A parameter is unknown, not supported, or given twice.
        ReadOnlyError: It holds an update.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == UPDATE:
        raise ReadOnlyError("an update changes data; this endpoint only reads")
    if media_type not in (FORM, QUERY):
        raise BodyTypeError(
            f"the body is {media_type or 'of no named type'}; send {FORM} or {QUERY}"
        )
    try:
        text = body.decode()
        pairs = [("query", text)] if media_type == QUERY else _fields(text)
    except UnicodeDecodeError as error:
        raise RequestError("the body is not UTF-8") from error
    found = _read([*request.query_params.multi_items(), *pairs], formats)
    if found.query is None:
        raise BadParametersError([Fault("query", "is missing; give exactly one")])
    return found


def _fields(text: str) -> Pairs:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_LIMIT, errors="strict")
    except UnicodeDecodeError:
        raise
    except ValueError as error:
        raise RequestError(f"the form has more than {FIELDS_LIMIT} fields") from error


def _read(pairs: Pairs, formats: Sequence[str]) -> SparqlRequest:
    counts = Counter(name for name, _ in pairs)
    if changing := sorted(counts.keys() & set(CHANGING)):
        raise ReadOnlyError(f"{changing[0]!r} changes data; this endpoint only reads")
    known = ("query", "formaat", *DATASET, *HABITS)
    faults = [
        Fault(name, f"is no parameter here; {choices(name, known)}")
        for name in sorted(counts.keys() - set(known))
    ]
    faults += [
        Fault(name, f"is given {counts[name]} times; give exactly one")
        for name in ("query", "formaat")
        if counts[name] > 1
    ]
    given = dict(pairs)
    formaat = given.get("formaat")
    if formaat is not None and formaat not in formats:
        faults.append(Fault("formaat", f"{formaat!r} is not known; {choices(formaat, formats)}"))
    if faults:
        raise BadParametersError(faults)
    return SparqlRequest(given.get("query"), _dataset(pairs), formaat)


def _dataset(pairs: Pairs) -> Dataset | None:
    """Return the graphs that are named, which come in place of those of the query (2.1.4)."""
    default, named = (tuple(value for name, value in pairs if name == one) for one in DATASET)
    return Dataset(default, named) if default or named else None
