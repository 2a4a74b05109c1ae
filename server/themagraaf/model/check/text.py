"""Model files as text: which of our names stand on which line, and where a block begins.

A parsed graph or query no longer knows its lines; a problem needs one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

TOKEN = re.compile(
    r'''
      (?P<string>"""(?:[^"\\]|\\.|"(?!""))*""" | "(?:[^"\\\n]|\\.)*"
                |\'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\' | '(?:[^'\\\n]|\\.)*')
    | (?P<comment>\#[^\n]*)
    | (?P<iri><[^<>"{}|^`\\\s]+>)
    | (?P<name>(?<![\w?$:-])[A-Za-z][\w-]*:[A-Za-z_](?:[\w.-]*[\w-])?)
    ''',
    re.VERBOSE | re.DOTALL,
)
PREFIX = re.compile(r"@?\bprefix\s+([\w-]*):\s*<([^>\s]*)>", re.IGNORECASE)
# A function may be given an IRI as text.
OURS = re.compile(r'"https://w3id\.org/themagraaf/[^\s{}"]+"')
QUERY_IN = ("sh:select", "sh:ask", "sh:construct")


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in a file: where, the IRI meant, as it is written, and the name before it."""

    line: int
    iri: str
    written: str
    after: str
    subject: bool  # it opens a block: it stands at the very start of its line


@dataclass(frozen=True)
class Text:
    """One file: its path from the model's folder down, and what it says."""

    file: str
    content: str

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every prefixed name and IRI outside prose and comments, in order."""
        return _mentions(self.content)

    @cached_property
    def subjects(self) -> Mapping[str, int]:
        """The line on which the block of each IRI begins."""
        found: dict[str, int] = {}
        for mention in self.mentions:
            if mention.subject:
                found.setdefault(mention.iri, mention.line)
        return found

    @cached_property
    def literals(self) -> frozenset[str]:
        """Every text between quotes, without them."""
        found = (match for match in TOKEN.finditer(self.content) if match["string"])
        return frozenset(match["string"].strip("\"'") for match in found)

    def line_with(self, pattern: str) -> int:
        """Return the first line on which a regular expression matches; 0 if there is none."""
        found = re.search(pattern, self.content, re.MULTILINE)
        return self.content.count("\n", 0, found.start()) + 1 if found else 0

    def line_of(self, iri: str, since: int = 1) -> int:
        """Return the first line, from `since` on, that names an IRI; else `since` itself."""
        lines = (item.line for item in self.mentions if item.iri == iri and item.line >= since)
        return next(lines, since)


@lru_cache(maxsize=4096)
def _mentions(content: str) -> tuple[Mention, ...]:
    prefixes = dict(PREFIX.findall(content))
    return tuple(_scan(content, prefixes, 1))


def _scan(content: str, prefixes: Mapping[str, str], line: int) -> Iterator[Mention]:
    before, read = "", 0
    for match in TOKEN.finditer(content):
        line += content.count("\n", read, match.start())
        read = match.start()
        kind, written = match.lastgroup, match.group()
        if kind == "string" and before in QUERY_IN:
            yield from _scan(written.strip("\"'"), prefixes, line)
        elif kind == "string" and OURS.fullmatch(written):
            yield Mention(line, written.strip('"'), written, before, False)
        elif kind in {"iri", "name"}:
            iri = _iri(written, prefixes)
            opens = read == 0 or content[read - 1] == "\n"
            if iri:
                yield Mention(line, iri, written, before, opens)
            before = written


def _iri(written: str, prefixes: Mapping[str, str]) -> str:
    if written.startswith("<"):
        return written[1:-1]
    prefix, _, local = written.partition(":")
    return prefixes[prefix] + local if prefix in prefixes else ""
