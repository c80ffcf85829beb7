"""What a tree may consist of. What stands in no table here is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.errors import HatiDataError, NotAllowed, SqlError, UnknownName
from autogen_hatidata.sql import growing, joins, meaning
from autogen_hatidata.sql.functions import ALLOWED, ALLOWED_TABLES, REFUSED, REFUSED_PREFIXES
from autogen_hatidata.sql.limits import Growth
from autogen_hatidata.sql.plain import Infix
from autogen_hatidata.sql.sizes import WIDENING
from autogen_hatidata.sql.walking import nodes

QUERIES = (exp.Select, exp.SetOperation, exp.Subquery, exp.Values, exp.Pivot)
"""What a statement may be: a query in any of its forms. PIVOT and UNPIVOT are one node in sqlglot."""

NODES = frozenset(
    {
        # queries and their clauses
        exp.Select, exp.Union, exp.Except, exp.Intersect, exp.Subquery, exp.Values, exp.Pivot, exp.PivotAlias,
        exp.UnpivotColumns, exp.With, exp.CTE, exp.From, exp.Join, exp.Nearest, exp.Lateral, exp.Unnest, exp.Table,
        exp.TableAlias, exp.TableSample, exp.Where, exp.Group, exp.GroupingSets, exp.Cube, exp.Rollup, exp.Having,
        exp.Qualify, exp.Order, exp.Ordered, exp.Limit, exp.LimitOptions, exp.Offset, exp.Fetch, exp.Distinct,
        exp.Window, exp.WindowSpec, exp.WithinGroup, exp.Filter, exp.IgnoreNulls, exp.RespectNulls,
        # names and values
        exp.Identifier, exp.Column, exp.Star, exp.Columns, exp.PositionalColumn, exp.Alias, exp.Var, exp.Literal,
        exp.RawString, exp.ByteString, exp.Null, exp.Boolean, exp.Placeholder, exp.Interval, exp.Tuple, exp.Paren,
        exp.Array, exp.Struct, exp.Map, exp.ToMap, exp.PropertyEQ, exp.Kwarg, exp.Lambda, exp.Comprehension,
        # operators
        Infix, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.DPipe, exp.Neg, exp.Not, exp.And, exp.Or,
        exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Is, exp.In, exp.Between,
        exp.Like, exp.ILike, exp.Glob, exp.SimilarTo, exp.Escape, exp.Exists, exp.Any, exp.All, exp.Case, exp.If,
        exp.Bracket, exp.Slice, exp.Dot, exp.Collate, exp.AtTimeZone, exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseNot,
        exp.BitwiseLeftShift, exp.BitwiseRightShift,
        # types, and functions with a syntax of their own; all others are Anonymous
        exp.Cast, exp.TryCast, exp.DataType, exp.DataTypeParam, exp.ColumnDef, exp.Anonymous, exp.Count, exp.Extract,
        exp.Substring, exp.StrPosition, exp.Trim, exp.Overlay, exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp,
        exp.Localtime, exp.Localtimestamp,
    }
)  # fmt: skip
"""The nodes of sqlglot's tree whose text DuckDB reads the way sqlglot does."""

_READ_ONLY = "agents only read: ask with SELECT."
_TOOLS = "list_tables() and describe_table(table_name) show what can be read."
_SESSION = "it tells about the session, not about the data."
_REFUSED_NODES: dict[type[exp.Expr], tuple[str, str]] = {
    exp.Insert: ("INSERT", _READ_ONLY),
    exp.Update: ("UPDATE", _READ_ONLY),
    exp.Delete: ("DELETE", _READ_ONLY),
    exp.Merge: ("MERGE", _READ_ONLY),
    exp.Describe: ("DESCRIBE", "describe_table(table_name) shows the columns of a table."),
    exp.Summarize: ("SUMMARIZE", "summarize_table(table_name) shows nulls, min, max and distinct values."),
    exp.Lock: ("FOR UPDATE", _READ_ONLY),
    exp.Into: ("SELECT INTO", _READ_ONLY),
    exp.HistoricalData: ("AT (...)", "tables are read as they are now."),
    exp.CurrentUser: ("current_user", _SESSION),
    exp.CurrentRole: ("current_role", _SESSION),
    exp.CurrentCatalog: ("current_catalog", _SESSION),
    exp.SessionUser: ("session_user", _SESSION),
}

