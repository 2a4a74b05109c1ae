"""One delivery: an extract of one registration, with its date and its files."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Levering:
    """Files of one registration, by the names that its mapping gives them.

    `datum` is the day up to which the records speak (the peildatum).
    """

    registratie: str
    datum: date
    bestanden: tuple[tuple[str, Path], ...]

    @property
    def id(self) -> str:
        """What identifies the delivery within the municipality."""
        return f"{self.registratie}/{self.datum.isoformat()}"

    def file_iri(self, basis: str, file_name: str) -> str:
        """Return the IRI of one of its files, whatever characters its name has."""
        return f"{basis}/id/levering/{self.id}/{quote(file_name)}"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
