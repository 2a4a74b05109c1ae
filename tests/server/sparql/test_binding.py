"""A variable gets its terms as terms, wherever the query uses it."""

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.server.sparql.made import NODES, PROLOGUE, PROPERTIES, queries
from themagraaf.sparql.binding import bind, bindable, form_of, is_paged, literal, paged

X = "<https://example.org/x>"
triples = st.tuples(
    st.sampled_from((":x", ":y", ":z")), st.sampled_from(PROPERTIES), st.sampled_from(NODES)
)


def store_of(graph: set[tuple[str, str, str]]) -> ox.Store:
    store = ox.Store()
    text = PROLOGUE + "".join(f"{' '.join(triple)} .\n" for triple in sorted(graph))
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    return store


def rows(store: ox.Store, query: str, without: str = "") -> Counter[str]:
    """Return the rows, but for one column."""
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    names = [name.value for name in found.variables if f"?{name.value}" != without]
    return Counter(str([row[name] for name in names]) for row in found)


BOUND = [
    ("SELECT ?s { ?s ?p ?x }", "SELECT ?s { VALUES ?x { <a:> } ?s ?p ?x }"),
    (
        "SELECT ?s WHERE { ?s a ?c OPTIONAL { ?s ?p ?x } MINUS { ?x a ?s } }",
        "SELECT ?s WHERE { ?s a ?c OPTIONAL { VALUES ?x { <a:> } ?s ?p ?x }"
        " MINUS { VALUES ?x { <a:> } ?x a ?s } }",
    ),
    (
        "SELECT ?s { { SELECT ?s { ?s ?p ?x } } { SELECT ?s { ?s ?p 1 } HAVING (?x > 1) } }",
        "SELECT ?s { { SELECT ?s { VALUES ?x { <a:> } ?s ?p ?x } }"
        " { SELECT ?s { VALUES ?x { <a:> } ?s ?p 1 } HAVING (?x > 1) } }",
    ),
    (
        "SELECT (?x AS ?y) { VALUES ?z { 1 } VALUES (?u ?x) { (1 2) } GRAPH ?x { ?s ?p ?o } }",
        "SELECT (?x AS ?y) { VALUES ?x { <a:> } VALUES ?z { 1 } VALUES (?u ?x) { (1 2) }"
        " GRAPH ?x { ?s ?p ?o } }",
    ),
    (
        "CONSTRUCT { ?x ?p 1 } WHERE { ?s ?p 1 FILTER NOT EXISTS { ?s ?q ?x } }",
        "CONSTRUCT { ?x ?p 1 } WHERE { VALUES ?x { <a:> } ?s ?p 1"
        " FILTER NOT EXISTS { VALUES ?x { <a:> } ?s ?q ?x } }",
    ),
    ('ASK { ?s ?p "?x" # ?x\n }', 'ASK { ?s ?p "?x" # ?x\n }'),
    ("SELECT ?s { ?s ?p $x }", "SELECT ?s { VALUES ?x { <a:> } ?s ?p $x }"),
]


@pytest.mark.parametrize(("query", "bound"), BOUND)
def test_each_group_that_uses_a_variable_gets_its_terms(query: str, bound: str) -> None:
    assert bind(query, {"?x": ["<a:>"]}) == bound


def test_what_only_an_optional_uses_makes_no_difference() -> None:
    query = (
        "SELECT * { ?s ?p ?o OPTIONAL { ?s ?q ?x { SELECT ?y { ?y a ?s } } } MINUS { ?z a ?s } }"
    )

    assert bindable(query) == {"?s", "?p", "?o", "?z"}


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(queries(), st.sets(triples, max_size=12))
def test_a_variable_with_a_term_answers_as_that_term_in_its_place(
    query: str, graph: set[tuple[str, str, str]]
) -> None:
    """The second road: the term written where the variable was, in a query that allows for it."""
    store, head = store_of(graph), query[: query.index("{")]
    name = "?e"
    if name in head or f"AS {name}" in query or f"VALUES {name}" in query:
        return  # where it is given another value it can't be replaced
    if any(f"{word} {name}" in query for word in ("BY", "SELECT", "COUNT(", "DISTINCT")):
        return
    written = query.replace(name, X)
    note(written)
    try:
        expected = rows(store, written)
    except SyntaxError:
        return  # a term can't stand everywhere that a variable can

    assert rows(store, bind(query, {name: [X]}), name) == expected


@given(st.text())
def test_any_text_is_one_literal_and_no_part_of_the_query(text: str) -> None:
    asked = bind("SELECT ?x WHERE { FILTER (BOUND(?x)) }", {"?x": [literal(text)]})

    found = ox.Store().query(asked)
    assert isinstance(found, ox.QuerySolutions)
    assert [row["x"].value for row in found] == [text]


def test_pages_of_a_query_are_all_its_rows_each_once() -> None:
    store = ox.Store()
    for number in range(57):
        store.update(f"INSERT DATA {{ <urn:{number}> <urn:p> {number % 3} }}")
    query = "SELECT ?n (STR(?s) AS ?t) WHERE { ?s <urn:p> ?n } ORDER BY ?n"

    pages = [rows(store, paged(query, 10, start)) for start in range(0, 70, 10)]

    assert [page.total() for page in pages] == [10, 10, 10, 10, 10, 7, 0]
    assert sum(pages, Counter()) == rows(store, query)


def test_a_query_may_limit_itself_and_says_what_it_gives() -> None:
    inner = "SELECT ?s { { SELECT ?s { ?s ?p ?o } LIMIT 3 } }"

    assert is_paged("SELECT ?s { ?s ?p ?o } LIMIT 3")
    assert not is_paged(inner)
    assert (
        form_of("PREFIX select: <urn:x> CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }") == "CONSTRUCT"
    )
