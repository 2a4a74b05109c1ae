"""`themagraaf check` on the reference model, as an author waits for it: with its start."""

import subprocess
import sys
from pathlib import Path

from tests.bench.meter import ROOT, Meter, Said, serve


def prepare(folder: Path, size: int) -> None:
    """Need nothing: the model is there."""


def themagraaf(folder: Path, meter: Meter) -> Said:
    """Check once."""
    with meter:
        subprocess.run(
            [sys.executable, "-m", "themagraaf.cli", "check", str(ROOT)],
            check=True,
            capture_output=True,
        )
    return {}


if __name__ == "__main__":
    serve(prepare, {"themagraaf": themagraaf})
