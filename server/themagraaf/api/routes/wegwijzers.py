"""Signposts: where a machine that knows only the address finds the rest."""

import json

from fastapi import APIRouter, Request, Response

from themagraaf.api.answer import (
    FRESH,
    JSON,
    accepted,
    content_type,
    etag,
    has_already,
    prefix,
    service_desc,
)
from themagraaf.api.parameters import Parameters
from themagraaf.api.querying.asking import Asker
from themagraaf.api.querying.formats import GRAPHS
from themagraaf.api.querying.spooled import Spooled
from themagraaf.api.service import audience_of, of
from themagraaf.errors import UnknownError
from themagraaf.model.opzoeking import IRI

router = APIRouter(tags=["Linked data"], include_in_schema=False)

LINKSET = "application/linkset+json"
CATALOGUE = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{basis}/graaf/catalogus> {{ ?s ?p ?o }} }}"
GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <graaf> {{ ?s ?p ?o }} }}"
# The default graph holds each triple once, whatever graphs say it.
VOID = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX void: <http://rdfs.org/ns/void#>
CONSTRUCT {{
  <{basis}/id/void> a void:Dataset ;
    dcterms:title "Themagraaf" ;
    void:sparqlEndpoint <{here}/sparql> ;
    void:uriSpace "{basis}/id/" ;
    void:vocabulary <https://w3id.org/themagraaf/def> , <http://purl.org/linked-data/cube#> ,
      <http://www.w3.org/ns/dcat#> ;
    void:exampleResource <{basis}/id/catalogus> ;
    void:feature <http://www.w3.org/ns/formats/Turtle> , <http://www.w3.org/ns/formats/JSON-LD> ;
    void:triples ?triples ;
    void:classPartition ?deelKlasse ;
    void:propertyPartition ?deelEigenschap .
  ?deelKlasse void:class ?klasse ; void:entities ?dingen .
  ?deelEigenschap void:property ?eigenschap ; void:triples ?keer .
}}
WHERE {{
  {{ SELECT (COUNT(*) AS ?triples) WHERE {{ ?s ?p ?o }} }}
  UNION
  {{
    {{ SELECT ?klasse (COUNT(?ding) AS ?dingen) WHERE {{ ?ding a ?klasse }} GROUP BY ?klasse }}
    BIND (IRI(CONCAT("{basis}/id/void/klasse/", SHA256(STR(?klasse)))) AS ?deelKlasse)
  }}
  UNION
  {{
    {{ SELECT ?eigenschap (COUNT(*) AS ?keer) WHERE {{ ?s ?eigenschap ?o }} GROUP BY ?eigenschap }}
    BIND (IRI(CONCAT("{basis}/id/void/eigenschap/", SHA256(STR(?eigenschap)))) AS ?deelEigenschap)
  }}
}}"""


@router.get("/.well-known/void")
async def read_void(request: Request) -> Response:
    """Describe what is open as a VoID data set, with how often each class and property occurs."""
    return await _construct(request, VOID)


@router.get("/catalogus")
async def read_catalogue(request: Request) -> Response:
    """Give the catalogue by DCAT-AP-NL 3.0, for harvesters."""
    return await _construct(request, CATALOGUE)


@router.get("/.well-known/api-catalog")
async def read_api_catalog(request: Request) -> Response:
    """Name the interfaces that there are here (RFC 9727)."""
    Parameters(request.query_params).check(())
    media_type = accepted(request, [LINKSET, JSON])
    here = _here(request)
    linkset = [
        {
            "anchor": f"{here}/v1",
            "service-desc": [{"href": f"{here}/v1/openapi.json", "type": JSON}],
            "service-meta": [{"href": f"{here}/catalogus", "type": "text/turtle"}],
        },
        {
            "anchor": f"{here}/sparql",
            "service-desc": [{"href": f"{here}/sparql", "type": "text/turtle"}],
            "service-meta": [{"href": f"{here}/.well-known/void", "type": "text/turtle"}],
        },
    ]
    body = json.dumps({"linkset": linkset}, indent=2)
    headers = {"ETag": etag(body), "Vary": "Accept", "Cache-Control": FRESH}
    if has_already(request, headers["ETag"]):
        return Response(None, 304, headers)
    return Response(body, 200, headers, media_type)


@router.get("/graaf/{path:path}")
async def read_graph(request: Request, path: str) -> Response:
    """Give a whole graph; those of records to staff alone."""
    release = await of(request).current.at_hand()
    iri = f"{release.manifest['gemeente']['basis']}/graaf/{path}"
    audience = audience_of(request)
    if not IRI.fullmatch(iri) or not release.store(audience).has_graph(iri):
        raise UnknownError(f"there is no graph {path!r} here; /sparql lists those that there are")
    return await _construct(request, GRAPH.replace("<graaf>", f"<{iri}>"), audience)


async def _construct(request: Request, query: str, audience: str = "openbaar") -> Response:
    parameters = Parameters(request.query_params)
    formaat = parameters.one("formaat", list(GRAPHS))
    parameters.check(["formaat"])
    release = await of(request).current.at_hand()
    media_type = GRAPHS[formaat] if formaat else accepted(request, list(GRAPHS.values()))
    headers = {
        "ETag": "W/" + etag(release.id, audience, query, media_type),
        "Vary": "Accept, Authorization",
        "Cache-Control": FRESH if audience == "openbaar" else "no-store",
        "Link": service_desc(request),
        "Content-Type": content_type(media_type),
    }
    if has_already(request, headers["ETag"].removeprefix("W/")):
        return Response(None, 304, headers)
    asked = query.format(basis=release.manifest["gemeente"]["basis"], here=_here(request))
    document = await Asker(request, release, audience).document(asked, None, media_type)
    if isinstance(document.body, bytes):
        return Response(document.body, 200, headers)
    return Spooled(document.body, document.size, headers)


def _here(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{prefix(request)}"
