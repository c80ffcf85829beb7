"""SEQUENCE of Databricks and Trino: whole numbers or dates in a row, with both ends."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import whole
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import Untested, bare
from autogen_hatidata.sql.dialects.value_kinds import kind

SERIES = "series"
"""The mark of a sequence whose rows DuckDB makes one by one: its ends and its step."""


def sequence(node: Call) -> exp.Expr:
    """With both ends, of whole numbers or of dates; months are counted from the first."""
    made = _sequence(node)
    start, end, *step = node.expressions
    inner = step[0] if step else None
    monthly = isinstance(inner, exp.Interval) and str(inner.args.get("unit")).upper().rstrip("S") not in _STEADY
    dated = "date" in (kind(start), kind(end)) or isinstance(inner, exp.Interval | exp.Neg)
    if not monthly and (inner is not None or not dated):
        made.meta[SERIES] = (start, end, inner or built("CASE WHEN a <= b THEN 1 ELSE -1 END", start, end))
    return made


_STEADY = frozenset({"DAY", "WEEK", "HOUR", "MINUTE", "SECOND"})


def _sequence(node: Call) -> exp.Expr:
    start, end, *step = node.expressions
    inner = step[0] if step else None
    sign = -1 if isinstance(inner, exp.Neg) else 1
    span = inner.this if isinstance(inner, exp.Neg) else inner
    if isinstance(span, exp.Interval):
        unit = str(span.args.get("unit") or "").upper().rstrip("S")
        if unit in ("MONTH", "YEAR", "QUARTER"):
            if sign < 0 or span.name != "1":
                raise Untested("that step in SEQUENCE")
            place = f"cast_to_type(a + to_{unit.lower()}s(CAST(at__ - 1 AS INTEGER)), a)"
            months = f"list_transform(generate_series(a, b, c), lambda it__, at__: {place})"
            return built(f"list_filter({months}, lambda it__: it__ <= b)", start, end, span)
        assert inner is not None
        return built("list_transform(generate_series(a, b, c), lambda it__: cast_to_type(it__, a))", start, end, inner)
    if "date" in (kind(start), kind(end)) and not step:
        days = [bare(each.this).name if isinstance(each, exp.Cast) else "" for each in (start, end)]
        if not all(days) or days[0] > days[1]:
            raise Untested("SEQUENCE of dates without a step", "write SEQUENCE(first, last, INTERVAL '1' DAY).")
        each_day = "list_transform(generate_series(a, b, INTERVAL 1 DAY), lambda it__: CAST(it__ AS DATE))"
        return built(each_day, start, end)
    if step and not whole(step[0]):
        raise Untested("this form of SEQUENCE")
    first, last = whole(start), whole(end)
    if step:
        return built("generate_series(a, b, c)", start, end, step[0])
    if first is None or last is None:
        return built("CASE WHEN a <= b THEN generate_series(a, b) ELSE generate_series(a, b, -1) END", start, end)
    return built("generate_series(a, b, c)", start, end, exp.Literal.number(1 if first <= last else -1))


def series(node: exp.Expr) -> exp.Select | None:
    """The rows of a sequence as a query of one column, where its ends are no literals."""
    ends = node.meta.get(SERIES)
    if ends is None or all(whole(each) for each in ends):
        return None
    query = built("(SELECT cast_to_type(it__, a) FROM generate_series(a, b, c) AS v__(it__))", *ends).unnest()
    assert isinstance(query, exp.Select)
    return query
