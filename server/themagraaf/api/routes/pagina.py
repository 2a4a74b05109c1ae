"""The page of the municipality, and what it is dressed in."""

from importlib.resources import files

from fastapi import APIRouter, Request, Response

from themagraaf.api.answer import FRESH, accepted, etag, has_already, prefix, respond
from themagraaf.api.parameters import Parameters
from themagraaf.api.service import CurrentRelease, of
from themagraaf.web.words import TALEN

router = APIRouter(tags=["Pagina"], include_in_schema=False)

HTML = "text/html"
STATIC = {"stijl.css": "text/css", "icoon.svg": "image/svg+xml"}
CONTENT = {name: files("themagraaf.web").joinpath("static", name).read_bytes() for name in STATIC}


@router.get("/")
def read(request: Request, release: CurrentRelease) -> Response:
    """Give the page, in Dutch unless `taal` says otherwise."""
    parameters = Parameters(request.query_params)
    taal = parameters.one("taal", TALEN) or "nl"
    parameters.check(["taal"])
    pages = of(request).pages
    return respond(
        request,
        release.id,
        accepted(request, [HTML]),
        lambda: pages.overview(release, taal, prefix(request)),
        {"Content-Language": taal},
    )


@router.get("/stijl.css")
def read_stijl(request: Request) -> Response:
    """Give the style sheet."""
    return _static(request, "stijl.css")


@router.get("/icoon.svg")
def read_icoon(request: Request) -> Response:
    """Give the icon that a browser shows beside the title."""
    return _static(request, "icoon.svg")


def _static(request: Request, name: str) -> Response:
    Parameters(request.query_params).check(())
    body = CONTENT[name]
    headers = {"ETag": etag(body.decode()), "Cache-Control": FRESH, "Vary": "Accept"}
    if has_already(request, headers["ETag"]):
        return Response(None, 304, headers)
    return Response(body, 200, headers, accepted(request, [STATIC[name]]))
