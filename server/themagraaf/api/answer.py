"""Makes answers: media type, validators and links in one place for every resource."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from themagraaf import __version__
from themagraaf.api import negotiation
from themagraaf.api.problem import NotAcceptableError

JSON = "application/json"
FRESH = "public, max-age=60"
ETAG = re.compile(r'(?:W/)?("[^"]*")')


def accepted(request: Request, offered: Sequence[str]) -> str:
    """Return the media type to answer in.

    Raises:
        NotAcceptableError: The caller accepts none of those offered.
    """
    # Several Accept headers are one list.
    accept = ", ".join(request.headers.getlist("accept"))
    if (chosen := negotiation.choose(accept, offered)) is None:
        raise NotAcceptableError(f"Accept is {accept!r}; this gives {', '.join(offered)}")
    return chosen


def etag(*parts: str) -> str:
    """Return a strong validator for what these parts decide, in this version of the service."""
    content = "\0".join([__version__, *parts])
    return f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'


def respond(
    request: Request,
    release_id: str,
    media_type: str,
    make: Callable[[], str | bytes],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with what `make` gives, or with 304 where the caller has it already.

    A release never changes, so release, path, query and media type decide the
    bytes; `make` is not called to learn that they are the same.
    """
    validator = etag(release_id, request.url.path, request.url.query, media_type)
    fields = {"ETag": validator, "Vary": "Accept", "Cache-Control": FRESH, **(headers or {})}
    fields["Link"] = ", ".join([*_links(fields), service_desc(request)])
    if has_already(request, validator):
        return Response(None, 304, fields)
    return Response(make(), 200, {**fields, "Content-Type": content_type(media_type)})


def respond_json(
    request: Request,
    release_id: str,
    make: Callable[[], BaseModel],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with JSON."""
    media_type = accepted(request, [JSON])
    return respond(
        request, release_id, media_type, lambda: make().model_dump_json(by_alias=True), headers
    )


def content_type(media_type: str) -> str:
    """Return a media type as the header says it: of text with its encoding."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def link(request: Request, path: str, relation: str) -> str:
    """Return one element of a Link header, to a path of this service."""
    return f'<{prefix(request)}{path}>; rel="{relation}"'


def service_desc(request: Request) -> str:
    """Return the link to the OpenAPI document."""
    return link(request, "/v1/openapi.json", "service-desc")


def prefix(request: Request) -> str:
    """Return the path under which a proxy serves this service; mostly empty."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def has_already(request: Request, validator: str) -> bool:
    """Say whether the caller's If-None-Match names what we would give."""
    given = ", ".join(request.headers.getlist("if-none-match"))
    return given.strip() == "*" or validator in ETAG.findall(given)


def _links(fields: Mapping[str, str]) -> list[str]:
    return [fields["Link"]] if "Link" in fields else []
