"""Mapping: our workspace on the same deliveries and RML as Morph-KGC, and against its limit.

The limit is Polars expressions written by hand that emit the same lines (`lines.py`).
"""

import shutil
import subprocess
from datetime import date
from pathlib import Path

from tests.bench.meter import ROOT, Clock, Meter, Said, quiet, serve
from tests.bench.registraties import write_registraties
from themagraaf.mapping.levering import Levering
from themagraaf.mapping.workspace import Workspace
from themagraaf.model.files import ModelFiles
from themagraaf.model.rml_reader import read_mappings

RML = ROOT / "tests" / "bench" / "gegevens" / "mapping.rml.ttl"
NAMES = ("personen.csv", "adressen.csv", "zaken.json", "voorzieningen.csv")
MEMORY_LIMIT_MB = 1024


def prepare(folder: Path, personen: int) -> None:
    """Write the deliveries, and the RML where each engine looks for it."""
    write_registraties(folder, personen)
    target = folder / "model" / "mappings" / "bench" / "mapping.rml.ttl"
    target.parent.mkdir(parents=True)
    shutil.copyfile(RML, target)


def themagraaf(folder: Path, meter: Meter) -> Said:
    """Stage the deliveries and write their quads."""
    work = folder / "themagraaf"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    bestanden = tuple((name, folder / name) for name in NAMES)
    with meter:
        clock = Clock()
        workspace = _open(folder, work)
        opened_s = clock.lap()
        workspace.stage([Levering("bench", date(2026, 1, 1), bestanden)], quiet)
        staged_s = clock.lap()
        workspace.write_quads(quiet)
        written_s = clock.lap()
        workspace.close()
    return {"opening": opened_s, "staging": staged_s, "writing": written_s}


def _open(folder: Path, work: Path) -> Workspace:
    return Workspace(
        work,
        read_mappings(ModelFiles(folder / "model")),
        {},
        basis="https://voorbeeld.example",
        gemeentecode="GM9901",
        key=b"k" * 32,
        memory_limit_mb=MEMORY_LIMIT_MB,
        threads=2,
    )


def same(folder: Path) -> None:
    """Hold that all engines gave the same set of lines."""
    found = {
        "themagraaf": _digest(folder, "themagraaf/*.nq"),
        "morph-kgc": _digest(folder, "morph/*.nq"),
        "polars": _digest(folder, "polars/*.nq"),
    }
    assert len(set(found.values())) == 1, f"the engines give other lines: {found}"


def _digest(folder: Path, files: str) -> str:
    """Return a hash and a count of the lines as a set; sorting is left to disk."""
    command = f"cat {files} | grep -v '^$' | LC_ALL=C sort -u | tee >(wc -l >&2) | sha256sum"
    found = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=True
    )
    return f"{found.stdout.split()[0][:16]} ({found.stderr.strip()} lines)"


if __name__ == "__main__":
    serve(prepare, {"themagraaf": themagraaf}, same)
