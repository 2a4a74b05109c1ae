"""A query's algebra as groups of parts: what is joined with what, and how large it may be.

rdflib gives the algebra of SPARQL 1.1, section 18; this reads from it only what
decides how an engine joins. The rules that follow are in docs/check.md, under
query-cartesian and query-flat-join.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from rdflib import RDF, SKOS, Literal, URIRef, Variable
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode

from themagraaf.model.namespaces import TG

MODIFIERS = {"Project", "Slice", "Distinct", "Reduced", "OrderBy", "Group", "AggregateJoin"}
# A pattern with one of these and a literal speaks of one thing.
KEYS = {TG.naam, SKOS.notation}
MOST = 32  # alternatives of UNIONs that are looked at


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is joined: a star, a sub-select, a VALUES or a BIND, and what it binds.

    `subject` is that of a star, as written; empty for the rest. A part is small
    where it has few rows whatever the deliveries hold.
    """

    variables: frozenset[str]
    subject: str = ""
    small: bool = False
    bind: bool = False
    optional: bool = False


def walk(node: object) -> Iterator[CompValue]:
    """Give a node and all below it, expressions included."""
    if isinstance(node, CompValue):
        yield node
        for key, value in node.items():
            if key != "_vars":
                yield from walk(value)
    elif isinstance(node, list | tuple):
        for item in node:
            yield from walk(item)


def groups(query: CompValue) -> Iterator[CompValue]:
    """Give the pattern of each group that is joined on its own: WHEREs, sub-selects, MINUSes."""
    yield _pattern(query["p"])
    for node in walk(query["p"]):
        if node.name == "ToMultiSet" and node["p"].name != "values":
            yield _pattern(node["p"])
        elif node.name == "Minus":
            yield node["p2"]


def _pattern(node: CompValue) -> CompValue:
    """Return what a SELECT reads: its WHERE, below modifiers and aggregates."""
    while node.name in MODIFIERS or (node.name in {"Extend", "Filter"} and _aggregates(node)):
        node = node["p"]
    return node


def _aggregates(node: CompValue) -> bool:
    while node.name in {"Extend", "Filter"}:
        node = node["p"]
    return bool(node.name == "AggregateJoin")


def alternatives(node: CompValue, small: frozenset[str]) -> list[list[Part]]:
    """Return the parts that a group joins, once for each choice among its UNIONs.

    `small` holds the classes of which there are few things, and the properties of such things.
    """
    match node.name:
        case "BGP":
            return [_stars(node, small)]
        case "Join":
            return _both(alternatives(node["p1"], small), alternatives(node["p2"], small))
        case "LeftJoin":
            right = [
                [replace(part, optional=True) for part in parts]
                for parts in alternatives(node["p2"], small)
            ]
            return _both(alternatives(node["p1"], small), right)
        case "Union":
            return (alternatives(node["p1"], small) + alternatives(node["p2"], small))[:MOST]
        case "Minus":
            return alternatives(node["p1"], small)
        case "Extend":
            read = frozenset(str(name) for name in _variables(node["expr"])) | {str(node["var"])}
            return _both(alternatives(node["p"], small), [[Part(read, bind=True)]])
        case "ToMultiSet":
            return [[_sub_select(node["p"], small)]]
        case _:
            inner = node.get("p")
            return alternatives(inner, small) if isinstance(inner, CompValue) else [[]]


def scope(node: CompValue) -> frozenset[str]:
    """Return the variables that a pattern may bind for what stands around it."""
    match node.name:
        case "BGP":
            return frozenset(str(name) for name in _variables(node["triples"]))
        case "Join" | "LeftJoin" | "Union":
            return scope(node["p1"]) | scope(node["p2"])
        case "Minus":
            return scope(node["p1"])
        case "Extend":
            return scope(node["p"]) | {str(node["var"])}
        case "Project":
            return frozenset(str(name) for name in node["PV"])
        case "values":
            return frozenset(str(name) for row in node["res"] for name in row)
        case _:
            inner = node.get("p")
            return scope(inner) if isinstance(inner, CompValue) else frozenset()


def _both(left: list[list[Part]], right: list[list[Part]]) -> list[list[Part]]:
    return [one + other for one, other in product(left, right)][:MOST]


def _stars(node: CompValue, small: frozenset[str]) -> list[Part]:
    stars: dict[object, list[tuple[object, object]]] = {}
    for subject, predicate, value in node["triples"]:
        stars.setdefault(subject, []).append((predicate, value))
    return [
        Part(
            frozenset(str(name) for name in _variables([subject, *pairs])),
            _written(subject),
            isinstance(subject, URIRef) or any(_few(*pair, small) for pair in pairs),
        )
        for subject, pairs in stars.items()
    ]


def _few(predicate: object, value: object, small: frozenset[str]) -> bool:
    if predicate in KEYS and isinstance(value, Literal):
        return True
    return str(value if predicate == RDF.type else predicate) in small


def _sub_select(node: CompValue, small: frozenset[str]) -> Part:
    variables = scope(node)
    if node.name == "values":
        return Part(variables, small=True)
    inside = list(walk(node))
    one_row = any(item.name == "Slice" and item["length"] == 1 for item in inside[:3]) or any(
        item.name == "Group" and not item["expr"] for item in inside[:8]
    )
    parts = [part for parts in alternatives(_pattern(node), small) for part in parts]
    return Part(variables, small=one_row or all(part.small or part.bind for part in parts))


def _variables(node: object) -> Iterator[object]:
    """Give the variables and blank nodes of a pattern, path or expression."""
    if isinstance(node, Variable | BNode):
        yield node
    elif isinstance(node, CompValue):
        for key, value in node.items():
            if key != "_vars":
                yield from _variables(value)
    elif isinstance(node, list | tuple):
        for item in node:
            yield from _variables(item)


def _written(term: object) -> str:
    return f"?{term}" if isinstance(term, Variable) else "[ ]" if isinstance(term, BNode) else "<>"
