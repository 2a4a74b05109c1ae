"""Runs the benchmarks and writes the table, the lines and the plot: `make bench`.

`python -m tests.bench small|large [PART …]`. Each run is a process of its own; those that
are compared take turns, so that what else the machine does hits all of them.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from tests.bench.line import Line, as_shares, as_table, lines_of
from tests.bench.meter import BUILD, OURS, RIVALS, Run, start
from tests.bench.parts import PARTS, Part
from tests.bench.plot import as_svg

PACKAGES = {
    OURS: ("duckdb", "pyoxigraph", "pyshacl", "rdflib"),
    RIVALS / "python": ("morph-kgc", "oxigraph", "polars", "pyshifty", "shacl"),
}


def main(which: str, names: Sequence[str]) -> None:
    """Run the parts named, or all, at the sizes `which` names."""
    about, lines, started = describe(), list[Line](), time.monotonic()
    for part in PARTS:
        if part.name in names or not names:
            for size in part.sizes[which]:
                lines += _measure(part, size, part.repeats[which])
            # After each part, so that one that fails does not take the others along.
            minutes = f"{(time.monotonic() - started) / 60:.0f}"
            _write("-".join([which, *names]), about | {"minutes": minutes}, lines)
    print((BUILD / f"{'-'.join([which, *names])}.md").read_text("utf-8"))


def _write(name: str, about: Mapping[str, str], lines: Sequence[Line]) -> None:
    said = "; ".join(f"{key} {value}" for key, value in about.items())
    text = f"{said}.\n\n{as_table(lines)}\n{as_shares(lines)}"
    (BUILD / f"{name}.md").write_text(text, encoding="utf-8")
    content = {"about": about, "lines": [asdict(line) for line in lines]}
    written = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    (BUILD / f"{name}.json").write_text(written, encoding="utf-8")
    (BUILD / f"{name}.svg").write_text(as_svg(lines), encoding="utf-8")


def _measure(part: Part, size: int, repeats: int) -> list[Line]:
    folder = BUILD / "work" / part.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    module = part.contenders[0].module
    start(module, "prepare", folder, size)
    rounds: list[Mapping[str, Run]] = []
    for number in range(repeats):
        found: dict[str, Run] = {}
        for contender in part.contenders:
            run = start(contender.module, contender.name, folder, size, contender.python)
            assert run is not None
            found[contender.name] = run
            print(
                f"{part.name} {size:,} {part.unit}, {number + 1}/{repeats}, {contender.name}:"
                f" {run.wall_s:.2f} s",
                file=sys.stderr,
            )
        rounds.append(found)
        if number == 0:
            start(module, "same", folder, size)
    shutil.rmtree(folder)
    return lines_of(part, size, rounds)


def describe() -> dict[str, str]:
    """Return what the figures depend on: day, machine without its name, versions."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    about = {
        "date": date.today().isoformat(),
        "cores": str(os.cpu_count()),
        "GB of memory": f"{memory_gb:.0f}",
        "architecture": platform.machine(),
        "Python": platform.python_version(),
    }
    for python, packages in PACKAGES.items():
        about |= _versions(python, packages)
    return about


def _versions(python: Path, packages: Sequence[str]) -> dict[str, str]:
    asked = f"from importlib.metadata import version; print(*map(version, {packages!r}))"
    found = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=True)
    return dict(zip(packages, found.stdout.split(), strict=True))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
