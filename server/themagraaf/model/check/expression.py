"""Reads tokens, terms and expressions of SPARQL: the lower half of the parser in sparql.py."""

import re
from abc import ABC, abstractmethod

from rdflib import XSD, Literal, URIRef, Variable
from rdflib.plugins.sparql.parserutils import CompValue

TOKEN = re.compile(
    r'''\s*(?:\#[^\n]*\n?\s*)*(?:
      (?P<var>[?$]\w+)
    | (?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<number>\d+\.\d+|\d+)
    | (?P<name>(?:[A-Za-z][\w-]*)?:(?:[\w-](?:[\w.-]*[\w-])?)?)
    | (?P<word>[A-Za-z]\w*)
    | (?P<mark>\^\^|&&|\|\||!=|<=|>=|@[a-zA-Z-]+|[{}()\[\].;,*/+|^!=<>?-])
    | (?P<end>$)
    )''',
    re.VERBOSE | re.DOTALL,
)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
AGGREGATES = frozenset("COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split())
FUNCTIONS = frozenset(
    (
        "STR LANG LANGMATCHES DATATYPE BOUND IRI URI ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE"
        " LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY"
        " HOURS MINUTES SECONDS TIMEZONE TZ NOW COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI"
        " ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE"
    ).split()
)
BETWEEN = frozenset(("||", "&&", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/"))


class UnreadError(Exception):
    """The text is no SPARQL, or SPARQL that this parser does not know."""


class ExpressionParser(ABC):
    """Reads one query token by token; `kind` and `text` are those of the next token.

    Every method raises an UnreadError where the text goes on otherwise than it should.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.prefixes: dict[str, str] = {}
        self.advance()

    def advance(self) -> None:
        """Go to the next token."""
        found = TOKEN.match(self.source, self.position)
        if found is None or found.lastgroup is None:
            raise UnreadError(f"at character {self.position}")
        self.kind, self.text = found.lastgroup, found.group(found.lastgroup)
        self.position = found.end()

    def take(self, kind: str) -> str:
        """Return the next token, which is of this kind."""
        if self.kind != kind:
            raise UnreadError(f"{self.text!r} is no {kind}")
        text = self.text
        self.advance()
        return text

    def mark(self, text: str) -> bool:
        """Pass a mark, if it comes next."""
        if self.kind != "mark" or self.text != text:
            return False
        self.advance()
        return True

    def word(self, text: str) -> bool:
        """Pass a word of SPARQL, if it comes next."""
        if self.kind != "word" or self.text.upper() != text:
            return False
        self.advance()
        return True

    def need(self, text: str) -> None:
        """Pass a mark that must come next."""
        if not self.mark(text):
            raise UnreadError(f"{self.text!r} is no {text!r}")

    def need_word(self, text: str) -> None:
        """Pass a word that must come next."""
        if not self.word(text):
            raise UnreadError(f"{self.text!r} is no {text}")

    def is_function(self, *words: str) -> bool:
        """Say whether a call comes next, or one of some words."""
        known = FUNCTIONS | AGGREGATES | set(words)
        return self.kind == "word" and self.text.upper() in known

    def iri(self) -> URIRef:
        """Return the IRI that comes next."""
        if self.kind == "iri":
            return URIRef(self.take("iri")[1:-1])
        prefix, _, local = self.take("name").partition(":")
        if prefix not in self.prefixes:
            raise UnreadError(f"prefix {prefix!r} is not declared")
        return URIRef(self.prefixes[prefix] + local)

    def term(self) -> URIRef | Literal | Variable:
        """Return the variable, IRI or literal that comes next."""
        if self.kind == "var":
            return Variable(self.take("var")[1:])
        if self.kind == "string":
            return self._string()
        if self.kind == "number":
            text = self.take("number")
            return Literal(text, datatype=XSD.decimal if "." in text else XSD.integer)
        for text in ("true", "false"):
            if self.kind == "word" and self.text == text:
                self.advance()
                return Literal(text, datatype=XSD.boolean)
        return self.iri()

    def _string(self) -> Literal:
        raw = self.take("string")
        quotes = 3 if raw.startswith('"""') else 1
        text = ESCAPED.sub(lambda m: ESCAPES.get(m[1], m[1]), raw[quotes:-quotes])
        if self.mark("^^"):
            return Literal(text, datatype=self.iri())
        if self.kind == "mark" and self.text.startswith("@"):
            return Literal(text, lang=self.take("mark")[1:])
        return Literal(text)

    def constraint(self) -> object:
        """Return what a FILTER, HAVING or ORDER BY holds: a call, brackets, or a variable."""
        return self._primary()

    def expression(self) -> object:
        """Return an expression: a term, or all that it is made of."""
        items = [self._unary()]
        while True:
            if self.kind == "mark" and self.text in BETWEEN:
                self.advance()
                items.append(self._unary())
            elif self.kind == "word" and self.text.upper() in {"IN", "NOT"}:
                self.word("NOT")
                self.need_word("IN")
                items.append(CompValue("Expr", items=self._arguments()))
            else:
                return items[0] if len(items) == 1 else CompValue("Expr", items=items)

    def _unary(self) -> object:
        if self.mark("!") or self.mark("-") or self.mark("+"):
            return CompValue("Expr", items=[self._primary()])
        return self._primary()

    def _primary(self) -> object:
        if self.mark("("):
            found = self.expression()
            self.need(")")
            return found
        negated = self.word("NOT")
        if negated or (self.kind == "word" and self.text.upper() == "EXISTS"):
            self.need_word("EXISTS")
            name = "Builtin_NOTEXISTS" if negated else "Builtin_EXISTS"
            return CompValue(name, graph=self.group())
        if self.is_function():
            name = self.take("word").upper()
            if name in AGGREGATES:
                return CompValue("Aggregate", items=self._aggregated())
            return CompValue("Expr", items=self._arguments())
        found = self.term()
        if isinstance(found, URIRef) and self.text == "(":
            return CompValue("Expr", items=self._arguments())
        return found

    def _aggregated(self) -> list[object]:
        self.need("(")
        self.word("DISTINCT")
        items = [] if self.mark("*") else [self.expression()]
        if self.mark(";"):
            self.need_word("SEPARATOR")
            self.need("=")
            self.take("string")
        self.need(")")
        return items

    def _arguments(self) -> list[object]:
        self.need("(")
        items: list[object] = []
        while not self.mark(")"):
            items.append(self.expression())
            if self.text != ")":
                self.need(",")
        return items

    @abstractmethod
    def group(self) -> CompValue:
        """Read a group, for EXISTS; the upper half knows how."""
