"""Reads a CSV row by row: slower than the engine, and it knows of each row whether it fits.

Bytes that don't fit the encoding are carried along as lone surrogates, so that
one bad byte costs one row.
"""

import codecs
import csv
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from themagraaf.mapping.lines import Lines
from themagraaf.model.rml import Dialect

MAX_RECORD_CHARACTERS = 2**24
MAX_RAW_CHARACTERS = 20_000
CARRIED = "themagraaf.carried"
BLANK_LINE = re.compile(rb"\n\r?\n(?=[^\r\n])")


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that could not even be read, with what was found in its place."""

    positie: str
    nl: str
    en: str
    raw: str
    bestand: str = ""


def read_header(path: Path, dialect: Dialect) -> list[str]:
    """Return the first row, empty where the file is.

    Raises:
        LookupError: The encoding is not known.
        UnicodeError: The file is not in its encoding at all.
        csv.Error: The row's quotes don't pair up.
    """
    with path.open(encoding=_codec(dialect), errors=CARRIED, newline="") as lines:
        rows = csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote)
        header = next(rows, [])
    # A codec that names its byte order leaves the mark in the text.
    return [header[0].removeprefix("\ufeff"), *header[1:]] if header else []


def read_rows(
    path: Path, dialect: Dialect, width: int
) -> Iterator[tuple[int, list[str] | Refused]]:
    """Give each row after the header with its number, from 2; blank lines count and are left out.

    A row is refused when it has not `width` fields, or its quotes don't pair up,
    or it holds bytes outside the encoding, or more than a record may hold.
    """
    csv.field_size_limit(MAX_RECORD_CHARACTERS)
    with path.open(encoding=_codec(dialect), errors=CARRIED, newline="") as file:
        lines = Lines(file, dialect, width, MAX_RECORD_CHARACTERS)
        for number, (row, raw) in enumerate(_split(lines, dialect), start=1):
            shown = raw.rstrip("\r\n")
            if number == 1 or (not shown and width > 1):
                continue
            fault = _fault(row, width)
            if isinstance(row, list) and fault is None:
                yield number, row
            else:
                printable = shown.encode("utf-8", "replace").decode()
                yield number, Refused(f"row={number}", *(fault or QUOTES), printable)


def misfits(value: str) -> bool:
    """Say whether a text holds bytes that could not be decoded."""
    return any("\udc00" <= character <= "\udcff" for character in value)


def needs_care(path: Path, width: int) -> bool:
    """Say whether the engine would miscount the rows, or let in what is no text.

    It does not count an empty line before the end, which is no row of more columns; and a
    NUL passes for a character.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        blank = width > 1 and BLANK_LINE.search(content) is not None
        return blank or content.find(b"\0") >= 0


QUOTES = (
    "De rij heeft een aanhalingsteken dat niet sluit, of te vroeg.",
    "The row has a quote that is not closed, or closed too early.",
)
TOO_LARGE = (
    "Het record heeft meer dan 16 miljoen tekens; zoveel kan er niet in.",
    "The record has more than 16 million characters, which is more than may get in.",
)
NO_TEXT = (
    "Het record bevat een NUL-teken, dat in geen tekst hoort.",
    "The record holds a NUL character, which no text may hold.",
)


def fault_of(text: str) -> tuple[str, str] | None:
    """Return what is wrong with all that a record says, where it can't get in."""
    if len(text) > MAX_RECORD_CHARACTERS:
        return TOO_LARGE
    return NO_TEXT if "\0" in text else None


def _split(lines: Lines, dialect: Dialect) -> Iterator[tuple[list[str] | tuple[str, str], str]]:
    """Give each row, or why it is none, with its text."""
    rows = csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True)
    while True:
        row: list[str] | tuple[str, str]
        try:
            row = next(rows) or [""]
            row = TOO_LARGE if lines.cut else row
        except StopIteration:
            return
        except csv.Error as error:
            # The quote that is open may have swallowed whole rows, up to the next quote.
            large = "field limit" in str(error)
            swallowed = lines.give_back(skip=large and not lines.cut)
            row = TOO_LARGE if lines.cut or (large and not swallowed) else QUOTES
        yield row, lines.take(MAX_RAW_CHARACTERS)


def _fault(row: list[str] | tuple[str, str], width: int) -> tuple[str, str] | None:
    if isinstance(row, tuple):
        return row
    if len(row) != width:
        return (
            f"De rij heeft {len(row)} velden; de kopregel noemt er {width}.",
            f"The row has {len(row)} fields; the header names {width}.",
        )
    if any(misfits(value) for value in row):
        return (
            "De rij bevat tekens die niet in de opgegeven codering passen.",
            "The row holds bytes that do not fit the encoding declared.",
        )
    return None


def _codec(dialect: Dialect) -> str:
    return "utf-8-sig" if dialect.encoding in {"utf-8", "utf8"} else dialect.encoding


def _carry(error: UnicodeError) -> tuple[str, int]:
    """Make lone surrogates of bytes that can't be decoded, of those below 128 too."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in wrong), error.end


codecs.register_error(CARRIED, _carry)
