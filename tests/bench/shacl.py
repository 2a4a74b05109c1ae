"""Validation: our shapes as SPARQL over a store, and pySHACL over a graph in memory.

Neither is charged for loading: ours begins at the store on disk, pySHACL at its graph.
"""

from pathlib import Path

import pyshacl as engine
from rdflib import Graph
from rdflib.term import Node

from tests.bench.graaf import triples
from tests.bench.meter import ROOT, Meter, Said, quiet, serve
from themagraaf.model.shapes import SH, shapes_of
from themagraaf.model.terms import Vocabulary
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.findings import Finding, validate

SHAPES = ROOT / "tests" / "bench" / "gegevens"
CORE = (SHAPES / "shapes.ttl",)
WITH_SPARQL = (*CORE, SHAPES / "shapes-sparql.ttl")


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
    store, shapes = EmbeddedStore.open(folder / "store"), _read(paths)
    with meter:
        found = validate(store, shapes_of(shapes), Vocabulary(Graph()), quiet)
    _write(folder / f"themagraaf-{name}.txt", [_row(finding) for finding in found])
    return {"findings": len(found)}


def pyshacl(folder: Path, meter: Meter, name: str, paths: tuple[Path, ...]) -> Said:
    """Validate with pySHACL."""
    graph, shapes = Graph().parse(folder / "graaf.nt", format="nt"), _read(paths)
    with meter:
        _, report, _ = engine.validate(
            graph, shacl_graph=shapes, inference="none", advanced=True, inplace=True
        )
    assert isinstance(report, Graph)
    rows = [_result(report, node) for node in report.objects(None, SH.result)]
    _write(folder / f"pyshacl-{name}.txt", rows)
    return {"findings": len(rows)}


def same(folder: Path) -> None:
    """Hold that both found the same, finding by finding."""
    for name in ("core", "sparql"):
        ours, theirs = (
            (folder / f"{engine}-{name}.txt").read_text("utf-8")
            for engine in ("themagraaf", "pyshacl")
        )
        assert ours == theirs, f"the findings differ: diff {folder}/*-{name}.txt"
        assert ours


def _read(paths: tuple[Path, ...]) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def _row(finding: Finding) -> str:
    value = finding.value.n3() if finding.value else "-"
    found = (finding.focus.n3(), finding.path or "-", value, f"<{finding.shape}>")
    said = sorted((finding.message.nl, finding.message.en))
    return " ".join([f"<{SH}{finding.severity}>", *found, f"<{finding.component}>", *said])


def _result(report: Graph, node: Node) -> str:
    asked = (
        SH.resultSeverity,
        SH.focusNode,
        SH.resultPath,
        SH.value,
        SH.sourceShape,
        SH.sourceConstraintComponent,
    )
    found = [report.value(node, item) for item in asked]
    # Without their language: of a message in SPARQL, pySHACL leaves that out.
    said = sorted(str(term) for term in report.objects(node, SH.resultMessage))
    return " ".join([*("-" if term is None else term.n3() for term in found), *said])


def _write(path: Path, rows: list[str]) -> None:
    path.write_text("".join(f"{row}\n" for row in sorted(rows)), encoding="utf-8")


if __name__ == "__main__":
    serve(
        prepare,
        {
            "themagraaf-core": lambda folder, meter: themagraaf(folder, meter, "core", CORE),
            "pyshacl-core": lambda folder, meter: pyshacl(folder, meter, "core", CORE),
            "themagraaf-sparql": lambda f, meter: themagraaf(f, meter, "sparql", WITH_SPARQL),
            "pyshacl-sparql": lambda folder, meter: pyshacl(folder, meter, "sparql", WITH_SPARQL),
        },
        same,
    )
