"""What shapes look at: targets that are written, and the members of a shape that is a class."""

from collections.abc import Collection, Iterator

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.components import prefixes_of
from themagraaf.model.shapes import KNOWN, SAID, SH, TARGETS


def targets_of(graph: Graph, node: Node, classes: Collection[Node]) -> tuple[tuple[str, str], ...]:
    """Return the targets of a shape, each with its kind; `classes` are the shapes that are one.

    Raises:
        ModelError: It is none of a kind that can be looked for.
    """
    implied = [("targetClass", str(node))] if node in classes else []
    said = [_target(graph, kind, o) for kind in TARGETS for o in graph.objects(node, SH[kind])]
    return tuple(sorted({*implied, *said}))


def _target(graph: Graph, kind: str, node: Node) -> tuple[str, str]:
    if kind == "target":
        query = graph.value(node, SH.select)
        if query is None or (node, RDF.type, SH.SPARQLTarget) not in graph:
            raise ModelError("a shape has a sh:target that is no sh:SPARQLTarget with sh:select")
        return kind, prefixes_of(graph, node) + str(query)
    if isinstance(node, Literal) and kind == "targetNode":
        return kind, node.n3()
    if not isinstance(node, URIRef):
        raise ModelError(f"a shape has {node.n3()} as sh:{kind}; write an IRI")
    return kind, str(node)


def targeted(graph: Graph) -> set[Node]:
    """Return the shapes that have a target, those that are a class themselves included.

    Raises:
        ModelError: A shape that is a class has no name.
    """
    return classes_with_shapes(graph) | {
        node for kind in TARGETS for node in graph.subjects(SH[kind], None)
    }


def classes_with_shapes(graph: Graph) -> set[Node]:
    """Return the shapes that are also a class, and so have its members as targets.

    Raises:
        ModelError: One of them has no name.
    """
    kinds = {RDFS.Class, OWL.Class, *graph.subjects(RDFS.subClassOf, RDFS.Class)}
    found = {node for kind in kinds for node in graph.subjects(RDF.type, kind)}
    shapes = {node for kind in ("NodeShape", "PropertyShape") for node in _typed(graph, kind)}
    for name in sorted(KNOWN - {*SAID}):
        shapes.update(graph.subjects(SH[name], None))
    if any(isinstance(node, BNode) for node in found & shapes):
        raise ModelError("a shape that is a class has no IRI; name it, so that it has members")
    return found & shapes


def _typed(graph: Graph, kind: str) -> Iterator[Node]:
    return graph.subjects(RDF.type, SH[kind])
