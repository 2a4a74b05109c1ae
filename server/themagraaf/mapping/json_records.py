"""Reads the elements of a JSON list, or the members of an object, one by one, wherever it stands.

Slower than the engine, and it goes on behind an element that is broken. Bytes that
don't fit the encoding are carried along as lone surrogates. One element is in memory
at a time, whatever the file's size.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from themagraaf.mapping.rows import (
    CARRIED,
    MAX_RAW_CHARACTERS,
    MAX_RECORD_CHARACTERS,
    NO_TEXT,
    TOO_LARGE,
    Refused,
)

CHUNK_CHARACTERS = 2**20
SPACE = re.compile(r"[ \t\r\n]*")
OUTSIDE = re.compile(r'["\[\]{},]')
# A text ends with its line at the latest: a newline in it would be written as \n.
INSIDE = re.compile(r'\\[^\r\n]|["\r\n]')
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
HALF = re.compile(r"\\u[dD][89a-fA-F]")
BROKEN = ("Het element is geen JSON.", "The element is not JSON.")
MISFIT = (
    "Het element bevat tekens die niet in UTF-8 passen.",
    "The element holds characters that do not fit UTF-8.",
)
Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a list, or a member of an object by its key; `place` counts from 0."""

    place: int
    key: str
    pointer: str
    text: str


class NotJsonError(Exception):
    """The file can't be read on, from a line and column that count from 1; how the rest begins."""

    def __init__(self, said: str, line: int, column: int, rest: str) -> None:
        super().__init__(said)
        self.line = line
        self.column = column
        self.rest = rest


class NoListError(Exception):
    """There is no list, or no object, where one was expected."""


def read_elements(
    path: Path, names: Sequence[str], *, keyed: bool = False
) -> Iterator[Element | Refused]:
    """Give each element, or why it can't be read.

    `names` lead from the root to the list, or with `keyed` the object, through objects. Where
    the file can't be read on, what came before counts, and the rest is refused as one element.

    Raises:
        NotJsonError: The file can't be read on, and no element came before.
        NoListError: There is no list or object at that place.
    """
    within, place = "".join(map(_step, names)), 0
    with path.open(encoding="utf-8-sig", errors=CARRIED, newline="") as file:
        reading = _Reading(file)
        try:
            for name in names:
                reading.enter(name)
            for key, text, fault in reading.members() if keyed else reading.elements():
                pointer = within + (_step(key) if keyed and key else f"/{place}")
                if fault is None:
                    yield Element(place, key, pointer, text)
                else:
                    yield Refused(pointer, *fault, _printable(text))
                place += 1
            reading.close(len(names))
        except NotJsonError as error:
            if not place:
                raise
            yield Refused(f"{within}/{place}", *_rest(error), _printable(error.rest))


def _rest(error: NotJsonError) -> Fault:
    return (
        f"Op regel {error.line}, kolom {error.column} is het bestand geen JSON ({error});"
        " vanaf dit element is er niets van gelezen.",
        f"The file is not JSON at line {error.line}, column {error.column} ({error}); nothing of"
        " it was read from this element on.",
    )


def _printable(text: str) -> str:
    return text[:MAX_RAW_CHARACTERS].encode("utf-8", "replace").decode()


