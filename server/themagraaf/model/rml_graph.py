"""Looks things up in the graph of a mapping, with errors that say where."""

import re
from collections.abc import Iterable

from rdflib import RDF, BNode, Graph, URIRef
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.namespaces import RML

OLDER = (
    "http://www.w3.org/ns/r2rml#",
    "http://semweb.mmlab.be/ns/rml#",
    "http://semweb.mmlab.be/ns/ql#",
)


def renamed(graph: Graph) -> Graph:
    """Return the graph with terms of the older namespaces under their RML-Core names."""

    def rename(term: Node) -> Node:
        for namespace in OLDER:
            if isinstance(term, URIRef) and term.startswith(namespace):
                return RML[term.removeprefix(namespace)]
        return term

    if not any(str(term).startswith(OLDER) for triple in graph for term in triple):
        return graph
    renamed = Graph()
    for s, p, o in graph:
        renamed.add((rename(s), rename(p), rename(o)))
    return renamed


class RmlGraph:
    """The graph of one mapping file; `where` names the file in errors."""

    def __init__(self, graph: Graph, where: str) -> None:
        self.graph = graph
        self.where = where

    def one(self, node: Node | None, predicate: URIRef) -> Node | None:
        """Return the one value of a property, if there is one.

        Raises:
            ModelError: There are more.
        """
        found = list(self.graph.objects(node, predicate))
        if len(found) > 1:
            raise self.error(node, f"has {len(found)} values for {short_name(predicate)}")
        return found[0] if found else None

    def need(self, node: Node, predicate: URIRef) -> Node:
        """Return the one value of a property.

        Raises:
            ModelError: There is none, or there are more.
        """
        if (found := self.one(node, predicate)) is None:
            raise self.error(node, f"lacks {short_name(predicate)}")
        return found

    def ordered(self, nodes: Iterable[Node]) -> list[Node]:
        """Return nodes in an order that does not change from one reading to the next."""
        # Blank nodes get another name at each reading; what they say does not change.
        return sorted(nodes, key=lambda node: self._signature(node, 0))

    def _signature(self, node: Node, depth: int) -> str:
        if not isinstance(node, BNode) or depth > 6:
            return f"{type(node).__name__} {node}"
        pairs = self.graph.predicate_objects(node)
        return (
            "[" + ";".join(sorted(f"{p} {self._signature(o, depth + 1)}" for p, o in pairs)) + "]"
        )

    def error(self, node: Node | None, problem: str) -> ModelError:
        """Return an error that names the file and the nearest named node."""
        owner: Node | None = node
        for _ in range(8):
            if not isinstance(owner, BNode):
                break
            owner = next(
                (s for s, p in self.graph.subject_predicates(owner) if p != RDF.rest), None
            )
        return ModelError(f"{self.where}, {short_name(owner)}: {problem}")


def tail(node: Node) -> str:
    """Return the last part of an IRI."""
    return re.split(r"[/#]", str(node))[-1]


def short_name(node: Node | None) -> str:
    """Return a name for a node that an author of the file knows it by."""
    return f"#{tail(node)}" if node is not None else "a triples map"
