"""Reads XML as a stream: one record at a time in memory, whatever the file's size."""

import codecs
import json
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO
from xml.parsers import expat

from themagraaf.errors import DeliveryError
from themagraaf.mapping import xpath
from themagraaf.mapping.archive import open_members, unpacking
from themagraaf.mapping.intake import Intake, Part, Row, numbered
from themagraaf.mapping.kolommen import Columns
from themagraaf.mapping.rows import MAX_RAW_CHARACTERS, Refused
from themagraaf.mapping.xml_records import DoctypeError, Harvest, Record, Value

CHUNK_BYTES = 2**16
DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
MARKED = "themagraaf.marked"
# Stands for bytes outside the encoding; it is for private use, so that no text has it.
MARK = "\U0010f8fe"
# What XML has no place for; one in a value costs its record, and not the file.
NO_TEXT = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f]")
CODECS = {codecs.BOM_UTF8: "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def stage_xml(intake: Intake, path: Path, table: str) -> Part:
    """Read the elements that the iterator finds; a column for each reference of the mapping.

    Where a file goes wrong, what came before counts, and the rest is refused as one record.

    Raises:
        ModelError: The iterator or a reference can't be read.
        DeliveryError: The file is no XML before its first record, has a DOCTYPE, or holds other
            things than records.
    """
    reader = _Reader(intake, path)
    columns = numbered(intake.references)
    with unpacking(path):
        refused = intake.fill(table, columns, reader.rows())
    if not reader.count and reader.broken:
        raise DeliveryError(f"{reader.broken}; ask for the delivery again")
    if not reader.count and not reader.plausible:
        raise DeliveryError(
            f"{path.name} holds nothing at {intake.source.iterator}, but other things; if that is"
            f' right, leave it out and say so: ontbreekt = ["{intake.source.name}"]'
        )
    return Part(Columns(columns), refused)


class _NotXmlError(Exception):
    """From some place on, a file is no XML; `rest` is how what could not be read begins."""

    def __init__(self, error: expat.ExpatError, rest: str) -> None:
        super().__init__(expat.ErrorString(error.code))
        self.line, self.column = error.lineno, error.offset + 1
        self.rest = rest

    @property
    def where(self) -> str:
        """The place, for people."""
        return f"line {self.line}, column {self.column}"


class _Reader:
    def __init__(self, intake: Intake, path: Path) -> None:
        self.intake = intake
        self.path = path
        self.iterator = xpath.read_iterator(intake.source)
        self.node = xpath.read_references(intake.references, intake.source)
        self.count = 0
        self.plausible = True  # that there are no records
        self.broken = ""  # where and how the first file that goes wrong does

    def rows(self) -> Generator[Row | Refused, None, None]:
        """Give each record, or why it is none; its place is counted from 1 within its file."""
        leden = self.intake.source.leden
        with closing(open_members(self.path, leden, self.intake.folder)) as opened:
            for member, stream in opened:
                shown = f"{self.path.name}, {member}" if member else self.path.name
                within = f"lid={member}&" if member else ""
                place = 0
                try:
                    for place, record in enumerate(self._records(stream, shown), start=1):
                        self.count += 1
                        yield self._row(record, f"{within}element={place}")
                except _NotXmlError as error:
                    self.broken = self.broken or f"{shown}, {error.where} is not XML: {error}"
                    yield _rest(f"{within}element={place + 1}", error)

    def _records(self, stream: IO[bytes], shown: str) -> Iterator[Record]:
        """Give the records of one file in order.

        Raises:
            _NotXmlError: From some place on it is no XML.
        """
        harvest = Harvest(self.iterator, self.node, len(self.intake.references))
        try:
            for text in _texts(stream, shown):
                # Once there are bytes outside the encoding, any record may have them.
                harvest.doubtful = harvest.doubtful or MARK in text
                harvest.read(text)
                yield from harvest.ripe
                harvest.ripe.clear()
            harvest.read("", final=True)
            yield from harvest.ripe
            self.plausible = self.plausible and harvest.plausible
        except expat.ExpatError as error:
            yield from harvest.ripe
            raise _NotXmlError(error, harvest.rest()) from error
        except DoctypeError as error:
            raise DeliveryError(
                f"{shown} has a DOCTYPE, which can hide what it expands to; ask for it without"
            ) from error

    def _row(self, record: Record, positie: str) -> Row | Refused:
        if record.twice:
            name = self.intake.references[min(record.twice)]
            return _refused(
                positie,
                f"Het element heeft meer dan één {name}, waar de mapping er één leest.",
                f"The element has more than one {name}, where the mapping reads one.",
                record.raw,
            )
        if record.doubtful and any(MARK in (value or "") for value in _each(record.row)):
            return _refused(
                positie,
                "Het element bevat tekens die in XML of de opgegeven codering niet passen.",
                "The element holds characters that fit neither XML nor the encoding declared.",
                record.raw,
            )
        row = [
            json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
            for value in record.row
        ]
        return self.count, positie, row


def _rest(positie: str, error: _NotXmlError) -> Refused:
    return _refused(
        positie,
        f"Op regel {error.line}, kolom {error.column} is het bestand geen XML ({error});"
        " vanaf dit element is er niets van gelezen.",
        f"The file is not XML at {error.where} ({error}); nothing of it was read from this"
        " element on.",
        error.rest,
    )


def _refused(positie: str, nl: str, en: str, raw: str) -> Refused:
    return Refused(positie, nl, en, raw[:MAX_RAW_CHARACTERS].replace(MARK, "?"))


def _each(row: Iterable[Value]) -> Iterator[str | None]:
    for value in row:
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _texts(stream: IO[bytes], shown: str) -> Iterator[str]:
    """Give the text of an XML file in pieces, bytes outside its encoding marked."""
    piece = stream.read(CHUNK_BYTES)
    declared = DECLARED.search(piece[:1024])
    name = next((codec for mark, codec in CODECS.items() if piece.startswith(mark)), None)
    try:
        name = name or (declared.group(1).decode() if declared else "utf-8")
        decoder = codecs.getincrementaldecoder(name)(MARKED)
    except LookupError as error:
        raise DeliveryError(f"{shown} is in an encoding that nobody knows: {name}") from error
    while piece:
        yield NO_TEXT.sub(MARK, decoder.decode(piece))
        piece = stream.read(CHUNK_BYTES)
    yield decoder.decode(b"", final=True)


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return MARK, error.end


codecs.register_error(MARKED, _mark)
