"""A published release of the real deliveries of Assen, built once."""

from pathlib import Path

import pytest

from tests.conftest import ROOT, quiet
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
    data = DataFolder(tmp_path_factory.mktemp("assen"))
    build(model, gemeente, data, quiet, key=b"k" * 32)
    data.publish()
    return open_release(data.root)
