"""What holds for every answer: the headers, HEAD, OPTIONS, and an error that nobody foresaw."""

from fastapi import FastAPI
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from themagraaf.api.openapi import API_VERSION
from themagraaf.api.problem import unforeseen

HEADERS = {
    "API-Version": API_VERSION,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, Content-Disposition, ETag, Link, Retry-After",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'; object-src 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
ENCODED = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
METHODS = ("GET", "POST")


class Envelope:
    """Wraps the application, so that no answer leaves without what all answers have."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sending = _Sending(scope, send)
        try:
            if scope["method"] == "OPTIONS" and (allow := allowed(scope)):
                await _options(allow, sending)
            elif scope["method"] == "HEAD":
                await self._app({**scope, "method": "GET"}, receive, sending)
            else:
                await self._app(scope, receive, sending)
        except ClientDisconnect:
            return  # nobody is there to tell
        except Exception as error:  # no fault may reach a caller as anything but a problem
            if sending.started:
                raise
            await unforeseen(error)(scope, receive, sending)


def allowed(scope: Scope) -> str:
    """Return the methods that a path has, as the header Allow lists them; nothing if none."""
    app: FastAPI = scope["app"]
    found = [
        method
        for method in METHODS
        if any(route.matches({**scope, "method": method})[0] == Match.FULL for route in app.routes)
    ]
    if not found:
        return ""
    return ", ".join([*found, *(["HEAD"] if "GET" in found else []), "OPTIONS"])


class _Sending:
    """Adds the headers to an answer; leaves the body out where only the head was asked for."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.started = False
        self._scope = scope
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = [*message["headers"], *ENCODED]
            if message["status"] == 405:
                allow = allowed(self._scope).encode()
                headers = [item for item in headers if item[0] != b"allow"] + [(b"allow", allow)]
            message = {**message, "headers": headers}
        elif message["type"] == "http.response.body" and self._scope["method"] == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)


async def _options(allow: str, send: Send) -> None:
    names = {"Allow": allow, "Access-Control-Allow-Methods": allow, **PREFLIGHT}
    headers = [(name.lower().encode(), value.encode()) for name, value in names.items()]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
