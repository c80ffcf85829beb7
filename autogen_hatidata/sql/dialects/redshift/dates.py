"""Dates and times of Redshift."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, called, put
from autogen_hatidata.sql.dialects.postgres import dates
from autogen_hatidata.sql.dialects.source import WRITTEN, Untested, bare

_SHORT = {
    "YEAR": "Y YR YRS", "QUARTER": "QTR QTRS", "MONTH": "MON MONS", "WEEK": "W", "DAY": "D", "HOUR": "H HR HRS",
    "MINUTE": "M MIN MINS", "SECOND": "S SEC SECS",
}  # fmt: skip
_UNITS = {name: unit for unit in _SHORT for name in (unit, f"{unit}S", *_SHORT[unit].split())}
"""Units by their names and abbreviations; M is a minute."""

_PARTS = {
    **_UNITS,
    **dict.fromkeys("DOW DW DAYOFWEEK WEEKDAY".split(), "DOW"),
    **dict.fromkeys("DOY DY DAYOFYEAR YEARDAY".split(), "DOY"),
    "EPOCH": "EPOCH",
}

_MOVED = "CAST(a AS TIMESTAMP) + b * INTERVAL '1 month'"
ADD_MONTHS = (
    f"CASE WHEN CAST(a AS DATE) = last_day(CAST(a AS DATE)) THEN {_MOVED} + CAST(last_day(CAST({_MOVED} AS DATE)) - "
    f"CAST({_MOVED} AS DATE) AS INTEGER) * INTERVAL '1 day' ELSE {_MOVED} END"
)
_FIRST, _SECOND = "CAST(a AS TIMESTAMP)", "CAST(b AS TIMESTAMP)"
MONTHS_BETWEEN = (
    f"(year({_FIRST}) - year({_SECOND})) * 12 + month({_FIRST}) - month({_SECOND}) + CASE "
    f"WHEN day({_FIRST}) = day({_SECOND}) OR (CAST(a AS DATE) = last_day(CAST(a AS DATE)) AND "
    "CAST(b AS DATE) = last_day(CAST(b AS DATE))) THEN CAST(0 AS DOUBLE) ELSE "
    f"(day({_FIRST}) - day({_SECOND}) + (date_diff('second', date_trunc('day', {_FIRST}), {_FIRST}) - "
    f"date_diff('second', date_trunc('day', {_SECOND}), {_SECOND})) / 86400) / CAST(31 AS DOUBLE) END"
)


_MONDAYS = f"(date_diff('day', date_trunc('week', {_FIRST}), date_trunc('week', {_SECOND})) // 7)"
_SUNDAYS = _MONDAYS.replace(_FIRST, f"{_FIRST} + INTERVAL '1 day'").replace(_SECOND, f"{_SECOND} + INTERVAL '1 day'")
_WEEKS = (
    f"CASE WHEN {_MONDAYS} = {_SUNDAYS} THEN {_MONDAYS} WHEN a IS NOT NULL AND b IS NOT NULL "
    "THEN CAST('write DATEDIFF(day, a, b) / 7' AS BIGINT) END"
)
"""The manual does not say on which day a week begins, so that an answer stands where it makes no difference."""


def _unit(node: Call, units: dict[str, str]) -> str:
    first = node.expressions[0]
    name = first.name.upper() if isinstance(first, exp.Column | exp.Literal | exp.Var) else ""
    if name not in units:
        raise Untested(f"that unit in {node.this}")
    return units[name].lower()


def date_add(node: Call) -> str:
    unit, amount = _unit(node, _UNITS), node.expressions[1]
    if isinstance(bare(amount), exp.Literal) and not bare(amount).name.isdigit():
        raise Untested("DATEADD of a part of a unit", "add a whole number of a smaller unit.")
    period, times = ("month", "3 * ") if unit == "quarter" else (unit, "")
    put(node, f"CAST(b AS TIMESTAMP) + {times}a * INTERVAL '1 {period}'", amount, node.expressions[2])
    return "DATEADD gives a timestamp"


def date_diff(node: Call) -> str:
    unit = _unit(node, _UNITS)
    if unit == "week":
        put(node, _WEEKS, *node.expressions[1:])
        return "weeks that begin on a Sunday or a Monday have to give the same"
    put(node, f"date_diff('{unit}', CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP))", *node.expressions[1:])
    return "DATEDIFF counts the boundaries of units"


def date_part(node: Call) -> None:
    put(node, dates.part(_unit(node, _PARTS)), node.expressions[1])


def extract(node: exp.Extract) -> str:
    unit = _PARTS.get(node.name.upper())
    if unit is None:
        raise Untested("that unit in EXTRACT")
    node.meta[WRITTEN] = "EXTRACT"
    if unit == "EPOCH":
        put(node, "CAST(trunc(EXTRACT(epoch FROM a)) AS BIGINT)", node.expression)
    else:
        put(node, f"CAST(EXTRACT({unit.lower()} FROM a) AS INTEGER)", node.expression)
    return "EXTRACT gives integers"


def is_time(value: exp.Expr) -> bool:
    """Whether it is certainly a date or a timestamp."""
    inner = bare(value)
    if isinstance(inner, exp.Cast) and inner.to.this in (exp.DType.TIMESTAMP, exp.DType.DATE) and not called(inner):
        return True
    times = ("GETDATE", "DATEADD", "DATE_ADD", "DATE_TRUNC", "ADD_MONTHS", "LAST_DAY", "TO_TIMESTAMP", "TO_DATE")
    return isinstance(inner, exp.Localtimestamp | exp.CurrentDate) or called(inner) in times


_DAYS = ("SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY")


def next_day(node: Call) -> str:
    """The first such day after a date."""
    name = node.expressions[1]
    text = name.name.upper() if name.is_string else ""
    found = [at for at, day in enumerate(_DAYS) if len(text) > 1 and day.startswith(text)]
    if len(found) != 1:
        raise Untested("that day in NEXT_DAY", "write its name as a literal, as in 'Tuesday'.")
    put(node, f"CAST(a AS DATE) + CAST(({found[0] + 6} - dayofweek(CAST(a AS DATE))) % 7 + 1 AS INTEGER)",
        node.expressions[0])  # fmt: skip
    return "NEXT_DAY counts on to the day"


def convert_timezone(node: Call) -> str:
    """From UTC, where it is not said from where."""
    *zones, value = node.expressions
    for zone in zones:
        dates.zone(zone, "CONVERT_TIMEZONE")
    first = zones[0] if len(zones) > 1 else exp.Literal.string("UTC")
    put(node, "timezone(b, timezone(a, CAST(c AS TIMESTAMP)))", first, zones[-1], value)
    return "time zones are DuckDB's"
