"""A published release of the real deliveries of Assen, built once."""

from pathlib import Path

import pytest

from tests.conftest import ROOT, quiet
from tests.once import once
from themagraaf.model.model import Model
from themagraaf.release.build import build
from themagraaf.release.current import Release, open_release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente


@pytest.fixture(scope="session")
def assen(shared: Path, tmp_path_factory: pytest.TempPathFactory, model: Model) -> Release:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THEMAGRAAF_SHARED", str(shared))
        gemeente = read_gemeente(ROOT / "tests/real/assen/themagraaf.toml")

    def make(folder: Path) -> None:
        data = DataFolder(folder / "data")
        build(model, gemeente, data, quiet, key=b"k" * 32)
        data.publish()

    return open_release(once(tmp_path_factory, "assen", make) / "data")
