"""What the commands show: lines and tables for people, or JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autogen_hatidata.cli.decisions import Decision
from autogen_hatidata.cli.lint import Finding
from autogen_hatidata.cli.words import seen
from autogen_hatidata.errors import HatiDataError, PolicyError
from autogen_hatidata.types import Explanation


def mistakes(policy: str, found: Sequence[PolicyError], *, as_json: bool) -> None:
    """The mistakes of a policy, or that there is none."""
    if as_json:
        print_json({"file": policy, "ok": not found, "errors": [_mistake(one) for one in found]})
        return
    for one in found:
        _finding(one.file or Path(policy).name, one.line, one.field, one.code, one.problem or one.message, one.hint)
    if not found:
        _line("ok", f"{Path(policy).name} is a policy without mistakes.", "green")


def findings(policy: str, found: Sequence[Finding], *, as_json: bool) -> None:
    """What lint found, or that it found nothing."""
    if as_json:
        print_json({"file": policy, "findings": [asdict(one) for one in found]})
        return
    for one in found:
        _finding(one.file, one.line, one.field, one.code, f"{one.message}.", f"{one.remedy}.")
    if not found:
        _line("ok", f"nothing to say about {Path(policy).name}.", "green")


def explanation(agent: str, role: str | None, found: Explanation, why: Sequence[Decision], *, as_json: bool) -> None:
    """What would happen to a statement, and which lines decide."""
    if as_json:
        print_json({"agent": agent, "role": role, **asdict(found), "decided": [asdict(one) for one in why]})
        return
    message = found.message.removeprefix(f"Error: [{found.verdict}] ")
    rows = [("verdict", f"{found.verdict}: {message}" if message else found.verdict)]
    rows += list(zip(("place", ""), found.marked.splitlines(), strict=False))
    rows += [("table", name) for name in found.tables]
    rows += [("filter", f"{name}: {text}") for name, text in found.filters.items()]
    rows += [("mask", f"{name}: {kind}") for name, kind in found.masks.items()]
    rows += [("rule", id) for id in found.rules]
    if found.estimate is not None:
        parts = ", ".join(f"{what} {credits:g}" for what, credits in found.estimate.parts)
        rows.append(("credits", f"{found.estimate.credits:g} ({parts})"))
    rows += [("decided", f"{_place(one.file, one.line, None if one.line else one.field)}: {one.says}") for one in why]
    table = Table.grid(padding=(0, 2))
    for name, text in rows:
        table.add_row(Text(name, "bold"), Text(text, no_wrap=name in ("place", ""), overflow="crop"))
    Console().print(table)


def indexed(column: str, count: int, embedder: str, *, as_json: bool) -> None:
    """That a column is indexed."""
    if as_json:
        print_json({"column": column, "texts": count, "embedder": embedder})
    else:
        _line("ok", f"{column} is indexed: {count:,} different texts, by {embedder}.", "green")


def failed(error: HatiDataError, *, as_json: bool) -> None:
    """Why a command could not be done."""
    if as_json:
        print_json(
            {"error": {"code": error.code, "message": error.message, "hint": error.hint, "marked": error.marked}}
        )
    else:
        print(seen(str(error)), file=sys.stderr)


def _finding(file: str, line: int | None, field: str | None, code: str, text: str, hint: str) -> None:
    shown = Text(f"{_place(file, line, field)}: ")
    shown.append(f"[{code}] ", "yellow").append(text)
    if hint:
        shown.append(f" {hint[0].upper()}{hint[1:]}", "dim")
    Console().print(shown, soft_wrap=True)


def _place(file: str, line: int | None, field: str | None) -> str:
    """As compilers write it, so that terminals and editors can jump there."""
    place = f"{file}:{line}" if line else file
    return f"{place}: {field}" if field else place


def _line(word: str, text: str, style: str) -> None:
    Console().print(Text(f"{word}: ", style).append(text, "default"), soft_wrap=True)


def _mistake(error: PolicyError) -> dict[str, Any]:
    return {
        "code": error.code,
        "file": error.file,
        "line": error.line,
        "field": error.field,
        "message": error.problem or error.message,
        "hint": error.hint,
    }


def print_json(value: Any) -> None:
    """One JSON value, for programs."""
    print(json.dumps(value, indent=2, default=str))
