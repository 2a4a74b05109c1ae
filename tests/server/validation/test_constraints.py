"""Each file under tests/cases/constraints: a shape, data, and beside it what should be found."""

import re
from pathlib import Path

import pytest
from rdflib import Graph

from tests.conftest import ROOT
from tests.server.validation.oracle import (
    expected,
    find,
    report,
    report_rows,
    rows,
    whole_report_rows,
    whole_rows,
)
from themagraaf.errors import ModelError
from themagraaf.model.shapes import LISTED, NESTED, SINGLE, TARGETS
from themagraaf.model.shapes_graph import shapes_of
from themagraaf.model.terms import Label, Vocabulary
from themagraaf.validation.compile import compile_constraint

CASES = ROOT / "tests" / "cases" / "constraints"
NAMES = sorted(path.stem for path in CASES.glob("*.ttl"))
HEAD = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX ex: <https://voorbeeld.example/def/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""


@pytest.mark.parametrize("name", NAMES)
def test_a_constraint_finds_what_was_worked_out_by_hand(name: str) -> None:
    path = CASES / f"{name}.ttl"

    found = find([path], shapes_of(Graph().parse(path)))

    assert rows(found) == expected(path.with_suffix(".csv"))


@pytest.mark.parametrize(
    ("name", "severity", "said"),
    [
        ("node-severity", "Warning", ("P hoort een Q te hebben.", "P should have a Q.")),
        ("property", "Warning", ("Een Q is een getal.", "A Q is a number.")),
        ("component-ask", "Violation", ("Niet in die taal.", "Not in that language.")),
    ],
)
def test_a_finding_speaks_for_the_shape_that_gives_it(
    name: str, severity: str, said: tuple[str, str]
) -> None:
    path = CASES / f"{name}.ttl"

    found = find([path], shapes_of(Graph().parse(path)))

    assert {(item.severity, item.message) for item in found} == {(severity, Label(*said))}


@pytest.mark.parametrize("name", NAMES)
def test_pyshacl_finds_the_same(name: str) -> None:
    path = CASES / f"{name}.ttl"
    graph = Graph().parse(path)

    found = report(graph, graph)

    assert report_rows(found) == expected(path.with_suffix(".csv"))


@pytest.mark.parametrize("name", NAMES)
def test_path_and_value_are_those_that_pyshacl_gives(name: str) -> None:
    path = CASES / f"{name}.ttl"
    graph = Graph().parse(path)

    found = find([path], shapes_of(graph))

    assert whole_rows(found) == whole_report_rows(report(graph, graph), graph)


def test_every_component_that_the_engine_knows_has_a_case() -> None:
    assert {*SINGLE, *LISTED, *NESTED} - {name.split("-")[0] for name in NAMES} == set()


def test_the_page_on_conformance_counts_the_cases() -> None:
    page = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"\| `sh:(\w+)` \| (\d+) \|", page))

    texts = [path.read_text(encoding="utf-8") for path in CASES.glob("*.ttl")]
    counted = {name: sum(bool(re.search(rf"sh:{name}\b", t)) for t in texts) for name in told}
    assert {name: int(count) for name, count in told.items()} == counted
    assert {*SINGLE, *LISTED, *NESTED, *TARGETS} - {*told} == set()


def shapes_with(constraint: str) -> Graph:
    shape = f"ex:Vorm a sh:NodeShape ; sh:targetClass ex:Ding ; {constraint} ."
    return Graph().parse(data=HEAD + shape, format="turtle")


@pytest.mark.parametrize("component", ["dataType ex:d", "rule [ ]", "js ex:A"])
def test_a_component_that_the_engine_does_not_know_is_refused(component: str) -> None:
    name = component.split()[0]

    with pytest.raises(ModelError, match=rf"def/Vorm uses sh:{name}, which the engine does not"):
        shapes_of(shapes_with(f"sh:{component}"))


