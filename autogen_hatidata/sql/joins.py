"""How many tables a statement puts together, those of a named query each time that it is used.

Neither an interrupt nor a memory limit stops the plan of a join: for 100 tables it took up to 2 seconds, for 200 up to
27, and for ten thousand, which a few names can stand for, more than a minute.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.scopes import lower

MOST_TABLES = 100
"""Tables of a statement, lists of values and queries without a table among them."""

FEW = 12
"""Queries, tables and lists in a text that cannot stand for more than `MOST_TABLES`: at the most for 3 * 3 * 3 * 3."""

_LISTS = (exp.Values, exp.Unnest, exp.Lateral)


def check(tree: exp.Expr) -> None:
    """Raises LimitExceeded where a statement puts too many tables together."""
    _tables(tree, {})


def _tables(query: exp.Expr, named: Mapping[str, int]) -> int:
    """The tables of a query that sees these named ones, each with the number of its own."""
    named, inside = dict(named), query.args.get("with_")
    for cte in inside.expressions if inside else ():
        named[lower(cte.alias)] = _tables(cte.this, named)
    total = 0
    for node in query.walk(prune=lambda node: node is not query and _has_names(node)):
        if node is not query and _has_names(node):
            total += 0 if node is inside else _tables(node, named)
        elif isinstance(node, exp.Table):
            total += 1 if node.args.get("db") else named.get(lower(node.name), 1)
        elif isinstance(node, _LISTS) or _has_no_table(node):
            total += 1
    if total > MOST_TABLES:
        raise LimitExceeded(
            "The statement puts too many tables together.", f"use at most {MOST_TABLES}, or ask in several steps."
        )
    return total


def _has_names(node: exp.Expr) -> bool:
    return isinstance(node, exp.With) or bool(node.args.get("with_"))


def _has_no_table(node: exp.Expr) -> bool:
    """Whether it is a whole query of constants; the rows of a UNION are one list."""
    if not isinstance(node, exp.Select | exp.SetOperation) or isinstance(node.parent, exp.SetOperation):
        return False
    return not node.args.get("from_") and node.find(exp.Table) is None
