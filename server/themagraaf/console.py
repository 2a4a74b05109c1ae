"""How the command line shows things: progress bars, tables, JSON, CSV, errors."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from themagraaf.errors import NotDeliveredError
from themagraaf.kpi import periode
from themagraaf.kpi.cell import Cel, rounded
from themagraaf.kpi.cube import Cube
from themagraaf.kpi.reismeting import Reismeting
from themagraaf.model.klantreis import Klantreis
from themagraaf.release.build import Built
from themagraaf.store.answer import XSD
from themagraaf.store.answer import Table as Answer

ERNST = {"Violation": "kept out", "Warning": "let in", "Info": "let in"}
STATUS = {"A": "", "P": "provisional", "M": "nothing to measure", "Q": "secret"}
NIET_GERELATEERD = ("geen-sleutel", "onbekende-sleutel", "meerduidig")
NUMBERS = {XSD + "integer", XSD + "decimal", XSD + "double"}
UNITS = {"PERCENT": "%", "PPTH": "‰", "DAY": "days", "NUM": "", "CCY_EUR": "euro", "M2": "m²"}

# A pipe has no width of its own; a table cut to 80 columns would help nobody there.
out = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
err = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Give a callback that shows how far long work is; on standard error, on a terminal only."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<40}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    off = not err.is_terminal
    with Progress(*columns, console=err, transient=True, disable=off) as progress:
        task = progress.add_task("starting", total=1)

        def report(stage: str, done: int, total: int) -> None:
            progress.update(task, description=stage, completed=done, total=max(total, 1))

        yield report


def say(text: str) -> None:
    """Print one line as it is, however long."""
    out.print(text, markup=False, soft_wrap=True)


def show_built(built: Built) -> None:
    """Show what a build made: records per registration, findings in words, KPIs without data."""
    counts = Table("registration", "records in", "published", "quarantine", "reference date")
    for column in counts.columns[1:4]:
        column.justify = "right"
    totals = [0, 0, 0]
    for naam, said in built.manifest["registraties"].items():
        numbers = (said["records"], said["gepubliceerd"], said["quarantaine"])
        totals = [total + number for total, number in zip(totals, numbers, strict=True)]
        counts.add_row(naam, *(f"{number:,}" for number in numbers), said["peildatum"])
    counts.add_section()
    counts.add_row("in = published + quarantine", *(f"{total:,}" for total in totals))
    out.print(counts)
    show_relaties(built.manifest["relaties"])
    if built.groups:
        findings = Table("found", "times", "what", "shape")
        findings.columns[1].justify = "right"
        for group in built.groups:
            shape = group.shape.rsplit("/", 1)[-1]
            said_nl = f"{group.message.nl}\n[dim]{group.message.en}[/dim]"
            severity = f"{group.severity} ({ERNST[group.severity]})"
            findings.add_row(severity, f"{group.aantal:,}", said_nl, shape)
        out.print(findings)
    left_out = 0
    for kpi in built.manifest["kpis"].values():
        if kpi["status"] == NotDeliveredError.slug:
            left_out += 1
        elif kpi["status"] != "ok":
            out.print(f"[yellow]{kpi.get('melding', kpi['status'])}[/yellow]")
    if left_out:
        out.print(f"{left_out} KPIs rest on registrations that were not delivered")


def show_relaties(relaties: Mapping[str, Mapping[str, int]]) -> None:
    """Show for each relation how many records were related, and why the others were not."""
    counted = {name: found for name, found in relaties.items() if found}
    if not counted:
        return
    table = Table("relation", "records", "related", *NIET_GERELATEERD)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, found in counted.items():
        total = sum(found.values())
        missed = [found.get(reason, 0) for reason in NIET_GERELATEERD]
        table.add_row(
            name,
            f"{total:,}",
            _share(total - sum(missed), total),
            *(f"{count:,}" for count in missed),
        )
    out.print(table)


def show_headlines(rows: Sequence[tuple[Cube | None, Cel | None, str, str]]) -> None:
    """Show one figure a KPI: (cube, cell, id, theme); no cube where it can't be measured."""
    table = Table("KPI", "value", "norm", "period", "status", "title")
    table.columns[1].justify = table.columns[2].justify = "right"
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    theme = ""
    for cube, cel, kpi_id, thema in rows:
        if thema != theme:
            theme = thema
            table.add_section()
            table.add_row(f"[bold]{theme}[/bold]")
        if cube is None:
            table.add_row(kpi_id, "", "", "", "no data", "")
            continue
        kpi = cube.kpi
        period = cel.leden.get("periode", "") if cel else ""
        norm = f"{kpi.norm.waarde} {_unit(cube)}".strip() if kpi.norm else ""
        when = periode.label(period).en if period else f"on {cube.peildatum}"
        table.add_row(kpi.id, *_figure(cube, cel), norm, when, _status(cel), kpi.titel.nl)
    out.print(table)


