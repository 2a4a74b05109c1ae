"""A worker process: it opens the store of a release and answers one query at a time.

It holds as little of the service as it can, so that it starts fast. It ends
when the service closes its side of the pipe, and a query that outlives even
the service is ended by the alarm.
"""

import os
import resource
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from themagraaf.errors import ThemagraafError
from themagraaf.store.answer import Document
from themagraaf.store.embedded import EmbeddedStore

READY = "ready"
FAULT = "fault"
NOT_ACCEPTABLE = "not acceptable"
ALARM_MARGIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take."""

    timeout_s: float
    rows: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Question:
    """A query to one store, with the media type to give a table and a graph in.

    None where the caller accepts no media type of that kind.
    """

    store: Path
    query: str
    table_type: str | None
    graph_type: str | None


Answer = Document | ThemagraafError | str


def work(connection: Connection, limits: Limits) -> None:
    """Answer questions until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _hush()
    desk = _Desk(limits)
    connection.send(READY)
    while True:
        try:
            question: Question = connection.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, limits.timeout_s + ALARM_MARGIN_S)
        connection.send(desk.answer(question))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _hush() -> None:
    # The engine prints a page when memory runs out, which the service already tells in words.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


class _Desk:
    """Keeps the store of the last question open, for the next is mostly about the same."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._opened: tuple[Path, EmbeddedStore] | None = None

    def answer(self, question: Question) -> Answer:
        try:
            return self._answer(question)
        except ThemagraafError as error:
            return error
        except Exception as error:  # whatever the engine raises, the service hears of it
            return f"{FAULT}: {error!r}"

    def _answer(self, question: Question) -> Answer:
        # The engine evaluates an ASK while it parses, so this comes before anything else.
        store = self._store(question.store)
        kind = store.kind(question.query)
        media_type = question.table_type if kind == "table" else question.graph_type
        if media_type is None:
            return f"{NOT_ACCEPTABLE}: {kind}"
        return store.answer(question.query, media_type, self._limits.rows)

    def _store(self, path: Path) -> EmbeddedStore:
        if self._opened is None or self._opened[0] != path:
            self._opened = path, EmbeddedStore.open(path)
        return self._opened[1]
