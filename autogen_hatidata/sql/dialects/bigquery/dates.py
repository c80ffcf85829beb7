"""Dates and times. A TIMESTAMP is a time in UTC, without a zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce

from sqlglot import exp

from autogen_hatidata.sql.dialects.bigquery.casts import moment
from autogen_hatidata.sql.dialects.bigquery.tables import DATE_UNITS, TIME_UNITS, WEEKDAYS
from autogen_hatidata.sql.dialects.bigquery.trees import (
    PLAIN_DATE,
    PLAIN_TIME,
    Call,
    calling,
    fill,
    kind_of,
    put,
    text_of,
    unsupported,
    whole_number,
)


def _as_date(node: exp.Expr, name: str) -> exp.Expr:
    """A date for sure: what DuckDB knows as a time it refuses to add a number to, so that no time of day is lost."""
    kind, text = kind_of(node), text_of(node)
    if kind in ("timestamp", "datetime"):
        raise unsupported(f"{name} of a time", f"write {name.replace('DATE', kind.upper(), 1)}.")
    if text is not None:
        if not PLAIN_DATE.fullmatch(text):
            raise unsupported(f"that text in {name}", "write DATE 'YYYY-MM-DD'.")
        return fill("CAST(a AS DATE)", node)
    return node if kind == "date" else fill("a + 0", node)


def _as_time(node: exp.Expr, name: str) -> exp.Expr:
    text = text_of(node)
    if text is not None and not PLAIN_TIME.fullmatch(text):
        raise unsupported(f"that text in {name}", "write YYYY-MM-DD HH:MM:SS, without a time zone.")
    return node if kind_of(node) in ("timestamp", "datetime") else fill("CAST(a AS TIMESTAMP)", node)


def _amount(node: Call, args: list[exp.Expr], units: frozenset[str]) -> tuple[exp.Expr, str]:
    interval = args[1] if len(args) == 2 else None
    if not isinstance(interval, exp.Interval) or not isinstance(interval.args.get("unit"), exp.Var):
        raise unsupported(f"this form of {node.name}")
    unit, amount = interval.args["unit"].name.upper(), interval.this
    if unit not in units:
        raise unsupported(f"that unit in {node.name}")
    if isinstance(amount, exp.Literal) and amount.is_string:
        if not re.fullmatch(r"-?\d+", amount.name):
            raise unsupported(f"{node.name} of a part of a unit")
        amount = exp.Literal.number(amount.name.lstrip("-"))
        amount = exp.Neg(this=amount) if interval.this.name.startswith("-") else amount
    if kind_of(amount) == "float":
        raise unsupported(f"{node.name} of a part of a unit")
    if node.name.endswith("_SUB"):
        amount = fill("-a", amount)
    return amount, unit


def date_add(node: Call, args: list[exp.Expr]) -> str | None:
    if kind_of(args[0]) in ("datetime", "timestamp"):
        return time_add(node, args)
    amount, unit = _amount(node, args, DATE_UNITS)
    date = _as_date(args[0], node.name)
    if unit in ("DAY", "WEEK"):
        form = "a + CAST(b AS INTEGER)" if unit == "DAY" else "a + CAST(b * 7 AS INTEGER)"
        put(node, fill(form, date, amount))
    else:
        put(node, fill(f"CAST(a + {_TO[unit]}(b) AS DATE)", date, amount))
    return "a date and days are a date"


_TO = {unit: f"to_{unit.lower()}s" for unit in (*DATE_UNITS, *TIME_UNITS)}


def time_add(node: Call, args: list[exp.Expr]) -> str | None:
    of_timestamp = node.name.startswith("TIMESTAMP") or kind_of(args[0]) == "timestamp"
    amount, unit = _amount(node, args, TIME_UNITS if of_timestamp else TIME_UNITS | DATE_UNITS)
    value = _as_time(args[0], node.name)
    put(node, fill(f"a + {_TO[unit]}(b)", value, amount), "timestamp" if of_timestamp else "datetime")
    return None


def _week(unit: str) -> int | None:
    """How many days after Monday such a week begins; None for what is no week."""
    if unit == "WEEK":
        return 6
    if unit == "ISOWEEK":
        return 0
    day = re.fullmatch(r"WEEK\(([A-Z]+)\)", unit)
    return WEEKDAYS.index(day[1]) if day and day[1] in WEEKDAYS else None


def _unit_of(node: Call, args: list[exp.Expr], units: frozenset[str]) -> str:
    last = args[-1] if args else None
    unit = last.name if isinstance(last, exp.Var) else ""
    if unit not in units and _week(unit) is None:
        raise unsupported(f"that unit in {node.name}")
    return unit


def date_diff(node: Call, args: list[exp.Expr]) -> str | None:
    rule = {"datetime": datetime_diff, "timestamp": timestamp_diff}.get(kind_of(args[0]) or "")
    if rule:
        return rule(node, args)
    unit = _unit_of(node, args, DATE_UNITS | {"ISOYEAR"})
    if len(args) != 3:
        raise unsupported(f"this form of {node.name}")
    if unit == "ISOYEAR":
        put(node, fill("isoyear(a) - isoyear(b)", *(_as_date(each, node.name) for each in args[:2])))
        return None
    return _boundaries(node, unit, _as_date(args[1], node.name), _as_date(args[0], node.name))


def _boundaries(node: Call, unit: str, begin: exp.Expr, end: exp.Expr) -> str | None:
    """How many times a new unit begins between two times. DuckDB's weeks are spans of seven days instead."""
    shift = _week(unit)
    if shift is None:
        put(node, fill(f"date_diff('{unit.lower()}', a, b)", begin, end))
        return None
    bucket = f"time_bucket(to_days(7), {{}}, to_days({shift}))"
    put(node, fill(f"date_diff('day', {bucket.format('a')}, {bucket.format('b')}) // 7", begin, end))
    return "weeks begin on the day that BigQuery begins them on"


