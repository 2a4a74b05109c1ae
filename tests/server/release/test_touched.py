"""A query that reads nothing of what differs between two states answers the same in both."""

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.server.sparql.made import NODES, PROLOGUE, PROPERTIES, queries
from themagraaf.release.incremental.reads import read_any, reads_of
from themagraaf.release.incremental.touched import Touched
from themagraaf.store.embedded import EmbeddedStore

Triple = tuple[str, str, str]
HTTP = "https://example.org/"
triples = st.tuples(
    st.sampled_from((":x", ":y", ":z")), st.sampled_from(PROPERTIES), st.sampled_from(NODES)
)


def store_of(graph: set[Triple], with_types: bool) -> ox.Store:
    """Return a store of triples; `with_types` makes one of the properties that of classes."""
    text = PROLOGUE + "".join(f"{' '.join(triple)} .\n" for triple in sorted(graph))
    store = ox.Store()
    store.load(typed(text, with_types).encode(), format=ox.RdfFormat.TURTLE)
    return store


def typed(text: str, with_types: bool) -> str:
    return text.replace(":r", "a") if with_types else text


def rows(store: ox.Store, query: str) -> Counter[str]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return Counter(str(row) for row in found)


def touched_between(before: ox.Store, after: ox.Store) -> Touched:
    lines = {
        f"{quad.subject} {quad.predicate} {quad.object} ." for quad in set(before) ^ set(after)
    }
    touched = Touched()
    for state in (before, after):
        touched.note(EmbeddedStore(state), lines)
    return touched


@settings(max_examples=1500, suppress_health_check=list(HealthCheck))
@given(
    queries(),
    st.sets(triples, max_size=12),
    st.sets(triples, min_size=1, max_size=2),
    st.booleans(),
)
def test_what_reads_nothing_that_differs_answers_the_same(
    query: str, graph: set[Triple], differing: set[Triple], with_types: bool
) -> None:
    before = store_of(graph, with_types)
    after = store_of(graph ^ differing, with_types)
    asked = typed(query, with_types)

    hit = touched_between(before, after).hits(reads_of(asked))

    note(asked)
    assert hit or rows(before, asked) == rows(after, asked)


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ("SELECT ?n WHERE { ?x a :C ; :p ?n }", True),
        ("SELECT ?n WHERE { ?x a :D ; :p ?n }", False),
        ("SELECT ?n WHERE { ?x :q ?any ; :p ?n }", True),
        ("SELECT ?n WHERE { ?x :r ?any ; :p ?n }", False),
        ("SELECT ?n WHERE { ?x :p ?n }", True),
        ("SELECT ?n WHERE { ?x a :C . OPTIONAL { ?x :p ?n } }", True),
        ("SELECT ?n WHERE { ?x a :D . OPTIONAL { ?x :p ?n } }", False),
        ("SELECT ?n WHERE { ?x a :D . OPTIONAL { ?y :p ?n } }", True),
        ("SELECT ?n WHERE { ?x a :D . MINUS { ?x :p ?n } }", False),
        ("SELECT ?n WHERE { ?x a :D . { SELECT ?x ?n WHERE { ?x :p ?n } } }", False),
        ("SELECT ?n WHERE { ?x a :D . { SELECT (COUNT(?x) AS ?n) WHERE { ?x :p 1 } } }", True),
        ("SELECT ?n WHERE { VALUES ?k { :C :D } ?x a ?k ; :p ?n }", True),
        ("SELECT ?n WHERE { VALUES ?k { :D :E } ?x a ?k ; :p ?n }", False),
        ("SELECT ?x WHERE { ?x a ?k }", False),
        ("SELECT ?x WHERE { ?x :p/:q ?y }", True),
        ("SELECT ?x WHERE { ?x !:q ?y }", True),
        ("SELECT ?x WHERE { ?x ?any 1 }", True),
        ("SELECT ?x WHERE { ?x :q* ?y }", True),
        ("SELECT ?x WHERE { ?x :q? ?x ; :r? ?x }", True),
        ("SELECT ?x WHERE { ?x :q? ?y . ?y :r* ?x }", True),
        ("SELECT ?x WHERE { ?x :r ?y . ?y :q? ?z . ?z :r* ?u }", False),
        ("SELECT ?x WHERE { :y :q* ?x . :y :q? :z }", False),
        ("SELECT ?n WHERE { ?x a :D . { ?y :q ?z OPTIONAL { ?x :p ?n } } }", True),
        ("SELECT ?n WHERE { ?x a :D . { ?y :q ?z MINUS { ?x :p ?z } } }", True),
        ("SELECT ?n WHERE { { ?x a :D } UNION { ?x :q ?z } ?x :p ?n }", True),
        ("SELECT ?n WHERE { { ?x a :D } UNION { ?x a :E } ?x :p ?n }", False),
        ("SELECT ?n WHERE { ?x a :D . { SELECT ?x WHERE { ?x :p ?n } LIMIT 1 } }", True),
        ("SELECT ?x WHERE { ?x a :D FILTER NOT EXISTS { ?x :p ?y } }", True),
    ],
)
def test_a_query_reads_triples_of_what_its_subjects_must_be(query: str, hit: bool) -> None:
    store = EmbeddedStore(store_of({(":x", "a", ":C"), (":x", ":q", "2")}, with_types=False))
    touched = Touched()

    touched.note(store, [f'<{HTTP}x> <{HTTP}p> "1" .'])

    assert touched.hits(reads_of(PROLOGUE + query)) is hit


def test_what_a_relation_makes_a_subject_may_still_become() -> None:
    store = EmbeddedStore(store_of({(":x", ":q", "2")}, with_types=False))
    asked = reads_of(PROLOGUE + "SELECT ?n WHERE { ?x :r ?any ; :p ?n }")
    exact, early = Touched(), Touched(frozenset({f"{HTTP}r"}))

    for touched in (exact, early):
        touched.note(store, [f'<{HTTP}x> <{HTTP}p> "1" .'])

    assert not exact.hits(asked)
    assert early.hits(asked)


@pytest.mark.parametrize(
    ("query", "said", "read"),
    [
        ("SELECT ?n WHERE { ?x a :C ; :p ?n }", {"p"}, True),
        ("SELECT ?n WHERE { ?x a :C ; :p ?n }", {"C"}, True),
        ("SELECT ?n WHERE { ?x a :C ; :p ?n }", {"q", "D"}, False),
        ("SELECT ?n WHERE { ?x a ?k ; :p ?n }", {"D"}, True),
        ("SELECT ?n WHERE { ?x ?any ?n }", {"q"}, True),
        ("SELECT ?n WHERE { ?x :p ?n }", {""}, True),
    ],
)
def test_a_query_reads_what_says_one_of_its_properties_or_classes(
    query: str, said: set[str], read: bool
) -> None:
    named = {f"{HTTP}{name}" if name else name for name in said}

    assert read_any(reads_of(PROLOGUE + query), named) is read
