"""Writes the table of docs/security.md from docs/soak.json, in which `make soak` keeps what its tests counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS, PAGE = ROOT / "docs/soak.json", ROOT / "docs/security.md"
BEGIN, END = "<!-- soak: made by scripts/soak_table.py from docs/soak.json -->", "<!-- soak end -->"


def known() -> dict[str, dict[str, Any]]:
    """What docs/soak.json says, by the name of what was tried."""
    found: dict[str, dict[str, Any]] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return found


def with_table(page: str, results: dict[str, dict[str, Any]]) -> str:
    """The page with the table between its markers made anew."""
    before, rest = page.split(BEGIN)
    return "\n".join([before + BEGIN, *table(results), END]) + rest.split(END)[1]


def table(results: dict[str, dict[str, Any]]) -> list[str]:
    """A row for each kind of attempt."""
    rows = ["| attempts | tried | held | of these denied | time |", "|---|---:|---:|---:|---:|"]
    for name, one in sorted(results.items()):
        time = f"{one['seconds']:,.0f} s" if one["seconds"] >= 10 else f"{one['seconds']:.1f} s"
        rows.append(f"| {name} | {one['tried']:,} | {one['held']:,} | {one['denied']:,} | {time} |")
    return rows


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), known()), encoding="utf-8")
