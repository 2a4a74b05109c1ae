"""Where the faults by a constraint can be sought before looking at any target.

Most faults are rare: the values of a property that are no date, the subjects that have it twice.
What is found on any node is few, and only those nodes are held to the targets then; where nothing
is found, no target is looked at. A scan of one property serves every test of its values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from themagraaf.model.binding import asks_of_unbound
from themagraaf.model.shapes import NESTED, Constraint, Shape
from themagraaf.validation.constraints import (
    PAIRED,
    RDF_TYPE,
    Subclasses,
    is_predicate,
    number_of,
    select_of,
    test_of,
)

# What no query can seek without looking at targets.
SOUGHT_NOWHERE = {"minCount", "hasValue", "equals", "ask", *NESTED}


@dataclass(frozen=True, slots=True)
class Search:
    """A query for all that could be found, on any node: ?this, and ?value where one is at fault.

    `proof` is a cheaper one that gives rows only where there may be something to find. `test` is
    the condition on ?value by which a query over the property `path` finds its rows.
    """

    query: str
    proof: str = ""
    path: str = ""
    test: str = ""


def search_of(shape: Shape, constraint: Constraint, subclasses: Subclasses) -> Search | None:
    """Return where the faults by a constraint can be sought; None where only at the targets.

    Raises:
        ModelError: The constraint has no form in SPARQL here.
    """
    if shape.within:
        return None
    name, path = constraint.name, shape.path.sparql if shape.path else ""
    if name == "sparql":
        return _by_select(shape, constraint)
    if not is_predicate(shape) or name in SOUGHT_NOWHERE:
        return None
    if name == "maxCount":
        return _too_many(path, number_of(shape, constraint.values[0]))
    if name == "uniqueLang":
        return _same_language(path, constraint.values[0])
    if name in PAIRED:
        return Search(f"""SELECT ?this ?value WHERE {{
            {{ SELECT ?this ?value WHERE {{ ?this {path} ?value }} }}
            {{ SELECT ?this ?other WHERE {{ ?this {constraint.values[0]} ?other }} }}
            FILTER ({PAIRED[name]}) }}""")
    if name == "class":
        below = subclasses(constraint.values[0].strip("<>"))
        kinds = " ".join(f"MINUS {{ ?value {RDF_TYPE} <{kind}> }}" for kind in below)
        return Search(f"SELECT ?this ?value WHERE {{ ?this {path} ?value {kinds} }}")
    test = test_of(constraint)
    query = f"SELECT ?this ?value WHERE {{ ?this {path} ?value FILTER ({test}) }}"
    return Search(query, path=path, test=test)


def scans_of(searches: Iterable[Search]) -> Mapping[str, Sequence[Search]]:
    """Return queries that each do the work of several searches: all tests of one property.

    Such a query gives ?this and ?value, and for each of its searches in turn whether that one
    gives the row as well.
    """
    by_path: dict[str, dict[str, Search]] = {}
    for search in searches:
        if search.test:
            by_path.setdefault(search.path, {})[search.test] = search
    return {
        _scan(path, list(tests)): list(tests.values())
        for path, tests in by_path.items()
        if len(tests) > 1
    }


def _scan(path: str, tests: Sequence[str]) -> str:
    any_of = " || ".join(f"({test})" for test in tests)
    found = f"SELECT ?this ?value WHERE {{ ?this {path} ?value FILTER ({any_of}) }}"
    outcomes = " ".join(f"BIND ({test} AS ?test{place})" for place, test in enumerate(tests))
    names = " ".join(f"?test{place}" for place in range(len(tests)))
    return f"SELECT ?this ?value {names} WHERE {{ {{ {found} }} {outcomes} }}"


def _by_select(shape: Shape, constraint: Constraint) -> Search | None:
    prefixes, select = select_of(shape, constraint)
    if asks_of_unbound(f"{prefixes}\n{select}"):
        return None
    names = [name for name in ("?this", "?value", "?path") if name in select]
    columns = " ".join(["?this", *names[1:]])
    return Search(f"{prefixes}\nSELECT DISTINCT {columns} WHERE {{ {{ {select} }} }}")


def _too_many(path: str, most: int) -> Search:
    query = f"""SELECT ?this WHERE {{ ?this {path} ?value }}
        GROUP BY ?this HAVING (COUNT(?value) > {most})"""
    if most != 1:
        return Search(query)
    # As many subjects as values: none has two. The store counts faster than it groups.
    return Search(
        query,
        f"""SELECT ?said WHERE {{
        {{ SELECT (COUNT(?this) AS ?said) (COUNT(DISTINCT ?this) AS ?subjects) WHERE {{
            ?this {path} ?value }} }} FILTER (?said > ?subjects) }}""",
    )


def _same_language(path: str, value: str) -> Search | None:
    if "true" not in value:
        return None
    said = f'?this {path} ?value BIND (LCASE(LANG(?value)) AS ?lang) FILTER (?lang != "")'
    query = f"""SELECT ?this WHERE {{ {said} }} GROUP BY ?this ?lang HAVING (COUNT(?value) > 1)"""
    return Search(
        query,
        f"""SELECT ?lang WHERE {{
        {{ SELECT ?lang (COUNT(?this) AS ?said) (COUNT(DISTINCT ?this) AS ?subjects) WHERE {{
            {said} }} GROUP BY ?lang }} FILTER (?said > ?subjects) }}""",
    )
