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


TOKEN = "k" * 40


@pytest.fixture(scope="session")
def token_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an operator who lets one in; as written, with whose token it is."""
    path = tmp_path_factory.mktemp("tokens") / "tokens"
    path.write_text(f"# van het dashboard\n{TOKEN}\n", "utf-8")
    return path


@pytest.fixture(scope="session")
def staff(release_data: Path, token_file: Path) -> Iterator[httpx.Client]:
    """A service with records, and one who may see them."""
    with serving(Settings(data=release_data, token_file=token_file)) as running:
        running.headers["Authorization"] = f"Bearer {TOKEN}"
        yield running
