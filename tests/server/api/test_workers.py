"""Queries that would not end are ended, and harm nobody."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from themagraaf.api import workers as pool
from themagraaf.api.worker import Limits, Question
from themagraaf.api.workers import Workers
from themagraaf.errors import QueryLimitError, QueryTimeoutError, ReleaseError, RequestError
from themagraaf.release.current import Release
from themagraaf.settings import Settings

from .running import serving

# Sixty to the seventh rows, in no memory to speak of.
RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) WHERE { "
    + " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(60)))} }}" for name in "abcdefg")
    + " }"
)
HOARD = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?c ?i"
QUICK = "ASK { ?s ?p ?o }"
TIMEOUT_S = 4.0  # room for a quick query on a busy machine
TABLE = "application/sparql-results+json"


@pytest.fixture
def store(release: Release) -> Path:
    return release.path / "openbaar"


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(Limits(TIMEOUT_S, 1000, 256 * 1024**2))
    made.start()
    yield made
    made.close()


def question(store: Path, query: str) -> Question:
    return Question(store, query, TABLE, "text/turtle")


def pids(workers: Workers) -> set[int]:
    processes = [worker._process for worker in workers._workers]
    return {process.pid for process in processes if process is not None and process.pid}


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_a_query_past_its_time_is_ended_while_another_is_answered(release_data: Path) -> None:
    settings = Settings(data=release_data, query_timeout_s=TIMEOUT_S)
    with serving(settings) as client:
        found: list[httpx.Response] = []
        url = str(client.base_url.join("/sparql"))
        asking = threading.Thread(
            target=lambda: found.append(httpx.get(url, params={"query": RUNAWAY}, timeout=60))
        )
        client.get("/sparql", params={"query": QUICK})
        asking.start()
        time.sleep(0.3)
        started = time.perf_counter()
        other = client.get("/sparql", params={"query": QUICK})
        elapsed_s = time.perf_counter() - started
        asking.join()
        after = client.get("/sparql", params={"query": QUICK})

    assert (other.status_code, after.status_code) == (200, 200)
    assert elapsed_s < TIMEOUT_S
    assert found[0].status_code == 503
    assert found[0].json()["type"] == "https://w3id.org/themagraaf/fout/query-tijd"
    assert found[0].headers["Retry-After"]


def test_the_process_of_a_runaway_query_is_gone(workers: Workers, store: Path) -> None:
    workers.answer(question(store, QUICK))
    before = pids(workers)
    started = time.perf_counter()

    with pytest.raises(QueryTimeoutError):
        workers.answer(question(store, RUNAWAY))

    assert time.perf_counter() - started < TIMEOUT_S + 10
    assert len([pid for pid in before if not is_alive(pid)]) == 1
    assert workers.answer(question(store, QUICK)).body


def test_a_query_that_hoards_memory_is_refused(workers: Workers, store: Path) -> None:
    with pytest.raises((QueryLimitError, QueryTimeoutError)):
        workers.answer(question(store, HOARD))

    assert workers.answer(question(store, QUICK)).body


def test_a_worker_that_dies_is_replaced(workers: Workers, store: Path) -> None:
    workers.answer(question(store, QUICK))
    for pid in pids(workers):
        os.kill(pid, signal.SIGKILL)

    for _ in range(2):  # each of the two learns of it once
        with pytest.raises(QueryLimitError):
            workers.answer(question(store, QUICK))

    assert workers.answer(question(store, QUICK)).body


def test_what_the_caller_did_wrong_reaches_the_caller(workers: Workers, store: Path) -> None:
    with pytest.raises(RequestError, match="no SPARQL"):
        workers.answer(question(store, "SELEKT"))
    with pytest.raises(ReleaseError):
        workers.answer(question(store.parent / "nergens", QUICK))


def test_more_than_can_wait_are_turned_away_at_once(
    workers: Workers, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "WAITING_LIMIT", 0)
    crowded = Workers(Limits(TIMEOUT_S, 1000, 256 * 1024**2), count=1)
    errors: list[str] = []

    def ask() -> None:
        try:
            crowded.answer(question(store, RUNAWAY))
        except QueryTimeoutError as error:
            errors.append(str(error))

    callers = [threading.Thread(target=ask) for _ in range(3)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    crowded.close()

    assert sorted(errors)[:1] != sorted(errors)[-1:]
    assert errors.count("too many queries are waiting; try again later") == 2


def test_closing_ends_every_process(store: Path) -> None:
    made = Workers(Limits(TIMEOUT_S, 1000, 256 * 1024**2))
    made.start()
    made.answer(question(store, QUICK))
    mine = pids(made)

    made.close()

    assert len(mine) == 2
    assert not [pid for pid in mine if is_alive(pid)]
