"""The lines of the table: medians of what was run, and ratios of what ran beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.meter import Run
from tests.bench.parts import Part

COUNTS = ("quads", "findings")  # what a contender says that is no seconds
LONGEST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One contender at one size. Ratios are its time over ours in the same round, if not ours."""

    part: str
    size: int
    unit: str
    contender: str
    runs: int
    wall_s: float
    cpu_s: float
    peak_mb: float
    against: str | None
    wall_ratio: float | None
    cpu_ratio: float | None
    said: Mapping[str, float]


def lines_of(part: Part, size: int, rounds: Sequence[Mapping[str, Run]]) -> list[Line]:
    """Return a line for each contender of a part."""
    lines: list[Line] = []
    for contender in part.contenders:
        runs = [found[contender.name] for found in rounds]
        against = contender.against
        ours = [found[against] for found in rounds] if against else []
        lines.append(
            Line(
                part.name,
                size,
                part.unit,
                contender.name,
                len(runs),
                median(run.wall_s for run in runs),
                median(run.cpu_s for run in runs),
                median(run.peak_mb for run in runs),
                against,
                _ratio([run.wall_s for run in runs], [run.wall_s for run in ours]),
                _ratio([run.cpu_s for run in runs], [run.cpu_s for run in ours]),
                {name: median(run.said[name] for run in runs) for name in runs[0].said},
            )
        )
    return lines


def _ratio(theirs: list[float], ours: list[float]) -> float | None:
    return median(a / b for a, b in zip(theirs, ours, strict=True)) if ours else None


def as_table(lines: Sequence[Line]) -> str:
    """Return the lines as a table in Markdown."""
    rows = [
        "| part | size | contender | runs | wall s | CPU s | peak MB | wall ÷ ours | CPU ÷ ours |",
        "|---|--:|---|--:|--:|--:|--:|--:|--:|",
    ]
    for line in lines:
        size = f"{line.size:,} {line.unit}" if line.size > 1 else line.unit
        cells = [
            line.part,
            size,
            line.contender,
            str(line.runs),
            _seconds(line.wall_s),
            _seconds(line.cpu_s),
            f"{line.peak_mb:,.0f}",
            _times(line.wall_ratio),
            _times(line.cpu_ratio),
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join([*rows, ""])


def as_shares(lines: Sequence[Line]) -> str:
    """Return where the time of each goes that says so: its dozen longest steps, and the rest."""
    rows = ["| part | size | step | seconds | share |", "|---|--:|---|--:|--:|"]
    for line in lines:
        steps = {name: s for name, s in line.said.items() if name not in COUNTS}
        longest = sorted(steps.items(), key=lambda step: -step[1])
        rest = longest[LONGEST:]
        shown = longest[:LONGEST] + [(f"{len(rest)} others", sum(s for _, s in rest))] * bool(rest)
        for name, seconds in shown if len(steps) > 1 else ():
            share = f"{100 * seconds / sum(steps.values()):.0f} %"
            cells = [
                f"{line.part}, {line.contender}",
                f"{line.size:,} {line.unit}",
                name,
                _seconds(seconds),
                share,
            ]
            rows.append(f"| {' | '.join(cells)} |")
    return "\n".join([*rows, ""])


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.0f}"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}×" if ratio < 10 else f"{ratio:.0f}×"
