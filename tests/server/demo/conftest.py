"""The deliveries of a small Voorbeeldstad, written once for all of its tests."""

from pathlib import Path

import pytest

from themagraaf.demo import write_deliveries


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_deliveries(tmp_path_factory.mktemp("demo"), inwoners=2_000).parent
