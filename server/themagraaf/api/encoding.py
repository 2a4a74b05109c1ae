"""Sends answers in less bytes to who can read that: zstd (RFC 8878) or gzip.

An encoded answer is another representation, so that it has an ETag of its own (RFC 9110, 8.8.3).
"""

import re
import zlib
from collections.abc import Callable
from typing import Protocol

import zstandard
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAST_BYTES = 1000
LEVEL_ZSTD, LEVEL_GZIP = 3, 3
TEXT = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:json|xml)|application/(?:n-|trig)|image/svg")
CHOICE = re.compile(r"(?P<name>[\w*-]+)(?:\s*;\s*q\s*=\s*(?P<quality>[01](?:\.\d{0,3})?))?")
ENDING = re.compile(r'-(?:zstd|gzip)"$')


class Compressor(Protocol):
    """What gives less bytes for more, a piece at a time."""

    def compress(self, data: bytes, /) -> bytes:
        """Take a piece in, and give what is ready."""

    def flush(self) -> bytes:
        """Give the rest."""


MAKERS: dict[str, Callable[[], Compressor]] = {
    "zstd": lambda: zstandard.ZstdCompressor(LEVEL_ZSTD).compressobj(),
    "gzip": lambda: zlib.compressobj(LEVEL_GZIP, wbits=zlib.MAX_WBITS | 16),
}


def chosen(accept: str) -> str | None:
    """Return the encoding that a caller likes best, ours first between equals; None for none."""
    given: dict[str, float] = {}
    for element in accept.lower().split(","):
        if (match := CHOICE.fullmatch(element.strip())) is not None:
            given[match["name"]] = float(match["quality"] or 1)
    quality = {name: given.get(name, given.get("*", 0.0)) for name in MAKERS}
    best = max(quality, key=quality.__getitem__)
    return best if quality[best] > 0 else None


class Encoded:
    """Wraps the application, so that what is long goes over the line encoded."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope)
        encoding = chosen(given.get("accept-encoding", ""))
        held = ENDING.search(given.get("if-none-match", ""))
        # What the caller holds encoded is known by the ETag without the ending.
        headers = [
            (name, ENDING.sub('"', value.decode("latin-1")).encode("latin-1"))
            if name == b"if-none-match"
            else (name, value)
            for name, value in scope["headers"]
        ]
        sending = _Encoding(encoding, held[0] if held else "", send)
        await self._app({**scope, "headers": headers}, receive, sending)


class _Encoding:
    def __init__(self, encoding: str | None, held: str, send: Send) -> None:
        self._encoding = encoding
        self._held = held
        self._send = send
        self._start: Message | None = None
        self._compressor: Compressor | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message  # what follows decides what it says
        elif message["type"] == "http.response.body":
            await self._body(message)
        else:
            await self._send(message)

    async def _body(self, message: Message) -> None:
        start, body, more = self._start, message.get("body", b""), message.get("more_body", False)
        if start is not None:
            self._start = None
            headers = MutableHeaders(raw=start["headers"])
            if TEXT.match(headers.get("content-type", "")):
                headers.add_vary_header("Accept-Encoding")
                if self._encoding and (more or len(body) >= LEAST_BYTES):
                    body = self._begin(headers, body, more)
                    message = {**message, "body": body}
            elif start["status"] == 304:
                headers.add_vary_header("Accept-Encoding")
                if self._held and "etag" in headers:
                    headers["etag"] = headers["etag"][:-1] + self._held
            await self._send(start)
            await self._send(message)
            return
        if self._compressor is not None:
            body = self._compressor.compress(body) + (b"" if more else self._compressor.flush())
            message = {**message, "body": body}
        await self._send(message)

    def _begin(self, headers: MutableHeaders, body: bytes, more: bool) -> bytes:
        assert self._encoding is not None
        headers["content-encoding"] = self._encoding
        if etag := headers.get("etag"):
            headers["etag"] = f'{etag[:-1]}-{self._encoding}"'
        compressor = MAKERS[self._encoding]()
        encoded = compressor.compress(body)
        if more:
            self._compressor = compressor
            del headers["content-length"]
            return encoded
        encoded += compressor.flush()
        headers["content-length"] = str(len(encoded))
        return encoded
