"""A command as a function, and what it said."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

COUNT = "SELECT (COUNT(?s) AS ?aantal) { ?s a <https://w3id.org/themagraaf/def/Gemeente> }"
CONSTRUCT = COUNT.replace(
    "SELECT (COUNT(?s) AS ?aantal)", "CONSTRUCT { ?s a <http://a.example/B> }"
)


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, what it wrote, and what it complained about."""

    code: int
    out: str
    err: str


class Command(Protocol):
    """The command line as a function."""

    def __call__(self, *arguments: str | Path, stdin: str = "") -> Said: ...