def datetime_diff(node: Call, args: list[exp.Expr]) -> str | None:
    unit = _unit_of(node, args, DATE_UNITS | TIME_UNITS)
    if len(args) != 3:
        raise unsupported(f"this form of {node.name}")
    return _boundaries(node, unit, _as_time(args[1], node.name), _as_time(args[0], node.name))


def timestamp_diff(node: Call, args: list[exp.Expr]) -> str | None:
    unit = _unit_of(node, args, TIME_UNITS)
    if len(args) != 3 or unit not in TIME_UNITS:
        raise unsupported(f"this form of {node.name}")
    times = _as_time(args[1], node.name), _as_time(args[0], node.name)
    put(node, fill(f"date_sub('{unit.lower()}', a, b)", *times))
    return "TIMESTAMP_DIFF counts whole units"


_BUCKETS = {"DAY": "to_days(1)", "MONTH": "to_months(1)", "QUARTER": "to_months(3)", "YEAR": "to_years(1)"}


def date_trunc(node: Call, args: list[exp.Expr]) -> str | None:
    """time_bucket gives a date of a date and a time of a time, where date_trunc would give a time of both."""
    unit = _unit_of(node, args, frozenset({*_BUCKETS, "ISOYEAR"}))
    if len(args) != 2:
        raise unsupported(f"this form of {node.name}", "leave the time zone out: times are in UTC.")
    value = _as_date(args[0], node.name) if text_of(args[0]) is not None else args[0]
    if unit == "ISOYEAR":
        put(node, fill("cast_to_type(date_trunc('week', make_date(isoyear(a), 1, 4)), a)", value), kind_of(value))
        return "a date stays a date"
    shift = _week(unit)
    form = f"time_bucket(to_days(7), a, to_days({shift}))" if shift is not None else f"time_bucket({_BUCKETS[unit]}, a)"
    put(node, fill(form, value), kind_of(value))
    return "a date stays a date" + (", and weeks begin on the day that BigQuery begins them on" if shift else "")


