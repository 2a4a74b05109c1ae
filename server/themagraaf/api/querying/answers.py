"""Answers each query once: who asks the same at the same time waits, who asks it later gets it.

A release never changes, so that an answer holds as long as it is current.
"""

import asyncio
import re
from collections import OrderedDict

from themagraaf.api.querying.worker import Question
from themagraaf.api.querying.workers import Workers
from themagraaf.store.answer import Document

# These give something else each time.
CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
KEPT_BYTES = 64 * 2**20


def is_repeatable(query: str) -> bool:
    """Say whether a query gives the same each time, as far as its words tell."""
    return not CHANGING.search(query)


class Answers:
    """The workers, and what they answered last, as far as it takes `KEPT_BYTES`."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._under_way: dict[Question, asyncio.Future[Document]] = {}
        self._kept: OrderedDict[Question, Document] = OrderedDict()
        self._kept_bytes = 0

    def known(self, question: Question) -> Document | None:
        """Return an answer that is kept."""
        if (document := self._kept.get(question)) is not None:
            self._kept.move_to_end(question)
        return document

    async def answer(self, question: Question, client: str) -> Document:
        """Answer a query whole; it raises what `Workers.answer` does."""
        if (known := self.known(question)) is not None:
            return known
        if not is_repeatable(question.query):
            return await self._workers.answer(question, client)
        if (other := self._under_way.get(question)) is not None:
            document = await asyncio.shield(other)
            if isinstance(document.body, bytes):
                return document  # a file is of the one who asked first
            return await self._workers.answer(question, client)
        asking = asyncio.ensure_future(self._workers.answer(question, client))
        self._under_way[question] = asking
        asking.add_done_callback(lambda _: self._under_way.pop(question, None))
        document = await asking
        self._keep(question, document)
        return document

    def _keep(self, question: Question, document: Document) -> None:
        if not isinstance(document.body, bytes):
            return
        self._kept[question] = document
        self._kept_bytes += _size(question, document)
        while self._kept_bytes > KEPT_BYTES:
            oldest, gone = self._kept.popitem(last=False)
            self._kept_bytes -= _size(oldest, gone)


def _size(question: Question, document: Document) -> int:
    return len(question.query) + document.size + 500
