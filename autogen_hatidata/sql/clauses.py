"""Repairs of clauses that do not fit together: columns that are not grouped, aggregates in WHERE, columns of two
tables, texts in double quotes. Each changes a tree in place, and says what stood there and what stands there now.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.calls import bare
from autogen_hatidata.sql.functions import AGGREGATES
from autogen_hatidata.sql.meaning import is_text
from autogen_hatidata.sql.reading import Reading, read
from autogen_hatidata.sql.render import redact
from autogen_hatidata.sql.scopes import Owner, Scope, lower, name_parts
from autogen_hatidata.types import LensInfo

_TOLD = 60
_SETS = (exp.GroupingSets, exp.Rollup, exp.Cube)
_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Like, exp.ILike, exp.In)

Changed = tuple[str, str] | None


def group(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Group by the columns beside an aggregate that are not grouped: nothing else can be meant by them."""
    added: list[str] = []
    for select in tree.find_all(exp.Select):
        grouping = select.args.get("group")
        grouped = list(grouping.expressions) if grouping is not None else []
        if grouping is not None and (grouping.args.get("all") or any(isinstance(one, _SETS) for one in grouped)):
            continue  # these say themselves what is grouped
        if not (grouped or any(map(_aggregates, (*select.expressions, select.args.get("having"))))):
            continue
        known = [*grouped, *(one for place in grouped if (one := _named(select, place)) is not None)]
        missing = [one.unalias() for one in select.expressions if not _is_grouped(one.unalias(), known)]
        if any(one.find(exp.Star, exp.Columns, exp.Subquery, exp.Window) for one in missing):
            continue
        for one in missing:
            select.group_by(one.copy(), copy=False)
            added.append(redact(one))  # it comes into the log
    return ("", ", ".join(added)[:_TOLD]) if added else None


def having(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Move conditions with an aggregate from WHERE to HAVING."""
    moved: list[exp.Expr] = []
    for select in tree.find_all(exp.Select):
        where = select.args.get("where")
        terms = list(_terms(where.this)) if where is not None else []
        late = [one for one in terms if _aggregates(one)]
        if not late or (select.args.get("group") is None and not any(map(_aggregates, select.expressions))):
            continue
        early = [one for one in terms if one not in late]
        select.set("where", exp.Where(this=exp.and_(*early)) if early else None)
        for one in late:
            select.having(one.copy(), copy=False)
            moved.append(one)
    return ("WHERE", "HAVING") if moved else None


def qualify(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Write the table before a column that two tables have, where these are joined on that very column being equal:
    then it is the same in both."""
    reading, found = read(tree, lens), None
    for column, scope in reading.columns:
        if scope is None or len(name_parts(column)) != 1 or isinstance(column.this, exp.Star):
            continue
        name = lower(column.name)
        owners = [one for one in scope.sources if name in (reading.names(one) or ())]
        if len(owners) < 2 or not _joined(reading, scope, name, len(owners)) or not owners[0].name:
            continue
        column.set("table", exp.to_identifier(owners[0].name, quoted=True))
        found = column.name, f"{owners[0].name}.{column.name}"
    return found


def text(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """A text for an unknown name in double quotes that is compared with a column of text."""
    reading, changed = read(tree, lens), False
    for column, scope in reading.columns:
        if column.name != subject or not column.this.args.get("quoted") or reading.owner(column, scope) is not None:
            continue
        against = column.parent
        if len(name_parts(column)) != 1 or not isinstance(against, _COMPARED):
            continue
        other = against.this if against.this is not column else against.args.get("expression")
        if other is not None and _is_text(reading, bare(other), scope):
            column.replace(exp.Literal.string(column.name))
            changed = True
    return ("a name", "a text") if changed else None


def _is_text(reading: Reading, node: exp.Expr, scope: Scope | None) -> bool:
    owner = reading.owner(node, scope) if isinstance(node, exp.Column) else None
    if owner is None or owner.column is None:
        return False
    tables = [source.table for source in owner.sources]
    kinds = [one.type for table in tables if table for one in table.columns if lower(one.name) == owner.column]
    return bool(kinds) and all(map(is_text, kinds))


def _aggregates(node: exp.Expr | None) -> bool:
    """Whether there is an aggregate in an expression that is none of a window, and of no query of its own."""
    if node is None:
        return False
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, exp.Query | exp.Window):
            continue
        if isinstance(one, exp.Count) or (isinstance(one, exp.Anonymous) and function_name(one) in AGGREGATES):
            return True
        stack += one.iter_expressions()
    return False


def _is_grouped(node: exp.Expr, grouped: list[exp.Expr]) -> bool:
    """Whether an expression of a select list needs no grouping, or has it."""
    if _aggregates(node):
        return True
    return node in grouped or not node.find(exp.Column, exp.Star, exp.Columns, exp.Subquery, exp.Window)


def _named(select: exp.Expr, place: exp.Expr) -> exp.Expr | None:
    """What a number or an alias in GROUP BY stands for."""
    columns = select.expressions
    if isinstance(place, exp.Literal) and place.name.isdigit() and 0 < int(place.name) <= len(columns):
        found: exp.Expr = columns[int(place.name) - 1].unalias()
        return found
    named = [one.this for one in columns if isinstance(one, exp.Alias) and lower(one.alias) == lower(place.name)]
    return named[0] if len(named) == 1 else None


def _terms(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, exp.And):
        yield from _terms(node.left)
        yield from _terms(node.right)
    else:
        yield node


def _joined(reading: Reading, scope: Scope, name: str, count: int) -> bool:
    """Whether inner joins make the columns of that name of all tables equal."""
    if any(join.args.get("side") for join in scope.joins):
        return False
    equal: list[set[int]] = []
    for condition in (*scope.conditions, *(join.args.get("on") for join in scope.joins)):
        for term in _terms(condition) if condition is not None else ():
            if isinstance(term, exp.EQ):
                sides = [_side(reading, one, scope, name) for one in (term.left, term.right)]
                equal += [{id(one.sources[0]) for one in sides if one is not None}] if None not in sides else []
    joined: set[int] = set()
    for _ in equal:
        for pair in equal:
            joined |= pair if not joined or joined & pair else set()
    return len(joined) == count


def _side(reading: Reading, node: exp.Expr, scope: Scope, name: str) -> Owner | None:
    if not isinstance(node, exp.Column) or len(name_parts(node)) < 2:
        return None
    owner = reading.owner(node, scope)
    return owner if owner is not None and owner.column == name and len(owner.sources) == 1 else None
