"""How many texts a rank needs: for ``ORDER BY semantic_rank(...) DESC LIMIT 10`` over one table, the ten best ones."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.functions import AGGREGATES
from autogen_hatidata.sql.narrowing import has_whole_condition
from autogen_hatidata.sql.reading import Reading
from autogen_hatidata.sql.scopes import Scope, lower

_PLAIN = frozenset({"expressions", "from_", "where", "order", "limit", "offset", "with_"})
"""The parts that a SELECT may have whose first rows are those of the best texts."""

_SPREADING = frozenset({"unnest", "generate_subscripts", "regexp_split_to_table"})
"""Functions of a select list that make any number of rows of one."""


def enough(reading: Reading, call: exp.Anonymous, column: exp.Column, scope: Scope | None) -> int | None:
    """So many of the texts with the highest ranks, and those that are equal to the last of them, have all rows that a
    query can show. None where all texts may be needed.

    For that, each text must be one of a row that the WHERE leaves: ``column`` is of that table, and the WHERE may say
    nothing but what `narrowing` reads the texts by.
    """
    select = scope.node if scope is not None else None
    if scope is None or not isinstance(select, exp.Select) or call.find_ancestor(exp.Query) is not select:
        return None
    if any(value and part not in _PLAIN for part, value in select.args.items()):
        return None
    if len(scope.sources) != 1 or scope.joins or not has_whole_condition(reading, scope.sources[0], scope):
        return None
    owner = reading.owner(column, scope)
    if owner is None or owner.sources != (scope.sources[0],):  # a query around this one has more rows than one text
        return None
    if any(map(_gathers, select.walk())) or not _comes_first(call, select):
        return None
    rows = [_number(select.args.get(part)) for part in ("limit", "offset")]
    return None if rows[0] is None or (select.args.get("offset") and rows[1] is None) else sum(one or 0 for one in rows)


def _gathers(node: exp.Expr) -> bool:
    """Whether rows of the table and rows of the answer are not the same with it: a row may be missing, too."""
    if isinstance(node, exp.Anonymous):
        return function_name(node) in AGGREGATES | _SPREADING
    return isinstance(node, exp.Window | exp.Count | exp.Columns | exp.Unnest | exp.TableSample)


def _comes_first(call: exp.Anonymous, select: exp.Select) -> bool:
    """Whether the rows are sorted by the call first of all, the highest first and NULL last."""
    order = select.args.get("order")
    first = order.expressions[0] if order is not None else None
    if not isinstance(first, exp.Ordered) or not first.args.get("desc") or first.args.get("nulls_first"):
        return False
    by = first.this
    if isinstance(by, exp.Literal) and not by.is_string and by.name.isdigit() and not _spreads(select):
        place = int(by.name) - 1
        by = select.expressions[place].unalias() if 0 <= place < len(select.expressions) else by
    if isinstance(by, exp.Column) and len(by.parts) == 1:
        named = [one.this for one in select.expressions if isinstance(one, exp.Alias) and _same(one.alias, by.name)]
        by = named[0] if len(named) == 1 else by
    return bool(by == call)


def _same(one: str, other: str) -> bool:
    return lower(one) == lower(other)


def _spreads(select: exp.Select) -> bool:
    return any(one.find(exp.Star, exp.Columns) for one in select.expressions)


def _number(node: exp.Expr | None) -> int | None:
    number = node.expression if isinstance(node, exp.Limit | exp.Offset) else None
    return int(number.name) if isinstance(number, exp.Literal) and number.name.isdigit() else None
