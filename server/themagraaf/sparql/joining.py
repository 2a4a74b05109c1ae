"""The order in which the parts of a group are joined, and which of them are hashed.

The engine joins a triple pattern to what it has so far by a look-up for each row, and a
sub-select by a hash. A look-up takes about ten times as long as a row of a scan (measured with
Oxigraph 0.5.13: 3.6 µs against 0.35 µs with the hash), so that a pattern is best scanned
whole unless it has many more rows than what it is joined to.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from themagraaf.sparql.syntax import Mentions, Pattern

LOOKUP = 9  # rows of a scan that cost as much as one look-up
MORE = 10  # how many subjects share an object, where that is not known


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
    flat: bool = False
    pattern: Pattern | None = None


@dataclass
class Joined:
    """What was joined so far, in order; `wrap` makes one sub-select of some parts.

    `uncertain` are the parts that only variables join which may be unbound, so that the engine
    can't hash them, each with those. `begun` where more stands before the parts.
    """

    wrap: Callable[[Sequence[Part]], Part]
    size: int = 1
    certain: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    begun: bool = False
    parts: list[Part] = field(default_factory=list)
    uncertain: list[tuple[Part, frozenset[str]]] = field(default_factory=list)

    def join_all(self, parts: Iterable[Part]) -> None:
        """Join parts: the smallest first, and each next to what it shares a variable with."""
        left = list(parts)
        while left:
            part = min(left, key=self._turn)
            left.remove(part)
            self.join(part)

    def keep_all(self, parts: Iterable[Part]) -> None:
        """Join parts in the order that they are written in, and leave the rest to the engine."""
        for part in parts:
            self.parts.append(part)
            self.size = max(self.size, part.size)
            self.certain |= part.certain
            self.possible |= part.possible

    def join(self, part: Part) -> None:
        """Join one part: hashed, unless look-ups are cheaper."""
        if not (self.parts or self.begun):
            self.parts, self.size = [part], part.size
        else:
            shared = self.certain & part.certain
            if not shared:
                self.uncertain.append((part, self.possible & part.possible))
            if not shared or (part.flat and part.size > LOOKUP * self.size):
                self._look_up(part)
            else:
                self._hash(part)
            self.size = self._size_with(part)
        self.certain |= part.certain
        self.possible |= part.possible

    def _turn(self, part: Part) -> tuple[bool, bool, int]:
        return not self.certain & part.certain, not self.possible & part.possible, part.size

    def _look_up(self, part: Part) -> None:
        """Join a part for each row: of a pattern, that gives what a join gives."""
        if part.pattern is not None:
            lines = ("LATERAL {", *(f"  {line}" for line in part.lines), "}")
            if self.parts and self.parts[-1].lines[0] == lines[0]:
                before = self.parts.pop()
                lines = (*before.lines[:-1], *lines[1:])
                part = Part(
                    lines,
                    part.size,
                    before.certain | part.certain,
                    before.possible | part.possible,
                    before.mentions + part.mentions,
                )
            else:
                part = replace(part, lines=lines, pattern=None)
        self.parts.append(part)

    def _hash(self, part: Part) -> None:
        if not self.begun and self.parts[0].flat:
            self.parts = [self.wrap(self.parts)]
        self.parts.append(self.wrap([part]))

    def _size_with(self, part: Part) -> int:
        if part.pattern is None:
            return max(self.size, part.size)
        if part.pattern.subject in self.possible:
            return min(self.size, part.size)
        return min(MORE * self.size, part.size)


def components(parts: Iterable[Part]) -> list[list[Part]]:
    """Return parts in sets that share no variable with each other, in order."""
    sets: list[list[Part]] = []
    for part in parts:
        near = [one for one in sets if any(part.possible & other.possible for other in one)]
        sets = [one for one in sets if not any(one is other for other in near)]
        sets.append([other for one in near for other in one] + [part])
    return sets
