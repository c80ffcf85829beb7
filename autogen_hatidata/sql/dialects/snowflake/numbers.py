"""Snowflake's quotients and averages, whose digits follow from the types of what is computed, and the texts of values.

Types are known only when DuckDB binds the text. So a result is cast to the type of another expression, which has it
for every type of the operands: ``a * CAST(0 AS DECIMAL(28, 6))`` is a decimal with six digits more than ``a`` has, and
a double where ``a`` is one.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.dialects.forms import built, copied, windowed
from autogen_hatidata.sql.dialects.snowflake.dates import type_of
from autogen_hatidata.sql.dialects.snowflake.kinds import KIND, OTHER, seen_through
from autogen_hatidata.sql.dialects.source import WRITTEN, bare, never_zero
from autogen_hatidata.sql.dialects.value_kinds import divisor, kind

_SIX_MORE, _NO_MORE, _THREE_MORE = "CAST(0 AS DECIMAL(28, 6))", "CAST(0 AS DECIMAL(28, 0))", "CAST(0 AS DECIMAL(28, 3))"
_OR_DOUBLE = "struct_extract({'n': c, 'f': 0e0}, CASE WHEN typeof(d) IN ('DOUBLE', 'FLOAT') THEN 'f' ELSE 'n' END)"
"""``c``, or a double where ``d`` is one: COALESCE of two decimals has too few digits, if they are long."""

_QUOTIENTS = "quotients"
_MOST_QUOTIENTS = 6
_MOST_DIGITS = 2  # quotients in each other that have more digits each time


def move_into(node: exp.Expr, around: Callable[[exp.Expr], exp.Expr]) -> None:
    """Put a new node in the place of one that goes on living inside it: what is changed in that later is not lost."""
    place = exp.Placeholder()
    node.replace(place)
    place.replace(around(node))


def divide(node: exp.Div) -> str | None:
    """Numbers have at least six digits after the point, and a division by zero is an error."""
    left, right = node.this, node.expression
    safe = never_zero(right) or guarded(node)
    by = right if safe else divisor(right)
    if "double" in (kind(left), kind(right)):
        node.set("expression", by)
        return "a division by zero is an error" if not safe else None
    copied(left)
    depth = 1 + max((int(each.meta.get(_QUOTIENTS, 0)) for each in left.walk()), default=0)
    if depth > _MOST_QUOTIENTS:
        raise LimitExceeded("Too many quotients stand inside each other.", "name steps with WITH.")
    scaled = built(f"a * {_SIX_MORE if depth <= _MOST_DIGITS else _NO_MORE}", type_of(left))
    exact = kind(right) in ("int", "decimal")
    made = built(f"cast_to_type(a / b, {'c' if exact else _OR_DOUBLE})", left, by, scaled, right)
    made.meta[_QUOTIENTS] = depth
    node.replace(made)
    return "quotients have the digits of Snowflake's"


def remainder(node: exp.Mod) -> str | None:
    """What is left of a division by zero is an error, in DuckDB 1.5 too."""
    if never_zero(node.expression):
        return None
    node.set("expression", divisor(node.expression))
    return "a division by zero is an error"


def guarded(node: exp.Div) -> bool:
    """sqlglot has made DIV0 a CASE with a division in its ELSE."""
    case = node.parent
    written = str(case.meta.get(WRITTEN, "")).upper() if isinstance(case, exp.If) else ""
    return written in ("DIV0", "DIV0NULL") and node.arg_key == "false"


def _typed(node: exp.Expr, value: exp.Expr, more: str) -> None:
    """An aggregate, in its window, with the digits of its argument and more."""
    value = value.expressions[0] if isinstance(value, exp.Distinct) else value
    copied(value)
    whole = windowed(node)
    least = built(f"min(a) {'OVER ()' if isinstance(whole, exp.Window) else ''} * {more}", value)
    made = exp.Anonymous(this="cast_to_type", expressions=[least])
    made.meta[_QUOTIENTS] = 1
    move_into(whole, lambda inner: _first(made, inner))


def _first(call: exp.Anonymous, value: exp.Expr) -> exp.Expr:
    call.set("expressions", [value, *call.expressions])
    return call


def same_digits(node: exp.Expr) -> str | None:
    """A choice between a quotient and a sum has the digits of the quotient; DuckDB's has those of the sum."""
    extreme = isinstance(node, exp.Greatest | exp.Least)
    _alike([node.this, *node.expressions] if extreme else seen_through(node))
    return None


