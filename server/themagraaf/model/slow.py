"""Shapes that no query asks of all nodes at once, kept as they stand for pySHACL.

Such a shape stands within itself, or uses what SHACL-AF has beside SHACL. All that it asks for is
copied out of the graph of shapes, so that it can be read again anywhere, and by itself.
"""

from collections.abc import Iterator
from dataclasses import replace

from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.compare import to_canonical_graph
from rdflib.term import Node

from themagraaf.model.shapes import PYSHACL, SH, TARGETS, Constraint, Shape

# Where the copy begins: with sh:property the property shape that it is about, and with
# rdfs:seeAlso the node shape.
BEGIN = URIRef("urn:themagraaf:begin")
# What names a thing of the data rather than a part of the shape.
OF_DATA = {
    RDF.type,
    *(SH[name] for name in (*TARGETS, "class", "datatype", "hasValue", "nodeKind", "severity")),
    *(SH[name] for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals", "group")),
}


class SlowShapeError(Exception):
    """A shape can't be asked of all nodes at once; says why."""


def kept(graph: Graph, node: Node, shape: Shape, reason: str, whole: bool) -> Shape:
    """Return the shape that pySHACL is asked for.

    With `whole` the property shapes in it are its own; else they are looked at by themselves.
    """
    copy = Graph()
    for triple in _about(graph, node, whole):
        copy.add(triple)
    start: Node = BEGIN
    for path in shape.within:
        below = BNode()
        copy.add((start, SH.property, below))
        copy.parse(data=f"<{BEGIN}> <{RDF.value}> {path.turtle} .", format="turtle")
        along = copy.value(BEGIN, RDF.value)
        copy.remove((BEGIN, RDF.value, None))
        if along is not None:
            copy.add((below, SH.path, along))
        start = below
    copy.add((start, SH.property if shape.path else RDFS.seeAlso, node))
    lines = to_canonical_graph(copy).serialize(format="nt").splitlines()
    text = "".join(f"{line}\n" for line in sorted(lines) if line)
    return replace(shape, constraints=(Constraint("pyshacl", (text,), reason, own=PYSHACL),))


def reaches_itself(graph: Graph, node: Node) -> bool:
    """Say whether a shape stands in its own sh:property, at whatever depth."""
    seen: set[Node] = set()
    ahead = list(graph.objects(node, SH.property))
    while ahead:
        one = ahead.pop()
        if one == node:
            return True
        if one not in seen:
            seen.add(one)
            ahead += graph.objects(one, SH.property)
    return False


def names_itself(graph: Graph, node: Node) -> bool:
    """Say whether what a shape asks for, but for its sh:property, asks for that shape again."""
    about = _about(graph, node, whole=False)
    return any(value == node for _, predicate, value in about if predicate not in OF_DATA)


def _about(graph: Graph, node: Node, whole: bool) -> Iterator[tuple[Node, Node, Node]]:
    """Give the triples of a shape and of all that it names: shapes, lists, functions, prefixes."""
    seen: set[Node] = set()
    ahead = [node]
    while ahead:
        one = ahead.pop()
        if one in seen:
            continue
        seen.add(one)
        for predicate, value in graph.predicate_objects(one):
            if one == node and predicate == SH.property and not whole:
                continue
            yield one, predicate, value
            if predicate not in OF_DATA:
                ahead.append(value)
            ahead += _defined(graph, predicate)


def _defined(graph: Graph, predicate: Node) -> Iterator[Node]:
    """Give what says what a predicate means: a function, or a component with such a parameter."""
    if (predicate, RDF.type, SH.SPARQLFunction) in graph:
        yield predicate
    for parameter in graph.subjects(SH.path, predicate):
        yield from graph.subjects(SH.parameter, parameter)
