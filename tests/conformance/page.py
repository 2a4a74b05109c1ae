"""The part of docs/conformance.md that the outcomes make: counts, and each case that we fail."""

from collections.abc import Sequence
from pathlib import Path

from tests.conformance.outcomes import Outcome, reasons
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "conformance.md"
BEGIN, END = "<!-- outcomes -->", "<!-- end of outcomes -->"
# What stands in the column beside ours, by suite.
RIVALS = {"SHACL": "pyshacl", "RML": "morph-kgc"}


def written(outcomes: Sequence[Outcome]) -> str:
    """Return the part as it should be."""
    lines = ["", "| suite | cases | we pass | beside it |", "|---|--:|--:|--:|"]
    for suite in sorted({item.suite for item in outcomes}):
        of = [item for item in outcomes if item.suite == suite]
        mine = [item for item in of if item.engine == "themagraaf"]
        rival = RIVALS[suite.split()[0].split("-")[0]]
        theirs = [item for item in of if item.engine == rival]
        beside = f"{sum(item.passed for item in theirs)} ({rival})" if theirs else "–"
        lines.append(f"| {suite} | {len(mine)} | {sum(item.passed for item in mine)} | {beside} |")
    lines += [
        "",
        "Each case that we don't pass, and why:",
        "",
        "| suite | case | why |",
        "|---|---|---|",
    ]
    why = reasons()
    for item in outcomes:
        if item.engine == "themagraaf" and not item.passed:
            lines.append(f"| {item.suite} | `{item.case}` | {why[item.suite, item.case]} |")
    return "\n".join([*lines, ""])


def publish(outcomes: Sequence[Outcome], page: Path = PAGE) -> None:
    """Put the part in the page."""
    text = page.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{written(outcomes)}\n{END}{after}", "utf-8")


def published(page: Path = PAGE) -> str:
    """Return the part as it stands in the page."""
    return page.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip()
