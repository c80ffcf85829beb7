"""Averages and what belongs to them, where a system has digits of its own for these."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import WHOLE, of_kind
from autogen_hatidata.sql.dialects.forms import copied

Build = Callable[[exp.Expr, exp.Expr, exp.Expr], exp.Expr]


def average(node: exp.Avg, build: Build) -> exp.Expr:
    """Put what is built of a sum, a count and the average in its place, each with the window that belongs to it."""
    window = node.parent if isinstance(node.parent, exp.Window) and node.arg_key == "this" else None
    whole = window or node
    copied(whole)

    def over(call: exp.Expr) -> exp.Expr:
        if window is None:
            return call
        around = window.copy()
        around.set("this", call)
        return around

    total, rows = over(exp.Sum(this=node.this.copy())), over(exp.Count(this=node.this.copy()))
    rows = of_kind(exp.Nullif(this=rows, expression=exp.Literal.number(0)), WHOLE)
    made = build(total, rows, whole.copy())
    whole.replace(exp.Paren(this=made))
    return made
