"""Answers each query once: who asks the same at the same time waits, who asks it later gets it.

A release never changes, so that an answer holds as long as it is current.
"""

import asyncio
import re
from collections import OrderedDict
from pathlib import Path

from themagraaf.api.querying.worker import Question
from themagraaf.api.querying.workers import Workers
from themagraaf.store.answer import Document

# These give something else each time.
CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
KEPT_BYTES = 64 * 2**20


def is_repeatable(query: str) -> bool:
    """Say whether a query gives the same each time, as far as its words tell."""
    return not CHANGING.search(query)


class _Asking:
    """A query under way, and how many wait for it; when nobody does any more, it is ended."""

    def __init__(self, task: "asyncio.Task[Document]") -> None:
        self._task = task
        self._waiting = 0
        self._taken = False

    async def wait(self) -> Document | None:
        """Return the answer; None where it is a file, and another has taken that."""
        self._waiting += 1
        try:
            document = await asyncio.shield(self._task)
            if isinstance(document.body, Path) and self._taken:
                return None
            self._taken = True
            return document
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._task.cancel()
                self._leave_no_file()

    def _leave_no_file(self) -> None:
        if self._task.done() and not self._task.cancelled() and not self._task.exception():
            body = self._task.result().body
            if isinstance(body, Path) and not self._taken:
                body.unlink(missing_ok=True)


class Answers:
    """The workers, and what they answered last, as far as it takes `KEPT_BYTES`."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._under_way: dict[Question, _Asking] = {}
        self._kept: OrderedDict[Question, Document] = OrderedDict()
        self._kept_bytes = 0

    def known(self, question: Question) -> Document | None:
        """Return an answer that is kept."""
        if (document := self._kept.get(question)) is not None:
            self._kept.move_to_end(question)
        return document

    async def answer(self, question: Question, client: str) -> Document:
        """Answer a query whole; it raises what `Workers.answer` does.

        Who is cancelled waits no more; the query itself ends when nobody waits for it.
        """
        if (known := self.known(question)) is not None:
            return known
        if not is_repeatable(question.query):
            return await self._workers.answer(question, client)
        while True:
            document = await self._asking(question, client).wait()
            if document is not None:
                return document

    def _asking(self, question: Question, client: str) -> _Asking:
        if (asking := self._under_way.get(question)) is None:
            task = asyncio.create_task(self._workers.answer(question, client))
            asking = self._under_way[question] = _Asking(task)
            task.add_done_callback(lambda task: self._done(question, task))
        return asking

    def _done(self, question: Question, task: "asyncio.Task[Document]") -> None:
        del self._under_way[question]
        if task.cancelled() or task.exception() is not None:
            return
        document = task.result()
        if isinstance(document.body, bytes) and question not in self._kept:
            self._kept[question] = document
            self._kept_bytes += _size(question, document)
        while self._kept_bytes > KEPT_BYTES:
            oldest, gone = self._kept.popitem(last=False)
            self._kept_bytes -= _size(oldest, gone)


def _size(question: Question, document: Document) -> int:
    return len(question.query) + document.size + 500
