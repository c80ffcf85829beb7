"""Draws the ratios in the table of benchmarks/README.md as docs/benchmarks.svg, and docs/memory.svg from what was
measured: python -m benchmarks.plot"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from benchmarks import curves

ROOT = Path(__file__).resolve().parent.parent
PAGE, TARGET = ROOT / "benchmarks" / "README.md", ROOT / "docs" / "benchmarks.svg"
ROW = re.compile(r"^\| (?P<what>[^|]+?) \| (?P<value>[\d.]+)x \| (?:<= (?P<goal>[\d.]+)x)? ?\|", re.M)
MEASURED = re.compile(r"^`make bench` on (?P<line>.+?(?:\n.+)*?)\n\n", re.M)
LEFT, UNIT, LINE, WIDTH = 400, 150, 26, 820


def ratios(page: str) -> list[tuple[str, float, float]]:
    """What was compared, the ratio, and its goal: the first table's rows with both."""
    table = page.partition("| what | measured |")[2].partition("\n\n")[0]
    return [(row["what"], float(row["value"]), float(row["goal"])) for row in ROW.finditer(table) if row["goal"]]


def picture(page: str) -> str:
    """An SVG with one bar a ratio, a line at 1.0 and a mark at each goal."""
    rows = ratios(page)
    found = MEASURED.search(page)
    told = " ".join(found["line"].split()) if found else ""
    height = len(rows) * LINE + 64
    bars = [_bar(index, *row) for index, row in enumerate(rows)]
    one = LEFT + UNIT
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
            'role="img" aria-label="Governed time over ungoverned time">',
            "<style>text { font: 12px system-ui, sans-serif; fill: #1f2328 }",
            ".small { font-size: 10px; fill: #59636e }</style>",
            '<rect width="100%" height="100%" rx="6" fill="#f6f8fa"/>',
            *bars,
            f'<line x1="{one}" y1="10" x2="{one}" y2="{height - 44}" stroke="#59636e" stroke-dasharray="3 3"/>',
            f'<text class="small" x="{one}" y="{height - 32}" text-anchor="middle">1.0x = without us</text>',
            *_small(told, height),
            "</svg>\n",
        ]
    )


def _bar(index: int, what: str, value: float, goal: float) -> str:
    y, fill = 12 + index * LINE, "#cf222e" if value > goal else "#1a7f37"
    return (
        f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(what)}</text>'
        f'<rect x="{LEFT}" y="{y}" width="{UNIT * value:g}" height="16" fill="{fill}"/>'
        f'<rect x="{LEFT + UNIT * goal - 1:g}" y="{y - 2}" width="2" height="20" fill="#1f2328"/>'
        f'<text class="small" x="{LEFT + UNIT * max(value, goal) + 8:g}" y="{y + 12}">'
        f"{value:.2f}x (goal {goal:g}x)</text>"
    )


def _small(told: str, height: int) -> list[str]:
    words, lines = told.split(), [""]
    for word in words:
        lines = [*lines, word] if len(lines[-1]) + len(word) > 125 else [*lines[:-1], f"{lines[-1]} {word}".strip()]
    return [
        f'<text class="small" x="14" y="{height - 18 + 12 * index}">{escape(line)}</text>'
        for index, line in enumerate(lines[:2])
    ]


if __name__ == "__main__":
    TARGET.write_text(picture(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    curves.draw()
