"""Which rows of a table a call can meet: those that the other conditions of its query leave, where these look at that
table alone. Texts of other rows need not be embedded."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.lineage import is_whole
from autogen_hatidata.sql.meaning import FUNCTIONS
from autogen_hatidata.sql.reading import Reading
from autogen_hatidata.sql.scopes import Owner, Scope, Source, terms
from autogen_hatidata.sql.stars import Shown

_AFTER_WHERE = frozenset({"expressions", "where", "group", "having", "qualify", "order", "distinct", "windows"})
"""The parts of a SELECT that see only rows that its WHERE has left."""

_INSIDE = frozenset({"INNER", "CROSS"})

_VOLATILE = frozenset(
    """
    random gen_random_uuid uuid uuidv4 uuidv7 age now today get_current_time get_current_timestamp current_date
    current_localtime current_localtimestamp transaction_timestamp
    """.split()
)
_NOW = (exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp, exp.Localtime, exp.Localtimestamp)
_OTHERWISE = (exp.Query, exp.Star, exp.Columns, exp.Lambda, exp.Comprehension, exp.Dot, exp.Window, *_NOW)
"""What may look at something else than the row, or have names of its own for it."""


def condition(reading: Reading, column: exp.Column, scope: Scope | None) -> exp.Expr | None:
    """What all rows meet for which ``column``, an argument of a call, is looked at: a condition on its table alone, in
    unqualified names. None where nothing is known, or the column is not that of one table."""
    owner = reading.owner(column, scope)
    if scope is None or owner is None or len(owner.sources) != 1:
        return None
    (source,) = owner.sources
    above = _scope_of(source, scope)
    if above is None or source.reshaped:
        return None
    if source.table is None:
        return _inside(reading, source, owner.column)
    if part_of(column, above.node) in _AFTER_WHERE or _is_joined_on(column, above):
        return _about(source, reading, above)
    return None


def _inside(reading: Reading, source: Source, name: str | None) -> exp.Expr | None:
    """The same of a column of a sub-query or common table expression: all its rows have met the conditions in it."""
    query = source.query
    while isinstance(query, exp.Paren | exp.Subquery) and not query.args.get("alias"):
        query = query.this
    inner = reading.scopes.get(id(query)) if isinstance(query, exp.Select) else None
    if inner is None or name is None:
        return None
    found = [one for one in reading.shown(inner.node) or () if one.name == name]
    owner = _owner_of(found[0], reading, inner) if len(found) == 1 else None
    if owner is None or len(owner.sources) != 1 or owner.sources[0] not in inner.sources:
        return None
    (below,) = owner.sources
    if below.reshaped:
        return None
    return _about(below, reading, inner) if below.table is not None else _inside(reading, below, owner.column)


def _owner_of(shown: Shown, reading: Reading, scope: Scope) -> Owner | None:
    """Where a column of a select list comes from."""
    if shown.places:
        names = [(reading.names(source) or ())[place] for source, place in shown.places]
        return Owner(tuple(source for source, _ in shown.places), names[0])
    column = shown.written.unalias() if shown.written is not None else None
    return reading.owner(column, scope) if isinstance(column, exp.Column) else None


def _about(source: Source, reading: Reading, scope: Scope) -> exp.Expr | None:
    """What all rows of a query meet, as far as it is about one of its tables."""
    where = scope.node.args.get("where")
    every = list(terms(where.this)) if where is not None else []
    if _joins_inside(scope):
        every += [one for join in scope.joins if (on := join.args.get("on")) is not None for one in terms(on)]
    found = [one for one in every if _is_about(one, source, reading, scope)]
    return exp.and_(*map(_unqualified, found), copy=False) if found else None


def _is_joined_on(column: exp.Expr, scope: Scope) -> bool:
    """Whether a column stands in the condition of an inner join, which is as good as WHERE."""
    return _joins_inside(scope) and any(part_of(column, join) == "on" for join in scope.joins)


def _joins_inside(scope: Scope) -> bool:
    """Whether all joins of a query are inner ones: a row of it has met each of their conditions."""
    return all(
        not (join.args.get("side") or join.args.get("method")) and str(join.args.get("kind") or "INNER") in _INSIDE
        for join in scope.joins
    )


def beside(call: exp.Expr, scope: Scope | None) -> Iterator[exp.Expr]:
    """What all rows meet for which a call in this query itself is looked at."""
    if scope is not None and call.find_ancestor(exp.Query) is scope.node and part_of(call, scope.node) in _AFTER_WHERE:
        where = scope.node.args.get("where")
        yield from terms(where.this) if where is not None else ()


def has_whole_condition(reading: Reading, source: Source, scope: Scope) -> bool:
    """Whether `condition` says all that the WHERE of a query over this one table says."""
    where = scope.node.args.get("where")
    every = list(terms(where.this)) if where is not None else []
    return (
        source.table is not None
        and not source.reshaped
        and all(_is_about(one, source, reading, scope) for one in every)
    )


def _scope_of(source: Source, scope: Scope | None) -> Scope | None:
    while scope is not None and source not in scope.sources:
        scope = scope.parent
    return scope


def part_of(node: exp.Expr, select: exp.Expr) -> str | None:
    """The part of a SELECT in which a node stands; None where it does not stand in it."""
    while node.parent is not None and node.parent is not select:
        node = node.parent
    return node.arg_key if node.parent is select else None


def _is_about(term: exp.Expr, source: Source, reading: Reading, scope: Scope) -> bool:
    """Whether a term looks at columns of one table, and gives the same each time."""
    for node in term.walk():
        if isinstance(node, _OTHERWISE):
            return False
        if isinstance(node, exp.Anonymous) and function_name(node) in FUNCTIONS | _VOLATILE:
            return False
        if isinstance(node, exp.Column):
            owner = reading.owner(node, scope)
            if owner is None or owner.sources != (source,) or not is_whole(node, owner):
                return False
    return True


def _unqualified(term: exp.Expr) -> exp.Expr:
    copy = term.copy()
    for column in list(copy.find_all(exp.Column)):
        column.replace(exp.Column(this=column.this.copy()))
    return exp.Paren(this=copy) if isinstance(copy, exp.Or) else copy
