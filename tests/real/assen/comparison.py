"""Cells of a built release and cells of the second road, laid side by side."""

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, TypeVar

from themagraaf.kpi.cell import Cel

from .observations import KPIS, Key
from .second_road import Som

T = TypeVar("T")
TWENTY_DIGITS = Fraction(1, 10**20)


class Kept(NamedTuple):
    """A line of the quarantine: where the record stood, and what was found, nl and en."""

    registratie: str
    bestand: str
    positie: str
    redenen: list[dict[str, str]]


def keyed(rows: Iterable[Cel], dimensies: Key, value: Callable[[Cel], T]) -> dict[Key, T]:
    """Return one value for each cell; a cell that comes twice is an error."""
    found: dict[Key, T] = {}
    for cel in rows:
        # A slice may name the level with the dimension: "gebied:gemeente".
        leden = {naam.partition(":")[0]: lid for naam, lid in cel.leden.items()}
        assert leden.keys() == set(dimensies), f"dimensions of a cell: {sorted(leden)}"
        key = tuple(leden[naam] for naam in dimensies)
        assert key not in found, f"{key} comes twice"
        found[key] = value(cel)
    return found


def som(cel: Cel) -> Som:
    """Return teller and noemer as the whole numbers that they must be."""
    return whole(cel.teller), None if cel.noemer is None else whole(cel.noemer)


def whole(number: Decimal | None) -> int:
    """Return a number that has to be there and has to be whole."""
    assert number is not None, "a figure is missing"
    assert number == int(number), f"{number} is not whole"
    return int(number)


def waarde(cel: Cel) -> Decimal | None:
    """Return the value of a cell, unrounded."""
    return cel.waarde


def differences(found: Mapping[Key, T], expected: Mapping[Key, T]) -> list[str]:
    """Name each cell that is missing, extra or other; no line means that all are equal."""
    return [
        f"{key}: found {found.get(key, 'nothing')}, expected {expected.get(key, 'nothing')}"
        for key in sorted(found.keys() | expected.keys())
        if key not in found or key not in expected or found[key] != expected[key]
    ]


def wrong_values(kpi_id: str, rows: Iterable[Cel]) -> list[str]:
    """Name each cell whose value is not teller / noemer × factor to twenty digits."""
    wrong = []
    for cel in rows:
        teller, noemer = som(cel)
        exact = Fraction(teller * KPIS[kpi_id].factor, 1 if noemer is None else noemer)
        if cel.waarde is None or abs(Fraction(cel.waarde) - exact) > abs(exact) * TWENTY_DIGITS:
            wrong.append(f"{dict(cel.leden)}: found {cel.waarde}, expected {exact}")
    return wrong


def quarantine(release: Path) -> list[Kept]:
    """Return the lines of a release's quarantine."""
    with (release / "quarantaine.jsonl").open(encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    return [Kept(k["registratie"], k["bestand"], k["positie"], k["redenen"]) for k in read]
