"""Reads a query into the tree of syntax.py; what it does not know, it does not guess at."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from themagraaf.sparql.patterns import PatternReader
from themagraaf.sparql.syntax import (
    Bind,
    Element,
    Filter,
    Group,
    Mentions,
    Minus,
    Optional,
    Query,
    Raw,
    Select,
    Triples,
    Union,
    Values,
    total,
)
from themagraaf.sparql.tokens import CONSTANTS, Token, UnreadError, name_of

AGGREGATES = frozenset("COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split())
# Of these, another order of rows may make another answer.
ORDERED = {
    "LIMIT": "LIMIT takes the first rows",
    "OFFSET": "OFFSET passes over the first rows",
    "SAMPLE": "SAMPLE takes any row",
    "GROUP_CONCAT": "GROUP_CONCAT goes by the order of rows",
}


def read_query(text: str) -> Query:
    """Return the tree of a SELECT, CONSTRUCT or ASK.

    Raises:
        UnreadError: It is no SPARQL, or SPARQL that is not read here.
    """
    return _Reader(text).query()


class _Reader(PatternReader):
    def query(self) -> Query:
        while self.is_word("PREFIX", "BASE"):
            if self.take().text.upper() == "PREFIX":
                self.take()
            self.take()
        prologue = self.text_since(0)
        if not self.is_word("SELECT", "CONSTRUCT", "ASK"):
            raise UnreadError(f"{self.next.text} is none of SELECT, CONSTRUCT, ASK")
        select = self._select()
        if self.next.kind != "end":
            raise UnreadError(f"more after its end: {self.next.text!r}")
        return Query(prologue, select)

    def _select(self) -> Select:
        start, line = self.at, self.line()
        projected: list[str] = []
        made: dict[str, frozenset[str] | None] = {}
        kind = self.take().text.upper()
        if kind == "CONSTRUCT":
            if not self.is_mark("{"):
                raise UnreadError("a CONSTRUCT without a template")
            self.skip_brackets()
        while not self.is_word("WHERE") and not self.is_mark("{"):
            if self.is_word("FROM") or self.is_mark("*"):
                raise UnreadError(f"{kind} {self.next.text}")
            if self.is_mark("("):
                inner = self.at + 1
                self.skip_brackets()
                *expression, _, name = self.since(inner)[:-1]
                projected.append(name_of(name))
                made[projected[-1]] = _sure(expression)
            elif (token := self.take()).kind == "var":
                projected.append(name_of(token))
        self.word("WHERE")
        head, outside = self.text_since(start), _mentions(self.since(start))
        words = {token.text.upper() for token in self.since(start) if token.kind == "word"}
        group = self._group()
        after = self.at
        while self.next.kind != "end" and not self.is_mark("}"):
            self.skip_brackets()
        tail = self.since(after)
        words |= {token.text.upper() for token in tail if token.kind == "word"}
        return Select(
            text=self.text_since(start),
            line=line,
            head=head,
            projected=tuple(projected),
            made=made,
            group=group,
            tail=self.text_since(after),
            outside=outside + _mentions(tail),
            fixed=next((why for word, why in ORDERED.items() if word in words), ""),
            one=_ends_in_one(tail) or (bool(words & AGGREGATES) and "GROUP" not in words),
        )

    def _group(self) -> Group:
        start = self.at
        self.need("{")
        if self.is_word("SELECT"):
            found: list[Element] = [self._select()]
            self.need("}")
            return Group(self.text_since(start), tuple(found), total(found))
        found = []
        while not self.mark("}"):
            element = self._element()
            if isinstance(element, Triples) and found and isinstance(found[-1], Triples):
                found[-1] = Triples(found[-1].patterns + element.patterns)
            else:
                found.append(element)
            self.mark(".")
        return Group(self.text_since(start), tuple(found), total(found))

    def _element(self) -> Element:
        line = self.line()
        if self.word("FILTER"):
            return self._filter(line)
        if self.word("OPTIONAL"):
            return Optional(self._group(), line)
        if self.word("MINUS"):
            return Minus(self._group())
        if self.is_word("BIND"):
            return self._bind()
        if self.is_word("VALUES"):
            return self._values()
        if self.is_word("GRAPH", "SERVICE"):
            start = self.at
            while not self.is_mark("{"):
                self.take()
            self.skip_brackets()
            return Raw(self.text_since(start), _mentions(self.since(start)), line)
        if self.is_mark("{"):
            groups = [self._group()]
            while self.word("UNION"):
                groups.append(self._group())
            first, *more = groups[0].elements or (None,)
            if isinstance(first, Select) and not more and len(groups) == 1:
                return first
            return Union(tuple(groups), line)
        return Triples(tuple(self.same_subject()))

    def _filter(self, line: int) -> Filter:
        start = self.at
        bracketed = self.mark("(")
        negated = self.word("NOT")
        group = None
        if self.word("EXISTS"):
            group = self._group()
            if bracketed and not self.mark(")"):
                group = None  # There is more in the expression.
        if group is None:
            self.at = start
            if not self.is_mark("("):
                self.take()
            self.skip_brackets()
        inside = self.since(start)
        exists = any(token.kind == "word" and token.text.upper() == "EXISTS" for token in inside)
        text = f"FILTER {self.text_since(start)}"
        mentions = _mentions(inside) if group is None else group.mentions
        return Filter(text, mentions, line, group, negated, exists)

    def _bind(self) -> Bind:
        start = self.at
        self.take()
        self.skip_brackets()
        inside = self.since(start)
        _, _, *expression, _, name, _ = inside
        return Bind(self.text_since(start), name_of(name), _mentions(inside), _sure(expression))

    def _values(self) -> Values:
        start = self.at
        self.take()
        many = self.mark("(")
        names = []
        while self.next.kind == "var":
            names.append(name_of(self.take()))
        if many:
            self.need(")")
        self.need("{")
        certain, rows = set(names), 0
        while not self.mark("}"):
            if many:
                self.need("(")
            for name in names:
                if self.word("UNDEF"):
                    certain.discard(name)
                else:
                    self.term()
            if many:
                self.need(")")
            rows += 1
        return Values(self.text_since(start), tuple(names), frozenset(certain), rows)


def _constant(token: Token) -> bool:
    return token.kind in CONSTANTS or token.text == "^^" or token.text.startswith("@")


def _sure(expression: Sequence[Token]) -> frozenset[str] | None:
    """Return the variables with which an expression can't fail; None where it may all the same."""
    if len(expression) == 1 and expression[0].kind == "var":
        return frozenset({name_of(expression[0])})
    if expression and all(_constant(token) for token in expression):
        return frozenset()
    commas = [place for place, token in enumerate(expression) if token.text == ","]
    if commas and expression[0].text.upper() == "COALESCE":
        # Without its bracket, what comes after another comma within it does not balance.
        return _sure(expression[commas[-1] + 1 : -1])
    return None


def _mentions(inside: Sequence[Token]) -> Mentions:
    return Counter(name_of(token) for token in inside if token.kind == "var")


def _ends_in_one(tail: Sequence[Token]) -> bool:
    words = [token.text.upper() for token in tail]
    return any(pair == ("LIMIT", "1") for pair in pairwise(words))
