"""Repairs of clauses that do not fit together: windows in WHERE, columns of two tables, texts in double quotes. Each
changes a tree in place, and says what stood there and what stands there now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import or_

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.calls import bare
from autogen_hatidata.sql.changes import Changed
from autogen_hatidata.sql.functions import AGGREGATES
from autogen_hatidata.sql.meaning import is_text
from autogen_hatidata.sql.reading import Reading, read
from autogen_hatidata.sql.scopes import Owner, Scope, lower, name_parts, terms
from autogen_hatidata.sql.spelling import closest, edits
from autogen_hatidata.types import LensInfo

_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Like, exp.ILike, exp.In)

_CURLED = frozenset("‘’“”„")


def qualified(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Move conditions with a window function, or the alias of one, from WHERE and HAVING to QUALIFY."""
    moved = False
    for select in tree.find_all(exp.Select):
        late = [*take_late(select, _ranks), *take_late(select, _ranks, "having")]
        before = select.args.get("qualify")
        if late:
            select.set("qualify", exp.Qualify(this=exp.and_(*([before.this] if before else []), *late)))
            moved = True
    return ("WHERE", "QUALIFY") if moved else None


def rows(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Move a HAVING to WHERE in a query that neither groups nor aggregates: MySQL filters its rows."""
    moved = False
    for select in tree.find_all(exp.Select):
        condition = select.args.get("having")
        if condition is None or select.args.get("group") is not None:
            continue
        if not any(_has(select, one, part) for one in (condition.this, *select.expressions) for part in _LATE):
            select.where(condition.this.copy(), copy=False)
            select.set("having", None)
            moved = True
    return ("HAVING", "WHERE") if moved else None


def ungroup(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Leave out of GROUP BY what aggregates, by itself, its alias or its number."""
    changed = False
    for select in tree.find_all(exp.Select):
        grouping = select.args.get("group")
        grouped = list(grouping.expressions) if grouping is not None else []
        kept = [one for one in grouped if not aggregates(named(select, one) or one)]
        if grouping is not None and len(kept) < len(grouped):
            select.set("group", exp.Group(**{**grouping.args, "expressions": kept}) if kept else None)
            changed = True
    return ("GROUP BY", "GROUP BY") if changed else None


def named_in_quotes(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """The column whose other name stands in single quotes in ORDER BY or GROUP BY: ``AS 'Total' ORDER BY 'Total'``."""
    changed = False
    for select in tree.find_all(exp.Select):
        names = [one.alias for one in select.expressions if isinstance(one, exp.Alias)]
        for clause in ("order", "group"):
            holder = select.args.get(clause)
            for one in list(holder.expressions) if holder is not None else ():
                value = one.this if isinstance(one, exp.Ordered) else one
                if isinstance(value, exp.Literal) and value.is_string and names.count(value.name) == 1:
                    value.replace(exp.column(exp.to_identifier(value.name, quoted=True)))
                    changed = True
    return ("a text", "a name") if changed else None


def aliases(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """What an alias stands for in the place of one inside an expression of GROUP BY."""
    reading, found = read(tree, lens), None
    for column, scope in reading.columns:
        group = column.find_ancestor(exp.Group, exp.Select)
        if not isinstance(group, exp.Group) or column.parent is group or reading.owner(column, scope) is not None:
            continue
        meant = named(group.parent, column) if len(name_parts(column)) == 1 and group.parent else None
        if meant is not None and not aggregates(meant) and not _ranks(meant):
            column.replace(exp.Paren(this=meant.copy()))
            found = column.name, "GROUP BY"
    return found


def late_terms(select: exp.Expr, part: Callable[[exp.Expr | None], bool], clause: str = "where") -> list[exp.Expr]:
    """The terms of WHERE, or of another clause, with such a part."""
    condition = select.args.get(clause)
    return [one for one in terms(condition.this) if _has(select, one, part)] if condition is not None else []


def take_late(select: exp.Expr, part: Callable[[exp.Expr | None], bool], clause: str = "where") -> list[exp.Expr]:
    """Take the terms with such a part out of WHERE, or of another clause."""
    taken = late_terms(select, part, clause)
    if taken:
        condition = select.args[clause]
        early = [one.copy() for one in terms(condition.this) if one not in taken]
        select.set(clause, type(condition)(this=exp.and_(*early)) if early else None)
    return [one.copy() for one in taken]


def _has(select: exp.Expr, node: exp.Expr, part: Callable[[exp.Expr | None], bool]) -> bool:
    """Whether there is such a part in an expression, or in what an alias in it stands for."""
    if part(node):
        return True
    alone = [one for one in node.find_all(exp.Column) if len(name_parts(one)) == 1]
    return any(part(named(select, one)) for one in alone)


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


def text(reading: Reading, subject: str, lens: LensInfo) -> Changed:
    """A text for each unknown name in double quotes that is compared with a column of text, or stands where a text
    does, if the one that the error is about is among them; not where it looks like a name: that of a column somewhere,
    one that is misspelt, or one with its table."""
    found = [
        column
        for column, scope in reading.columns
        if len(name_parts(column)) == 1
        and column.this.args.get("quoted")
        and reading.owner(column, scope) is None
        and (is_compared_with_text(reading, column, scope) or _stands_for_text(reading, column, scope, lens))
        and not _looks_like_name(reading, column.name, scope, lens)
    ]
    if all(column.name != subject for column in found):
        return None
    for column in found:
        column.replace(exp.Literal.string(column.name))
    return "a name", "a text"


def _stands_for_text(reading: Reading, column: exp.Column, scope: Scope | None, lens: LensInfo) -> bool:
    """Whether an unknown name in double quotes is one of the results of a CASE that are all texts or such names, no
    word and beside a column of text in ``||``, or behind one in COALESCE. Not where a table that is seen has such a
    column, or one like it, or another one of the statement stands in double quotes."""
    around = column.parent
    if isinstance(around, exp.If) and column.arg_key == "true":
        around = around.parent
    every = [one.name for table in lens.tables.values() for one in table.columns]
    quoted = any(one.this.args.get("quoted") and reading.owner(one, home) for one, home in reading.columns)
    if quoted or lower(column.name) in map(lower, every) or closest(column.name, every) is not None:
        return False
    if isinstance(around, exp.Case) and around.this is not column:
        results = [*(one.args["true"] for one in around.args["ifs"]), around.args.get("default")]
        return all(one is None or _is_plain_text(reading, one, scope) for one in results)
    if isinstance(around, exp.DPipe):
        return not column.name.isidentifier() and _are_texts(reading, list(around.flatten()), scope, known=True)
    given = around.expressions if isinstance(around, exp.Anonymous) else []
    if not isinstance(around, exp.Anonymous) or all(column is not one for one in given[1:]):
        return False
    if function_name(around) == "if":
        return _are_texts(reading, given[1:], scope, known=False)
    return function_name(around) in ("coalesce", "ifnull") and _are_texts(reading, given, scope, known=True)


def _are_texts(reading: Reading, nodes: Sequence[exp.Expr], scope: Scope | None, *, known: bool) -> bool:
    """Whether all are texts, or unknown names in double quotes; where ``known``, with a column of text among them."""
    columns = [_is_text(reading, one, scope) for one in nodes]
    plain = (_is_plain_text(reading, one, scope) for one in nodes)
    return all(map(or_, columns, plain)) and (any(columns) or not known)


def _is_plain_text(reading: Reading, node: exp.Expr, scope: Scope | None) -> bool:
    """Whether this is a text, NULL, or an unknown name in double quotes."""
    if isinstance(node, exp.Column):
        return len(name_parts(node)) == 1 and bool(node.this.args.get("quoted")) and reading.owner(node, scope) is None
    return isinstance(node, exp.Null) or (isinstance(node, exp.Literal) and bool(node.is_string))


def is_compared_with_text(reading: Reading, column: exp.Column, scope: Scope | None) -> bool:
    """Whether a name in double quotes is compared with a column of text, so that it may be a text itself."""
    against = column.parent
    if isinstance(against, exp.Array):  # IN ["a", "b"]
        against = against.parent
    if not column.this.args.get("quoted") or len(name_parts(column)) != 1 or not isinstance(against, _COMPARED):
        return False
    other = against.this if against.this is not column else against.args.get("expression")
    return other is not None and _is_text(reading, bare(other), scope)


def _looks_like_name(reading: Reading, name: str, scope: Scope | None, lens: LensInfo) -> bool:
    sources = scope.sources if scope is not None else []
    known = [one for source in sources for one in reading.names(source) or ()]
    every = {lower(column.name) for table in lens.tables.values() for column in table.columns}
    first, dot, _ = lower(name).partition(".")
    qualified = bool(dot) and scope is not None and (first in scope.names or lens.find(None, first) is not None)
    return qualified or lower(name) in every or closest(name, known) is not None


def distinct(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """SELECT DISTINCT where a word close to it stands before the first column, which reads as the other name of one."""
    for select in tree.find_all(exp.Select):
        first = select.expressions[0] if select.expressions else None
        word = first.this if isinstance(first, exp.Alias) else None
        if (
            not isinstance(first, exp.Alias)
            or not isinstance(word, exp.Column)
            or lower(word.name) != lower(subject)
            or first.args["alias"].quoted
        ):
            continue
        quoted = word.this.args.get("quoted")
        if len(name_parts(word)) == 1 and not quoted and edits(lower(subject), "distinct", 2) <= 2:
            first.replace(exp.column(first.args["alias"].copy()))
            select.set("distinct", exp.Distinct())
            return subject, "DISTINCT"
    return None


def curled(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """A text in the place of a name that stands in curled quotes; double ones may be those of a name."""
    changed = False
    for column in list(tree.find_all(exp.Column)):
        name = column.name
        if len(name_parts(column)) == 1 and len(name) > 2 and name[0] in "‘’“”„" and name[-1] in "‘’“”":
            straight = name[0] in "‘’"
            inner = name[1:-1]
            if not _CURLED.isdisjoint(inner):
                return None  # an apostrophe may be a straight one, or not
            new = exp.Literal.string(inner) if straight else exp.column(exp.to_identifier(inner, quoted=True))
            column.replace(new)
            changed = True
    return ("curled quotes", "straight quotes") if changed else None


def _is_text(reading: Reading, node: exp.Expr, scope: Scope | None) -> bool:
    owner = reading.owner(node, scope) if isinstance(node, exp.Column) else None
    if owner is None or owner.column is None:
        return False
    tables = [source.table for source in owner.sources]
    kinds = [one.type for table in tables if table for one in table.columns if lower(one.name) == owner.column]
    return bool(kinds) and all(map(is_text, kinds))


def aggregates(node: exp.Expr | None) -> bool:
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


def _ranks(node: exp.Expr | None) -> bool:
    """Whether there is a window function in an expression."""
    return node is not None and node.find(exp.Window) is not None


_LATE = (aggregates, _ranks)


def is_grouped(node: exp.Expr, grouped: list[exp.Expr]) -> bool:
    """Whether an expression of a select list needs no grouping, or has it."""
    if aggregates(node):
        return True
    return node in grouped or not node.find(exp.Column, exp.Star, exp.Columns, exp.Subquery, exp.Window)


def named(select: exp.Expr, place: exp.Expr) -> exp.Expr | None:
    """What a number or an alias in GROUP BY stands for."""
    columns = select.expressions
    if isinstance(place, exp.Literal) and place.name.isdigit() and 0 < int(place.name) <= len(columns):
        found: exp.Expr = columns[int(place.name) - 1].unalias()
        return found
    named = [one.this for one in columns if isinstance(one, exp.Alias) and lower(one.alias) == lower(place.name)]
    return named[0] if len(named) == 1 else None


def _joined(reading: Reading, scope: Scope, name: str, count: int) -> bool:
    """Whether inner joins make the columns of that name of all tables equal."""
    if any(join.args.get("side") for join in scope.joins):
        return False
    equal: list[set[int]] = []
    for condition in (*scope.conditions, *(join.args.get("on") for join in scope.joins)):
        for term in terms(condition) if condition is not None else ():
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
