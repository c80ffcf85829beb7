"""MySQL's dates, times, weeks and their formats, written out in DuckDB's SQL."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import DATE, DECIMAL, FLOAT, TEXT, TIME, WHOLE, kind, of_kind
from autogen_hatidata.sql.dialects.folding import read_moment
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.mysql.common import refused
from autogen_hatidata.sql.dialects.own_types import witness
from autogen_hatidata.sql.dialects.source import bare, number

_MONTHS = (
    "(date_diff('month', a, b) - CASE"
    " WHEN a <= b AND b - date_trunc('month', b) < a - date_trunc('month', a) THEN 1"
    " WHEN a > b AND b - date_trunc('month', b) > a - date_trunc('month', a) THEN -1 ELSE 0 END)"
)
"""Whole months between two moments."""

UNITS = "year quarter month week day hour minute second".split()
DATE_UNITS = frozenset("year quarter month week day".split())

_WORDS = {
    "Y": "%Y", "y": "%y", "m": "%m", "c": "%-m", "d": "%d", "e": "%-d", "H": "%H", "k": "%-H", "h": "%I", "I": "%I",
    "l": "%-I", "i": "%M", "s": "%S", "S": "%S", "p": "%p", "M": "%B", "b": "%b", "W": "%A", "a": "%a", "j": "%j",
    "T": "%H:%M:%S", "r": "%I:%M:%S %p", "f": "%f", "%": "%%", "w": "%w", "U": "%U", "v": "%V", "x": "%G",
}  # fmt: skip
"""What stands after % in a format of dates, as DuckDB's."""

_TIMES = frozenset("HkhIlisSprTf")


def date_format(text: str) -> str | None:
    """A format of dates as DuckDB's, None where it has a word that was not tested.

    >>> date_format("%Y-%m-%d %H:%i")
    '%Y-%m-%d %H:%M'
    """
    words = re.findall(r"%(.?)", text, re.DOTALL)
    if any(word not in _WORDS for word in words):
        return None
    return re.sub(r"%(.)", lambda word: _WORDS[word[1]], text, flags=re.DOTALL)


def moment(node: exp.Expr) -> exp.Expr:
    """A date or a time, of which a text was written."""
    inner = bare(node)
    if isinstance(inner, exp.Null):
        return exp.cast(inner.copy(), exp.DType.DATE)
    if isinstance(inner, exp.Literal):
        read = read_moment(inner.name) if inner.is_string else None
        if read is None:
            raise refused("a date that is not written as '2024-01-31'")
        return read if re.search(r"[ T]", inner.name.strip()) else exp.cast(read, exp.DType.DATE)
    return node


def amount(node: exp.Expr) -> exp.Expr:
    """How many units are added."""
    inner = bare(node)
    if isinstance(inner, exp.Literal):
        if not re.fullmatch(r"-?[0-9]+", inner.name):
            raise refused("an interval of a part of a unit", "add a whole number of a smaller unit.")
        count = exp.Literal.number(inner.name.lstrip("-"))
        negative = inner.name.startswith("-") != isinstance(node, exp.Neg)
        return exp.Neg(this=count) if negative else count
    if kind(node) in (DECIMAL, FLOAT):
        raise refused("an interval of a part of a unit", "add a whole number of a smaller unit.")
    return built("CAST(a AS INTEGER)", node)


def shifted(date: exp.Expr, interval: exp.Expr, sign: str) -> exp.Expr:
    """A date or a time and an interval. A date and days are a date in MySQL, a timestamp in DuckDB."""
    if not isinstance(interval, exp.Interval):
        raise refused("a date and a number", "write INTERVAL 1 DAY.")
    unit = interval.text("unit").lower()
    if unit not in UNITS or interval.this is None:
        raise refused("that unit of INTERVAL")
    date = moment(date)
    made = built(f"(a {sign} to_{unit}s(b))", date, amount(interval.this))
    what = kind(date)
    if what == DATE and unit in DATE_UNITS:
        return exp.cast(made, exp.DType.DATE)
    if what is None and unit in DATE_UNITS:
        return built("cast_to_type(a, b)", made, witness(date))
    return of_kind(made, TIME if what in (DATE, TIME) else None)


def added(sign: str, *, days: bool = False) -> Callable[[list[exp.Expr]], exp.Expr]:
    def build(arguments: list[exp.Expr]) -> exp.Expr:
        date, interval = arguments
        if days and not isinstance(interval, exp.Interval):
            interval = exp.Interval(this=interval, unit=exp.var("DAY"))
        return shifted(date, interval, sign)

    return build


def timestamp_add(arguments: list[exp.Expr]) -> exp.Expr:
    unit, count, date = arguments
    return shifted(date, exp.Interval(this=count, unit=exp.var(unit.name.upper())), "+")


_COUNTED = {
    "year": f"({_MONTHS} // 12)",
    "quarter": f"({_MONTHS} // 3)",
    "month": _MONTHS,
    "week": "(date_sub('day', a, b) // 7)",
    **{unit: f"date_sub('{unit}', a, b)" for unit in ("day", "hour", "minute", "second")},
}


def timestamp_diff(arguments: list[exp.Expr]) -> exp.Expr:
    unit, *dates = arguments
    moments = [exp.cast(moment(date), exp.DType.TIMESTAMP) for date in dates]
    return of_kind(built(_COUNTED[unit.name.lower()], *moments), WHOLE)


