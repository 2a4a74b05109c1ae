"""The SPARQL endpoints over the stores of the current release: one open to all, one for staff."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from themagraaf.api.answer import (
    FRESH,
    accepted,
    content_type,
    etag,
    has_already,
    prefix,
    service_desc,
)
from themagraaf.api.querying.answers import is_repeatable
from themagraaf.api.querying.asking import Asker
from themagraaf.api.querying.description import describe
from themagraaf.api.querying.formats import FORMATS, GRAPHS, TABLES, wanted, written_as
from themagraaf.api.querying.request import (
    FORM,
    QUERY,
    SparqlRequest,
    read_body,
    read_get,
    read_post,
)
from themagraaf.api.querying.spooled import Spooled
from themagraaf.api.service import of
from themagraaf.release.current import Release

router = APIRouter(tags=["SPARQL"])

OPENBAAR, INTERN = "openbaar", "intern"
PRIVATE = "no-store"
CONTENT = {
    "responses": {
        "200": {
            "description": "Het antwoord, geheel.",
            "content": {
                media_type: {"schema": {"type": "string"}}
                for media_type in [*TABLES.values(), *GRAPHS.values()]
            },
        }
    }
}
GRAPH_NAMES = {"schema": {"type": "array", "items": {"type": "string", "format": "iri"}}}
PARAMETERS = [
    {
        "name": "query",
        "in": "query",
        "description": "De query; zonder beschrijft het endpoint zichzelf.",
        "schema": {"type": "string"},
        "example": "SELECT ?kpi WHERE { ?kpi a <https://w3id.org/themagraaf/def/Kpi> }",
    },
    {
        "name": "default-graph-uri",
        "in": "query",
        "description": "Alleen deze grafen, samen als de default graph; gaat voor FROM.",
        **GRAPH_NAMES,
    },
    {
        "name": "named-graph-uri",
        "in": "query",
        "description": "Alleen deze grafen onder hun naam; gaat voor FROM NAMED.",
        **GRAPH_NAMES,
    },
    {
        "name": "formaat",
        "in": "query",
        "description": "Gaat voor wat Accept vraagt.",
        "schema": {"type": "string", "enum": FORMATS},
        "example": "csv",
    },
]
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"query": {"type": "string"}},
                    "required": ["query"],
                }
            },
            QUERY: {"schema": {"type": "string"}},
        },
    }
}
LOCKED: dict[str, list[dict[str, list[str]]]] = {"security": [{"bearer": []}]}


@router.get(
    "/sparql",
    operation_id="leesSparql",
    summary="Stel een SPARQL-query",
    response_class=Response,
    openapi_extra={**CONTENT, "parameters": PARAMETERS},
)
async def read(request: Request) -> Response:
    """Beantwoord een query over de openbare gegevens, of beschrijf het endpoint.

    Alleen de openbare store is hier te bevragen: model, catalogus en
    KPI-waarnemingen. SERVICE en updates worden geweigerd. Een antwoord is geheel of is een
    fout: na de tijdslimiet 503, boven de rij- of bytelimiet 400.
    """
    return await _read(request, OPENBAAR)


@router.post(
    "/sparql",
    operation_id="vraagSparql",
    summary="Stel een SPARQL-query in de body",
    response_class=Response,
    openapi_extra={**CONTENT, **BODY},
)
async def ask(request: Request, body: Annotated[bytes, Depends(read_body)]) -> Response:
    """Beantwoord een query als met GET; zo blijft zij buiten adres en logboek."""
    return await _ask(request, body, OPENBAAR)


@router.get(
    "/intern/sparql",
    operation_id="leesInternSparql",
    summary="Stel een SPARQL-query over de records",
    response_class=Response,
    openapi_extra={**CONTENT, **LOCKED, "parameters": PARAMETERS},
)
async def read_records(request: Request) -> Response:
    """Beantwoord een query over alles wat de gemeente weet; dat vraagt een token."""
    of(request).tokens.require(request)
    return await _read(request, INTERN)


@router.post(
    "/intern/sparql",
    operation_id="vraagInternSparql",
    summary="Stel een SPARQL-query over de records in de body",
    response_class=Response,
    openapi_extra={**CONTENT, **LOCKED, **BODY},
)
async def ask_records(request: Request) -> Response:
    """Beantwoord een query over de records als met GET."""
    of(request).tokens.require(request)
    return await _ask(request, await read_body(request), INTERN)


async def _read(request: Request, audience: str) -> Response:
    asked = read_get(request, FORMATS)
    if asked.query is None:
        return _describe(request)
    return await _answer(request, asked, audience)


async def _ask(request: Request, body: bytes, audience: str) -> Response:
    answer = await _answer(request, read_post(request, body, FORMATS), audience)
    answer.headers["Cache-Control"] = PRIVATE
    return answer


def _describe(request: Request) -> Response:
    media_type = accepted(request, list(GRAPHS.values()))
    endpoint = str(request.url.replace(query="", fragment=""))
    body = describe(endpoint, media_type)
    headers = {"Vary": "Accept", "Cache-Control": FRESH, "ETag": etag(body.decode())}
    headers["Link"] = service_desc(request)
    if has_already(request, headers["ETag"]):
        return Response(None, 304, headers)
    return Response(body, 200, {**headers, "Content-Type": content_type(media_type)})


async def _answer(request: Request, asked: SparqlRequest, audience: str) -> Response:
    release = await of(request).current.at_hand()
    table, graph = wanted(request, asked.formaat)
    headers = {"Vary": "Accept", "Link": service_desc(request), "Cache-Control": PRIVATE}
    query = asked.query or ""
    if is_repeatable(query):
        headers["ETag"] = _validator(request, release, asked, audience, (table, graph))
        headers["Cache-Control"] = FRESH if audience == OPENBAAR else PRIVATE
        if has_already(request, headers["ETag"].removeprefix("W/")):
            return Response(None, 304, headers)
    table_type, graph_type = written_as(table, "table"), written_as(graph, "graph")
    asker = Asker(request, release, audience)
    document = await asker.document(query, table_type, graph_type, asked.dataset)
    # What was accepted under another name is given under that name.
    names = {table_type: table, graph_type: graph}
    headers["Content-Type"] = content_type(names[document.media_type] or document.media_type)
    if isinstance(document.body, bytes):
        return Response(document.body, 200, headers)
    return Spooled(document.body, document.size, headers)


def _validator(
    request: Request,
    release: Release,
    asked: SparqlRequest,
    audience: str,
    media_types: tuple[str | None, str | None],
) -> str:
    """Return a validator, weak: rows that no ORDER BY puts in order may come in another."""
    parts = (release.id, audience, prefix(request), asked.query, asked.dataset, *media_types)
    return "W/" + etag(*map(repr, parts))
