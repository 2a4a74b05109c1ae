"""A small graph as a store, a KPI of one's own, a cube of rows: what the tests of KPIs stand on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

from themagraaf.kpi.cube import Cube, write_cube, write_leden
from themagraaf.kpi.leden import Leden, Lid, read_leden
from themagraaf.kpi.measure import Row, answer, rows_of
from themagraaf.model.kpi import Kpi
from themagraaf.model.model import Model
from themagraaf.model.terms import Label
from themagraaf.store.embedded import EmbeddedStore

PEILDATUM = date(2026, 8, 8)


def open_graph(model: Model, *files: Path) -> EmbeddedStore:
    """Return a store in memory that holds the ontology and these Turtle files."""
    store = EmbeddedStore(ox.Store())
    store.load_turtle(
        model.files.find("ontology", "*.ttl"), "https://voorbeeld.example/graaf/model"
    )
    store.load_turtle(files, "https://voorbeeld.example/graaf/registratie/voorbeeld")
    return store


def measure_graph(kpi: Kpi, model: Model, *files: Path) -> tuple[list[Row], Leden]:
    """Measure a KPI over the ontology and these Turtle files."""
    store = open_graph(model, *files)
    leden = read_leden(store, model.vocabulary)
    return rows_of(kpi, answer(kpi, store), leden), leden


def cube_of(kpi: Kpi, rows: Sequence[Row], leden: Leden, folder: Path) -> Cube:
    """Write rows and every area as a cube, as a build does."""
    leden.note_all_gebieden()
    return cube_with(kpi, rows, leden.in_order(), folder)


def cube_with(kpi: Kpi, rows: Sequence[Row], leden: Sequence[Lid], folder: Path) -> Cube:
    """Write rows and these members as a cube."""
    write_cube(kpi, rows, folder / "cube.parquet")
    write_leden(leden, folder / "leden.parquet")
    return Cube(kpi, folder / "cube.parquet", folder / "leden.parquet", PEILDATUM, "GM0106")


def kpi_with(
    model: Model, *, maat: str, dimensies: Sequence[str], fixed: Sequence[str] = ()
) -> Kpi:
    """Return a KPI that measures otherwise; `fixed` are the dimensions that don't add up."""
    return replace(
        model.kpi("meldingen"),
        maat=maat,
        factor=Decimal(100 if maat == "aandeel" else 1),
        dimensies=tuple(dimensies),
        niet_optelbaar=frozenset(fixed),
    )


def lid(dimensie: str, code: str, niveau: str, *above: str) -> Lid:
    """Return a member that goes by its code."""
    return Lid(dimensie, code, "", niveau, Label(code, code), (code, *above))
