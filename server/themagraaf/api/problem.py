"""Errors as application/problem+json (RFC 9457), one shape for all of them."""

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from themagraaf.errors import (
    QueryTimeoutError,
    ReleaseError,
    RequestError,
    ThemagraafError,
    UnknownError,
)

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPES = "https://w3id.org/themagraaf/fout/"
RETRY_AFTER_S = 30


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one parameter."""

    name: str
    reason: str


class BadParametersError(RequestError):
    """One or more parameters can't be read; `faults` holds each of them."""

    slug = "parameters"
    title = "One or more parameters can't be read"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.name}: {fault.reason}" for fault in faults))
        self.faults = tuple(faults)


class MethodError(RequestError):
    """The resource does not have the method."""

    slug = "methode"
    title = "This resource does not have that method"
    status = 405


class NotAcceptableError(RequestError):
    """None of the media types that the caller accepts can be given."""

    slug = "niet-leverbaar"
    title = "None of the accepted media types can be given"
    status = 406


class BodyTypeError(RequestError):
    """The body is in a media type that can't be read here."""

    slug = "mediatype"
    title = "The body's media type can't be read here"
    status = 415


class BodySizeError(RequestError):
    """The body is larger than a question may be."""

    slug = "vraag-omvang"
    title = "The body is too large"
    status = 413


class ReadOnlyError(RequestError):
    """The caller asked to change data, which is only read here."""

    slug = "alleen-lezen"
    title = "Data can only be read here"
    status = 403


def problem(error: ThemagraafError) -> Response:
    """Return the answer for an error.

    What the operator must put right is told to the log; the caller only learns
    that it is not the caller's to solve, and the id to find it by.
    """
    instance = f"urn:uuid:{uuid4()}"
    if error.status >= 500:
        log.warning("%s: %s", instance, error)
    content: dict[str, object] = {
        "type": TYPES + error.slug,
        "title": error.title,
        "status": error.status,
        "detail": _detail(error),
        "instance": instance,
    }
    if isinstance(error, BadParametersError):
        content["errors"] = [{"in": "query", **asdict(fault)} for fault in error.faults]
    headers = {"Cache-Control": "no-store", "Content-Language": "en"}
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="themagraaf"'
    if error.status == 503:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    body = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return Response(body, error.status, headers, MEDIA_TYPE)


def unforeseen(error: Exception) -> Response:
    """Return the answer for an error that nobody foresaw, and log where it came from."""
    log.error("an error that nobody foresaw", exc_info=error)
    return problem(ThemagraafError("unforeseen"))


def handle_errors(app: FastAPI) -> None:
    """Answer every error of ours and of the framework in the one shape."""

    @app.exception_handler(ThemagraafError)
    def of_ours(request: Request, error: ThemagraafError) -> Response:
        return problem(error)

    @app.exception_handler(HTTPException)
    def of_the_framework(request: Request, error: HTTPException) -> Response:
        answer = problem(_ours(request, error))
        # 405 must say which methods there are.
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def of_validation(request: Request, error: RequestValidationError) -> Response:
        faults = [Fault(str(item["loc"][-1]), str(item["msg"])) for item in error.errors()]
        return problem(BadParametersError(faults))


def _ours(request: Request, error: HTTPException) -> ThemagraafError:
    path, method = request.url.path, request.method
    if error.status_code == 404:
        return UnknownError(f"there is nothing at {path}; /v1/openapi.json says what there is")
    if error.status_code == 405:
        return MethodError(f"{path} has no {method}")
    if error.status_code >= 500:
        return ThemagraafError(str(error.detail))
    return RequestError(str(error.detail))


def _detail(error: ThemagraafError) -> str:
    if error.status < 500 or isinstance(error, QueryTimeoutError):
        return str(error)
    if isinstance(error, ReleaseError):
        return "there is no release to answer from; the operator publishes one"
    return "the server can't answer this; the operator finds the cause by the instance in the log"
