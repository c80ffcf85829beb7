"""What the commands over a log show: lines and tables for people, or JSON for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autogen_hatidata.cli.call_facts import facts
from autogen_hatidata.cli.screen import print_json
from autogen_hatidata.cli.words import asked, moment, number, plain, result, took
from autogen_hatidata.governance.chain import Verification

Record = Mapping[str, Any]
Cell = Callable[[Record], str | Text]

_STYLES = {"ok": "green", "healed": "yellow"}
_PIPE = 160
_MS = len("1000.0")
ID = 8
"""So many letters of an id are shown; they are enough for ``audit show``."""


def records(found: Sequence[Record], *, as_json: bool) -> None:
    """A line for each record: all of it as JSON, what matters of it for people."""
    if as_json:
        for record in found:
            print(json.dumps(record, separators=(",", ":")))
        return
    console = made_console()
    columns = {name: cell for name, (width, cell) in _CELLS.items() if console.width >= width}
    shown = table(*columns)
    for record in found:
        shown.add_row(*(cell(record) for cell in columns.values()))
    console.print(shown)


def call(call_id: str, found: Sequence[Record], *, as_json: bool) -> None:
    """Everything that the log knows of one call."""
    if as_json:
        print_json({"id": call_id, "records": found})
        return
    grid = Table.grid(padding=(0, 2))
    for name, text in facts(call_id, found):
        grid.add_row(Text(name, "bold"), Text(text))
    made_console().print(grid)


def verification(found: Verification, *, signed: bool, as_json: bool) -> None:
    """Whether the log is whole, and what is wrong with it where it is not."""
    if as_json:
        print_json({**asdict(found), "key": signed})
        return
    verified(made_console(), found, signed)


def verified(console: Console, found: Verification, signed: bool) -> None:
    """The lines about a chain."""
    verdict = Text("valid: ", "green") if found.ok else Text("NOT valid: ", "bold red")
    console.print(verdict.append(f"{number(found.records)} records.", "default"), soft_wrap=True)
    if found.problems:
        shown = table("!record", "problem", "what is wrong")
        for one in found.problems:
            shown.add_row(str(one.seq), Text(plain(one.kind), "red"), plain(one.text))
        console.print(shown)
    notes = [] if signed else ["no key is set, so that who can write the files can write all of it anew."]
    lines = [Text(f"note: {plain(note)}") for note in (*found.notes, *notes)]
    if found.ok and found.seq:
        lines.append(Text(f"newest: {found.seq}:{found.hash}"))
        lines.append(Text("Keep it elsewhere, and check later with --anchor that it is still there.", "dim"))
    for text in lines:
        console.print(text, soft_wrap=True)


def written(file: str, found: Mapping[str, Any], *, as_json: bool) -> None:
    """That a file was written, and what is in it."""
    if as_json:
        print_json({"file": file, **found})
        return
    said = ", ".join(f"{name} {value if isinstance(value, str) else number(value)}" for name, value in found.items())
    made_console().print(Text("written: ", "green").append(f"{plain(file)} ({said})", "default"), soft_wrap=True)


def line(text: Any) -> Text:
    """A text that is cut where the terminal ends."""
    return Text(plain(text), no_wrap=True, overflow="ellipsis")


def _ended(record: Record) -> Text:
    if record.get("kind") != "outcome":
        return Text(plain(record.get("code") or record.get("action")))
    ended = result(record)
    return Text(ended, _STYLES.get(ended, "red"))


_CELLS: Mapping[str, tuple[int, Cell]] = {
    "time (UTC)": (0, lambda record: moment(record.get("time"))),
    "id": (0, lambda record: plain(record.get("id"))[:ID]),
    "agent": (0, lambda record: plain(record.get("agent"))),
    "tool": (110, lambda record: plain(record.get("tool") or record.get("kind"))),
    "result": (0, _ended),
    "!credits": (0, lambda record: number(record.get("credits", record.get("reserved")))),
    "!rows": (110, lambda record: number(record.get("rows"))),
    "!ms": (110, took),
    "SQL": (0, lambda record: line(asked(record))),
}
"""The columns of a line for each record: from which width of the terminal on they are shown, and what stands there."""


def table(*names: str) -> Table:
    """A table without frames; the columns of names with ``!`` hold numbers. The last one gives way to the others."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for name in names:
        made.add_column(
            name.removeprefix("!"),
            justify="right" if name.startswith("!") else "left",
            no_wrap=name != names[-1],
            min_width=_MS if name == "!ms" else None,
        )
    return made


def made_console() -> Console:
    """As wide as the terminal; wide enough for a line where there is none, as in a pipe. Texts are shown as they are:
    what models write may look like rich's markup."""
    width = None if "COLUMNS" in os.environ or sys.stdout.isatty() else _PIPE
    return Console(width=width, markup=False, emoji=False, highlight=False)
