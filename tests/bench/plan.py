"""KPI queries written flat and by hand over one release: by their plan, and as they are written."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench import kpi
from tests.bench.meter import ROOT, Clock, Meter, Said, serve
from themagraaf.release.current import open_release
from themagraaf.release.folder import DataFolder
from themagraaf.store.answer import Table
from themagraaf.store.embedded import EmbeddedStore

QUERIES = ROOT / "tests" / "bench" / "gegevens" / "plan"
Answer = Callable[[EmbeddedStore, str], Table]


def as_written(store: EmbeddedStore, query: str) -> Table:
    """Answer a query word for word."""
    return store.select(query)


def by_plan(store: EmbeddedStore, query: str) -> Table:
    """Plan a query, by sizes that were counted before, and answer that."""
    return store.select(store.plan(query).text)


def run(form: str, answer: Answer, folder: Path, meter: Meter) -> Said:
    """Answer each query of one form, each once before, so that the store is warm."""
    data = folder / "data"
    store = open_release(data, DataFolder(data).candidate()).store("intern")
    queries = {path.name: path.read_text("utf-8") for path in sorted(QUERIES.glob(f"*.{form}.rq"))}
    rows = [str(answer(store, query)) for query in queries.values()]
    (folder / f"{form}-{answer.__name__}.txt").write_text("\n".join(rows), encoding="utf-8")
    seconds: Said = {}
    with meter:
        for name, query in queries.items():
            clock = Clock()
            answer(store, query)
            seconds[name.split(".")[0]] = clock.lap()
    return seconds


def same(folder: Path) -> None:
    """Hold that all gave the same rows in the same order."""
    answers = {path.read_text("utf-8") for path in folder.glob("*.txt")}
    assert len(answers) == 1


if __name__ == "__main__":
    contenders = {
        "flat-by-plan": partial(run, "flat", by_plan),
        "hand-as-written": partial(run, "hand", as_written),
        "flat-as-written": partial(run, "flat", as_written),
    }
    serve(kpi.prepare, contenders, same)
