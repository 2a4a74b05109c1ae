"""Queries that would not end are ended, and harm nobody."""

import asyncio
import os
import signal
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]
import pytest

from themagraaf.api.querying.worker import Limits, Question
from themagraaf.api.querying.workers import Places, Workers
from themagraaf.errors import QueryLimitError, QueryTimeoutError, ReleaseError, RequestError
from themagraaf.release.current import Release
from themagraaf.settings import Settings
from themagraaf.store.answer import Document

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


LIMITS = Limits(TIMEOUT_S, 1000, 2**20, 256 * 2**20)
Work = Callable[[Workers], Awaitable[None]]


def run(work: Work, places: Places | None = None) -> None:
    """Do something with workers that have started, and end them."""

    async def within() -> None:
        workers = Workers(LIMITS, places)
        await workers.start()
        try:
            await work(workers)
        finally:
            await workers.close()

    asyncio.run(within())


def question(store: Path, query: str) -> Question:
    return Question(store, query, None, TABLE, "text/turtle")


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


def test_the_process_of_a_runaway_query_is_gone(store: Path) -> None:
    async def work(workers: Workers) -> None:
        await workers.answer(question(store, QUICK))
        before = workers.pids
        started = time.perf_counter()

        with pytest.raises(QueryTimeoutError):
            await workers.answer(question(store, RUNAWAY))

        assert time.perf_counter() - started < TIMEOUT_S + 10
        assert len([pid for pid in before if not is_alive(pid)]) == 1
        assert (await workers.answer(question(store, QUICK))).body

    run(work)


def test_slow_queries_stand_beside_the_quick_ones(store: Path) -> None:
    places = Places(quick=1, slow=1, held=3)

    async def work(workers: Workers) -> None:
        workers._limits = replace(workers._limits, timeout_s=30)
        slow = [asyncio.create_task(workers.answer(question(store, RUNAWAY))) for _ in range(5)]
        await asyncio.sleep(0.1)
        quick = await workers.answer(question(store, QUICK))
        still = sum(not task.done() for task in slow)
        found = await asyncio.gather(*slow, return_exceptions=True)

        said = [str(error) for error in found]
        assert quick.body
        assert still == 3
        assert sum("slow ones are under way" in text for text in said) == 2
        assert sum("was stopped" in text for text in said) == 3

    run(work, places)


def test_a_query_that_is_slow_but_ends_is_answered(store: Path) -> None:
    slow = RUNAWAY.replace(RUNAWAY[RUNAWAY.index("VALUES ?e") : -2], "")

    async def work(workers: Workers) -> None:
        workers._limits = replace(workers._limits, timeout_s=120)
        await workers.answer(question(store, QUICK))
        before = workers.pids
        document = await workers.answer(question(store, slow))

        assert isinstance(document.body, bytes)
        assert str(60**4).encode() in document.body
        assert before - workers.pids

    run(work)


def test_a_query_that_hoards_memory_is_refused(store: Path) -> None:
    async def work(workers: Workers) -> None:
        with pytest.raises((QueryLimitError, QueryTimeoutError)):
            await workers.answer(question(store, HOARD))

        assert (await workers.answer(question(store, QUICK))).body

    run(work)


def test_a_worker_that_dies_is_replaced(store: Path) -> None:
    async def work(workers: Workers) -> None:
        await workers.answer(question(store, QUICK))
        (pid,) = workers.pids
        os.kill(pid, signal.SIGKILL)

        with pytest.raises(QueryLimitError):  # the next learns of it
            await workers.answer(question(store, QUICK))

        assert (await workers.answer(question(store, QUICK))).body

    run(work, Places(quick=1))


def test_what_the_caller_did_wrong_reaches_the_caller(store: Path) -> None:
    async def work(workers: Workers) -> None:
        with pytest.raises(RequestError, match="no SPARQL"):
            await workers.answer(question(store, "SELEKT"))
        with pytest.raises(ReleaseError):
            await workers.answer(question(store.parent / "nergens", QUICK))

    run(work)


def test_more_than_can_wait_are_turned_away_at_once(store: Path) -> None:
    async def work(workers: Workers) -> None:
        asking = [workers.answer(question(store, QUICK)) for _ in range(3)]
        found = await asyncio.gather(*asking, return_exceptions=True)

        said = [str(error) for error in found if isinstance(error, QueryTimeoutError)]
        assert said == ["too many queries are waiting; try again later"] * 2

    run(work, Places(quick=1, waiting=1))


def test_one_client_has_so_many_at_once_and_another_still_comes_through(store: Path) -> None:
    async def work(workers: Workers) -> None:
        asking = [workers.answer(question(store, QUICK), "a") for _ in range(3)]
        other = workers.answer(question(store, QUICK), "b")
        *found, others = await asyncio.gather(*asking, other, return_exceptions=True)

        assert sum(isinstance(error, QueryTimeoutError) for error in found) == 1
        assert isinstance(others, Document)

    run(work, Places(each=2))


def test_closing_ends_every_process_and_leaves_no_file(store: Path) -> None:
    mine: set[int] = set()
    spools: list[Path] = []

    async def work(workers: Workers) -> None:
        await workers.answer(question(store, QUICK))
        mine.update(workers.pids)
        assert workers._limits.spool is not None
        spools.append(workers._limits.spool)

    run(work, Places(quick=2))

    assert mine
    assert not [pid for pid in mine if is_alive(pid)]
    assert not spools[0].exists()


def test_workers_that_never_started_close_and_touch_nothing() -> None:
    asyncio.run(Workers(LIMITS).close())

    assert Path(tempfile.gettempdir()).is_dir()


def test_a_query_ends_when_nobody_waits_for_it_any_more(release_data: Path) -> None:
    def workers() -> set[int]:
        return {child.pid for child in psutil.Process().children()}

    with serving(Settings(data=release_data, query_timeout_s=120)) as client:
        client.get("/sparql", params={"query": QUICK})
        before = workers()
        gone, stays = (httpx.Client(base_url=client.base_url) for _ in range(2))
        asking = [
            threading.Thread(target=_ask_a_while, args=(caller, seconds))
            for caller, seconds in ((gone, 1), (stays, 6))
        ]
        for thread in asking:
            thread.start()
        asking[0].join()
        time.sleep(2)
        meanwhile = before - workers()
        asking[1].join()
        deadline = time.monotonic() + 20
        while not before - workers() and time.monotonic() < deadline:
            time.sleep(0.1)

        assert not meanwhile  # another still waits for the same answer
        assert before - workers()
        assert client.get("/sparql", params={"query": QUICK}).status_code == 200


def _ask_a_while(caller: httpx.Client, seconds: float) -> None:
    with pytest.raises(httpx.ReadTimeout):
        caller.get("/sparql", params={"query": RUNAWAY}, timeout=seconds)
    caller.close()
