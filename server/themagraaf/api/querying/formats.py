"""The media types of answers to SPARQL, by the names that `formaat` takes; ours first."""

from starlette.requests import Request

from themagraaf.api import negotiation
from themagraaf.api.problem import NotAcceptableError

TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "trig": "application/trig",
    "nquads": "application/n-quads",
}
FORMATS = [*TABLES, *GRAPHS]
# Asked for by many clients where they mean these.
TABLE_ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/plain": "text/csv",
}
GRAPH_ALIASES = {
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "application/x-turtle": "text/turtle",
    "text/n3": "text/turtle",
    "text/plain": "application/n-triples",
}


def wanted(request: Request, formaat: str | None) -> tuple[str | None, str | None]:
    """Return the media types to give a table and a graph in; None where none will do.

    Raises:
        NotAcceptableError: The caller accepts none at all.
    """
    if formaat is not None:
        return TABLES.get(formaat), GRAPHS.get(formaat)
    accept = ", ".join(request.headers.getlist("accept"))
    table = negotiation.choose(accept, [*TABLES.values(), *TABLE_ALIASES])
    graph = negotiation.choose(accept, [*GRAPHS.values(), *GRAPH_ALIASES])
    if table is None and graph is None:
        known = ", ".join([*TABLES.values(), *GRAPHS.values()])
        raise NotAcceptableError(f"Accept is {accept!r}; this gives {known}")
    return table, graph


def written_as(media_type: str | None, kind: str) -> str | None:
    """Return the media type that the engine writes for one that may be an alias."""
    aliases = TABLE_ALIASES if kind == "table" else GRAPH_ALIASES
    return aliases.get(media_type, media_type) if media_type else None
