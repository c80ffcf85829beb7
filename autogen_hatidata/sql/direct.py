"""Which tables a statement may read without their view, because its caller sees all of them anyway.

To bind a view takes DuckDB a tenth of the time of a small query. A name that is left alone finds the view, so a table
that is not bound here costs time and nothing else; where a view and its table could answer differently, all are left.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from autogen_hatidata.sql.scopes import Ref, lower
from autogen_hatidata.types import LensInfo

_QUERY = frozenset({"from_", "joins", "laterals", "with_", "where"})
_SETS = frozenset({"this", "expression", "with_"})
"""The parts of a SELECT and of a UNION in which a table's name shows nowhere. An unnamed column is called after its
text, names in it included, and what stands in GROUP BY or ORDER BY must have the text of its column."""

_BY_NAME = (exp.Columns, exp.Pivot)
"""What looks for columns when it runs."""


def whole_tables(tree: exp.Expr, refs: Iterable[Ref], lens: LensInfo) -> list[exp.Table]:
    """The references that may be bound to the user's own tables: all that the lens shows as they are, or none."""
    found = [ref.node for ref in refs if ref.source.table is not None and ref.source.table.key in lens.whole]
    return [] if not found or any(map(_shows, found)) or _looks_further(tree) else found


def _shows(table: exp.Table) -> bool:
    """Whether the text around a table's name can become the name of a column."""
    node: exp.Expr = table
    while (above := node.parent) is not None:
        parts = _QUERY if isinstance(above, exp.Select) else _SETS if isinstance(above, exp.SetOperation) else None
        if parts is not None and node.arg_key not in parts:
            return True
        node = above
    return False


def _looks_further(tree: exp.Expr) -> bool:
    """Whether a statement may mean what tables have and views do not: ``rowid``."""
    named = tree.find_all(exp.Identifier, *_BY_NAME)
    return any(isinstance(node, _BY_NAME) or lower(node.name) == "rowid" for node in named)
