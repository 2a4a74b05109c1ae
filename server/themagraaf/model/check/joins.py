"""Joins: what the plan of a query leaves that nests loops, or meets each row with each."""

import re
from collections.abc import Callable, Iterator, Sequence

from rdflib.plugins.sparql.parserutils import CompValue

from themagraaf.model.check.algebra import KEYS, Part, alternatives, groups, scope, walk
from themagraaf.model.check.emitted import emissions
from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.check.query import Query
from themagraaf.sparql.order import components
from themagraaf.sparql.plan import Why
from themagraaf.sparql.planning import plan
from themagraaf.sparql.sizes import FEW, SOME

IRI = re.compile(r"<([^>]*)>")

# What a plan leaves and should not be left; the rest of its notes have no better form.
LEFT = {
    Why.EXISTS: (Rule.QUERY_NESTED_LOOP, "use MINUS, or OPTIONAL on a sub-select"),
    Why.UNBOUND: (
        Rule.QUERY_UNBOUND_JOIN,
        'bind it on both sides: by COALESCE(…, "") where an expression may fail,'
        " in every branch of a UNION",
    ),
}
AS_WRITTEN = {Why.UNREAD, Why.ELSEWHERE}


def slow(material: Material) -> Iterator[Problem]:
    """Find queries whose parts are multiplied, looked up row by row, or taken away from nothing."""
    small = small_terms(material)
    for query in material.queries:
        algebra = query.parsed.algebra
        if algebra is None or algebra.name not in {"SelectQuery", "ConstructQuery", "AskQuery"}:
            continue
        notes = plan(query.text.content, sizes_by(small)).notes
        for note in (note for note in notes if note.why in LEFT):
            rule, proposal = LEFT[note.why]
            yield Problem(query.file, note.line, rule, note.said, proposal)
        yield from _idle(query, algebra)
        for group in groups(algebra):
            for parts in alternatives(group, small):
                yield from _cartesian(query, parts)
                if any(note.why in AS_WRITTEN for note in notes):
                    yield from _flat(query, parts)


def small_terms(material: Material) -> frozenset[str]:
    """Return the classes of which there are few things, and the properties of such things."""
    return material.written_by_release(classes_only=True) | _of_concepts(material)


def sizes_by(small: frozenset[str]) -> Callable[[str], int]:
    """Return what tells a plan the size of a pattern, where no store can count it."""

    def size(counted: str) -> int:
        named = set(IRI.findall(counted))
        keyed = '"' in counted and any(str(key) in named for key in KEYS)
        return FEW if keyed or small & named else SOME

    return size


def _of_concepts(material: Material) -> frozenset[str]:
    """Return the properties that only the ontology's own things have, as those of code lists."""
    made = {emission.predicate for emission in emissions(material)}
    for query in material.queries:
        made |= {str(predicate) for _, predicate, _ in query.parsed.template}
    return frozenset({str(p) for p in material.ontology.predicates(unique=True)} - made)


def _idle(query: Query, algebra: CompValue) -> Iterator[Problem]:
    for node in walk(algebra["p"]):
        if node.name == "Minus" and not scope(node["p1"]) & scope(node["p2"]):
            line = query.text.line_with(r"^[^#\n]*\bMINUS\b")
            found = "a MINUS shares no variable with what it takes away from, so takes nothing away"
            proposal = "name the same variable on both sides"
            yield Problem(query.file, line, Rule.QUERY_IDLE_MINUS, found, proposal)


def _cartesian(query: Query, parts: Sequence[Part]) -> Iterator[Problem]:
    apart = components(parts, lambda part: part.variables)
    islands = [island for island in apart if not _is_small(island)]
    if len(islands) > 1:
        first, second = (_told(island) for island in islands[:2])
        found = f"{first} and {second} share no variable, so that each row meets each row"
        proposal = "join them by a variable that both have"
        yield Problem(query.file, _line(query, second), Rule.QUERY_CARTESIAN, found, proposal)


def _is_small(island: Sequence[Part]) -> bool:
    return all(part.small or part.bind for part in island)


def _flat(query: Query, parts: Sequence[Part]) -> Iterator[Problem]:
    """Find stars that are looked up for each row of another part."""
    large = [part for part in parts if not part.small and not part.bind]
    joined = [part for part in large if not part.optional]
    flat = {part.subject for part in joined if part.subject}
    selects = [part for part in joined if not part.subject]
    late = [p for p in large if p.optional and p.subject and p.subject not in flat]
    stars = [part for part in joined if part.subject] + late
    for number, star in enumerate(stars):
        others = [part for part in [*selects, *stars[:number]] if part.subject != star.subject]
        if other := next((part for part in others if part.variables & star.variables), None):
            name = other.subject or "a sub-select"
            found = f"{star.subject} is looked up for each row of {name}"
            proposal = "give each star a { SELECT … } of its own, so that they are hashed"
            line = _line(query, star.subject)
            yield Problem(query.file, line, Rule.QUERY_FLAT_JOIN, found, proposal)


def _told(island: Sequence[Part]) -> str:
    star = next((part.subject for part in island if part.subject), "")
    return star or f"?{min(name for part in island for name in part.variables)}"


def _line(query: Query, name: str) -> int:
    """Return the line on which a star begins, else the first that names its subject."""
    subject = re.escape(name)
    return query.text.line_with(rf"^[^#\n]*(?:^|[{{.]|WHERE)\s*{subject}\b\s") or (
        query.text.line_with(rf"^[^#\n]*{subject}(?!\w)")
    )
