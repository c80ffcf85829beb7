"""Draws text as docs/demo.svg: make demo > demo.txt; python scripts/demo_picture.py < demo.txt"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "docs" / "demo.svg"
SIZE, LINE, PAD, WIDTH = 12, 16, 14, 100


def picture(lines: list[str]) -> str:
    """An SVG of monospaced text."""
    width, height = WIDTH * SIZE * 0.602 + 2 * PAD, len(lines) * LINE + 2 * PAD
    rows = [
        f'<text x="{PAD}" y="{PAD + LINE * (i + 0.75):g}" xml:space="preserve">{escape(line)}</text>'
        for i, line in enumerate(lines)
        if line.strip()
    ]
    style = f"text {{ font: {SIZE}px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #1f2328 }}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
            f'viewBox="0 0 {width:g} {height:g}" role="img" aria-label="Output of make demo">',
            f'<style>{style}</style><rect width="100%" height="100%" rx="6" fill="#f6f8fa"/>',
            *rows,
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    TARGET.write_text(picture(sys.stdin.read().rstrip().splitlines()))
