"""Dates and times of PostgreSQL: parts of them, formats and intervals."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlglot import exp

from autogen_hatidata.sql.dialects import formats, numerals
from autogen_hatidata.sql.dialects.forms import Call, built, put
from autogen_hatidata.sql.dialects.source import WRITTEN, Untested

UNITS = frozenset("YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND".split())
_PARTS = UNITS | frozenset("DOW ISODOW DOY ISOYEAR EPOCH CENTURY DECADE MILLISECONDS MICROSECONDS".split())
_CUT = UNITS | frozenset("DECADE MILLISECONDS MICROSECONDS".split())
_PERIOD = re.compile(
    r"(?:[-+]?[0-9]+(?: ?(?:years?|mons?|months?|weeks?|days?|hours?|minutes?|mins?|seconds?|secs?)| ?[ymwdh])? ?)+"
    r"|(?:[0-9]+ (?:years?|mons?|months?|days?) )*[0-9]{1,3}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?",
    re.IGNORECASE,
)


def _unit(node: Call, units: frozenset[str]) -> str:
    first = node.expressions[0]
    unit = first.name.upper() if isinstance(first, exp.Literal) and first.is_string else ""
    if unit not in units:
        raise Untested(f"that unit in {node.this}")
    return unit.lower()


def date_trunc(node: Call) -> str:
    put(node, f"date_trunc('{_unit(node, _CUT)}', CAST(a AS TIMESTAMP))", node.expressions[1])
    return "DATE_TRUNC gives a timestamp"


def date_part(node: Call) -> None:
    put(node, part(_unit(node, _PARTS)), node.expressions[1])


def part(unit: str) -> str:
    """Parts are numerics, so that a tenth of a year has decimals."""
    if unit == "epoch":
        return "EXTRACT(epoch FROM a)"
    if unit in _OF_SECONDS:
        return f"CAST(EXTRACT(microsecond FROM a) AS DECIMAL(18, 0)) * {_OF_SECONDS[unit]}"
    return f"CAST(EXTRACT({unit} FROM a) AS DECIMAL(18, 0))"


_EPOCH = "CAST(EXTRACT(epoch FROM a) AS DECIMAL(20, 6))"
"""A numeric too, where DATE_PART gives a double."""

_OF_SECONDS = {
    "second": "CAST('0.000001' AS DECIMAL(7, 6))",
    "milliseconds": "CAST('0.001' AS DECIMAL(4, 3))",
    "microseconds": "1",
}
"""Seconds and their parts, which have all of the minute's decimals."""


def extract(node: exp.Extract) -> None:
    unit = node.name.upper()
    if unit not in _PARTS:
        raise Untested("that unit in EXTRACT")
    node.meta[WRITTEN] = "EXTRACT"
    put(node, _EPOCH if unit == "EPOCH" else part(unit.lower()), node.expression)


_PERIODS = {
    "years": "to_years", "months": "to_months", "weeks": "to_weeks", "days": "to_days", "hours": "to_hours",
    "mins": "to_minutes", "secs": "to_seconds",
}  # fmt: skip


def make_interval(node: Call) -> str:
    """With names: ``MAKE_INTERVAL(days => 10)``."""
    terms: exp.Expr | None = None
    for part in node.expressions:
        if not isinstance(part, exp.Kwarg) or part.this.name.lower() not in _PERIODS:
            raise Untested("this form of MAKE_INTERVAL", "write MAKE_INTERVAL(days => 10).")
        name = part.this.name.lower()
        term = built(f"{_PERIODS[name]}({'a' if name == 'secs' else 'CAST(a AS INTEGER)'})", part.expression)
        terms = term if terms is None else exp.Add(this=terms, expression=term)
    assert terms is not None
    node.replace(exp.Paren(this=terms))
    return "MAKE_INTERVAL adds periods"


def to_char(node: Call) -> str:
    form = node.expressions[1]
    pattern = numerals.to_text(form.name) if isinstance(form, exp.Literal) and form.is_string else None
    if pattern is not None:
        put(node, pattern, node.expressions[0])
        return "TO_CHAR of a number is put together"
    put(node, " || ".join(_format(node, formats.to_text)), node.expressions[0])
    return "TO_CHAR is strftime"


def to_date(kind_: str, node: Call) -> str | None:
    if len(node.expressions) == 1:
        put(node, "to_timestamp(a)", *node.expressions)
        return None
    put(node, f"CAST(strptime(a, '{_format(node, formats.to_date)}') AS {kind_})", node.expressions[0])
    return f"{node.this} is strptime"


