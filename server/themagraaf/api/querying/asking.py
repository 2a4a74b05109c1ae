"""Asks a store of a release for a caller, for as long as the caller waits."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request

from themagraaf.api.querying.worker import Question
from themagraaf.api.service import of
from themagraaf.release.current import Release
from themagraaf.store.answer import Dataset, Document

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and of which release the store of which audience."""

    request: Request
    release: Release
    audience: str

    async def document(
        self,
        query: str,
        table_type: str | None,
        graph_type: str | None,
        dataset: Dataset | None = None,
    ) -> Document:
        """Answer a query; it raises what `Workers.answer` does.

        Raises:
            ClientDisconnect: The caller has gone, and so has the query.
        """
        service = of(self.request)
        answers = service.answers if self.audience == "openbaar" else service.answers_intern
        place = self.release.path / self.audience
        question = Question(place, query, dataset, table_type, graph_type)
        if (known := answers.known(question)) is not None:
            return known
        client = self.request.client.host if self.request.client else ""
        return await unless_gone(self.request, answers.answer(question, client))

    async def content(self, query: str, table_type: str | None, graph_type: str | None) -> bytes:
        """Answer a query as `document` does, and return its bytes."""
        document = await self.document(query, table_type, graph_type)
        if isinstance(document.body, bytes):
            return document.body
        body = document.body.read_bytes()
        document.body.unlink()
        return body


async def unless_gone(request: Request, work: Coroutine[object, object, Result]) -> Result:
    """Return what work gives; it is cancelled when the caller closes the connection.

    Raises:
        ClientDisconnect: The caller has gone.
    """
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientDisconnect
    finally:
        leaving.cancel()
        working.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass  # what is left of the body
