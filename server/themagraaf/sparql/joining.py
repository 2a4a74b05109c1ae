"""Joins parts in a given order: by a hash, as sub-selects, or by look-ups, as LATERAL.

LATERAL, which the engine knows beside SPARQL 1.1, answers a group for each row of what stands
before it. Of a triple pattern that gives what a join gives.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from themagraaf.sparql.order import Fan, Part, Reach
from themagraaf.sparql.sizes import FEW

LATERAL = "LATERAL {"


@dataclass
class Joined:
    """What was joined so far, in order; `wrap` makes one sub-select of some parts.

    `uncertain` are the parts that only variables join which may be unbound, so that the engine
    can't hash them, each with those. `begun` where more stands before the parts.
    """

    wrap: Callable[[Sequence[Part]], Part]
    fan: Fan
    reach: Reach = field(default_factory=Reach)
    parts: list[Part] = field(default_factory=list)
    uncertain: list[tuple[Part, frozenset[str]]] = field(default_factory=list)
    begun: bool = False

    def join_all(self, parts: Iterable[Part]) -> None:
        """Join parts in the order given."""
        for part in parts:
            if not (self.parts or self.begun):
                self.parts.append(part)
            elif self.reach.looks_up(part):
                self._look_up(part)
            else:
                self._hash(part)
            self.reach = self.reach.then(part, self.fan)

    def keep_all(self, parts: Iterable[Part]) -> None:
        """Join parts as they are written, and leave it to the engine how."""
        for part in parts:
            self.parts.append(part)
            self.reach = self.reach.then(part, self.fan)

    def _look_up(self, part: Part) -> None:
        shared = self.reach.possible & part.possible
        if not self.reach.shares(part) and min(part.size, self.reach.rows) > FEW:
            self.uncertain.append((part, shared))
        if part.pattern is None:
            self.parts.append(part)
            return
        lines = (LATERAL, *(f"  {line}" for line in part.lines), "}")
        if self.parts and self.parts[-1].lines[0] == LATERAL:
            before = self.parts.pop()
            lines = (*before.lines[:-1], *lines[1:])
            part = replace(
                part,
                certain=before.certain | part.certain,
                possible=before.possible | part.possible,
                mentions=before.mentions + part.mentions,
            )
        self.parts.append(replace(part, lines=lines, pattern=None))

    def _hash(self, part: Part) -> None:
        if not self.begun and self.parts[0].flat:
            self.parts = [self.wrap(self.parts)]
        self.parts.append(self.wrap([part]))
