"""Row filters: a boolean expression from the policy, with the caller's values put in as typed literals.

``{name}`` stands where a value may stand. Values never become text that is parsed again: the filter is read with a
parameter in the place of each placeholder, and the parameter's node is replaced by a literal's. A filter that lacks a
value, or gets NULL or an empty list for one, is FALSE: it hides everything and never opens.
"""

from __future__ import annotations

import datetime
import decimal
import re
import uuid
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from sqlglot import Token, TokenType, exp

from autogen_hatidata.errors import HatiDataError, PolicyError
from autogen_hatidata.sql.allow import NODES, function_name
from autogen_hatidata.sql.functions import AGGREGATES, ALLOWED, ALLOWED_TABLES
from autogen_hatidata.sql.plain import PLAIN, UNREADABLE
from autogen_hatidata.sql.reading import Reading
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.sql.scopes import lower, name_parts
from autogen_hatidata.types import TableKey

Qualify = Callable[["str | None", str], tuple[str, str, str]]
"""Schema (None when not given) and table, as a filter names them, to catalog, schema and table."""

_PREFIX = "hatidata_"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_QUOTED_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_LONGEST = 5_000
_PARAMETERS = frozenset({TokenType.PARAMETER, TokenType.PLACEHOLDER, TokenType.SESSION_PARAMETER, TokenType.SEMICOLON})
_BOOLEAN = (
    exp.Connector,
    exp.Not,
    exp.Predicate,
    exp.Binary,
    exp.Boolean,
    exp.Column,
    exp.Func,
    exp.Case,
    exp.Cast,
    exp.Bracket,
    exp.Dot,
    exp.Placeholder,
    exp.Escape,
)
_NOT_BOOLEAN = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.DPipe, exp.Count)


def placeholders(text: str) -> frozenset[str]:
    """The names of the values that a filter needs.

    >>> sorted(placeholders("region = {region} OR author = {agent}"))
    ['agent', 'region']

    Raises:
        HatiDataError: when the text is no filter: not one boolean expression, or with something no filter may have.
    """
    return frozenset(_names(_read(text)))


def columns(text: str) -> frozenset[str]:
    """The columns of its table that a filter names plainly, outside of sub-queries.

    >>> sorted(columns("region = {region} AND NOT hidden AND id IN (SELECT x FROM y)"))
    ['hidden', 'id', 'region']
    """
    found, stack = set(), [_read(text)]
    while stack:
        node = stack.pop()
        if isinstance(node, exp.Query | exp.Lambda):
            continue
        if isinstance(node, exp.Column) and not node.table:
            found.add(node.name)
        stack.extend(node.iter_expressions())
    return frozenset(found)


def wrapped_columns(text: str) -> frozenset[str]:
    """The columns that a filter compares inside of an expression, outside of sub-queries.

    >>> sorted(wrapped_columns("lower(region) = {region} AND id = 1"))
    ['region']
    """
    found: set[str] = set()
    stack = [_read(text)]
    while stack:
        node = stack.pop()
        if isinstance(node, exp.Query | exp.Lambda):
            continue
        if isinstance(node, exp.Predicate):
            sides = [side for side in node.iter_expressions() if not isinstance(side.unnest(), exp.Column | exp.Query)]
            found.update(column.name for side in sides for column in side.find_all(exp.Column))
        stack.extend(node.iter_expressions())
    return frozenset(found)


def tables(text: str) -> frozenset[TableKey]:
    """The tables that a filter's sub-queries read.

    >>> sorted(tables("id IN (SELECT x FROM Crm.notes) OR EXISTS (WITH c AS (FROM d) FROM c)"))
    [('crm', 'notes'), ('main', 'd')]
    """
    refs = Reading(_read(text), lambda schema, name: None).refs
    parts = ([lower(part.name) for part in name_parts(ref.node)] for ref in refs if ref.source.cte is None)
    return frozenset((names[0] if len(names) == 2 else "main", names[-1]) for names in parts)


