"""Small tools for trees: calls as they were written, texts of DuckDB's with values put in, what a value is."""

from __future__ import annotations

import re
from functools import cache, partial

from sqlglot import exp

from autogen_hatidata.sql.dialects.bigquery.tables import KIND_OF, KIND_OF_TYPE
from autogen_hatidata.sql.dialects.source import count_form
from autogen_hatidata.sql.dialects.source import unsupported as unsupported_in
from autogen_hatidata.sql.plain import PLAIN
from autogen_hatidata.sql.walking import copy_of

unsupported = partial(unsupported_in, "BigQuery")

KIND = "kind"


class Call(exp.Expression, exp.Func):
    """A function as it was written: its name in upper case and its arguments."""

    arg_types = {"this": True, "expressions": False}  # noqa: RUF012 - sqlglot's own form
    is_var_len_args = True


@cache
def _read(text: str) -> exp.Expr:
    (tree,) = PLAIN.parse(f"SELECT {text}")
    if tree is None:
        raise ValueError(text)
    found: exp.Expr = tree.expressions[0]
    return found


def fill(text: str, *values: exp.Expr, **named: exp.Expr) -> exp.Expr:
    """The tree of a DuckDB text, with values in the place of a, b, c and of names."""
    given = dict(zip("abcdef", values, strict=False)) | named
    count_form(text)
    tree = exp.Paren(this=copy_of(_read(text)))
    for column in list(tree.find_all(exp.Column)):
        if column.name in given:
            column.replace(as_operand(copy_of(given[column.name])))
    found: exp.Expr = tree.this
    return found.pop()


def as_operand(node: exp.Expr) -> exp.Expr:
    return exp.Paren(this=node) if isinstance(node, exp.Binary | exp.Unary | exp.Between | exp.In | exp.Is) else node


def calling(name: str, *values: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=[copy_of(value) for value in values])


def kind_of(node: exp.Expr | None) -> str | None:
    """What a value is, as far as its text shows."""
    while isinstance(node, exp.Paren | exp.Neg):
        node = node.this
    if node is None:
        return None
    if KIND in node.meta:
        return str(node.meta[KIND])
    if isinstance(node, exp.Literal):
        return "text" if node.is_string else "int" if node.name.isdigit() else "float"
    if isinstance(node, exp.Cast):
        return KIND_OF_TYPE.get(node.to.this)
    if isinstance(node, exp.Add | exp.Sub | exp.Mul):
        kinds = {kind_of(node.this), kind_of(node.expression)}
        if kinds == {"date", "int"}:
            return "date"
        return "float" if "float" in kinds else kinds.pop() if len(kinds) == 1 else None
    return _KIND_OF_NODE.get(type(node)) or (KIND_OF.get(node.name) if isinstance(node, Call) else None)


_KIND_OF_NODE: dict[type[exp.Expr], str] = {
    exp.Div: "float", exp.DPipe: "text", exp.RawString: "text", exp.CurrentDate: "date", exp.Boolean: "bool",
    exp.Null: "null",
    exp.CurrentTimestamp: "timestamp", exp.CurrentDatetime: "datetime",
}  # fmt: skip


def put(node: exp.Expr, new: exp.Expr, kind: str | None = None) -> None:
    if isinstance(node, exp.Cast | Call | exp.Div) and kind is None:
        kind = kind_of(node)
    if kind:
        new.meta[KIND] = kind
    node.replace(new)


def unwrapped(node: exp.Expr) -> exp.Expr:
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def whole_number(node: exp.Expr) -> int | None:
    """The value of a literal whole number."""
    sign = 1
    while isinstance(node, exp.Paren | exp.Neg):
        sign, node = (-sign if isinstance(node, exp.Neg) else sign), node.this
    return sign * int(node.name) if isinstance(node, exp.Literal) and node.name.isdigit() else None


def text_of(node: exp.Expr) -> str | None:
    found = isinstance(node, exp.RawString) or (isinstance(node, exp.Literal) and node.is_string)
    return node.name if found else None


@cache
def arity(form: str) -> int:
    return len({column.name for column in _read(form).find_all(exp.Column) if column.name in "abcdef"})


def peel(node: exp.Expr) -> tuple[exp.Expr, dict[str, exp.Expr]]:
    """An argument without the clauses that follow it inside the parentheses, and these by their names."""
    found: dict[str, exp.Expr] = {}
    while isinstance(node, exp.Limit | exp.Order | exp.IgnoreNulls | exp.RespectNulls | exp.HavingMax):
        found[type(node).__name__] = node
        node = node.this
    return node, found


PLAIN_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
PLAIN_TIME = re.compile(PLAIN_DATE.pattern + r"(?:[ T]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,6})?)?", re.ASCII)
