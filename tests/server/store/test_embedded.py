"""The embedded store: what it holds, and what a query sees of it."""

from pathlib import Path

import pytest

from themagraaf.errors import RequestError
from themagraaf.store.embedded import EmbeddedStore

SAID_TWICE = """<urn:wijk> <urn:code> "WK1" <urn:graaf:een> .
<urn:wijk> <urn:code> "WK1" <urn:graaf:twee> .
<urn:wijk> <urn:naam> "A <b> \\" c" <urn:graaf:twee> .
"""


def loaded(folder: Path) -> EmbeddedStore:
    quads = folder / "quads.nq"
    quads.write_text(SAID_TWICE)
    store = EmbeddedStore.create(folder / "store")
    store.load(quads)
    return store


def counted(store: EmbeddedStore, pattern: str) -> str:
    (term,) = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}").rows[0]
    assert term is not None
    return term.value


def test_a_triple_that_two_graphs_hold_counts_once(tmp_path: Path) -> None:
    store = loaded(tmp_path)

    found = counted(store, "?s <urn:code> ?code"), counted(store, "?s ?p ?o")

    assert found == ("1", "2")


def test_each_graph_still_holds_what_it_was_given(tmp_path: Path) -> None:
    store = loaded(tmp_path)

    found = counted(store, "GRAPH ?g { ?s <urn:code> ?code }")

    assert found == "2"


def test_a_text_that_looks_like_a_graph_stays_whole(tmp_path: Path) -> None:
    store = loaded(tmp_path)

    (found,) = store.select("SELECT ?naam WHERE { ?s <urn:naam> ?naam }").rows[0]

    assert found is not None
    assert found.value == 'A <b> " c'


def test_turtle_is_in_its_graph_and_in_the_union(tmp_path: Path) -> None:
    turtle = tmp_path / "model.ttl"
    turtle.write_text("<urn:a> <urn:b> <urn:c> .")
    store = EmbeddedStore.create(tmp_path / "store")

    store.load_turtle([turtle], "urn:graaf:model")

    assert counted(store, "?s ?p ?o") == "1"
    assert counted(store, "GRAPH <urn:graaf:model> { ?s ?p ?o }") == "1"


def test_a_triple_taken_out_of_the_union_stays_in_its_graph(tmp_path: Path) -> None:
    store = loaded(tmp_path)

    done = store.remove(['<urn:wijk> <urn:code> "WK1" .'])

    assert done
    assert counted(store, "?s <urn:code> ?code") == "0"
    assert counted(store, "GRAPH ?g { ?s <urn:code> ?code }") == "2"


def test_a_blank_node_can_not_be_taken_out_by_its_name(tmp_path: Path) -> None:
    store = loaded(tmp_path)

    done = store.remove(['_:b <urn:code> "WK1" .', '<urn:wijk> <urn:code> "WK1" .'])

    assert not done
    assert counted(store, "?s <urn:code> ?code") == "1"


def test_lines_left_out_are_not_loaded(tmp_path: Path) -> None:
    quads = tmp_path / "quads.nq"
    quads.write_text(SAID_TWICE)
    store = EmbeddedStore.create(tmp_path / "store")

    store.load_union(quads, without=['<urn:wijk> <urn:code> "WK1" .'])
    store.load_graphs(quads, without=['<urn:wijk> <urn:code> "WK1" <urn:graaf:een> .'])

    assert counted(store, "?s <urn:code> ?code") == "0"
    assert counted(store, "GRAPH ?g { ?s <urn:code> ?code }") == "1"


def test_a_change_counts_what_it_takes_out_and_puts_in(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    number = '<urn:wijk> <urn:aantal> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    before = len(store)

    more = store.change([], [f"{number} <urn:graaf:een> .", f"{number} <urn:graaf:twee> ."])
    less = store.change([f"{number} <urn:graaf:een> ."], [])
    none = store.change([f"{number} <urn:graaf:een> ."], [])
    last = store.change([f"{number} <urn:graaf:twee> ."], [])

    assert (more, less, none, last) == (3, -1, 0, -2)
    assert len(store) == before


def test_a_copy_may_be_changed_and_its_source_stays(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    store.close()

    copy = EmbeddedStore.copy(tmp_path / "store", tmp_path / "copy")
    copy.change([], ["<urn:a> <urn:code> <urn:b> <urn:graaf:een> ."])
    copy.close()

    source = EmbeddedStore.open(tmp_path / "store")
    other = EmbeddedStore.open(tmp_path / "copy")
    assert (counted(source, "?s <urn:code> ?code"), counted(other, "?s <urn:code> ?code")) == (
        "1",
        "2",
    )


def test_a_plan_counts_patterns_of_this_store_and_gives_the_same_rows(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    query = "SELECT ?code ?naam WHERE { ?s <urn:code> ?code ; <urn:naam> ?naam }"

    planned = store.plan(query).text

    assert planned.count("SELECT") == 3
    assert store.select(planned) == store.select(query)


def test_what_is_no_sparql_has_no_plan(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no SPARQL"):
        loaded(tmp_path).plan("SELECT ?a WHERE { ?a <urn:b> ?c } ?d")
