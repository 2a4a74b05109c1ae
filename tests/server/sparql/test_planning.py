"""What a plan looks like: what becomes a sub-select, what is looked up, and what stays as it is."""

import pytest

from themagraaf.sparql.plan import Why
from themagraaf.sparql.planning import plan

PROLOGUE = "PREFIX x: <https://example.org/>\n\n"


def planned(query: str, **sizes: int) -> str:
    """Return a plan without its prologue.

    A pattern is as large as its property is said to be; then a hundred subjects share an object.
    """

    def count(text: str) -> int:
        size = next((size for name, size in sizes.items() if f"/{name}>" in text), 0)
        return size // (100 if "DISTINCT" in text else 1) or 1_000

    return plan(PROLOGUE + query, count).text.removeprefix(PROLOGUE)


def notes(query: str) -> list[tuple[int, Why]]:
    return [(note.line, note.why) for note in plan(query).notes]


def test_each_pattern_of_a_flat_group_becomes_a_sub_select_of_what_is_used() -> None:
    query = "SELECT ?b (COUNT(?a) AS ?n) WHERE { ?a a x:A ; x:p ?b ; x:q ?unused } GROUP BY ?b"

    assert (
        planned(query)
        == """\
SELECT ?b (COUNT(?a) AS ?n) WHERE {
  { SELECT ?a WHERE { ?a a x:A } }
  { SELECT ?a ?b WHERE { ?a x:p ?b } }
  { SELECT ?a WHERE { ?a x:q ?unused } }
}
GROUP BY ?b"""
    )


def test_a_pattern_with_far_more_rows_is_looked_up_after_the_rest() -> None:
    query = "SELECT ?a ?b ?c WHERE { ?a x:much ?b ; x:p ?c ; a x:A }"

    assert (
        planned(query, much=10_000)
        == """\
SELECT ?a ?b ?c WHERE {
  { SELECT ?a ?c WHERE { ?a x:p ?c } }
  { SELECT ?a WHERE { ?a a x:A } }
  LATERAL {
    ?a x:much ?b .
  }
}"""
    )


def test_what_stands_apart_is_looked_up_before_it_is_multiplied() -> None:
    query = "SELECT ?b ?d WHERE { ?a x:few ?b ; x:much ?x . ?c x:p ?d FILTER (?b < ?d) }"

    assert (
        planned(query, few=1, much=10_000)
        == """\
SELECT ?b ?d WHERE {
  { SELECT ?b WHERE {
    ?a x:few ?b .
    LATERAL {
      ?a x:much ?x .
    }
  } }
  ?c x:p ?d .
  FILTER (?b < ?d)
}"""
    )


def test_an_optional_is_hashed_and_its_filter_still_sees_what_stands_before_it() -> None:
    query = "SELECT ?b ?c WHERE { ?a x:p ?b OPTIONAL { ?a x:q ?c FILTER (?c > ?b) } }"

    assert (
        planned(query)
        == """\
SELECT ?b ?c WHERE {
  ?a x:p ?b .
  OPTIONAL {
    { SELECT ?a ?c WHERE { ?a x:q ?c } }
    FILTER (?c > ?b)
  }
}"""
    )
    assert "OPTIONAL { ?a x:q ?c FILTER (?c > ?b) }" in planned(query, p=1, q=10)


def test_a_sequence_and_an_inverse_become_patterns_of_their_own() -> None:
    query = "SELECT ?a ?b WHERE { ?a x:p/^x:q ?b }"

    assert (
        planned(query)
        == """\
SELECT ?a ?b WHERE {
  { SELECT ?_1 ?a WHERE { ?a x:p ?_1 } }
  { SELECT ?_1 ?b WHERE { ?b x:q ?_1 } }
}"""
    )


def test_a_blank_node_becomes_a_variable_that_nothing_else_names() -> None:
    query = "SELECT ?a ?_1 WHERE { ?a x:p [ x:q ?_1 ] }"

    assert (
        planned(query)
        == """\
SELECT ?a ?_1 WHERE {
  { SELECT ?__1 ?a WHERE { ?a x:p ?__1 } }
  { SELECT ?_1 ?__1 WHERE { ?__1 x:q ?_1 } }
}"""
    )


