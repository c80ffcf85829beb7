"""The names of columns that nobody has named: what was written, and not what it became in translation."""

from __future__ import annotations

from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call
from autogen_hatidata.sql.dialects.snowflake.kinds import Call as WrittenCall
from autogen_hatidata.sql.dialects.snowflake.numbers import move_into

_NAMED = (exp.Alias, exp.Aliases, exp.Column, exp.Star, exp.Literal, exp.Null, exp.Boolean, exp.Placeholder)
_LONGEST = 100


def _outermost(tree: exp.Expr) -> exp.Select | None:
    while isinstance(tree, exp.SetOperation | exp.Subquery):
        tree = tree.this
    return tree if isinstance(tree, exp.Select) else None


def written(tree: exp.Expr) -> list[str | None]:
    """For each column of a query what was written, or None where it has a name."""
    select = _outermost(tree)
    return [None if isinstance(value, _NAMED) else _text(value) for value in select.expressions] if select else []


def _text(value: exp.Expr) -> str:
    def plain(node: exp.Expr) -> exp.Expr:
        known = isinstance(node, Call | WrittenCall)
        return exp.Anonymous(this=node.name, expressions=node.expressions) if known else node

    return value.transform(plain).sql("snowflake", comments=False)[:_LONGEST]


def put(tree: exp.Expr, texts: list[str | None]) -> None:
    """Give the columns of a query these names."""
    select = _outermost(tree)
    for value, text in zip(list(select.expressions), texts, strict=True) if select else ():
        if text is not None:
            move_into(value, partial(exp.alias_, alias=text, quoted=True, copy=False))
