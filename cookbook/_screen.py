"""What the demo prints: one compact paragraph a step, plain text, at most 100 columns."""

from __future__ import annotations

import json
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

WIDTH = 98
NAME = 12


def heading(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def line(who: str, text: str) -> None:
    """``text`` wrapped beside a name."""
    body = textwrap.wrap(text, WIDTH - NAME - 2, break_on_hyphens=False) or [""]
    for i, part in enumerate(body):
        print(f"  {who if i == 0 else '':<{NAME}}{part}", flush=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], indent: int = NAME + 4) -> None:
    """Columns as wide as they must be; long values (hashes) are cut."""
    cells = [[_cell(value) for value in row] for row in [columns, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(columns))]
    for row in cells:
        text = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(f"{' ' * indent}{text.rstrip()}"[:WIDTH], flush=True)


def _cell(value: Any) -> str:
    text = f"{value:g}" if isinstance(value, float) and value == round(value) else str(value)
    return text if len(text) <= 26 else f"{text[:12]}..."


def tool_call(who: str, function: Mapping[str, Any]) -> None:
    """A tool call as its agent wrote it."""
    arguments = json.loads(function["arguments"] or "{}")
    shown = arguments.get("sql") or ", ".join(f"{k}={v!r}" for k, v in arguments.items())
    line(who, f"{function['name']}: {shown}" if shown else function["name"])


def tool_result(content: str) -> None:
    """A tool's answer: the refusal in full, or the rows with what they cost."""
    if content.startswith("Error:"):
        line("", f"REFUSED {content.removeprefix('Error: ')}")
        return
    answer = json.loads(content)
    if "columns" in answer and "rows" in answer:
        table(answer["columns"], answer["rows"])
        cut = ", cut" if answer.get("truncated") else ""
        line("", f"= {answer['row_count']} rows{cut}, {answer['credits']:g} credits")
    for note in answer.get("notes") or []:
        line("", f"NOTE {note}")


def ledger(outcomes: Sequence[Mapping[str, Any]]) -> None:
    """Who asked what, and what it cost, from the outcome records of the audit log."""
    shown = [(r["agent"], r["tool"], _status(r), f"{r['credits']:g}", _short(r.get("sql") or "")) for r in outcomes]
    table(("agent", "tool", "outcome", "credits", "what was asked (values removed)"), shown, indent=2)
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0])
    for r in outcomes:
        for i, value in enumerate((1, r["credits"], r["status"] == "refused")):
            sums[r["agent"]][i] += value
    print()
    totals = [(agent, f"{calls:g}", f"{spent:g}", f"{refused:g}") for agent, (calls, spent, refused) in sums.items()]
    table(("agent", "records", "credits", "refusals"), totals, indent=2)
