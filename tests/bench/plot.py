"""Time and memory against size, as SVG: a row for each part, both axes logarithmic."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

from tests.bench.line import Line

WIDTH, HEIGHT, LEFT, TOP, GAP = 300, 170, 60, 36, 130
COLOURS = (
    "#154273",
    "#b03a2e",
    "#2e7d32",
    "#7b5ea7",
    "#00838f",
    "#c77700",
    "#5d4037",
    "#616161",
)
Point = tuple[float, float]


def as_svg(lines: Sequence[Line]) -> str:
    """Return the plot of all parts that were run at more sizes than one."""
    parts = [
        part
        for part in dict.fromkeys(line.part for line in lines)
        if len({line.size for line in lines if line.part == part}) > 1
    ]
    row_height = HEIGHT + TOP + 44
    drawn = [
        piece
        for place, part in enumerate(parts)
        for piece in _row([line for line in lines if line.part == part], place * row_height)
    ]
    width, height = 2 * (LEFT + WIDTH + GAP), len(parts) * row_height + 8
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" font-family="sans-serif" font-size="11">',
            "<title>Seconds and peak memory against size</title>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *drawn,
            "</svg>",
            "",
        ]
    )


def _row(lines: list[Line], top: float) -> list[str]:
    seconds = {name: [(float(x.size), x.wall_s) for x in own] for name, own in _by(lines).items()}
    memory = {name: [(float(x.size), x.peak_mb) for x in own] for name, own in _by(lines).items()}
    second = LEFT + WIDTH + GAP
    first = lines[0]
    return [
        *_panel(f"{first.part}: seconds", first.unit, seconds, 0, top),
        *_panel(f"{first.part}: peak memory, MB", first.unit, memory, second, top),
    ]


def _by(lines: list[Line]) -> dict[str, list[Line]]:
    names = dict.fromkeys(line.contender for line in lines)
    return {name: [line for line in lines if line.contender == name] for name in names}


def _panel(
    title: str, unit: str, series: dict[str, list[Point]], left: float, top: float
) -> list[str]:
    points = [point for found in series.values() for point in found]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    low_x, high_x = log10(min(xs)), log10(max(xs))
    low_y, high_y = floor(log10(min(ys))), ceil(log10(max(ys)))
    high_y += high_y == low_y
    x0, y0 = left + LEFT, top + TOP

    def at(point: Point) -> Point:
        x = x0 + WIDTH * (log10(point[0]) - low_x) / (high_x - low_x or 1)
        return x, y0 + HEIGHT * (1 - (log10(point[1]) - low_y) / (high_y - low_y))

    drawn = [f'<text x="{x0}" y="{top + 22}" font-weight="bold">{escape(title)}</text>']
    for power in range(low_y, high_y + 1):
        _, y = at((min(xs), 10.0**power))
        drawn.append(f'<path d="M{x0} {y:.1f}h{WIDTH}" stroke="#d5d5d5"/>')
        label = f"{10.0**power:g}"
        drawn.append(f'<text x="{x0 - 6}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
    for size in sorted(set(xs)):
        x, _ = at((size, 10.0**low_y))
        drawn.append(
            f'<text x="{x:.1f}" y="{y0 + HEIGHT + 16}" text-anchor="middle">{size:,.0f}</text>'
        )
    middle = x0 + WIDTH / 2
    drawn.append(
        f'<text x="{middle}" y="{y0 + HEIGHT + 32}" text-anchor="middle">{escape(unit)}</text>'
    )
    return drawn + _curves({name: [at(p) for p in found] for name, found in series.items()})


def _curves(series: dict[str, list[Point]]) -> list[str]:
    """Draw each curve with its name at its end, no two names over each other."""
    drawn: list[str] = []
    named = float("inf")
    lowest_first = sorted(series.items(), key=lambda item: -item[1][-1][1])
    colours = dict(zip(series, COLOURS, strict=False))
    for name, points in lowest_first:
        colour = colours[name]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        drawn.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        x, y = points[-1]
        named = min(y + 4, named - 13)
        drawn.append(f'<text x="{x + 8:.1f}" y="{named:.1f}" fill="{colour}">{escape(name)}</text>')
    return drawn
