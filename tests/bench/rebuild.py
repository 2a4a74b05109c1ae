"""A build after one KPI's query changed, so that all its cells do, on the release before it."""

import shutil
from pathlib import Path

from tests.bench import build
from tests.bench.meter import Meter, Said, serve
from themagraaf.model.files import find_model
from themagraaf.model.model import read_model
from themagraaf.release.build import build as build_release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente


def prepare(folder: Path, inwoners: int) -> None:
    """Build a release."""
    build.prepare(folder, inwoners)
    build.make(folder)


def themagraaf(folder: Path, meter: Meter) -> Said:
    """Change a KPI, then read the model and build."""
    shutil.rmtree(folder / "model", ignore_errors=True)
    find_model().copy_to(folder / "model")
    query = folder / "model/queries/kpi/openbare-ruimte/meldingen.rq"
    text = query.read_text("utf-8")
    assert "(COUNT(?melding)" in text
    query.write_text(text.replace("(COUNT(?melding)", "(1 + COUNT(?melding)"), "utf-8")
    with meter:
        gemeente = read_gemeente(folder / "stad" / "themagraaf.toml")
        model, data = read_model(find_model(folder / "model")), DataFolder(folder / "data")
        built = build_release(model, gemeente, data, _quiet, key=b"k" * 32)
    assert built.built_on is not None
    return {"quads": built.manifest["aantalQuads"]}


def _quiet(stage: str, done: int, total: int) -> None:
    """Take progress and show nothing."""


if __name__ == "__main__":
    serve(prepare, {"one-kpi-changed": themagraaf})
