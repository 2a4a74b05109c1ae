"""The parser of queries gives what rdflib's gives, and leaves to rdflib what it can't read."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from themagraaf.model.check.algebra import alternatives, groups, walk
from themagraaf.model.check.expression import UnreadError
from themagraaf.model.check.query import Parsed, judge, parse
from themagraaf.model.check.sparql import read_query

QUERIES = sorted((ROOT / "queries").rglob("*.rq"))
PREFIX = "PREFIX x: <https://example.org/> "
MORE = [
    "SELECT ?a WHERE { ?a x:b [ x:c ?c ; x:d 'e'@nl , 2.5 ] . FILTER EXISTS { ?a x:f true } }",
    "SELECT DISTINCT ?a (COUNT(*) AS ?n) { ?a ^x:b/(x:c|x:d)+ ?e } GROUP BY ?a HAVING (?n > 1)",
    "SELECT ?a WHERE { VALUES (?a ?b) { (x:c UNDEF) (x:d 1) } GRAPH ?g { ?a x:e ?b } } LIMIT 1",
    "SELECT ?a WHERE { ?a x:b ?c BIND (IF(?c NOT IN (1, -2), STR(?c), ?a) AS ?d) } ORDER BY ?a",
    "CONSTRUCT { ?a a x:B } WHERE { { ?a x:c ?d } UNION { ?a x:e ?d } MINUS { ?a x:f ?d } }",
]


def facts(parsed: Parsed) -> object:
    """Return all that a check reads from an algebra, without names of blank nodes."""
    assert parsed.algebra is not None
    small = frozenset({"https://w3id.org/themagraaf/def/Peilmoment"})
    parts = [
        sorted(
            repr((sorted(v for v in part.variables if len(v) < 30), part.small, part.bind))
            for part in found
        )
        for group in groups(parsed.algebra)
        for found in alternatives(group, small)
    ]
    names = sorted(node.name for node in walk(parsed.algebra["p"]) if "EXISTS" in node.name)
    return parsed.columns, sorted(map(repr, parsed.template)), sorted(map(repr, parts)), names


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_is_read_as_rdflib_reads_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert facts(Parsed(read_query(text))) == facts(judge(text))


@pytest.mark.parametrize("text", MORE)
def test_what_queries_may_hold_besides_is_read_as_rdflib_reads_it(text: str) -> None:
    assert facts(Parsed(read_query(PREFIX + text))) == facts(judge(PREFIX + text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a WHERE { ?a x:b }",
        "SELECT ?a WHERE { ?a x:b ?c ",
        "SELECT ?a WHERE { ?a y:b ?c }",
        "SELECT ?a WHERE { ?a x:b ?c } GROUP ?a",
        "SELECT (SUM(?b) ?c) WHERE { ?a x:b ?c }",
        "SELECT ?a WHERE { ?a x:b ?c FILTER (?c > ) }",
        "SELECT ?a WHERE { ?a x:b ?c BIND (FOO(?c) AS ?d) }",
    ],
)
def test_what_is_no_sparql_is_told_by_rdflib(text: str) -> None:
    with pytest.raises(UnreadError):
        read_query(PREFIX + text)

    assert parse(PREFIX + text).algebra is None
    assert parse(PREFIX + text).error


def test_sparql_that_the_parser_does_not_know_is_left_to_rdflib() -> None:
    text = PREFIX + "SELECT ?a WHERE { ?a !x:b (1 2) }"

    with pytest.raises(UnreadError):
        read_query(text)

    assert parse(text).columns == ("a",)