TYPE_NAMES = frozenset(
    """
    bignum varint time_ns timestamptz_ns timestamp_ns geometry variant guid null oid tuple uint8 uint16 uint32 uint64
    """.split()
)
"""DuckDB's own types that sqlglot does not know; any other name would be a type of the database."""

SESSION_NAMES = frozenset({"current_catalog", "current_schema"})
"""Names that DuckDB takes for the session's state where no column is called so, quoted or not. They would tell how the
engine's catalogs are named."""

_RESERVED = frozenset(
    """
    AND ASC CASE CREATE DESC DISTINCT ELSE END EXCEPT FETCH FROM GROUP HAVING IN INTERSECT INTO LIMIT NOT OFFSET ON OR
    ORDER QUALIFY RETURNING SELECT TABLE THEN UNION USING WHEN WHERE WINDOW WITH
    """.split()
)
_SAMPLING = {"method", "percent", "size", "seed"}
_METHODS = frozenset({"RESERVOIR", "BERNOULLI", "SYSTEM"})
SCHEMAS = frozenset({"main", "system", "temp", "memory", "pg_catalog", "information_schema"})
_NUMBER = re.compile(r"[0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]+)?")
_WORDS = re.compile(r"[A-Za-z0-9_ ]*", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9_]+|CURRENT ROW|NO OTHERS", re.ASCII)
_HOLDS_TEXT = frozenset({exp.Identifier, exp.Literal, exp.RawString, exp.ByteString, exp.Anonymous, Infix})
_PARAMETER = re.compile(r"[A-Za-z0-9_]*", re.ASCII)
_IN_VALUES = ALLOWED | meaning.FUNCTIONS
_IN_FROM = ALLOWED_TABLES | meaning.TABLE_FUNCTIONS
_SHOWN = 80
"""Characters of a name that an error repeats, so that the hint after it is still read."""


def check(tree: exp.Expr) -> None:
    """Raises NotAllowed, UnknownName or LimitExceeded for the first thing in the tree that agents may not use."""
    if not isinstance(tree, QUERIES):
        raise _refused(tree)
    growth = Growth()
    for node in nodes(tree):
        kind = type(node)
        if kind not in NODES:
            raise _refused(node)
        look = _LOOKS.get(kind)
        if look:
            look(node, growth)
        if kind not in _HOLDS_TEXT:
            _words_only(node)
    if growth.sources > joins.FEW:
        joins.check(tree)
    if growth.joins:
        growing.check(tree)


def _words_only(node: exp.Expr) -> None:
    """sqlglot writes a string in a node without quoting it: ``EXTRACT("x FROM y" FROM z)`` would become other SQL."""
    words = _WORD if type(node) is exp.Var else _WORDS
    for value in node.args.values():
        if type(value) is str and not words.fullmatch(value):
            raise NotAllowed("That form is not available to agents.", "write the query more simply.")


def unknown_function(name: str) -> UnknownName:
    """The one answer for a function that does not exist, whether the user's database has a macro of that name or not.

    >>> str(unknown_function("forecast"))
    '[unknown_name] There is no function "forecast". Hint: check its spelling, or write it with functions of DuckDB.'
    """
    return UnknownName(
        f'There is no function "{name[:_SHOWN]}".',
        "check its spelling, or write it with functions of DuckDB.",
        subject=name,
    )


def function_name(node: exp.Anonymous) -> str:
    """The name a call is looked up by: quoting and case make no difference to DuckDB."""
    return (node.this if isinstance(node.this, str) else node.this.name).lower()


