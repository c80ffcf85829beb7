"""SQL Server's numbers: quotients, averages and rounding by the type that each argument turns out to have.

A quotient of whole numbers is whole, one of DECIMALs has as many digits as the rules of SQL Server leave, and is cut
there, and one of FLOATs is a FLOAT. The type of a column is known when DuckDB binds the statement, and so the text
holds what is right for each and asks `typeof`, which DuckDB answers before it runs.
"""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects import averages
from autogen_hatidata.sql.dialects.certain_kinds import (
    DECIMAL,
    FLOAT,
    WHOLE,
    closed,
    kind,
    of_kind,
)
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.source import bare

_LEAST_SCALE, _MOST_DIGITS, _FEW = 6, 38, 12

_CUT = "TRY_CAST(trunc((a // b) * 1.000000000000001e0, c) AS DECIMAL(38, {}))"
"""The digits of a quotient; the factor is for those of which a DOUBLE lacks the last bit."""

_EXACT = "regexp_full_match(typeof(a) || typeof(b), '([A-Z]*INT[A-Z]*)?DECIMAL[^FO]*')"
"""Whether one of two numbers is a DECIMAL, and none is a FLOAT."""

_SHORT = (
    f"struct_extract({{'whole': a // b, 'short': {_CUT.format(6)}}}, CASE WHEN {_EXACT} THEN 'short' ELSE 'whole' END)"
)
_QUOTIENT = (
    f"struct_extract({{'whole': a // b, 'short': {_CUT.format(6)}, 'long': {_CUT.format(12)}}},"
    f" CASE WHEN {_EXACT} THEN CASE WHEN c > 6 THEN 'long' ELSE 'short' END ELSE 'whole' END)"
)
_DIGITS = "coalesce(TRY_CAST(split_part(typeof(a)[9:-2], ',', 1) AS INTEGER), 10)"
_SCALE = "coalesce(TRY_CAST(split_part(typeof(a)[9:-2], ',', 2) AS INTEGER), 0)"

INTEGRAL = "typeof(a) LIKE '%INT%'"

Size = tuple[int | exp.Expr, int | exp.Expr]


def quotient(dividend: exp.Expr, divisor: exp.Expr) -> exp.Expr:
    """A division. By zero it is an error, of DuckDB 1.5 NULL."""
    kinds = {kind(dividend), kind(divisor)}
    if kinds == {WHOLE} or FLOAT in kinds:
        return of_kind(
            exp.IntDiv(this=closed(dividend), expression=closed(divisor)), FLOAT if FLOAT in kinds else WHOLE
        )
    scale = _scale_of_quotient(_size(dividend), _size(divisor))
    if kinds <= {WHOLE, DECIMAL} and isinstance(scale, int):
        text = _CUT.format(_LEAST_SCALE if scale == _LEAST_SCALE else _FEW).replace("TRY_CAST", "CAST")
        return of_kind(built(text, dividend, divisor, exp.Literal.number(scale)), DECIMAL)
    places = exp.Literal.number(scale) if isinstance(scale, int) else scale
    text = _SHORT if scale == _LEAST_SCALE else _QUOTIENT
    return of_kind(built(text, dividend, divisor, places), DECIMAL if DECIMAL in kinds else None)


def _scale_of_quotient(dividend: Size, divisor: Size) -> int | exp.Expr:
    """How many digits after the point SQL Server gives."""
    (p1, s1), (p2, s2) = dividend, divisor
    if isinstance(p1, int) and isinstance(s1, int) and isinstance(p2, int) and isinstance(s2, int):
        return max(_LEAST_SCALE, min(s1 + p2 + 1, _MOST_DIGITS - (min(p1, _MOST_DIGITS) - s1 + s2), _FEW))
    p1, s1, p2, s2 = map(_node, (p1, s1, p2, s2))
    return built(f"greatest({_LEAST_SCALE}, least(b + c + 1, 38 - (least(a, 38) - b + d), {_FEW}))", p1, s1, p2, s2)


def _node(count: int | exp.Expr) -> exp.Expr:
    return exp.Literal.number(count) if isinstance(count, int) else count


def _size(node: exp.Expr) -> Size:
    """How many digits a number has, and how many of them after the point, as SQL Server counts."""
    inner = bare(node)
    if isinstance(inner, exp.Literal) and not inner.is_string:
        before, _, after = inner.name.partition(".")
        return max(1, len(before.lstrip("0")) + len(after)), len(after)
    if isinstance(inner, exp.Mul):
        return _size_of_product(_size(inner.this), _size(inner.expression))
    if isinstance(inner, exp.Cast) and inner.to.this == exp.DType.DECIMAL and len(inner.to.expressions) == 2:
        digits, scale = (int(size.this.name) for size in inner.to.expressions)
        return digits, scale
    if kind(inner) == WHOLE:
        return 10, 0
    if isinstance(inner, exp.Nullif):
        return _size(inner.this)
    return built(_DIGITS, node), built(_SCALE, node)


def _size_of_product(left: Size, right: Size) -> Size:
    (p1, s1), (p2, s2) = left, right
    digits = p1 + p2 + 1 if isinstance(p1, int) and isinstance(p2, int) else built("a + b + 1", _node(p1), _node(p2))
    scale = s1 + s2 if isinstance(s1, int) and isinstance(s2, int) else built("a + b", _node(s1), _node(s2))
    return digits, scale


def average(node: exp.Avg) -> str:
    what = kind(node.this)
    of_kind(averages.average(node, quotient), what)
    return "an average of whole numbers is whole, one of DECIMALs has six digits"


def divide(node: exp.Div) -> str:
    """Put a quotient in the place of a division."""
    node.replace(quotient(node.this, node.expression))
    return "quotients have the type and the digits of SQL Server's; by zero it is an error, on DuckDB 1.5 NULL"
