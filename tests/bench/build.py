"""Times a build of the fictional municipality against its size, in one run: `make bench`.

Each size is built in a process of its own, so that memory is its own peak. Read the
ratios: seconds depend on the machine and on what else it does.
"""

import platform
import resource
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from themagraaf.demo import write_deliveries
from themagraaf.model.files import find_model
from themagraaf.model.model import read_model
from themagraaf.release.build import build
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente

SIZES = (20_000, 200_000)
PARTS = (
    "deliveries",
    "reading",
    "tracing",
    "mapping",
    "loading",
    "validating",
    "measuring",
    "writing",
)


def measure(inwoners: int) -> None:
    """Build once and print the seconds of each part, quads, and the peak memory in MB."""
    spent = dict.fromkeys(PARTS, 0.0)
    started = time.perf_counter()
    state: tuple[str, float] = ("deliveries", started)

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal state
        now = time.perf_counter()
        spent[state[0]] += now - state[1]
        state = (stage.split()[0], now)

    with TemporaryDirectory() as folder:
        config = write_deliveries(Path(folder), inwoners, seed=1)
        progress("reading", 0, 1)
        data = DataFolder(Path(folder) / "data")
        built = build(
            read_model(find_model()), read_gemeente(config), data, progress, key=b"k" * 32
        )
        progress("done", 0, 1)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    numbers = [f"{spent[part]:.1f}" for part in PARTS]
    total_s = time.perf_counter() - started
    print("\t".join([f"{total_s:.1f}", str(built.manifest["aantalQuads"]), str(peak_mb), *numbers]))


def main() -> None:
    """Build each size and print a table, with the time a quad relative to the smallest."""
    print(f"Python {platform.python_version()}, {platform.machine()};", end=" ")
    print(", ".join(f"{name} {version(name)}" for name in ("duckdb", "pyoxigraph")))
    print("residents\tquads\ttotal s\tpeak MB\ttime a quad\t" + " s\t".join(PARTS) + " s")
    smallest = 0.0
    for inwoners in SIZES:
        command = [sys.executable, "-m", "tests.bench.build", str(inwoners)]
        found = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        total_s, quads, peak_mb, *parts = found
        each = float(total_s) / int(quads)
        smallest = smallest or each
        ratio = f"{each / smallest:.2f}×"
        print("\t".join([f"{inwoners:,}", f"{int(quads):,}", total_s, peak_mb, ratio, *parts]))


if __name__ == "__main__":
    measure(int(sys.argv[1])) if len(sys.argv) > 1 else main()