def same_digits_of_rows(node: exp.SetOperation) -> str | None:
    """The same for the rows of a UNION and the like."""
    sides = [side.unnest() for side in (node.this, node.expression)]
    for values in zip(*(side.selects for side in sides if isinstance(side, exp.Query)), strict=False):
        _alike([value.this if isinstance(value, exp.Alias) else value for value in values])
    return None


def _alike(values: list[exp.Expr]) -> None:
    quotient = next((value for value in values if _QUOTIENTS in bare(value).meta), None)
    for value in values if quotient is not None else ():
        known = isinstance(bare(value), exp.Literal | exp.Null | exp.Star) or _QUOTIENTS in bare(value).meta
        if quotient is not None and not known:
            copied(value)
            value.replace(built(f"cast_to_type(d, {_OR_DOUBLE})", value, value, type_of(quotient), value))


def _in_pivot(node: exp.Expr) -> bool:
    return isinstance(node.find_ancestor(exp.Pivot, exp.Select), exp.Pivot)


def average(node: exp.Avg) -> str | None:
    """AVG of whole numbers has six digits."""
    if _in_pivot(node) or kind(node.this) == "double":
        return None
    _typed(node, node.this, _SIX_MORE)
    return "averages have the digits of Snowflake's"


def median(node: exp.Median) -> str:
    """DuckDB's median of decimals has no digit more than these."""
    value = node.this
    _typed(node, value, _THREE_MORE)
    value.replace(exp.cast(value.copy(), exp.DType.DOUBLE))
    return "medians have the digits of Snowflake's"


def percentile(node: exp.PercentileCont) -> str | None:
    """The same for PERCENTILE_CONT, whose values stand in its ORDER BY."""
    group = node.parent
    order = group.expression if isinstance(group, exp.WithinGroup) else None
    if not isinstance(order, exp.Order) or len(order.expressions) != 1:
        return None
    value = order.expressions[0].this
    _typed(node, value, _THREE_MORE)
    value.replace(exp.cast(value.copy(), exp.DType.DOUBLE))
    return "medians have the digits of Snowflake's"


def count_true(node: exp.CountIf) -> str:
    """COUNT_IF of no rows is 0."""
    node.replace(built("count(CASE WHEN a THEN 1 END)", node.this))
    return "COUNT_IF of nothing is 0"


_AS_TEXT = r"""
    CASE WHEN typeof(a) IN ('DOUBLE', 'FLOAT') THEN CASE
    WHEN NOT regexp_full_match(CAST(a AS VARCHAR), '-?([0-9]{1,15}\.0|[0-9.]{3,16})')
    THEN CAST(CAST('a FLOAT as a text: cast it to a NUMBER first' AS TINYINT) AS VARCHAR)
    ELSE regexp_replace(CAST(a AS VARCHAR), '\.0$', '') END
    WHEN typeof(a) = 'TIMESTAMP' THEN rpad(regexp_replace(CAST(a AS VARCHAR), '^([^.]*)$', '\1.'), 23, '0')
    WHEN typeof(a) = 'JSON' THEN json_extract_string(CAST(a AS VARCHAR), '$')
    ELSE CAST(a AS VARCHAR) END
"""
"""A FLOAT is written without ``.0``, a timestamp with milliseconds, and a text in a VARIANT without quotes."""

