"""Shapes within shapes: which nodes of a set don't conform, as patterns for the store to hash.

A scope is a pattern that binds ?this to the nodes to look at; a pattern made of it binds ?this
to those of them at fault. Each is a sub-select, so that nothing but ?this comes out of it.
"""

from themagraaf.errors import ModelError
from themagraaf.model.shapes import Constraint, Shape
from themagraaf.validation.constraints import (
    RDF_TYPE,
    Subclasses,
    number_of,
    query_of,
    select_faults,
    values_of,
)

RESOURCE = "<http://www.w3.org/2000/01/rdf-schema#Resource>"
NOTHING = "{ VALUES ?this { } }"


def faults(shape: Shape, constraint: Constraint, scope: str, subclasses: Subclasses) -> str:
    """Return the SELECT of the faults by one constraint: ?this, and ?value or ?path with it.

    Raises:
        ModelError: The constraint has no form in SPARQL here.
    """
    if constraint.name == "closed":
        return _closed(shape, constraint, scope)
    if constraint.name in {"qualifiedMinCount", "qualifiedMaxCount"}:
        return _qualified(shape, constraint, scope, subclasses)
    if not constraint.shapes:
        return select_faults(shape, constraint, scope, subclasses)
    wrong = _wrong(constraint, _ends(shape, scope), subclasses)
    if shape.path is None:
        return f"SELECT DISTINCT ?this (?this AS ?value) WHERE {{ {wrong} }}"
    return f"""SELECT DISTINCT ?this ?value WHERE {{
        {scope} {values_of(shape, hashed=True)} {_as_value(wrong)} }}"""


def prefixes_of(shape: Shape, constraint: Constraint) -> str:
    """Return the prefixes that the queries of a constraint, and within it, are written with.

    Raises:
        ModelError: Two of them mean different things by one prefix.
    """
    said = {line for kind, query in shape.targets if kind == "target" for line in _lines(query)}
    lines = sorted(_prefixes(shape, constraint) | said)
    names = [line.split()[1] for line in lines]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ModelError(
            f"shape {shape.iri}: queries of it, or within it, mean different things by the"
            f" prefix {twice[0]}; give one of them another"
        )
    return "".join(f"{line}\n" for line in lines)


def _prefixes(shape: Shape, constraint: Constraint) -> set[str]:
    found: set[str] = set()
    if constraint.name in {"sparql", "ask"}:
        found |= _lines(constraint.values[0])
    for inner in (*constraint.shapes, *constraint.siblings):
        for each in inner.constraints:
            found |= _prefixes(inner, each)
    return found


def _lines(query: str) -> set[str]:
    prefixes, _ = query_of(query)
    return {f"PREFIX {' '.join(line.split()[1:])}" for line in prefixes.splitlines()}


def _unmet(shape: Shape, scope: str, subclasses: Subclasses) -> str:
    """Return the nodes that don't conform to a shape."""
    found = [faults(shape, constraint, scope, subclasses) for constraint in shape.constraints]
    return _any_of([f"{{ {query} }}" for query in found])


def _wrong(constraint: Constraint, scope: str, subclasses: Subclasses) -> str:
    """Return the nodes that are not, together, what a constraint wants of its shapes."""
    unmet = [_unmet(shape, scope, subclasses) for shape in constraint.shapes]
    match constraint.name:
        case "not":
            return _distinct(f"{scope} MINUS {unmet[0]}")
        case "or":
            return _distinct(" ".join(unmet))
        case "xone":
            if len(unmet) == 1:
                return unmet[0]
            once = f"""SELECT ?this WHERE {{ {" UNION ".join(unmet)} }}
                GROUP BY ?this HAVING (COUNT(*) = {len(unmet) - 1})"""
            return _distinct(f"{scope} MINUS {{ {once} }}")
        case _:
            return _any_of(unmet)


def _qualified(shape: Shape, constraint: Constraint, scope: str, subclasses: Subclasses) -> str:
    ends = _ends(shape, scope)
    (asked,) = constraint.shapes
    pairs = (
        f"{{ SELECT DISTINCT ?this ?value WHERE {{ {scope} {values_of(shape, hashed=True)} }} }}"
    )
    uncounted = [_unmet(asked, ends, subclasses)]
    for sibling in constraint.siblings:
        uncounted.append(_distinct(f"{ends} MINUS {_unmet(sibling, ends, subclasses)}"))
    counted = pairs + " ".join(f" MINUS {_as_value(nodes)}" for nodes in uncounted)
    number = number_of(shape, constraint.values[0])
    grouped = f"SELECT ?this WHERE {{ {counted} }} GROUP BY ?this HAVING (COUNT(?value)"
    if constraint.name == "qualifiedMaxCount":
        return f"{grouped} > {number})"
    if number == 0:
        return f"SELECT ?this WHERE {NOTHING}"
    return f"SELECT ?this WHERE {{ {scope} MINUS {{ {grouped} >= {number}) }} }}"


def _closed(shape: Shape, constraint: Constraint, scope: str) -> str:
    # What pySHACL lets pass as well: that a node is a thing says nothing.
    tests = [f"!(?path = {RDF_TYPE} && ?value = {RESOURCE})"]
    if constraint.values:
        tests.append(f"?path NOT IN ({', '.join(constraint.values)})")
    said = f"?node ?path ?value FILTER ({' && '.join(tests)})"
    if shape.path is None:
        said = said.replace("?node", "?this")
        return f"SELECT DISTINCT ?this ?path ?value WHERE {{ {scope} {said} }}"
    nodes = (
        f"{{ SELECT ?this (?value AS ?node) WHERE {{ {scope} {values_of(shape, hashed=True)} }} }}"
    )
    return f"""SELECT ?this ?path ?value WHERE {{
        SELECT DISTINCT ?this ?node ?path ?value WHERE {{ {nodes} {said} }} }}"""


def _ends(shape: Shape, scope: str) -> str:
    """Return the value nodes of a shape as a scope."""
    if shape.path is None:
        return scope
    # SPARQL has no (?value AS ?this) where ?this is already in sight.
    ends = f"SELECT DISTINCT ?value WHERE {{ {scope} {values_of(shape, hashed=True)} }}"
    return f"{{ SELECT (?value AS ?this) WHERE {{ {{ {ends} }} }} }}"


def _any_of(patterns: list[str]) -> str:
    return _distinct(" UNION ".join(patterns)) if patterns else NOTHING


def _distinct(pattern: str) -> str:
    return f"{{ SELECT DISTINCT ?this WHERE {{ {pattern} }} }}"


def _as_value(nodes: str) -> str:
    return f"{{ SELECT (?this AS ?value) WHERE {{ {nodes} }} }}"
