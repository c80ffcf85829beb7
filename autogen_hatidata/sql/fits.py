"""Repairs of what does not fit what it is compared with, or given to: parts of JSON, booleans, a sign before a text.
Each changes a tree in place, and says what stood there and what stands there now.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.calls import bare
from autogen_hatidata.sql.changes import Changed
from autogen_hatidata.sql.plain import Infix
from autogen_hatidata.sql.reading import Reading, read
from autogen_hatidata.sql.scopes import Scope, lower, name_parts
from autogen_hatidata.sql.values import BOOLEAN, Kinds
from autogen_hatidata.types import LensInfo

_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Like, exp.ILike, exp.In, exp.Between, exp.Is)
_LOGICAL = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Like, exp.ILike, exp.In, exp.Between, exp.Boolean,
            exp.Not, exp.And, exp.Or)  # fmt: skip
_PARTS = frozenset({"json_extract", "json_extract_path"})
_CONTAINS = frozenset({"array_contains", "list_contains", "array_has", "list_has"})
_BEGINS_JSON = ('"', "{", "[")


def json_texts(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """``(x ->> 'a') = 'b'`` for ``x -> 'a' = 'b'``, which DuckDB reads as a part whose name is a comparison, and for a
    part of JSON that is compared with a text; a number where it is compared with one."""
    reading, changed = read(tree, lens), False
    fields = {id(column): scope for column, scope in reading.columns if len(name_parts(column)) > 1}
    for node in list(tree.find_all(*_COMPARED)):
        given = bare(node.this)
        dotted = _dotted(given, fields, reading) if id(given) in fields and _is_compared_with(node) else None
        if dotted is not None:
            node.this.replace(dotted)
            changed = True
            continue
        if _is_json_text(given) and _is_compared_with(node, number=True):
            node.this.replace(exp.cast(exp.Paren(this=given.copy()), "DOUBLE"))
            changed = True
            continue
        arrow = isinstance(given, Infix) and given.args.get("symbol") == "->"
        called = isinstance(given, exp.Anonymous) and function_name(given) in _PARTS
        if not (arrow or called):
            continue
        as_text = _is_compared_with(node)
        if arrow and (as_text or node.this is given):
            part = given.copy()
            part.set("symbol", "->>" if as_text else "->")
            node.this.replace(exp.Paren(this=part))
            changed = True
        elif called and as_text:
            given.set("this", "json_extract_string")
            changed = True
    return ("a part of JSON", "a value") if changed else None


def _dotted(column: exp.Expr, scopes: Mapping[int, Scope | None], reading: Reading) -> exp.Expr | None:
    """The text of a part of JSON that is named after a dot: ``x.a``, ``t.x.a``."""
    owner = reading.owner(column, scopes[id(column)]) if isinstance(column, exp.Column) else None
    if not isinstance(column, exp.Column) or owner is None or len(owner.sources) != 1 or owner.sources[0].table is None:
        return None
    parts = name_parts(column)
    types = {lower(one.name): one.type for one in owner.sources[0].table.columns}
    place = next((at for at, one in enumerate(parts[:-1]) if lower(one.name) == owner.column), None)
    if place is None or types.get(owner.column or "") != "JSON":
        return None
    path = "$." + ".".join(f'"{one.name}"' for one in parts[place + 1 :])
    table = parts[place - 1].copy() if place else None
    of = exp.Column(this=parts[place].copy(), table=table)
    return exp.Paren(this=Infix(this=of, expression=exp.Literal.string(path), symbol="->>"))


def _is_json_text(node: exp.Expr) -> bool:
    """Whether this is the text of a part of JSON."""
    if isinstance(node, Infix):
        return node.args.get("symbol") == "->>"
    return isinstance(node, exp.Anonymous) and function_name(node) == "json_extract_string"


def _is_compared_with(node: exp.Expr, *, number: bool = False) -> bool:
    """Whether texts, or numbers, are all that stands on the other side; a text in quotes of its own is JSON."""
    if isinstance(node, exp.Between):
        others = [node.args["low"], node.args["high"]]
    else:
        others = list(node.expressions) if isinstance(node, exp.In) else [node.args.get("expression")]
    plain = [one.this if isinstance(one, exp.Neg) and number else one for one in others]
    return bool(plain) and all(
        isinstance(one, exp.Literal)
        and bool(one.is_string) != number
        and (number or not one.name.lstrip().startswith(_BEGINS_JSON))
        for one in plain
    )


def listed(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """``list_contains(x, 'a')`` for ``'a' IN (x)`` and for ``array_contains('a', x)``, where x is a column of lists."""
    kinds, changed = Kinds(tree, lens), None
    for node in list(tree.find_all(exp.In, exp.Anonymous)):
        called = isinstance(node, exp.Anonymous) and function_name(node) in _CONTAINS and len(node.expressions) == 2
        if called:
            value, place = node.expressions
        elif isinstance(node, exp.In) and len(node.expressions) == 1:
            value, place = node.this, node.expressions[0]
        else:
            continue
        value = value.this if isinstance(value, exp.Cast) and value.to.sql("duckdb").upper() == "VARIANT" else value
        if isinstance(value, exp.Literal) and kinds.lists(place):
            node.replace(exp.Anonymous(this="list_contains", expressions=[place.copy(), value.copy()]))
            changed = ("array_contains" if called else "IN"), "list_contains"
    return changed


def averaged(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """The share of the rows for which something is true: ``avg(CAST(x AS INT))`` for ``avg(x)``."""
    kinds, changed = Kinds(tree, lens), None
    for call in list(tree.find_all(exp.Anonymous)):
        given = call.expressions[0] if function_name(call) == "avg" and len(call.expressions) == 1 else None
        if given is not None and (isinstance(bare(given), _LOGICAL) or kinds.of(given) == BOOLEAN):
            changed = "A truth value", "0 or 1"
            given.replace(exp.cast(given.copy(), "INT"))
    return changed


def unequal(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """``x <> 'a'`` for ``x =! 'a'``, which reads as what is equal to NOT 'a'."""
    changed = False
    for node in list(tree.find_all(exp.EQ)):
        right = node.expression
        if isinstance(right, exp.Not) and isinstance(right.this, exp.Literal) and right.this.is_string:
            node.replace(exp.NEQ(this=node.this.copy(), expression=right.this.copy()))
            changed = True
    return ("=!", "<>") if changed else None
