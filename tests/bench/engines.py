"""Validation by the other engines on PyPI: from a file of triples, or from the store on disk.

They read no store, so that one has to be written out for them first.
"""

import subprocess
from pathlib import Path

import shacl as shacl_rs
import shifty
from rdflib import Graph

from tests.bench.meter import RIVALS, Meter, Said, serve
from tests.bench.rapport import CORE, WITH_SPARQL, read_shapes, rows_of, write_rows


def pyshifty(folder: Path, meter: Meter) -> Said:
    """Validate a file with shifty."""
    return _pyshifty(folder / "graaf.nt", meter)


def pyshifty_store(folder: Path, meter: Meter) -> Said:
    """Write out the store and validate it with shifty."""
    return _pyshifty(_written_out(folder, meter), meter)


def _pyshifty(path: Path, meter: Meter) -> Said:
    shapes = read_shapes(WITH_SPARQL)
    with meter:
        _, report, _ = shifty.validate(path, shapes, infer=False)
    rows = rows_of(report)
    write_rows(path.parent / "pyshifty-sparql.txt", rows)
    return {"findings": len(rows)}


def shacl(folder: Path, meter: Meter) -> Said:
    """Validate a file with shacl, which knows SHACL Core alone."""
    return _shacl(folder / "graaf.nt", meter)


def shacl_store(folder: Path, meter: Meter) -> Said:
    """Write out the store and validate it with shacl."""
    return _shacl(_written_out(folder, meter), meter)


def _shacl(path: Path, meter: Meter) -> Said:
    with meter:
        report = shacl_rs.validate(str(path), str(CORE[0]))
    found = Graph().parse(data=report.serialize("ntriples"), format="nt")
    write_rows(path.parent / "shacl-core.txt", rows_of(found))
    return {"findings": len(report.results)}


def _written_out(folder: Path, meter: Meter) -> Path:
    """Return the triples that the store holds, as a file."""
    path = folder / "uit.nt"
    command = [str(RIVALS / "oxigraph"), "dump", "--location", str(folder / "store")]
    with meter:
        subprocess.run(
            [*command, "--file", str(path), "--graph", "default"],
            check=True,
            stderr=subprocess.DEVNULL,
        )
    return path


if __name__ == "__main__":
    serve(
        lambda folder, size: None,
        {
            "pyshifty-sparql": pyshifty,
            "pyshifty-store": pyshifty_store,
            "shacl-core": shacl,
            "shacl-store": shacl_store,
        },
    )
