"""Reads triple patterns: subjects, paths and objects, each path as the patterns it stands for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from themagraaf.sparql.syntax import Pattern
from themagraaf.sparql.tokens import CONSTANTS, Cursor, UnreadError, name_of


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of a path: from subject to object, or the other way."""

    text: str
    inverse: bool = False
    looping: bool = False


class PatternReader(Cursor):
    """Reads the triple patterns of a query, and makes variables that it does not name."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.fresh = 0
        self.prefix = "?_"
        while self.prefix in source:
            self.prefix += "_"

    def same_subject(self) -> Iterator[Pattern]:
        """Give the patterns of one subject."""
        if self.is_mark("["):
            subject = self._new()
            yield from self._bracketed(subject)
            if self.is_mark(".", "}"):
                return
        else:
            subject = self.term()
        yield from self._properties(subject)

    def _bracketed(self, subject: str) -> Iterator[Pattern]:
        self.need("[")
        if not self.mark("]"):
            yield from self._properties(subject)
            self.need("]")

    def _properties(self, subject: str) -> Iterator[Pattern]:
        while True:
            steps = [_Step(self.term())] if self.next.kind == "var" else self._path()
            while True:
                line = self.line()
                if self.is_mark("["):
                    value = self._new()
                    yield from self._along(subject, steps, value, line)
                    yield from self._bracketed(value)
                else:
                    yield from self._along(subject, steps, self.term(), line)
                if not self.mark(","):
                    break
            if not self.is_mark(";"):
                return
            while self.mark(";"):
                pass
            if self.is_mark(".", "]", "}"):
                return

    def _along(
        self, subject: str, steps: Sequence[_Step], value: str, line: int
    ) -> Iterator[Pattern]:
        for place, step in enumerate(steps):
            end = value if place == len(steps) - 1 else self._new()
            start, finish = (end, subject) if step.inverse else (subject, end)
            yield Pattern(start, step.text, finish, line, step.looping)
            subject = end

    def _path(self) -> list[_Step]:
        start = self.at
        steps = self._sequence()
        if not self.is_mark("|"):
            if any(step.looping for step in steps):
                return [_Step(self.text_since(start), looping=True)]
            return steps
        while self.mark("|"):
            steps += self._sequence()
        return [_Step(self.text_since(start), looping=any(step.looping for step in steps))]

    def _sequence(self) -> list[_Step]:
        steps = self._step()
        while self.mark("/"):
            steps += self._step()
        return steps

    def _step(self) -> list[_Step]:
        start = self.at
        if self.mark("^"):
            inner = self._step()
            if len(inner) == 1 and not inner[0].inverse and not inner[0].looping:
                return [_Step(inner[0].text, inverse=True)]
            return [_Step(self.text_since(start), looping=any(step.looping for step in inner))]
        if self.mark("("):
            steps = self._path()
            self.need(")")
        elif self.next.kind in {"iri", "name"} or self.next.text == "a":
            steps = [_Step(self.take().text)]
        else:
            raise UnreadError(f"{self.next.text!r} is no path")
        if self.mark("*") or self.mark("+") or self.mark("?"):
            return [_Step(self.text_since(start), looping=True)]
        return steps

    def term(self) -> str:
        """Return the variable or constant that comes next, as it is written."""
        start = self.at
        if self.is_mark("+", "-"):
            self.take()
            if self.next.kind != "number":
                raise UnreadError(f"{self.next.text!r} is no number")
        token = self.take()
        if token.kind == "var":
            return name_of(token)
        if token.kind not in CONSTANTS and token.text not in {"true", "false"}:
            raise UnreadError(f"{token.text!r} is no term")
        if token.kind == "string" and (self.mark("^^") or self.next.text.startswith("@")):
            self.take()
        return self.text_since(start)

    def _new(self) -> str:
        self.fresh += 1
        return f"{self.prefix}{self.fresh}"