def judge_function(name: str, *, in_from: bool, written: str | None = None) -> None:
    """Raises unless a function of that lower-case name may be called there."""
    if name in (_IN_FROM if in_from else _IN_VALUES):
        return
    if name in REFUSED:
        raise NotAllowed(f"The function {name} is not available to agents.", REFUSED[name] + ".", near=name)
    if name in _IN_VALUES:
        raise NotAllowed(f"The function {name} does not stand in FROM.", "call it in the select list.", near=name)
    if name in _IN_FROM:
        raise NotAllowed(f"The function {name} stands in FROM only.", f"write FROM {name}(...).", near=name)
    if name.startswith(REFUSED_PREFIXES):
        shown = name[:_SHOWN]
        raise NotAllowed(
            f"The function {shown} is not available to agents.", "it is a part of the engine's own work.", near=name
        )
    raise unknown_function(written or name)


def _refused(node: exp.Expr) -> HatiDataError:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__).upper()
    name, hint = _REFUSED_NODES.get(type(node), (words, "write the query without it."))
    return NotAllowed(f"{name} is not available to agents.", hint)


def _call(node: exp.Anonymous, growth: Growth) -> None:
    name = function_name(node)
    parent = node.parent
    in_from = isinstance(parent, (exp.Table, exp.Lateral)) and node.arg_key == "this"
    written = node.this if isinstance(node.this, str) else node.this.name
    judge_function(name, in_from=in_from, written=written)
    arguments = list(node.expressions)
    if isinstance(parent, exp.Dot) and node.arg_key == "expression":
        arguments.insert(0, parent.this)  # x.repeat(9) is repeat(x, 9)
    if not in_from:
        growth.check(name, arguments)
    if name in ("list_aggregate", "list_aggr", "array_aggregate", "array_aggr", "aggregate") and len(arguments) > 1:
        _named_aggregate(arguments[1])


def _join(node: exp.Expr, growth: Growth) -> None:
    growth.joins = growth.joins or not isinstance(node.parent, exp.Count)


def _named_aggregate(argument: exp.Expr) -> None:
    if not (isinstance(argument, exp.Literal) and argument.is_string):
        raise NotAllowed("The aggregate must be named by a literal.", "write list_aggregate(l, 'sum').")
    judge_function(argument.name.lower(), in_from=False, written=argument.name)


def _dot(node: exp.Dot, growth: Growth) -> None:
    """``main.f(x)`` names a function of a schema; ``x.f()`` hands x to f, which is ordinary DuckDB."""
    if isinstance(node.this, exp.Literal) and not node.this.is_string:  # 1 . a is written 1."a", and read as 1. AS "a"
        raise SqlError("A number has no parts.", "put parentheses around it, as in (1).f().")
    if not isinstance(node.expression, exp.Anonymous):
        return
    first = node.this
    while isinstance(first, exp.Dot):
        first = first.this
    names = first.find_all(exp.Identifier) if isinstance(first, (exp.Identifier, exp.Column)) else ()
    if any(name.name.lower() in SCHEMAS for name in names):
        raise NotAllowed("A function is called by its name alone.", "leave out the schema before the function.")


def _table(node: exp.Table, growth: Growth) -> None:
    _source(node, growth)
    if not isinstance(node.this, (exp.Identifier, exp.Anonymous)):
        raise NotAllowed("A table is named by its name alone.", _TOOLS)
    if isinstance(node.this, exp.Anonymous) and (node.args.get("db") or node.args.get("catalog")):
        raise NotAllowed("A function is called by its name alone.", "leave out the schema before the function.")
    if node.name.upper() == "SHOW" and not node.this.args.get("quoted"):
        raise NotAllowed("SHOW is not available to agents.", "list_tables() shows what can be read.")


def _any_word(node: exp.Identifier) -> bool:
    """Where any word is a name: after a dot and after AS, as in ``shift.end AS end``."""
    parent, key = node.parent, node.arg_key
    if isinstance(parent, exp.Alias):
        return key == "alias"
    if isinstance(parent, exp.Column):
        return any(parent.args.get(before) for word, before in _BEFORE if word == key)
    return isinstance(parent, exp.Dot) and key == "expression"


_BEFORE = (("this", "table"), ("table", "db"), ("db", "catalog"))
"""The parts of a column's name, each with the one that stands before it."""


