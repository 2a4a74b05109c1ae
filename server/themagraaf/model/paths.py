"""Property paths and the names of shapes: how both are written for engine and reader."""

from collections.abc import Sequence
from hashlib import sha256

from rdflib import RDF, BNode, Graph, URIRef
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.shapes import SH, Path

REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def path_of(graph: Graph, node: Node, above: tuple[Node, ...] = ()) -> Path:
    """Return the path that a node of the shapes graph stands for (SHACL 1.0, section 2.3.1).

    `above` are the nodes that it stands within.

    Raises:
        ModelError: It is none that SHACL knows, or stands within itself.
    """
    if isinstance(node, URIRef):
        return Path(node.n3(), node.n3())
    if node in above:
        raise ModelError("a shape has a path that comes back to itself")
    above = (*above, node)
    if (node, RDF.first, None) in graph:
        items = [path_of(graph, item, above) for item in items_of(graph, node)]
        return Path("/".join(i.sparql for i in items), f"( {' '.join(i.turtle for i in items)} )")
    if (inverse := graph.value(node, SH.inversePath)) is not None:
        inner = path_of(graph, inverse, above)
        return Path(f"^({inner.sparql})", f"[ sh:inversePath {inner.turtle} ]")
    if (options := graph.value(node, SH.alternativePath)) is not None:
        items = [path_of(graph, item, above) for item in items_of(graph, options)]
        listed = " ".join(item.turtle for item in items)
        joined = "|".join(item.sparql for item in items)
        return Path(f"({joined})", f"[ sh:alternativePath ( {listed} ) ]")
    for name, mark in REPEATED.items():
        if (repeated := graph.value(node, SH[name])) is not None:
            inner = path_of(graph, repeated, above)
            return Path(f"({inner.sparql}){mark}", f"[ sh:{name} {inner.turtle} ]")
    raise ModelError("a shape has a path of a kind that SHACL does not know")


def items_of(graph: Graph, node: Node) -> Sequence[Node]:
    """Return the members of a list.

    Raises:
        ModelError: It is no list, or has no end.
    """
    if node != RDF.nil and (node, RDF.first, None) not in graph:
        raise ModelError(f"a shape wants a list between round brackets and has {node.n3()}")
    try:
        return list(graph.items(node))
    except ValueError as error:
        raise ModelError("a shape has a list that comes back to itself") from error


def name_of(graph: Graph, node: Node) -> str:
    """Return the IRI of a shape; of one without, a blank node's label made of what it says.

    So that it has the same name in every reading of the file, and another when it changes.
    """
    if isinstance(node, BNode):
        return f"_:vorm-{sha256(_said(graph, node, ()).encode()).hexdigest()[:12]}"
    return str(node) if isinstance(node, URIRef) else node.n3()


def _said(graph: Graph, node: Node, above: tuple[Node, ...]) -> str:
    if not isinstance(node, BNode):
        return node.n3()
    if node in above:
        return "_:"
    pairs = graph.predicate_objects(node)
    said = sorted(f"{p.n3()} {_said(graph, o, (*above, node))}" for p, o in pairs)
    return f"[ {' ; '.join(said)} ]"
