"""SPARQL on the command line, over a release or another endpoint."""

import csv
import io
import json
from pathlib import Path

import pytest

from .command import CONSTRUCT, COUNT, Command


def test_a_query_is_read_from_a_file_or_from_standard_input(
    areas: Path, question: Path, themagraaf: Command
) -> None:
    from_file = themagraaf("query", question, "--data", areas / "data")
    from_input = themagraaf("query", "-", "--data", areas / "data", stdin=COUNT)

    assert from_file == from_input
    assert from_file.code == 0
    assert "│ 3 " in from_file.out and from_file.out.endswith("\n1 row\n")


def test_an_answer_as_json_has_numbers_as_numbers(
    areas: Path, question: Path, themagraaf: Command
) -> None:
    said = themagraaf("query", question, "--json", "--data", areas / "data")

    assert json.loads(said.out) == [{"aantal": 3}]


def test_an_answer_as_csv_is_read_back_as_it_was(areas: Path, themagraaf: Command) -> None:
    odd = 'SELECT ?a ?b { VALUES (?a ?b) { ("een, twee" "zei \\"ja\\"") ("" UNDEF) } }'

    said = themagraaf("query", "-", "--csv", "--data", areas / "data", stdin=odd)

    assert list(csv.reader(io.StringIO(said.out))) == [
        ["a", "b"],
        ["een, twee", 'zei "ja"'],
        ["", ""],
    ]


def test_a_construct_gives_turtle(areas: Path, themagraaf: Command) -> None:
    said = themagraaf("query", "-", "--data", areas / "data", stdin=CONSTRUCT)

    assert said.code == 0
    lines = said.out.strip().splitlines()
    assert sorted(line for line in lines if not line.startswith("@prefix")) == [
        f"<https://voorbeeldstad.example/id/gebied/GM990{number}> a <http://a.example/B> ."
        for number in (1, 2, 3)
    ]


def test_each_audience_sees_its_own_store(areas: Path, themagraaf: Command) -> None:
    ask = ("query", "-", "--json", "--data", areas / "data", "--audience")

    intern = themagraaf(*ask, "intern", stdin=COUNT)
    openbaar = themagraaf(*ask, "openbaar", stdin=COUNT)
    nobody = themagraaf(*ask, "niemand", stdin=COUNT)

    assert json.loads(intern.out) == [{"aantal": 3}]
    assert json.loads(openbaar.out) == [{"aantal": 0}]
    assert nobody.code == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELEC ?s { ?s ?p ?o }", "this is no SPARQL query: "),
        ("SELECT * { SERVICE <http://elders.example/> { ?s ?p ?o } }", "SERVICE is off: this endp"),
        ("CONSTRUCT WHERE { SERVICE <http://elders.example/> { ?s ?p ?o } }", "SERVICE is off: th"),
        ("DELETE WHERE { ?s ?p ?o }", "this is no SPARQL query: "),
        ("", "this is no SPARQL query: "),
    ],
)
def test_a_query_that_can_t_be_answered_ends_with_two(
    text: str, message: str, areas: Path, themagraaf: Command
) -> None:
    said = themagraaf("query", "-", "--data", areas / "data", stdin=text)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"The request can't be answered as asked: {message}")


def test_json_and_csv_at_once_are_refused(areas: Path, question: Path, themagraaf: Command) -> None:
    said = themagraaf("query", question, "--json", "--csv", "--data", areas / "data")

    assert said.code == 2
    assert said.err.endswith("--json and --csv can't both be; leave one out\n")


def test_a_query_file_that_is_not_there_ends_with_two(themagraaf: Command) -> None:
    said = themagraaf("query", "niets.rq")

    assert said.code == 2
    assert "'niets.rq': No such file or directory" in said.err


def test_another_endpoint_gives_the_same_answer_as_its_own_store(
    areas: Path, endpoint: str, themagraaf: Command
) -> None:
    names = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
      SELECT ?thema ?naam { ?thema skos:inScheme <https://w3id.org/themagraaf/code/thema> ;
        skos:prefLabel ?naam } ORDER BY ?thema ?naam"""

    far = themagraaf("query", "-", "--json", "--endpoint", endpoint, stdin=names)
    near = themagraaf(
        "query", "-", "--json", "--audience", "openbaar", "--data", areas / "data", stdin=names
    )

    assert far == near
    assert len(json.loads(far.out)) == 20


def test_another_endpoint_that_refuses_a_query_ends_with_two(
    endpoint: str, themagraaf: Command
) -> None:
    said = themagraaf("query", "-", "--endpoint", endpoint, stdin="SELEC ?s { ?s ?p ?o }")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(
        f"The request can't be answered as asked: {endpoint} does not take this query: "
    )


def test_another_endpoint_is_asked_for_rows_only(endpoint: str, themagraaf: Command) -> None:
    said = themagraaf("query", "-", "--endpoint", endpoint, stdin="ASK { ?s ?p ?o }")

    assert (said.code, said.out) == (2, "")
    assert said.err.endswith(": this needs a SELECT query; the answer has no rows\n")


def test_another_endpoint_that_is_not_there_ends_with_two(themagraaf: Command) -> None:
    address = "http://127.0.0.1:9/sparql"

    said = themagraaf("query", "-", "--endpoint", address, stdin=COUNT)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(
        f"The request can't be answered as asked: {address} gives no SPARQL answer: "
    )
