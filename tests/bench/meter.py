"""One run in a process of its own: its seconds, its CPU and its peak memory.

A part is a module that makes its data (`prepare`), runs one of its contenders on it,
and holds that all of them gave the same (`same`). The process that starts them loads
nothing heavy, since Linux counts its memory as theirs until they begin.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build" / "bench"
OURS = Path(sys.executable)
RIVALS = BUILD / "venv" / "bin"

Said = dict[str, float]


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took. `said` is what it tells itself: counts, seconds of its steps.

    `wall_s` and `cpu_s` are of the work that is compared, `peak_mb` is of the whole process;
    of several processes it is the largest one's.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    said: Mapping[str, float]


class Meter:
    """Times what is done within it; what a contender does before and after is not counted."""

    def __init__(self) -> None:
        self._wall_s = self._cpu_s = 0.0

    def __enter__(self) -> None:
        self._wall_s -= time.perf_counter()
        self._cpu_s -= _cpu_s()

    def __exit__(self, *raised: object) -> None:
        self._wall_s += time.perf_counter()
        self._cpu_s += _cpu_s()

    def read(self, said: Said) -> Run:
        """Return what was measured."""
        peak_mb = max(usage.ru_maxrss for usage in _usages()) / 1024
        return Run(self._wall_s, self._cpu_s, peak_mb, said)


Contender = Callable[[Path, Meter], Said]


class Clock:
    """Gives the seconds since it was last asked."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def lap(self) -> float:
        """Return the seconds since the last time, or since the start."""
        now = time.perf_counter()
        passed, self._last = now - self._last, now
        return passed


def quiet(stage: str, done: int, total: int) -> None:
    """Take progress and show nothing."""


def start(module: str, what: str, folder: Path, size: int, python: Path = OURS) -> Run | None:
    """Run one step of a part; None where it is no contender and so is not timed.

    Raises:
        SystemExit: It failed; what it said of that is on the screen.
    """
    command = [str(python), "-m", f"tests.bench.{module}", what, str(folder), str(size)]
    found = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if found.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {found.returncode}")
    lines = [line for line in found.stdout.splitlines() if line.startswith('{"wall_s"')]
    return Run(**json.loads(lines[-1])) if lines else None


def serve(
    prepare: Callable[[Path, int], None],
    contenders: Mapping[str, Contender],
    same: Callable[[Path], None] | None = None,
    arguments: Sequence[str] | None = None,
) -> None:
    """Do what `start` asks of a part."""
    what, place, size = arguments or sys.argv[1:]
    folder = Path(place)
    if what == "prepare":
        prepare(folder, int(size))
    elif what == "same":
        if same is not None:
            same(folder)
    else:
        meter = Meter()
        said = contenders[what](folder, meter)
        print(json.dumps(asdict(meter.read(said))))


def _usages() -> tuple[resource.struct_rusage, resource.struct_rusage]:
    return resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)


def _cpu_s() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in _usages())