def show_klantreizen(rows: Sequence[tuple[Klantreis, Reismeting | None]]) -> None:
    """Show one line a journey; no figures where it could not be measured."""
    table = Table("klantreis", "theme", "journeys", "reach the end", "question")
    table.columns[2].justify = table.columns[3].justify = "right"
    for klantreis, meting in rows:
        counts = ("", "no data")
        if meting is not None:
            counts = (f"{meting.reizen:,}", _share(meting.stappen[-1].bereikt, meting.reizen))
        table.add_row(klantreis.id, klantreis.thema, *counts, klantreis.bewonersvraag.nl)
    out.print(table)


def show_klantreis(klantreis: Klantreis, meting: Reismeting) -> None:
    """Show the steps of a journey as a funnel, with times, legal terms, drop-out and return."""
    table = Table(
        "step", "reached", "", "days: median", "80 %", "legal", "left", "under way", "back"
    )
    table.title = klantreis.bewonersvraag.nl
    for column in table.columns[3:]:
        column.justify = "right"
    for stap, found in zip(klantreis.stappen, meting.stappen, strict=True):
        duur = found.duur
        bar = "█" * round(20 * found.bereikt / meting.reizen) if meting.reizen else ""
        table.add_row(
            stap.titel.nl,
            f"{found.bereikt:,}",
            bar,
            f"{duur.mediaan:g}" if duur else "",
            f"{duur.p80}" if duur else "",
            "" if stap.termijn_dagen is None else f"{stap.termijn_dagen}",
            f"{found.uitgevallen:,}",
            f"{found.onderweg:,}",
            _share(found.terugkeer, found.terugkeer_van),
        )
    out.print(table)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


def show_cells(cube: Cube, cells: Sequence[Cel], indeling: int | None) -> None:
    """Show the cells of a slice with the names of their members, and the areas' year."""
    shown = list(cells[0].leden) if cells else []
    table = Table(*shown, "teller", "noemer", "waarde", "status", title=cube.kpi.titel.nl)
    for column in table.columns[len(shown) : len(shown) + 3]:
        column.justify = "right"
    for cel in cells:
        counts = ["" if number is None else f"{number:f}" for number in (cel.teller, cel.noemer)]
        names = [_member(cube, dimensie, code) for dimensie, code in cel.leden.items()]
        table.add_row(*names, *counts, *_figure(cube, cel), _status(cel))
    out.print(table)
    if indeling and "gebied" in shown:
        out.print(f"areas as divided in {indeling}")
    if not cells:
        out.print("nothing was measured for this slice (that is not the same as zero)")


def cell_as_json(cube: Cube, cel: Cel) -> dict[str, object]:
    """Return a cell for a program: numbers as numbers, the value rounded as the KPI declares."""
    waarde = None if cel.waarde is None else number(rounded(cube.kpi, cel.waarde))
    return {
        **cel.leden,
        "teller": number(cel.teller),
        "noemer": number(cel.noemer),
        "waarde": waarde,
        "status": cel.status,
    }


def number(value: Decimal | None) -> int | float | None:
    """Return a number that JSON can hold; whole numbers without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral() else float(value)


def show_json(content: object) -> None:
    """Write JSON to standard output."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def show_answer(answer: Answer, form: str) -> None:
    """Show the rows of a SPARQL answer as a table, JSON or CSV."""
    if form == "json":
        show_json([{c: _plain(t) for c, t in row.items()} for row in answer.dicts()])
        return
    texts = [["" if term is None else term.value for term in row] for row in answer.rows]
    if form == "csv":
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\n").writerows([answer.columns, *texts])
        sys.stdout.write(lines.getvalue())
        return
    table = Table(*(Column(name, overflow="fold") for name in answer.columns))
    for row in texts:
        table.add_row(*row)
    out.print(table)
    say(f"{len(texts):,} {'row' if len(texts) == 1 else 'rows'}")


def show_mapping(content: Mapping[str, object]) -> None:
    """Show names and values, one a line."""
    width = max(map(len, content), default=0)
    for name, value in content.items():
        out.print(f"{name:<{width}}  {value}")


def _figure(cube: Cube, cel: Cel | None) -> tuple[str]:
    if cel is None or cel.waarde is None:
        return ("",)
    return (f"{rounded(cube.kpi, cel.waarde):,f} {_unit(cube)}".strip(),)


def _unit(cube: Cube) -> str:
    name = cube.kpi.eenheid.removeprefix("unit:")
    return UNITS.get(name, name)


def _status(cel: Cel | None) -> str:
    return STATUS["M"] if cel is None else STATUS.get(cel.status, cel.status)


def _member(cube: Cube, dimensie: str, code: str) -> str:
    lid = cube.leden.get((dimensie, code))
    return code if lid is None or lid.label.nl == code else f"{lid.label.nl} ({code})"


def _plain(term: object) -> object:
    value = getattr(term, "value", None)
    if value is not None and getattr(term, "datatype", "") in NUMBERS:
        return number(Decimal(value))
    return value
