"""Reads what bron.md says of a registration: its title, and the rows of its table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from themagraaf.model.files import ModelFiles

ROW = re.compile(r"^\|\s*([^|\n]+?)\s*\|(.*)\|\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bron:
    """One registration: its title in nl, and per row of its table the text of Markdown."""

    titel: str
    rijen: Mapping[str, str]

    @property
    def bronhouder(self) -> str:
        """Who keeps it."""
        return self.rijen.get("Bronhouder", "")

    @property
    def persoonsgegevens(self) -> bool:
        """Whether it holds personal data; it does unless it says that it doesn't."""
        return not self.rijen.get("Persoonsgegevens", "").startswith("Geen")


def read_bron(files: ModelFiles, naam: str) -> Bron:
    """Return what is written about a registration; where nothing is, its name is its title."""
    path = files.root / "mappings" / naam / "bron.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    rows = {name: value.strip() for name, value in ROW.findall(text)}
    return Bron(title.group(1).strip() if title else naam, rows)
