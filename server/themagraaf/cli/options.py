"""The options that several commands share."""

from pathlib import Path

import click

FOLDER = click.Path(file_okay=False, path_type=Path)
DATA = click.option("--data", type=FOLDER, help="Folder that holds the releases.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
