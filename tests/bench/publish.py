"""Puts the last table and plot of `make bench` into docs/: `python -m tests.bench.publish NAME`."""

import shutil
import sys

from tests.bench.meter import BUILD, ROOT

PAGE = ROOT / "docs" / "performance.md"


def publish(name: str) -> None:
    """Replace what stands between the two marks of a run, and its plot."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    before, _, rest = PAGE.read_text("utf-8").partition(begin)
    _, _, after = rest.partition(end)
    table = (BUILD / f"{name}.md").read_text("utf-8")
    PAGE.write_text(f"{before}{begin}\n{table}\n{end}{after}", "utf-8")
    shutil.copyfile(BUILD / f"{name}.svg", ROOT / "docs" / f"performance-{name}.svg")


if __name__ == "__main__":
    publish(sys.argv[1])
