"""Faults that are sought on any node first: few or many, at a target or beside it, named or not."""

from pathlib import Path

import pytest
from rdflib import Graph

from tests.server.validation.oracle import find, report, whole_report_rows, whole_rows
from themagraaf.model.shapes_graph import shapes_of
from themagraaf.validation import asking

HEAD = """
PREFIX ex: <https://voorbeeld.example/def/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
SHAPES = f"""{HEAD}
ex:Vorm a sh:NodeShape ; sh:targetClass ex:Ding ;
    sh:property
        [ sh:path ex:p ; sh:datatype xsd:integer ; sh:minInclusive 3 ; sh:in ( 1 2 3 4 ) ;
          sh:nodeKind sh:Literal ; sh:pattern "^[0-9]$" ; sh:maxLength 2 ] ,
        [ sh:path ex:p ; sh:maxCount 1 ; sh:lessThan ex:r ; sh:disjoint ex:r ] ,
        [ sh:path ex:q ; sh:class ex:Ding ; sh:maxCount 2 ] ,
        [ sh:path ex:t ; sh:uniqueLang true ; sh:languageIn ( "nl" "en" ) ] ;
    sh:sparql [ sh:select "SELECT $this ?value {{ $this <{{p}}> ?value FILTER (?value = 4) }}" ] .
ex:Ander a sh:NodeShape ; sh:targetClass ex:Ander ;
    sh:property [ sh:path ex:p ; sh:datatype xsd:string ; sh:minLength 3 ] .
""".replace("{p}", "https://voorbeeld.example/def/p")
FAULTY = """
{0} a ex:Ding ; ex:p 1 , 4 , "drie" , ex:vier ; ex:r 1 , 2 ; ex:q ex:los , ex:vast , {0} ;
    ex:t "een"@nl , "twee"@NL , "drei"@de , "vier"@de .
{1} a ex:Ander ; ex:p 1 , "drie" ; ex:q ex:los .
{2} ex:p 9 , "los" ; ex:q ex:los .
ex:vast a ex:Ding .
"""


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(("count", "look_up"), [(3, 8), (30, 0), (30, 1000)])
def test_faults_are_found_however_many_there_are(
    count: int, look_up: int, named: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "FEW", 40)
    monkeypatch.setattr(asking, "LOOK_UP", look_up)
    name = "ex:{}{}" if named else "_:{}{}"
    nodes = ((name.format(kind, number) for kind in "abc") for number in range(count))
    path = tmp_path / "data.ttl"
    path.write_text(HEAD + "".join(FAULTY.format(*each) for each in nodes), encoding="utf-8")
    shapes, data = Graph().parse(data=SHAPES, format="turtle"), Graph().parse(path)

    found = whole_rows(find([path], shapes_of(shapes)))

    assert len(found) > 20 * count
    assert found == whole_report_rows(report(data, shapes), shapes)
