"""What a log knows of one call, as rows of a name and a text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from autogen_hatidata.cli.words import moment, number, plain, result
from autogen_hatidata.governance.records import COMMON

Record = Mapping[str, Any]


def facts(call_id: str, found: Sequence[Record]) -> Iterable[tuple[str, str]]:
    """The rows of one call: who, how it ended, then each text in turn, then what is not shown otherwise."""
    intents = [one for one in found if one.get("kind") == "intent"]
    end = next((one for one in found if one.get("kind") == "outcome"), None)
    known = {name: value for record in found for name, value in record.items() if value not in (None, [], {})}
    yield "call", plain(call_id)
    yield "time", f"{moment(found[0].get('time'))} UTC"
    yield "agent", _who(known)
    yield "tool", _named(known, "tool", framework="through", call_id="call")
    yield "ended", _end(end) if end else "without an outcome: it is under way, or the process has ended"
    yield "credits", _named(end or {}, "credits", estimate="estimate") or _named(known, reserved="reserved")
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
    "detail estimate reserved ms healed tables filters masks verdicts".split()
)


def _who(known: Record) -> str:
    return _named(known, "agent", role="role", executor="executed by", source="found by")


def _named(known: Record, *names: str, **labels: str) -> str:
    """The values that there are, some of them after a label."""
    found = ((label, known.get(name)) for name, label in (dict.fromkeys(names, "") | labels).items())
    return ", ".join(plain(f"{label} {_value(value)}") for label, value in found if value not in (None, ""))


def _value(value: Any) -> str:
    return number(value) if isinstance(value, (int, float)) else str(value)


def _end(record: Record) -> str:
    ended = result(record)
    if record.get("status") in ("ok", None):
        return ended
    return _named(record, "status", "code", "detail", stage="at")


def _text(record: Record) -> Iterable[tuple[str, str]]:
    """The text of an attempt, with what became of it when it failed."""
    if record.get("kind") == "attempt":
        yield f"sql {record.get('attempt')}", plain(record.get("sql"))
        yield "failed", _named(record, "code", "detail", stage="at", credits="credits")
    elif record.get("kind") == "outcome" and record.get("sql"):
        yield "sql", plain(record["sql"])


def _stages(intent: Record, end: Record) -> Iterable[tuple[str, str]]:
    """Each stage with its verdict and its milliseconds."""
    verdicts, ms = intent.get("verdicts") or {}, end.get("ms") or {}
    for stage in dict.fromkeys((*verdicts, *ms)):
        said = "refused" if end and stage == end.get("stage") else verdicts.get(stage, "ok" if end else "")
        said = "ok" if said == "refused" and end.get("status") == "ok" else said  # it failed in an earlier attempt
        yield "stage", f"{plain(stage):<13}{plain(said):<11}" + (f"{ms[stage]:9.3f} ms" if stage in ms else "")
