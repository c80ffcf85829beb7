"""Dates, times and their formats, of Databricks and Spark."""

from __future__ import annotations

import re
from functools import reduce

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import DATE_UNITS, UNITS, text_of
from autogen_hatidata.sql.dialects.databricks.casts import moment
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import Untested

_SHORT_UNITS = {"YYYY": "YEAR", "YY": "YEAR", "MON": "MONTH", "MM": "MONTH", "DD": "DAY"}
_DAYS = "MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY".split()
_NEXT_DAYS = {name: at for at, day in enumerate(_DAYS, 1) for name in (day, day[:3], day[:2])}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MOMENT = "((year(a) * 12 + month(a)) * 32 + day(a) + epoch(a - date_trunc('day', a)) / 86400)"
"""Complete months lie between two of these where their difference is 32 or more."""
_PATTERNS = {
    "yyyy": "%Y", "yy": "%y", "MM": "%m", "MMM": "%b", "MMMM": "%B", "dd": "%d", "HH": "%H", "hh": "%I", "mm": "%M",
    "ss": "%S", "SSS": "%g", "SSSSSS": "%f", "a": "%p", "E": "%a", "EEE": "%a", "EEEE": "%A", "DDD": "%j", "M": "%-m",
    "d": "%-d", "H": "%-H", "h": "%-I", "m": "%-M", "s": "%-S", "y": "%Y", "LLLL": "%B", "LLL": "%b", "L": "%-m",
    "LL": "%m", "D": "%-j", "EE": "%a",
}  # fmt: skip
_READ_PATTERNS = frozenset("yyyy yy y MM MMM MMMM dd HH mm ss M d H h hh m s a SSS".split())
_PIECE = re.compile(r"([A-Za-z])\1*|'[^']*'|[^A-Za-z']+")


def _unit(node: exp.Expr, name: str, units: frozenset[str] = UNITS) -> exp.Literal:
    word = node.name.upper()
    word = _SHORT_UNITS.get(word, word)
    if not isinstance(node, exp.Literal | exp.Column | exp.Var) or word not in units:
        raise Untested(f"that unit in {name}")
    return exp.Literal.string(word.lower())


def _pattern(node: exp.Expr, name: str, known: frozenset[str] = frozenset(_PATTERNS)) -> exp.Literal:
    """A pattern of Java's as one of strftime's."""
    pattern = text_of(node, f"a format in {name}")
    found = []
    for match in _PIECE.finditer(pattern):
        piece = match[0]
        if match[1] and piece not in known:
            raise Untested(f"that format in {name}")
        found.append(_PATTERNS[piece] if match[1] else piece.strip("'").replace("%", "%%"))
    if "''" in pattern or pattern.count("'") % 2:
        raise Untested(f"that format in {name}")
    return exp.Literal.string("".join(found))


def date_add(node: Call) -> exp.Expr:
    """With days a date stays a date; with a unit it becomes a timestamp."""
    if len(node.expressions) == 2:
        return built("CAST(a AS DATE) + CAST(b AS INTEGER)", *node.expressions)
    unit, amount, start = node.expressions
    word = _unit(unit, node.name).name
    return built(f"CAST(a AS TIMESTAMP) + to_{word}s(CAST(b AS INTEGER))", start, amount)


def date_diff(node: Call) -> exp.Expr:
    """Days between dates, or complete units between two times."""
    if len(node.expressions) == 2:
        return built("date_diff('day', CAST(b AS DATE), CAST(a AS DATE))", *node.expressions)
    unit = _unit(node.expressions[0], node.name)
    start, end = node.expressions[1:]
    start, end = (built("CAST(a AS TIMESTAMP)", each) for each in (start, end))
    if unit.name in _MONTHS:
        moments = [built(_MOMENT, each) for each in (end, start)]
        return built(f"CAST(trunc(trunc((a - b) / 32) / {_MONTHS[unit.name]}) AS BIGINT)", *moments)
    return built("date_sub(a, b, c)", unit, start, end)


def date_trunc(node: Call) -> exp.Expr:
    return built("CAST(date_trunc(a, CAST(b AS TIMESTAMP)) AS TIMESTAMP)", _unit(node.expressions[0], "DATE_TRUNC"),
                 node.expressions[1])  # fmt: skip


def trunc(node: Call) -> exp.Expr:
    unit = _unit(node.expressions[1], "TRUNC", DATE_UNITS - {"DAY"})
    return built("CAST(date_trunc(a, CAST(b AS DATE)) AS DATE)", unit, node.expressions[0])


_QUARTERS = {
    "Q": "CAST(quarter(CAST(a AS TIMESTAMP)) AS VARCHAR)",
    "QQ": "'0' || CAST(quarter(CAST(a AS TIMESTAMP)) AS VARCHAR)",
}