def _identifier(node: exp.Identifier, growth: Growth) -> None:
    name = node.name
    reserved, session = name.upper() in _RESERVED, name.lower() in SESSION_NAMES
    if not reserved and not session:  # as nearly all are
        return
    pair = node.parent
    if isinstance(pair, exp.PropertyEQ) and node is pair.this and isinstance(pair.parent, exp.Struct):
        return  # a key, as in {'order': 1}: written back in quotes
    if reserved and not node.quoted and not _any_word(node):
        message = f"A name is missing before {name}, or something after it."
        raise SqlError(message, 'a name is quoted: "order".', near=name)
    if session:
        raise NotAllowed(f"{name.lower()} is not available to agents.", _SESSION)


def _type(node: exp.DataType, growth: Growth) -> None:
    if isinstance(node.parent, exp.Expr) and not isinstance(
        node.parent, (exp.Cast, exp.DataType, exp.ColumnDef, exp.DataTypeParam)
    ):
        raise NotAllowed("The name of a type stands where a value is expected.", 'quote a column of that name: "date".')
    if node.this == exp.DType.USERDEFINED and str(node.args.get("kind")).lower() not in TYPE_NAMES:
        raise NotAllowed("That type is not available to agents.", "cast to one of DuckDB's own types.")


def _cast(node: exp.Cast, growth: Growth) -> None:
    if any(node.args.get(key) for key in ("format", "action", "default")):
        raise NotAllowed("CAST has a value and a type and nothing else.", "use strptime(text, format) for formats.")
    growth.joins = growth.joins or node.to.this in WIDENING


def _number(node: exp.Literal, growth: Growth) -> None:
    if not node.is_string and not _NUMBER.fullmatch(node.name):
        raise NotAllowed(f"{node.name[:_SHOWN]} is not a plain number.", "put spaces around operators.")


def _parameter(node: exp.Placeholder, growth: Growth) -> None:
    name = node.this or ""
    if not isinstance(name, str) or not _PARAMETER.fullmatch(name):
        raise NotAllowed("That is not a parameter.", "write parameters as ?, $1 or $name.")


def _alias(node: exp.Alias, growth: Growth) -> None:
    name = node.args.get("alias")
    if isinstance(name, exp.Identifier) and name.name.upper() == "EXPORT_STATE" and not name.quoted:
        raise NotAllowed("EXPORT_STATE is not available to agents.", "aggregate the values themselves.")


def _select(node: exp.Select, growth: Growth) -> None:
    """sqlglot reads ``SELECT JOIN t`` and writes it as something else."""
    _source(node, growth)
    if not node.args.get("from_") and (node.args.get("joins") or node.args.get("laterals")):
        raise SqlError("There is a JOIN or LATERAL without FROM.", "write FROM and a table before it.")


def _source(node: exp.Expr, growth: Growth) -> None:
    growth.sources += 1


def _sample(node: exp.TableSample, growth: Growth) -> None:
    used = {key for key, value in node.args.items() if value}
    method = node.text("method").upper()
    if used - _SAMPLING or not used & {"percent", "size"} or (method and method not in _METHODS):
        raise NotAllowed("That form of sampling is not available.", "write USING SAMPLE 10% or USING SAMPLE 100 ROWS.")


_LOOKS: dict[type[exp.Expr], Callable[..., None]] = {
    exp.Anonymous: _call,
    exp.DPipe: _join,
    exp.Array: _join,
    exp.Star: _join,
    exp.Columns: _join,
    exp.Struct: _join,
    exp.Comprehension: _join,
    exp.Dot: _dot,
    exp.Table: _table,
    exp.Identifier: _identifier,
    exp.DataType: _type,
    exp.Cast: _cast,
    exp.TryCast: _cast,
    exp.Literal: _number,
    exp.Placeholder: _parameter,
    exp.Alias: _alias,
    exp.TableSample: _sample,
    exp.Select: _select,
    exp.Values: _source,
    exp.Unnest: _source,
    exp.Lateral: _source,
}
"""What is looked at more closely than its kind."""
