"""Small graphs that nobody thought of: our engine and pySHACL find the same in each."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from tests.server.validation.oracle import find, report, report_rows, rows
from themagraaf.model.shapes import SH
from themagraaf.model.shapes_graph import shapes_of

EX = Namespace("https://voorbeeld.example/def/")
NUMBERS = st.one_of(
    st.integers(-3, 3).map(Literal),
    st.decimals(-3, 3, places=1).map(lambda number: Literal(Decimal(number))),
    st.sampled_from([-2.0, -0.5, 0.0, 1.0, 2.5]).map(Literal),
)
WORDS = st.text("abAé1 ", max_size=4)
TEXTS = st.one_of(
    WORDS.map(Literal),
    st.builds(lambda word, tag: Literal(word, lang=tag), WORDS, st.sampled_from(["nl", "en-GB"])),
)
THINGS = st.sampled_from([EX.a, EX.b, URIRef("urn:x")])
TERMS = st.one_of(NUMBERS, TEXTS, THINGS)
# Oxigraph keeps 1.0 as 1, so only what is written in one way has one length.
WRITTEN = st.one_of(st.integers(-3, 30).map(Literal), TEXTS, THINGS)
NUMERIC = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
LENGTHS = ("minLength", "maxLength", "minCount", "maxCount")
PAIRS = ("lessThan", "lessThanOrEquals", "equals", "disjoint")
PATTERNS = ("^a", "b$", "^[a-z ]*$", "é", "^.{2}$", "1|A", "^$")
Data = list[tuple[URIRef, URIRef, Node]]


def data_of(values: st.SearchStrategy[Node]) -> st.SearchStrategy[Data]:
    nodes, properties = st.sampled_from([EX.k, EX.l, EX.m]), st.sampled_from([EX.p, EX.q])
    return st.lists(st.tuples(nodes, properties, values), max_size=10)


def graph_of(data: Data) -> Graph:
    graph = Graph()
    for triple in data:
        graph.add(triple)
    for node in (EX.k, EX.l, EX.m):
        graph.add((node, RDF.type, EX.Ding))
    return graph


def shape_with(component: str, value: Node) -> Graph:
    graph = Graph()
    graph.add((EX.Vorm, RDF.type, SH.NodeShape))
    graph.add((EX.Vorm, SH.targetClass, EX.Ding))
    graph.add((EX.Vorm, SH.property, EX["Vorm-p"]))
    graph.add((EX["Vorm-p"], SH.path, EX.p))
    graph.add((EX["Vorm-p"], SH[component], value))
    return graph


def compare(folder: Path, data: Data, shapes: Graph) -> None:
    """Hold the findings of our engine to those of pySHACL."""
    graph, path = graph_of(data), folder / "data.ttl"
    graph.serialize(path, format="turtle")

    ours = rows(find([path], shapes_of(shapes)))

    assert ours == report_rows(report(graph, shapes))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graphs")


# The same graphs at each run: a change that passes here passes anywhere.
many = settings(max_examples=150)


@many
@given(data=data_of(TERMS), component=st.sampled_from(NUMERIC), bound=NUMBERS)
def test_a_bound_on_numbers_finds_what_pyshacl_finds(
    data: Data, component: str, bound: Literal, folder: Path
) -> None:
    compare(folder, data, shape_with(component, bound))


@many
@given(data=data_of(WRITTEN), component=st.sampled_from(LENGTHS), bound=st.integers(0, 4))
def test_a_length_or_count_finds_what_pyshacl_finds(
    data: Data, component: str, bound: int, folder: Path
) -> None:
    compare(folder, data, shape_with(component, Literal(bound)))


@many
@given(data=data_of(WRITTEN), pattern=st.sampled_from(PATTERNS), flags=st.sampled_from(["", "i"]))
def test_a_pattern_finds_what_pyshacl_finds(
    data: Data, pattern: str, flags: str, folder: Path
) -> None:
    shapes = shape_with("pattern", Literal(pattern))
    if flags:
        shapes.add((EX["Vorm-p"], SH.flags, Literal(flags)))

    compare(folder, data, shapes)


@many
@given(data=data_of(NUMBERS), component=st.sampled_from(PAIRS))
def test_a_pair_of_properties_finds_what_pyshacl_finds(
    data: Data, component: str, folder: Path
) -> None:
    compare(folder, data, shape_with(component, EX.q))


@many
@given(data=data_of(TERMS), listed=st.lists(TERMS, min_size=1, max_size=4))
def test_a_list_of_values_finds_what_pyshacl_finds(
    data: Data, listed: list[Node], folder: Path
) -> None:
    node = BNode()
    shapes = shape_with("in", node)
    Collection(shapes, node, listed)

    compare(folder, data, shapes)


@many
@given(
    data=data_of(TERMS),
    datatype=st.sampled_from([XSD.integer, XSD.decimal, XSD.double, XSD.string, RDF.langString]),
)
def test_a_datatype_finds_what_pyshacl_finds(data: Data, datatype: URIRef, folder: Path) -> None:
    compare(folder, data, shape_with("datatype", datatype))


@many
@given(data=data_of(TEXTS), listed=st.sampled_from([["nl"], ["en"], ["en-GB", "fy"]]))
def test_languages_find_what_pyshacl_finds(data: Data, listed: list[str], folder: Path) -> None:
    node = BNode()
    shapes = shape_with("languageIn", node)
    Collection(shapes, node, [Literal(tag) for tag in listed])
    shapes.add((EX["Vorm-p"], SH.uniqueLang, Literal(True)))

    compare(folder, data, shapes)
