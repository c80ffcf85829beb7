"""A statement that changes a table, taken apart: which table, which columns, and the query that it stands for.

Nothing of the caller's statement runs but queries. Its WHERE, its new values and its RETURNING become SELECTs, which
are checked, bound and written like any other; the change itself is made of names only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from autogen_hatidata.errors import LimitExceeded, NotAllowed, SqlError
from autogen_hatidata.sql import allow, whole
from autogen_hatidata.sql.agree import is_dynamic_pivot
from autogen_hatidata.sql.characters import read_tokens
from autogen_hatidata.sql.functions import AGGREGATES
from autogen_hatidata.sql.parse import MAX_CHARS, MAX_NESTING, one_tree
from autogen_hatidata.sql.plain import PLAIN

BEGINS = frozenset({"INSERT", "UPDATE", "DELETE", "WITH"})
"""How a statement may begin that changes a table."""

_ONE = "send one INSERT, UPDATE or DELETE."
_CONFLICT = "ask with SELECT which rows are there, then INSERT the new ones and UPDATE the others."
_OTHER_PARTS = {
    "conflict": ("ON CONFLICT", _CONFLICT),
    "alternative": ("INSERT OR REPLACE", _CONFLICT),
    "by_name": ("BY NAME", "name the columns, as in INSERT INTO t (a, b) SELECT ..."),
    "default": ("DEFAULT VALUES", "name a column and its value; those that are left out get their default."),
    "from_": ("FROM in an UPDATE", "take the values from a sub-query, as in SET a = (SELECT ...)."),
    "using": ("USING in a DELETE", "choose the rows with a sub-query, as in WHERE id IN (SELECT ...)."),
    "joins": ("A join of the table that is changed", "use sub-queries in SET and WHERE."),
}
_NO_FORM = "write it as INSERT INTO t (a) ..., UPDATE t SET a = ... WHERE ..., or DELETE FROM t WHERE ..."
_PARTS: dict[type[exp.Expr], tuple[str, set[str]]] = {
    exp.Insert: ("insert", {"this", "expression", "returning", "with_"}),
    exp.Update: ("update", {"this", "expressions", "where", "returning", "with_"}),
    exp.Delete: ("delete", {"this", "where", "returning", "with_"}),
}
_QUERIES = (exp.Select, exp.SetOperation, exp.Subquery, exp.Values)


@dataclass(frozen=True, slots=True)
class Write:
    """A statement that changes a table, before it is known which one that is.

    Attributes:
        action: ``insert``, ``update`` or ``delete``.
        target: the table's name as it is written, with its alias.
        columns: what is set, in the order of the query's columns; None for an INSERT that names no columns.
        query: the SELECT whose rows are added, or that gives the new values of each row that is changed. Its FROM is
            the table itself, unless rows are added.
        returning: the SELECT over the changed rows that RETURNING stands for; None without one.
    """

    action: str
    target: exp.Table
    columns: tuple[str, ...] | None
    query: exp.Expr
    returning: exp.Select | None = None


def writing_name(schema: str, table: str) -> str:
    """What a table is called among those that are to be changed, where all schemas are one.

    >>> writing_name("a.b", "c") == writing_name("a", "b.c")
    False
    """
    return f"{len(schema)}.{schema}.{table}"


def parse_write(text: object, *, max_chars: int = MAX_CHARS, max_nesting: int = MAX_NESTING) -> tuple[exp.Expr, Write]:
    """Reads one INSERT, UPDATE or DELETE in DuckDB's dialect: its tree, and what it stands for.

    Raises:
        HatiDataError: what in it agents may not use, or what cannot be read.

    >>> from autogen_hatidata.sql.render import to_duckdb
    >>> write = parse_write("UPDATE t SET a = b + 1 WHERE id = 7 RETURNING a")[1]
    >>> write.action, write.columns, to_duckdb(write.query)
    ('update', ('a',), 'SELECT "b" + 1 FROM "t" WHERE "id" = 7')
    """
    try:
        tokens = read_tokens(text, PLAIN, max_chars, max_nesting, BEGINS, _ONE)
        tree = one_tree(tokens, str(text), PLAIN)
        whole.check(tokens)
        write = _taken_apart(tree)
        for query in filter(None, (write.query, write.returning)):
            allow.check(query)
            _fixed_columns(query)
    except RecursionError:
        raise LimitExceeded(
            "The SQL nests too deep to be read.", "name steps with WITH instead of nesting them."
        ) from None
    return tree, write


def _fixed_columns(query: exp.Expr) -> None:
    """Refuse what DuckDB makes two statements of: the columns of a PIVOT that come from the data."""
    if is_dynamic_pivot(query):
        raise NotAllowed(
            "A PIVOT in a change names its columns.", "write PIVOT t ON a IN ('x', 'y') USING ..., or use FILTER."
        )


def _taken_apart(tree: exp.Expr) -> Write:
    parts = next((found for kind, found in _PARTS.items() if type(tree) is kind), None)
    if parts is None:
        if isinstance(tree, _QUERIES):
            raise NotAllowed("This is a query, and changes nothing.", "ask with query_data_layer(sql).")
        raise NotAllowed("Only INSERT, UPDATE and DELETE can be used here.", _ONE)
    action, known = parts
    _only(tree, known)
    write = _MAKERS[action](tree, _target(tree))
    returning = tree.args.get("returning")
    if returning is not None:
        _only(returning, {"expressions"})
        write = replace(write, returning=_select(returning.expressions, write.target))
    return write


def _only(node: exp.Expr, known: Collection[str]) -> None:
    """Refuse a part that would otherwise be left out without a word."""
    for part, value in node.args.items():
        if value and part not in known:
            name, hint = _OTHER_PARTS.get(part, (f"That form of {type(node).__name__.upper()}", _NO_FORM))
            raise NotAllowed(f"{name} is not available to agents.", hint)


def _target(tree: exp.Expr) -> exp.Table:
    table = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    if not isinstance(table, exp.Table) or not isinstance(table.this, exp.Identifier):
        raise NotAllowed("The table to change is named by its name alone.", _NO_FORM)
    _only(table, {"this", "db", "catalog", "alias"})
    alias = table.args.get("alias")
    if alias is not None:
        _only(alias, {"this"})
    return table


def _insert(tree: exp.Expr, target: exp.Table) -> Write:
    query = tree.args.get("expression")
    if not isinstance(query, _QUERIES):
        raise SqlError("INSERT needs rows.", "write VALUES (...) or SELECT ... after the names of the columns.")
    with_ = tree.args.get("with_")
    if with_ is not None:
        if isinstance(query, exp.Values) or query.args.get("with_"):
            raise NotAllowed("WITH stands in an unusual place.", "write INSERT INTO t (a) WITH ... SELECT ...")
        query = query.copy()
        query.set("with_", with_.copy())
    for values in [query] if isinstance(query, exp.Values) else []:
        for row in values.expressions:
            _no_default(row.expressions)
    columns = _names(tree.this.expressions) if isinstance(tree.this, exp.Schema) else None
    return Write("insert", target, columns, query)


def _update(tree: exp.Expr, target: exp.Table) -> Write:
    pairs: Sequence[exp.Expr] = tree.expressions
    for pair in pairs:
        if not isinstance(pair, exp.EQ) or not isinstance(pair.this, exp.Column) or len(pair.this.parts) != 1:
            raise NotAllowed("SET takes a column's name and a value.", "write SET a = 1, b = 2.")
    values = [pair.expression for pair in pairs]
    _no_default(values)
    _one_row_each(values)
    return Write("update", target, _names([pair.this.this for pair in pairs]), _rows_of(tree, target, values))


def _delete(tree: exp.Expr, target: exp.Table) -> Write:
    return Write("delete", target, (), _rows_of(tree, target, []))


def _names(nodes: Sequence[exp.Expr]) -> tuple[str, ...]:
    if not all(isinstance(node, exp.Identifier) for node in nodes):
        raise NotAllowed("Columns are named by their names alone.", "write (a, b).")
    names = tuple(node.name for node in nodes)
    if len({name.lower() for name in names}) < len(names):
        raise SqlError("A column is set twice.", "name each column once.")
    return names


def _rows_of(tree: exp.Expr, target: exp.Table, values: Sequence[exp.Expr]) -> exp.Select:
    """The query for the rows that a statement changes. Its first column, the number of the row, is put in later."""
    query = _select(values or [exp.Literal.number(1)], target)
    for part in ("where", "with_"):
        if tree.args.get(part) is not None:
            query.set(part, tree.args[part].copy())
    return query


def _select(expressions: Sequence[exp.Expr], target: exp.Table) -> exp.Select:
    return exp.Select(expressions=[one.copy() for one in expressions], from_=exp.From(this=target.copy()))


def _no_default(values: Sequence[exp.Expr]) -> None:
    for value in values:
        word = value.this if isinstance(value, exp.Column) and len(value.parts) == 1 else value
        if (
            isinstance(word, exp.Identifier | exp.Var)
            and word.name.upper() == "DEFAULT"
            and not word.args.get("quoted")
        ):
            raise NotAllowed("DEFAULT is not available to agents.", "leave the column out, or write its value.")


def _one_row_each(values: Sequence[exp.Expr]) -> None:
    """Refuse what stands for one value in an UPDATE and for another thing, or several, in a query."""
    stack = list(values)
    while stack:
        node = stack.pop()
        if isinstance(node, exp.Query | exp.Subquery):
            continue
        called = allow.function_name(node) if isinstance(node, exp.Anonymous) else ""
        if isinstance(node, exp.AggFunc | exp.Window) or called in AGGREGATES or called in _SEVERAL:
            raise NotAllowed(
                "SET takes one value for each row.", "compute it in a sub-query, as in SET a = (SELECT ...)."
            )
        stack.extend(node.iter_expressions())


_SEVERAL = frozenset({"unnest", "unlist", "generate_subscripts", "json_each", "json_tree"})
_MAKERS = {"insert": _insert, "update": _update, "delete": _delete}
