"""How values of a log are written for people. Its texts come from models: none may steer a terminal or a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CUT = 60
"""So many characters of a statement stand in a line of a table."""


def plain(value: Any) -> str:
    r"""A text in one line in which every character is seen: no control codes, no change of the direction of writing.

    >>> plain("SELECT 1\n  \x1b[31m")
    'SELECT 1 \\x1b[31m'
    """
    text = " ".join(("" if value is None else str(value)).split())
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def short(value: Any, most: int = CUT) -> str:
    """The beginning of a plain text."""
    text = plain(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def number(value: Any) -> str:
    """A number as people read it; empty for what is none.

    >>> number(1234567.5), number(2.0), number(None)
    ('1,234,567.5', '2', '')
    """
    if not isinstance(value, (int, float)):
        return ""
    return f"{value:,.1f}".removesuffix(".0")


def moment(text: Any) -> str:
    """The time of a record to the second.

    >>> moment("2026-03-01T09:30:00.123456Z")
    '2026-03-01 09:30:00'
    """
    return plain(text)[:19].replace("T", " ")


def millis(value: Any) -> str:
    """Milliseconds to a tenth; empty for what is none."""
    return f"{value:,.1f}" if isinstance(value, (int, float)) else ""


def took(record: Mapping[str, Any]) -> str:
    """The milliseconds of a call, all its stages together."""
    ms = record.get("ms")
    return millis(sum(ms.values())) if isinstance(ms, dict) and ms else ""


def result(record: Mapping[str, Any]) -> str:
    """How a call ended, in one word: ok, healed, or the code of its error."""
    if record.get("status") == "ok":
        return "healed" if record.get("healed") else "ok"
    return plain(record.get("code") or record.get("status"))
