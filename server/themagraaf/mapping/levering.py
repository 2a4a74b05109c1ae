"""One delivery: an extract of one registration, with its date and its files."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Database:
    """Where tables are read: an SQLAlchemy URL, never shown since it may hold a password."""

    url: str = field(repr=False)

    @property
    def naam(self) -> str:
        """What to call it where anyone may read: the last part of its path."""
        parts = urlsplit(self.url)
        return unquote(parts.path).rsplit("/", 1)[-1] or parts.scheme


@dataclass(frozen=True, slots=True)
class Levering:
    """Files of one registration, by the names that its mapping gives them.

    A name may have several files, in order. `datum` is the day up to which the
    records speak (the peildatum). `ontbreekt` names the sources that this
    delivery knowingly does without.
    """

    registratie: str
    datum: date
    bestanden: tuple[tuple[str, Path], ...]
    database: Database | None = None
    ontbreekt: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What identifies the delivery within the municipality."""
        return f"{self.registratie}/{self.datum.isoformat()}"

    def file_iri(self, basis: str, file_name: str) -> str:
        """Return the IRI of one of its files, whatever characters its name has."""
        return f"{basis}/id/levering/{self.id}/{quote(file_name)}"


@dataclass(frozen=True, slots=True)
class Bestand:
    """A file as it was delivered, or what was read of a database: names, bytes, SHA-256."""

    naam: str
    bestand: str
    bytes: int
    sha256: str


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