def test_a_sub_select_that_only_hides_is_joined_pattern_by_pattern() -> None:
    query = "SELECT ?a ?c WHERE { { SELECT ?a WHERE { ?a x:much ?b } } ?a x:p ?c }"

    assert (
        planned(query, much=10_000)
        == """\
SELECT ?a ?c WHERE {
  ?a x:p ?c .
  LATERAL {
    ?a x:much ?b .
  }
}"""
    )


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("NOT EXISTS", "MINUS {\n    ?a x:q ?c .\n    FILTER (?c > 1)\n  }"),
        ("EXISTS", "{ SELECT DISTINCT ?a WHERE {\n    ?a x:q ?c .\n    FILTER (?c > 1)\n  } }"),
    ],
)
def test_exists_becomes_a_join_where_both_sides_bind_what_they_share(
    word: str, written: str
) -> None:
    query = f"SELECT ?b WHERE {{ ?a x:p ?b FILTER {word} {{ ?a x:q ?c FILTER (?c > 1) }} }}"

    assert planned(query) == f"SELECT ?b WHERE {{\n  ?a x:p ?b .\n  {written}\n}}"


@pytest.mark.parametrize(
    "group",
    [
        "?a x:p ?b FILTER NOT EXISTS { ?a x:q ?c FILTER (?c > ?b) }",
        "?a x:p ?b FILTER NOT EXISTS { ?c x:q ?d }",
        "?a x:p ?b FILTER NOT EXISTS { ?a x:q* ?c }",
        "?a x:p ?b FILTER NOT EXISTS { ?a x:q ?c OPTIONAL { ?c x:p ?b } }",
        "?a x:p ?b FILTER (?b > 1 || NOT EXISTS { ?a x:q ?c })",
        "?a x:p ?b OPTIONAL { ?a x:q ?c } FILTER NOT EXISTS { ?c x:p ?d }",
        "?a x:p ?b OPTIONAL { ?a x:q ?c FILTER NOT EXISTS { ?a x:r ?d } }",
    ],
)
def test_exists_stays_where_it_is_no_join(group: str) -> None:
    query = f"SELECT ?a ?b\nWHERE {{\n  {group} }}"

    assert "NOT EXISTS" in planned(query)
    assert (3, Why.EXISTS) in notes(query)


@pytest.mark.parametrize(
    ("group", "why"),
    [
        ("?a x:p ?b OPTIONAL { ?a x:q ?c } ?c x:r ?d", Why.UNBOUND),
        ("?a x:p ?b BIND (STR(?b) AS ?c) ?d x:r ?c", Why.UNBOUND),
        ("?a x:p ?b . ?b x:q* ?c", Why.LOOP),
        ("GRAPH ?g { ?a x:p ?b . ?b x:q ?c }", Why.ELSEWHERE),
        ("?a x:p ?b { SELECT ?a WHERE { ?a x:q ?c } ORDER BY ?c LIMIT 2 }", Why.ORDER),
        ("?a x:p ?b { SELECT ?a (SAMPLE(?c) AS ?d) WHERE { ?a x:q ?c } GROUP BY ?a }", Why.ORDER),
    ],
)
def test_what_stays_as_it_is_written_is_told_with_its_line(group: str, why: Why) -> None:
    assert (2, why) in notes(f"SELECT ?a WHERE {{\n{group} }}")


@pytest.mark.parametrize(
    "group",
    [
        "?a x:p ?b BIND (COALESCE(STR(?b), ?a) AS ?c) ?d x:r ?c",
        '?a x:p ?b BIND ("c" AS ?c) ?d x:r ?c',
        "?a x:p ?b { SELECT ?a (?a AS ?c) WHERE { ?a x:q ?e } } ?d x:r ?c",
    ],
)
def test_what_can_t_fail_is_bound(group: str) -> None:
    assert notes(f"SELECT ?a WHERE {{ {group} }}") == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { ?a ?b ?c . ?c ?d ?e }",
        "DESCRIBE ?a WHERE { ?a ?b ?c }",
        "CONSTRUCT WHERE { ?a ?b ?c }",
        "SELECT ?a FROM <https://example.org/g> WHERE { ?a ?b ?c . ?c ?d ?e }",
        "SELECT ?a WHERE { ?a ?b (1 2) }",
        "SELECT ?a WHERE { ?a ?b _:c . _:c ?d ?e }",
    ],
)
def test_what_is_not_read_stays_word_for_word(query: str) -> None:
    found = plan(query)

    assert found.text == query
    assert [note.why for note in found.notes] == [Why.UNREAD]


def test_a_text_over_lines_and_a_comment_stay_what_they_are() -> None:
    query = 'SELECT ?a WHERE {\n?a x:p ?b ; x:q ?c\nFILTER (?b = """een\n  twee""") # a remark\n}'

    assert 'FILTER (?b = """een\n  twee""")' in planned(query)


