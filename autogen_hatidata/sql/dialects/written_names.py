"""The names of columns that nobody has named: what was written, and not what it became in translation."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ErrorLevel

from autogen_hatidata.sql.dialects.forms import Call
from autogen_hatidata.sql.plain import TEXT

NAMED = (exp.Alias, exp.Aliases, exp.Column, exp.Star, exp.Null, exp.Boolean, exp.Placeholder)
"""What has a name of its own, or one that DuckDB makes."""

_GIVEN = "given"
"""The key in the meta of a name that `named` gave."""

_LONGEST = 100


def outermost(tree: exp.Expr) -> exp.Select | None:
    """The query that names the columns."""
    while isinstance(tree, exp.SetOperation | exp.Subquery):
        tree = tree.this
    return tree if isinstance(tree, exp.Select) else None


def written(tree: exp.Expr, dialect: Dialect | str, calls: tuple[type[exp.Expr], ...] = (Call,)) -> list[str | None]:
    """For each column of a query what was written, or None where it has a name."""
    select = outermost(tree)
    if select is None:
        return []
    return [None if isinstance(value, NAMED) else _text(value, dialect, calls) for value in select.expressions]


def _text(value: exp.Expr, dialect: Dialect | str, calls: tuple[type[exp.Expr], ...]) -> str:
    def plain(node: exp.Expr) -> exp.Expr:
        known = isinstance(node, calls)
        return exp.Anonymous(this=node.name, expressions=node.expressions) if known else node

    return value.transform(plain).sql(dialect, comments=False, unsupported_level=ErrorLevel.IGNORE)[:_LONGEST]


def named(tree: exp.Expr, texts: list[str | None]) -> None:
    """Give the columns of a translated query these names, where it has as many. One that holds a text is known as a
    text, which is kept out of the log."""
    select = outermost(tree)
    items = list(select.expressions) if select else []
    for value, text in zip(items, texts, strict=True) if len(items) == len(texts) else ():
        if text is not None and not isinstance(value, (*NAMED, exp.Literal)):
            name = exp.to_identifier(text, quoted=True)
            name.meta[_GIVEN] = True
            name.meta[TEXT] = any(each.is_string for each in value.find_all(exp.Literal))
            value.replace(exp.alias_(value.copy(), name, copy=False))


def unnamed(tree: exp.Expr) -> exp.Expr:
    """A copy of a translated query without the names that `named` gave."""
    copy = tree.copy()
    select = outermost(copy)
    for value in list(select.expressions) if select else ():
        if isinstance(value, exp.Alias) and value.args["alias"].meta.get(_GIVEN):
            value.replace(value.this)
    return copy
