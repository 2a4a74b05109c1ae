"""Writes what the engine answers in the media type asked for, up to a limit of rows."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from themagraaf.errors import QueryLimitError, RequestError
from themagraaf.store.answer import Document

RESULT_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


def write_answer(
    found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean,
    media_type: str,
    limit_rows: int | None,
) -> Document:
    """Return an answer whole.

    Raises:
        RequestError: This kind of answer has no such media type.
        QueryLimitError: The answer has more rows, or triples, than `limit_rows`.
    """
    if isinstance(found, ox.QueryTriples):
        if (graph_format := GRAPH_FORMATS.get(media_type)) is None:
            raise RequestError(f"a graph has no {media_type}; {', '.join(GRAPH_FORMATS)} are known")
        body = ox.serialize(_at_most(found, limit_rows), format=graph_format)
    else:
        if (format_ := RESULT_FORMATS.get(media_type)) is None:
            raise RequestError(
                f"a table has no {media_type}; {', '.join(RESULT_FORMATS)} are known"
            )
        body = found.serialize(format=format_)
        _refuse_more_than(limit_rows, body or b"", format_)
    return Document(body or b"", media_type)


def _at_most(triples: Iterable[ox.Triple], limit_rows: int | None) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples):
        if number == limit_rows:
            raise _too_large(limit_rows)
        yield triple


def _refuse_more_than(limit_rows: int | None, body: bytes, format_: ox.QueryResultsFormat) -> None:
    # The engine writes all rows at once. A row takes a byte or more in any format, so that
    # only what may be too large is read again to be counted.
    if limit_rows is None or len(body) <= limit_rows:
        return
    if format_ == ox.QueryResultsFormat.CSV:  # lines, less those within quotes and the header
        rows = sum(part.count(b"\n") for part in body.split(b'"')[::2]) - 1
    else:
        found = ox.parse_query_results(body, format=format_)
        rows = len(list(found)) if isinstance(found, ox.QuerySolutions) else 1
    if rows > limit_rows:
        raise _too_large(limit_rows)


def _too_large(limit_rows: int) -> QueryLimitError:
    return QueryLimitError(
        f"the answer has more than {limit_rows} rows; ask for less with LIMIT, a FILTER or GROUP BY"
    )
