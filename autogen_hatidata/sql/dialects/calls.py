"""Functions by tables of our own: sqlglot reads no meaning into a call, and a table says what DuckDB has for it.

A parser that has `builders` for its functions makes a `Call` of each of them. `Calls` puts in its place what the table
says: a function of the same name or another, a text of DuckDB's SQL with ``_1`` and ``_2`` for the arguments, or what
a function of ours makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from sqlglot import exp

from autogen_hatidata.sql.dialects.source import WRITTEN, whole_call
from autogen_hatidata.sql.plain import PLAIN


class Call(exp.Expression, exp.Func):
    """A function's name, in upper case, and its arguments as they were written."""

    arg_types = {"this": True, "expressions": False}  # noqa: RUF012 - sqlglot's own form
    is_var_len_args = True


How = str | Callable[[Call], str | None] | None
"""A new name, or a template, or a function that changes the call in place; None where DuckDB has the same function."""


def builders(names: Iterable[str]) -> dict[str, Callable[[list[exp.Expr]], exp.Expr]]:
    """A parser's table of functions that makes a `Call` of each."""
    return {name: partial(_build, name) for name in names}


def _build(name: str, args: list[exp.Expr]) -> exp.Expr:
    return Call(this=name, expressions=args)


def called(node: Any) -> str:
    """The name that was written of a call, in upper case, also where its translation stands already."""
    return str(node.meta.get(WRITTEN, "")).upper() if isinstance(node, exp.Expr) else ""


def fill(template: str, *arguments: exp.Expr) -> exp.Expr:
    """The tree of a text of DuckDB's SQL, with arguments in the places of ``_1``, ``_2``.

    >>> fill("7 - _1", exp.column("a") + 1).sql("duckdb")
    '7 - (a + 1)'
    """
    holder = exp.Paren(this=_parsed(template).copy())
    for column in list(holder.find_all(exp.Column)):
        place = column.name[1:]
        if column.name.startswith("_") and place.isdigit():
            column.replace(_apart(arguments[int(place) - 1].copy(), column.parent))
    found: exp.Expr = holder.this.pop()
    return found


def _apart(node: exp.Expr, parent: object) -> exp.Expr:
    """In parentheses, where an operator could fall apart."""
    whole = isinstance(parent, exp.Func) and not isinstance(parent, exp.Binary)
    loose = isinstance(node, exp.Binary | exp.Unary | exp.Between | exp.In) and not isinstance(node, exp.Paren)
    return exp.Paren(this=node) if loose and not whole else node


@cache
def _parsed(template: str) -> exp.Expr:
    (tree,) = PLAIN.parse(f"SELECT {template}")
    assert tree is not None
    found: exp.Expr = tree.expressions[0]
    return found


def put(node: exp.Expr, template: str, *arguments: exp.Expr) -> None:
    """Put a filled template in a node's place; the name that was written stays known."""
    new = fill(template, *arguments)
    if called(node):
        new.meta[WRITTEN] = called(node)
    node.replace(new)


def rename(node: Call, name: str, arguments: Sequence[exp.Expr] | None = None) -> None:
    """Put a function of DuckDB in a call's place, with the call's arguments or others."""
    new = exp.Anonymous(this=name, expressions=[one.copy() for one in arguments or node.expressions])
    new.meta[WRITTEN] = called(node)
    node.replace(new)


def windowed(node: exp.Expr) -> exp.Expr:
    """An aggregate with the clauses that belong to it, and the window it is computed over."""
    whole = whole_call(node)
    return whole.parent if isinstance(whole.parent, exp.Window) and whole.arg_key == "this" else whole


class Calls:
    """The adapt of a dialect's calls, by its table."""

    def __init__(self, table: Mapping[str, How]) -> None:
        self._table = table

    def __call__(self, node: Call) -> str | None:
        how = self._table[node.this]
        if callable(how):
            return how(node)
        if how is None or how.isidentifier():
            rename(node, how or node.this.lower())
        else:
            put(node, how, *node.expressions)
        return None
