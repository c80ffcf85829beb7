"""Averages as quotients, where a system has digits of its own for these."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import WHOLE, of_kind

Quotient = Callable[[exp.Expr, exp.Expr], exp.Expr]


def average(node: exp.Avg, quotient: Quotient) -> exp.Expr:
    """Put a sum divided by a count in the place of an average, with the window that belongs to it, and give it."""
    window = node.parent if isinstance(node.parent, exp.Window) and node.arg_key == "this" else None
    whole = window or node

    def over(call: exp.Expr) -> exp.Expr:
        if window is None:
            return call
        copied = window.copy()
        copied.set("this", call)
        return copied

    total, rows = over(exp.Sum(this=node.this.copy())), over(exp.Count(this=node.this.copy()))
    rows = of_kind(exp.Nullif(this=rows, expression=exp.Literal.number(0)), WHOLE)
    made = quotient(total, rows)
    whole.replace(exp.Paren(this=made))
    return made
