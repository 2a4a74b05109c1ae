"""Shapes that no query asks of all nodes at once: pySHACL, on what those nodes can reach."""

import logging
import warnings
from collections.abc import Iterable, Iterator

from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError, ShapeRecursionWarning
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.paths import name_of, path_of
from themagraaf.model.shapes import SH, TARGETS, Shape
from themagraaf.model.slow import BEGIN
from themagraaf.model.terms import Label, Vocabulary
from themagraaf.store.answer import XSD, Term
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.compile import targets_of
from themagraaf.validation.finding import Finding
from themagraaf.validation.reach import Reach

log = logging.getLogger(__name__)
DEEPEST = 30  # shapes within shapes


def results_of(store: EmbeddedStore, shape: Shape, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Give what pySHACL finds by one shape.

    Raises:
        ModelError: It can't carry it out either, or would need too much of the store.
    """
    (constraint,) = shape.constraints
    whole = Graph().parse(data=constraint.values[0], format="nt")
    log.info("shape %s goes to pySHACL: it %s", shape.iri, constraint.flags)
    subclasses = list(vocabulary.graph.triples((None, RDFS.subClassOf, None)))
    target = targets_of(shape, vocabulary.subclasses)
    not_whole = False
    for nodes, triples in Reach(store, shape, target, whole).parts():
        data = Graph()
        for triple in (*triples, *subclasses):
            data.add(triple)
        report, stopped = _report(shape, data, _aimed_at(whole, nodes))
        yield from (_finding(whole, report, result) for result in _results(report))
        not_whole = not_whole or stopped
    if not_whole:
        yield _not_whole(shape)


def _report(shape: Shape, data: Graph, shapes: Graph) -> tuple[Graph, bool]:
    """Return pySHACL's report, and whether it stopped where a shape came back to itself."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            _, found, _ = validate(
                data,
                shacl_graph=shapes,
                inference="none",
                advanced=True,
                inplace=True,
                max_validation_depth=DEEPEST,
            )
        except (ReportableRuntimeError, RecursionError) as error:
            said_of = str(error).splitlines()[0] if str(error) else "it is too deep"
            raise ModelError(
                f"shape {shape.iri} {shape.constraints[0].flags}, so that it goes to pySHACL,"
                f" which can't carry it out either: {said_of}"
            ) from error
    if not isinstance(found, Graph):
        raise ModelError(f"shape {shape.iri}: pySHACL says {found}")
    return found, any(issubclass(item.category, ShapeRecursionWarning) for item in said)


def _not_whole(shape: Shape) -> Finding:
    """Return a finding on the shape itself: what it asks of deeper nodes was not looked at."""
    message = Label(
        "De vorm staat in zichzelf, en is niet dieper bekeken dan driemaal in zichzelf.",
        "The shape stands within itself, and was looked at no deeper than three times within.",
    )
    focus = Term("blank" if shape.iri.startswith("_:") else "iri", shape.iri.removeprefix("_:"))
    component = str(SH.NodeConstraintComponent)
    return Finding("Warning", focus, shape.iri, component, "", None, message)


def _aimed_at(whole: Graph, nodes: Iterable[Node]) -> Graph:
    """Return the shapes with these nodes as their only targets."""
    shapes = Graph() + whole
    for kind in TARGETS:
        shapes.remove((None, SH[kind], None))
    for kind in (RDFS.Class, OWL.Class):
        shapes.remove((None, RDF.type, kind))
    start = shapes.value(BEGIN, RDFS.seeAlso) or BEGIN
    shapes.add((start, RDF.type, SH.NodeShape))
    for node in nodes:
        shapes.add((start, SH.targetNode, node))
    return shapes


def _results(report: Graph) -> list[Node]:
    return list(report.objects(report.value(None, RDF.type, SH.ValidationReport), SH.result))


def _finding(shapes: Graph, report: Graph, result: Node) -> Finding:
    def said(predicate: URIRef) -> Node:
        return report.value(result, predicate) or BNode()

    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    return Finding(
        severity=str(said(SH.resultSeverity)).removeprefix(str(SH)),
        focus=_term(said(SH.focusNode)),
        shape=name_of(shapes, said(SH.sourceShape)),
        component=str(said(SH.sourceConstraintComponent)),
        path="" if path is None else path_of(report, path).turtle,
        value=None if value is None else _term(value),
        message=_message(report.objects(result, SH.resultMessage)),
    )


def _message(texts: Iterable[Node]) -> Label:
    found = {str(t.language or ""): str(t) for t in texts if isinstance(t, Literal)}
    otherwise = found.get("nl") or found.get("") or next(iter(found.values()), "")
    return Label(found.get("nl", otherwise), found.get("en", otherwise))


def _term(node: Node) -> Term:
    if isinstance(node, Literal):
        tagged = RDF.langString if node.language else XSD + "string"
        return Term("literal", str(node), str(node.datatype or tagged), node.language or "")
    return Term("blank" if isinstance(node, BNode) else "iri", str(node))
