"""Validation: our shapes as SPARQL over a store, and pySHACL over a graph in memory.

Neither is charged for loading: ours begins at the store on disk, pySHACL at its graph. What
reads a file of triples (`engines.py`) is held against ours from that same file.
"""

import shutil
from pathlib import Path

import pyshacl as engine
from rdflib import Graph

from tests.bench.graaf import triples
from tests.bench.meter import Meter, Said, quiet, serve
from tests.bench.rapport import CORE, WITH_SPARQL, read_shapes, rows_of, write_rows
from themagraaf.model.shapes import SH
from themagraaf.model.shapes_graph import shapes_of
from themagraaf.model.terms import Vocabulary
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.finding import Finding
from themagraaf.validation.findings import validate


def prepare(folder: Path, size: int) -> None:
    """Write the graph and load it into a store."""
    path = folder / "graaf.nt"
    with path.open("w", encoding="utf-8") as out:
        out.writelines(f"{triple} .\n" for triple in triples(size))
    store = EmbeddedStore.create(folder / "store")
    store.load_triples(path)
    store.close()


def themagraaf(folder: Path, meter: Meter, name: str, paths: tuple[Path, ...]) -> Said:
    """Validate with our engine."""
    store, shapes = EmbeddedStore.open(folder / "store"), read_shapes(paths)
    with meter:
        found = validate(store, shapes_of(shapes), Vocabulary(Graph()), quiet)
    write_rows(folder / f"themagraaf-{name}.txt", [_row(finding) for finding in found])
    return {"findings": len(found)}


def from_file(folder: Path, meter: Meter) -> Said:
    """Load the file of triples into a new store, and validate with our engine."""
    target, shapes = folder / "from-file", read_shapes(WITH_SPARQL)
    shutil.rmtree(target, ignore_errors=True)
    with meter:
        store = EmbeddedStore.create(target)
        store.load_triples(folder / "graaf.nt")
        found = validate(store, shapes_of(shapes), Vocabulary(Graph()), quiet)
    return {"findings": len(found)}


def pyshacl(folder: Path, meter: Meter, name: str, paths: tuple[Path, ...]) -> Said:
    """Validate with pySHACL."""
    graph, shapes = Graph().parse(folder / "graaf.nt", format="nt"), read_shapes(paths)
    with meter:
        _, report, _ = engine.validate(
            graph, shacl_graph=shapes, inference="none", advanced=True, inplace=True
        )
    assert isinstance(report, Graph)
    rows = rows_of(report)
    write_rows(folder / f"pyshacl-{name}.txt", rows)
    return {"findings": len(rows)}


def same(folder: Path) -> None:
    """Hold that all that were run found the same, finding by finding."""
    for name in ("core", "sparql"):
        found = {path.name: path.read_text("utf-8") for path in folder.glob(f"*-{name}.txt")}
        assert len(set(found.values())) == 1, f"the findings differ: diff {folder}/*-{name}.txt"
        assert all(found.values())


def _row(finding: Finding) -> str:
    value = finding.value.n3() if finding.value else "-"
    found = (finding.focus.n3(), finding.path or "-", value, f"<{finding.shape}>")
    said = sorted((finding.message.nl, finding.message.en))
    return " ".join([f"<{SH}{finding.severity}>", *found, f"<{finding.component}>", *said])


if __name__ == "__main__":
    serve(
        prepare,
        {
            "themagraaf-core": lambda folder, meter: themagraaf(folder, meter, "core", CORE),
            "themagraaf-file": from_file,
            "pyshacl-core": lambda folder, meter: pyshacl(folder, meter, "core", CORE),
            "themagraaf-sparql": lambda f, meter: themagraaf(f, meter, "sparql", WITH_SPARQL),
            "pyshacl-sparql": lambda folder, meter: pyshacl(folder, meter, "sparql", WITH_SPARQL),
        },
        same,
    )
