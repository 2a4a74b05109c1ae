"""The command line: thin over the same functions as the API."""

import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

import click
from pydantic import ValidationError

from themagraaf import __version__, console
from themagraaf.demo import write_deliveries
from themagraaf.docs import write_pages
from themagraaf.errors import (
    DeadTermError,
    DeliveryError,
    RequestError,
    ThemagraafError,
)
from themagraaf.kpi.cell import Cel
from themagraaf.kpi.cube import Cube
from themagraaf.kpi.headline import headline, periode_op
from themagraaf.kpi.reismeting import encode
from themagraaf.kpi.slice import slice_cube
from themagraaf.model.check import check_model, require_sound
from themagraaf.model.check.report import FORMS
from themagraaf.model.files import find_model
from themagraaf.model.model import read_model
from themagraaf.release import build as building
from themagraaf.release.current import AUDIENCES, Release, open_release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente
from themagraaf.release.profiel import hold_to
from themagraaf.settings import Settings
from themagraaf.store.remote import RemoteStore

FOLDER = click.Path(file_okay=False, path_type=Path)
DATA = click.option("--data", type=FOLDER, help="Folder that holds the releases.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="themagraaf")
@click.option("-v", "--verbose", is_flag=True, help="One line for each load, check and query.")
def cli(verbose: bool) -> None:
    """Make a municipality's registrations one traceable graph, and measure its themes."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s %(message)s"
    )


@cli.command()
@click.option("-c", "--config", type=click.Path(path_type=Path), help="File with the deliveries.")
@click.option("--model", type=FOLDER, help="Folder of the model; else the one shipped.")
@click.option("--allow-empty", is_flag=True, help="Go on where a registration has nothing left.")
@AS_JSON
@DATA
def build(
    config: Path | None, model: Path | None, allow_empty: bool, as_json: bool, data: Path | None
) -> None:
    """Build a candidate release from the deliveries that CONFIG names."""
    settings = Settings()
    built = _build(settings, config or settings.config, model, data or settings.data, allow_empty)
    if as_json:
        console.show_json({"release": built.id, **built.manifest})
        return
    console.show_built(built)
    console.out.print(f"candidate [bold]{built.id}[/bold]; `themagraaf publish` makes it current")


@cli.command()
@click.argument("release", required=False)
@DATA
def publish(release: str | None, data: Path | None) -> None:
    """Make the candidate, or the RELEASE named, the current one, in one rename."""
    folder = DataFolder(data or Settings().data)
    if release is not None:
        folder.propose(open_release(folder.root, release).id)
    console.say(f"{folder.publish()} is current")


@cli.command()
@DATA
def rollback(data: Path | None) -> None:
    """Make the release before the current one current again."""
    console.say(f"{DataFolder(data or Settings().data).rollback()} is current again")


@cli.command()
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
        _overview(release, as_json, day)
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


@cli.command()
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


@cli.command()
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
        sys.stdout.write(store.answer(text, "text/turtle").body.decode())
    else:
        console.show_answer(store.select(text), form)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@DATA
def serve(host: str, port: int, data: Path | None) -> None:
    """Serve the current release: pages, KPIs, SPARQL. A newly published one is taken up."""
    from themagraaf.api.server import serve as serve_http

    settings = Settings() if data is None else Settings(data=data)
    release = open_release(settings.data)
    console.show_mapping(
        {
            "release": release.id,
            "page": f"http://{host}:{port}/",
            "KPIs": f"http://{host}:{port}/v1/kpis",
            "SPARQL": f"http://{host}:{port}/sparql",
            "OpenAPI": f"http://{host}:{port}/v1/openapi.json",
        }
    )
    serve_http(settings, host, port)


@cli.command()
@click.argument("model", required=False, type=FOLDER)
@AS_JSON
@click.option("--formaat", type=click.Choice(list(FORMS)), default="tabel", show_default=True)
@click.option(
    "--profiel",
    "profiles",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="SHACL of others that what is published must keep to; a file or folder.",
)
def check(model: Path | None, as_json: bool, formaat: str, profiles: Sequence[Path]) -> None:
    """Check that the model files hold together; ends with 3 where they don't."""
    files = find_model(model or Settings().model)
    formaat = "json" if as_json else formaat
    problems = check_model(files)
    if profiles and not problems:
        problems = hold_to(files, profiles)
    if formaat in {"github", "gitlab"}:
        # They show a problem in the file as the repository knows it.
        problems = [replace(item, file=_from_here(files.root / item.file)) for item in problems]
    sys.stdout.write(FORMS[formaat](problems))
    if problems:
        raise SystemExit(3)
    if formaat == "tabel":
        console.say(f"the model holds together ({files.digest()[:12]})")


def _from_here(path: Path) -> str:
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


@cli.command()
@click.argument("target", default="docs/themas", type=FOLDER)
@click.option("--model", type=FOLDER, help="Folder of the model; else the one shipped.")
def docs(target: Path, model: Path | None) -> None:
    """Write the pages that explain the model, thema by thema, into TARGET."""
    found = write_pages(read_model(find_model(model or Settings().model)), target)
    console.say(f"{len(found)} pages in {target}")


@cli.command()
@click.argument("target", default="demo", type=FOLDER)
@click.option(
    "--inwoners", default=5_000, show_default=True, type=click.IntRange(1), help="Its residents."
)
@click.option("--seed", default=1, show_default=True, help="Another seed, another municipality.")
@click.option(
    "--fouten",
    default=0.01,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Share of the records that is spoilt on purpose; grootboek.jsonl names them.",
)
@click.option("--alleen-leveringen", "only_write", is_flag=True, help="Write, and build nothing.")
@click.option("--serve/--no-serve", "serving", default=True, help="Serve it when done.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.pass_context
def demo(
    context: click.Context,
    target: Path,
    inwoners: int,
    seed: int,
    fouten: float,
    only_write: bool,
    serving: bool,
    port: int,
) -> None:
    """Make a fictional municipality in TARGET: deliveries, a release, its KPIs; and serve it."""
    with console.progress_bar() as progress:
        config = write_deliveries(target, inwoners, seed, progress, fouten)
    if only_write:
        console.say(f"{config} names the deliveries; `themagraaf build -c {config}` builds them")
        return
    data = target / "data"
    built = _build(Settings(), config, None, data, allow_empty=False)
    console.show_built(built)
    DataFolder(data).publish()
    _overview(open_release(data), as_json=False)
    if serving:
        context.invoke(serve, host="127.0.0.1", port=port, data=data)


def _build(
    settings: Settings, config: Path, model: Path | None, data: Path, allow_empty: bool
) -> building.Built:
    files = find_model(model or settings.model)
    gemeente = read_gemeente(config)
    require_sound(files)
    folder = DataFolder(data)
    with console.progress_bar() as progress:
        return building.build(
            read_model(files),
            gemeente,
            folder,
            progress,
            key=folder.key(settings.key_file),
            allow_empty=allow_empty,
            limits=building.Limits(settings.memory_limit_mb, settings.threads),
        )


def _overview(release: Release, as_json: bool, day: date | None = None) -> None:
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


def main() -> None:
    """Run the command line; an error of ours is one message and its exit code."""
    try:
        cli(prog_name="themagraaf")
    except ValidationError as error:
        for item in error.errors():
            name = "_".join(str(part) for part in item["loc"]).upper()
            console.err.print(f"THEMAGRAAF_{name}: {item['msg']}", markup=False)
        raise SystemExit(DeliveryError.exit_code) from None
    except ThemagraafError as error:
        console.err.print(f"[red]{error.title}[/red]", end=": ")
        console.err.print(str(error), markup=False)
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
