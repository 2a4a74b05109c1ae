"""One running service over the demo release, for all tests that only read."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from themagraaf.settings import Settings

from .running import serving


@pytest.fixture(scope="session")
def client(release_data: Path) -> Iterator[httpx.Client]:
    with serving(Settings(data=release_data)) as running:
        yield running


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[httpx.Client]:
    """A service whose operator has published nothing."""
    with serving(Settings(data=tmp_path)) as running:
        yield running
