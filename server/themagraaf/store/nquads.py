"""Files of N-Quads as mappings write them: a quad on each line, its graph at the end."""

import shutil
from collections.abc import Iterable, Set
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from themagraaf.errors import ModelError


def copy_lines(path: Path, out: BinaryIO, without: Set[bytes]) -> None:
    """Write the lines of a file, but for these."""
    with path.open("rb") as lines:
        if without:
            out.writelines(line for line in lines if line not in without)
        else:
            shutil.copyfileobj(lines, out, 2**20)


def copy_triples(path: Path, out: BinaryIO, without: Set[bytes]) -> None:
    """Write the quads of a file as triples, but for these; each line ends in its graph."""
    with path.open("rb") as lines:
        triples = (line.rsplit(b" <", 1)[0] + b" .\n" for line in lines if line.strip())
        out.writelines(line for line in triples if line not in without)


def copy_into(path: Path, out: BinaryIO, graph: str) -> None:
    """Write the triples of a file as quads of one graph."""
    end = f" <{graph}> .\n".encode()
    with path.open("rb") as lines:
        out.writelines(line.removesuffix(b" .\n") + end for line in lines)


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
