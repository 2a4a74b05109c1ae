"""Reports of validation as rows that can be compared, whichever engine made them.

Needs rdflib alone, since it is also read where no Themagraaf is.
"""

from collections.abc import Iterable
from pathlib import Path

from rdflib import SH, Graph

from tests.bench.meter import ROOT

SHAPES = ROOT / "tests" / "bench" / "gegevens"
CORE = (SHAPES / "shapes.ttl",)
WITH_SPARQL = (*CORE, SHAPES / "shapes-sparql.ttl")


def read_shapes(paths: Iterable[Path]) -> Graph:
    """Return the shapes of these files."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def rows_of(report: Graph) -> list[str]:
    """Return each result of a report as text: all that SHACL says of it."""
    asked = (
        SH.resultSeverity,
        SH.focusNode,
        SH.resultPath,
        SH.value,
        SH.sourceShape,
        SH.sourceConstraintComponent,
    )
    rows: list[str] = []
    for node in report.objects(None, SH.result):
        found = [report.value(node, item) for item in asked]
        # Without their language: of a message in SPARQL, pySHACL leaves that out.
        said = sorted(str(term) for term in report.objects(node, SH.resultMessage))
        rows.append(" ".join([*("-" if term is None else term.n3() for term in found), *said]))
    return rows


def write_rows(path: Path, rows: Iterable[str]) -> None:
    """Write rows in one order, so that equal reports are equal files."""
    path.write_text("".join(f"{row}\n" for row in sorted(rows)), encoding="utf-8")
