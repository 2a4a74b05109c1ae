"""The command that checks the model.

What it does not always need, it imports only then: it is run at every change of a file.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from themagraaf.cli.options import AS_JSON, FOLDER
from themagraaf.model.check import gather, problems_of
from themagraaf.model.check.report import FORMS
from themagraaf.model.files import ModelFiles, find_model


@click.command()
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
@click.option(
    "--plan",
    "planned",
    metavar="NAME",
    help="Show how the store is asked the queries of this name, as zaken or zaken-*.",
)
@click.option(
    "--data", type=FOLDER, help="With --plan: by the sizes of the current release in this folder."
)
def check(
    model: Path | None,
    as_json: bool,
    formaat: str,
    profiles: Sequence[Path],
    planned: str | None,
    data: Path | None,
) -> None:
    """Check that the model files hold together; ends with 3 where they don't."""
    files = find_model(model or _set())
    if planned is not None:
        sys.stdout.write(_plans(files, planned, data, as_json or formaat == "json"))
        return
    formaat = "json" if as_json else formaat
    material = gather(files)
    problems = problems_of(material)
    if profiles and not problems:
        from themagraaf.release.profiel import hold_to

        problems = hold_to(files, profiles)
    if formaat in {"github", "gitlab"}:
        # They show a problem in the file as the repository knows it.
        problems = [replace(item, file=_from_here(files.root / item.file)) for item in problems]
    sys.stdout.write(FORMS[formaat](problems))
    if problems:
        raise SystemExit(3)
    if formaat == "tabel":
        click.echo(f"the model holds together ({files.digest()[:12]})")
        for shape in (shape for shape in material.shapes if shape.is_slow):
            why = shape.constraints[0].flags
            click.echo(f"{shape.iri} goes to pySHACL, node by node, which is slow: it {why}")


def _plans(files: ModelFiles, name: str, data: Path | None, as_json: bool) -> str:
    from themagraaf.model.check import plans

    planning = None
    if data is not None:
        from themagraaf.release.current import open_release

        planning = open_release(data).store("intern").plan
    found = plans.plans(files, name, planning)
    return plans.as_json(found) if as_json else plans.as_text(found)


def _set() -> Path | None:
    from themagraaf.settings import Settings

    return Settings().model


def _from_here(path: Path) -> str:
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
