"""What a SHACL-SPARQL query may not say, and whether it asks of $this where nothing binds it.

SHACL puts each focus node in a query before it is answered. Here a query is answered for all at
once and then joined with them, which is the same only where its own patterns bind $this before
anything is asked of it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

THIS = Variable("this")
# What is no word of the query itself: texts, IRIs and comments.
QUOTED = re.compile(
    r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|<[^<>\s]*>|\#[^\n]*', re.DOTALL
)
FORBIDDEN = re.compile(r"(?<![?$\w])(MINUS|VALUES|SERVICE)\b", re.IGNORECASE)
WITHIN = re.compile(r"\{\s*SELECT\b([^{]*)", re.IGNORECASE)
# The outermost group of a query begins with a pattern on $this, so it is bound there.
BEGINS_WITH_THIS = re.compile(r"[^{]*\{\s*[$?]this\s+(?P<rest>.*)", re.DOTALL)


def not_allowed(query: str, given: Iterable[str] = ("this",)) -> str:
    """Return what a query says that SHACL forbids (SHACL 1.0, appendix A); empty if nothing.

    `given` are the names of variables that have a value before it is answered.
    """
    said = QUOTED.sub("", query)
    if word := FORBIDDEN.search(said):
        return word[0].upper()
    for name in given:
        if re.search(rf"\bAS\s+[?$]{name}\b", said, re.IGNORECASE):
            return f"AS ${name}"
    for chosen in WITHIN.findall(said):
        if "*" not in chosen and not re.search(r"[?$]this\b", chosen):
            return "a SELECT within it that does not give $this"
    return ""


@lru_cache(maxsize=4096)
def asks_of_unbound(query: str) -> bool:
    """Say whether a query asks of $this, in some group, where that group does not bind it.

    False too where the query can't be read: the store says so in its own words.
    """
    begins = BEGINS_WITH_THIS.fullmatch(query)
    if begins and not ("{" in begins["rest"] and re.search(r"[$?]this\b", begins["rest"])):
        return False  # as most are; reading them all takes longer than answering them
    try:
        algebra = translateQuery(parseQuery(query)).algebra
    except Exception:  # rdflib raises whatever its grammar and its algebra come upon
        return False
    return any(_asks(node) for node in _nodes(algebra))


def is_answered_at_once(query: str) -> bool:
    """Say whether a query can be answered for all nodes at once: as it is, or from the targets on.

    From the targets on means with a pattern that binds $this at the begin of its outermost group.
    """
    head, _, body = query.partition("{")
    return not (asks_of_unbound(query) and asks_of_unbound(f"{head}{{ ?this a ?any . {body}"))


def _asks(node: CompValue) -> bool:
    """Say whether one step of the algebra asks of $this what its own patterns leave open."""
    if node.name == "Filter":
        return _names(node.expr) and not _binds(node.p)
    if node.name == "Extend":
        return _names(node.expr) and not _binds(node.p)
    if node.name in {"LeftJoin", "Minus"}:
        return _names(node.p2) and not _binds(node.p1)
    return False


def _binds(node: object) -> bool:
    """Say whether a pattern binds $this in every row."""
    if not isinstance(node, CompValue):
        return False
    match node.name:
        case "BGP":
            return any(THIS in triple for triple in node.triples)
        case "Join":
            return _binds(node.p1) or _binds(node.p2)
        case "LeftJoin" | "Minus":
            return _binds(node.p1)
        case "Union":
            return _binds(node.p1) and _binds(node.p2)
        case "Extend":
            return node.var == THIS or _binds(node.p)
        case "values":
            return all(THIS in row for row in node.res)
        case "Project":
            return THIS in node.PV and _binds(node.p)
        case _:
            return _binds(node.p)


def _names(value: object) -> bool:
    return value == THIS or any(_names(part) for part in _parts(value))


def _nodes(value: object) -> Iterator[CompValue]:
    if isinstance(value, CompValue):
        if value.name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
            return  # what is asked there is asked of each row by itself
        yield value
    for part in _parts(value):
        yield from _nodes(part)


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, CompValue):
        yield from value.values()
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value
