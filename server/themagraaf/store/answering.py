"""Writes what the engine answers in the media type asked for, as far as there is room for it."""

import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from themagraaf.errors import QueryLimitError, RequestError
from themagraaf.store.answer import Document, Room

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

RESULT_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "tg": "https://w3id.org/themagraaf/def/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# What stands in each row, or between each two, so that counting it never gives too few.
ROW = {
    "application/sparql-results+json": b"},{",
    "application/sparql-results+xml": b"<result",
    "text/csv": b"\n",
    "text/tab-separated-values": b"\n",
}
IN_MEMORY_BYTES = 2**20
BLOCK_BYTES = 2**20
WRITTEN_BYTES = 2**16


def write_answer(
    found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean, media_type: str, room: Room
) -> Document:
    """Return an answer whole.

    Raises:
        RequestError: This kind of answer has no such media type.
        QueryLimitError: The answer is larger than there is room for.
    """
    formats = GRAPH_FORMATS if isinstance(found, ox.QueryTriples) else RESULT_FORMATS
    if media_type not in formats:
        kind = "graph" if isinstance(found, ox.QueryTriples) else "table"
        raise RequestError(f"a {kind} has no {media_type}; {', '.join(formats)} are known")
    with _Spool(room, ROW.get(media_type, b"")) as spool:
        out = io.BufferedWriter(spool, WRITTEN_BYTES)
        if isinstance(found, ox.QueryTriples):
            graph_format = GRAPH_FORMATS[media_type]
            triples = _at_most(found, room.rows)
            ox.serialize(triples, output=out, format=graph_format, prefixes=PREFIXES)
            out.flush()
        else:
            found.serialize(output=out, format=RESULT_FORMATS[media_type])
            out.flush()
            # Counted exactly only where there may be too many.
            if spool.rows > room.rows and _count(spool.read_back(), media_type) > room.rows:
                raise _too_many(room.rows)
        return Document(spool.take(), media_type, spool.size)


def rewrite(turtle: bytes, base: str, media_type: str, prefixes: Mapping[str, str]) -> bytes:
    """Return Turtle, whose relative IRIs are under `base`, in another syntax of RDF."""
    found = ox.parse(turtle, format=ox.RdfFormat.TURTLE, base_iri=base)
    written = ox.serialize(found, format=GRAPH_FORMATS[media_type], prefixes=dict(prefixes))
    assert written is not None
    return written


class _Spool(io.RawIOBase):
    """Holds what is written in memory, and in a file once it is much; no more than may be."""

    def __init__(self, room: Room, row: bytes) -> None:
        super().__init__()
        self.size, self.rows = 0, 1
        self._room = room
        self._row = row
        self._end = b""
        self._memory = bytearray()
        self._file: Path | None = None
        self._out: BinaryIO | None = None

    def writable(self) -> bool:
        return True

    def write(self, block: "ReadableBuffer") -> int:
        block = bytes(block)
        self.size += len(block)
        if self.size > self._room.bytes:
            raise QueryLimitError(
                f"the answer has more than {self._room.bytes} bytes; ask for fewer columns, or page"
                " with ORDER BY, LIMIT and OFFSET"
            )
        if self._row:
            whole = self._end + block
            self.rows += whole.count(self._row)
            self._end = whole[1 - len(self._row) :] if len(self._row) > 1 else b""
        self._memory += block
        if len(self._memory) > IN_MEMORY_BYTES:
            self._to_file()
        return len(block)

    def _to_file(self) -> None:
        if self._out is None:
            number, name = tempfile.mkstemp(dir=self._room.spool)
            self._file, self._out = Path(name), os.fdopen(number, "wb")
        self._out.write(self._memory)
        self._memory.clear()

    def read_back(self) -> BinaryIO:
        """Return all that was written, to read."""
        if self._file is None:
            return io.BytesIO(self._memory)
        self._flush()
        return self._file.open("rb")

    def take(self) -> bytes | Path:
        """Return what was written; of a file it is the taker's to remove it."""
        if self._file is None:
            return bytes(self._memory)
        self._flush()
        taken, self._file = self._file, None
        return taken

    def _flush(self) -> None:
        assert self._out is not None
        self._to_file()
        self._out.flush()

    def close(self) -> None:
        if self._out is not None:
            self._out.close()
        if self._file is not None:
            self._file.unlink(missing_ok=True)
        super().close()


def _at_most(triples: Iterable[ox.Triple], limit_rows: int) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples):
        if number == limit_rows:
            raise _too_many(limit_rows)
        yield triple


def _count(written: BinaryIO, media_type: str) -> int:
    with written:
        if media_type == "text/csv":
            return _count_csv(written)
        found = ox.parse_query_results(written, format=RESULT_FORMATS[media_type])
        return sum(1 for _ in found) if isinstance(found, ox.QuerySolutions) else 1


def _count_csv(written: BinaryIO) -> int:
    """Count the lines, less those within quotes and the header."""
    rows, quoted = -1, False
    while block := written.read(BLOCK_BYTES):
        for number, part in enumerate(block.split(b'"')):
            quoted ^= number > 0
            rows += 0 if quoted else part.count(b"\n")
    return rows


def _too_many(limit_rows: int) -> QueryLimitError:
    return QueryLimitError(
        f"the answer has more than {limit_rows} rows; page with ORDER BY, LIMIT and OFFSET,"
        " or ask for less with a FILTER or GROUP BY"
    )