@pytest.mark.parametrize(
    ("constraint", "said"),
    [
        ("sh:property ex:Los", "shape .*def/Los is asked for and stands nowhere"),
        ("sh:property [ sh:nodeKind sh:IRI ]", "property shape .* has no sh:path"),
        ("sh:target [ sh:select 'x' ]", "has a sh:target that is no sh:SPARQLTarget with sh:sel"),
        ("sh:node ex:Los", "shape .*def/Los is asked for and stands nowhere"),
        ("sh:node [ sh:path ex:p ]", "within it: shape .* has a path; name it in sh:property"),
        ("sh:node [ sh:dataType ex:d ]", "def/Vorm, within it: shape .* uses sh:dataType"),
        ("sh:hasValue []", "def/Vorm asks for a blank node, which no value is"),
        ("sh:in ( 1 [] )", "def/Vorm asks for a blank node, which no value is"),
        ("sh:or ( )", "def/Vorm has sh:or of no shapes"),
        ("sh:or ex:Los", "wants a list between round brackets and has .*def/Los"),
        ("sh:and ex:Kring . ex:Kring rdf:first ex:A ; rdf:rest ex:Kring", "comes back to itself"),
        ("sh:path ex:p ; sh:qualifiedMinCount 1", "def/Vorm has sh:qualifiedMinCount of no shape"),
        ("sh:minCount 1", "def/Vorm has sh:minCount and no sh:path to count along"),
        ("sh:path [ sh:zeroPath ex:p ] ; sh:minCount 1", "a path of a kind that SHACL does not"),
        ("sh:sparql [ sh:message 'leeg' ]", "sh:sparql needs sh:select"),
    ],
)
def test_a_shape_that_can_not_be_carried_out_says_why(constraint: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        shapes_of(shapes_with(constraint))


@pytest.mark.parametrize(
    ("select", "said"),
    [
        ("{ ?x a ?y MINUS { $this a ?x } }", "MINUS"),
        ("{ ?x a ?y } VALUES ?y { 1 }", "VALUES"),
        ("{ SERVICE <urn:x> { $this a ?x } }", "SERVICE"),
        (
            "{ { SELECT ?x { ?x a ?y } } $this a ?x }",
            r"a SELECT within it that does not",
        ),
        ("{ BIND (1 AS $this) }", r"AS .this"),
    ],
)
def test_a_query_that_shacl_does_not_allow_is_refused(select: str, said: str) -> None:
    graph = shapes_with(f"sh:sparql [ sh:select 'SELECT $this {select}' ]")

    with pytest.raises(ModelError, match=f"def/Vorm: its query has {said}.* SHACL does not"):
        shapes_of(graph)


def test_words_of_texts_and_iris_in_a_query_are_not_its_own() -> None:
    select = "SELECT $this { $this ?minus 'MINUS' , <urn:VALUES> . # SERVICE\\n }"

    (shape,) = shapes_of(shapes_with(f'sh:sparql [ sh:select "{select}" ]'))

    assert not shape.is_slow


def test_prefixes_come_along_with_what_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(HEAD + "ex:a a ex:Ding ; ex:p <urn:w:x> .", encoding="utf-8")
    select = "SELECT $this { $this v:p w:x }"
    shapes = shapes_with(f"sh:sparql [ sh:prefixes ex:Hier ; sh:select '{select}' ]").parse(
        data=f"""{HEAD}
        ex:Hier <http://www.w3.org/2002/07/owl#imports> ex:Daar ;
            sh:declare [ sh:prefix "w" ; sh:namespace "urn:w:" ] .
        ex:Daar sh:declare [ sh:prefix "v" ; sh:namespace "https://voorbeeld.example/def/" ] .
        """,
        format="turtle",
    )

    assert len(find([path], shapes_of(shapes))) == 1


OWN = "ex:Even a sh:ConstraintComponent ; sh:parameter [ sh:path ex:even ] "


@pytest.mark.parametrize(
    ("shape", "component", "said"),
    [
        ("ex:even true", "", "which has no query for it; give it sh:nodeValidator or sh:validator"),
        ("ex:even []", "; sh:validator [ sh:ask 'ASK {}' ]", "with a blank node"),
        (
            "sh:path ex:p ; ex:even true",
            "; sh:propertyValidator [ sh:select 'SELECT $this { $this ?any ?value }' ]",
            "whose query gives no .value",
        ),
        (
            "ex:even true, false ; ex:ook 1",
            ", [ sh:path ex:ook ] ; sh:validator [ sh:ask 'ASK {}' ]",
            "with several values of one parameter",
        ),
    ],
)
def test_a_component_of_somebody_s_own_that_can_not_be_used_says_why(
    shape: str, component: str, said: str
) -> None:
    graph = shapes_with(shape)
    graph.parse(data=f"{HEAD}{OWN}{component} .", format="turtle")

    with pytest.raises(ModelError, match=rf"def/Vorm uses .*def/Even,? {said}"):
        shapes_of(graph)


def test_a_class_without_a_name_is_no_shape() -> None:
    shape = "[ a sh:NodeShape , rdfs:Class ; sh:nodeKind sh:IRI ] ."

    with pytest.raises(ModelError, match="a shape that is a class has no IRI"):
        shapes_of(Graph().parse(data=HEAD + shape, format="turtle"))


def test_queries_within_one_another_need_prefixes_that_agree() -> None:
    select = "sh:sparql [ sh:select 'PREFIX e: <urn:{}:> SELECT $this WHERE {{ $this e:p ?o }}' ]"
    inner = "sh:not [ sh:and ( [ {} ] [ {} ] ) ]".format(*(select.format(name) for name in "ab"))

    with pytest.raises(ModelError, match="mean different things by the prefix e:"):
        find([], shapes_of(shapes_with(inner)))


def test_a_count_that_is_no_number_names_the_shape() -> None:
    (shape,) = shapes_of(shapes_with("sh:path ex:p ; sh:minCount 'veel'"))

    with pytest.raises(ModelError, match=r'def/Vorm: "veel" is no whole number'):
        compile_constraint(shape, shape.constraints[0], Vocabulary(Graph()).subclasses)


@pytest.mark.parametrize(
    ("select", "said"),
    [
        ("{ GRAPH $shapesGraph { $this a ?y } }", r"asks for \$shapesGraph"),
    ],
)
def test_a_query_that_asks_for_what_is_not_there_is_refused(select: str, said: str) -> None:
    shapes = shapes_of(shapes_with(f"sh:sparql [ sh:select 'SELECT $this {{ {select} }}' ]"))

    with pytest.raises(ModelError, match=f"shape .*def/Vorm: its query {said}"):
        find([], shapes)


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
