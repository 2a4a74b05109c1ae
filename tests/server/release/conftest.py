"""Deliveries of a small Voorbeeldstad, and a release of them, for all tests of releases."""

import shutil
from pathlib import Path

import pytest

from tests.once import once
from tests.server.release.folders import publish_in
from themagraaf.demo import write_deliveries
from themagraaf.model.files import FOLDERS
from themagraaf.model.model import Model
from themagraaf.release.current import Release, open_release


@pytest.fixture(scope="session")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small demo; tests copy what they change."""

    def make(folder: Path) -> None:
        write_deliveries(folder, inwoners=2_000, fouten=0.0)

    return once(tmp_path_factory, "leveringen", make)


@pytest.fixture(scope="session")
def small(deliveries: Path, model: Model, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of all that the small demo delivers."""

    def make(folder: Path) -> None:
        publish_in(model, deliveries / "themagraaf.toml", folder / "data")

    return open_release(once(tmp_path_factory, "klein", make) / "data")


@pytest.fixture
def own(model: Model, tmp_path: Path) -> Path:
    """A model of one's own to change."""
    for name in FOLDERS:
        shutil.copytree(model.files.root / name, tmp_path / "model" / name)
    return tmp_path / "model"
