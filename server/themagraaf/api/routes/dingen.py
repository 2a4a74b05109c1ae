"""Every name answers: things of the municipality, terms, codes and shapes, in HTML or as RDF."""

from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from fastapi import APIRouter, Request, Response
from rdflib import Graph

from themagraaf.api.answer import (
    FRESH,
    accepted,
    content_type,
    etag,
    has_already,
    link,
    prefix,
    service_desc,
)
from themagraaf.api.describing import Describer, retired
from themagraaf.api.parameters import Parameters
from themagraaf.api.querying.asking import Asker
from themagraaf.api.querying.formats import GRAPHS
from themagraaf.api.service import audience_of, of
from themagraaf.release.current import Release
from themagraaf.store.answering import PREFIXES, rewrite
from themagraaf.web.thing import Links, Thing, iris_of, render_thing
from themagraaf.web.words import TALEN

router = APIRouter(tags=["Linked data"], include_in_schema=False)

HTML = "text/html"
FORMATS = {"html": HTML, **GRAPHS}
OURS = "https://w3id.org/themagraaf"


@router.get("/id/{path:path}")
async def see_other(request: Request, path: str) -> Response:
    """Send who asks for a thing to what is said of it (httpRange-14)."""
    place = f"{prefix(request)}/doc/{_place(request).removeprefix('/id/')}"
    query = f"?{request.url.query}" if request.url.query else ""
    return Response(None, 303, {"Location": place + query, "Vary": "Accept"})


@router.get("/doc/{path:path}")
async def read_thing(request: Request, path: str) -> Response:
    """Give what is said of a thing of the municipality."""
    release = await of(request).current.at_hand()
    begin = f"{release.manifest['gemeente']['basis']}/id/"
    rest = _place(request).removeprefix("/doc/")
    return await _answer(request, release, [begin + name for name in _names(rest)])


@router.get("/def")
@router.get("/def/{path:path}")
async def read_term(request: Request) -> Response:
    """Give what is said of a class or property."""
    return await _of_ours(request)


@router.get("/code/{path:path}")
async def read_code(request: Request) -> Response:
    """Give what is said of a code list or a code."""
    return await _of_ours(request)


@router.get("/shape/{path:path}")
async def read_shape(request: Request) -> Response:
    """Give what a shape asks for."""
    return await _of_ours(request)


async def _of_ours(request: Request) -> Response:
    names = [OURS + name for name in _names(_place(request))]
    return await _answer(request, await of(request).current.at_hand(), names)


def _place(request: Request) -> str:
    """Return the path that was asked for below the prefix, escaped as it came."""
    path: bytes = request.scope["raw_path"]
    return path.decode("latin-1").removeprefix(prefix(request))


def _names(path: str) -> list[str]:
    """Return what may be meant by a path: what is escaped in a name, or in its address alone."""
    return [path.replace("%23", "#"), unquote(path)]


async def _answer(request: Request, release: Release, names: Sequence[str]) -> Response:
    parameters = Parameters(request.query_params)
    taal = parameters.one("taal", TALEN) or "nl"
    formaat = parameters.one("formaat", list(FORMATS))
    page = parameters.whole_number("page", 1, 1_000_000, otherwise=1)
    parameters.check(["taal", "formaat", "page"])
    media_type = FORMATS[formaat] if formaat else accepted(request, list(FORMATS.values()))
    audience = audience_of(request)
    describer = Describer(Asker(request, release, audience))
    iri, graph = await describer.find(names)
    # Weak, since prefixes and blank nodes come in any order.
    validator = etag(release.id, iri, request.url.query, media_type, audience)
    headers = {
        "ETag": f"W/{validator}",
        "Vary": "Accept, Authorization",
        "Cache-Control": FRESH if audience == "openbaar" else "no-store",
        "Content-Type": content_type(media_type),
    }
    headers |= _links(request, graph, iri)
    if has_already(request, validator):
        return Response(None, 304, headers)
    if media_type != HTML:
        body = rewrite(graph.serialize(format="nt").encode(), iri, media_type, PREFIXES)
        return Response(body, 200, headers)
    headers["Content-Language"] = taal
    return Response(await _page(request, describer, graph, iri, taal, page), 200, headers)


async def _page(
    request: Request, describer: Describer, graph: Graph, iri: str, taal: str, page: int
) -> str:
    gemeente = describer.asker.release.manifest["gemeente"]
    found, more = await describer.references(iri, page)
    references = [(item.van, item.eigenschap) for item in found]
    graphs = await describer.graphs(iri)
    named = iris_of(graph) | {iri, *graphs} | {one for pair in references for one in pair}
    names = await describer.names(named, taal)
    thing = Thing(iri, graph, names, graphs, references, page, more)
    links = Links(gemeente["basis"], prefix(request))
    path = links.prefix + _place(request)
    return render_thing(thing, links, taal, path, gemeente["naam"])


def _links(request: Request, graph: Graph, iri: str) -> Mapping[str, str]:
    """Return the links of a description, and of a retired term how it is retired (RFC 9745)."""
    path = _place(request)
    found = [
        f'{link(request, f"{path}?formaat={name}", "alternate")}; type="{media_type}"'
        for name, media_type in FORMATS.items()
    ]
    found += [f'<{iri}>; rel="describes"', service_desc(request)]
    said = retired(graph, iri)
    return {**said, "Link": ", ".join([*found, *([said["Link"]] if "Link" in said else [])])}