def to_number(node: Call) -> str:
    """The digits of a text, whatever stands between them."""
    form = node.expressions[1]
    decimals = numerals.decimals(form.name) if isinstance(form, exp.Literal) and form.is_string else None
    if decimals is None:
        raise Untested("that format in TO_NUMBER", "write CAST(REPLACE(x, ',', '') AS DECIMAL(18, 2)).")
    put(node, f"CAST(regexp_replace(a, '[^0-9.]', '', 'g') AS DECIMAL(38, {decimals}))"
              " * CASE WHEN contains(a, '-') THEN -1 ELSE 1 END", node.expressions[0])  # fmt: skip
    return "TO_NUMBER reads the digits"


def _format(node: Call, read: Callable[[str], Any]) -> Any:
    text = node.expressions[1] if len(node.expressions) > 1 else None
    found = read(text.name) if isinstance(text, exp.Literal) and text.is_string else None
    if found is None:
        raise Untested(f"that format in {node.this}", "write strftime(date, format) in DuckDB's SQL.")
    return found


_MONTHS_OF = "(date_part('year', a) * 12 + date_part('month', a))"
_MICROS = "(date_part('hour', a) * 3600000000 + date_part('minute', a) * 60000000 + date_part('microsecond', a))"
_PIECES_OF = "to_months(CAST({} AS INTEGER)) + to_days(CAST({} AS INTEGER)) + to_microseconds(CAST({} AS BIGINT))"
_DAY = 86_400_000_000
_ALL_DAYS = f"{_MONTHS_OF} * 30 + date_part('day', a)"
_ALL_MICROS = f"date_part('day', a) * {_DAY} + {_MICROS}"
_ALL = f"{_MONTHS_OF} * {30 * _DAY} + {_ALL_MICROS}"


def _split(whole: str, months: str, days: str, rest: str) -> str:
    """A period that is put together of parts of a number, which is called ``it__`` in them."""
    return f"list_extract(list_transform([{whole}], lambda it__: {_PIECES_OF.format(months, days, rest)}), 1)"


def _times(size: int, of: str = "abs(it__)") -> str:
    """How often a unit is in the number, with its sign."""
    return f"sign(it__) * ({of} // {size})"


def _left(size: int) -> str:
    return f"sign(it__) * (abs(it__) % {size})"


JUSTIFY = {
    "DAYS": _split(_ALL_DAYS, _times(30), _left(30), _MICROS),
    "HOURS": _split(_ALL_MICROS, _MONTHS_OF, _times(_DAY), _left(_DAY)),
    "INTERVAL": _split(_ALL, _times(30 * _DAY), _times(_DAY, f"(abs(it__) % {30 * _DAY})"), _left(_DAY)),
}
"""Periods in which 30 days are a month and 24 hours a day; what is left over has the sign of the whole."""


_ZONE = re.compile(r"(?i:UTC|GMT)|[A-Z][A-Za-z]+/[A-Za-z_/]+")


def zone(node: exp.Expr, where: str) -> exp.Expr:
    """A time zone by a name that every system has."""
    if not (node.is_string and _ZONE.fullmatch(node.name)):
        raise Untested(f"that time zone in {where}", "write a name like 'America/New_York'.")
    return node


def at_time_zone(node: exp.AtTimeZone) -> str:
    """Of a timestamp it gives one with a time zone, and the other way round; a date is neither."""
    where = zone(node.args["zone"], "AT TIME ZONE")
    moment = "CASE WHEN typeof(a) = 'DATE' THEN CAST('cast the date to a timestamp' AS TIMESTAMP) ELSE a END"
    put(node, f"timezone(b, {moment})", node.this, where)
    return "time zones are DuckDB's"


def frame(node: exp.WindowSpec) -> None:
    """``RANGE BETWEEN '30 days' PRECEDING AND CURRENT ROW``."""
    for key in ("start", "end"):
        edge = node.args.get(key)
        if isinstance(edge, exp.Literal) and edge.is_string:
            period = exp.Interval(this=edge.copy())
            interval(period)
            node.set(key, period)


def interval(node: exp.Interval) -> None:
    text = node.this
    if isinstance(text, exp.Literal):
        text.set("this", re.sub(r"([-+]) +(?=[0-9])", r"\1", text.name.strip()))
    if not (isinstance(text, exp.Literal) and _PERIOD.fullmatch(text.name)) or (
        node.unit is not None and not re.fullmatch(r"[0-9]+", text.name)
    ):
        raise Untested("that interval", "write INTERVAL '2 days', or '2 days'::INTERVAL.")
