"""Cases of RML: a mapping, what it reads and the quads that it gives, by our engine.

A case is a folder. Its tables, where it has any, are made by `create.sql` in SQLite.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import quiet
from themagraaf.errors import ThemagraafError
from themagraaf.mapping.levering import Database, Levering
from themagraaf.mapping.workspace import Workspace
from themagraaf.model.files import ModelFiles
from themagraaf.model.rml_reader import read_mappings

REGISTRATIE = "geval"
# A source is called by its file, wherever the suite has it.
SOURCE = re.compile(r'(rml:(?:source|path)\s+)"(?:[^"]*/)?([^"/]+)"')
TABLES = "create.sql"


@dataclass(frozen=True, slots=True)
class Case:
    """One case: where it stands, its base IRI, and the quads it should give; None is an error."""

    id: str
    folder: Path
    base: str
    expected: str | None

    @property
    def mapping(self) -> Path:
        """The file with the mapping."""
        return next(self.folder.glob("mapping*.ttl"))

    @property
    def files(self) -> list[Path]:
        """The files that it reads."""
        known = {*self.folder.glob("*.ttl"), *self.folder.glob("*.py"), *self.folder.glob("*.nq")}
        known |= {self.folder / name for name in (TABLES, "error.txt")}
        return [path for path in sorted(self.folder.iterdir()) if path not in known]


def morph_cases(sources: Path, part: str) -> Iterator[Case]:
    """Give the cases of one folder of Morph-KGC's own tests, which came from those of RML-Core."""
    for path in sorted((sources / "test" / "rml-core" / part).glob("RMLTC*")):
        told = "".join(test.read_text("utf-8") for test in path.glob("*.py"))
        quads = path / "output.nq"
        wrong = "assert False" in told or not quads.exists()
        expected = None if wrong else quads.read_text("utf-8")
        yield Case(f"{part}/{path.name}", path, "http://example.com/base", expected)


def own_cases(folder: Path) -> Iterator[Case]:
    """Give our own cases; one with an `error.txt` should give an error that begins so."""
    for path in sorted(folder.iterdir()):
        quads = path / "expected.nq"
        expected = quads.read_text("utf-8") if quads.exists() else None
        yield Case(path.name, path, "https://voorbeeld.example", expected)


def ours(case: Case) -> str | None:
    """Return the quads that our engine gives, as N-Quads; None where it gives an error."""
    with suppress(ThemagraafError):
        return mapped(case)
    return None


def mapped(case: Case) -> str:
    """Return the quads that our engine gives, as N-Quads.

    Raises:
        ThemagraafError: The mapping, or what it reads, is at fault.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        place = folder / "model" / "mappings" / REGISTRATIE
        place.mkdir(parents=True)
        text = SOURCE.sub(r'\1"\2"', case.mapping.read_text("utf-8"))
        (place / "mapping.rml.ttl").write_text(text, encoding="utf-8")
        levering = Levering(
            REGISTRATIE,
            date(2026, 1, 1),
            tuple((path.name, path) for path in case.files),
            _database(case, folder / "geval.db"),
        )
        return "".join(_lines(case, folder, levering))


def _lines(case: Case, folder: Path, levering: Levering) -> Iterator[str]:
    workspace = Workspace(
        folder,
        read_mappings(ModelFiles(folder / "model")),
        {},
        basis=case.base,
        gemeentecode="GM9901",
        key=b"0123456789abcdef0123456789abcdef",
        memory_limit_mb=512,
        threads=2,
    )
    with closing(workspace):
        workspace.stage([levering], quiet)
        paths = [path for found in workspace.write_quads(quiet).values() for path in found]
        gone = {line for lines in workspace.withdraw().quads.values() for line in lines}
        lines = [line for path in paths for line in path.read_text("utf-8").split("\n")]
    # What names no graph is in that of the registration.
    graph = f" <{case.base}/graaf/registratie/{REGISTRATIE}> ."
    for line in lines:
        if line and line not in gone:
            yield f"{line.removesuffix(graph)} .\n" if line.endswith(graph) else f"{line}\n"


def _database(case: Case, path: Path) -> Database | None:
    script = case.folder / TABLES
    if not script.exists():
        return None
    make_tables(script, path)
    return Database(f"sqlite:///{path}")


def make_tables(script: Path, path: Path) -> None:
    """Make a database of SQLite by a script."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script.read_text("utf-8"))
