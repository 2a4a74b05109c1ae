"""Sends an answer that stands in a file, and removes it."""

from pathlib import Path

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

BLOCK_BYTES = 2**18


class Spooled(Response):
    """An answer of known length that is read as it is sent; the file goes as soon as it is open."""

    def __init__(self, path: Path, size: int, headers: dict[str, str]) -> None:
        super().__init__(None, 200, {**headers, "Content-Length": str(size)})
        self._file = path.open("rb")
        path.unlink()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        with self._file as file:
            await send(start)
            while block := file.read(BLOCK_BYTES):
                await send({"type": "http.response.body", "body": block, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
