"""SEQUENCE of Databricks and Trino: whole numbers or dates in a row, with both ends."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import whole
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import Untested, bare
from autogen_hatidata.sql.dialects.value_kinds import kind

SERIES = "series"
"""The mark of a sequence whose rows DuckDB makes one by one: a query of them, where its ends are no literals."""

_ROWS = "(SELECT cast_to_type(it__, a) FROM generate_series(a, b, c) AS v__(it__))"
_DAY = "INTERVAL '1' DAY"
_TOWARDS_END = "CASE WHEN a <= b THEN 1 ELSE -1 END"
_DAYS_TOWARDS_END = f"CASE WHEN a <= b THEN {_DAY} ELSE INTERVAL '-1' DAY END"
_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
_STEADY = frozenset({"DAY", "WEEK", "HOUR", "MINUTE", "SECOND"})


def sequence(node: Call) -> exp.Expr:
    """With both ends, of whole numbers or of dates; months are counted from the first."""
    start, end, *given = node.expressions
    step = given[0] if given else None
    span = step.this if isinstance(step, exp.Neg) else step
    months = _months(step, span) if isinstance(span, exp.Interval) else None
    if months:
        return _monthly(start, end, months)
    if step is not None and isinstance(span, exp.Interval):
        made = built("list_transform(generate_series(a, b, c), lambda it__: cast_to_type(it__, a))", start, end, step)
    elif "date" in (kind(start), kind(end)) and step is None:
        made = _daily(start, end)
        step = built(_DAYS_TOWARDS_END, start, end)
    else:
        made = _of_numbers(start, end, step)
        if step is not None and whole(start) is not None and whole(end) is not None:
            return made
    made.meta[SERIES] = built(_ROWS, start, end, step or built(_TOWARDS_END, start, end))
    return made


def _months(step: exp.Expr | None, span: exp.Interval) -> int | None:
    """The months of a step with their sign; None for what has the same length everywhere."""
    unit = str(span.args.get("unit") or "").upper().rstrip("S")
    if unit in _STEADY:
        return None
    text = span.this.sql() if isinstance(span.this, exp.Neg) else span.name
    try:
        count = int(text) * (-1 if isinstance(step, exp.Neg) else 1)
    except ValueError:
        count = 0
    if not count or unit not in _MONTHS:
        raise Untested("that step in SEQUENCE")
    return count * _MONTHS[unit]


def _monthly(start: exp.Expr, end: exp.Expr, months: int) -> exp.Expr:
    """DuckDB would count each from the one before, so that after a short month all stay on its last day. Its own series
    is as long at least, and longer where a last day is cut."""
    ahead = months > 0
    first, last, sign = ("a", "b", "<=") if ahead else ("b", "a", ">=")
    place = f"cast_to_type(a + to_months(CAST((at__ - 1) * {months} AS INTEGER)), a)"
    rows = f"generate_series({first}, {last}, INTERVAL '{abs(months)}' MONTH)"
    each = f"list_transform({rows}, lambda it__, at__: {place})"
    made = built(f"list_filter({each}, lambda it__: it__ {sign} b)", start, end)
    row = "a + to_months(CAST(it__ AS INTEGER))"
    rows = f"generate_series(0, date_diff('month', a, b), {months}) AS v__(it__)"
    made.meta[SERIES] = built(f"(SELECT cast_to_type({row}, a) FROM {rows} WHERE {row} {sign} b)", start, end)
    return made


def _daily(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    """Of literals it is known which way the days go; of others there are only rows."""
    days = [bare(each.this).name if isinstance(each, exp.Cast) else "" for each in (start, end)]
    ahead = not all(days) or days[0] <= days[1]
    step = _DAY if ahead else "INTERVAL '-1' DAY"
    return built(f"list_transform(generate_series(a, b, {step}), lambda it__: CAST(it__ AS DATE))", start, end)


def _of_numbers(start: exp.Expr, end: exp.Expr, step: exp.Expr | None) -> exp.Expr:
    if step is not None and not whole(step):
        raise Untested("this form of SEQUENCE")
    if step is not None:
        return built("generate_series(a, b, c)", start, end, step)
    first, last = whole(start), whole(end)
    if first is None or last is None:
        return built("CASE WHEN a <= b THEN generate_series(a, b) ELSE generate_series(a, b, -1) END", start, end)
    return built("generate_series(a, b, c)", start, end, exp.Literal.number(1 if first <= last else -1))


def series(node: exp.Expr) -> exp.Select | None:
    """The rows of a sequence as a query of one column, where there is one."""
    rows = node.meta.get(SERIES)
    if rows is None:
        return None
    query = rows.copy().unnest()
    assert isinstance(query, exp.Select)
    return query
