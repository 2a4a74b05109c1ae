"""The command line: thin over the same functions as the API."""

import logging

import click
from pydantic import ValidationError

from themagraaf import __version__, console
from themagraaf.cli import figures, model, release
from themagraaf.errors import DeliveryError, ThemagraafError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="themagraaf")
@click.option("-v", "--verbose", is_flag=True, help="One line for each load, check and query.")
def cli(verbose: bool) -> None:
    """Make a municipality's registrations one traceable graph, and measure its themes."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s %(message)s"
    )


for command in (
    release.build,
    model.check,
    release.demo,
    model.docs,
    figures.klantreis,
    figures.kpi,
    release.publish,
    figures.query,
    release.rollback,
    release.serve,
):
    cli.add_command(command)


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
