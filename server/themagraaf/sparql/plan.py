"""What planning a query gives: the query as the engine is asked it, and what it leaves."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a part of a query stays as its author wrote it."""

    UNREAD = "unread"  # it is SPARQL that the planner does not know
    ORDER = "order"  # what it gives depends on the order of rows
    ELSEWHERE = "elsewhere"  # it is asked of a named graph, or of another service
    LOOP = "loop"  # a path that repeats is followed anew for each row
    UNBOUND = "unbound"  # only a variable that may be unbound joins it
    EXISTS = "exists"  # an EXISTS that is no join


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One part that stays as it is written: on which line (0: the whole), why, and in words."""

    line: int
    why: Why
    said: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A query as the engine is asked it, and what stays in it as its author wrote it."""

    text: str
    notes: tuple[Note, ...]
