"""What the commands over a log show: lines and tables for people, or JSON for programs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autogen_hatidata.audit.report import Report, Usage
from autogen_hatidata.cli.charts import series
from autogen_hatidata.cli.screen import print_json
from autogen_hatidata.cli.words import millis, moment, number, plain, result, took
from autogen_hatidata.governance.chain import Verification
from autogen_hatidata.governance.ledger import TOTALS
from autogen_hatidata.governance.records import COMMON

Record = Mapping[str, Any]
Cell = Callable[[Record], str | Text]

_STYLES = {"ok": "green", "healed": "yellow"}
_PIPE = 160
_ID = 8
"""So many letters of an id are shown; they are enough for ``audit show``."""


def records(found: Sequence[Record], *, as_json: bool) -> None:
    """A line for each record: all of it as JSON, what matters of it for people."""
    if as_json:
        for record in found:
            print(json.dumps(record, separators=(",", ":")))
        return
    console = _console()
    columns = {name: cell for name, (width, cell) in _CELLS.items() if console.width >= width}
    table = _table(*columns)
    for record in found:
        table.add_row(*(cell(record) for cell in columns.values()))
    console.print(table)


def call(call_id: str, found: Sequence[Record], *, as_json: bool) -> None:
    """Everything that the log knows of one call."""
    if as_json:
        print_json({"id": call_id, "records": found})
        return
    grid = Table.grid(padding=(0, 2))
    for name, text in _facts(call_id, found):
        grid.add_row(Text(name, "bold"), Text(text))
    _console().print(grid)


def verification(found: Verification, *, signed: bool, as_json: bool) -> None:
    """Whether the log is whole, and what is wrong with it where it is not."""
    if as_json:
        print_json({**asdict(found), "key": signed})
        return
    _verified(_console(), found, signed)


def _verified(console: Console, found: Verification, signed: bool) -> None:
    verdict = Text("valid: ", "green") if found.ok else Text("NOT valid: ", "bold red")
    console.print(verdict.append(f"{number(found.records)} records.", "default"), soft_wrap=True)
    if found.problems:
        table = _table("!record", "problem", "what is wrong")
        for one in found.problems:
            table.add_row(str(one.seq), Text(plain(one.kind), "red"), plain(one.text))
        console.print(table)
    for note in found.notes:
        console.print(Text(f"note: {plain(note)}"), soft_wrap=True)
    if not signed:
        console.print(
            Text("note: no key is set, so that who can write the files can write all of it anew."), soft_wrap=True
        )
    if found.seq:
        console.print(Text(f"newest: {found.seq}:{found.hash}"), soft_wrap=True)
        console.print(
            Text("Keep it elsewhere, and check later with --anchor that it is still there.", "dim"), soft_wrap=True
        )


def usage(by: str, found: Usage, *, as_json: bool) -> None:
    """What was spent, a line for each name."""
    if as_json:
        print_json({"by": by, **asdict(found)})
        return
    console = _console()
    console.print(_usage(by, found.rows))
    _tell_unended(console, found.unended)


def report(found: Report, chain: Verification, *, signed: bool, as_json: bool) -> None:
    """The parts of a report, one table each."""
    if as_json:
        print_json({**asdict(found), "chain": {**asdict(chain), "key": signed}})
        return
    console = _console()
    totals = found.totals
    if totals["calls"]:
        facts = ", ".join(f"{number(totals[name])} {name}" for name in TOTALS)
        console.print(Text(f"{moment(totals['first'])} to {moment(totals['last'])} UTC: {facts}"), soft_wrap=True)
        _tell_unended(console, totals["unended"])
        for title, table in _parts(found):
            console.print(Text(f"\n{title}", "bold"))
            console.print(table)
    else:
        console.print("No call is recorded in this time.")
    console.print()
    _verified(console, chain, signed)


def written(file: str, facts: Mapping[str, Any], *, as_json: bool) -> None:
    """That a file was written, and what is in it."""
    if as_json:
        print_json({"file": file, **facts})
        return
    said = ", ".join(
        f"{name} {number(value) if not isinstance(value, bool) else value}" for name, value in facts.items()
    )
    _console().print(Text("written: ", "green").append(f"{plain(file)} ({said})", "default"), soft_wrap=True)


def _usage(by: str, rows: Sequence[Record]) -> Table:
    table = _table(by, *(f"!{name}" for name in TOTALS))
    for row in rows:
        table.add_row(plain(row["name"]) or "(none)", *(number(row[name]) for name in TOTALS))
    return table


def _tell_unended(console: Console, calls: int) -> None:
    if calls:
        text = (
            f"note: without an outcome: {number(calls)}. Such a call is under way, or its process has ended. It is "
            "charged what was set aside for it, and counted as an error."
        )
        console.print(Text(text), soft_wrap=True)


def _parts(found: Report) -> Iterable[tuple[str, Table]]:
    yield "Agents", _usage("agent", found.agents)
    days = series(found.days)
    table = _table(days.unit, *(f"!{name}" for name in days.names))
    for index, step in enumerate(days.steps):
        table.add_row(step, *(number(amounts[index]) for amounts in days.amounts.values()))
    yield f"Credits by agent and {days.unit}", table
    for title, rows, cells in (
        ("Refusals and errors by reason", found.ends, _ENDS),
        ("Slowest queries", found.slowest, _SLOWEST),
        ("Healed queries", found.healed, _HEALED),
        ("Masks applied", found.masks, _MASKS),
    ):
        table = _table(*cells)
        for row in rows:
            table.add_row(*(cell(row) for cell in cells.values()))
        yield title, table


_ENDS: Mapping[str, Cell] = {
    "end": lambda row: plain(row["status"]),
    "reason": lambda row: plain(row["code"]),
    "!calls": lambda row: number(row["calls"]),
    "!agents": lambda row: number(row["agents"]),
    "last": lambda row: moment(row["last"]),
}
_SLOWEST: Mapping[str, Cell] = {
    "!ms": lambda row: millis(row["ms"]),
    "id": lambda row: plain(row["id"])[:_ID],
    "agent": lambda row: plain(row["agent"]),
    "!rows": lambda row: number(row["rows"]),
    "!credits": lambda row: number(row["credits"]),
    "SQL": lambda row: _line(row["sql"]),
}
_HEALED: Mapping[str, Cell] = {
    "!calls": lambda row: number(row["calls"]),
    "agents": lambda row: plain(", ".join(map(str, row["agents"]))),
    "asked, and run": lambda row: Text("\n").join([*map(_line, row["texts"]), _line(row["sql"])]),
}
_MASKS: Mapping[str, Cell] = {
    "column": lambda row: plain(row["mask"]),
    "!calls": lambda row: number(row["calls"]),
    "!agents": lambda row: number(row["agents"]),
    "last": lambda row: moment(row["last"]),
}


def _line(text: Any) -> Text:
    return Text(plain(text), no_wrap=True, overflow="ellipsis")


def _ended(record: Record) -> Text:
    if record.get("kind") != "outcome":
        return Text(plain(record.get("code") or record.get("action")))
    ended = result(record)
    return Text(ended, _STYLES.get(ended, "red"))


_CELLS: Mapping[str, tuple[int, Cell]] = {
    "time (UTC)": (0, lambda record: moment(record.get("time"))),
    "id": (0, lambda record: plain(record.get("id"))[:_ID]),
    "agent": (0, lambda record: plain(record.get("agent"))),
    "tool": (110, lambda record: plain(record.get("tool") or record.get("kind"))),
    "result": (0, _ended),
    "!credits": (0, lambda record: number(record.get("credits", record.get("reserved")))),
    "!rows": (110, lambda record: number(record.get("rows"))),
    "!ms": (110, lambda record: took(record)),
    "SQL": (0, lambda record: _line(record.get("sql"))),
}
"""The columns of a line for each record: from which width of the terminal on they are shown, and what stands there."""


def _facts(call_id: str, found: Sequence[Record]) -> Iterable[tuple[str, str]]:
    """The rows of one call: who, how it ended, then each text in turn, then what is not shown otherwise."""
    intents = [one for one in found if one.get("kind") == "intent"]
    end = next((one for one in found if one.get("kind") == "outcome"), None)
    known = {name: value for record in found for name, value in record.items() if value not in (None, [], {})}
    yield "call", plain(call_id)
    yield "time", f"{moment(found[0].get('time'))} UTC"
    yield "agent", _who(known)
    yield "tool", _named(known, tool="", framework="through", call_id="call")
    yield "ended", _end(end) if end else "without an outcome: it is under way, or the process has ended"
    yield (
        "credits",
        _named(known, credits="", estimate="estimate", reserved="reserved")
        if end
        else _named(known, reserved="reserved"),
    )
    if end and end.get("status") == "ok":
        yield "rows", f"{number(end.get('rows'))}{', and there were more' if end.get('truncated') else ''}"
    for record in found:
        yield from _text(record)
    for repair in (end or {}).get("healed") or ():
        yield "healed", plain(f"{repair.get('kind')} {repair.get('before')} -> {repair.get('after')}")
    last = intents[-1] if intents else {}
    for name in ("tables", "filters", "masks"):
        if last.get(name):
            yield name, plain(", ".join(map(str, last[name])))
    yield from _stages(last, end or {})
    for name, value in known.items():
        if name not in _SHOWN:
            yield name, plain(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    yield "records", ", ".join(f"{one.get('seq')} {plain(one.get('kind'))}" for one in found)


_SHOWN = frozenset(COMMON) | set(
    "id attempt agent role executor source framework tool call_id sql status code stage rows truncated credits "
    "estimate reserved ms healed tables filters masks verdicts".split()
)


def _who(known: Record) -> str:
    return _named(known, agent="", role="role", executor="executed by", source="found by")


def _named(known: Record, **labels: str) -> str:
    """The values that there are, each after its label."""
    found = ((label, known.get(name)) for name, label in labels.items())
    return ", ".join(plain(f"{label} {_value(value)}") for label, value in found if value not in (None, ""))


def _value(value: Any) -> str:
    return number(value) if isinstance(value, (int, float)) else str(value)


def _end(record: Record) -> str:
    ended = result(record)
    if record.get("status") in ("ok", None):
        return ended
    return _named(record, status="", code="", stage="at")


def _text(record: Record) -> Iterable[tuple[str, str]]:
    """The text of an attempt, with what became of it when it failed."""
    if record.get("kind") == "attempt":
        yield f"sql {record.get('attempt')}", plain(record.get("sql"))
        yield "failed", _named(record, code="", stage="at", credits="credits", detail="")
    elif record.get("kind") == "outcome" and record.get("sql"):
        yield "sql", plain(record["sql"])


def _stages(intent: Record, end: Record) -> Iterable[tuple[str, str]]:
    """Each stage with its verdict and its milliseconds."""
    verdicts, ms = intent.get("verdicts") or {}, end.get("ms") or {}
    for stage in dict.fromkeys((*verdicts, *ms)):
        said = "refused" if end and stage == end.get("stage") else verdicts.get(stage, "ok" if end else "")
        said = "ok" if said == "refused" and end.get("status") == "ok" else said  # it failed in an earlier attempt
        yield "stage", f"{plain(stage):<13}{plain(said):<11}" + (f"{ms[stage]:9.3f} ms" if stage in ms else "")


def _table(*names: str) -> Table:
    """A table without frames; the columns of names with ``!`` hold numbers. The last one gives way to the others."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for name in names:
        right = name.startswith("!")
        table.add_column(name.removeprefix("!"), justify="right" if right else "left", no_wrap=name != names[-1])
    return table


def _console() -> Console:
    """As wide as the terminal; wide enough for a line where there is none, as in a pipe."""
    console = Console()
    return console if console.is_terminal or "COLUMNS" in os.environ else Console(width=_PIPE)
