"""The type TIME, a time of day."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects.bigquery.trees import Call, fill, kind_of, put, text_of, unsupported

_UNITS = frozenset("HOUR MINUTE SECOND MILLISECOND MICROSECOND".split())
_DAY = "CAST('1970-01-01' AS DATE) + CAST(a AS TIME)"
_FORMAT = re.compile(r"(?:%[HMSIpTR%]|[^%])+")
_READ = re.compile(r"(?:%[HMSIp]|[-: .])+")


def _unit(node: Call) -> str:
    unit = node.expressions[-1]
    if not isinstance(unit, exp.Var) or unit.name not in _UNITS:
        raise unsupported(f"that unit in {node.name}")
    return unit.name.lower()


def make_time_of_day(node: Call, args: list[exp.Expr]) -> None:
    if len(args) == 3:
        put(node, fill("make_time(a, b, c)", *args), "time")
    elif len(args) == 1 and text_of(args[0]) is None and kind_of(args[0]) != "date":
        put(node, fill("CAST(a AS TIME)", args[0]), "time")
    else:
        raise unsupported("this form of TIME", "write TIME 'HH:MM:SS', or leave the time zone out: times are in UTC.")


def move_time(node: Call, args: list[exp.Expr]) -> None:
    """What goes over midnight begins again."""
    interval = args[1] if len(args) == 2 else None
    unit = interval.text("unit").upper() if isinstance(interval, exp.Interval) else ""
    if not isinstance(interval, exp.Interval) or unit not in _UNITS:
        raise unsupported(f"that unit in {node.name}")
    amount = interval.this
    if isinstance(amount, exp.Literal) and amount.is_string:
        if not re.fullmatch("[0-9]+", amount.name):
            raise unsupported(f"{node.name} of a part of a unit")
        amount = exp.Literal.number(amount.name)
    sign = "-" if node.name.endswith("_SUB") else "+"
    put(node, fill(f"CAST(a AS TIME) {sign} to_{unit.lower()}s(b)", args[0], amount), "time")


def time_between(node: Call, args: list[exp.Expr]) -> None:
    if len(args) != 3:
        raise unsupported("this form of TIME_DIFF")
    put(node, fill(f"date_diff('{_unit(node)}', CAST(a AS TIME), CAST(b AS TIME))", args[1], args[0]), "int")


def cut_time(node: Call, args: list[exp.Expr]) -> None:
    if len(args) != 2:
        raise unsupported("this form of TIME_TRUNC")
    put(node, fill(f"CAST(date_trunc('{_unit(node)}', {_DAY}) AS TIME)", args[0]), "time")


def write_time(node: Call, args: list[exp.Expr]) -> None:
    text = text_of(args[0]) if len(args) == 2 else None
    if not text or not _FORMAT.fullmatch(text):
        raise unsupported("that format in FORMAT_TIME")
    signs = exp.Literal.string(text.replace("%T", "%H:%M:%S").replace("%R", "%H:%M"))
    put(node, fill(f"strftime({_DAY}, b)", args[1], signs), "text")


def read_time(node: Call, args: list[exp.Expr]) -> None:
    text = text_of(args[0]) if len(args) == 2 else None
    if not text or not _READ.fullmatch(text.replace("%T", "%H:%M:%S")):
        raise unsupported("that format in PARSE_TIME")
    signs = exp.Literal.string(text.replace("%T", "%H:%M:%S"))
    put(node, fill("CAST(strptime(a, b) AS TIME)", args[1], signs), "time")


TIMES: dict[str, Callable[[Call, list[exp.Expr]], None]] = {
    "TIME": make_time_of_day,
    "TIME_ADD": move_time,
    "TIME_SUB": move_time,
    "TIME_DIFF": time_between,
    "TIME_TRUNC": cut_time,
    "FORMAT_TIME": write_time,
    "PARSE_TIME": read_time,
}
