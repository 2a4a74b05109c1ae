"""One registration with its own mapping, as a workspace: what the tests of mapping stand on."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from themagraaf.mapping.levering import Levering
from themagraaf.mapping.workspace import Workspace
from themagraaf.model.files import ModelFiles
from themagraaf.model.rml_reader import read_mappings

BASIS = "https://voorbeeld.example"
REGISTRATIE = "voorbeeld"
GRAPH = f"<{BASIS}/graaf/registratie/{REGISTRATIE}>"
HERKOMST = f"{BASIS}/graaf/herkomst"
PEILDATUM = date(2026, 5, 13)
KEY = b"0123456789abcdef0123456789abcdef"
Codes = Mapping[str, Mapping[str, str]]

PREFIXES = """# A mapping for one test.
PREFIX rml: <http://w3id.org/rml/>
PREFIX csvw: <http://www.w3.org/ns/csvw#>
PREFIX ex: <https://voorbeeld.example/def/>
PREFIX tgf: <https://w3id.org/themagraaf/functie/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

# Paths with a number and a name, one a row.
PADEN = """
<#Paden>
    rml:source [ rml:path "paden" ] ;
    rml:referenceFormulation rml:CSV ;
.

<#Pad>
    rml:logicalSource <#Paden> ;
    rml:subjectMap [ rml:template "id/pad/{nr}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:naam ; rml:objectMap [ rml:reference "naam" ] ] ;
.
"""


def quiet(stage: str, done: int, total: int) -> None:
    """Take progress and show nothing."""


@contextmanager
def open_workspace(
    folder: Path,
    mapping: Path,
    codes: Codes | None = None,
    key: bytes = KEY,
    threads: int = 2,
    memory_limit_mb: int = 1024,
) -> Iterator[Workspace]:
    """Open the workspace of a model that holds this one mapping."""
    at = folder / "model" / "mappings" / REGISTRATIE
    at.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(mapping, at / "mapping.rml.ttl")
    workspace = Workspace(
        folder,
        read_mappings(ModelFiles(folder / "model")),
        codes or {},
        basis=BASIS,
        gemeentecode="GM9901",
        key=key,
        memory_limit_mb=memory_limit_mb,
        threads=threads,
    )
    try:
        yield workspace
    finally:
        workspace.close()


def stage_files(workspace: Workspace, paths: list[Path]) -> None:
    """Stage one delivery; each file goes by its name up to the first dot."""
    bestanden = tuple((path.name.split(".")[0], path) for path in sorted(paths))
    workspace.stage([Levering(REGISTRATIE, PEILDATUM, bestanden)], quiet)


def read_quads(workspace: Workspace) -> list[str]:
    """Return the quads that the workspace writes and does not take back, sorted."""
    files = workspace.write_quads(quiet)
    gone = {line for lines in workspace.withdraw().quads.values() for line in lines}
    lines = read_lines([path for paths in files.values() for path in paths])
    return [line for line in lines if line not in gone]


def read_lines(paths: Iterable[Path]) -> list[str]:
    """Return the lines of these files that say something, sorted."""
    # Not splitlines: a value may hold a line separator that is no newline.
    texts = [path.read_bytes().decode("utf-8") for path in paths]
    return sorted(line for text in texts for line in text.split("\n") if line)


def map_file(folder: Path, mapping: str, name: str, content: bytes | str) -> list[str]:
    """Return the sorted quads of one small file under a mapping given as text."""
    with staged(folder, mapping, {name: content}) as workspace:
        workspace.trace(quiet)
        return read_quads(workspace)


@contextmanager
def mapped(folder: Path, mapping: str) -> Iterator[Workspace]:
    """Open the workspace of a mapping given as text; its prefixes are put before it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mapping.rml.ttl").write_text(PREFIXES + mapping, encoding="utf-8")
    with open_workspace(folder, folder / "mapping.rml.ttl") as workspace:
        yield workspace


@contextmanager
def staged(folder: Path, mapping: str, files: Mapping[str, bytes | str]) -> Iterator[Workspace]:
    """Open such a workspace with these files staged."""
    paths = write_files(folder / "levering", files)
    with mapped(folder, mapping) as workspace:
        stage_files(workspace, paths)
        yield workspace


def write_files(folder: Path, files: Mapping[str, bytes | str]) -> list[Path]:
    """Write the files of a delivery, and return where."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return [folder / name for name in files]
