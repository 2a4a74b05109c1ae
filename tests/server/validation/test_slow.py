"""Shapes that go to pySHACL: which they are, in what parts, and what it can't do either."""

import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph

from tests.server.validation.oracle import find, report, whole_report_rows, whole_rows
from themagraaf.errors import ModelError
from themagraaf.model.shapes import Shape
from themagraaf.model.shapes_graph import shapes_of
from themagraaf.model.terms import Vocabulary
from themagraaf.validation import reach

HEAD = """
PREFIX ex: <https://voorbeeld.example/def/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DOOS = "ex:Doos a sh:NodeShape ; sh:targetClass ex:Doos ; sh:property ex:Doos-naam , ex:Doos-in ."
NAAM = "ex:Doos-naam sh:path ex:naam ; sh:minCount 1 ; sh:datatype xsd:string ."
RECURSIVE = f"{DOOS} {NAAM} ex:Doos-in sh:path ex:in ; sh:node ex:Doos ."


def shaped(shapes: str) -> tuple[Shape, ...]:
    return shapes_of(Graph().parse(data=HEAD + shapes, format="turtle"))


def written(folder: Path, data: str) -> Path:
    path = folder / "data.ttl"
    path.write_text(HEAD + data, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("shapes", "slow"),
    [
        (RECURSIVE, {"Doos-in"}),
        (f"{DOOS} {NAAM} ex:Doos-in sh:path ex:in ; sh:property ex:Doos-in .", {"Doos-in"}),
        (f"{RECURSIVE} ex:Doos sh:expression [ sh:path ex:klopt ] .", {"Doos", "Doos-in"}),
        ("ex:A a sh:NodeShape ; sh:targetClass ex:A ; sh:not [ sh:node ex:A ] .", {"A"}),
        ("ex:A a sh:NodeShape ; sh:targetClass ex:A ; sh:not [ sh:expression [] ] .", {"A"}),
    ],
)
def test_only_what_no_query_asks_for_goes_to_pyshacl(shapes: str, slow: set[str]) -> None:
    found = {shape.iri.rsplit("/", 1)[1] for shape in shaped(shapes) if shape.is_slow}

    assert found == slow


def test_the_same_shapes_are_the_same_in_every_reading() -> None:
    shapes = f"{RECURSIVE} ex:Doos sh:or ( [ sh:expression [ sh:path ex:p ] ] [ sh:in ( 1 ) ] ) ."

    assert shaped(shapes) == shaped(shapes)


@pytest.mark.parametrize("at_once", [(500, 250_000), (2, 250_000), (500, 12)])
def test_nodes_go_in_parts_and_nothing_is_lost(
    at_once: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "NODES_AT_ONCE", at_once[0])
    monkeypatch.setattr(reach, "MOST_TRIPLES", at_once[1])
    boxes = "".join(
        f"ex:d{n} a ex:Doos ; ex:naam {n}, 'd{n % 3}' ; ex:in ex:e{n} , ex:los{n % 4} ."
        f"ex:e{n} ex:naam 'e' ; ex:in [ ex:naam {n % 2 or chr(39) + chr(39)} ] ."
        for n in range(9)
    )
    path = written(tmp_path, f"{boxes} [] a ex:Doos ; ex:in ex:e1 . ex:los1 ex:naam 'l' .")
    shapes = Graph().parse(data=HEAD + RECURSIVE, format="turtle")

    found = whole_rows(find([path], shapes_of(shapes)))

    assert len(found) > 10
    assert found == whole_report_rows(report(Graph().parse(path), shapes), shapes)


def test_a_class_reaches_the_classes_below_it(tmp_path: Path) -> None:
    path = written(tmp_path, "ex:a a ex:Klein ; ex:in ex:b , ex:c . ex:b a ex:Klein .")
    shapes = shaped(
        "ex:A a sh:NodeShape ; sh:targetClass ex:A ; sh:property ex:A-in . "
        "ex:A-in sh:path ex:in ; sh:class ex:A ; sh:node ex:A ."
    )
    ontology = Graph().parse(data=f"{HEAD} ex:Klein rdfs:subClassOf ex:A .", format="turtle")

    (finding,) = find([path], shapes, Vocabulary(ontology))

    assert finding.value is not None
    assert finding.value.value == "https://voorbeeld.example/def/c"


def test_what_is_deeper_than_pyshacl_goes_is_told(tmp_path: Path) -> None:
    chain = "".join(f"ex:d{n} ex:naam 'd' ; ex:in ex:d{n + 1} ." for n in range(9))
    path = written(tmp_path, f"ex:d0 a ex:Doos . {chain}")

    found = find([path], shaped(RECURSIVE))

    assert [(item.severity, item.shape.rsplit("/", 1)[1]) for item in found] == [
        ("Warning", "Doos-in")
    ]
    assert "no deeper than" in found[0].message.en


def test_a_node_that_reaches_too_much_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "MOST_TRIPLES", 3)
    path = written(tmp_path, "ex:a a ex:Doos ; ex:naam 'a' ; ex:in ex:b . ex:b ex:naam 'b' .")

    with pytest.raises(ModelError, match=r"Doos-in stands within itself, .* more than 3 triples"):
        find([path], shaped(RECURSIVE))


def test_what_pyshacl_can_not_do_either_names_the_shape(tmp_path: Path) -> None:
    shapes = shaped(
        "ex:A a sh:NodeShape ; sh:targetClass ex:A ; sh:expression [ ex:zeg ( 1 ) ] . "
        "ex:zeg a sh:SPARQLFunction ; sh:ask 'ASK' ; sh:returnType xsd:boolean ."
    )

    with pytest.raises(ModelError, match=r"def/A uses sh:expression, .* can't carry it out"):
        find([written(tmp_path, "ex:a a ex:A .")], shapes)


def test_pyshacl_is_only_read_in_where_a_shape_needs_it() -> None:
    asked = "import themagraaf.validation.findings, sys; sys.exit('pyshacl' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
