"""Reads a CSV row by row: slower than the engine, and it knows of each row whether it fits.

Bytes that don't fit the encoding are carried along as lone surrogates, so that
one bad byte costs one row.
"""

import codecs
import csv
import mmap
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from themagraaf.model.rml import Dialect

MAX_FIELD_CHARACTERS = 2**24
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
    or it holds bytes outside the encoding.
    """
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    with path.open(encoding=_codec(dialect), errors=CARRIED, newline="") as lines:
        for number, (row, raw) in enumerate(_split(lines, dialect), start=1):
            shown = raw.rstrip("\r\n")
            if number == 1 or (not shown and width > 1):
                continue
            fault = _fault(row, width)
            if row is None or fault is not None:
                printable = shown.encode("utf-8", "replace").decode()
                yield number, Refused(f"row={number}", *(fault or QUOTES), printable)
            else:
                yield number, row


def misfits(value: str) -> bool:
    """Say whether a text holds bytes that could not be decoded."""
    return any("\udc00" <= character <= "\udcff" for character in value)


def has_blank_line(path: Path) -> bool:
    """Say whether there is an empty line before the end, which the engine would not count."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return BLANK_LINE.search(content) is not None


def _split(lines: Iterable[str], dialect: Dialect) -> Iterator[tuple[list[str] | None, str]]:
    """Give each row with its text; None for a row whose quotes don't pair up."""
    read: list[str] = []

    def noted() -> Iterator[str]:
        for line in lines:
            read.append(line)
            yield line

    rows = csv.reader(noted(), delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True)
    while True:
        try:
            row: list[str] | None = next(rows) or [""]
        except StopIteration:
            return
        except csv.Error:
            row = None
        yield row, "".join(read)
        read.clear()


QUOTES = (
    "De rij heeft een aanhalingsteken dat niet sluit, of te vroeg.",
    "The row has a quote that is not closed, or closed too early.",
)


def _fault(row: list[str] | None, width: int) -> tuple[str, str] | None:
    if row is None:
        return QUOTES
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
