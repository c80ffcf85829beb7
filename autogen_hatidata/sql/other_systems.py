"""Repairs of calls that DuckDB reads and has with other arguments: units without quotes, differences of dates, counts
of several columns, ROWNUM. Each changes a tree in place, and says what stood there and what stands there now.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.changes import Changed
from autogen_hatidata.sql.functions import AGGREGATES
from autogen_hatidata.sql.plain import INTERVAL_UNITS
from autogen_hatidata.sql.scopes import lower, name_parts, terms
from autogen_hatidata.sql.values import Kinds
from autogen_hatidata.types import LensInfo

_ARGUMENTS = {
    **dict.fromkeys(("date_trunc", "datetrunc", "date_part", "datepart"), 2),
    **dict.fromkeys(("date_diff", "datediff", "date_sub", "datesub"), 3),
}
"""How many arguments functions have that take a unit first."""

_OF_WEEKS = frozenset({"datetrunc", "datepart", "datediff", "date_diff", "date_sub", "datesub"})
"""Where a week begins on another day in some system that has the function, or is counted from January 1 on."""

_UNIT_LAST = frozenset({"date_trunc", "date_diff"})
_TRUNC = {"mm": "month", "month": "month", "mon": "month", "yyyy": "year", "year": "year", "yy": "year", "dd": "day",
          "q": "quarter"}  # fmt: skip
_UNITS = frozenset(one.lower() for one in INTERVAL_UNITS) | {"dow", "doy", "isodow", "epoch"}
_OF_DATES = ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
_TIME_SPAN = re.compile(r"\s*\d+\s+[A-Za-z]+\s*")


_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?")
_DAY = len("2024-12-31")

_NOW: Mapping[str, type[exp.Expr]] = {"current_timestamp": exp.CurrentTimestamp, "localtimestamp": exp.Localtimestamp}


def units(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """``date_trunc('month', d)`` for ``date_trunc(month, d)``, and for ``DATE_TRUNC(d, MONTH)`` of BigQuery, which also
    has its dates the other way round in ``DATE_DIFF(later, earlier, DAY)``. Weeks begin on other days there, as in the
    functions that SQL Server has, too."""
    kinds, changed = Kinds(tree, lens), None
    about = not subject or lower(subject) in _UNITS or lower(subject) in _ARGUMENTS
    for call in tree.find_all(exp.Anonymous) if about else ():
        name, given = function_name(call), list(call.expressions)
        if len(given) != _ARGUMENTS.get(name):
            continue
        dated = isinstance(given[0], exp.Literal)  # then a column may be called day
        first, last = _unit(given[0]), _unit(given[-1]) if name in _UNIT_LAST and not dated else None
        if last not in (None, "week") and (first is None or kinds.of(given[0]) in ("date", "time")):
            unit, given = last, [exp.Literal.string(last), *reversed(given[:-1])]
        elif first is not None and kinds.of(given[0]) not in ("date", "time") and not _counts_weeks(first, name):
            unit, given[0] = first, exp.Literal.string(first)
        else:
            continue
        call.set("expressions", given)
        changed = str(unit), f"'{unit}'"
    return changed


def _counts_weeks(unit: str, name: str) -> bool:
    return unit == "week" and name in _OF_WEEKS


def _unit(node: exp.Expr) -> str | None:
    named = isinstance(node, exp.Column) and len(name_parts(node)) == 1 and not node.this.args.get("quoted")
    if not isinstance(node, exp.Column | exp.Var) or not (named or isinstance(node, exp.Var)):
        return None
    return lower(node.name) if lower(node.name) in _UNITS else None


def calls(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """``date_diff('day', b, a)`` for ``DATEDIFF(a, b)``, and ``a - INTERVAL 1 DAY`` for ``DATE_SUB(a, INTERVAL 1
    DAY)``, which MySQL and others have; ``a - INTERVAL '1 day'`` for ``a - '1 day'``."""
    kinds, changed = Kinds(tree, lens), None
    for call in list(tree.find_all(exp.Anonymous)):
        name, given = function_name(call), list(call.expressions)
        if name in ("datediff", "date_diff") and len(given) == 2:
            later, earlier = given
            days = [exp.Literal.string("day"), earlier.copy(), later.copy()]
            call.replace(exp.Anonymous(this="date_diff", expressions=days))
            changed = name, "date_diff"
        elif name in ("date_sub", "datesub") and len(given) == 2 and isinstance(given[1], exp.Interval):
            less = exp.Sub(this=given[0].copy(), expression=given[1].copy())
            whole = kinds.of(given[0]) == "date" and str(given[1].args.get("unit")).rstrip("S") in _OF_DATES
            call.replace(exp.cast(less, "DATE") if whole else exp.Paren(this=less))
            changed = name, "-"
        elif name == "trunc" and len(given) == 1 and kinds.of(given[0]) in ("date", "time"):
            call.replace(exp.Anonymous(this="date_trunc", expressions=[exp.Literal.string("day"), given[0].copy()]))
            changed = name, "date_trunc"
        elif name == "date_add" and len(given) == 2 and _as_day(given[0]) is not None and _is_span(given[1]):
            given[0].replace(exp.cast(given[0].copy(), str(_as_day(given[0]))))
            changed = "A date in quotes", "a date"
        elif name == "trunc" and len(given) == 2 and kinds.of(given[0]) in ("date", "time"):
            unit = _TRUNC.get(given[1].name.lower())
            if unit is not None:
                call.replace(exp.Anonymous(this="date_trunc", expressions=[exp.Literal.string(unit), given[0].copy()]))
                changed = name, "date_trunc"
    for node in list(tree.find_all(exp.Add, exp.Sub)):
        span, kind = node.expression, _as_day(node.this)
        if kind is not None and _is_span(span):
            node.this.replace(exp.cast(node.this.copy(), kind))
            changed = "A date in quotes", "a date"
        timed = isinstance(span, exp.Literal) and span.is_string and _TIME_SPAN.fullmatch(span.name)
        if timed and span.name.split()[1].upper() in INTERVAL_UNITS and kinds.of(node.this) in ("date", "time"):
            span.replace(exp.Interval(this=span.copy()))
            changed = "A span of time in quotes", "an interval"
    return changed


def _as_day(node: exp.Expr) -> str | None:
    """The type of a date or time that is written out as a text."""
    if not isinstance(node, exp.Literal) or not node.is_string or not _ISO.fullmatch(node.name):
        return None
    return "DATE" if len(node.name) == _DAY else "TIMESTAMP"


def _is_span(node: exp.Expr) -> bool:
    return isinstance(node, exp.Interval)


def now(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """``CURRENT_TIMESTAMP`` for ``CURRENT_TIMESTAMP()``."""
    found = [one for one in tree.find_all(exp.Anonymous) if function_name(one) in _NOW and not one.expressions]
    for call in found:
        call.replace(_NOW[function_name(call)]())
    return ("()", "") if found else None


def joined(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """``a || b`` for ``a + b`` where all are texts, which SQL Server puts together so."""
    kinds, changed = Kinds(tree, lens), False
    for node in list(tree.find_all(exp.Add)):
        parts = [] if isinstance(node.parent, exp.Add) else list(node.flatten(unnest=False))
        constants = all(isinstance(one, exp.Literal) and one.is_string for one in parts)
        if not constants and all(_is_text(one) or kinds.of(one) == "text" for one in parts):
            chain = parts[0].copy()
            for one in parts[1:]:
                chain = exp.DPipe(this=chain, expression=one.copy())
            node.replace(chain)
            changed = True
    return ("+", "||") if changed else None


def _is_text(node: exp.Expr) -> bool:
    """Whether this is written out as a text, or cast to one."""
    if isinstance(node, exp.Cast):
        return node.to.this in exp.DataType.TEXT_TYPES
    return isinstance(node, exp.Literal) and bool(node.is_string)


def counts(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """``count(DISTINCT a, b)`` counts the different pairs without NULL, where systems have it."""
    every = [one for one in tree.find_all(exp.Count) if isinstance(one.this, exp.Distinct)]
    found = [one for one in every if len(one.this.expressions) > 1]
    for count in found:
        parts = [one.copy() for one in count.this.expressions]
        known = exp.and_(*(exp.Not(this=exp.Is(this=one.copy(), expression=exp.Null())) for one in parts))
        case = exp.Case(ifs=[exp.If(this=known, true=exp.Tuple(expressions=parts))])
        count.this.set("expressions", [case])
    return ("count(DISTINCT a, b)", "count(DISTINCT (a, b))") if found else None


def rownum(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """LIMIT n in the place of ``ROWNUM <= n``, which is one of the conditions of a query that sorts and groups nothing:
    Oracle would count the rows before it did."""
    changed = None
    for select in tree.find_all(exp.Select) if lower(subject.rpartition(".")[2]) == "rownum" else ():
        where = select.args.get("where")
        every = list(terms(where.this)) if where else []
        counted = [one for one in every if isinstance(one, exp.LTE | exp.LT) and lower(one.this.name) == "rownum"]
        late = any(select.args.get(key) for key in ("order", "group", "having", "limit", "distinct", "qualify"))
        late = late or select.find(exp.Count, exp.Window) is not None
        late = late or any(function_name(one) in AGGREGATES for one in select.find_all(exp.Anonymous))
        if len(counted) != 1 or late or not counted[0].expression.name.isdigit():
            continue
        most = int(counted[0].expression.name) - isinstance(counted[0], exp.LT)
        rest = [one for one in every if one is not counted[0]]
        select.set("where", exp.Where(this=exp.and_(*rest)) if rest else None)
        select.set("limit", exp.Limit(expression=exp.Literal.number(most)))
        changed = "ROWNUM", "LIMIT"
    return changed
