"""What the demo prints: one compact paragraph a step, plain text, at most 100 columns."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autogen_hatidata import HatiData

WIDTH = 98
NAME = 12
ASKED = 40
DIGITS = 4
SHORTEST = 20
RECALLED = 2
TOTALS = ("calls", "credits", "refusals", "errors", "healed", "rows")


def heading(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def line(who: str, text: str) -> None:
    """``text`` wrapped beside a name."""
    body = textwrap.wrap(text, WIDTH - NAME - 2, break_on_hyphens=False) or [""]
    for i, part in enumerate(body):
        print(f"  {who if i == 0 else '':<{NAME}}{part}", flush=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], indent: int = NAME + 4) -> None:
    """Columns as wide as they must be, but for the widest where there is no room; SHA-256 hashes are shortened."""
    cells = [[_cell(value) for value in row] for row in (columns, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(columns))]
    widest = widths.index(max(widths))
    room = WIDTH - indent - sum(widths) - 2 * (len(widths) - 1) + widths[widest]
    most = widths[widest] = min(widths[widest], max(room, SHORTEST))
    for row in cells:
        row[widest] = row[widest] if len(row[widest]) <= most else f"{row[widest][: most - 3]}..."
    for row in cells:
        text = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(f"{' ' * indent}{text.rstrip()}"[:WIDTH], flush=True)


def _cell(value: Any) -> str:
    text = f"{value:g}" if isinstance(value, float) and value == round(value) else str(_rounded(value))
    return f"{text[:12]}..." if len(text) == 64 else text


def _rounded(value: Any) -> Any:
    return round(value, DIGITS) if isinstance(value, float) else value


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
        line("", f"= {counted(answer['row_count'], 'row')}{cut}, {counted(answer['credits'], 'credit')}")
    elif "memories" in answer:
        found = [f'"{one["content"]}" (by {one["stored_by"]})' for one in answer["memories"]]
        more = [f"{len(found) - RECALLED} more"] if len(found) > RECALLED else []
        line("", f"= {'; '.join(found[:RECALLED] + more) or 'nothing'}, {counted(answer['credits'], 'credit')}")
    elif "memory_id" in answer:
        line("", f"= {'stored' if answer['created'] else 'stored before'}, {counted(answer['credits'], 'credit')}")
    elif "version" in answer:
        line("", f"= version {answer['version']}{': ' + json.dumps(answer['value']) if 'value' in answer else ''}")
    elif "budgets" in answer:
        budgets("", answer)
    elif "parts" in answer:
        line("", f"= {counted(answer['credits'], 'credit')} at the most")
    for note in answer.get("notes") or []:
        line("", f"NOTE {note}")


def budgets(who: str, usage: Mapping[str, Any]) -> None:
    """What is left of each budget that an agent has a share in."""
    told = [f"{one['left']:g} of {one['limit']:g} per {one['per']} ({one['of']})" for one in usage["budgets"]]
    line(who, f"= {counted(usage['credits'], 'credit')} spent; left: {', '.join(told)}")


def ledger(layer: HatiData) -> None:
    """Who asked what, what it cost, and whether the record is whole: all of it read from the audit log."""
    outcomes = list(layer.audit.records(kind="outcome"))
    asked = [(r["agent"], r["tool"], _outcome(r), f"{r['credits']:g}", _asked(r)) for r in outcomes]
    table(("agent", "tool", "outcome", "credits", "what was asked (values removed)"), asked, indent=2)
    print()
    sums = [(agent, *(f"{used[key]:g}" for key in TOTALS)) for agent, used in sorted(layer.usage().items())]
    table(("agent", *TOTALS), sums, indent=2)
    found = layer.audit.verify()
    whole = "verified, nothing changed, removed or inserted" if found.ok else f"BROKEN: {found.problems}"
    print(f"\n  chain of {found.records} records: {whole}", flush=True)


def counted(number: float, what: str) -> str:
    """``1 row``, ``2.5 credits``"""
    return f"{number:g} {what}{'' if number == 1 else 's'}"


def _outcome(record: Mapping[str, Any]) -> str:
    return "healed" if record["healed"] else record["code"] or record["status"]


def _asked(record: Mapping[str, Any]) -> str:
    """The SQL, or what was given to the memory, where texts are hashes and lengths."""
    given = record["memory"] or {}
    lengths = (f"{name} of {one['chars']} characters" for name, one in given.items() if isinstance(one, dict))
    text = " ".join((record["sql"] or ", ".join(lengths)).split())
    return text if len(text) <= ASKED else f"{text[: ASKED - 3]}..."
