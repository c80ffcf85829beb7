"""What ``audit report`` and ``usage`` show: tables for people, or JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autogen_hatidata.audit.report import Report, Row, Usage
from autogen_hatidata.cli.charts import series
from autogen_hatidata.cli.screen import print_json
from autogen_hatidata.cli.screen_audit import ID, Cell, line, made_console, table, verified
from autogen_hatidata.cli.words import millis, moment, number, plain
from autogen_hatidata.governance.chain import Verification
from autogen_hatidata.governance.ledger import TOTALS


def usage(by: str, found: Usage, *, as_json: bool) -> None:
    """What was spent, a line for each name."""
    if as_json:
        print_json({"by": by, **asdict(found)})
        return
    console = made_console()
    console.print(_usage(by, found.rows))
    _tell_unended(console, found.unended)


def report(found: Report, chain: Verification, *, signed: bool, as_json: bool) -> None:
    """The parts of a report, one table each."""
    if as_json:
        print_json({**asdict(found), "chain": {**asdict(chain), "key": signed}})
        return
    console = made_console()
    totals = found.totals
    if totals["calls"]:
        facts = ", ".join(f"{number(totals[name])} {name}" for name in TOTALS)
        console.print(Text(f"{moment(totals['first'])} to {moment(totals['last'])} UTC: {facts}"), soft_wrap=True)
        _tell_unended(console, totals["unended"])
        for title, shown in _parts(found):
            console.print(Text(f"\n{title}", "bold"))
            console.print(shown)
    else:
        console.print("No call is recorded in this time.")
    console.print()
    verified(console, chain, signed)


def _usage(by: str, rows: Sequence[Row]) -> Table:
    shown = table(by, *(f"!{name}" for name in TOTALS))
    for row in rows:
        shown.add_row(plain(row["name"]) or "(none)", *(number(row[name]) for name in TOTALS))
    return shown


def _tell_unended(console: Console, calls: int) -> None:
    if calls:
        text = (
            f"note: without an outcome: {number(calls)}. Such a call is under way, or its process has ended. It is "
            "charged what was set aside for it, and counted as an error."
        )
        console.print(Text(text), soft_wrap=True)


def _parts(found: Report) -> Iterable[tuple[str, Table | Text]]:
    yield "Agents", _usage("agent", found.agents)
    days = series(found.days)
    shown = table(days.unit, *(f"!{name}" for name in days.names))
    for index, step in enumerate(days.steps):
        shown.add_row(step, *(number(amounts[index]) for amounts in days.amounts.values()))
    yield f"Credits by agent and {days.unit}", shown if days.amounts else Text("Nothing was charged.")
    for title, rows, cells in (
        ("Refusals and errors by reason", found.ends, _ENDS),
        ("Slowest queries", found.slowest, _SLOWEST),
        ("Healed queries", found.healed, _HEALED),
        ("Masks applied", found.masks, _MASKS),
    ):
        shown = table(*cells)
        for row in rows:
            shown.add_row(*(cell(row) for cell in cells.values()))
        yield title, shown


_ENDS: Mapping[str, Cell] = {
    "end": lambda row: plain(row["status"]),
    "reason": lambda row: plain(row["code"]),
    "!calls": lambda row: number(row["calls"]),
    "!agents": lambda row: number(row["agents"]),
    "last": lambda row: moment(row["last"]),
}
_SLOWEST: Mapping[str, Cell] = {
    "!ms": lambda row: millis(row["ms"]),
    "id": lambda row: plain(row["id"])[:ID],
    "agent": lambda row: plain(row["agent"]),
    "!rows": lambda row: number(row["rows"]),
    "!credits": lambda row: number(row["credits"]),
    "SQL": lambda row: line(row["sql"]),
}
_HEALED: Mapping[str, Cell] = {
    "!calls": lambda row: number(row["calls"]),
    "agents": lambda row: plain(", ".join(map(str, row["agents"]))),
    "asked, and run": lambda row: Text("\n").join([*map(line, row["texts"]), line(row["sql"])]),
}
_MASKS: Mapping[str, Cell] = {
    "column": lambda row: plain(row["mask"]),
    "!calls": lambda row: number(row["calls"]),
    "!agents": lambda row: number(row["agents"]),
    "last": lambda row: moment(row["last"]),
}
