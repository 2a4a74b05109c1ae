"""The SPARQL endpoint over the public store of the current release."""

import hashlib
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from themagraaf.api import negotiation
from themagraaf.api.answer import FRESH, accepted, has_already, respond, service_desc
from themagraaf.api.problem import NotAcceptableError
from themagraaf.api.service import CurrentRelease, of
from themagraaf.api.sparql_request import FORM, QUERY, SparqlRequest, read_body, read_get, read_post
from themagraaf.api.worker import Question
from themagraaf.release.current import Release

router = APIRouter(tags=["SPARQL"])

TURTLE = "text/turtle"
TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {"turtle": TURTLE, "ntriples": "application/n-triples", "rdfxml": "application/rdf+xml"}
# Asked for by many clients where they mean SPARQL's own.
ALIASES = {"application/json": "application/sparql-results+json"}
FORMATS = [*TABLES, *GRAPHS]
DESCRIPTION = files("themagraaf.api").joinpath("service_description.ttl").read_text("utf-8")

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
PARAMETERS = [
    {
        "name": "query",
        "in": "query",
        "description": "De query; zonder beschrijft het endpoint zichzelf.",
        "schema": {"type": "string"},
        "example": "SELECT ?kpi WHERE { ?kpi a <https://w3id.org/themagraaf/def/Kpi> }",
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


@router.get(
    "/sparql",
    operation_id="leesSparql",
    summary="Stel een SPARQL-query",
    response_class=Response,
    openapi_extra={**CONTENT, "parameters": PARAMETERS},
)
def read(request: Request, release: CurrentRelease) -> Response:
    """Beantwoord een query over de openbare gegevens, of beschrijf het endpoint.

    Alleen de openbare store is hier te bevragen: model, catalogus en
    KPI-waarnemingen. De records zelf vragen een bewijs van toegang; dat is er nog
    niet. SERVICE en updates worden geweigerd. Een antwoord is geheel of is een
    fout: na de tijdslimiet 503, boven de rijlimiet 400.
    """
    asked = read_get(request, FORMATS)
    if asked.query is None:
        media_type = accepted(request, [TURTLE])
        return respond(request, release.id, media_type, lambda: DESCRIPTION)
    answer = _answer(request, release, asked)
    # The bytes themselves decide, for a query may ask the time or a random number.
    validator = f'"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    answer.headers["ETag"] = validator
    answer.headers["Cache-Control"] = FRESH
    if has_already(request, validator):
        kept = ("etag", "vary", "cache-control", "link")
        return Response(None, 304, {name: answer.headers[name] for name in kept})
    return answer


@router.post(
    "/sparql",
    operation_id="vraagSparql",
    summary="Stel een SPARQL-query in de body",
    response_class=Response,
    openapi_extra={**CONTENT, **BODY},
)
def ask(
    request: Request, release: CurrentRelease, body: Annotated[bytes, Depends(read_body)]
) -> Response:
    """Beantwoord een query als met GET; zo blijft zij buiten adres en logboek."""
    answer = _answer(request, release, read_post(request, body, FORMATS))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _answer(request: Request, release: Release, asked: SparqlRequest) -> Response:
    if asked.formaat is None:
        accept = ", ".join(request.headers.getlist("accept"))
        table = negotiation.choose(accept, [*TABLES.values(), *ALIASES])
        graph = negotiation.choose(accept, list(GRAPHS.values()))
        if table is None and graph is None:
            known = ", ".join([*TABLES.values(), *GRAPHS.values()])
            raise NotAcceptableError(f"Accept is {accept!r}; this gives {known}")
    else:
        table, graph = TABLES.get(asked.formaat), GRAPHS.get(asked.formaat)
    engine_type = ALIASES.get(table, table) if table else None
    question = Question(release.path / "openbaar", asked.query or "", engine_type, graph)
    document = of(request).workers.answer(question)
    is_alias = table is not None and document.media_type == engine_type
    media_type = table if is_alias and table else document.media_type
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    headers = {"Vary": "Accept", "Link": service_desc(request)}
    return Response(document.body, 200, {**headers, "Content-Type": media_type + charset})
