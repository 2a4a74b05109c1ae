"""One city for every second road: its deliveries, the ledger of what is spoilt, and a release.

STAD_INWONERS makes it smaller while a test is being written.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

import pytest

from tests.conftest import quiet
from tests.once import once
from themagraaf.demo import write_deliveries
from themagraaf.model.model import Model
from themagraaf.release.build import build
from themagraaf.release.current import Release, open_release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente

INWONERS = int(os.environ.get("STAD_INWONERS", "20000"))
FOUTEN = 0.03

Cell = tuple[Decimal, Decimal | None] | dict[Decimal, int]


class Regel(TypedDict):
    """A row of the ledger."""

    registratie: str
    levering: str
    bestand: str
    positie: str
    soort: str
    verboden: bool


@dataclass(frozen=True, eq=False)
class Stad:
    """A city: `folder` holds a folder of deliveries for each registration."""

    folder: Path
    grootboek: tuple[Regel, ...]
    release: Release


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


def cells(stad: Stad, kpi_id: str) -> Mapping[tuple[str, ...], Cell]:
    """Return the cells of a KPI at the finest grain, by the codes of their members.

    The codes stand in the order of the KPI's dimensions. A cell is teller and
    noemer (None for a count); of a median it is how often each value occurs.
    """
    cube = stad.release.cube(kpi_id)
    if cube.kpi.maat != "mediaan":
        return {tuple(cel.leden.values()): _counts(cel.teller, cel.noemer) for cel in cube.rows()}
    tables: dict[tuple[str, ...], dict[Decimal, int]] = {}
    for leden, meetwaarde, aantal in cube.frequencies():
        tables.setdefault(tuple(leden.values()), {})[meetwaarde] = aantal
    return dict(tables)


def forbidden(stad: Stad, registratie: str, bestand: str) -> set[str]:
    """Return the positions in a file of a registration that no shape should let in."""
    return {
        row["positie"]
        for row in stad.grootboek
        if row["registratie"] == registratie and row["bestand"] == bestand and row["verboden"]
    }


def _counts(teller: Decimal | None, noemer: Decimal | None) -> tuple[Decimal, Decimal | None]:
    assert teller is not None
    return teller, noemer
