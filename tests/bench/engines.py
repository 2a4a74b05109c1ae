"""Validation by the other engines on PyPI, each reading the same file of triples."""

from pathlib import Path

import shacl as shacl_rs
import shifty
from rdflib import Graph

from tests.bench.meter import Meter, Said, serve
from tests.bench.rapport import CORE, WITH_SPARQL, read_shapes, rows_of, write_rows


def pyshifty(folder: Path, meter: Meter) -> Said:
    """Validate with shifty."""
    shapes = read_shapes(WITH_SPARQL)
    with meter:
        _, report, _ = shifty.validate(folder / "graaf.nt", shapes, infer=False)
    rows = rows_of(report)
    write_rows(folder / "pyshifty-sparql.txt", rows)
    return {"findings": len(rows)}


def shacl(folder: Path, meter: Meter) -> Said:
    """Validate with shacl, which knows SHACL Core alone."""
    with meter:
        report = shacl_rs.validate(str(folder / "graaf.nt"), str(CORE[0]))
    found = Graph().parse(data=report.serialize("ntriples"), format="nt")
    write_rows(folder / "shacl-core.txt", rows_of(found))
    return {"findings": len(report.results)}


if __name__ == "__main__":
    serve(
        lambda folder, size: None,
        {
            "pyshifty-sparql": pyshifty,
            "shacl-core": shacl,
        },
    )
