"""Repairs of calls whose name or form other systems have: SUM_IF, COUNT_DISTINCT, DECODE, JULIANDAY, and parts of dates
that are misspelt. Each changes a tree in place, and says what stood there and what stands there now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.changes import Changed
from autogen_hatidata.sql.spelling import closest
from autogen_hatidata.sql.values import Kinds
from autogen_hatidata.types import LensInfo

_Form = Callable[[Sequence[exp.Expr]], "exp.Expr | None"]

PARTS = ("year", "quarter", "month", "week", "day", "hour", "minute", "second")
_TAKE_PARTS = frozenset({"date_trunc", "date_part", "date_diff", "datediff", "date_sub", "datetrunc", "datepart"})


def _filtered(name: str) -> _Form:
    """With a condition as the second argument. A spreadsheet has a value there, which the first is compared with."""

    def form(given: Sequence[exp.Expr]) -> exp.Expr | None:
        if len(given) != 2 or not isinstance(given[1].unnest(), exp.Predicate | exp.Connector | exp.Not):
            return None
        call = exp.Anonymous(this=name, expressions=[given[0].copy()])
        return exp.Filter(this=call, expression=exp.Where(this=given[1].copy()))

    return form


def _distinct(given: Sequence[exp.Expr]) -> exp.Expr | None:
    return exp.Count(this=exp.Distinct(expressions=[given[0].copy()])) if len(given) == 1 else None


def _quantile(given: Sequence[exp.Expr]) -> exp.Expr | None:
    part = given[1] if len(given) == 2 else None
    if not isinstance(part, exp.Literal) or part.is_string or isinstance(given[0], exp.Literal):
        return None
    return exp.Anonymous(this="quantile_cont", expressions=[one.copy() for one in given])


def _exists(given: Sequence[exp.Expr]) -> exp.Expr | None:
    query = given[0] if len(given) == 1 else None
    return exp.Exists(this=query.copy()) if isinstance(query, exp.Select | exp.SetOperation) else None


def _sqlite_time(given: Sequence[exp.Expr]) -> exp.Expr | None:
    """A time, and what is added to it, as SQLite writes them: ``datetime('now', '-3 days')``."""
    texts = [one.name.lower() if isinstance(one, exp.Literal) and one.is_string else "" for one in given]
    if not 1 <= len(given) <= 2 or not all(_MODIFIER.fullmatch(one) for one in texts[1:]):
        return None
    time = exp.Anonymous(this="now") if texts[0] == "now" else exp.cast(given[0].copy(), "TIMESTAMP")
    spans = [exp.Interval(this=exp.Literal.string(one)) for one in texts[1:]]
    return exp.Paren(this=exp.Add(this=time, expression=spans[0])) if spans else time


_MODIFIER = re.compile(r"[+-]?\d+ (?:year|month|day|hour|minute|second)s?")

_FORMS: Mapping[str, _Form] = {
    "datetime": _sqlite_time,
    "exist": _exists,
    **dict.fromkeys(("distinct_count", "distinctcount"), _distinct),
    **dict.fromkeys(("sum_if", "sumif"), _filtered("sum")),
    **dict.fromkeys(("avg_if", "avgif"), _filtered("avg")),
    **dict.fromkeys(("count_distinct", "countdistinct"), _distinct),
    "percentile_cont": _quantile,
}


def forms(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """``sum(x) FILTER (WHERE y)`` for ``SUM_IF(x, y)``, ``count(DISTINCT x)`` for ``COUNT_DISTINCT(x)``,
    ``quantile_cont(x, 0.5)`` for ``PERCENTILE_CONT(x, 0.5)``, and a difference of days of JULIANDAY."""
    name, changed = subject.lower(), None
    if name == "julianday":
        return _julian(tree)
    for call in list(tree.find_all(exp.Anonymous)) if name in _FORMS else ():
        alone = not isinstance(call.parent, exp.Window | exp.WithinGroup | exp.Filter)
        new = _FORMS[name](call.expressions) if alone and function_name(call) == name else None
        if new is not None:
            call.replace(new)
            changed = subject, function_name(new) if isinstance(new, exp.Anonymous) else _begins(new)
    return changed


def _begins(new: exp.Expr) -> str:
    """What a form begins with, which has no value in it."""
    return new.sql("duckdb").lstrip("(").split("(")[0]


def _julian(tree: exp.Expr) -> Changed:
    """Only where two are subtracted: days begin at noon there."""
    calls = [one for one in tree.find_all(exp.Anonymous) if function_name(one) == "julianday"]
    pairs = all(isinstance(one.parent, exp.Sub) and len(one.expressions) == 1 for one in calls)
    sides = [side for one in calls if isinstance(one.parent, exp.Sub) for side in (one.parent.left, one.parent.right)]
    if not calls or not pairs or any(side not in calls for side in sides):
        return None
    for one in calls:
        one.set("this", "julian")
    return "julianday", "julian"


def decoded(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """CASE for ``DECODE(x, 'a', 1, 'b', 2, 0)``, where the values that it looks for are written out."""
    changed = None
    for call in list(tree.find_all(exp.Anonymous)):
        given = call.expressions
        if function_name(call) != "decode" or len(given) < 3:
            continue
        searched = given[1::2] if len(given) % 2 else given[1:-1:2]
        if all(isinstance(one, exp.Literal) for one in searched):
            ifs = [exp.If(this=one.copy(), true=given[2 + 2 * place].copy()) for place, one in enumerate(searched)]
            default = given[-1].copy() if len(given) % 2 == 0 else None
            call.replace(exp.Case(this=given[0].copy(), ifs=ifs, default=default))
            changed = "DECODE", "CASE"
    return changed


def parts(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """The part of a date that a misspelt one means, as in ``date_trunc('monht', d)``, and the arguments of
    ``date_trunc(d, 'month')`` in DuckDB's order."""
    kinds, changed = Kinds(tree, lens), None
    for call in tree.find_all(exp.Anonymous):
        given = call.expressions
        if function_name(call) not in _TAKE_PARTS or len(given) < 2:
            continue
        first, last = given[0], given[-1]
        if isinstance(first, exp.Literal) and first.is_string and first.name.lower() not in PARTS:
            meant = closest(first.name, PARTS)
            if meant is not None:
                first.replace(exp.Literal.string(meant))
                changed = f"'{first.name}'"[:_SHOWN], f"'{meant}'"
        elif len(given) == 2 and isinstance(last, exp.Literal) and _swapped(last, kinds.of(first)):
            call.set("expressions", [last.copy(), first.copy()])
            changed = f"'{last.name}'", f"'{last.name}'"
    return changed


def _swapped(last: exp.Literal, kind: str | None) -> bool:
    return bool(last.is_string) and last.name.lower() in PARTS and kind in ("date", "time")


_SHOWN = 20