_SUNDAY = "(a - to_days(CAST(EXTRACT(dow FROM a) AS INTEGER)))"
_MONDAY = "(a - to_days(CAST(EXTRACT(isodow FROM a) - 1 AS INTEGER)))"
_SUNDAYS = "CAST((EXTRACT(doy FROM a) + 6 - EXTRACT(dow FROM a)) // 7 AS INTEGER)"
_ISO_YEAR = "EXTRACT(isoyear FROM a)"
_MONDAYS = "CAST((EXTRACT(doy FROM a) + 7 - EXTRACT(isodow FROM a)) // 7 AS INTEGER)"
_ISO_WEEK = "EXTRACT(week FROM a)"
_BY_MODE = {
    0: _SUNDAYS,
    1: f"CASE WHEN {_ISO_YEAR} < EXTRACT(year FROM a) THEN 0"
    f" WHEN {_ISO_YEAR} > EXTRACT(year FROM a) THEN 53 ELSE {_ISO_WEEK} END",
    3: _ISO_WEEK,
    5: _MONDAYS,
    2: _SUNDAYS.replace("FROM a", f"FROM {_SUNDAY}"),
    7: _MONDAYS.replace("FROM a", f"FROM {_MONDAY}"),
}
"""Modes of WEEK: whether a week begins on Sunday (even) or Monday, and which one is the first."""


def week(arguments: list[exp.Expr]) -> exp.Expr:
    mode = int(number(arguments[1]) or 0) if len(arguments) > 1 else 0
    return of_kind(built(f"({_BY_MODE[mode]})", moment(arguments[0])), WHOLE)


def year_week(arguments: list[exp.Expr]) -> exp.Expr:
    """A first day of January before the first Sunday is of the last week of the year before."""
    mode = int(number(arguments[1]) or 0) if len(arguments) > 1 else 0
    date = moment(arguments[0])
    if mode in (1, 3):
        return of_kind(built(f"({_ISO_YEAR} * 100 + {_ISO_WEEK})", date), WHOLE)
    start = built(_SUNDAY, date)
    return of_kind(built(f"(EXTRACT(year FROM a) * 100 + {_SUNDAYS})", start), WHOLE)


_ALONE = {
    "%D": "(strftime(a, '%-d') || CASE WHEN EXTRACT(day FROM a) IN (11, 12, 13) THEN 'th'"
    " ELSE CASE EXTRACT(day FROM a) % 10 WHEN 1 THEN 'st' WHEN 2 THEN 'nd' WHEN 3 THEN 'rd' ELSE 'th' END END)",
    "%u": f"lpad(CAST({_BY_MODE[1]} AS VARCHAR), 2, '0')",
}
"""Words of a format that DuckDB has no like of."""


def date_text(arguments: list[exp.Expr]) -> exp.Expr:
    date, parts = moment(arguments[0]), []
    for each in re.split(r"(%[Du])", arguments[1].name):
        if each in _ALONE:
            parts.append(built(_ALONE[each], date))
        elif each:
            parts.append(built("strftime(a, b)", date, exp.Literal.string(str(date_format(each)))))
    made = parts[0] if parts else exp.Literal.string("")
    for each_part in parts[1:]:
        made = exp.DPipe(this=made, expression=each_part)
    return of_kind(exp.Paren(this=made) if len(parts) > 1 else made, TEXT)


def from_seconds(arguments: list[exp.Expr]) -> exp.Expr:
    seconds, *words = arguments
    made = of_kind(built("make_timestamp(CAST(floor(a) * 1000000 AS BIGINT))", seconds), TIME)
    return date_text([made, *words]) if words else made


OF_SECONDS = (
    "make_time(CAST(floor(a / 3600) AS BIGINT), CAST(floor(a) AS BIGINT) % 3600 // 60,"
    " CAST(floor(a) AS BIGINT) % 60 + (a - floor(a)))"
)
"""A time of day; a longer or a negative one, which MySQL has, is an error."""


def _clock(node: exp.Expr) -> exp.Expr:
    """A time of day, of which a text was written, or a moment."""
    text = bare(node)
    timed = text.is_string and re.fullmatch(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?", text.name)
    return exp.cast(node.copy(), exp.DType.TIME) if timed else moment(node)


def time_between(arguments: list[exp.Expr]) -> exp.Expr:
    """DuckDB takes no time of day from another."""
    clocks = [_clock(each) for each in arguments]
    spans = [built("CAST(a AS INTERVAL)", each.this) if isinstance(each, exp.Cast) else each for each in clocks]
    return built(OF_SECONDS, built("epoch(a - b)", *(spans if all(map(_of_day, clocks)) else clocks)))


def _of_day(node: exp.Expr) -> bool:
    return isinstance(node, exp.Cast) and bool(node.to.this == exp.DType.TIME)


def time_format(arguments: list[exp.Expr]) -> exp.Expr:
    day = built("DATE '1970-01-01' + CAST(a AS TIME)", _clock(arguments[0]))
    return date_text([exp.Paren(this=day), arguments[1]])


def str_to_date(arguments: list[exp.Expr]) -> exp.Expr:
    words = arguments[1].name
    found = built("try_strptime(a, b)", arguments[0], exp.Literal.string(str(date_format(words))))
    timed = _TIMES.intersection(re.findall(r"%(.)", words))
    return of_kind(found, TIME) if timed else exp.cast(found, exp.DType.DATE)
