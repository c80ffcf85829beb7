"""Aggregates with the clauses around them."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import whole_call


def recursive(node: exp.With) -> str | None:
    """Some systems need no word for a query that names itself."""
    for cte in node.expressions:
        if any(table.name.lower() == cte.alias.lower() and not table.db for table in cte.this.find_all(exp.Table)):
            node.set("recursive", True)
            return "WITH that names itself is RECURSIVE"
    return None


def with_window(node: exp.Expr) -> exp.Expr:
    """An aggregate with the clauses that belong to it, and the window it is computed over."""
    whole = whole_call(node)
    return whole.parent if isinstance(whole.parent, exp.Window) and whole.arg_key == "this" else whole


def computing(name: str, whole: exp.Expr) -> exp.Expr:
    """An aggregate with its clauses, by another function."""
    holder = exp.Paren(this=whole.copy())
    inner = holder.this
    while not isinstance(inner, Call):
        inner = inner.this
    inner.replace(built(name, inner.expressions[0]))
    made: exp.Expr = holder.this
    return made.pop()
