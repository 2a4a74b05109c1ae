"""In which order parts are joined, and what that costs by what is known of their sizes.

The engine joins a triple pattern to what it has so far by a look-up for each row, and a
sub-select by a hash. A look-up takes about ten times as long as a row of a scan (measured with
Oxigraph 0.5.13: 3.6 µs against 0.35 µs with the hash), so that a pattern is best scanned
whole unless it has many more rows than what it is joined to.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from themagraaf.sparql.syntax import Mentions, Pattern

LOOKUP = 9  # rows of a scan that cost as much as one look-up, beyond the row itself
STARTS = 6  # parts to begin with that are tried

P = TypeVar("P")
Fan = Callable[[Pattern], int]  # how many subjects share an object, on average


@dataclass(frozen=True, slots=True)
class Part:
    """Something to be joined: its lines, about how many rows it has, and what it binds.

    `certain` are the variables that every row has, `possible` those that some row may have.
    The engine looks up a part that is `flat` for each row; any other it hashes.
    """

    lines: tuple[str, ...]
    size: int
    certain: frozenset[str]
    possible: frozenset[str]
    mentions: Mentions
    line: int = 0  # on which it begins, where one is known
    flat: bool = False
    pattern: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What was joined: about how many rows that gives, which variables, and at what cost.

    The unit of cost is a row scanned. A size of None: nothing was joined yet.
    """

    size: int | None = None
    certain: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    cost: int = 0

    @property
    def rows(self) -> int:
        """The number of rows; nothing joined is one row that binds nothing."""
        return 1 if self.size is None else self.size

    def shares(self, part: Part) -> bool:
        """Say whether a part can be hashed: it has a variable that is bound on both sides."""
        return bool(self.certain & part.certain)

    def looks_up(self, part: Part) -> bool:
        """Say whether a part is best looked up for each row."""
        return not self.shares(part) or (part.flat and part.size > LOOKUP * self.rows)

    def then(self, part: Part, fan: Fan) -> "Reach":
        """Return what joining one more part gives."""
        size = part.size if self.size is None else self._size_with(part, fan)
        if self.size is None or not self.looks_up(part):
            cost = part.size + self.rows
        else:
            cost = (LOOKUP + 1) * self.rows
        return Reach(
            size,
            self.certain | part.certain,
            self.possible | part.possible,
            self.cost + cost + size,
        )

    def _size_with(self, part: Part, fan: Fan) -> int:
        if part.pattern is None:
            return max(self.rows, part.size)
        if part.pattern.subject in self.possible or part.pattern.looping:
            return min(self.rows, part.size)
        return self.rows * fan(part.pattern)


def ordered(parts: Sequence[Part], since: Reach, fan: Fan) -> list[Part]:
    """Return parts in the order that costs least, of those that take the cheapest one next."""
    if since.size is not None:
        return _from(since, parts, fan)[1]
    first: dict[object, Part] = {}
    for part in sorted(parts, key=lambda part: part.size):
        first.setdefault(part.pattern.subject if part.pattern else part.lines, part)
    tried = []
    for start in list(first.values())[:STARTS]:
        rest = [part for part in parts if part is not start]
        reach, order = _from(since.then(start, fan), rest, fan)
        tried.append((reach.cost, [start, *order]))
    return min(tried, key=lambda found: found[0])[1]


def _from(reach: Reach, parts: Sequence[Part], fan: Fan) -> tuple[Reach, list[Part]]:
    left, order = list(parts), []
    while left:
        near = [part for part in left if reach.shares(part)] or [
            part for part in left if reach.possible & part.possible
        ]
        place, reached = min(
            ((part, reach.then(part, fan)) for part in near or left),
            key=lambda found: (found[1].cost, found[0].size),
        )
        left = [part for part in left if part is not place]
        order.append(place)
        reach = reached
    return reach, order


def components(parts: Sequence[P], variables: Callable[[P], Set[str]]) -> list[list[P]]:
    """Return parts in sets that share no variable with each other, in order."""
    sets: list[list[P]] = []
    for part in parts:
        near = [one for one in sets if any(variables(part) & variables(other) for other in one)]
        sets = [one for one in sets if not any(one is other for other in near)]
        sets.append([other for one in near for other in one] + [part])
    return sets
