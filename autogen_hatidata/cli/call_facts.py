"""What a log knows of one call, as rows of a name and a text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from autogen_hatidata.cli.words import UNREAD, is_number, moment, number, plain, result
from autogen_hatidata.governance.records import COMMON

Record = Mapping[str, Any]


def facts(call_id: str, found: Sequence[Record]) -> Iterable[tuple[str, str]]:
    """The rows of one call: who, how it ended, then each text in turn, then what is not shown otherwise."""
    found = [{name: _readable(name, value) for name, value in record.items()} for record in found]
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
        yield "healed", plain("{kind} {before} -> {after}".format(**repair))
    last = intents[-1] if intents else {}
    for name in ("tables", "filters", "masks"):
        if last.get(name):
            yield name, plain(", ".join(last[name]))
    if known.get("rules"):
        yield "rules", plain(", ".join(known["rules"]))
    yield from _stages(last, end or {})
    for name, value in known.items():
        if name not in _SHOWN:
            yield plain(name), plain(value if isinstance(value, str) else _json(value))
    yield "records", ", ".join(plain(f"{_value(one.get('seq'))} {_value(one.get('kind'))}") for one in found)


_SHOWN = frozenset(COMMON) | set(
    "id attempt agent role executor source framework tool call_id sql status code stage rows truncated credits "
    "detail estimate reserved ms healed tables filters masks rules verdicts".split()
)


def _who(known: Record) -> str:
    return _named(known, "agent", role="role", executor="executed by", source="found by")


def _named(known: Record, *names: str, **labels: str) -> str:
    """The values that there are, some of them after a label."""
    found = ((label, known.get(name)) for name, label in (dict.fromkeys(names, "") | labels).items())
    return ", ".join(plain(f"{label} {_value(value)}") for label, value in found if value not in (None, ""))


def _value(value: Any) -> str:
    return number(value) if is_number(value) else plain(value)


def _end(record: Record) -> str:
    ended = result(record)
    if record.get("status") in ("ok", None):
        return ended
    return _named(record, "status", "code", "detail", stage="at")


def _text(record: Record) -> Iterable[tuple[str, str]]:
    """The text of an attempt, with what became of it when it failed."""
    if record.get("kind") == "attempt":
        yield f"sql {plain(record.get('attempt'))}", plain(record.get("sql"))
        yield "failed", _named(record, "code", "detail", stage="at", credits="credits")
    elif record.get("kind") == "outcome" and record.get("sql"):
        yield "sql", plain(record["sql"])


def _stages(intent: Record, end: Record) -> Iterable[tuple[str, str]]:
    """Each stage with its verdict and its milliseconds."""
    verdicts, ms = intent.get("verdicts") or {}, end.get("ms") or {}
    for stage in dict.fromkeys((*verdicts, *ms)):
        said = "refused" if end and stage == end.get("stage") else verdicts.get(stage, "ok" if end else "")
        said = "ok" if said == "refused" and end.get("status") == "ok" else said  # it failed in an earlier attempt
        yield "stage", f"{plain(stage):<13}{plain(said):<11}" + (_ms(ms[stage]) if stage in ms else "")


def _ms(value: Any) -> str:
    return f"{value:9.3f} ms" if isinstance(value, float) else f"{number(value) or UNREAD:>9} ms"


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return UNREAD


def _readable(name: str, value: Any) -> Any:
    """A value that has the shape which a layer gives it, or something of that shape that is a question mark."""
    fits, unread = _SHAPES.get(name, (None, None))
    return value if fits is None or value is None or fits(value) else unread


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _are_repairs(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and _REPAIR.keys() <= one.keys() for one in value)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


_REPAIR = {"kind": UNREAD, "before": UNREAD, "after": UNREAD}
_SHAPES: Mapping[str, tuple[Callable[[Any], bool], Any]] = {
    **dict.fromkeys(("tables", "filters", "masks", "rules"), (_are_texts, [UNREAD])),
    **dict.fromkeys(("ms", "verdicts"), (_is_mapping, {UNREAD: UNREAD})),
    "healed": (_are_repairs, [_REPAIR]),
}
"""How fields that hold other values are looked at, and what stands for one that somebody gave another shape."""
