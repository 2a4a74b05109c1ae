"""What a store answers: terms and tables, free of any engine's own types."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

XSD = "http://www.w3.org/2001/XMLSchema#"
STRING = XSD + "string"


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """One RDF term. `kind` is iri, literal or blank; datatype and language only on literals."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""

    def n3(self) -> str:
        """Return the term as N-Triples writes it."""
        if self.kind == "iri":
            return f"<{self.value}>"
        if self.kind == "blank":
            return f"_:{self.value}"
        escaped = self.value.replace("\\", "\\\\").replace('"', '\\"')
        quoted = '"' + escaped.replace("\n", "\\n").replace("\r", "\\r") + '"'
        if self.language:
            return f"{quoted}@{self.language}"
        return quoted if self.datatype in ("", STRING) else f"{quoted}^^<{self.datatype}>"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT, in the order of the answer; None where a row binds nothing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def dicts(self) -> Iterator[Mapping[str, Term | None]]:
        """Give each row by the names of its columns."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query sees, by IRI: merged as the default graph, and under their names."""

    default: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """How large an answer may be: rows or triples, and bytes; and where a large one is put."""

    rows: int
    bytes: int
    spool: Path


@dataclass(frozen=True, slots=True)
class Document:
    """An answer as it goes over the line; one that is large is a file, for the taker to remove."""

    body: bytes | Path
    media_type: str
    size: int
