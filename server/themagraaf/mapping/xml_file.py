"""Reads XML as a stream: one record at a time in memory, whatever the file's size."""

import codecs
import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser, tostring
from xml.parsers import expat

from themagraaf.errors import DeliveryError
from themagraaf.mapping import xpath
from themagraaf.mapping.archive import open_members, unpacking
from themagraaf.mapping.intake import Intake, Part, Row, many, numbered
from themagraaf.mapping.kolommen import Columns
from themagraaf.mapping.rows import Refused

CHUNK_BYTES = 2**16
MAX_RAW_CHARACTERS = 20_000
DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
MARKED = "themagraaf.marked"
# Stands for bytes outside the encoding; it is for private use, so that no text has it.
MARK = "\U0010f8fe"
CODECS = {codecs.BOM_UTF8: "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def stage_xml(intake: Intake, path: Path, table: str) -> Part:
    """Read the elements that the iterator finds; a column for each reference of the mapping.

    Raises:
        ModelError: The iterator or a reference can't be read.
        DeliveryError: The file is no XML, has a DOCTYPE, or holds nothing that the iterator finds.
    """
    reader = _Reader(intake, path)
    columns = numbered(intake.references)
    with unpacking(path):
        refused = intake.fill(table, columns, reader.rows())
    if not reader.count:
        raise DeliveryError(
            f"{path.name} holds nothing at {intake.source.iterator}; if that is right, leave it"
            f' out and say so: ontbreekt = ["{intake.source.name}"]'
        )
    return Part(Columns(columns), refused)


class _Reader:
    def __init__(self, intake: Intake, path: Path) -> None:
        self.intake = intake
        self.path = path
        self.iterator = xpath.read_iterator(intake.source)
        self.node = xpath.read_references(intake.references, intake.source)
        self.lists = [
            index for index, name in enumerate(intake.references) if many(intake.source, name)
        ]
        self.count = 0

    def rows(self) -> Iterator[Row | Refused]:
        """Give each record, or why it is none; its place is counted from 1 within its file."""
        leden = self.intake.source.leden
        with closing(open_members(self.path, leden, self.intake.folder)) as opened:
            for member, stream in opened:
                shown = f"{self.path.name}, {member}" if member else self.path.name
                within = f"lid={member}&" if member else ""
                for place, element in enumerate(self._elements(stream, shown), start=1):
                    self.count += 1
                    yield self._row(element, f"{within}element={place}")

    def _row(self, element: Element, positie: str) -> Row | Refused:
        found = xpath.Gathering(
            [None] * len(self.intake.references), {column: [] for column in self.lists}
        )
        found.take(element, self.node)
        if fault := self._fault(found):
            raw = tostring(element, encoding="unicode")[:MAX_RAW_CHARACTERS].replace(MARK, "?")
            return Refused(positie, *fault, raw)
        for column, values in found.lists.items():
            found.row[column] = json.dumps(values, ensure_ascii=False) if values else None
        return self.count, positie, found.row

    def _fault(self, found: xpath.Gathering) -> tuple[str, str] | None:
        if found.twice:
            name = self.intake.references[min(found.twice)]
            return (
                f"Het element heeft meer dan één {name}, waar de mapping er één leest.",
                f"The element has more than one {name}, where the mapping reads one.",
            )
        values = [*found.row, *(value for values in found.lists.values() for value in values)]
        if any(value is not None and MARK in value for value in values):
            return (
                "Het element bevat tekens die niet in de opgegeven codering passen.",
                "The element holds bytes that do not fit the encoding declared.",
            )
        return None

    def _elements(self, stream: IO[bytes], shown: str) -> Iterator[Element]:
        """Give the records in order; each is forgotten when the next is asked for."""
        parser: XMLPullParser[Element] = XMLPullParser(["start", "end"])
        above: list[Element] = []
        names: list[str] = []
        record: Element | None = None
        for text in _texts(stream, shown):
            try:
                parser.feed(text)
                events = cast(list[tuple[str, Element]], list(parser.read_events()))
            except ParseError as error:
                raise _no_xml(shown, error) from error
            for event, element in events:
                if event == "start":
                    if record is None:
                        above.append(element)
                        names.append(element.tag)
                        if self.iterator.meets(names):
                            record = element
                elif record is None or element is record:
                    if record is not None:
                        yield record
                        record = None
                    names.pop()
                    above.pop()
                    if above:
                        del above[-1][:]
        try:
            parser.close()
        except ParseError as error:
            raise _no_xml(shown, error) from error


def _texts(stream: IO[bytes], shown: str) -> Iterator[str]:
    """Give the text of an XML file in pieces, bytes outside its encoding marked.

    A document type may make much of little, or read other files; no delivery needs one.
    """
    guard = _Guard(shown)
    first = stream.read(CHUNK_BYTES)
    declared = DECLARED.search(first[:1024])
    name = next((codec for mark, codec in CODECS.items() if first.startswith(mark)), None)
    try:
        name = name or (declared.group(1).decode() if declared else "utf-8")
        decoder = codecs.getincrementaldecoder(name)(MARKED)
    except LookupError as error:
        raise DeliveryError(f"{shown} is in an encoding that nobody knows: {name}") from error
    piece = first
    while piece:
        text = decoder.decode(piece)
        if not guard.done:
            guard.read(text)
        yield text
        piece = stream.read(CHUNK_BYTES)
    yield decoder.decode(b"", final=True)


class _Guard:
    """Reads no further than the root element, to see whether a document type comes before it."""

    def __init__(self, shown: str) -> None:
        self.done = False
        self._shown = shown
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._stop

    def read(self, text: str) -> None:
        try:
            self._parser.Parse(text.encode(), False)
        except expat.ExpatError:
            self.done = True  # the reader itself says what is wrong

    def _refuse(self, *_: object) -> None:
        raise DeliveryError(
            f"{self._shown} has a DOCTYPE, which can hide what it expands to; ask for it without"
        )

    def _stop(self, *_: object) -> None:
        self.done = True


def _no_xml(shown: str, error: ParseError) -> DeliveryError:
    line, column = error.position
    said = str(error).split(":")[0]
    return DeliveryError(
        f"{shown}, line {line}, column {column + 1} is not XML: {said}; ask for the delivery again"
    )


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return MARK, error.end


codecs.register_error(MARKED, _mark)
