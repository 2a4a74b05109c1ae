"""Shapes within shapes that nobody thought of: our engine and pySHACL find the same by each."""

from pathlib import Path

import pyshacl
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from tests.server.validation.oracle import (
    find,
    report,
    whole_report_rows,
    whole_rows,
)
from themagraaf.model.shapes import LISTING, SH
from themagraaf.model.shapes_graph import shapes_of

EX = Namespace("https://voorbeeld.example/def/")
THINGS = (EX.k, EX.l, EX.m, EX.a)
PREDICATES = (EX.p, EX.q, EX.r)
VALUES = (*THINGS, Literal(1), Literal(2), Literal("een"), Literal("one", lang="en"))
Data = list[tuple[URIRef, URIRef, Node]]

data_strategy = st.lists(
    st.tuples(st.sampled_from(THINGS), st.sampled_from(PREDICATES), st.sampled_from(VALUES)),
    max_size=14,
)
LEAVES: tuple[tuple[URIRef, Node], ...] = (
    (SH.nodeKind, SH.IRI),
    (SH.nodeKind, SH.Literal),
    (SH.datatype, XSD.integer),
    (SH["class"], EX.Ding),
    (SH.hasValue, Literal(1)),
    (SH.hasValue, EX.k),
    (SH.minInclusive, Literal(2)),
    (SH.pattern, Literal("e")),
    (SH.maxLength, Literal(2)),
    (SH.equals, EX.q),
    (SH.disjoint, EX.q),
)
OF_PATHS: tuple[tuple[URIRef, Node], ...] = (
    (SH.minCount, Literal(1)),
    (SH.minCount, Literal(2)),
    (SH.maxCount, Literal(1)),
    (SH.maxCount, Literal(0)),
    (SH.uniqueLang, Literal(True)),
)


