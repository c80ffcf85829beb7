"""SQL Server's numbers: quotients and averages by the type that each argument turns out to have.

A quotient of whole numbers is whole, one of DECIMALs has as many digits as the rules of SQL Server leave, and is cut
there, and one of FLOATs is a FLOAT. The type of a column is known when DuckDB binds the statement, and so the text
holds what is right for each and asks `typeof`, which DuckDB answers before it runs.
"""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects import averages
from autogen_hatidata.sql.dialects.certain_kinds import DECIMAL, FLOAT, WHOLE, closed, kind, of_kind
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.source import bare

_LEAST, _MOST = 6, 12
"""How many digits after the point a quotient has; of those beyond a dozen a DOUBLE knows nothing."""

_CUT = "trunc({} * 1.000000000000001e0, {})"
"""The digits of a quotient; the factor is for those of which a DOUBLE lacks the last bit."""

_EXACT = "typeof(a + b) LIKE 'DEC%'"
"""Whether one of two numbers is a DECIMAL, and none is a FLOAT."""

_SIX = f"TRY_CAST({_CUT.format('(a // b)', 6)} AS DECIMAL(38, 6))"
_SHORT = f"struct_extract({{'whole': a // b, 'short': {_SIX}}}, CASE WHEN {_EXACT} THEN 'short' ELSE 'whole' END)"
_LONG = (
    f"struct_extract({{'whole': a // b, 'long': TRY_CAST({_CUT.format('(a // b)', 'c')} AS DECIMAL(38, 12))}},"
    f" CASE WHEN {_EXACT} THEN 'long' ELSE 'whole' END)"
)
_AVERAGE = (
    f"struct_extract({{'whole': a // b, 'short': TRY_CAST({_CUT.format('c', 6)} AS DECIMAL(38, 6))}},"
    " CASE WHEN typeof(a) LIKE 'DEC%' THEN 'short' ELSE 'whole' END)"
)
_DIGITS = "CAST(coalesce(nullif(regexp_extract(typeof(a), '[(]([0-9]+)', 1), ''), '10') AS INTEGER)"
_SCALE = "CAST('0' || regexp_extract(typeof(a), ',([0-9]+)', 1) AS INTEGER)"

INTEGRAL = "typeof(a) LIKE '%INT%'"

_SUMS = (exp.Paren, exp.Neg, exp.Window)


def quotient(dividend: exp.Expr, divisor: exp.Expr) -> exp.Expr:
    """A division. By zero it is an error, of DuckDB 1.5 NULL."""
    kinds = {kind(dividend), kind(divisor)}
    if kinds == {WHOLE} or FLOAT in kinds:
        return of_kind(
            exp.IntDiv(this=closed(dividend), expression=closed(divisor)), FLOAT if FLOAT in kinds else WHOLE
        )
    scale = _scale_of_quotient(dividend, divisor)
    if kinds <= {WHOLE, DECIMAL} and scale == _LEAST:
        made = built(_SIX.replace("TRY_CAST", "CAST"), dividend, divisor)
    elif scale == _LEAST:
        made = built(_SHORT, dividend, divisor)
    else:
        made = built(_LONG, dividend, divisor, exp.Literal.number(scale) if isinstance(scale, int) else scale)
    return of_kind(made, DECIMAL if DECIMAL in kinds and None not in kinds else None)


def _scale_of_quotient(dividend: exp.Expr, divisor: exp.Expr) -> int | exp.Expr:
    """How many digits after the point SQL Server gives: s1 + p2 + 1, at least 6, and 6 where a sum leaves no room."""
    if _summed(dividend):
        return _LEAST
    added = next(dividend.find_all(exp.Sum), None) if isinstance(bare(dividend), exp.Mul) else None
    if added is not None:
        return built("CASE WHEN typeof(a) LIKE 'DEC%' THEN 6 ELSE 12 END", _with_window(added))
    digits, scale = _digits(divisor), _scale(dividend)
    if isinstance(scale, int) and isinstance(digits, int):
        return max(_LEAST, min(scale + digits + 1, _MOST))
    if _summed(divisor):
        return _MOST
    if digits == 1 and not any(call.name == "struct_extract" for call in dividend.find_all(exp.Anonymous)):
        return _LEAST  # a column with more than four digits is rare
    return built(f"greatest({_LEAST}, a + b + 1)", _node(scale), _node(digits))


def _node(count: int | exp.Expr) -> exp.Expr:
    return exp.Literal.number(count) if isinstance(count, int) else count


def _summed(node: exp.Expr) -> bool:
    while isinstance(node, _SUMS):
        node = node.this
    return isinstance(node, exp.Sum)


def _with_window(node: exp.Sum) -> exp.Expr:
    return node.parent if isinstance(node.parent, exp.Window) and node.arg_key == "this" else node


def _digits(node: exp.Expr) -> int | exp.Expr:
    """How many digits a divisor has."""
    inner = bare(node)
    if isinstance(inner, exp.Nullif):
        return _digits(inner.this)
    if isinstance(inner, exp.Literal) and not inner.is_string:
        before, _, after = inner.name.partition(".")
        return max(1, len(before.lstrip("0")) + len(after))
    return 10 if kind(inner) == WHOLE else built(_DIGITS, inner)


def _scale(node: exp.Expr) -> int | exp.Expr:
    """How many digits after the point a number has."""
    inner = bare(node)
    if isinstance(inner, exp.Literal) and not inner.is_string:
        return len(inner.name.partition(".")[2])
    if isinstance(inner, exp.Cast) and inner.to.this == exp.DType.DECIMAL and len(inner.to.expressions) == 2:
        return int(inner.to.expressions[1].this.name)
    if kind(inner) == WHOLE:
        return 0
    return built(_SCALE, node)


def average(node: exp.Avg) -> str:
    what = kind(node.this)

    def build(total: exp.Expr, rows: exp.Expr, mean: exp.Expr) -> exp.Expr:
        if what == FLOAT:
            return mean
        if what == DECIMAL:
            return built(f"CAST({_CUT.format('a', 6)} AS DECIMAL(38, 6))", mean)
        return built("a // b", total, rows) if what == WHOLE else built(_AVERAGE, total, rows, mean)

    of_kind(averages.average(node, build), what)
    return "an average of whole numbers is whole, one of DECIMALs has six digits"


def divide(node: exp.Div) -> str:
    """Put a quotient in the place of a division."""
    node.replace(quotient(node.this, node.expression))
    return "quotients have the type and the digits of SQL Server's; by zero it is an error, on DuckDB 1.5 NULL"
