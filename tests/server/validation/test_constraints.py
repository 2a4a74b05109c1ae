"""Each file under tests/cases/constraints: a shape, data, and beside it what should be found."""

from pathlib import Path

import pytest
from rdflib import Graph

from tests.conftest import ROOT
from tests.server.validation.oracle import expected, find, report, report_rows, rows
from themagraaf.errors import ModelError
from themagraaf.model.shapes import LISTED, SINGLE, shapes_of
from themagraaf.model.terms import Vocabulary
from themagraaf.validation.compile import compile_constraint

CASES = ROOT / "tests" / "cases" / "constraints"
NAMES = sorted(path.stem for path in CASES.glob("*.ttl"))
HEAD = """
PREFIX ex: <https://voorbeeld.example/def/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""


@pytest.mark.parametrize("name", NAMES)
def test_a_constraint_finds_what_was_worked_out_by_hand(name: str) -> None:
    path = CASES / f"{name}.ttl"

    found = find([path], shapes_of(Graph().parse(path)))

    assert rows(found) == expected(path.with_suffix(".csv"))


@pytest.mark.parametrize("name", NAMES)
def test_pyshacl_finds_the_same(name: str) -> None:
    path = CASES / f"{name}.ttl"
    graph = Graph().parse(path)

    found = report(graph, graph)

    assert report_rows(found) == expected(path.with_suffix(".csv"))


def test_every_component_that_the_engine_knows_has_a_case() -> None:
    assert {*SINGLE, *LISTED} - {name.split("-")[0] for name in NAMES} == set()


def shapes_with(constraint: str) -> Graph:
    shape = f"ex:Vorm a sh:NodeShape ; sh:targetClass ex:Ding ; {constraint} ."
    return Graph().parse(data=HEAD + shape, format="turtle")


@pytest.mark.parametrize(
    "component",
    ["closed true", "node ex:Ander", "or ( ex:A ex:B )", "not ex:A", "dataType ex:d", "xone ( )"],
)
def test_a_component_that_the_engine_does_not_know_is_refused(component: str) -> None:
    name = component.split()[0]

    with pytest.raises(ModelError, match=rf"def/Vorm uses sh:{name}, which the engine does not"):
        shapes_of(shapes_with(f"sh:{component}"))


@pytest.mark.parametrize(
    ("constraint", "said"),
    [
        ("sh:property [ sh:path ex:p ; sh:minCount 1 ]", "a property shape without an IRI"),
        ("sh:property ex:Los", "property shape .*def/Los has no sh:path"),
        ("sh:path [ sh:zeroPath ex:p ] ; sh:minCount 1", "a path of a kind that SHACL does not"),
        ("sh:sparql [ sh:message 'leeg' ]", "sh:sparql needs sh:select"),
    ],
)
def test_a_shape_that_can_not_be_carried_out_says_why(constraint: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        shapes_of(shapes_with(constraint))


def test_a_property_shape_inside_a_property_shape_is_refused() -> None:
    graph = shapes_with("sh:property ex:Buiten")
    nested = "ex:Buiten sh:path ex:p ; sh:property ex:Binnen . ex:Binnen sh:path ex:q ."
    graph.parse(data=HEAD + nested, format="turtle")

    with pytest.raises(ModelError, match=r"def/Buiten has a sh:property of its own"):
        shapes_of(graph)


def test_a_shape_with_a_target_needs_a_name() -> None:
    shape = "[ a sh:NodeShape ; sh:targetClass ex:Ding ; sh:nodeKind sh:IRI ] ."

    with pytest.raises(ModelError, match="a shape with a target has no IRI"):
        shapes_of(Graph().parse(data=HEAD + shape, format="turtle"))


def test_a_count_that_is_no_number_names_the_shape() -> None:
    (shape,) = shapes_of(shapes_with("sh:path ex:p ; sh:minCount 'veel'"))

    with pytest.raises(ModelError, match=r'def/Vorm: "veel" is no whole number'):
        compile_constraint(shape, shape.constraints[0], Vocabulary(Graph()).subclasses)


def test_a_query_that_is_no_sparql_names_the_shape(tmp_path: Path) -> None:
    shapes = shapes_of(shapes_with("sh:sparql [ sh:select 'SELECT $this WHERE' ]"))

    with pytest.raises(ModelError, match=r"shape .*def/Vorm, sparql: this is no SPARQL query"):
        find([], shapes)


def test_a_class_reaches_the_classes_below_it(tmp_path: Path) -> None:
    ontology = Graph().parse(data=HEAD + "ex:Klein rdfs:subClassOf ex:Ding .", format="turtle")
    path = tmp_path / "data.ttl"
    path.write_text(HEAD + "ex:a a ex:Klein . ex:b a ex:Ander .", encoding="utf-8")

    found = find([path], shapes_of(shapes_with("sh:nodeKind sh:Literal")), Vocabulary(ontology))

    assert [item.focus.value.rsplit("/", 1)[1] for item in found] == ["a"]