def filter_sql(text: str, values: Mapping[str, Any], qualify: Qualify) -> str:
    """A filter with its values and with the tables of its sub-queries written in full.

    Raises:
        HatiDataError: when the text is no filter, or a value is of a type that has no literal.
    """
    tree = _read(text).copy()
    if any(_is_nothing(values.get(name)) for name in _names(tree)):
        return "FALSE"
    for ref in Reading(tree, lambda schema, name: None).refs:
        if ref.source.cte is None:
            _qualify(ref.node, qualify)
    for node in list(tree.find_all(exp.Placeholder)):
        _put(node, values[_name(node)])
    return to_duckdb(tree)


# Reading


@lru_cache(maxsize=512)
def _read(text: str) -> exp.Expr:
    """The tree of a filter, under a root of its own so that each of its nodes has a parent. Not to be changed."""
    if len(text) > _LONGEST:
        raise _unusable(f"it is longer than {_LONGEST} characters")
    try:
        tokens = PLAIN.tokenize(text)
        trees = PLAIN.parse_into(exp.Condition, _with_parameters(text, tokens))
    except (*UNREADABLE, RecursionError):
        raise _unusable("it is not one readable SQL expression") from None
    if len(trees) != 1 or trees[0] is None:
        raise _unusable("it is not one readable SQL expression")
    tree = trees[0]
    _check(tree)
    return exp.Paren(this=tree)


def _with_parameters(text: str, tokens: list[Token]) -> str:
    """The text with a parameter for each placeholder; what stands in quotes and comments is left alone."""
    pieces, done = [], 0
    for index, token in enumerate(tokens):
        if token.token_type in _PARAMETERS:
            raise _unusable("it has a parameter or a semicolon; values come from placeholders like {region}")
        if token.token_type == TokenType.STRING and _QUOTED_PLACEHOLDER.search(token.text):
            raise _unusable("a placeholder stands in quotes; write {region}, not '{region}'")
        middle = tokens[index + 1 : index + 3]
        if (
            token.token_type == TokenType.L_BRACE
            and len(middle) == 2
            and middle[1].token_type == TokenType.R_BRACE
            and _NAME.match(middle[0].text)
        ):
            pieces += [text[done : token.start], f" ${_PREFIX}{middle[0].text} "]
            done = middle[1].end + 1
    return "".join([*pieces, text[done:]])


def _check(tree: exp.Expr) -> None:
    root = tree.unnest()
    if isinstance(root, exp.Query | exp.Values) or not isinstance(root, _BOOLEAN) or isinstance(root, _NOT_BOOLEAN):
        raise _unusable("it is not a condition on a row, like region = {region}")
    stack = [(tree, False)]
    while stack:
        node, inside = stack.pop()
        inside = inside or isinstance(node, exp.Query)
        _check_node(node, inside)
        stack.extend((child, inside) for child in node.iter_expressions())


def _check_node(node: exp.Expr, inside: bool) -> None:
    if not inside and isinstance(node, exp.Star | exp.Columns):
        raise _unusable("it has a star")
    name = function_name(node) if isinstance(node, exp.Anonymous) else ""
    if not inside and (isinstance(node, exp.AggFunc | exp.Window) or name in AGGREGATES):
        raise _unusable("it has an aggregate or window function, and a filter looks at one row")
    if name and name not in (ALLOWED_TABLES if isinstance(node.parent, exp.Table) else ALLOWED):
        raise _unusable(f"there is no function {name} that may stand in it")
    if type(node) not in NODES:
        raise _unusable(f"it has a {type(node).__name__}, which no query may have")
    if isinstance(node, exp.Placeholder) and isinstance(node.parent, exp.Table | exp.TableAlias):
        raise _unusable("a placeholder stands for a value, not for a table")
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
        parts = name_parts(node)
        if len(parts) > 2 or (len(parts) == 2 and lower(parts[0].name) in ("information_schema", "pg_catalog")):
            raise _unusable("its sub-query may read tables of the database only, as table or schema.table")


