"""The KPI queries of the model over a built release: each with its seconds, one by one."""

from pathlib import Path

from tests.bench import build
from tests.bench.meter import Clock, Meter, Said, serve
from themagraaf.kpi.measure import answer
from themagraaf.release.current import open_release
from themagraaf.release.folder import DataFolder


def prepare(folder: Path, inwoners: int) -> None:
    """Build a release."""
    build.prepare(folder, inwoners)
    build.make(folder)


def themagraaf(folder: Path, meter: Meter) -> Said:
    """Answer every KPI that could be measured, each once before, so that the store is warm."""
    data = folder / "data"
    release = open_release(data, DataFolder(data).candidate())
    store = release.store("intern")
    measured = release.manifest["kpis"]
    kpis = [kpi for kpi in release.model.kpis if measured[kpi.id]["status"] == "ok"]
    for kpi in kpis:
        answer(kpi, store)
    seconds: Said = {}
    with meter:
        for kpi in kpis:
            clock = Clock()
            answer(kpi, store)
            seconds[kpi.id] = clock.lap()
    return seconds


if __name__ == "__main__":
    serve(prepare, {"kpi-queries": themagraaf})
