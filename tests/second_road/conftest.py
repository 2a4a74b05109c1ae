"""One city for every second road.

STAD_INWONERS makes it smaller while a test is being written.
"""

import json
import os
from pathlib import Path

import pytest

from tests.conftest import quiet
from tests.once import once
from tests.second_road.hulp import Hulp
from tests.second_road.stad import Regel, Stad
from themagraaf.demo import write_deliveries
from themagraaf.model.model import Model
from themagraaf.release.build import build
from themagraaf.release.current import open_release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente

INWONERS = int(os.environ.get("STAD_INWONERS", "20000"))
FOUTEN = 0.03


@pytest.fixture(scope="session")
def stad(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Stad:
    """A city with many records spoilt, and its release."""

    def make(folder: Path) -> None:
        config = write_deliveries(folder, INWONERS, seed=7, fouten=FOUTEN)
        data = DataFolder(folder / "data")
        build(model, read_gemeente(config), data, quiet, key=b"s" * 32)
        data.publish()

    folder = once(tmp_path_factory, "stad", make)
    lines = (folder / "grootboek.jsonl").read_text("utf-8").splitlines()
    ledger: list[Regel] = [json.loads(line) for line in lines]
    return Stad(folder / "leveringen", tuple(ledger), open_release(folder / "data"))


@pytest.fixture(scope="session")
def hulp(stad: Stad) -> Hulp:
    """Help in the city under the Wmo and the Jeugdwet."""
    return Hulp(stad)
