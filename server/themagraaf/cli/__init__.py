"""The command line: thin over the same functions as the API."""

import logging
from importlib import import_module

import click

from themagraaf import __version__
from themagraaf.errors import DeliveryError, ThemagraafError

# The module that holds each command. It is imported when the command is asked for, so that
# a check of the model doesn't wait for all that a build or a server needs.
COMMANDS = {
    "build": "release",
    "check": "check",
    "demo": "release",
    "docs": "docs",
    "klantreis": "figures",
    "kpi": "figures",
    "publish": "release",
    "query": "figures",
    "rollback": "release",
    "serve": "release",
}


class Commands(click.Group):
    """The commands, each imported at its first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name; none where there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        found: object = getattr(
            import_module(f"themagraaf.cli.{COMMANDS[cmd_name]}"), cmd_name, None
        )
        return found if isinstance(found, click.Command) else None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="themagraaf")
@click.option("-v", "--verbose", is_flag=True, help="One line for each load, check and query.")
def cli(verbose: bool) -> None:
    """Make a municipality's registrations one traceable graph, and measure its themes."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s %(message)s"
    )


def main() -> None:
    """Run the command line; an error of ours is one message and its exit code."""
    try:
        cli(prog_name="themagraaf")
    except ThemagraafError as error:
        from themagraaf import console

        console.err.print(f"[red]{error.title}[/red]", end=": ")
        console.err.print(str(error), markup=False)
        raise SystemExit(error.exit_code) from None
    except ValueError as error:
        _tell_settings(error)
        raise SystemExit(DeliveryError.exit_code) from None


def _tell_settings(error: ValueError) -> None:
    """Say which setting is wrong; an error of another kind is raised again."""
    from pydantic import ValidationError

    from themagraaf import console

    if not isinstance(error, ValidationError):
        raise error
    for item in error.errors():
        name = "_".join(str(part) for part in item["loc"]).upper()
        console.err.print(f"THEMAGRAAF_{name}: {item['msg']}", markup=False)
