"""The commands that read a release: its KPIs, its journeys, any query."""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

import click

from themagraaf import console
from themagraaf.cli.options import AS_JSON, DATA
from themagraaf.errors import DeadTermError, RequestError
from themagraaf.kpi.cell import Cel
from themagraaf.kpi.cube import Cube
from themagraaf.kpi.headline import headline, periode_op
from themagraaf.kpi.reismeting import encode
from themagraaf.kpi.slice import slice_cube
from themagraaf.release.current import AUDIENCES, Release, open_release
from themagraaf.settings import Settings
from themagraaf.store.remote import RemoteStore


@click.command()
@click.argument("kpi_id", required=False, metavar="[ID]")
@click.option("--dimensie", "chosen", multiple=True, metavar="DIM=CODE", help="Choose a member.")
@click.option("--per", default="", metavar="DIM[:LEVEL],…", help="Dimensions to show a row each.")
@click.option("--peildatum", type=click.DateTime(["%Y-%m-%d"]), help="How it stood on that day.")
@AS_JSON
@DATA
def kpi(
    kpi_id: str | None,
    chosen: Sequence[str],
    per: str,
    peildatum: datetime | None,
    as_json: bool,
    data: Path | None,
) -> None:
    """Show the figures of the current release: all KPIs, or slices of the one named."""
    release = open_release(data or Settings().data)
    day = peildatum.date() if peildatum else None
    if kpi_id is None:
        show_overview(release, as_json, day)
        return
    cube = release.cube(kpi_id)
    selection = _selection(chosen)
    shown = [item for item in per.split(",") if item]
    if selection or shown:
        if day is not None and (asked := periode_op(cube, day)) is not None:
            selection["periode"] = [asked]
        cells = slice_cube(cube, selection, shown)
    else:
        cells = [cel for cel in (headline(cube, day),) if cel is not None]
    if as_json:
        said = [console.cell_as_json(cube, cel) for cel in cells]
        console.show_json({"kpi": kpi_id, "release": release.id, "waarnemingen": said})
    else:
        console.show_cells(cube, cells, release.indeling)


@click.command()
@click.argument("klantreis_id", required=False, metavar="[ID]")
@AS_JSON
@DATA
def klantreis(klantreis_id: str | None, as_json: bool, data: Path | None) -> None:
    """Show how residents fare on the way to an answer: all journeys, or the steps of one."""
    release = open_release(data or Settings().data)
    if klantreis_id is not None:
        meting = release.klantreis(klantreis_id)
        if as_json:
            console.show_json({"release": release.id, "klantreis": klantreis_id, **encode(meting)})
        else:
            console.show_klantreis(release.model.klantreis(klantreis_id), meting)
        return
    rows = [(item, release.reismeting(item.id)) for item in release.model.klantreizen]
    if as_json:
        said = [{"klantreis": item.id, **encode(m)} for item, m in rows if m is not None]
        console.show_json({"release": release.id, "klantreizen": said})
    else:
        console.show_klantreizen(rows)


@click.command()
@click.argument("source", type=click.File("r", encoding="utf-8"), metavar="FILE.rq|-")
@click.option("--endpoint", metavar="URL", help="Ask another SPARQL endpoint instead.")
@click.option("--audience", type=click.Choice(AUDIENCES), default="intern", show_default=True)
@AS_JSON
@click.option("--csv", "as_csv", is_flag=True, help="CSV instead of a table.")
@DATA
def query(
    source: TextIO,
    endpoint: str | None,
    audience: str,
    as_json: bool,
    as_csv: bool,
    data: Path | None,
) -> None:
    """Answer any SPARQL query over the current release."""
    if as_json and as_csv:
        raise RequestError("--json and --csv can't both be; leave one out")
    text = source.read()
    form = "json" if as_json else "csv" if as_csv else "table"
    if endpoint:
        console.show_answer(RemoteStore(endpoint).select(text), form)
        return
    store = open_release(data or Settings().data).store(audience)
    if store.kind(text) == "graph":
        if form != "table":
            raise RequestError("a CONSTRUCT or DESCRIBE gives Turtle; leave out --json and --csv")
        store.construct(text, sys.stdout.buffer, "text/turtle")
    else:
        console.show_answer(store.select(text), form)


def show_overview(release: Release, as_json: bool, day: date | None = None) -> None:
    """Show the figure that stands for each KPI; none where it has none."""
    rows: list[tuple[Cube | None, Cel | None, str, str]] = []
    for item in release.model.kpis:
        try:
            cube = release.cube(item.id)
            rows.append((cube, headline(cube, day), item.id, item.thema))
        except (DeadTermError, RequestError):
            rows.append((None, None, item.id, item.thema))
    if not as_json:
        console.show_headlines(rows)
        return
    console.show_json(
        [
            {"kpi": kpi_id, "release": release.id}
            | (console.cell_as_json(cube, cel) if cube and cel else {"waarde": None})
            for cube, cel, kpi_id, _ in rows
        ]
    )


def _selection(chosen: Sequence[str]) -> dict[str, list[str]]:
    selection: dict[str, list[str]] = {}
    for item in chosen:
        dimensie, mark, code = item.partition("=")
        if not mark or not code:
            raise RequestError(f"--dimensie {item!r} is not DIMENSION=CODE, as gebied=WK010602")
        selection.setdefault(dimensie, []).extend(code.split(","))
    return selection