def _unusable(why: str) -> HatiDataError:
    return PolicyError(f"The row filter cannot be used: {why}.", "write one condition, like region = {region}.")


# Values


def _name(node: exp.Placeholder) -> str:
    return node.name.removeprefix(_PREFIX)


def _names(tree: exp.Expr) -> list[str]:
    return [_name(node) for node in tree.find_all(exp.Placeholder)]


def _is_list(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str | bytes | Mapping)


def _is_nothing(value: Any) -> bool:
    return value is None or (_is_list(value) and not value)


def _put(node: exp.Placeholder, value: Any) -> None:
    """Replace a placeholder by its value; a list in ``IN`` becomes the list of IN, elsewhere a DuckDB list."""
    parent = node.parent
    name = _name(node)
    literals = [_literal(one, name) for one in value] if _is_list(value) else [_literal(value, name)]
    if isinstance(parent, exp.In) and node.arg_key == "field":
        parent.set("field", None)
        parent.set("expressions", literals)
    elif isinstance(parent, exp.In) and node.arg_key == "expressions":
        others = [[one] if one is not node else literals for one in parent.expressions]
        parent.set("expressions", [one for group in others for one in group])
    else:
        node.replace(exp.Array(expressions=literals) if _is_list(value) else literals[0])


def _literal(value: Any, name: str) -> exp.Expr:
    if value is None:
        return exp.Null()
    for kind, make in _LITERALS:
        if isinstance(value, kind):
            return make(value)
    raise HatiDataError(
        f"The value of {name} is of a type that a row filter cannot use ({type(value).__name__}).",
        "use text, numbers, booleans, dates, or a list of them.",
    )


def _text(value: str) -> exp.Expr:
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise HatiDataError("A value for a row filter has characters that no SQL text can have.", "use plain text.")
    return exp.Literal.string(value)


def _cast(type_: str) -> Callable[[Any], exp.Expr]:
    return lambda value: exp.Cast(this=exp.Literal.string(str(value)), to=exp.DataType.build(type_, dialect=PLAIN))


def _integer(value: int) -> exp.Expr:
    number = exp.Literal.number(abs(value))
    return exp.Paren(this=exp.Neg(this=number)) if value < 0 else number


def _decimal(value: decimal.Decimal) -> exp.Expr:
    digits, exponent = value.as_tuple()[1:]
    if not isinstance(exponent, int) or max(len(digits), -exponent, len(digits) + exponent) > 38:
        raise HatiDataError("A number for a row filter has more than 38 digits.", "use a shorter number.")
    scale = max(-exponent, 0)
    return _cast(f"DECIMAL({max(len(digits) + max(exponent, 0), scale, 1)}, {scale})")(f"{value:f}")


def _moment(value: datetime.datetime) -> exp.Expr:
    return _cast("TIMESTAMPTZ" if value.tzinfo else "TIMESTAMP")(value.isoformat(sep=" "))


# In this order: bool is an int, and datetime is a date.
_LITERALS: tuple[tuple[type, Callable[[Any], exp.Expr]], ...] = (
    (str, _text),
    (bool, lambda value: exp.Boolean(this=value)),
    (int, _integer),
    (float, _cast("DOUBLE")),
    (decimal.Decimal, _decimal),
    (datetime.datetime, _moment),
    (datetime.date, _cast("DATE")),
    (datetime.time, _cast("TIME")),
    (uuid.UUID, _cast("UUID")),
)


# Tables


def _qualify(node: exp.Table, qualify: Qualify) -> None:
    """Write a table in full, and keep the name by which the filter's columns are qualified."""
    parts = [part.name for part in name_parts(node)]
    full = qualify(parts[0] if len(parts) == 2 else None, parts[-1])
    for key, name in zip(("catalog", "db", "this"), full, strict=True):
        node.set(key, exp.to_identifier(name, quoted=True))
    if not node.alias:
        node.set("alias", exp.TableAlias(this=exp.to_identifier(parts[-1], quoted=True)))
