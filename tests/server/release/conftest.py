"""Deliveries of a small Voorbeeldstad, and a release of them, for all tests of releases."""

from pathlib import Path

import pytest

from tests.server.release.folders import publish_in
from themagraaf.demo import write_deliveries
from themagraaf.model.model import Model
from themagraaf.release.current import Release


@pytest.fixture(scope="session")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small demo; tests copy what they change."""
    return write_deliveries(
        tmp_path_factory.mktemp("leveringen"), inwoners=2_000, fouten=0.0
    ).parent


@pytest.fixture(scope="session")
def small(deliveries: Path, model: Model, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of all that the small demo delivers."""
    data = tmp_path_factory.mktemp("klein") / "data"
    return publish_in(model, deliveries / "themagraaf.toml", data)
