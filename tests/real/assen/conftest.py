"""The second road, read once for all tests of Assen."""

from pathlib import Path

import pytest

from .deliveries import Deliveries, load


@pytest.fixture(scope="session")
def bron(shared: Path) -> Deliveries:
    return load(shared / "data")
