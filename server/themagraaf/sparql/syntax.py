"""A query as a tree of groups: what stands in them as text, and which variables that names.

Expressions stay text; blank nodes are variables that nothing else names, and sequences and
inverses in paths are patterns of their own, as SPARQL 1.1 translates them (18.2.2.4).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

Mentions = Counter[str]  # how often each variable, with its ?, is written


class Mentioning(Protocol):
    """Something that writes variables."""

    @property
    def mentions(self) -> Mentions:
        """How often it writes each variable."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One triple pattern; `looping` where its path has a `*`, `+` or `?`."""

    subject: str
    predicate: str
    object: str
    line: int
    looping: bool = False

    @property
    def text(self) -> str:
        """The pattern as SPARQL, without the point after it."""
        return f"{self.subject} {self.predicate} {self.object}"

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that it binds, in order."""
        terms = (self.subject, self.predicate, self.object)
        return tuple(dict.fromkeys(term for term in terms if term.startswith("?")))

    @property
    def mentions(self) -> Mentions:
        """How often it writes each variable."""
        return Counter(self.variables)


@dataclass(frozen=True, slots=True)
class Triples:
    """The patterns between two other elements of a group."""

    patterns: tuple[Pattern, ...]

    @property
    def mentions(self) -> Mentions:
        """How often they write each variable."""
        return total(self.patterns)


@dataclass(frozen=True, slots=True)
class Raw:
    """What is left as it is written: GRAPH, SERVICE. It may bind what it names."""

    text: str
    mentions: Mentions
    line: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A FILTER; with `group` where it is (NOT) EXISTS alone."""

    text: str
    mentions: Mentions
    line: int
    group: "Group | None" = None
    negated: bool = False
    exists: bool = False  # an EXISTS stands somewhere in it


@dataclass(frozen=True, slots=True)
class Bind:
    """A BIND, and the variable that it makes.

    It can't fail where all of `sure` are bound; None where it may fail all the same.
    """

    text: str
    variable: str
    mentions: Mentions
    sure: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """A VALUES: its variables, those that each row has, and how many rows."""

    text: str
    variables: tuple[str, ...]
    certain: frozenset[str]
    rows: int

    @property
    def mentions(self) -> Mentions:
        """How often it writes each variable."""
        return Counter(self.variables)


@dataclass(frozen=True, slots=True)
class Optional:
    """An OPTIONAL."""

    group: "Group"
    line: int

    @property
    def mentions(self) -> Mentions:
        """How often it writes each variable."""
        return self.group.mentions


@dataclass(frozen=True, slots=True)
class Minus:
    """A MINUS."""

    group: "Group"

    @property
    def mentions(self) -> Mentions:
        """How often it writes each variable."""
        return self.group.mentions


@dataclass(frozen=True, slots=True)
class Union:
    """Groups joined by UNION; one alone is a group within a group."""

    groups: "tuple[Group, ...]"
    line: int

    @property
    def mentions(self) -> Mentions:
        """How often they write each variable."""
        return total(self.groups)


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT, CONSTRUCT or ASK: what stands before its group, the group, and what after.

    `projected` are the variables that it gives; `made` those of them that an expression makes,
    each with its `sure`, as of a BIND. `fixed` says why it must stay as it is written, where what
    it gives depends on the order of rows. `one` is there where it gives one row.
    """

    text: str
    line: int
    head: str
    projected: tuple[str, ...]
    made: Mapping[str, frozenset[str] | None]
    group: "Group"
    tail: str
    outside: Mentions
    fixed: str = ""
    one: bool = False

    @property
    def mentions(self) -> Mentions:
        """How often it writes each variable."""
        return self.outside + self.group.mentions

    @property
    def plain(self) -> bool:
        """Whether it is a SELECT that does no more than leave out variables."""
        words = self.head.split()
        return words[0].upper() == "SELECT" and not (
            self.tail or self.made or self.fixed or words[1].upper() in {"DISTINCT", "REDUCED"}
        )


Element = Triples | Raw | Filter | Bind | Values | Optional | Minus | Union | Select


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between `{` and `}`, in order; its text, with both; how often each variable."""

    text: str
    elements: tuple[Element, ...]
    mentions: Mentions


@dataclass(frozen=True, slots=True)
class Query:
    """A query: its prologue, and the rest."""

    prologue: str
    select: Select


def total(items: Iterable[Mentioning]) -> Mentions:
    """Return how often some items together write each variable."""
    found: Mentions = Counter()
    for item in items:
        found.update(item.mentions)
    return found
