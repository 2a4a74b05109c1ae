"""Answers SPARQL in processes of their own.

The engine has no time limit and a thread can't be stopped, but a process can be killed.
"""

import logging
import multiprocessing
import queue
import threading
import time

from themagraaf.api.problem import NotAcceptableError
from themagraaf.api.worker import FAULT, NOT_ACCEPTABLE, READY, Answer, Limits, Question, work
from themagraaf.errors import QueryLimitError, QueryTimeoutError, ThemagraafError
from themagraaf.store.answer import Document

log = logging.getLogger(__name__)

MEMORY_LIMIT_BYTES = 1024**3
START_LIMIT_S = 30.0
WAITING_LIMIT = 8  # more than these would keep threads from the other resources


class WorkerFaultError(Exception):
    """A worker failed in a way that the query is not to blame for."""


class Workers:
    """A fixed number of worker processes, and the queries that wait for one."""

    def __init__(self, limits: Limits, count: int = 2) -> None:
        self._limits = limits
        self._room = threading.BoundedSemaphore(count + WAITING_LIMIT)
        self._free: queue.Queue[_Worker] = queue.Queue()
        self._workers = [_Worker(limits) for _ in range(count)]
        for worker in self._workers:
            self._free.put(worker)

    def start(self) -> None:
        """Start the processes, so that the first query need not wait for them."""
        for worker in self._workers:
            worker.start()

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        for worker in self._workers:
            worker.stop()

    def answer(self, question: Question) -> Document:
        """Answer a query whole.

        Raises:
            RequestError: It is no SPARQL, or calls another service.
            NotAcceptableError: Its kind of answer comes in no media type that the caller accepts.
            QueryLimitError: The answer has too many rows, or needs too much memory.
            QueryTimeoutError: It took too long, or no worker came free in that time.
            ReleaseError: The store can't be opened.
            WorkerFaultError: The worker failed.
        """
        if not self._room.acquire(blocking=False):
            raise QueryTimeoutError("too many queries are waiting; try again later")
        try:
            worker = self._free.get(timeout=self._limits.timeout_s)
            try:
                return self._answer(worker, question)
            finally:
                self._free.put(worker)
        except queue.Empty as error:
            raise QueryTimeoutError("all workers are busy; try again later") from error
        finally:
            self._room.release()

    def _answer(self, worker: "_Worker", question: Question) -> Document:
        started = time.perf_counter()
        answer = worker.ask(question)
        if isinstance(answer, ThemagraafError):
            raise answer
        if isinstance(answer, Document):
            elapsed_ms = round(1000 * (time.perf_counter() - started))
            log.info("answered a query with %d bytes in %d ms", len(answer.body), elapsed_ms)
            return answer
        what, _, said = answer.partition(": ")
        if what == NOT_ACCEPTABLE:
            raise NotAcceptableError(
                f"this query gives a {said}, in no media type that is accepted"
            )
        raise WorkerFaultError(said if what == FAULT else answer)


class _Worker:
    """One process and this side of its pipe; a new one is started when it had to be killed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._closed = False
        self._process: multiprocessing.process.BaseProcess | None = None

    def start(self) -> None:
        with self._lock:
            if self._process is not None or self._closed:
                return
            context = multiprocessing.get_context("spawn")
            self._connection, other = context.Pipe()
            self._process = context.Process(
                target=work, args=(other, self._limits), name="sparql", daemon=True
            )
            self._process.start()
            other.close()
            self._ready = False

    def stop(self) -> None:
        with self._lock:
            self._closed = True
            self._kill()

    def ask(self, question: Question) -> Answer:
        self.start()
        try:
            self._await_ready()
            self._connection.send(question)
            if self._connection.poll(self._limits.timeout_s):
                answer: Answer = self._connection.recv()
                return answer
        except (EOFError, OSError):
            self._replace()
            return QueryLimitError(
                "the query needed more memory than one query may use; ask for less"
            )
        log.warning("a query took longer than %g s; its worker is killed", self._limits.timeout_s)
        self._replace()
        return QueryTimeoutError(
            f"the query took longer than {self._limits.timeout_s:g} s and was stopped; ask for less"
        )

    def _await_ready(self) -> None:
        if self._ready:
            return
        if not self._connection.poll(START_LIMIT_S) or self._connection.recv() != READY:
            raise WorkerFaultError("a worker does not start")
        self._ready = True

    def _replace(self) -> None:
        with self._lock:
            self._kill()
        self.start()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._connection.close()
            self._process = None
