"""Paths into JSON, averages, divisions and counts of Databricks."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import VALID_JSON
from autogen_hatidata.sql.dialects.clauses import computing, with_window
from autogen_hatidata.sql.dialects.forms import Call, built, copied
from autogen_hatidata.sql.dialects.source import Untested, bare, number
from autogen_hatidata.sql.dialects.value_kinds import kind

PATHS = frozenset({exp.JSONExtract, exp.JSONPath, exp.JSONPathRoot, exp.JSONPathKey, exp.JSONPathSubscript})
_KEY = re.compile(r"[A-Za-z0-9_ -]+", re.ASCII)


def path(node: exp.JSONExtract) -> str:
    """``v:a.b[0]`` is a text, without quotes."""
    if not node.args.get("variant_extract"):
        raise Untested("the operator ->", "write v:a.b.")
    steps = []
    for step in node.expression.expressions[1:]:
        if isinstance(step, exp.JSONPathSubscript) and isinstance(step.this, int) and step.this >= 0:
            steps.append(f"[{step.this}]")
        elif isinstance(step, exp.JSONPathKey) and isinstance(step.this, str) and _KEY.fullmatch(step.this):
            steps.append(f'."{step.this}"')
        else:
            raise Untested("that path into JSON", "write names and places, as in v:a.b[0].")
    found = exp.Literal.string("$" + "".join(steps))
    node.replace(built("json_extract_string(a, b)", built(VALID_JSON, node.this), found))
    return "a path into JSON gives a text"


_PLACES = "coalesce(TRY_CAST(regexp_extract(typeof([a]), ',([0-9]+)', 1) AS INTEGER), 0)"
"""The places of a DECIMAL. Of a column of nothing but NULL, typeof(a) is no constant."""

_DIGITS = (
    "CASE typeof([b]) WHEN 'TINYINT[]' THEN 3 WHEN 'SMALLINT[]' THEN 5 WHEN 'INTEGER[]' THEN 10 WHEN 'BIGINT[]' THEN 20"
    " ELSE coalesce(TRY_CAST(regexp_extract(typeof([b]), '([0-9]+),', 1) AS INTEGER), 38) END"
)
_EXACT = "(typeof([a]) LIKE 'DECIMAL%' AND {b} OR typeof([b]) LIKE 'DECIMAL%' AND {a})".format(
    a="(typeof([a]) LIKE 'DECIMAL%' OR typeof([a]) LIKE '%INT%')",
    b="(typeof([b]) LIKE 'DECIMAL%' OR typeof([b]) LIKE '%INT%')",
)
_SCALE = f"least(14, greatest(6, {_PLACES} + d + 1))"
_PRECISE = (
    f"struct_extract({{'exact': round(TRY_CAST(a / c AS DECIMAL(38, 14)), {_SCALE}), 'other': a / c}},"
    f" CASE WHEN {_EXACT} THEN 'exact' ELSE 'other' END)"
)


def quotient(left: exp.Expr, right: exp.Expr, guarded: exp.Expr) -> exp.Expr:
    """A division, whose places follow from the types of decimals."""
    if {kind(left), kind(right)} <= {"int"} or "double" in (kind(left), kind(right)):
        return built("a / b", left, guarded)
    inner = bare(right)
    written = number(inner)
    digits = built(_DIGITS, right, right)
    if written is not None and "e" not in inner.name.lower():
        digits = exp.Literal.number(len(inner.name.replace(".", "").lstrip("0")) or 1)
    return built(_PRECISE, left, right, guarded, digits)


_AVERAGE = (
    "struct_extract({'exact': round(TRY_CAST(a AS DECIMAL(38, 18)), coalesce(TRY_CAST(regexp_extract(typeof([b]),"
    " ',([0-9]+)', 1) AS INTEGER), 0) + 4), 'other': a},"
    " CASE WHEN typeof([b]) LIKE 'DECIMAL%' THEN 'exact' ELSE 'other' END)"
)


def average(node: Call) -> None:
    """An average of decimals has four places more than they."""
    whole = with_window(node)
    value = node.expressions[0]
    if kind(value) in ("int", "double") or isinstance(whole.parent, exp.Pivot):  # PIVOT takes one aggregate
        node.replace(built("avg(a)", value))
        return
    copied(value)
    whole.replace(built(_AVERAGE, computing("avg(a)", whole), computing("min(a)", whole)))


def count(node: exp.Count) -> str | None:
    """COUNT of several columns counts rows without NULL."""
    distinct = isinstance(node.this, exp.Distinct)
    columns = list(node.this.expressions) if distinct else [node.this, *node.expressions]
    if len(columns) < 2:
        return None
    names = "abcdefgh"[: len(columns)]
    test = " AND ".join(f"{name} IS NOT NULL" for name in names)
    counted = f"row({', '.join(names)})" if distinct else "1"
    made = built(f"CASE WHEN {test} THEN {counted} END", *columns)
    node.set("expressions", [])
    node.set("this", exp.Distinct(expressions=[made]) if distinct else made)
    return "COUNT of several columns counts rows without NULL"


def pivoted(node: exp.Expr) -> None:
    """What PIVOT counts of nothing is NULL."""
    for each in list(node.find_all(exp.Count)):
        inner = each.this
        if isinstance(inner, exp.Distinct):
            raise Untested("COUNT(DISTINCT x) in PIVOT", "count in a query with GROUP BY.")
        every = isinstance(inner, exp.Star)
        each.replace(built("sum(CASE WHEN a IS NOT NULL THEN 1 ELSE 0 END)", exp.Literal.number(1) if every else inner))
