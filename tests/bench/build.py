"""A full build of the fictional municipality: the seconds of each part, against its size."""

import shutil
from pathlib import Path

from tests.bench.meter import Clock, Meter, Said, serve
from themagraaf.demo import write_deliveries
from themagraaf.model.files import find_model
from themagraaf.model.model import read_model
from themagraaf.release.build import build
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente


def prepare(folder: Path, inwoners: int) -> None:
    """Write the deliveries of every registration."""
    write_deliveries(folder / "stad", inwoners, seed=1)


def make(folder: Path) -> Said:
    """Build a candidate; say how many quads it has and what each part took."""
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    clock, stage, spent = Clock(), "starting", dict[str, float]()

    def progress(now: str, done: int, total: int) -> None:
        nonlocal stage
        spent[stage] = spent.get(stage, 0.0) + clock.lap()
        stage = now.split()[0]

    gemeente = read_gemeente(folder / "stad" / "themagraaf.toml")
    model = read_model(find_model())
    built = build(model, gemeente, DataFolder(data), progress, key=b"k" * 32)
    progress("ending", 0, 1)
    return {"quads": built.manifest["aantalQuads"], **spent}


def themagraaf(folder: Path, meter: Meter) -> Said:
    """Build."""
    with meter:
        return make(folder)


if __name__ == "__main__":
    serve(prepare, {"themagraaf": themagraaf})
