"""Which rows of a table a call can meet: those that the other conditions of its query leave, where these look at that
table alone. Texts of other rows need not be embedded."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.meaning import FUNCTIONS
from autogen_hatidata.sql.reading import Reading
from autogen_hatidata.sql.scopes import Scope, Source

_AFTER_WHERE = frozenset({"expressions", "where", "group", "having", "qualify", "order", "distinct", "windows"})
"""The parts of a SELECT that see only rows that its WHERE has left."""

_VOLATILE = frozenset(
    """
    random gen_random_uuid uuid uuidv4 uuidv7 age now today get_current_time get_current_timestamp current_date
    current_localtime current_localtimestamp transaction_timestamp
    """.split()
)
_Now = exp.CurrentDate | exp.CurrentTime | exp.CurrentTimestamp | exp.Localtime | exp.Localtimestamp


def condition(reading: Reading, column: exp.Column, scope: Scope | None) -> exp.Expr | None:
    """What all rows meet for which ``column``, an argument of a call, is looked at: a condition on its table alone, in
    unqualified names. None where nothing is known, or the column is not directly that of a table."""
    owner = reading.owner(column, scope)
    if scope is None or owner is None or len(owner.sources) != 1:
        return None
    (source,) = owner.sources
    above = _scope_of(source, scope)
    if above is None or source.table is None or source.reshaped or part_of(column, above.node) not in _AFTER_WHERE:
        return None
    where = above.node.args.get("where")
    found = [one for one in _terms(where.this) if _is_about(one, source, reading, above)] if where is not None else []
    return exp.and_(*map(_unqualified, found), copy=False) if found else None


def beside(call: exp.Expr, scope: Scope | None) -> Iterator[exp.Expr]:
    """What all rows meet for which a call in this query itself is looked at."""
    if scope is not None and call.find_ancestor(exp.Query) is scope.node and part_of(call, scope.node) in _AFTER_WHERE:
        where = scope.node.args.get("where")
        yield from _terms(where.this) if where is not None else ()


def has_whole_condition(reading: Reading, source: Source, scope: Scope) -> bool:
    """Whether `condition` says all that the WHERE of a query over this one table says."""
    where = scope.node.args.get("where")
    terms = list(_terms(where.this)) if where is not None else []
    return (
        source.table is not None
        and not source.reshaped
        and all(_is_about(one, source, reading, scope) for one in terms)
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


def _terms(node: exp.Expr) -> Iterator[exp.Expr]:
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, exp.And):
            stack += [one.right, one.left]
        elif isinstance(one, exp.Paren):
            stack.append(one.this)
        else:
            yield one


def _is_about(term: exp.Expr, source: Source, reading: Reading, scope: Scope) -> bool:
    """Whether a term looks at columns of one table, and gives the same each time."""
    for node in term.walk():
        if isinstance(node, exp.Query | exp.Star | exp.Columns | exp.Lambda | exp.Dot | exp.Window | _Now):
            return False
        if isinstance(node, exp.Anonymous) and function_name(node) in FUNCTIONS | _VOLATILE:
            return False
        if isinstance(node, exp.Column):
            owner = reading.owner(node, scope)
            if owner is None or owner.column is None or owner.sources != (source,):
                return False
    return True


def _unqualified(term: exp.Expr) -> exp.Expr:
    copy = term.copy()
    for column in list(copy.find_all(exp.Column)):
        column.replace(exp.Column(this=column.this.copy()))
    return exp.Paren(this=copy) if isinstance(copy, exp.Or) else copy