def _step(name: str) -> str:
    """Return one step of a JSON pointer."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


class _Reading:
    """A place in a file: `_at` in the piece of its text that is in memory."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._passed = self._lines = self._columns = 0  # before the text in memory
        self._decoder = json.JSONDecoder(
            parse_int=str, parse_float=str, parse_constant=_no_constant
        )

    def enter(self, name: str) -> None:
        """Go to the value of a member of the object that begins here."""
        if self._next() != "{":
            raise NoListError
        self._at += 1
        while self._next() == '"':
            key, _ = self._value()
            self._expect(":")
            if json.loads(key) == name:
                return
            self._skip(to_comma=True)
            if self._next() == ",":
                self._at += 1
        raise NoListError

    def elements(self) -> Iterator[tuple[str, str, Fault | None]]:
        """Give the text of each element of the list that begins here, or of its beginning."""
        if self._next() != "[":
            raise NoListError
        self._at += 1
        while self._next() != "]":
            yield "", *self._value()
            if self._next() != "]":
                self._expect(",")
        self._at += 1

    def members(self) -> Iterator[tuple[str, str, Fault | None]]:
        """Give the key and text of each member of the object that begins here.

        The text begins with the key where that is what can't be read.
        """
        if self._next() != "{":
            raise NoListError
        self._at += 1
        while self._next() != "}":
            if self._next() != '"':
                raise self._error("Expecting a name within quotes", self._at)
            key, bad_key = self._value()
            if bad_key == BROKEN:
                yield "", key, bad_key
            else:
                self._expect(":")
                text, fault = self._value()
                yield (
                    ("", f"{key}: {text}", bad_key) if bad_key else (json.loads(key), text, fault)
                )
            if self._next() != "}":
                self._expect(",")
        self._at += 1

    def close(self, depth: int) -> None:
        """See that what is open ends, and the file with it."""
        for _ in range(depth):
            self._skip(to_comma=False)
            self._expect("}")
        if self._next():
            raise self._error("Extra data", self._at)

    def _expect(self, mark: str) -> None:
        if self._next() != mark:
            raise self._error(f"Expecting {mark!r}", self._at)
        self._at += 1

    def _value(self) -> tuple[str, Fault | None]:
        self._next()
        while True:
            begin = self._at
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if len(self._text) - self._at <= MAX_RECORD_CHARACTERS and self._fill():
                    continue
                return self._broken(error, begin)
            # A number that ends where the text does may go on.
            if end < len(self._text) or not self._fill():
                break
        text, self._at = self._text[self._at : end], end
        return text, _fault(text, value)

    def _broken(self, error: Exception, begin: int) -> tuple[str, Fault]:
        said, place = str(error), 0
        if isinstance(error, json.JSONDecodeError):
            said, place = error.msg, error.pos - begin
        told = self._error(said, self._at + place)
        shown = self._text[self._at :][:MAX_RAW_CHARACTERS]
        length = self._skip(to_comma=True)
        if not self._next():
            raise told
        return shown[:length], TOO_LARGE if length > MAX_RECORD_CHARACTERS else BROKEN

    def _skip(self, *, to_comma: bool) -> int:
        """Go to what closes the list or object that is open, or the comma before; say how far."""
        begin, inside, depth = self._passed + self._at, False, 0
        while True:
            found = (INSIDE if inside else OUTSIDE).search(self._text, self._at)
            if found is None:
                # What a backslash escapes may follow.
                self._at = len(self._text) - self._text.endswith("\\")
                if not self._fill():
                    return self._passed + self._at - begin
                continue
            mark = found.group()
            depth += 0 if inside else (mark in "[{") - (mark in "]}")
            if not inside and (depth < 0 or (to_comma and mark == "," and not depth)):
                self._at = found.start()
                return self._passed + self._at - begin
            inside = len(mark) > 1 if inside else mark == '"'
            self._at = found.end()

    def _next(self) -> str:
        """Return the next character that is no space; nothing at the end of the file."""
        while True:
            space = SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                return ""

    def _fill(self) -> bool:
        """Read on, forgetting what was passed; say whether there was more."""
        passed = self._text[: self._at]
        self._passed += len(passed)
        newlines = passed.count("\n")
        self._lines += newlines
        behind = len(passed) - passed.rfind("\n") - 1
        self._columns = behind if newlines else self._columns + len(passed)
        more = self._file.read(max(CHUNK_CHARACTERS, len(self._text) - self._at))
        self._text, self._at = self._text[self._at :] + more, 0
        return bool(more)

    def _error(self, said: str, at: int) -> NotJsonError:
        lines = self._text.count("\n", 0, at)
        behind = at - self._text.rfind("\n", 0, at) - 1 if lines else self._columns + at
        rest = self._text[self._at :][:MAX_RAW_CHARACTERS]
        return NotJsonError(said, self._lines + lines + 1, behind + 1, rest)


def _fault(text: str, value: object) -> Fault | None:
    if len(text) > MAX_RECORD_CHARACTERS:
        return TOO_LARGE
    if "\\u0000" in text and NUL.search(text):
        return NO_TEXT
    try:
        text.encode()
        if HALF.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return MISFIT
    return None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
