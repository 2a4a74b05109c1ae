"""The report in Turtle against pySHACL's, and the summary in words."""

from pathlib import Path

from rdflib import RDF, Graph, Literal
from rdflib.compare import isomorphic

from tests.conftest import ROOT
from tests.server.validation.oracle import find, report
from themagraaf.model.model import Model
from themagraaf.model.shapes import SH
from themagraaf.model.terms import Label
from themagraaf.store.answer import Term
from themagraaf.validation.finding import Finding
from themagraaf.validation.report import Group, as_turtle, summarize

CASES = ROOT / "tests" / "cases" / "shapes"
KEPT = (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity, SH.result)


def core(found: Graph) -> Graph:
    """Return a report with what both engines say in the same way."""
    kept = Graph()
    for predicate in (*KEPT, RDF.type, SH.conforms):
        kept += found.triples((None, predicate, None))
    return kept


def finding(shape: str, focus: str, severity: str = "Violation", said: str = "fout") -> Finding:
    return Finding(
        severity,
        Term("iri", f"https://voorbeeld.example/{focus}"),
        f"https://voorbeeld.example/{shape}",
        str(SH.MinCountConstraintComponent),
        "<https://voorbeeld.example/p>",
        None,
        Label(said, "wrong"),
    )


def test_the_report_says_what_pyshacl_s_says(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "all.ttl"
    parts = [*CASES.glob("Melding*/invalid.*.ttl"), *CASES.glob("Melding*/warning.*.ttl")]
    merged = Graph()
    for part in parts:
        merged.parse(part)
    merged.serialize(path, format="turtle")
    shapes = Graph()
    for file in model.files.find("shapes", "*.ttl"):
        shapes += model.files.read_turtle(file)

    ours = as_turtle(
        find([*model.files.find("ontology", "*.ttl"), path], model.shapes, model.vocabulary)
    )

    theirs = report(merged + model.vocabulary.graph, shapes)
    assert len(set(theirs.subjects(RDF.type, SH.ValidationResult))) > 10
    assert isomorphic(core(Graph().parse(data=ours, format="turtle")), core(theirs))


def test_a_result_holds_path_value_and_message_in_both_languages(model: Model) -> None:
    case = CASES / "Gebied" / "invalid.ligtIn-unknown.ttl"
    ontology = model.files.find("ontology", "*.ttl")

    text = as_turtle(find([*ontology, case], model.shapes, model.vocabulary))

    graph = Graph().parse(data=text, format="turtle")
    result = graph.value(None, RDF.type, SH.ValidationResult)
    assert str(graph.value(result, SH.resultPath)).endswith("/def/ligtIn")
    assert str(graph.value(result, SH.value)).endswith("/id/gebied/GM0106")
    said = list(graph.objects(result, SH.resultMessage))
    assert sorted(getattr(item, "language", "") for item in said) == ["en", "nl"]


def test_nothing_found_is_a_report_that_conforms() -> None:
    graph = Graph().parse(data=as_turtle([]), format="turtle")

    (node,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(node, SH.conforms) == Literal(True)
    assert len(graph) == 2


def test_a_message_with_quotes_and_newlines_survives_the_report() -> None:
    said = 'zeg "ja"\nof \\ "nee"'

    graph = Graph().parse(data=as_turtle([finding("V", "a", said=said)]), format="turtle")

    assert Literal(said, lang="nl") in set(graph.objects(None, SH.resultMessage))


def test_the_summary_groups_by_shape_worst_and_most_frequent_first() -> None:
    found = [
        finding("Een", "a"),
        finding("Info", "a", "Info"),
        finding("Twee", "b"),
        finding("Twee", "c"),
        *[finding("Waarschuwing", focus, "Warning") for focus in "abc"],
        finding("Ander", "d"),
    ]

    groups = summarize(found)

    assert [(g.severity, g.shape.rsplit("/", 1)[1], g.aantal) for g in groups] == [
        ("Violation", "Twee", 2),
        ("Violation", "Ander", 1),
        ("Violation", "Een", 1),
        ("Warning", "Waarschuwing", 3),
        ("Info", "Info", 1),
    ]


def test_a_group_shows_the_first_node_found_and_its_message() -> None:
    (group,) = summarize([finding("Twee", "b", said="eerste"), finding("Twee", "c", said="later")])

    assert group == Group(
        severity="Violation",
        shape="https://voorbeeld.example/Twee",
        component=str(SH.MinCountConstraintComponent),
        message=Label("eerste", "wrong"),
        aantal=2,
        voorbeeld="https://voorbeeld.example/b",
    )
