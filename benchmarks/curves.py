"""Latency and recall of memories over their number: what was measured is kept in docs/memory-speed.json, and drawn."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.measure import Point

DOCS = Path(__file__).resolve().parent.parent / "docs"
KEPT, TARGET = DOCS / "memory-speed.json", DOCS / "memory.svg"

LINES = {
    "our index": "#0969da",
    "our memory": "#1a7f37",
    "raw FAISS Flat": "#59636e",
    "Chroma": "#bf3989",
    "LanceDB": "#bc4c00",
    "hatidata-agent": "#9a6700",
}
"""Each line of the plots, with its colour."""

PANELS = {
    "p50": "search of all, p50 in ms",
    "p50 of 1 %": "search of 1 %, p50 in ms",
    "recall": "search of all, recall@10",
    "recall of 1 %": "search of 1 %, recall@10",
}
"""Each quantity, with what stands above its plot."""

WIDTH, ACROSS, DOWN, LEFT, TOP, GAP = 760, 290, 150, 44, 34, 74
LEAST, MOST = 10_000, 1_000_000
FASTEST, SLOWEST = 0.01, 1_000


def keep(points: Iterable[Point], machine: str, path: Path = KEPT) -> None:
    """Put points in place of those that were measured before, of the same line and number of rows; and say where."""
    kept = _read(path)
    for what, line, count, value in points:
        kept["points"].setdefault(what, {}).setdefault(line, {})[str(count)] = float(f"{value:.4g}")
        kept["measured"].setdefault(line, {})[str(count)] = machine
    path.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def points(path: Path = KEPT) -> list[Point]:
    """All that is kept."""
    return [
        Point(what, line, int(count), value)
        for what, lines in _read(path)["points"].items()
        for line, values in lines.items()
        for count, value in values.items()
    ]


def _read(path: Path) -> dict[str, Any]:
    """Points by quantity, line and number of rows; and what each line was measured on."""
    found: dict[str, Any] = {"measured": {}, "points": {}}
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else found


def picture(found: Sequence[Point]) -> str:
    """An SVG with a plot of each quantity."""
    height = 2 * (TOP + DOWN) + GAP
    plots = [_plot(found, what, *divmod(number, 2)) for number, what in enumerate(PANELS)]
    legend = [
        f'<rect x="{LEFT + 116 * place}" y="{height - 18}" width="12" height="4" fill="{colour}"/>'
        f'<text x="{LEFT + 17 + 116 * place}" y="{height - 12}">{escape(line)}</text>'
        for place, (line, colour) in enumerate(LINES.items())
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
            'role="img" aria-label="Latency and recall of searches over the number of memories">',
            "<style>text { font: 12px system-ui, sans-serif; fill: #1f2328 }",
            ".small { font-size: 10px; fill: #59636e }</style>",
            '<rect width="100%" height="100%" rx="6" fill="#f6f8fa"/>',
            *plots,
            *legend,
            "</svg>\n",
        ]
    )


def _plot(found: Sequence[Point], what: str, row: int, column: int) -> str:
    left, top = LEFT + column * (ACROSS + GAP), TOP + row * (DOWN + TOP + 12)
    is_time = what.startswith("p50")
    marks = (0.01, 0.1, 1, 10, 100, 1000) if is_time else (0, 0.25, 0.5, 0.75, 1)

    def across(count: float) -> float:
        return left + ACROSS * _share(count, LEAST, MOST)

    def up(value: float) -> float:
        share = _share(value, FASTEST, SLOWEST) if is_time else value
        return top + DOWN * (1 - share)

    drawn = [f'<text x="{left}" y="{top - 10}">{escape(PANELS[what])}</text>']
    for mark in marks:
        drawn.append(
            f'<line x1="{left}" y1="{up(mark):.1f}" x2="{left + ACROSS}" y2="{up(mark):.1f}" stroke="#d1d9e0"/>'
        )
        drawn.append(f'<text class="small" x="{left - 5}" y="{up(mark) + 3:.1f}" text-anchor="end">{mark:g}</text>')
    for count, name in ((10_000, "10k"), (100_000, "100k"), (1_000_000, "1M")):
        drawn.append(
            f'<text class="small" x="{across(count):.1f}" y="{top + DOWN + 13}" text-anchor="middle">{name}</text>'
        )
    for line, colour in LINES.items():
        here = sorted(point for point in found if (point.quantity, point.line) == (what, line))
        drawn += _line(here, colour, across, up)
    return "\n".join(drawn)


def _line(
    here: Sequence[Point], colour: str, across: Callable[[float], float], up: Callable[[float], float]
) -> list[str]:
    places = [(across(point.count), up(point.value)) for point in here]
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"><title>{escape(point.line)}, {point.count:,}: '
        f"{point.value:g}</title></circle>"
        for point, (x, y) in zip(here, places, strict=True)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>', *dots] if here else []


def _share(value: float, least: float, most: float) -> float:
    """Where a value stands between two others, on a scale of logarithms."""
    return math.log(value / least) / math.log(most / least)


def draw() -> None:
    """Draw what is kept."""
    TARGET.write_text(picture(points()), encoding="utf-8")