def time_trunc(node: Call, args: list[exp.Expr]) -> str | None:
    unit = _unit_of(node, args, frozenset("MICROSECOND MILLISECOND SECOND MINUTE HOUR DAY MONTH QUARTER YEAR".split()))
    if len(args) != 2:
        raise unsupported(f"this form of {node.name}", "leave the time zone out: times are in UTC.")
    value, shift = _as_time(args[0], node.name), _week(unit)
    if shift:
        put(node, fill(f"date_trunc('week', a - to_days({shift})) + to_days({shift})", value))
        return "weeks begin on the day that BigQuery begins them on"
    put(node, fill(f"date_trunc('{'week' if shift == 0 else unit.lower()}', a)", value))
    return None


def last_day(node: Call, args: list[exp.Expr]) -> str | None:
    unit = _unit_of(node, args, frozenset({"MONTH", "QUARTER", "YEAR"})) if len(args) == 2 else "MONTH"
    value = args[0]
    if text_of(value) is not None:
        value = _as_date(value, node.name)
    shift = _week(unit)
    if shift is not None:
        form = f"CAST(time_bucket(to_days(7), CAST(a AS DATE), to_days({shift})) AS DATE) + 6"
    elif unit == "MONTH":
        form = "last_day(CAST(a AS DATE))"
    else:
        months = {"QUARTER": 3, "YEAR": 12}[unit]
        form = f"CAST(time_bucket(to_months({months}), CAST(a AS DATE)) + to_months({months}) AS DATE) - 1"
    put(node, fill(form, value))
    return None


_PARTS = {
    "YEAR": "year(a)", "ISOYEAR": "isoyear(a)", "QUARTER": "quarter(a)", "MONTH": "month(a)", "DAY": "day(a)",
    "DAYOFYEAR": "dayofyear(a)", "DAYOFWEEK": "dayofweek(a) + 1", "HOUR": "hour(a)", "MINUTE": "minute(a)",
    "SECOND": "second(a)", "MILLISECOND": "mod(millisecond(a), 1000)", "MICROSECOND": "mod(microsecond(a), 1000000)",
    "DATE": "CAST(a AS DATE)", "TIME": "CAST(a AS TIME)", "ISOWEEK": "week(a)",
    "WEEK(MONDAY)": "(dayofyear(a) + 6 - mod(isodow(a) + 6, 7)) // 7",
    "WEEK": "(dayofyear(a) + 6 - dayofweek(a)) // 7",
}  # fmt: skip
"""A year's first Sunday begins its week 1; the days before it are in week 0."""


def extract_part(node: Call, args: list[exp.Expr]) -> str | None:
    unit = args[-1].name if isinstance(args[-1], exp.Var) else ""
    form = _PARTS.get(unit)
    if form is None:
        raise unsupported("that unit in EXTRACT")
    put(node, fill(form, args[0]), {"DATE": "date", "TIME": "time"}.get(unit, "int"))
    return None if not re.search("WEEK|SECOND", unit) else "EXTRACT counts as BigQuery does"


def make_time(node: Call, args: list[exp.Expr]) -> str | None:
    name = node.name
    if len(args) == 1:
        if name == "DATE":
            text = text_of(args[0])
            value = _as_time(args[0], name) if text is not None else args[0]
            put(node, fill("CAST(a AS DATE)", value))
        else:
            value = _as_time(args[0], name) if text_of(args[0]) is not None else args[0]
            put(node, moment(value, "CAST", name.lower()))
        return None
    if name == "DATE" and len(args) == 3:
        put(node, calling("make_date", *args))
        return None
    if name == "DATETIME" and len(args) == 6:
        put(node, calling("make_timestamp", *args))
        return None
    raise unsupported(f"this form of {name}", "leave the time zone out: times are in UTC.")


_WRITES = {letter: f"%{letter}" for letter in "YmdyjBbAaHMSIpUWVGuw%"} | {
    "F": "%Y-%m-%d", "T": "%H:%M:%S", "D": "%m/%d/%y", "R": "%H:%M", "h": "%b",
}  # fmt: skip

_READS = {letter: f"%{letter}" for letter in "YmdybBHMS"} | {"T": "%H:%M:%S", "e": "%d"}

_OF_TIMES = frozenset("HMSIpTR")


