"""The tokens of SPARQL, and a cursor over those of one query."""

import re
from typing import NamedTuple

TOKEN = re.compile(
    r'''(?:\s+|\#[^\n]*)*(?:
      (?P<var>[?$]\w+)
    | (?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"
                |\'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'|'(?:[^'\\\n]|\\.)*')
    | (?P<number>(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+|\d*\.\d+|\d+)
    | (?P<blank>_:\w(?:[\w.-]*[\w-])?)
    | (?P<name>(?:[^\W\d_][\w-]*)?:(?:[\w:-](?:[\w.:-]*[\w:-])?)?)
    | (?P<word>[A-Za-z]\w*)
    | (?P<mark>\^\^|&&|\|\||!=|<=|>=|@[a-zA-Z-]+|[{}()\[\].;,*/+|^!=<>?-])
    | (?P<end>\Z)
    )''',
    re.VERBOSE | re.DOTALL,
)

CONSTANTS = {"string", "iri", "name", "number"}


class UnreadError(Exception):
    """The text is no SPARQL, or SPARQL that is not read here; the message says at what."""


class Token(NamedTuple):
    """One token: its kind, as the groups of `TOKEN` are called, its text, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def tokens(source: str) -> list[Token]:
    """Return the tokens of a query in order, the last of the kind `end`.

    Raises:
        UnreadError: A place begins no token.
    """
    found: list[Token] = []
    position = 0
    while not found or found[-1].kind != "end":
        match = TOKEN.match(source, position)
        if match is None or match.lastgroup is None:
            raise UnreadError(f"at character {position}")
        kind, position = match.lastgroup, match.end()
        found.append(Token(kind, match.group(kind), match.start(kind), position))
    return found


class Cursor:
    """Goes through the tokens of one query.

    Every method raises an UnreadError where the text goes on otherwise than it should.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.at = 0

    @property
    def next(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """Pass the next token, and return it."""
        token = self.next
        if token.kind == "end":
            raise UnreadError("it ends too early")
        self.at += 1
        return token

    def is_mark(self, *texts: str) -> bool:
        """Say whether one of some marks comes next."""
        return self.next.kind == "mark" and self.next.text in texts

    def is_word(self, *texts: str) -> bool:
        """Say whether one of some words of SPARQL comes next."""
        return self.next.kind == "word" and self.next.text.upper() in texts

    def mark(self, text: str) -> bool:
        """Pass a mark, if it comes next."""
        self.at += (found := self.is_mark(text))
        return found

    def word(self, text: str) -> bool:
        """Pass a word of SPARQL, if it comes next."""
        self.at += (found := self.is_word(text))
        return found

    def need(self, text: str) -> None:
        """Pass a mark or word that must come next."""
        if not (self.mark(text) or self.word(text)):
            raise UnreadError(f"{self.next.text!r} is no {text}")

    def skip_brackets(self) -> None:
        """Pass brackets that come next, and all between them."""
        depth = 0
        while True:
            token = self.take()
            if token.kind == "mark":
                depth += (token.text in "({[") - (token.text in ")}]")
            if depth == 0:
                return

    def since(self, start: int) -> "list[Token]":
        """Return the tokens from a place among them up to the next."""
        return self.tokens[start : self.at]

    def text_since(self, start: int) -> str:
        """Return the text from a token up to the next one, as it is written."""
        if start == self.at:
            return ""
        return self.source[self.tokens[start].start : self.tokens[self.at - 1].end]

    def line(self) -> int:
        """Return the line on which the next token stands."""
        return self.source.count("\n", 0, self.next.start) + 1


def name_of(token: Token) -> str:
    """Return the variable that a token is, with its `?`.

    Raises:
        UnreadError: It is none.
    """
    if token.kind != "var":
        raise UnreadError(f"{token.text!r} is no variable")
    return f"?{token.text[1:]}"
