"""Findings by two roads: our engine over the store, and pySHACL over a graph."""

import csv
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, Graph
from rdflib.term import Node

from tests.conftest import quiet
from themagraaf.model.paths import name_of, path_of
from themagraaf.model.shapes import SH, Shape
from themagraaf.model.terms import Vocabulary
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.finding import Finding
from themagraaf.validation.findings import validate

Row = tuple[str, ...]
NO_ONTOLOGY = Vocabulary(Graph())


def find(
    paths: Iterable[Path], shapes: tuple[Shape, ...], vocabulary: Vocabulary = NO_ONTOLOGY
) -> list[Finding]:
    """Return what our engine finds in these Turtle files."""
    store = EmbeddedStore(ox.Store())
    store.load_turtle(paths, "https://voorbeeld.example/graaf")
    return validate(store, shapes, vocabulary, quiet)


class Ground:
    """An ontology that stands while one case after another is laid over it and taken away."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._store = ox.Store()
        content = vocabulary.graph.serialize(format="nt", encoding="utf-8")
        self._store.load(content, format=ox.RdfFormat.N_TRIPLES)
        self._graph = Graph() + vocabulary.graph

    def find(self, case: Path, shapes: tuple[Shape, ...]) -> list[Finding]:
        """Return what our engine finds in a case."""
        quads = [
            ox.Quad(t.subject, t.predicate, t.object)
            for t in ox.parse(path=str(case), format=ox.RdfFormat.TURTLE)
        ]
        new = [quad for quad in quads if quad not in self._store]
        self._store.extend(new)
        try:
            return validate(EmbeddedStore(self._store), shapes, self._vocabulary, quiet)
        finally:
            for quad in new:
                self._store.remove(quad)

    def report(self, case: Path, shapes: Graph) -> Graph:
        """Return pySHACL's report on a case."""
        new = [triple for triple in Graph().parse(case) if triple not in self._graph]
        for triple in new:
            self._graph.add(triple)
        try:
            return report(self._graph, shapes)
        finally:
            for triple in new:
                self._graph.remove(triple)


def rows(findings: Iterable[Finding]) -> list[Row]:
    """Return findings as the rows of a case: severity, focus, shape, constraint.

    A shape without a name is `_:`.
    """
    return sorted(
        (f"{SH}{item.severity}", item.focus.value, _named(item.shape), item.component)
        for item in findings
    )


def report(data: Graph, shapes: Graph) -> Graph:
    """Return pySHACL's report."""
    # In place: nothing is inferred, so the graph stays as it is, and copying it is slow.
    _, found, _ = pyshacl.validate(
        data, shacl_graph=shapes, inference="none", advanced=True, inplace=True
    )
    assert isinstance(found, Graph)
    return found


def report_rows(found: Graph) -> list[Row]:
    """Return a report in RDF as rows, as `rows` does for findings."""
    return sorted(
        (
            str(found.value(result, SH.resultSeverity)),
            str(found.value(result, SH.focusNode)),
            _named(name_of(found, _said(found, result, SH.sourceShape))),
            str(found.value(result, SH.sourceConstraintComponent)),
        )
        for result in _results(found)
    )


def whole_rows(findings: Iterable[Finding]) -> list[Row]:
    """Return findings with all that both engines say: path and value as well."""
    return sorted(
        (
            f"{SH}{item.severity}",
            _written(item.focus.n3()),
            item.shape,
            item.component,
            item.path,
            _written(item.value.n3()) if item.value else "",
        )
        for item in findings
    )


def whole_report_rows(found: Graph, shapes: Graph) -> list[Row]:
    """Return a report in RDF as `whole_rows` does findings.

    It says less of shapes without a name than `shapes` does, under the same labels.
    """
    rows: list[Row] = []
    for result in _results(found):
        path, value = found.value(result, SH.resultPath), found.value(result, SH.value)
        rows.append(
            (
                str(found.value(result, SH.resultSeverity)),
                _written(_said(found, result, SH.focusNode).n3()),
                name_of(shapes, _said(found, result, SH.sourceShape)),
                str(found.value(result, SH.sourceConstraintComponent)),
                "" if path is None else path_of(shapes, path).turtle,
                "" if value is None else _written(value.n3()),
            )
        )
    return sorted(rows)


def _said(found: Graph, result: Node, predicate: Node) -> Node:
    said = found.value(result, predicate)
    assert said is not None
    return said


def _named(shape: str) -> str:
    return "_:" if shape.startswith("_:") else shape


def _written(term: str) -> str:
    """Return a term in the one way that both engines would write it."""
    if term.startswith("_:"):
        return "_:"
    text, _, datatype = term.rpartition("^^")
    try:
        # The store keeps every kind of whole number as xsd:integer.
        kind = datatype if re.search("decimal|float|double", datatype) else "number"
        return f"{Decimal(text.strip(chr(34))).normalize()}^^{kind}"
    except InvalidOperation:
        return term


def _results(found: Graph) -> list[Node]:
    """Return what was found, without the details beneath each."""
    return list(found.objects(found.value(None, RDF.type, SH.ValidationReport), SH.result))


def expected(path: Path) -> list[Row]:
    """Return the rows of a case, none where it has no CSV."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return sorted(tuple(row.values()) for row in csv.DictReader(lines))
