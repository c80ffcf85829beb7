"""Aggregates with clauses of their own inside their parentheses."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.bigquery.trees import (
    Call,
    as_operand,
    calling,
    fill,
    kind_of,
    peel,
    put,
    text_of,
    unsupported,
    whole_number,
)


def string_agg(node: Call, args: list[exp.Expr]) -> str | None:
    last, clauses = peel(args[-1])
    limit = clauses["Limit"].expression if "Limit" in clauses else None
    if limit is not None and (isinstance(node.parent, exp.Window) or whole_number(limit) is None):
        raise unsupported("that LIMIT in STRING_AGG", "write a number, and no OVER.")
    distinct = isinstance(args[0], exp.Distinct) or isinstance(last, exp.Distinct)
    values = [*args[:-1], last]
    if distinct:
        values = [
            each for value in values for each in (value.expressions if isinstance(value, exp.Distinct) else [value])
        ]
    if len(values) > 2 or (len(values) == 2 and text_of(values[1]) is None):
        raise unsupported("this form of STRING_AGG")
    values = [each.copy() for each in values] + ([exp.Literal.string(",")] if len(values) == 1 else [])
    inside: list[exp.Expr] = [exp.Distinct(expressions=values[:1]), *values[1:]] if distinct else [*values]
    separator = inside.pop() if limit is not None else None
    if "Order" in clauses:
        inside[-1] = exp.Order(this=inside[-1], expressions=[each.copy() for each in clauses["Order"].expressions])
    if limit is None or separator is None:
        put(node, exp.Anonymous(this="string_agg", expressions=inside))
        return None
    there = exp.Not(this=exp.Is(this=as_operand(values[0].copy()), expression=exp.Null()))
    listed = exp.Filter(this=exp.Anonymous(this="list", expressions=inside), expression=exp.Where(this=there))
    first = calling("list_slice", listed, exp.Literal.number(1), limit)
    put(node, calling("array_to_string", first, separator))
    return None


def array_agg(node: Call, args: list[exp.Expr]) -> str | None:
    if len(args) != 1:
        raise unsupported("this form of ARRAY_AGG")
    value, clauses = peel(args[0])
    if "HavingMax" in clauses:
        raise unsupported("HAVING in ARRAY_AGG")
    inside: exp.Expr = value.copy()
    if "Order" in clauses:
        inside = exp.Order(this=inside, expressions=[each.copy() for each in clauses["Order"].expressions])
    new: exp.Expr = exp.Anonymous(this="list", expressions=[inside])
    if "IgnoreNulls" in clauses:
        bare = value.expressions[0] if isinstance(value, exp.Distinct) else value
        kept = exp.Not(this=exp.Is(this=as_operand(bare.copy()), expression=exp.Null()))
        new = exp.Filter(this=new, expression=exp.Where(this=kept))
    if "Limit" in clauses:
        if isinstance(node.parent, exp.Window):
            raise unsupported("LIMIT in ARRAY_AGG as a window function")
        count = clauses["Limit"].expression
        if whole_number(count) is None:
            raise unsupported("that LIMIT in ARRAY_AGG")
        new = exp.Anonymous(this="list_slice", expressions=[new, exp.Literal.number(1), count.copy()])
    put(node, new, "list")
    return None


def any_value(node: Call, args: list[exp.Expr]) -> str | None:
    value, clauses = peel(args[0])
    if set(clauses) - {"HavingMax"}:
        raise unsupported("this form of ANY_VALUE")
    if not clauses:
        put(node, calling("any_value", value))
        return None
    having = clauses["HavingMax"]
    put(node, calling("arg_max_null" if having.args.get("max") else "arg_min_null", value, having.expression))
    return None


_AVERAGE = (
    "struct_extract({'numeric': TRY_CAST(a AS DECIMAL(38, 9)), 'other': a},"
    " CASE WHEN typeof([b]) LIKE 'DECIMAL%' THEN 'numeric' ELSE 'other' END)"
)


def average(node: Call, args: list[exp.Expr]) -> str | None:
    """An average of NUMERICs is one, with 9 decimals."""
    if len(args) != 1:
        raise unsupported("this form of AVG")
    around = node.parent
    if kind_of(args[0]) in ("int", "float") or isinstance(around, exp.Pivot):  # PIVOT takes one aggregate
        put(node, calling("avg", *args), "float")
        return None
    found = [calling(name, *args) for name in ("avg", "min")]
    if isinstance(around, exp.Window) and node.arg_key == "this":
        windows = [around.copy() for _ in found]
        for window, call in zip(windows, found, strict=True):
            window.set("this", call)
        around.replace(fill(_AVERAGE, *windows))
    else:
        node.replace(fill(_AVERAGE, *found))
    return "an average of NUMERICs has 9 decimals"


QUANTILES = "quantiles"


def quantiles(node: Call, args: list[exp.Expr]) -> str | None:
    """The exact ones, which are as good as approximate ones."""
    count = whole_number(args[1]) if len(args) == 2 else None
    if not count or not 0 < count <= 1000 or isinstance(args[0], exp.Distinct):
        raise unsupported("this form of APPROX_QUANTILES")
    places = [exp.Literal.number(repr(place / count)) for place in range(count + 1)]
    new = calling("quantile_disc", args[0], exp.Array(expressions=places))
    new.meta[QUANTILES] = count
    put(node, new, "list")
    return None
