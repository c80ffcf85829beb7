"""The names of columns that nobody has named: what was written, and not what it became in translation."""

from __future__ import annotations

from typing import NamedTuple

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ErrorLevel

from autogen_hatidata.sql.plain import TEXT

NAMED = (
    exp.Alias, exp.Aliases, exp.Column, exp.Star, exp.Null, exp.Boolean, exp.Placeholder, exp.Literal, exp.CurrentDate,
    exp.CurrentTime, exp.CurrentTimestamp, exp.Localtime, exp.Localtimestamp, exp.CurrentUser, exp.SessionUser,
)  # fmt: skip
"""What has a name of its own, or one that DuckDB makes; the name of a word without arguments would hide it."""

_VALUES = (exp.Literal, exp.National, exp.RawString, exp.ByteString, exp.HexString, exp.Boolean)

_GIVEN = "given"
"""The key in the meta of a name that `named` gave."""

_LONGEST = 100


class Written(NamedTuple):
    """What stands in the place of a column, and whether values are in it, which the log has not."""

    text: str
    values: bool


def outermost(tree: exp.Expr) -> exp.Select | None:
    """The query that names the columns."""
    while isinstance(tree, exp.SetOperation | exp.Subquery):
        tree = tree.this
    return tree if isinstance(tree, exp.Select) else None


def written(tree: exp.Expr, dialect: Dialect | str) -> list[Written | None]:
    """For each column of a query what was written, or None where it has a name."""
    select = outermost(tree)
    if select is None:
        return []
    return [None if isinstance(value, NAMED) else _written(value, dialect) for value in select.expressions]


def _written(value: exp.Expr, dialect: Dialect | str) -> Written:
    text = value.transform(_plain).sql(dialect, comments=False, unsupported_level=ErrorLevel.IGNORE)[:_LONGEST]
    return Written(text, value.find(*_VALUES) is not None)


def _plain(node: exp.Expr) -> exp.Expr:
    """A call as any system writes it, of one that a dialect reads by the name that was written."""
    own = isinstance(node, exp.Func) and set(node.arg_types) == {"this", "expressions"} and isinstance(node.this, str)
    return exp.Anonymous(this=node.this, expressions=node.expressions) if own else node


def named(tree: exp.Expr, names: list[Written | None]) -> None:
    """Give the columns of a translated query these names, where it has as many. One that holds values is known as a
    text, which is kept out of the log."""
    select = outermost(tree)
    if select is None or len(names) != len(select.expressions) or not any(names):
        return
    select.set("expressions", [_named(*pair) for pair in zip(select.expressions, names, strict=True)])


def _named(value: exp.Expr, name: Written | None) -> exp.Expr:
    if name is None or isinstance(value, NAMED):
        return value
    alias = exp.to_identifier(name.text, quoted=True)
    alias.meta[_GIVEN] = True
    alias.meta[TEXT] = name.values
    return exp.Alias(this=value, alias=alias)


def unnamed(tree: exp.Expr, *, all_of_them: bool = True) -> exp.Expr:
    """A translated query without the names that `named` gave, or without those that hold values: in a text that is read
    again, nobody would know what they are. The tree that was given is not changed."""
    select = outermost(tree)
    if select is None or not any(_is_given(value, all_of_them) for value in select.expressions):
        return tree
    copy = tree.copy()
    select = outermost(copy)
    for value in list(select.expressions) if select else ():
        if _is_given(value, all_of_them):
            value.replace(value.this)
    return copy


def _is_given(value: exp.Expr, all_of_them: bool) -> bool:
    alias = value.args["alias"] if isinstance(value, exp.Alias) else None
    return alias is not None and bool(alias.meta.get(_GIVEN)) and (all_of_them or bool(alias.meta.get(TEXT)))
