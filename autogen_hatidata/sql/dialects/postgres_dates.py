"""Dates and times of PostgreSQL: parts of them, formats and intervals."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlglot import exp

from autogen_hatidata.sql.dialects import formats
from autogen_hatidata.sql.dialects.calls import Call, put, rename
from autogen_hatidata.sql.dialects.source import WRITTEN, Untested

UNITS = frozenset("YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND".split())
_PARTS = UNITS | frozenset("DOW ISODOW DOY ISOYEAR EPOCH".split())
_PERIOD = re.compile(
    r"(?:[-+]?[0-9]+(?: ?(?:years?|mons?|months?|weeks?|days?|hours?|minutes?|mins?|seconds?|secs?)| ?[ymwdh])? ?)+"
    r"|(?:[0-9]+ days? )?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?",
    re.IGNORECASE,
)


def _unit(node: Call, units: frozenset[str] = UNITS) -> str:
    first = node.expressions[0]
    unit = first.name.upper() if isinstance(first, exp.Literal) and first.is_string else ""
    if unit not in units:
        raise Untested(f"that unit in {node.this}")
    return unit.lower()


def date_trunc(node: Call) -> str:
    put(node, f"date_trunc('{_unit(node)}', CAST(_1 AS TIMESTAMP))", node.expressions[1])
    return "DATE_TRUNC gives a timestamp"


def date_part(node: Call) -> None:
    put(node, part(_unit(node, _PARTS)), node.expressions[1])


def part(unit: str) -> str:
    """Parts are numerics, so that a tenth of a year has decimals."""
    if unit == "epoch":
        return "EXTRACT(epoch FROM _1)"
    if unit == "second":
        return "CAST(EXTRACT(microsecond FROM _1) AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(7, 6))"
    return f"CAST(EXTRACT({unit} FROM _1) AS DECIMAL(18, 0))"


def extract(node: exp.Extract) -> None:
    unit = node.name.upper()
    if unit not in _PARTS:
        raise Untested("that unit in EXTRACT")
    node.meta[WRITTEN] = "EXTRACT"
    put(node, part(unit.lower()), node.expression)


def to_char(node: Call) -> str:
    put(node, " || ".join(_format(node, formats.to_text)), node.expressions[0])
    return "TO_CHAR is strftime"


def to_date(kind_: str, node: Call) -> str | None:
    if len(node.expressions) == 1:
        rename(node, "to_timestamp")
        return None
    put(node, f"CAST(strptime(_1, '{_format(node, formats.to_date)}') AS {kind_})", node.expressions[0])
    return f"{node.this} is strptime"


def _format(node: Call, read: Callable[[str], Any]) -> Any:
    text = node.expressions[1] if len(node.expressions) > 1 else None
    found = read(text.name) if isinstance(text, exp.Literal) and text.is_string else None
    if found is None:
        raise Untested(f"that format in {node.this}", "write strftime(date, format) in DuckDB's SQL.")
    return found


def interval(node: exp.Interval) -> None:
    text = node.this
    if isinstance(text, exp.Literal):
        text.set("this", re.sub(r"([-+]) +(?=[0-9])", r"\1", text.name.strip()))
    if not (isinstance(text, exp.Literal) and _PERIOD.fullmatch(text.name)) or (
        node.unit is not None and not re.fullmatch(r"[0-9]+", text.name)
    ):
        raise Untested("that interval", "write INTERVAL '2 days', or '2 days'::INTERVAL.")
