"""How values of a log are written for people. Its texts come from models: none may steer a terminal or a page.

Somebody may have changed the log, so that a value can be of any type. What cannot be read is a question mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CUT = 60
"""So many characters of a statement stand in a line of a table."""

UNREAD = "?"
"""What stands for a value of a type that no layer writes there."""


def plain(value: Any) -> str:
    r"""A text in one line in which every character is seen: no control codes, no change of the direction of writing.

    >>> plain("SELECT 1\n  \x1b[31m")
    'SELECT 1 \\x1b[31m'
    """
    try:
        text = " ".join(("" if value is None else str(value)).split())
    except RecursionError:  # lists within lists, as deep as they can be read
        return UNREAD
    return seen(text)


def seen(text: str) -> str:
    r"""A text in its lines in which every character is seen.

    >>> seen("1\n\x1b[31m")
    '1\n\\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one == "\n" else ascii(one)[1:-1] for one in text)


def short(value: Any, most: int = CUT) -> str:
    """The beginning of a plain text."""
    text = plain(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def is_number(value: Any) -> bool:
    """Whether a value of a log is a number; true and false are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def number(value: Any) -> str:
    """A number as people read it; empty where there is none.

    >>> number(1234567.5), number(2.0), number(None), number("2")
    ('1,234,567.5', '2', '', '?')
    """
    if value is None or not is_number(value):
        return "" if value is None else UNREAD
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")


def moment(text: Any) -> str:
    """The time of a record to the second.

    >>> moment("2026-03-01T09:30:00.123456Z")
    '2026-03-01 09:30:00'
    """
    return plain(text)[:19].replace("T", " ")


def millis(value: Any) -> str:
    """Milliseconds to a tenth; empty where there are none."""
    return f"{value:,.1f}" if isinstance(value, float) else number(value)


def took(record: Mapping[str, Any]) -> str:
    """The milliseconds of a call, all its stages together."""
    ms = record.get("ms")
    if ms in (None, {}):
        return ""
    if not isinstance(ms, dict) or not all(map(is_number, ms.values())):
        return UNREAD
    try:
        return millis(sum(ms.values()))
    except OverflowError:  # a fraction and an integer that no fraction is as large as
        return UNREAD


def asked(record: Mapping[str, Any]) -> str:
    """What a call asked for: its SQL, or the operation of the memory with what was given for it.

    >>> asked({"memory": {"operation": "search", "query": {"sha256": "ab", "chars": 12}, "top_k": 5}})
    'search: query of 12 characters, top_k 5'
    """
    memory = record.get("memory")
    if record.get("sql") or not isinstance(memory, dict):
        return plain(record.get("sql"))
    given = ", ".join(_given(name, value) for name, value in memory.items() if name not in ("operation", "memories"))
    return plain(f"{memory.get('operation')}: {given}" if given else memory.get("operation"))


def _given(name: str, value: Any) -> str:
    return f"{name} of {number(value.get('chars'))} characters" if isinstance(value, dict) else f"{name} {value}"


def result(record: Mapping[str, Any]) -> str:
    """How a call ended, in one word: ok, healed, or the code of its error."""
    if record.get("status") == "ok":
        return "healed" if record.get("healed") else "ok"
    return plain(record.get("code") or record.get("status"))
