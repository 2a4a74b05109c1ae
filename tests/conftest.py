"""What many tests stand on: the real deliveries, and one built and published demo release."""

import os
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from tests.once import once
from themagraaf.demo import write_deliveries
from themagraaf.model.files import find_model
from themagraaf.model.model import Model, read_model
from themagraaf.release.build import build
from themagraaf.release.current import Release, open_release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente

ROOT = Path(__file__).resolve().parent.parent

# What is drawn is the same in every run of the suite; `make fuzz` draws anew.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("fuzz", deadline=None)
settings.load_profile("suite")


def quiet(stage: str, done: int, total: int) -> None:
    """Take progress and show nothing."""


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist's class is untyped
    """Gives each process whole files; all that stand on the one city are as one file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "second_road" if "second_road/" in file else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"shared", "assen", "bron"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.real)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real deliveries; a test that needs it is skipped where it is absent."""
    folder = Path(os.environ.get("THEMAGRAAF_SHARED", ROOT.parent / "shared")).resolve()
    if not (folder / "data").is_dir():
        pytest.skip(f"no real deliveries: {folder} is absent; set THEMAGRAAF_SHARED")
    return folder


@pytest.fixture(scope="session")
def model() -> Model:
    return read_model(find_model(ROOT))


@pytest.fixture(scope="session")
def release_data(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    """A data folder with one published release of the fictional municipality."""

    def make(folder: Path) -> None:
        gemeente = read_gemeente(write_deliveries(folder, inwoners=5_000, seed=1))
        data = DataFolder(folder / "data")
        build(model, gemeente, data, quiet, key=b"k" * 32)
        data.publish()

    return once(tmp_path_factory, "voorbeeldstad", make) / "data"


@pytest.fixture(scope="session")
def release(release_data: Path) -> Release:
    return open_release(release_data)
