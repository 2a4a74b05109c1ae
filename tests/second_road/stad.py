"""A city as every second road takes it: its deliveries, the ledger of what is spoilt, a release."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

from themagraaf.release.current import Release

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


def read_csv(
    stad: Stad, registratie: str, bestand: str, delimiter: str = ",", errors: str = "strict"
) -> Iterator[dict[str, str]]:
    """Give the rows of a CSV that may enter; `errors` is what to do with bytes that are no text."""
    bad = forbidden(stad, registratie, bestand)
    path = stad.folder / registratie / bestand
    with path.open(encoding="utf-8-sig", errors=errors, newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter=delimiter), start=2):
            if f"row={number}" not in bad:
                yield row


def _counts(teller: Decimal | None, noemer: Decimal | None) -> tuple[Decimal, Decimal | None]:
    assert teller is not None
    return teller, noemer
