"""Of which kind a value certainly is, seen while a tree is still that of its own system."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, Forms, fill, form_of
from autogen_hatidata.sql.dialects.source import WRITTEN

KIND = "kind"
"""Under this key a node remembers of which kind its value is, where that was seen."""

TEXT, WHOLE, DECIMAL, FLOAT, DATE, TIME = "text", "whole", "decimal", "float", "date", "time"
"""The kinds. A time is a point in time with its time of day."""

_CLOSED = (exp.Column, exp.Literal, exp.Paren, exp.Func, exp.Null, exp.Subquery, exp.Boolean, exp.Identifier)
_WHOLE = frozenset({"INT", "BIGINT", "SMALLINT", "TINYINT", "UTINYINT", "UINT", "UBIGINT", "USMALLINT"})
_KINDS = {
    **dict.fromkeys(_WHOLE, WHOLE),
    **dict.fromkeys(("VARCHAR", "NVARCHAR", "CHAR", "NCHAR", "TEXT"), TEXT),
    **dict.fromkeys(("FLOAT", "DOUBLE"), FLOAT),
    **dict.fromkeys(("TIMESTAMP", "DATETIME", "DATETIME2", "TIMESTAMPNTZ"), TIME),
    "DECIMAL": DECIMAL,
    "MONEY": DECIMAL,
    "DATE": DATE,
}
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Mod, exp.Div, exp.IntDiv)
_RANKS = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile, exp.Count, exp.CountIf)
_SAME = (
    exp.Paren, exp.Neg, exp.Max, exp.Min, exp.Sum, exp.Abs, exp.Window, exp.Lag, exp.Lead, exp.FirstValue,
    exp.LastValue, exp.Nullif, exp.Collate, exp.Distinct, exp.Order, exp.Filter, exp.IgnoreNulls, exp.RespectNulls,
)  # fmt: skip
_TEXTS = (exp.DPipe, exp.Concat, exp.ConcatWs, exp.Upper, exp.Lower, exp.Trim, exp.GroupConcat, exp.Left, exp.Right)


def closed(node: exp.Expr) -> exp.Expr:
    """In parentheses, unless no operator beside it can take a part of it."""
    return node if isinstance(node, _CLOSED) and not isinstance(node, exp.Connector) else exp.Paren(this=node)


def written(node: exp.Expr) -> str:
    """The name of a call in upper case."""
    return str(node.meta.get(WRITTEN, "")).upper()


def kind(node: exp.Expr | None) -> str | None:
    """Of which kind a value certainly is, None where only its table would tell."""
    if node is None:
        return None
    if KIND in node.meta:
        return str(node.meta[KIND])
    if isinstance(node, exp.Literal):
        return (
            TEXT if node.is_string else WHOLE if node.name.isdigit() else FLOAT if "e" in node.name.lower() else DECIMAL
        )
    if isinstance(node, exp.Cast):
        return _KINDS.get(node.to.this.value if isinstance(node.to.this, exp.DType) else "")
    if isinstance(node, _TEXTS):
        return TEXT
    if isinstance(node, _RANKS):
        return WHOLE
    if isinstance(node, exp.CurrentDate | exp.Date | exp.LastDay):
        return DATE
    if isinstance(node, exp.Extract):
        return WHOLE
    if isinstance(node, exp.Coalesce):
        return _one([kind(node.this), *map(kind, node.expressions)])
    if isinstance(node, exp.Case):
        branches = [branch.args["true"] for branch in node.args["ifs"]] + [node.args.get("default")]
        return _one([kind(branch) for branch in branches if branch and not isinstance(branch, exp.Null)])
    if isinstance(node, exp.If):
        return _one([kind(each) for each in (node.args.get("true"), node.args.get("false")) if each])
    if isinstance(node, _ARITHMETIC):
        sides = [kind(node.this), kind(node.expression)]
        if not isinstance(node, exp.Add | exp.Sub):  # these do nothing but count, whatever stands there
            sides = [side or WHOLE for side in sides] if FLOAT in sides else sides  # beside a DECIMAL may be a FLOAT
        return _of_numbers(*sides)
    if isinstance(node, _SAME):
        return kind(node.this) if isinstance(node.this, exp.Expr) else kind(next(iter(node.expressions), None))
    return None


def _one(kinds: list[str | None]) -> str | None:
    found = set(kinds)
    if len(found) == 1:
        return kinds[0]
    return _of_numbers(*found) if len(found) == 2 else None


def _of_numbers(left: str | None, right: str | None) -> str | None:
    for wider in (FLOAT, DECIMAL):
        if wider in (left, right):
            return wider if {left, right} <= {WHOLE, DECIMAL, FLOAT} else None
    return WHOLE if left == right == WHOLE else None


def of_kind(node: exp.Expr, what: str | None) -> exp.Expr:
    """The same node, which remembers of which kind it is."""
    if what:
        node.meta[KIND] = what
    return node


SAME = "same"
"""The kind of a form that gives what its first argument is."""


def tabled(forms: Forms, node: Call, arguments: list[exp.Expr]) -> exp.Expr:
    """What the table says of a function, with these arguments, remembering of which kind it is."""
    form = form_of(forms, node)
    assert form is not None, node.name
    made = fill(form.text, form.names, arguments)
    return of_kind(made, kind(arguments[0]) if form.kind == SAME else form.kind)
