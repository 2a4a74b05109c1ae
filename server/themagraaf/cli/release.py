"""The commands about releases: build, publish, roll back, serve; and a whole demo."""

from pathlib import Path

import click

from themagraaf import console
from themagraaf.cli.figures import show_overview
from themagraaf.cli.options import AS_JSON, DATA, FOLDER
from themagraaf.demo import write_deliveries
from themagraaf.model.check import require_sound
from themagraaf.model.files import find_model
from themagraaf.model.model import read_model
from themagraaf.release import build as building
from themagraaf.release.current import open_release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente
from themagraaf.settings import Settings


@click.command()
@click.option("-c", "--config", type=click.Path(path_type=Path), help="File with the deliveries.")
@click.option("--model", type=FOLDER, help="Folder of the model; else the one shipped.")
@click.option("--allow-empty", is_flag=True, help="Go on where a registration has nothing left.")
@click.option("--no-reuse", is_flag=True, help="Make all anew, whatever was built before.")
@AS_JSON
@DATA
def build(
    config: Path | None,
    model: Path | None,
    allow_empty: bool,
    no_reuse: bool,
    as_json: bool,
    data: Path | None,
) -> None:
    """Build a candidate release from the deliveries that CONFIG names."""
    settings = Settings()
    built = _build(
        settings,
        config or settings.config,
        model,
        data or settings.data,
        allow_empty=allow_empty,
        reuse=not no_reuse,
    )
    if as_json:
        console.show_json({"release": built.id, **built.manifest})
        return
    console.show_built(built)
    if built.built_on:
        console.say(f"records as in {built.built_on}; only figures that changed were made anew")
    console.out.print(f"candidate [bold]{built.id}[/bold]; `themagraaf publish` makes it current")


@click.command()
@click.argument("release", required=False)
@DATA
def publish(release: str | None, data: Path | None) -> None:
    """Make the candidate, or the RELEASE named, the current one, in one rename."""
    folder = DataFolder(data or Settings().data)
    if release is not None:
        folder.propose(open_release(folder.root, release).id)
    console.say(f"{folder.publish()} is current")


@click.command()
@DATA
def rollback(data: Path | None) -> None:
    """Make the release before the current one current again."""
    console.say(f"{DataFolder(data or Settings().data).rollback()} is current again")


@click.command()
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


@click.command()
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
    built = _build(Settings(), config, None, data, allow_empty=False, reuse=True)
    console.show_built(built)
    DataFolder(data).publish()
    show_overview(open_release(data), as_json=False)
    if serving:
        context.invoke(serve, host="127.0.0.1", port=port, data=data)


def _build(
    settings: Settings,
    config: Path,
    model: Path | None,
    data: Path,
    *,
    allow_empty: bool,
    reuse: bool,
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
            reuse=reuse,
            limits=building.Limits(settings.memory_limit_mb, settings.threads),
        )
