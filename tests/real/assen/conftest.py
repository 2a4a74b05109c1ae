"""The second road, read once for all tests of Assen."""

import pytest

from .deliveries import Deliveries, data_folder, load


@pytest.fixture(scope="session")
def bron() -> Deliveries:
    return load(data_folder())
