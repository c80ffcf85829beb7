"""Texts that are right whatever type a value turns out to have: DuckDB answers `typeof` before a statement runs."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import kind
from autogen_hatidata.sql.dialects.forms import built


def witness(node: exp.Expr) -> exp.Expr:
    """What has the type of a value; of calls inside each other, what the innermost of them asks."""
    if isinstance(node, exp.Coalesce) and node.expressions:
        (node,) = node.expressions[-1:]
    if isinstance(node, exp.Anonymous) and node.name == "cast_to_type":
        node = node.expressions[1]
    return node


_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?: ([0-9:.]+))?")


def dated(text: exp.Expr, other: exp.Expr) -> exp.Expr:
    """A text like '20240131' beside a value that may be a date, which DuckDB reads with hyphens only."""
    found = _COMPACT.fullmatch(text.name.strip()) if text.is_string else None
    if not found or kind(other):
        return text
    hyphens = "-".join(found.groups()[:3]) + (f" {found[4]}" if found[4] else "")
    shape = "cast_to_type(CASE WHEN typeof(a) IN ('DATE', 'TIMESTAMP') THEN b ELSE c END, a)"
    return built(shape, other, exp.Literal.string(hyphens), text)
