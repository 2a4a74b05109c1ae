"""The files of a model: where they are, what they hold, and the hash that identifies them."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph

from themagraaf.errors import ModelError, choices
from themagraaf.turtle import Triple, read_triples

FOLDERS = ("ontology", "shapes", "mappings", "queries")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A folder with the four model folders in it."""

    root: Path

    def find(self, folder: str, pattern: str) -> list[Path]:
        """Return the files under one of the four folders, in order of their path."""
        return sorted((self.root / folder).rglob(pattern))

    def read_turtle(self, path: Path) -> Graph:
        """Parse one Turtle file.

        Raises:
            ModelError: It is not Turtle; the message gives file and line.
        """
        return self.read_together([path])

    def read_together(self, paths: Iterable[Path]) -> Graph:
        """Parse Turtle files into one graph.

        Raises:
            ModelError: One is not Turtle; the message gives file and line.
        """
        # A store without contexts: there is one graph, and adding to it takes half the time.
        graph = Graph(store="SimpleMemory")
        for path in paths:
            for triple in self.triples(path):
                graph.add(triple)
        return graph

    def triples(self, path: Path) -> tuple[Triple, ...]:
        """Return the triples of one Turtle file.

        Raises:
            ModelError: It is not Turtle; the message gives file and line.
        """
        try:
            return tuple(read_triples(path.read_bytes(), path.name))
        except SyntaxError as error:
            raise ModelError(f"{self.name(path)} is not Turtle: {error.msg}") from error

    def name(self, path: Path) -> str:
        """Return the path as the author knows it: from the model's folder down."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )

    def copy_to(self, folder: Path) -> None:
        """Copy the four folders, and nothing that stands beside them."""
        for name in FOLDERS:
            shutil.copytree(self.root / name, folder / name)

    def digest(self) -> str:
        """Return the SHA-256 over names and contents of all model files."""
        total = hashlib.sha256()
        for path in self._all():
            total.update(self.name(path).encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()

    def _all(self) -> Iterator[Path]:
        for folder in FOLDERS:
            for path in self.find(folder, "*"):
                if path.is_file() and path.suffix in {".ttl", ".rq", ".md"}:
                    yield path


def find_model(given: Path | None = None) -> ModelFiles:
    """Return the model at `given`, else the one that the package carries or stands in.

    Raises:
        ModelError: One of the four folders is missing.
    """
    root = given if given is not None else _shipped()
    if missing := [name for name in FOLDERS if not (root / name).is_dir()]:
        found = [path.name for path in root.iterdir() if path.is_dir()] if root.is_dir() else []
        raise ModelError(
            f"{root} is no model: it has no folder {missing[0]!r}; {choices(missing[0], found)}"
        )
    return ModelFiles(root.resolve())


def _shipped() -> Path:
    package = Path(__file__).resolve().parent.parent
    carried = package / "_model"
    return carried if carried.is_dir() else package.parent.parent