def _pieces(text: str, name: str, table: dict[str, str]) -> Iterator[str]:
    for piece in re.findall(r"%.|[^%]+|%$", text, re.DOTALL):
        if not piece.startswith("%"):
            yield piece
        elif piece[1:] not in table:
            raise unsupported(f"that format in {name}")
        else:
            yield table[piece[1:]]


def write_date(node: Call, args: list[exp.Expr]) -> str | None:
    text = text_of(args[0]) if len(args) == 2 else None
    if text is None:
        raise unsupported(f"that format in {node.name}")
    of_date = node.name == "FORMAT_DATE"
    value = _as_date(args[1], node.name) if of_date else _as_time(args[1], node.name)
    if of_date and _OF_TIMES & set(re.findall("%(.)", text)):
        raise unsupported(f"that format in {node.name}")
    more = {"Q": "\0Q", "e": "\0e"}
    parts: list[exp.Expr] = []
    for piece in re.split("(\0.)", "".join(_pieces(text, node.name, _WRITES | more))):
        if piece == "\0Q":
            parts.append(fill("CAST(quarter(a) AS VARCHAR)", value))
        elif piece == "\0e":
            parts.append(fill("lpad(CAST(day(a) AS VARCHAR), 2, ' ')", value))
        elif piece:
            parts.append(calling("strftime", value, exp.Literal.string(piece)))
    if not 0 < len(parts) <= 6:
        raise unsupported(f"that format in {node.name}")
    put(node, reduce(lambda left, right: exp.DPipe(this=left, expression=right, safe=True), parts), "text")
    return None


def parse_date(node: Call, args: list[exp.Expr]) -> str | None:
    text = text_of(args[0]) if len(args) == 2 else None
    if text is None:
        raise unsupported(f"that format in {node.name}")
    letters = set(re.findall("%(.)", text))
    if not (letters & set("Yy") and letters & set("mbB") and letters & set("de")):
        raise unsupported(f"that format in {node.name}")
    pattern = exp.Literal.string("".join(_pieces(text, node.name, _READS)))
    parsed = calling("strptime", args[1], pattern)
    put(node, fill("CAST(a AS DATE)", parsed) if node.name == "PARSE_DATE" else parsed)
    return None


def time_list(node: Call, args: list[exp.Expr]) -> str | None:
    if len(args) != 3:
        raise unsupported(f"this form of {node.name}")
    amount, unit = _amount(node, args[::2], TIME_UNITS)
    count = whole_number(amount)
    if not count:
        raise unsupported(f"this form of {node.name}")
    step = exp.Interval(this=exp.Literal.string(str(count)), unit=exp.var(unit))
    put(node, fill("generate_series(a, b, c)", *(_as_time(each, node.name) for each in args[:2]), step), "list")
    return None


def date_list(node: Call, args: list[exp.Expr]) -> str | None:
    """Each date is the one before it and a step: from January 31 on, the third of a row of months is March 29."""
    amount, unit = (exp.Literal.number(1), "DAY") if len(args) == 2 else _amount(node, args[::2], DATE_UNITS)
    count = whole_number(amount)
    if not 2 <= len(args) <= 3 or not count:
        raise unsupported(f"this form of {node.name}")
    first, last = (_as_date(each, node.name) for each in args[:2])
    step = exp.Interval(this=exp.Literal.string(str(count)), unit=exp.var(unit))
    put(node, fill("CAST(generate_series(a, b, c) AS DATE[])", first, last, step), "list")
    return "dates in a list stay dates"


def date_and_days(node: exp.Add | exp.Sub) -> str | None:
    """DuckDB adds only numbers of 32 bits to a date. A date has no sign, so that one column of dates less another is an
    error: it is an interval in BigQuery and a number in DuckDB."""
    days = node.expression
    if isinstance(node, exp.Sub) and isinstance(days, exp.Column) and kind_of(node.this) is kind_of(days) is None:
        node.replace(exp.Add(this=node.this.copy(), expression=exp.Neg(this=days.copy())))
        return None
    if kind_of(node.this) != "date" or isinstance(days, exp.Interval) or whole_number(days) is not None:
        return None
    days.replace(fill("CAST(a AS INTEGER)", days))
    return "a date and days are a date"
