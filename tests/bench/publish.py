"""Puts the last runs of `make bench` into docs/performance.md, as one table and one plot.

`python -m tests.bench.publish NAME …`, where a name is that of a file in `build/bench`.
"""

import json
import sys
from collections.abc import Sequence

from tests.bench.line import Line, as_shares, as_table
from tests.bench.meter import BUILD, ROOT
from tests.bench.plot import as_svg

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"


def publish(names: Sequence[str]) -> None:
    """Replace what stands between the two marks, and the plot."""
    runs = [json.loads((BUILD / f"{name}.json").read_text("utf-8")) for name in names]
    abouts = dict.fromkeys(
        "; ".join(f"{key} {value}" for key, value in run["about"].items() if key != "minutes")
        for run in runs
    )
    found = [Line(**line) for run in runs for line in run["lines"]]
    lines = sorted(found, key=lambda line: [item.part for item in found].index(line.part))
    figures = "\n".join([*(f"{about}." for about in abouts), "", as_table(lines), as_shares(lines)])
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{figures}\n{END}{after}", "utf-8")
    (ROOT / "docs" / "performance.svg").write_text(as_svg(lines), "utf-8")


if __name__ == "__main__":
    publish(sys.argv[1:])
