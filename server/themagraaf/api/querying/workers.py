"""Answers SPARQL in processes of their own.

The engine has no time limit and a thread can't be stopped, but a process can be killed. A query
that turns out to be slow gives its place to a new process, so that quick ones never wait for it;
of the slow ones a few run at a time, with less right to the processor, and the rest stand still.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import tempfile
import time
from collections import Counter, deque
from dataclasses import dataclass, replace
from pathlib import Path

from themagraaf.api.problem import NotAcceptableError
from themagraaf.api.querying.frames import LENGTH, pack, unpack
from themagraaf.api.querying.worker import (
    FAULT,
    NO_MEMORY,
    NOT_ACCEPTABLE,
    Answer,
    Limits,
    Question,
)
from themagraaf.errors import QueryLimitError, QueryTimeoutError, RequestError, ThemagraafError
from themagraaf.store.answer import Document

log = logging.getLogger(__name__)

START_LIMIT_S = 30.0
SLOW_AFTER_S = 0.5
LEAST_RIGHT = 19  # as `nice` counts


class WorkerFaultError(Exception):
    """A worker failed in a way that the query is not to blame for."""


@dataclass(frozen=True, slots=True)
class Places:
    """How many queries there may be: quick ones at once, slow ones that run, or stand still too.

    A client may have `each` at once, waiting ones included; all together `waiting` wait.
    """

    quick: int = 4
    slow: int = 2
    held: int = 8
    waiting: int = 500
    each: int = 64


class Workers:
    """Worker processes, and the queries that wait for one. Of one event loop."""

    def __init__(self, limits: Limits, places: Places | None = None) -> None:
        """Make what starts later; answers that are large then have a folder of their own."""
        self.places = places or Places()
        self._limits = limits
        self._free: deque[_Worker] = deque()
        self._all: set[_Worker] = set()
        self._waiting: list[tuple[str, asyncio.Future[_Worker]]] = []
        self._of_client: Counter[str] = Counter()
        self._hiring: set[asyncio.Task[None]] = set()
        self._held = 0
        self._slow = asyncio.Semaphore(self.places.slow)
        self._spool: tempfile.TemporaryDirectory[str] | None = None

    async def start(self) -> None:
        """Start the processes, so that the first query need not wait for them."""
        self._spool = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="themagraaf-")
        self._limits = replace(self._limits, spool=Path(self._spool.name))
        for _ in range(self.places.quick):
            self._hire()

    async def close(self) -> None:
        """End the processes, whatever they are doing."""
        for task in self._hiring:
            task.cancel()
        await asyncio.gather(*self._hiring, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in list(self._all)))
        if self._spool is not None:
            await asyncio.to_thread(self._spool.cleanup)

    @property
    def pids(self) -> set[int]:
        """The processes that there are."""
        return {worker.pid for worker in self._all}

    async def answer(self, question: Question, client: str = "") -> Document:
        """Answer a query whole.

        Raises:
            RequestError: It is no SPARQL, is too deep, or calls another service.
            NotAcceptableError: Its kind of answer comes in no media type that the caller accepts.
            QueryLimitError: The answer is too large, or needs too much memory.
            QueryTimeoutError: It took too long, or too many wait or are slow at the same time.
            ReleaseError: The store can't be opened.
            WorkerFaultError: The worker failed.
        """
        started = time.perf_counter()
        if self._of_client[client] >= self.places.each:
            raise QueryTimeoutError(
                f"you have {self.places.each} queries under way; wait for one to end"
            )
        self._of_client[client] += 1
        try:
            worker = await self._take(client)
            answer = await self._ask(worker, question, started)
        finally:
            self._of_client[client] -= 1
            if not self._of_client[client]:
                del self._of_client[client]
        elapsed_ms = round(1000 * (time.perf_counter() - started))
        return _document(answer, elapsed_ms)

    async def _take(self, client: str) -> "_Worker":
        if self._free:
            return self._free.popleft()
        if len(self._waiting) >= self.places.waiting:
            raise QueryTimeoutError("too many queries are waiting; try again later")
        place: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append((client, place))
        try:
            async with asyncio.timeout(self._limits.timeout_s):
                return await place
        except BaseException as error:
            if place.done() and not place.cancelled():
                self._give(place.result())  # it came just as it was no longer waited for
            if isinstance(error, TimeoutError):
                raise QueryTimeoutError("all workers are busy; try again later") from error
            raise
        finally:
            self._waiting = [item for item in self._waiting if item[1] is not place]

    def _give(self, worker: "_Worker") -> None:
        """Let the next query have a worker: of the client with the fewest, the first to ask."""
        waiting = [item for item in self._waiting if not item[1].done()]
        if waiting:
            _, place = min(waiting, key=lambda item: self._of_client[item[0]])
            place.set_result(worker)
        else:
            self._free.append(worker)

    async def _ask(self, worker: "_Worker", question: Question, started: float) -> Answer:
        asking = asyncio.create_task(worker.ask(question))
        try:
            await asyncio.wait({asking}, timeout=SLOW_AFTER_S)
            if not asking.done():
                return await self._ask_slowly(worker, asking, started)
            answer = asking.result()
        except (EOFError, OSError):
            await self._replace(worker)
            return await worker.why_it_ended()
        except BaseException:  # the caller is gone, and its query must go too
            asking.cancel()
            await self._replace(worker)
            raise
        self._give(worker)
        return answer

    async def _ask_slowly(
        self, worker: "_Worker", asking: "asyncio.Task[Answer]", started: float
    ) -> Answer:
        """Wait for a slow query, in a place beside those of the quick ones."""
        if self._held >= self.places.held:
            asking.cancel()
            await self._replace(worker)
            return QueryTimeoutError(
                f"the query is slow, and {self.places.held} slow ones are under way;"
                " ask for less, or try again later"
            )
        self._held += 1
        self._hire()
        left_s = self._limits.timeout_s - (time.perf_counter() - started)
        try:
            async with asyncio.timeout(left_s):
                worker.stand_still()
                async with self._slow:
                    worker.go_on()
                    return await asking
        except TimeoutError:
            log.warning("a query took longer than %g s; it is ended", self._limits.timeout_s)
            return QueryTimeoutError(
                f"the query took longer than {self._limits.timeout_s:g} s and was stopped;"
                " ask for less"
            )
        except (EOFError, OSError):
            return await worker.why_it_ended()
        finally:
            self._held -= 1
            asking.cancel()
            await self._dismiss(worker)

    async def _replace(self, worker: "_Worker") -> None:
        await self._dismiss(worker)
        self._hire()

    async def _dismiss(self, worker: "_Worker") -> None:
        self._all.discard(worker)
        await worker.end()

    def _hire(self) -> None:
        task = asyncio.create_task(self._start_one())
        self._hiring.add(task)
        task.add_done_callback(self._hiring.discard)

    async def _start_one(self) -> None:
        worker = await _Worker.start(self._limits)
        self._all.add(worker)
        try:
            await worker.await_ready()
        except (EOFError, OSError, TimeoutError):
            log.error("a worker for queries does not start")  # it says why itself
            await self._dismiss(worker)
            return
        self._give(worker)


def _document(answer: Answer, elapsed_ms: int) -> Document:
    if isinstance(answer, ThemagraafError):
        raise answer
    if isinstance(answer, Document):
        log.info("answered a query with %d bytes in %d ms", answer.size, elapsed_ms)
        return answer
    what, _, said = answer.partition(": ")
    if what == NOT_ACCEPTABLE:
        raise NotAcceptableError(f"this query gives a {said}, in no media type that is accepted")
    raise WorkerFaultError(said if what == FAULT else answer)


class _Worker:
    """One process and this side of its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = process.pid

    @classmethod
    async def start(cls, limits: Limits) -> "_Worker":
        module = "themagraaf.api.querying.worker"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        worker = cls(process)
        worker._send(limits)
        return worker

    async def await_ready(self) -> None:
        async with asyncio.timeout(START_LIMIT_S):
            await self._receive()

    async def ask(self, question: Question) -> Answer:
        self._send(question)
        return await self._receive()

    def stand_still(self) -> None:
        os.setpriority(os.PRIO_PROCESS, self.pid, LEAST_RIGHT)
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    async def end(self) -> None:
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()

    async def why_it_ended(self) -> ThemagraafError:
        """Return the error for a query that took the process along."""
        if await self._process.wait() == -signal.SIGSEGV:
            return RequestError("the query goes too deep to be read; write it with fewer levels")
        return QueryLimitError(NO_MEMORY)

    def _send(self, value: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(pack(value))

    async def _receive(self) -> Answer:
        pipe = self._process.stdout
        assert pipe is not None
        (length,) = LENGTH.unpack(await pipe.readexactly(LENGTH.size))
        # Our own worker sent it, and it sends nothing else.
        answer: Answer = unpack(await pipe.readexactly(length))  # type: ignore[assignment]
        return answer
