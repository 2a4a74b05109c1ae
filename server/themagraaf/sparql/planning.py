"""Rewrites a query so that the engine scans and hashes where a flat pattern makes it look up.

What is rewritten gives the same rows, each as often: the patterns of a group are joined (SPARQL
1.1, 18.2.2.5), and a join is commutative, associative, and the same when a side becomes a
sub-select that projects whatever something else names. Only FILTER (NOT) EXISTS becomes
another operator, where both are equal. All else stays as its author wrote it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from themagraaf.sparql.joining import Joined
from themagraaf.sparql.order import LOOKUP, Part, Reach, components, ordered
from themagraaf.sparql.plan import Note, Plan, Why
from themagraaf.sparql.reading import read_query
from themagraaf.sparql.sizes import ALL, Count, Sizes
from themagraaf.sparql.syntax import (
    Bind,
    Element,
    Filter,
    Group,
    Mentions,
    Minus,
    Optional,
    Pattern,
    Raw,
    Select,
    Triples,
    Union,
    Values,
    total,
)
from themagraaf.sparql.tokens import UnreadError

NONE = frozenset[str]()


def plan(query: str, count: Count | None = None) -> Plan:
    """Return the plan of a query; one that can't be read stays as it is.

    `count` answers a SELECT of one number: how many rows a pattern has. Without it all patterns
    count as equally large. It decides how fast an answer comes, and never which.
    """
    try:
        read = read_query(query)
    except UnreadError as error:
        return Plan(query, (Note(0, Why.UNREAD, f"it is not read here: {error}"),))
    planner = _Planner(read.select.mentions, Sizes(read.prologue, count))
    lines = planner.select(read.select).lines[1:-1]
    text = "\n".join([read.prologue, "", *(line.removeprefix("  ") for line in lines)])
    return Plan(text.strip(), tuple(sorted(set(planner.notes))))


@dataclass
class _Body:
    """A group as far as it is planned: its lines, and what is known of its rows.

    `waiting` are the parts that are joined to it next.
    """

    lines: list[str] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    waiting: list[Part] = field(default_factory=list)
    size: int = 1
    certain: frozenset[str] = NONE
    possible: frozenset[str] = NONE
    mentions: Mentions = field(default_factory=Mentions)  # without those of its filters
    flat: bool = False

    @property
    def part(self) -> Part:
        """The group without its filters, as something to be joined."""
        lines = tuple(self.lines)
        return Part(lines, self.size, self.certain, self.possible, self.mentions, flat=self.flat)


class _Planner:
    """Plans one query; `mentions` are those of the whole, `notes` what it left as it was."""

    def __init__(self, mentions: Mentions, sizes: Sizes) -> None:
        self.mentions = mentions
        self.sizes = sizes
        self.notes: list[Note] = []

    def select(self, select: Select) -> Part:
        """Return a SELECT between brackets, each on a line of its own."""
        noted = len(self.notes)
        body = self._body(select.group)
        lines = [f"{select.head} {{", *_indented(self._finished(body)), "}"]
        lines += [select.tail] if select.tail else []
        if select.fixed:
            self.notes[noted:] = [Note(select.line, Why.ORDER, select.fixed)]
            lines = [select.text]
        given = frozenset(select.projected)
        made = select.made.items()
        sure = {name for name, needs in made if needs is not None and needs <= body.certain}
        certain = body.certain & given - select.made.keys() | sure
        size = 1 if select.one else body.size
        lines = ["{", *_indented(lines), "}"]
        return Part(tuple(lines), size, certain, given, select.mentions, select.line)

    def _body(self, group: Group) -> _Body:
        body = _Body()
        for element in group.elements:
            if isinstance(element, Filter):
                body.filters.append(element)
                continue
            if isinstance(element, Optional | Minus | Bind):
                self._join(body)
            body.mentions = body.mentions + element.mentions
            match element:
                case Optional():
                    self._optional(body, element)
                case Minus():
                    inner = _indented(self._finished(self._body(element.group)))
                    body.lines += ["MINUS {", *inner, "}"]
                case Bind():
                    body.lines.append(element.text)
                    body.possible |= {element.variable}
                    sure = element.sure is not None and element.sure <= body.certain
                    body.certain |= {element.variable} if sure else NONE
                case _:
                    body.waiting += self._parts(element)
        self._join(body)
        return body

    def _parts(self, element: Element) -> Iterable[Part]:
        mentions = element.mentions
        match element:
            case Triples():
                yield from map(self._pattern, element.patterns)
            case Select() if inner := self._inlined(element):
                yield from map(self._pattern, inner.patterns)
            case Select():
                yield self.select(element)
            case Union():
                yield self._union(element)
            case Values():
                given = frozenset(element.variables)
                yield Part(
                    (element.text,), element.rows, element.certain, given, mentions, flat=True
                )
            case Raw():
                said = f"{element.text.split()[0]} is left as it is"
                self.notes.append(Note(element.line, Why.ELSEWHERE, said))
                given = frozenset(mentions)
                yield Part((element.text,), ALL, NONE, given, mentions, element.line)

    def _inlined(self, select: Select) -> Triples | None:
        """Return the patterns of a sub-select that only gives what they bind."""
        inside, elements = select.group.mentions, select.group.elements
        hidden = inside.keys() - select.projected
        if (
            select.plain
            and len(elements) == 1
            and isinstance(elements[0], Triples)
            and not any(pattern.looping for pattern in elements[0].patterns)
            and all(self.mentions[name] == inside[name] for name in hidden)
            and inside.keys() >= set(select.projected)
        ):
            return elements[0]
        return None

    def _pattern(self, pattern: Pattern) -> Part:
        if pattern.looping:
            said = f"the path {pattern.predicate} is followed anew for each row"
            self.notes.append(Note(pattern.line, Why.LOOP, said))
        given, size = frozenset(pattern.variables), self.sizes.of(pattern)
        lines, line = (f"{pattern.text} .",), pattern.line
        return Part(lines, size, given, given, pattern.mentions, line, flat=True, pattern=pattern)

    def _union(self, union: Union) -> Part:
        bodies = [self._body(group) for group in union.groups]
        lines: list[str] = []
        for body in bodies:
            lines += ["UNION"] if lines else []
            lines += ["{", *_indented(self._finished(body)), "}"]
        return Part(
            tuple(lines),
            sum(body.size for body in bodies),
            frozenset.intersection(*(body.certain for body in bodies)),
            frozenset.union(*(body.possible for body in bodies)),
            union.mentions,
            union.line,
            flat=any(body.flat for body in bodies),
        )

    def _join(self, body: _Body) -> None:
        """Join what waits to what a group has so far."""
        found = components(body.waiting)
        for parts in found:
            begun = any(body.possible & part.possible for part in parts)
            reach = Reach(body.size, body.certain, body.possible) if begun else Reach()
            joined = Joined(self._wrapped, self.sizes.fan, reach, begun=begun)
            if any(part.pattern is not None and part.pattern.looping for part in parts):
                joined.keep_all(parts)
            else:
                joined.join_all(ordered(parts, reach, self.sizes.fan))
            for part, shared in joined.uncertain:
                self._unbound(part.line, shared)
            if not begun and len(joined.parts) > 1 and (body.lines or len(found) > 1):
                # A look-up would come after all that is multiplied with these.
                joined.parts = [self._wrapped(joined.parts)]
            body.lines += [line for part in joined.parts for line in part.lines]
            body.flat |= any(part.flat for part in joined.parts)
            body.size = joined.reach.rows * (1 if begun else body.size)
            body.certain |= joined.reach.certain
            body.possible |= joined.reach.possible
        body.waiting = []

    def _optional(self, body: _Body, optional: Optional) -> None:
        right = self._body(optional.group)
        shared = body.certain & right.certain
        # They see what stands before the OPTIONAL, so they stay outside a sub-select.
        filters = [self._kept(item) for item in right.filters]
        if not shared and body.possible & right.possible:
            self._unbound(optional.line, body.possible & right.possible)
        if right.flat and (not shared or right.size > LOOKUP * body.size):
            body.lines.append(f"OPTIONAL {optional.group.text}")
        else:
            inner = [*self._wrapped([right.part]).lines, *filters]
            body.lines += ["OPTIONAL {", *_indented(inner), "}"]
        body.possible |= right.possible

    def _finished(self, body: _Body) -> list[str]:
        """Return a group's lines with its filters, which come after all else."""
        return [*body.lines, *(line for item in body.filters for line in self._filter(body, item))]

    def _filter(self, body: _Body, item: Filter) -> list[str]:
        """Return a filter: as it is, or where it is EXISTS and equal to a join, as that."""
        if item.group is None or not _joins(item.group):
            return [self._kept(item)]
        inner = self._body(item.group)
        shared = body.possible & inner.possible
        outer = frozenset(name for one in inner.filters for name in one.mentions)
        if not shared or not shared <= body.certain or not outer <= inner.possible:
            return [self._kept(item)]
        lines = _indented(self._finished(inner))
        if item.negated:
            return ["MINUS {", *lines, "}"]
        head = f"{{ SELECT DISTINCT {' '.join(sorted(shared))} WHERE {{"
        return [head, *lines, "} }"]

    def _kept(self, item: Filter) -> str:
        if item.exists:
            said = "a FILTER with EXISTS is answered anew for each row"
            self.notes.append(Note(item.line, Why.EXISTS, said))
        return item.text

    def _unbound(self, line: int, shared: frozenset[str]) -> None:
        if shared:
            names = " and ".join(sorted(shared))
            self.notes.append(
                Note(
                    line,
                    Why.UNBOUND,
                    f"{names} may be unbound where it joins, so each row meets each",
                )
            )

    def _wrapped(self, parts: Sequence[Part]) -> Part:
        """Return parts as one sub-select, which gives all that something else names."""
        names = [name for part in parts for name in sorted(part.possible)]
        if not names or (len(parts) == 1 and not parts[0].flat):
            return parts[0]
        mentions = total(parts)
        given = [name for name in dict.fromkeys(names) if self.mentions[name] > mentions[name]]
        given = given or names[:1]
        certain = frozenset[str]().union(*(part.certain for part in parts)) & frozenset(given)
        lines = [line for part in parts for line in part.lines]
        head = f"{{ SELECT {' '.join(given)} WHERE {{"
        if len(lines) == 1:
            lines = [f"{head} {lines[0].removesuffix(' .')} }} }}"]
        else:
            lines = [head, *_indented(lines), "} }"]
        size = min(part.size for part in parts)
        return Part(tuple(lines), size, certain, frozenset(given), mentions)


def _joins(group: Group) -> bool:
    """Say whether a group holds only patterns and filters, with nothing that goes by its rows."""
    patterns = [p for item in group.elements if isinstance(item, Triples) for p in item.patterns]
    return not any(pattern.looping for pattern in patterns) and all(
        isinstance(item, Triples) or (isinstance(item, Filter) and not item.exists)
        for item in group.elements
    )


def _indented(lines: Iterable[str]) -> list[str]:
    """Set lines two places in; a text between quotes may go on over a line, and stays as it is."""
    return [f"  {line}" for line in lines]
