"""What each command says of itself."""

import click
import pytest

from themagraaf import __version__
from themagraaf.cli import cli

from .command import Command

COMMANDS = [
    "build",
    "check",
    "demo",
    "docs",
    "klantreis",
    "kpi",
    "publish",
    "query",
    "rollback",
    "serve",
]


def test_help_names_every_command_and_what_it_is_for(themagraaf: Command) -> None:
    said = themagraaf("--help")

    assert said.code == 0
    assert cli.list_commands(click.Context(cli)) == COMMANDS
    for name in COMMANDS:
        assert f"\n  {name} " in said.out


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help_with_a_line_for_each_option(
    name: str, flag: str, themagraaf: Command
) -> None:
    said = themagraaf(name, flag)
    command = cli.get_command(click.Context(cli), name)

    assert command is not None
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Usage: themagraaf {name} ")
    for parameter in command.params:
        assert (
            parameter.name in ("help",)
            or any(o in said.out for o in parameter.opts)
            or ((parameter.metavar or "").strip("[]") in said.out)
        )


def test_the_version_is_that_of_the_package(themagraaf: Command) -> None:
    assert themagraaf("--version").out == f"themagraaf, version {__version__}\n"


@pytest.mark.parametrize("arguments", [["bouw"], ["kpi", "--maand"], ["serve", "--port", "99999"]])
def test_what_is_no_command_or_option_ends_with_two(
    arguments: list[str], themagraaf: Command
) -> None:
    said = themagraaf(*arguments)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Usage: themagraaf ")
