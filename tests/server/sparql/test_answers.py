"""A plan gives the rows of its query, each as often: of the model's queries, and of made ones."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.server.sparql.made import graphs, queries
from themagraaf.model.header import query_of
from themagraaf.release.current import Release
from themagraaf.sparql.planning import plan

PATHS = sorted((ROOT / "queries").rglob("*.rq"))


@pytest.fixture(scope="module")
def intern(release: Release) -> Iterator[ox.Store]:
    yield ox.Store.read_only(str(release.path / "intern"))


def rows(store: ox.Store, query: str) -> Counter[str]:
    """Return how often each row, or triple, is in an answer."""
    found = store.query(query)
    assert not isinstance(found, ox.QueryBoolean)
    return Counter(str(row) for row in found)


def counted(store: ox.Store, query: str) -> int:
    """Answer a SELECT of one number."""
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return int(next(found)[0].value)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_query_of_the_model_gives_the_same_by_its_plan(path: Path, intern: ox.Store) -> None:
    query = query_of(path.read_text(encoding="utf-8"))
    expected = rows(intern, query)

    counting = plan(query, lambda text: counted(intern, text)).text
    blind = plan(query).text

    assert rows(intern, counting) == expected
    assert rows(intern, blind) == expected


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(queries(), graphs, st.lists(st.sampled_from([1, 20, 400, 8000]), min_size=1, max_size=7))
def test_any_query_gives_the_same_by_its_plan_whatever_sizes_it_is_told(
    query: str, turtle: str, sizes: list[int]
) -> None:
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    graph = ox.NamedNode("https://example.org/g")
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE, to_graph=graph)
    told: dict[str, int] = {}
    expected = rows(store, query)

    counting = plan(query, lambda text: told.setdefault(text, sizes[len(told) % len(sizes)]))
    note(counting.text)

    assert rows(store, counting.text) == expected
    assert rows(store, plan(query).text) == expected
