"""The command that writes the pages of the model."""

from pathlib import Path

import click

from themagraaf import console
from themagraaf.cli.options import FOLDER
from themagraaf.docs import write_pages
from themagraaf.model.files import find_model
from themagraaf.model.model import read_model
from themagraaf.settings import Settings


@click.command()
@click.argument("target", default="docs/themas", type=FOLDER)
@click.option("--model", type=FOLDER, help="Folder of the model; else the one shipped.")
def docs(target: Path, model: Path | None) -> None:
    """Write the pages that explain the model, thema by thema, into TARGET."""
    found = write_pages(read_model(find_model(model or Settings().model)), target)
    console.say(f"{len(found)} pages in {target}")