_TEXTS = (
    exp.DPipe, exp.Concat, exp.ConcatWs, exp.Upper, exp.Lower, exp.Trim, exp.Substring, exp.Left, exp.Right, exp.Pad,
    exp.Replace, exp.SplitPart, exp.GroupConcat, exp.TimeToStr, exp.RegexpReplace, exp.RegexpExtract, exp.MD5,
    exp.Repeat, exp.Chr, exp.SHA2, exp.Reverse, exp.Translate, exp.Dayname, exp.Monthname,
)  # fmt: skip
_PLAIN = (
    *_TEXTS, exp.Count, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile, exp.Extract, exp.DateDiff, exp.Length,
    exp.Year, exp.Month, exp.Day, exp.Quarter, exp.Week, exp.LastDay, exp.CurrentDate, exp.Null,
)  # fmt: skip


def _plain(node: exp.Expr | None) -> bool:
    """Whether DuckDB's text of a value is seen to be Snowflake's."""
    while isinstance(node, exp.Paren | exp.Window | exp.WithinGroup | exp.Filter):
        node = node.this
    if node is None or isinstance(node, _PLAIN) or kind(node) in ("text", "int", "decimal", "date", "boolean"):
        return True
    if isinstance(node, exp.Coalesce):
        return all(map(_plain, [node.this, *node.expressions]))
    if isinstance(node, exp.If):
        return _plain(node.args["true"]) and _plain(node.args.get("false"))
    if isinstance(node, exp.Case):
        return all(map(_plain, [*(branch.args["true"] for branch in node.args["ifs"]), node.args.get("default")]))
    return False


_RULE = "a FLOAT, a TIMESTAMP or a VARIANT is written as Snowflake writes it"


def as_text(node: exp.Expr) -> str | None:
    """Put in the place of a value the text that Snowflake makes of it, where DuckDB's may be another."""
    if _plain(node):
        return None
    node.replace(built(_AS_TEXT, node))
    return _RULE


def texts_inside(node: exp.Expr) -> str | None:
    """The same for what a node makes a text of."""
    if node.meta.get(KIND) == OTHER:  # made here
        return None
    two = isinstance(node, exp.DPipe)
    values = [*node.expressions] if isinstance(node, exp.Concat | exp.ConcatWs) else [node.this]
    found = [as_text(each) for each in [*values, *([node.expression] if two else [])]]
    return next(filter(None, found), None)


def texts_joined(node: exp.GroupConcat) -> str | None:
    """The same for LISTAGG. DuckDB wants to sort what is DISTINCT by itself, so that texts are made afterwards."""
    value = node.this.this if isinstance(node.this, exp.Order) else node.this
    if not isinstance(value, exp.Distinct):
        return as_text(value)
    value = value.expressions[0]
    if _plain(value):
        return None
    text = built(_AS_TEXT, exp.column("it__"))
    separator = node.args.get("separator") or exp.Literal.string("")
    values = exp.ArrayAgg(this=node.this.copy())
    node.replace(values)
    made = "array_to_string(list_transform(a, lambda it__: b), c)"
    move_into(windowed(values), lambda inner: built(made, inner, text, separator))
    return _RULE


_LENGTH = """
    CASE WHEN length(a) > b THEN CAST(CAST('a text longer than its type' AS TINYINT) AS VARCHAR) ELSE a END
"""


def cast_to_text(node: exp.Cast) -> str | None:
    """A text that is longer than its type is an error, and NULL in TRY_CAST; CHAR holds one sign."""
    to = node.to
    if node.meta.get(KIND) == OTHER:  # made here
        return None
    given = to.expressions[0].this if to.expressions else None
    length = given if given is not None else exp.Literal.number(1) if to.this == exp.DType.CHAR else None
    rule = as_text(node.this)
    to.replace(exp.DataType.build("text"))
    if length is None:
        if rule:
            node.replace(node.this.copy())
        return rule
    text = "CASE WHEN length(a) <= b THEN a END" if isinstance(node, exp.TryCast) else _LENGTH
    move_into(node, lambda inner: built(text, inner, length))
    return "a text longer than its type is an error"
