"""A build on the release before it: after one KPI's query changed, or one record in a hundred."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from tests.bench import build
from tests.bench.meter import Meter, Said, serve
from themagraaf.model.files import find_model
from themagraaf.model.model import read_model
from themagraaf.release.build import build as build_release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente

R = TypeVar("R")
RNG = random.Random(1)


def prepare(folder: Path, inwoners: int) -> None:
    """Build a release."""
    build.prepare(folder, inwoners)
    build.make(folder)


def one_kpi(folder: Path, meter: Meter) -> Said:
    """Change a KPI, so that all its cells do, then read the model and build."""
    shutil.rmtree(folder / "model", ignore_errors=True)
    find_model().copy_to(folder / "model")
    query = folder / "model/queries/kpi/openbare-ruimte/meldingen.rq"
    text = query.read_text("utf-8")
    assert "(COUNT(?melding)" in text
    query.write_text(text.replace("(COUNT(?melding)", "(1 + COUNT(?melding)"), "utf-8")
    return _build(folder, folder / "model", meter)


def meldingen(folder: Path, meter: Meter) -> Said:
    """Give one report in a hundred a value of another, in a registration that few others read."""
    path = folder / "stad/leveringen/meldingen/all_meldingen.json"
    records = json.loads(path.read_text("utf-8"))
    for record, other in _some(records):
        name = RNG.choice(["subcategory_slug", "wijk", "created_at", "address"])
        record[name] = other[name]
    path.write_text(json.dumps(records), "utf-8")
    return _build(folder, find_model().root, meter)


def uitkeringen(folder: Path, meter: Meter) -> Said:
    """Do so with the benefits, which are connected with persons."""
    return _change_csv(folder, meter, "participatie/uitkeringen.csv")


def brp(folder: Path, meter: Meter) -> Said:
    """Do so with the persons, on whom most of the rest rests."""
    return _change_csv(folder, meter, "brp/persoonslijsten.csv")


def _change_csv(folder: Path, meter: Meter, name: str) -> Said:
    path = folder / "stad/leveringen" / name
    head, *lines = path.read_bytes().decode("latin-1").splitlines(keepends=True)
    mark = ";" if head.count(";") > head.count(",") else ","
    rows = [line.split(mark) for line in lines]
    for row, other in _some(rows):
        place = RNG.randrange(1, len(row) - 1)
        row[place] = other[place] if place < len(other) - 1 else row[place]
    path.write_bytes("".join([head, *map(mark.join, rows)]).encode("latin-1"))
    return _build(folder, find_model().root, meter)


def _some(records: list[R]) -> Iterator[tuple[R, R]]:
    """Give one record in a hundred, each with another."""
    for _ in range(max(1, len(records) // 100)):
        yield RNG.choice(records), RNG.choice(records)


def _build(folder: Path, root: Path, meter: Meter) -> Said:
    with meter:
        gemeente = read_gemeente(folder / "stad" / "themagraaf.toml")
        model, data = read_model(find_model(root)), DataFolder(folder / "data")
        built = build_release(model, gemeente, data, _quiet, key=b"k" * 32)
    assert built.built_on is not None
    return {"quads": built.manifest["aantalQuads"]}


def _quiet(stage: str, done: int, total: int) -> None:
    """Take progress and show nothing."""


if __name__ == "__main__":
    contenders = {
        "one-kpi-changed": one_kpi,
        "meldingen-changed": meldingen,
        "uitkeringen-changed": uitkeringen,
        "brp-changed": brp,
    }
    serve(prepare, contenders)
