"""NaN, which is equal to nothing in some systems, and in DuckDB equal to itself and larger than all numbers."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.source import Look, Untested

_MAKERS = frozenset({"IEEE_DIVIDE", "NAN"})
_ASKS = frozenset({"IS_NAN", "IS_INF", "IS_FINITE", "IS_INFINITE", "IFNAN", "NANVL"})
_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between)
_FLOATS = (exp.DType.DOUBLE, exp.DType.FLOAT)


def compared(node: exp.Expr) -> None:
    """Refuses a comparison of what is NaN sometimes, also by the name of a column."""
    sides = [
        node.args[key] for key in ("this", "expression", "low", "high") if isinstance(node.args.get(key), exp.Expr)
    ]
    sides += node.expressions if isinstance(node, exp.In) else []
    if any(_may_be_nan(side) for side in sides) or _named(sides):
        raise Untested("a comparison with what may be NaN", "write a quotient that is NULL by zero, or ask IS_NAN(x).")


def _may_be_nan(node: exp.Expr) -> bool:
    return any(map(_is_nan, node.walk(prune=_asks)))


def _asks(node: exp.Expr) -> bool:
    return (isinstance(node, exp.Func) and node.name.upper() in _ASKS) or isinstance(node, exp.Query | exp.Subquery)


def _is_nan(node: exp.Expr) -> bool:
    if isinstance(node, exp.Cast):
        return node.to.this in _FLOATS and node.this.is_string and node.this.name.strip().lower().endswith("nan")
    return isinstance(node, exp.Func) and node.name.upper() in _MAKERS and not _asks(node.parent or node)


def _named(sides: list[exp.Expr]) -> bool:
    names = {
        column.name.lower() for side in sides for column in side.walk(prune=_asks) if isinstance(column, exp.Column)
    }
    if not names or not any(map(_is_nan, sides[0].root().walk())):
        return False
    aliases = sides[0].root().find_all(exp.Alias)
    return any(alias.alias.lower() in names and _may_be_nan(alias.this) for alias in aliases)


LOOKS: dict[type[exp.Expr], Look] = dict.fromkeys(_COMPARED, compared)
"""What a dialect looks at whose NaN is equal to nothing."""
