"""A group as far as it is planned: islands that share no variable, and what came after them.

What is written after two islands that have nothing in common is often about one of them. It
goes there, before the rows of both are multiplied: (A ⋈ B) ⟕ P is A ⋈ (B ⟕ P) where all that P
shares with the two is bound in every row of B, and likewise for MINUS and BIND.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from themagraaf.sparql.order import Part, Reach
from themagraaf.sparql.syntax import Filter, Mentions

NONE = frozenset[str]()
Wrap = Callable[[Sequence[Part]], Part]


@dataclass
class Island:
    """Parts that are joined, and what belongs to them: their lines, and what is known of them.

    `flat` where the engine may look some of it up for each row of something else.
    """

    lines: list[str] = field(default_factory=list)
    size: int = 1
    certain: frozenset[str] = NONE
    possible: frozenset[str] = NONE
    mentions: Mentions = field(default_factory=Mentions)
    pieces: int = 0
    flat: bool = False

    @property
    def part(self) -> Part:
        """The whole, as something to be joined."""
        lines = tuple(self.lines)
        return Part(lines, self.size, self.certain, self.possible, self.mentions, flat=self.flat)

    @property
    def reach(self) -> Reach:
        """The whole, as what something is joined to."""
        return Reach(self.size, self.certain, self.possible)

    def take(self, lines: Iterable[str], mentions: Mentions, reach: Reach | None = None) -> None:
        """Add something, with which this reaches as far as before, or as is said."""
        self.lines += lines
        self.pieces += 1
        self.mentions = self.mentions + mentions
        if reach is not None:
            self.size, self.certain, self.possible = reach.rows, reach.certain, reach.possible


@dataclass
class Body:
    """A group: its islands, its filters, and the parts that are joined next."""

    wrap: Wrap
    islands: list[Island] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    waiting: list[Part] = field(default_factory=list)

    @property
    def certain(self) -> frozenset[str]:
        """The variables that every row has."""
        return NONE.union(*(island.certain for island in self.islands))

    @property
    def possible(self) -> frozenset[str]:
        """The variables that some row may have."""
        return NONE.union(*(island.possible for island in self.islands))

    def whole(self) -> Island:
        """Return all islands as one, and have no other from now on."""
        if len(self.islands) != 1:
            self.islands = [self._together()]
        return self.islands[0]

    def island_of(self, touched: frozenset[str], read: frozenset[str] = NONE) -> Island:
        """Return the island that something belongs to: the whole, if it is not one of them.

        `touched` are the variables that it binds or compares, `read` those that an expression
        of it reads.
        """
        known = self.possible
        for island in self.islands:
            shared = touched & known
            if (
                shared | read & known
                and shared <= island.certain
                and read & known <= island.possible
            ):
                return island
        return self.whole()

    def _together(self) -> Island:
        found = Island()
        for island in self.islands:
            # A look-up in one of several would come after all that is multiplied with it.
            part = replace(island.part, flat=island.flat or island.pieces > 1)
            part = self.wrap([part]) if island.pieces > 1 else part
            reach = Reach(
                found.size * island.size,
                found.certain | island.certain,
                found.possible | island.possible,
            )
            found.take(part.lines, island.mentions, reach)
            found.flat |= part.flat
        return found
