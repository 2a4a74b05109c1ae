"""Files of N-Quads as mappings write them: a quad on each line, its graph at the end.

They are read in blocks of whole lines, and handed to the engine as a stream: no copy on disk.
"""

import io
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from themagraaf.errors import ModelError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK_BYTES = 2**20


def as_stream(blocks: Iterable[bytes]) -> io.BufferedReader:
    """Return what can be read of blocks one after the other."""
    return io.BufferedReader(_Blocks(blocks), BLOCK_BYTES)


def lines_of(path: Path, without: Set[bytes]) -> Iterator[bytes]:
    """Give the lines of a file, but for these."""
    for block in _blocks(path):
        yield _sieved(block, without) if without else block


def triples_of(path: Path, without: Set[bytes]) -> Iterator[bytes]:
    """Give the quads of a file as triples, but for these; each line ends in its graph."""
    for block in _blocks(path):
        end = _graph_of(block[: block.find(b"\n") + 1])
        # Nearly always all lines of a block are in one graph.
        if end and block.count(end) == block.count(b"\n"):
            stripped = block.replace(end, b" .\n")
        else:
            each = (
                line.rsplit(b" <", 1)[0] + b" .\n" for line in io.BytesIO(block) if line.strip()
            )
            stripped = b"".join(each)
        yield _sieved(stripped, without) if without else stripped


def quads_of(path: Path, graph: str) -> Iterator[bytes]:
    """Give the triples of a file as quads of one graph."""
    end = f" <{graph}> .\n".encode()
    for block in _blocks(path):
        yield block.replace(b" .\n", end)


def no_quad(paths: Iterable[Path]) -> ModelError:
    """Return the error that names the first file and line that the engine can't read."""
    for path in paths:
        try:
            for _ in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS):
                pass
        except SyntaxError as error:
            # The parser's words may quote a record, so only the line is passed on.
            return ModelError(
                f"{path.name}, line {error.lineno} is no quad: a mapping makes an IRI of text that"
                " is none; give it a template, which escapes"
            )
    return ModelError("a mapping wrote what is no quad")


class _Blocks(io.RawIOBase):
    """Blocks of bytes as a file."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        super().__init__()
        self._blocks = iter(blocks)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        while not self._left:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._left = memoryview(block)
        target = memoryview(buffer)
        size = min(len(target), len(self._left))
        target[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def _blocks(path: Path) -> Iterator[bytes]:
    """Give a file in blocks of whole lines."""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block + file.readline()


def _sieved(block: bytes, without: Set[bytes]) -> bytes:
    return b"".join(line for line in io.BytesIO(block) if line not in without)


def _graph_of(line: bytes) -> bytes:
    """Return how a line ends, from the space before its graph on; nothing where it names none."""
    begin = line.rfind(b" <")
    return line[begin:] if begin >= 0 and line.endswith(b"> .\n") else b""
