"""Which triples a query reads: others don't change its answer.

Read from the algebra (SPARQL 1.1, section 18), and rather too many than too few: where a
pattern does not tell, the query is taken to read anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import product

from rdflib import RDF, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode

from themagraaf.model.check.query import parse

TYPE = str(RDF.type)
ANY = ""
# What something must be or have, all of it: of each a class or property, or one of several.
Kinds = tuple[frozenset[str], ...]
# What is known of variables: ("a", x), x is or has these; ("=", x), x is one of these IRIs.
Known = Mapping[tuple[str, str], Kinds]
NOTHING: Known = {}
MOST = 8  # kinds that are looked at


@dataclass(frozen=True, slots=True)
class Read:
    """Triples with a property, of subjects of some kinds; the empty text for any property.

    With property `rdf:type` and an `of_class` only those that say that class.
    """

    predicate: str
    kinds: Kinds = ()
    of_class: str = ANY


ANYTHING = frozenset({Read(ANY)})


def read_any(reads: Iterable[Read], said: Set[str]) -> bool:
    """Say whether triples are read with these properties, or that say these classes."""
    return ANY in said or any(
        read.predicate == ANY
        or read.predicate in said
        or (read.predicate == TYPE and (read.of_class == ANY or read.of_class in said))
        for read in reads
    )


def reads_of(query: str) -> frozenset[Read]:
    """Return all that a query reads."""
    algebra = parse(query).algebra
    return frozenset(_reads(algebra, NOTHING)) if algebra is not None else ANYTHING


def _reads(node: object, known: Known) -> Iterator[Read]:
    """Give what a pattern reads, where only solutions matter in which what is `known` holds."""
    if isinstance(node, list | tuple):
        for item in node:
            yield from _reads(item, known)
    if not isinstance(node, CompValue):
        return
    match node.name:
        case "BGP":
            yield from _stars(node["triples"], _both(known, known_by(node)))
        case "Join":
            known = _both(known, known_by(node))
            yield from _reads([node["p1"], node["p2"]], known)
        case "LeftJoin" | "Minus":
            # What is on the right counts where it fails, too, for what is known of the left alone.
            yield from _reads(node["p1"], known)
            yield from _reads(node["p2"], known_by(node["p1"]))
            yield from _reads(node.get("expr"), NOTHING)
        case "Project":
            yield from _reads(node["p"], _of(known, node["PV"]))
        case "Group":
            yield from _reads(node["p"], _of(known, node["expr"] or ()))
        case "Slice":
            yield from _reads(node["p"], NOTHING)
        case "SelectQuery" | "ConstructQuery" | "AskQuery":
            yield from _reads(node["p"], NOTHING)
        case "Filter" | "Extend":
            yield from _reads(node["p"], known)
            yield from _reads(node["expr"], NOTHING)
        case _:
            for key, value in node.items():
                if key != "_vars":
                    yield from _reads(value, known if key in {"p", "p1", "p2"} else NOTHING)


def known_by(node: CompValue) -> Known:
    """Return what holds of variables in every solution of a pattern."""
    match node.name:
        case "BGP":
            return _kinds_of_stars(node["triples"])
        case "Join":
            left, right = known_by(node["p1"]), known_by(node["p2"])
            return _both(_both(left, right), _chosen(node))
        case "Union":
            left, right = known_by(node["p1"]), known_by(node["p2"])
            return {key: _either(left[key], right[key]) for key in left.keys() & right.keys()}
        case "Project":
            return _of(known_by(node["p"]), node["PV"])
        case "Group":
            return _of(known_by(node["p"]), node["expr"] or ())
        case "LeftJoin" | "Minus":
            return known_by(node["p1"])
        case "Filter" | "Extend" | "ToMultiSet" | "Distinct" | "OrderBy" | "AggregateJoin":
            return known_by(node["p"])
        case _:
            return NOTHING


def _chosen(node: CompValue) -> Known:
    """Return what a VALUES says of the classes of what stands beside it."""
    parts = list(_joined(node))
    listed = {
        str(name): frozenset(str(row[name]) for row in part["p"]["res"])
        for part in parts
        if part.name == "ToMultiSet" and part["p"].name == "values" and part["p"]["res"]
        for name in set.intersection(*(set(row) for row in part["p"]["res"]))
    }
    kinds = {
        ("a", str(subject)): (listed[str(value)],)
        for part in parts
        if part.name == "BGP"
        for subject, predicate, value in part["triples"]
        if predicate == RDF.type and isinstance(value, Variable) and str(value) in listed
    }
    return kinds | {("=", name): (values,) for name, values in listed.items()}


def _kinds_of_stars(triples: Iterable[tuple[object, object, object]]) -> Known:
    """Return what the subject of each star is and has."""
    found: dict[tuple[str, str], Kinds] = {}
    for subject, predicate, value in triples:
        said = value if predicate == RDF.type else predicate
        if isinstance(said, URIRef) and isinstance(subject, Variable | BNode):
            key = ("a", str(subject))
            found[key] = (*found.get(key, ()), frozenset({str(said)}))
    return found


def _joined(node: CompValue) -> Iterator[CompValue]:
    if node.name == "Join":
        yield from _joined(node["p1"])
        yield from _joined(node["p2"])
    else:
        yield node


def _stars(triples: Iterable[tuple[object, object, object]], known: Known) -> Iterator[Read]:
    triples = list(triples)
    bound = _bound(triples)
    for subject, predicate, value in triples:
        of = isinstance(subject, Variable | BNode)
        kinds = known.get(("a", str(subject)), ())[:MOST] if of else ()
        if predicate == RDF.type:
            (named,) = known.get(("=", str(value)), (frozenset({ANY}),))
            classes = {str(value)} if isinstance(value, URIRef) else named
            yield from (Read(TYPE, kinds, of_class) for of_class in classes)
        elif isinstance(predicate, URIRef):
            yield Read(str(predicate), kinds)
        elif isinstance(predicate, Path) and not _reads_any(predicate):
            yield from (Read(str(step)) for step in _steps(predicate))
            ends = _variables(subject, value)
            if _may_be_empty(predicate) and ends and not ends & bound:
                yield Read(ANY)  # of no length, it goes from any term to itself
        else:
            yield Read(ANY, kinds)


def _bound(triples: Iterable[tuple[object, object, object]]) -> set[object]:
    """Return the variables that a triple or a fixed end of a path gives, or a path from these."""
    bound: set[object] = set()
    loose: list[set[object]] = []
    for subject, predicate, value in triples:
        ends = _variables(subject, value)
        if _may_be_empty(predicate) and {subject, value} == ends:
            loose.append(ends)
        else:
            bound |= ends
    while reached := [ends for ends in loose if ends & bound and not ends <= bound]:
        bound.update(*reached)
    return bound


def _variables(*terms: object) -> set[object]:
    return {term for term in terms if isinstance(term, Variable | BNode)}


def _steps(path: Path) -> Iterator[URIRef]:
    for part in _parts(path):
        if isinstance(part, Path):
            yield from _steps(part)
        elif isinstance(part, URIRef):
            yield part


def _may_be_empty(path: object) -> bool:
    here = isinstance(path, MulPath) and path.mod in {"*", "?"}
    return here or any(map(_may_be_empty, _parts(path)))


def _reads_any(path: object) -> bool:
    return isinstance(path, NegatedPath) or any(map(_reads_any, _parts(path)))


def _parts(path: object) -> list[object]:
    if isinstance(path, SequencePath | AlternativePath):
        return list(path.args)
    if isinstance(path, InvPath):
        return [path.arg]
    return [path.path] if isinstance(path, MulPath) else []


def _both(one: Known, other: Known) -> Known:
    """Return what is known by either, or both."""
    shared = {
        key: tuple(dict.fromkeys((*one[key], *other[key])))
        for key in one.keys() & other.keys()
        if key[0] == "a"
    }
    return {**one, **other, **shared}


def _either(one: Kinds, other: Kinds) -> Kinds:
    """Return the kinds of what is of all the one or all the other."""
    return tuple(left | right for left, right in product(one[:MOST], other[:MOST]))[:MOST]


def _of(known: Known, variables: Iterable[object]) -> Known:
    """Return what is known of these variables."""
    names = {str(item) for item in variables if isinstance(item, Variable)}
    return {key: values for key, values in known.items() if key[1] in names}
