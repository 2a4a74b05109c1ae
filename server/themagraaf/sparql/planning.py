"""Rewrites a query so that the engine scans and hashes where a flat pattern makes it look up.

What is rewritten gives the same rows, each as often: the patterns of a group are joined (SPARQL
1.1, 18.2.2.5), and a join is commutative, associative, and the same when a side becomes a
sub-select that projects whatever something else names. Only FILTER (NOT) EXISTS becomes
another operator, where both are equal. All else stays as its author wrote it.
"""

import re
from collections.abc import Iterable, Sequence

from themagraaf.sparql.body import NONE, Body, Island
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

# Each row has a value of its own by these.
VOLATILE = re.compile(r"\b(?:RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)


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


class _Planner:
    """Plans one query; `mentions` are those of the whole, `notes` what it left as it was."""

    def __init__(self, mentions: Mentions, sizes: Sizes) -> None:
        self.mentions = mentions
        self.sizes = sizes
        self.notes: list[Note] = []

    def select(self, select: Select) -> Part:
        """Return a SELECT between brackets, each on a line of its own."""
        noted = len(self.notes)
        lines, body = self._group(select.group)
        lines = [f"{select.head} {{", *_indented(lines), "}"]
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

    def _group(self, group: Group) -> tuple[list[str], Island]:
        """Return a group's lines with its filters, and what is known of its rows."""
        body = self._body(group, settling=True)
        whole = body.whole()
        return [*whole.lines, *(self._kept(item) for item in body.filters)], whole

    def _body(self, group: Group, settling: bool = False) -> Body:
        filters = [item for item in group.elements if isinstance(item, Filter)]
        others = [item for item in group.elements if not isinstance(item, Filter)]
        body, named = Body(self._wrapped, filters=filters), frozenset(total(others))
        for element in others:
            if isinstance(element, Optional | Minus | Bind):
                self._join(body)
                if settling:
                    self._settle(body, named)
            match element:
                case Optional():
                    self._optional(body, element)
                case Minus():
                    lines, inner = self._group(element.group)
                    island = body.island_of(inner.possible)
                    island.take(["MINUS {", *_indented(lines), "}"], element.mentions)
                case Bind():
                    _bind(body, element)
                case _:
                    body.waiting += self._parts(element)
        self._join(body)
        if settling:
            self._settle(body, named)
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
        found = [self._group(group) for group in union.groups]
        lines: list[str] = []
        for inner, _ in found:
            lines += ["UNION"] if lines else []
            lines += ["{", *_indented(inner), "}"]
        return Part(
            tuple(lines),
            sum(whole.size for _, whole in found),
            frozenset.intersection(*(whole.certain for _, whole in found)),
            frozenset.union(*(whole.possible for _, whole in found)),
            union.mentions,
            union.line,
            flat=any(whole.flat for _, whole in found),
        )

    def _join(self, body: Body) -> None:
        """Join what waits to the island that it shares a variable with, or as one of its own."""
        for parts in components(body.waiting, lambda part: part.possible):
            named = frozenset[str]().union(*(part.possible for part in parts))
            touched = [island for island in body.islands if island.possible & named]
            island = touched[0] if len(touched) == 1 else body.whole() if touched else Island()
            reach = island.reach if touched else Reach()
            joined = Joined(self._wrapped, self.sizes.fan, reach, begun=bool(touched))
            if any(part.pattern is not None and part.pattern.looping for part in parts):
                joined.keep_all(parts)
            else:
                joined.join_all(ordered(parts, reach, self.sizes.fan))
            for part, shared in joined.uncertain:
                self._unbound(part.line, shared)
            for part in joined.parts:
                island.take(part.lines, part.mentions, joined.reach)
                island.flat |= part.flat
            body.islands += [] if touched else [island]
        body.waiting = []

    def _optional(self, body: Body, optional: Optional) -> None:
        inner = self._body(optional.group)
        # They see what stands before the OPTIONAL, so they stay outside a sub-select.
        filters = [self._kept(item) for item in inner.filters]
        right = inner.whole()
        island = body.island_of(right.possible, frozenset(total(inner.filters)))
        shared, maybe = island.certain & right.certain, island.possible & right.possible
        if not shared:
            self._unbound(optional.line, maybe)
        if right.flat and (not shared or right.size > LOOKUP * island.size):
            lines = [f"OPTIONAL {optional.group.text}"]
        else:
            within = [*self._wrapped([right.part]).lines, *filters]
            lines = ["OPTIONAL {", *_indented(within), "}"]
        reach = Reach(island.size, island.certain, island.possible | right.possible)
        island.take(lines, optional.mentions, reach)

    def _settle(self, body: Body, named: frozenset[str]) -> None:
        """Make a join of each filter with EXISTS that is equal to one, where it belongs.

        `named` are the variables that the rest of the group may bind, now or later.
        """
        for item in list(body.filters):
            if item.group is None or not _joins(item.group):
                continue
            bound = frozenset(total(_patterns(item.group)))
            read = frozenset(item.mentions)
            shared = bound & named
            if not shared or not shared <= body.certain or not read <= bound:
                continue
            lines, _ = self._group(item.group)
            if item.negated:
                lines = ["MINUS {", *_indented(lines), "}"]
            else:
                head = f"{{ SELECT DISTINCT {' '.join(sorted(shared))} WHERE {{"
                lines = [head, *_indented(lines), "} }"]
            body.island_of(shared).take(lines, item.mentions)
            body.filters.remove(item)

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
        given = [name for name in dict.fromkeys(names) if self.mentions[name] != mentions[name]]
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


def _bind(body: Body, bind: Bind) -> None:
    read = frozenset(bind.mentions) - {bind.variable}
    made = frozenset({bind.variable})
    island = body.whole() if VOLATILE.search(bind.text) else body.island_of(made, read)
    sure = made if bind.sure is not None and bind.sure <= island.certain else NONE
    reach = Reach(island.size, island.certain | sure, island.possible | made)
    island.take([bind.text], bind.mentions, reach)


def _patterns(group: Group) -> list[Pattern]:
    triples = (item for item in group.elements if isinstance(item, Triples))
    return [pattern for item in triples for pattern in item.patterns]


def _joins(group: Group) -> bool:
    """Say whether a group holds only patterns and filters, with nothing that goes by its rows."""
    return not any(pattern.looping for pattern in _patterns(group)) and all(
        isinstance(item, Triples) or (isinstance(item, Filter) and not item.exists)
        for item in group.elements
    )


def _indented(lines: Iterable[str]) -> list[str]:
    """Set lines two places in; a text between quotes may go on over a line, and stays as it is."""
    return [f"  {line}" for line in lines]