def date_format(node: Call) -> exp.Expr:
    value, form = node.expressions
    written = text_of(form, f"a format in {node.name}")
    if re.search("[09]", written) and node.name == "TO_CHAR":
        raise Untested("TO_CHAR of a number", "write FORMAT_NUMBER(x, 2).")
    parts = [
        built(_QUARTERS[piece], value)
        if piece in _QUARTERS
        else built("strftime(CAST(a AS TIMESTAMP), b)", value, _pattern(exp.Literal.string(piece), node.name))
        for piece in re.findall(r"Q+|(?:'[^']*'|[^'Q]|'[^']*$)+", written)
    ]
    return exp.Paren(this=reduce(lambda left, right: exp.DPipe(this=left, expression=right), parts))


def to_date(node: Call) -> exp.Expr:
    return _to_time(node, "DATE")


def to_timestamp(node: Call) -> exp.Expr:
    return _to_time(node, "TIMESTAMP")


def _to_time(node: Call, to: str) -> exp.Expr:
    attempt = node.name.startswith("TRY_")
    if len(node.expressions) == 1:
        return moment(node.expressions[0], to, "TRY_CAST" if attempt else "CAST")
    pattern = _pattern(node.expressions[1], node.name, _READ_PATTERNS)
    return built(f"CAST({'try_' if attempt else ''}strptime(a, b) AS {to})", node.expressions[0], pattern)


def next_day(node: Call) -> exp.Expr:
    day = _NEXT_DAYS.get(text_of(node.expressions[1], "a day in NEXT_DAY").upper())
    if day is None:
        raise Untested("that day in NEXT_DAY")
    return built("CAST(a AS DATE) + CAST(7 - (isodow(CAST(a AS DATE)) - b + 7) % 7 AS INTEGER)", node.expressions[0],
                 exp.Literal.number(day))  # fmt: skip


def months_between(node: Call) -> exp.Expr:
    """Whole months between the same days and between ends of months, else days are 31st parts."""
    start, end = (built("CAST(a AS TIMESTAMP)", each) for each in node.expressions)
    return built(
        "CASE WHEN day(a) = day(b) OR (CAST(a AS DATE) = last_day(a) AND CAST(b AS DATE) = last_day(b))"
        " THEN CAST((year(a) - year(b)) * 12 + month(a) - month(b) AS DOUBLE)"
        " ELSE round((year(a) - year(b)) * 12 + month(a) - month(b) + (day(a) - day(b)"
        " + (epoch(a - date_trunc('day', a)) - epoch(b - date_trunc('day', b))) / 86400) / 31, 8) END",
        start, end,
    )  # fmt: skip


def from_unixtime(node: Call) -> exp.Expr:
    seconds, *pattern = node.expressions
    written = _pattern(pattern[0], node.name) if pattern else exp.Literal.string("%Y-%m-%d %H:%M:%S")
    return built("strftime(make_timestamp(CAST(a AS BIGINT) * 1000000), b)", seconds, written)


def unix_timestamp(node: Call) -> exp.Expr:
    return built("CAST(floor(epoch(a)) AS BIGINT)", _to_time(node, "TIMESTAMP"))


_PARTS = {
    **dict.fromkeys(UNITS - {"SECOND"}), "DAYOFWEEK": "dayofweek(a) + 1", "DOW": "dayofweek(a) + 1", "DAYS": "day(a)",
    "DAYOFWEEK_ISO": "isodow(a)", "DOW_ISO": "isodow(a)", "DOY": "dayofyear(a)", "YEAROFWEEK": "isoyear(a)",
    "SECOND": "CAST(microsecond(a) * 0.000001 AS DECIMAL(8, 6))",
}  # fmt: skip
"""What EXTRACT and DATE_PART take of a time."""


def judge_extract(node: exp.Extract) -> None:
    """Refuses units without a test."""
    if node.name.upper() not in _PARTS:
        raise Untested("that unit in EXTRACT")


def extract(node: exp.Extract) -> str | None:
    """Days of the week are counted from Sunday, 1."""
    form = _PARTS[node.name.upper()]
    if form is None:
        return None
    node.replace(built(f"({form})", built("CAST(a AS TIMESTAMP)", node.expression)))
    return None


def date_part(node: Call) -> exp.Expr:
    unit = text_of(node.expressions[0], f"a unit in {node.name}").upper()
    if unit not in _PARTS:
        raise Untested(f"that unit in {node.name}")
    form = _PARTS[unit] or f"date_part('{unit.lower()}', a)"
    return built(f"({form})", built("CAST(a AS TIMESTAMP)", node.expressions[1]))
