"""Dates and days in Snowflake are a date, and what is added to or cut off a timestamp leaves a timestamp.

A column's type is known only when DuckDB binds the text: there the sum takes the type of the column.
"""

from __future__ import annotations

import re
from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import built, copied
from autogen_hatidata.sql.dialects.source import bare, number, unsupported, wrap
from autogen_hatidata.sql.dialects.value_kinds import kind

_unsupported = partial(unsupported, "Snowflake")

DATE_UNITS = frozenset("YEAR QUARTER MONTH WEEK DAY".split())
UNITS = DATE_UNITS | {"HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND"}
_RULE = "a date and days are a date"


def dated(node: exp.Expr) -> bool:
    """Whether an expression is seen to be a DATE; what was kept one before is a cast by now."""
    node = bare(node)
    if isinstance(node, exp.Cast):
        return bool(node.to.this == exp.DType.DATE)
    if isinstance(node, exp.Add | exp.Sub):
        other = node.expression
        return dated(node.this) and not isinstance(other, exp.Interval) and not dated(other)
    if isinstance(node, exp.DateTrunc | exp.AddMonths):
        return dated(node.this)
    return isinstance(node, exp.CurrentDate | exp.LastDay | exp.DateFromParts | exp.TsOrDsToDate)


def whole_days(interval: exp.Interval) -> bool:
    """Whether an interval has no time of day."""
    return interval.text("unit").upper().removesuffix("S") in DATE_UNITS


def look_at_interval(node: exp.Interval) -> None:
    """``INTERVAL '1 day, 2 hours'`` has two parts; DuckDB reads other short units."""
    unit = node.text("unit").upper().removesuffix("S")
    amount = node.this
    if unit not in UNITS or not re.fullmatch(r"-?[0-9]+", amount.name if amount else ""):
        raise _unsupported("that INTERVAL", "write one part with its unit, as in INTERVAL '2 days'.")


def keep_date(node: exp.Expr) -> str | None:
    """A date and an interval of whole days are a date in Snowflake, a timestamp in DuckDB."""
    sides = [(node.this, node.expression), (node.expression, node.this)]
    for one, other in sides:
        if one.is_string and number(bare(other)) is not None and re.fullmatch(r" *-?[0-9]+(\.[0-9]+)? *", one.name):
            one.replace(exp.cast(one.copy(), f"DECIMAL(38, {len(one.name.strip().partition('.')[2])})"))
            return "a text beside a number is a number"
    moved = [other for one, other in sides if isinstance(one, exp.Interval) and whole_days(one)]
    return _keep_type(node, moved[0]) if moved else None


def type_of(node: exp.Expr) -> exp.Expr:
    """Something of the same type, short where a quotient says its type already."""
    inner = bare(node)
    quotient = isinstance(inner, exp.Anonymous) and inner.name == "cast_to_type"
    found: exp.Expr = inner.expressions[1] if quotient else node
    return found


def _keep_type(node: exp.Expr, value: exp.Expr) -> str | None:
    """A result of the type of the value that it was made of."""
    if dated(value):
        wrap(node, lambda inner: exp.cast(inner, exp.DType.DATE))
    elif kind(value) == "timestamp":
        return None
    else:
        of_type = type_of(value)
        copied(of_type)
        node.replace(built("cast_to_type(a, b)", node, of_type))
    return _RULE


SHORT_UNITS = {
    **dict.fromkeys(("Y", "YY", "YYY", "YYYY", "YR"), "YEAR"), **dict.fromkeys(("MM", "MON", "MONS"), "MONTH"),
    **dict.fromkeys(("D", "DD"), "DAY"), **dict.fromkeys(("Q", "QTR"), "QUARTER"), "HH": "HOUR", "MI": "MINUTE",
}  # fmt: skip
"""Short names that sqlglot leaves as they are in TRUNC."""


def keep_truncated(node: exp.Expr) -> str | None:
    """DATE_TRUNC gives the type of what was truncated."""
    unit = SHORT_UNITS.get(node.text("unit").upper())
    if unit:
        node.set("unit", exp.Literal.string(unit))
    return _keep_type(node, node.this)


def look_at_date_add(node: exp.Expr) -> None:
    amount = bare(node.expression)
    if isinstance(amount, exp.Literal) and not re.fullmatch("[0-9]+", amount.name):
        raise _unsupported("DATEADD of a part of a unit", "add a whole number of a smaller unit.")


_WHOLE = (exp.Literal, exp.RowNumber, exp.Count, exp.DateDiff, exp.Extract)


def keep_date_added(node: exp.Expr) -> str | None:
    """The same for DATEADD, which rounds what it adds."""
    amount = node.expression
    if isinstance(bare(node.this), exp.Literal):  # sqlglot would make a date of it and lose the time of day
        wrap(node.this, lambda text: exp.cast(text, exp.DType.TIMESTAMP))
    if not isinstance(bare(amount), _WHOLE) and kind(amount) != "int":
        amount.replace(built("round(a)", amount))
    return _keep_type(node, node.this) if node.args["unit"].name.upper() in DATE_UNITS else None


_ADDED = """
    cast_to_type(CASE WHEN last_day(a) = CAST(a AS DATE)
    THEN last_day(a + INTERVAL (b) MONTH) + CAST(CAST(a AS TIMESTAMP) AS TIME) ELSE a + INTERVAL (b) MONTH END, a)
"""


def add_months(node: exp.AddMonths) -> str:
    """From the last day of a month it goes to the last day of a month."""
    node.replace(built(_ADDED, node.this, node.expression))
    return _RULE


_BETWEEN = """
    CAST(date_diff('month', CAST(b AS DATE), CAST(a AS DATE)) + CASE WHEN day(a) = day(b) OR
    (CAST(a AS DATE) = last_day(a) AND CAST(b AS DATE) = last_day(b)) THEN 0 ELSE (day(a) - day(b) +
    (epoch(CAST(a AS TIME)) - epoch(CAST(b AS TIME))) / 86400) / 31 END AS DECIMAL(38, 6))
"""


def months_between(node: exp.MonthsBetween) -> str:
    """A part of a month is one of 31 days."""
    sides = [exp.cast(side.copy(), exp.DType.TIMESTAMP) for side in (node.this, node.expression)]
    node.replace(built(_BETWEEN, *sides))
    return "MONTHS_BETWEEN counts parts of months of 31 days"


_PARTS = {
    **dict.fromkeys(("YEAROFWEEK", "YEAROFWEEKISO"), "isoyear(a)"),
    **dict.fromkeys(("EPOCH", "EPOCH_SECOND", "EPOCH_SECONDS"), "CAST(floor(epoch(a)) AS BIGINT)"),
    **dict.fromkeys(("EPOCH_MILLISECOND", "EPOCH_MILLISECONDS"), "epoch_ms(a)"),
}
PARTS = frozenset(_PARTS)


def part_of_date(node: exp.Extract) -> None:
    """Seconds since 1970 are whole, and the year of a week is that of ISO."""
    text = _PARTS.get(node.this.name.upper())
    if text:
        node.replace(built(text, node.expression))