def test_what_is_about_one_of_two_islands_comes_before_they_are_multiplied() -> None:
    query = """SELECT ?b ?f WHERE { ?a x:p ?b . ?d x:q ?e
      OPTIONAL { ?d x:r ?f FILTER (?f > ?e) } MINUS { ?a x:s ?g } BIND (?e + 1 AS ?h)
      FILTER (?b < ?h) FILTER NOT EXISTS { ?d x:t ?i } }"""

    assert (
        planned(query)
        == """\
SELECT ?b ?f WHERE {
  { SELECT ?b WHERE {
    ?a x:p ?b .
    MINUS {
      ?a x:s ?g .
    }
  } }
  { SELECT ?f ?h WHERE {
    ?d x:q ?e .
    MINUS {
      ?d x:t ?i .
    }
    OPTIONAL {
      { SELECT ?d ?f WHERE { ?d x:r ?f } }
      FILTER (?f > ?e)
    }
    BIND (?e + 1 AS ?h)
  } }
  FILTER (?b < ?h)
}"""
    )


@pytest.mark.parametrize(
    "after",
    [
        "OPTIONAL { ?d x:r ?f FILTER (?f > ?b) }",
        "OPTIONAL { ?d x:r ?f . ?f x:s ?b }",
        "BIND (?e + ?b AS ?h)",
        "BIND (RAND() + ?e AS ?h)",
        "FILTER NOT EXISTS { ?d x:r ?b }",
    ],
)
def test_what_is_about_both_islands_comes_after(after: str) -> None:
    plain = planned("SELECT ?b ?d ?e ?f ?h WHERE { ?a x:p ?b . ?d x:q ?e }")

    found = planned(f"SELECT ?b ?d ?e ?f ?h WHERE {{ ?a x:p ?b . ?d x:q ?e {after} }}")

    assert found.startswith(plain.removesuffix("}"))


def test_an_exists_that_something_later_may_bind_in_stays_behind_it() -> None:
    query = "SELECT ?b WHERE { ?a x:p ?b FILTER NOT EXISTS { ?a x:q ?c } OPTIONAL { ?b x:r ?c } }"

    assert "NOT EXISTS" in planned(query)


def test_a_path_within_exists_keeps_its_variable() -> None:
    query = "SELECT ?a WHERE { ?a x:p ?b FILTER NOT EXISTS { ?a x:p/^x:q ?b } }"

    assert "{ SELECT ?_1 ?a WHERE { ?a x:p ?_1 } }" in planned(query)


def test_what_is_hashed_after_look_ups_meets_a_sub_select_of_all_that_these_found() -> None:
    query = "SELECT ?b ?c ?e WHERE { ?a x:few ?f ; x:much ?b ; x:most ?c . ?d x:less ?a ; x:p ?e }"

    assert (
        planned(query, few=1, much=100, most=200, less=300, p=20)
        == """\
SELECT ?b ?c ?e WHERE {
  { SELECT ?b ?c ?d WHERE {
    ?a x:few ?f .
    LATERAL {
      ?a x:much ?b .
      ?a x:most ?c .
      ?d x:less ?a .
    }
  } }
  { SELECT ?d ?e WHERE { ?d x:p ?e } }
}"""
    )


def test_what_is_looked_up_in_turn_is_given_on_from_a_sub_select() -> None:
    query = "SELECT ?b ?c ?e WHERE { ?a x:few ?f ; x:much ?b ; x:most ?c . ?d x:p ?e }"

    assert (
        planned(query, few=1, much=100, most=200)
        == """\
SELECT ?b ?c ?e WHERE {
  { SELECT ?b ?c WHERE {
    ?a x:few ?f .
    LATERAL {
      ?a x:much ?b .
      ?a x:most ?c .
    }
  } }
  ?d x:p ?e .
}"""
    )


@pytest.mark.parametrize(
    "inner",
    [
        "SELECT DISTINCT ?a WHERE { ?a x:q ?c }",
        "SELECT ?a WHERE { ?a x:q* ?c }",
        "SELECT ?a WHERE { ?a x:q ?e }",
        "SELECT ?a (1 AS ?f) WHERE { ?a x:q ?c }",
        "SELECT ?a WHERE { ?a x:q ?c } VALUES ?a { x:a }",
    ],
)
def test_a_sub_select_that_does_more_than_hide_stays_one(inner: str) -> None:
    found = planned(f"SELECT ?b ?e WHERE {{ ?a x:p ?b ; x:r ?e {{ {inner} }} }}")

    head = inner.split(" WHERE")[0]
    assert f"    {head} WHERE {{\n" in found


def test_a_group_with_a_sub_select_keeps_what_stands_beside_that() -> None:
    query = "SELECT ?a WHERE { { { SELECT DISTINCT ?a WHERE { ?a x:p ?b } } ?a x:q ?c } }"

    assert "{ SELECT ?a WHERE { ?a x:q ?c } }" in planned(query)
