"""The part of a store that pySHACL needs for a shape, some nodes at a time.

With each node goes all that is said of it, and of what the paths of the shape lead to from there.
Where the shape holds queries of its own, which may ask of anything, it is the whole store.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.shapes import SH, Shape
from themagraaf.store.answer import STRING, Term
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.constraints import query_of

NODES_AT_ONCE = 500
MOST_TRIPLES = 250_000  # that pySHACL gets to hold at once, in about 300 MB
Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a shape looks at: `target` is the pattern for its nodes, `shapes` the copy of it."""

    store: EmbeddedStore
    shape: Shape
    target: str
    shapes: Graph

    def parts(self) -> Iterator[tuple[list[Node], list[Triple]]]:
        """Give nodes that go together, with the triples that they can reach.

        Raises:
            ModelError: These are too many to hold in memory.
        """
        nodes = [row[0] for row in self._select(f"SELECT ?this WHERE {{ {self.target} }}")]
        if not nodes:
            return
        if any((None, SH[name], None) in self.shapes for name in ("select", "ask")):
            yield from self._part(nodes, "?s ?p ?o", ())
            return
        named = [node for node in nodes if node.kind != "blank"]
        for start in range(0, len(named), NODES_AT_ONCE):
            yield from self._named(named[start : start + NODES_AT_ONCE])
        blank = [node for node in nodes if node.kind == "blank"]
        if blank:
            yield from self._part(
                blank, self._reached(f"{self.target} FILTER (isBlank(?this))"), ()
            )

    def _named(self, nodes: Sequence[Term]) -> Iterator[tuple[list[Node], list[Triple]]]:
        given = " ".join(node.n3() for node in nodes)
        half = len(nodes) // 2
        halves = (nodes[:half], nodes[half:]) if half else ()
        yield from self._part(nodes, self._reached(f"VALUES ?this {{ {given} }}"), halves)

    def _part(
        self, nodes: Sequence[Term], pattern: str, halves: Sequence[Sequence[Term]]
    ) -> Iterator[tuple[list[Node], list[Triple]]]:
        query = f"SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }} LIMIT {MOST_TRIPLES + 1}"
        rows = self._select(query)
        if len(rows) <= MOST_TRIPLES:
            triples = [(_node(s), _node(p), _node(o)) for s, p, o in rows]
            yield [_node(term) for term in nodes], triples
            return
        if not halves:
            raise ModelError(
                f"shape {self.shape.iri} {self.shape.constraints[0].flags}, so that it goes to"
                f" pySHACL, and would need more than {MOST_TRIPLES} triples at once; write it in"
                " SHACL Core, or as a sh:sparql that begins with a pattern on $this"
            )
        for half in halves:
            yield from self._named(half)

    def _select(self, query: str) -> list[tuple[Term, ...]]:
        said = [query_of(text)[0] for kind, text in self.shape.targets if kind == "target"]
        prefixes = "".join(f"{line}\n" for text in said for line in text.splitlines())
        rows = self.store.select(prefixes + query).rows
        return [tuple(term for term in row if term is not None) for row in rows]

    def _reached(self, begin: str) -> str:
        """Return a pattern for all that is said of nodes and of what paths lead to from there."""
        steps = sorted({*self._steps(SH.path, ""), *self._steps(SH.inversePath, "^")})
        along = f"?this ({'|'.join(steps)})* ?s" if steps else "BIND (?this AS ?s)"
        return f"{{ SELECT DISTINCT ?s WHERE {{ {begin} {along} }} }} ?s ?p ?o"

    def _steps(self, begin: URIRef, mark: str) -> Iterator[str]:
        ahead, seen = list(self.shapes.objects(None, begin)), set[Node]()
        while ahead:
            node = ahead.pop()
            if isinstance(node, URIRef) and node != RDF.nil:
                yield f"{mark}{node.n3()}"
            elif isinstance(node, BNode) and node not in seen:
                seen.add(node)
                ahead += self.shapes.objects(node, None)


def _node(term: Term) -> Node:
    if term.kind == "iri":
        return URIRef(term.value)
    if term.kind == "blank":
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype == STRING:
        return Literal(term.value)  # rdflib tells it from one that names its datatype
    return Literal(term.value, datatype=URIRef(term.datatype), normalize=False)
