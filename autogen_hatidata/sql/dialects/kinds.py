"""What can be said of a value's type before the text is bound: integers, and numerics that DuckDB computes as doubles.

PostgreSQL divides integers to integers, adds integers to a bigint and bigints to a numeric, and rounds a numeric's half
up and a double's half to the even number.
"""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import called
from autogen_hatidata.sql.dialects.source import bare, number

INT, BIG, REAL = "int", "big", "real"
"""What fits an integer, a bigint, and what has decimals."""

_TYPES = {
    exp.DType.SMALLINT: INT, exp.DType.INT: INT, exp.DType.BIGINT: BIG, exp.DType.DECIMAL: REAL,
    exp.DType.DOUBLE: REAL, exp.DType.FLOAT: REAL,
}  # fmt: skip

_RESULTS = {
    **dict.fromkeys("COUNT ROW_NUMBER RANK DENSE_RANK".split(), BIG),
    **dict.fromkeys("LENGTH CHAR_LENGTH STRPOS CARDINALITY NTILE ASCII REGEXP_COUNT".split(), INT),
    **dict.fromkeys(
        """
        AVG STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP ROUND TRUNC CEIL CEILING FLOOR POWER POW SQRT CBRT
        EXP LN LOG LOG10 RANDOM EXTRACT DATE_PART PERCENTILE_CONT CORR NUMERIC PERCENT_RANK CUME_DIST SIGN
        """.split(),
        REAL,
    ),
}
_OF_ARGUMENTS = frozenset("ABS COALESCE NULLIF GREATEST LEAST MIN MAX MOD".split())
_COMPUTED = frozenset("AVG STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP / NUMERIC".split())
_MOST_STEPS = 4  # from a column to what it is called after


def kind(node: exp.Expr | None) -> str | None:
    """INT, BIG or REAL, or None for what cannot be known."""
    node = _inner(node)
    if isinstance(node, exp.Literal):
        value = number(node)
        return None if value is None else REAL if not node.name.isdigit() else INT if value < 2**31 else BIG
    if isinstance(node, exp.Cast) and called(node) not in _RESULTS:
        return _TYPES.get(node.to.this)
    name = called(node)
    if name in _RESULTS:
        return _RESULTS[name]
    if name == "SUM":
        return {INT: BIG, BIG: REAL, REAL: REAL, None: None}[_join([kind(one) for one in node.expressions])]
    if name in _OF_ARGUMENTS:
        return _join([kind(one) for one in node.expressions])
    if isinstance(node, exp.Add | exp.Sub | exp.Mul | exp.Div | exp.IntDiv | exp.Mod):
        return _join([kind(node.this), kind(node.expression)])
    if isinstance(node, exp.Case):
        return _join([kind(one) for one in _branches(node)])
    return REAL if isinstance(node, exp.Extract) else None


def _join(kinds: list[str | None]) -> str | None:
    if REAL in kinds:
        return REAL
    if None in kinds or not kinds:
        return None
    return BIG if BIG in kinds else INT


def _branches(node: exp.Case) -> list[exp.Expr]:
    found = [branch.args["true"] for branch in node.args["ifs"]] + [node.args.get("default")]
    return [one for one in found if one is not None and not isinstance(one, exp.Null)]


def _inner(node: exp.Expr | None) -> exp.Expr:
    node = bare(node) if node is not None else exp.Null()
    while isinstance(node, exp.Window | exp.Filter | exp.WithinGroup):
        node = bare(node.this)
    return node


def computed(node: exp.Expr, steps: int = 0) -> bool:
    """Whether it is a numeric there and a double here: an average, a quotient, or a column that is called after one."""
    node = _inner(node)
    if called(node) in _COMPUTED or isinstance(node, exp.Div):
        return True
    if isinstance(node, exp.Add | exp.Sub | exp.Mul | exp.Mod):
        return computed(node.this, steps) or computed(node.expression, steps)
    if called(node) in _OF_ARGUMENTS:
        return any(computed(one, steps) for one in node.expressions)
    if isinstance(node, exp.Case):
        return any(computed(one, steps) for one in _branches(node))
    if isinstance(node, exp.Column) and steps < _MOST_STEPS:
        return any(
            computed(alias.this, steps + 1)
            for alias in node.root().find_all(exp.Alias)
            if alias.alias.lower() == node.name.lower() and alias is not node.parent
        )
    return False
