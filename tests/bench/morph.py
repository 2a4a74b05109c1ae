"""Morph-KGC on the same deliveries and RML, through its own command, on two processes."""

import os
import runpy
import shutil
import sys
from pathlib import Path

import morph_kgc  # noqa: F401  # so that its start is not counted

from tests.bench.meter import Meter, Said, serve
from tests.bench.registraties import write_registraties

CONFIG = """[CONFIGURATION]
output_file = morph/quads.nq
output_format = N-QUADS
number_of_processes = 2
logging_level = ERROR

[Bench]
mappings = model/mappings/bench/mapping.rml.ttl
"""


def morph(folder: Path, meter: Meter) -> Said:
    """Write the quads."""
    target = folder / "morph"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    config = folder / "morph.ini"
    config.write_text(CONFIG, "utf-8")
    os.chdir(folder)
    sys.argv = ["morph_kgc", "morph.ini"]
    with meter:
        runpy.run_module("morph_kgc", run_name="__main__")
    return {}


if __name__ == "__main__":
    serve(write_registraties, {"morph-kgc": morph})