class Drawing:
    """Draws a shape, and all that stands in it, into a graph."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.graph = Graph()
        self.count = 0

    def one(self, *options: str) -> str:
        return self.draw(st.sampled_from(options))

    def shape(self, depth: int, kind: str) -> Node:
        """Draw a node or property shape that stands `depth` others away from the deepest."""
        self.count += 1
        named = self.draw(st.booleans())
        node: Node = EX[f"Vorm{self.count}"] if named else BNode()
        self.graph.add((node, RDF.type, SH.NodeShape if kind == "node" else SH.PropertyShape))
        if kind == "property":
            self.graph.add((node, SH.path, self.path()))
        if self.draw(st.integers(0, 9)) == 0:
            self.graph.add((node, SH.deactivated, Literal(True)))
        severity = self.one("", "", "Warning", "Info")
        if severity:
            self.graph.add((node, SH.severity, SH[severity]))
        for _ in range(self.draw(st.integers(1, 2))):
            self.constraint(node, depth, kind)
        return node

    def path(self) -> Node:
        kind = self.one("plain", "plain", "plain", "inverse", "sequence", "alternative", "more")
        node, step = BNode(), self.draw(st.sampled_from(PREDICATES))
        other = self.draw(st.sampled_from(PREDICATES))
        match kind:
            case "inverse":
                self.graph.add((node, SH.inversePath, step))
            case "sequence":
                Collection(self.graph, node, [step, other])
            case "alternative":
                self.graph.add((node, SH.alternativePath, self.listed([step, other])))
            case "more":
                mark = self.one("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
                self.graph.add((node, SH[mark], step))
            case _:
                return step
        return node

    def listed(self, items: list[Node]) -> Node:
        node = BNode()
        Collection(self.graph, node, items)
        return node

    def constraint(self, node: Node, depth: int, kind: str) -> None:
        leaves = LEAVES + (OF_PATHS if kind == "property" else ())
        options = ["leaf"] if depth == 0 else ["leaf", "node", "not", "property", "closed"]
        if depth:
            options += ["listing", "listing"] + ["qualified"] * (kind == "property")
        match self.one(*options):
            case "leaf":
                predicate, value = self.draw(st.sampled_from(leaves))
                if (node, predicate, None) not in self.graph:
                    self.graph.add((node, predicate, value))
            case "node":
                self.graph.add((node, SH.node, self.shape(depth - 1, "node")))
            case "not":
                inner = self.shape(depth - 1, self.one("node", "property"))
                self.graph.add((node, SH["not"], inner))
            case "property":
                self.graph.add((node, SH.property, self.shape(depth - 1, "property")))
            case "closed":
                self.closed(node)
            case "listing":
                items = [
                    self.shape(depth - 1, self.one("node", "property"))
                    for _ in range(self.draw(st.integers(1, 3)))
                ]
                self.graph.add((node, SH[self.one(*LISTING)], self.listed(items)))
            case "qualified":
                self.qualified(node, depth)

    def closed(self, node: Node) -> None:
        if (node, SH.closed, None) in self.graph:
            return
        self.graph.add((node, SH.closed, Literal(self.draw(st.booleans()))))
        if self.draw(st.booleans()):
            self.graph.add((node, SH.ignoredProperties, self.listed([RDF.type, EX.r])))

    def qualified(self, node: Node, depth: int) -> None:
        if (node, SH.qualifiedValueShape, None) in self.graph:
            return
        inner = self.shape(depth - 1, self.one("node", "property"))
        self.graph.add((node, SH.qualifiedValueShape, inner))
        name = self.one("qualifiedMinCount", "qualifiedMaxCount")
        self.graph.add((node, SH[name], Literal(self.draw(st.integers(0, 2)))))
        if self.draw(st.booleans()):
            self.graph.add((node, SH.qualifiedValueShapesDisjoint, Literal(True)))


@st.composite
def shapes_strategy(draw: st.DrawFn, depth: int) -> Graph:
    drawing = Drawing(draw)
    for _ in range(draw(st.integers(1, 2))):
        node = drawing.shape(depth, drawing.one("node", "property"))
        drawing.graph.add((node, SH.targetClass, EX.Ding))
    return drawing.graph


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graphs")


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_shapes_within_shapes_find_what_pyshacl_finds(depth: int, folder: Path) -> None:
    @settings(max_examples=300)
    @given(data=data_strategy, shapes=shapes_strategy(depth))
    def compare(data: Data, shapes: Graph) -> None:
        graph, path = Graph(), folder / "data.ttl"
        for triple in data:
            graph.add(triple)
        for node in (EX.k, EX.l):
            graph.add((node, RDF.type, EX.Ding))
        graph.serialize(path, format="turtle")

        note(shapes.serialize(format="turtle"))
        note(graph.serialize(format="turtle"))
        ours = whole_rows(find([path], shapes_of(shapes)))

        assert ours == whole_report_rows(report(graph, shapes), shapes)

    compare()


def test_shacl_s_own_shapes_find_what_pyshacl_finds(folder: Path) -> None:
    shapes = Graph().parse(Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl")
    path = folder / "shapes.ttl"
    path.write_text(
        """
        PREFIX ex: <https://voorbeeld.example/def/>
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        ex:A a sh:NodeShape ; sh:targetClass ex:D , "x" ; sh:property ex:P ; sh:in ( 1 ) , ( 3 ) ;
            sh:or ( [ sh:path ex:p ; sh:minCount "x" ] "los" ) ; sh:nodeKind ex:Foo ;
            sh:closed "ja" ; sh:not [ sh:minCount 1 ; sh:severity "a" ] .
        ex:P sh:path [ sh:alternativePath ( ex:a ) ] ; sh:datatype ex:a , ex:b ; sh:lessThan 3 .
        ex:Q a sh:NodeShape ; sh:path ex:a ; sh:maxCount 1 ; sh:message 3 ; sh:deactivated 1 .
        """,
        encoding="utf-8",
    )

    ours = whole_rows(find([path], shapes_of(shapes)))

    assert len(ours) > 10
    assert ours == whole_report_rows(report(Graph().parse(path), shapes), shapes)
