"""A worker process: it opens the store of a release and answers one query at a time.

It holds as little of the service as it can, so that it starts fast. It ends
when the service closes its side of the pipe, and a query that outlives even
the service is ended by the alarm.
"""

import os
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from themagraaf.api.querying.frames import pack, read
from themagraaf.errors import QueryLimitError, ThemagraafError
from themagraaf.store.answer import Dataset, Document, Room
from themagraaf.store.embedded import EmbeddedStore

READY = "ready"
FAULT = "fault"
NOT_ACCEPTABLE = "not acceptable"
NO_MEMORY = "the query needed more memory than one query may use; ask for less"
ALARM_MARGIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take, and where an answer goes that is too large for memory."""

    timeout_s: float
    rows: int
    bytes: int
    memory_bytes: int
    spool: Path | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A query to one store, with the media type to give a table and a graph in.

    None where the caller accepts no media type of that kind.
    """

    store: Path
    query: str
    dataset: Dataset | None
    table_type: str | None
    graph_type: str | None


Answer = Document | ThemagraafError | str


def work() -> None:
    """Answer what comes in by standard input until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    limits = read(questions)
    assert isinstance(limits, Limits)
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _hush()
    desk = _Desk(limits)
    answer: Answer = READY
    while True:
        answers.write(pack(answer))
        answers.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            question = read(questions)
        except EOFError:
            return
        assert isinstance(question, Question)
        signal.setitimer(signal.ITIMER_REAL, limits.timeout_s + ALARM_MARGIN_S)
        answer = desk.answer(question)


def _hush() -> None:
    # The engine prints a page when memory runs out, which the service already tells in words.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


class _Desk:
    """Keeps the store of the last question open, for the next is mostly about the same."""

    def __init__(self, limits: Limits) -> None:
        assert limits.spool is not None
        self._room = Room(limits.rows, limits.bytes, limits.spool)
        self._opened: tuple[Path, EmbeddedStore] | None = None

    def answer(self, question: Question) -> Answer:
        try:
            return self._answer(question)
        except ThemagraafError as error:
            return error.with_traceback(None)
        except MemoryError:
            return QueryLimitError(NO_MEMORY)
        except Exception as error:  # whatever the engine raises, the service hears of it
            return f"{FAULT}: {error!r}"

    def _answer(self, question: Question) -> Answer:
        # The engine evaluates an ASK while it parses, so this comes before anything else.
        store = self._store(question.store)
        kind = store.kind(question.query)
        media_type = question.table_type if kind == "table" else question.graph_type
        if media_type is None:
            return f"{NOT_ACCEPTABLE}: {kind}"
        return store.answer(question.query, media_type, self._room, question.dataset)

    def _store(self, path: Path) -> EmbeddedStore:
        if self._opened is None or self._opened[0] != path:
            self._opened = path, EmbeddedStore.open(path)
        return self._opened[1]


if __name__ == "__main__":
    # Under its own name, as what it sends is read by that name.
    from themagraaf.api.querying import worker

    worker.work()
