"""The report as one page: no script, no network, nothing beside it. Every text that comes from a log is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from autogen_hatidata.audit.report import AGENTS, MOST, Report
from autogen_hatidata.cli import charts
from autogen_hatidata.cli.report_style import STYLE
from autogen_hatidata.cli.words import millis, moment, number, plain, result, short
from autogen_hatidata.governance.chain import Verification

_SQL = 600
_NAME = 60
_ROWS = 50
_PROBLEMS = 20

_POLICY = (
    f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'"
)
"""Should a text of the log ever get through as markup, the browser loads and runs nothing of it."""


def page(report: Report, chain: Verification, *, source: str, made: datetime, signed: bool) -> str:
    """The page.

    Args:
        source: what the log belongs to.
        made: when, in UTC.
        signed: whether the head was checked with a key.
    """
    title = f"Audit report of {plain(source)}"
    parts = [
        f"<h1>{_text(title)}</h1>",
        f'<p class="soft">{_text(_period(report))} Made {made:%Y-%m-%d %H:%M} UTC.</p>',
        _chain(chain, signed),
        *(_filled(report) if report.totals["calls"] else ["<p>There is no call in this time.</p>"]),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_text(title)}</title><style>{STYLE}</style></head><body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body></html>\n"
    )


def _period(report: Report) -> str:
    first, last, since = report.totals["first"], report.totals["last"], report.since
    asked = f" Only calls from {since:%Y-%m-%d %H:%M} on." if since else ""
    return f"From {moment(first)} to {moment(last)} UTC.{asked}" if first else f"No call is recorded.{asked}"


def _chain(chain: Verification, signed: bool) -> str:
    verdict = "<b>Chain valid.</b>" if chain.ok else "<b>Chain NOT valid.</b>"
    lines = [f"{verdict} {number(chain.records)} records were checked, {'with' if signed else 'without'} a key."]
    lines += [f"Record {one.seq}: {_text(one.kind)}. {_text(one.text)}" for one in chain.problems[:_PROBLEMS]]
    lines += [_text(note) for note in chain.notes[:_PROBLEMS]]
    if chain.seq:
        lines.append(f"Newest record: <code>{chain.seq}:{_text(chain.hash)}</code>")
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f'<section class="chain{"" if chain.ok else " broken"}" aria-label="Chain status">{body}</section>'


def _filled(report: Report) -> Iterable[str]:
    totals = report.totals
    tiles = "".join(f"<div><dt>{name}</dt><dd>{number(totals[name])}</dd></div>" for name in _TILES)
    yield f'<dl class="tiles">{tiles}</dl>'
    if totals["unended"]:
        yield (
            f"<p>Without an outcome: {number(totals['unended'])}. Such a call is under way, or its process has ended. "
            "It is charged what was set aside for it, and counted as an error.</p>"
        )
    yield from _spent(report)
    yield "<h2>Agents</h2>"
    yield _table(report.agents[:_ROWS], _AGENT, "who spent most comes first", len(report.agents))
    yield "<h2>Refusals and errors by reason</h2>"
    yield _table(_shared(report.ends, "calls"), _END, "refused: a rule said no; error: the call did not work out")
    yield "<h2>Slowest queries</h2>"
    yield _table(report.slowest, _SLOW, "all stages of a call together")
    yield "<h2>Healed queries</h2>"
    yield _table(report.healed, _HEALED, f"what was asked, and what ran in its place; {MOST} at the most")
    yield "<h2>Masks applied</h2>"
    yield _table(_shared(report.masks, "calls"), _MASK, f"calls that named a masked column; {MOST} at the most")
    yield '<p class="soft">SQL is shown as the log keeps it: every value is a question mark. Times are UTC.</p>'


_TILES = ("calls", "credits", "refusals", "errors", "healed", "rows")


def _spent(report: Report) -> Iterable[str]:
    shown = charts.series(report.days)
    title = f"Credits by agent and {shown.unit}"
    if not shown.amounts:
        yield "<h2>Credits</h2><p>Nothing was charged.</p>"
        return
    names = [_text(short(name, _NAME)) for name in shown.names]
    legend = "".join(f"<li>{charts.swatch(place)}<bdi>{name}</bdi></li>" for place, name in enumerate(names))
    head = "".join(f'<th scope="col" class="n"><bdi>{name}</bdi></th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row" class="t">{step}</th>'
        + "".join(f'<td class="n">{number(amounts[index])}</td>' for amounts in shown.amounts.values())
        + f'<td class="n">{number(shown.totals[index])}</td></tr>'
        for index, step in enumerate(shown.steps)
    )
    yield f"<h2>{title}</h2>"
    yield f'<div class="scroll" tabindex="0">{charts.columns(shown, title)}</div><ul class="legend">{legend}</ul>'
    caption = f"the same in figures; the {AGENTS} agents that spent most have a column each"
    yield (
        f'<div class="scroll" tabindex="0"><table><caption>{caption}</caption>'
        f'<thead><tr><th scope="col">{shown.unit}</th>{head}<th scope="col" class="n">all</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


Cell = Callable[[Mapping[str, Any]], str]


def _agent(row: Mapping[str, Any]) -> str:
    return f"<bdi>{_text(short(row['agent'], _NAME))}</bdi>"


def _number(name: str) -> Cell:
    return lambda row: number(row[name])


def _time(name: str) -> Cell:
    return lambda row: moment(row[name])


def _sql(text: Any) -> str:
    return f'<code class="sql">{_text(short(text, _SQL))}</code>'


def _repairs(row: Mapping[str, Any]) -> str:
    return "<br>".join(_text(f"{one['kind']} {one['before']} → {one['after']}") for one in row["healed"])


def _texts(row: Mapping[str, Any]) -> str:
    return "".join(f"<del>{_sql(text)}</del>" for text in row["texts"]) + f"<ins>{_sql(row['sql'])}</ins>"


_AGENT: Mapping[str, tuple[str, Cell]] = {
    "agent": ("", lambda row: f"<bdi>{_text(short(row['name'], _NAME))}</bdi>"),
    **{name: ("n", _number(name)) for name in _TILES},
}
_END: Mapping[str, tuple[str, Cell]] = {
    "end": ("", lambda row: _text(row["status"])),
    "reason": ("", lambda row: f"<code>{_text(row['code'])}</code>"),
    "": ("bars", lambda row: charts.bar(row["share"])),
    "calls": ("n", _number("calls")),
    "agents": ("n", _number("agents")),
    "last": ("t", _time("last")),
}
_SLOW: Mapping[str, tuple[str, Cell]] = {
    "ms": ("n", lambda row: millis(row["ms"])),
    "agent": ("", _agent),
    "result": ("", lambda row: _text(result({**row, "healed": row["repaired"]}))),
    "rows": ("n", _number("rows")),
    "credits": ("n", _number("credits")),
    "query": ("", lambda row: _sql(row["sql"])),
    "call": ("t", lambda row: f"<code>{_text(row['id'])[:8]}</code> {moment(row['time'])}"),
}
_HEALED: Mapping[str, tuple[str, Cell]] = {
    "calls": ("n", _number("calls")),
    "agents": ("", lambda row: f"<bdi>{_text(short(', '.join(map(str, row['agents'])), _NAME))}</bdi>"),
    "repair": ("", _repairs),
    "asked, and run": ("", _texts),
    "last": ("t", _time("last")),
}
_MASK: Mapping[str, tuple[str, Cell]] = {
    "column": ("", lambda row: f"<code>{_text(short(row['mask'], _NAME))}</code>"),
    "": ("bars", lambda row: charts.bar(row["share"])),
    "calls": ("n", _number("calls")),
    "agents": ("n", _number("agents")),
    "last": ("t", _time("last")),
}


def _table(
    rows: Sequence[Mapping[str, Any]], cells: Mapping[str, tuple[str, Cell]], caption: str, of: int | None = None
) -> str:
    """A table; where it holds texts, a narrow screen shows each row as a paragraph."""
    if not rows:
        return "<p>None.</p>"
    more = f"; {number(of - len(rows))} more are not shown" if of and of > len(rows) else ""
    head = "".join(f'<th scope="col" class="{kind}">{name}</th>' for name, (kind, _) in cells.items())
    body = "".join(
        "<tr>"
        + "".join(f'<td class="{kind}" data-name="{name}">{cell(row)}</td>' for name, (kind, cell) in cells.items())
        + "</tr>"
        for row in rows
    )
    texts = ' class="texts"' if 'class="sql"' in body else ""
    return (
        f'<div class="scroll" tabindex="0"><table{texts}><caption>{caption}{more}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _shared(rows: Sequence[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    """The rows with their ``share`` of the largest."""
    most = max((row[name] for row in rows), default=1) or 1
    return [{**row, "share": row[name] / most} for row in rows]


def _text(value: Any) -> str:
    return escape(plain(value))
