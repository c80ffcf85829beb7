"""Where Snowflake's semi-structured values may stand, and what they are there.

A VARIANT knows what it holds: it is compared, sorted and grouped as the number or text inside. JSON is compared as it
is written. So a value that is seen to be JSON may stand only where both say the same, and elsewhere it is refused with
the advice to cast it. Which columns of a table are JSON is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlglot import exp

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.snowflake.arrays import made_call
from autogen_hatidata.sql.dialects.snowflake.flatten import (
    check_columns,
    check_sequence,
    in_from,
    in_their_order,
    row_of_generator,
)
from autogen_hatidata.sql.dialects.snowflake.functions import TEXTS
from autogen_hatidata.sql.dialects.snowflake.json import (
    TO_OBJECT,
    array_construct,
    as_text,
    as_variant,
    bracket,
    extract,
    fill,
    json_path,
    object_construct,
    of_json,
    to_array,
)
from autogen_hatidata.sql.dialects.snowflake.kinds import (
    JSON,
    KIND,
    NOTHING,
    OTHER,
    SEQUENCES,
    TABLE_CALLS,
    UNSURE,
    Call,
    Kinds,
    is_json,
    kept,
    seen_through,
)
from autogen_hatidata.sql.dialects.source import WRITTEN, bare, unsupported, whole_call, wrap

_unsupported = partial(unsupported, "Snowflake")

_CAST_IT = "say what it holds, as in v:a::STRING or v:a::NUMBER."
_RULE = "VARIANT, OBJECT and ARRAY are JSON"

_READS_OTHERWISE = re.compile(r"\s*(?:[-+]?[0-9.]|[\[{\"]|(?:true|false|null|nan|-?inf)\s*$)", re.IGNORECASE)
"""Texts that a VARIANT may equal without holding a text."""

_TEXTS = frozenset({exp.DType.TEXT, exp.DType.VARCHAR, exp.DType.CHAR})
_JSONS = frozenset({exp.DType.VARIANT, exp.DType.OBJECT, exp.DType.ARRAY})
_STAMPS = frozenset({exp.DType.TIMESTAMP, exp.DType.TIMESTAMPNTZ})
_OFFSET = r"(:[0-9]{2}(?:\.[0-9]+)?) ?(?:Z|[-+][0-9]{2}:?[0-9]{2})$"
"""TIMESTAMP_NTZ leaves a time zone away; DuckDB would go to UTC by it."""


def _is_list(node: exp.Expr) -> bool:
    """Whether it is what ARRAY_AGG makes of other values than VARIANTs: its text is that of an ARRAY all the same."""
    while isinstance(node, exp.Paren | exp.WithinGroup | exp.Filter):
        node = node.this
    return isinstance(node, exp.ArrayAgg) and not is_json(node)


def _cast(node: exp.Cast) -> exp.Expr | None:
    kind = node.to.this
    if kind in _JSONS:
        if isinstance(node, exp.TryCast):
            raise _unsupported(f"TRY_CAST to {kind.name}", "write TRY_PARSE_JSON(text).")
        if kind == exp.DType.VARIANT:
            return as_variant(node.this)
        return to_array(node.this) if kind == exp.DType.ARRAY else of_json(TO_OBJECT, JSON)([node.this])
    if _is_list(node.this) and kind in _TEXTS:
        return kept(exp.cast(exp.cast(node.this.copy(), exp.DType.JSON), exp.DType.TEXT), OTHER)
    if not is_json(node.this):
        return None
    if isinstance(node, exp.TryCast):
        raise _unsupported("TRY_CAST of a VARIANT", "cast it to a text first: TRY_CAST(v:a::STRING AS INT).")
    text = as_text(node.this)
    if kind in _TEXTS:
        return text
    if kind in _STAMPS:
        text = _without_zone(text)
    whole = node.copy()
    whole.this.replace(text)
    return kept(whole, OTHER)


def _without_zone(text: exp.Expr) -> exp.Expr:
    return fill(r"regexp_replace(_0, _1, '\1')", text, exp.Literal.string(_OFFSET))


def _literal(node: exp.Expr) -> str | None:
    """text, number or truth: what a literal is, where a VARIANT compares with it as with its own kind."""
    inner = bare(node)
    if isinstance(inner, exp.Boolean):
        return "truth"
    if not isinstance(inner, exp.Literal):
        return None
    if inner.is_string:
        return None if _READS_OTHERWISE.match(inner.name) and not _DATED.match(inner.name) else "text"
    return "number" if len(inner.name) <= _EXACT else None


_EXACT = 15
_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _comparable(value: exp.Expr, others: list[exp.Expr]) -> exp.Expr:
    found = {_literal(other) for other in others}
    if len(found) != 1 or None in found:
        raise _unsupported("a comparison of a VARIANT", _CAST_IT)
    text = as_text(value)
    if found == {"number"}:
        return exp.cast(text, exp.DType.DOUBLE)
    return text if found == {"text"} else exp.cast(text, exp.DType.BOOLEAN)


def _compare(node: exp.Expr) -> exp.Expr | None:
    """A VARIANT and a literal compare as the literal's kind."""
    sides = {"this": node.this, "expression": node.expression}
    for key, value in sides.items():
        other = node.expression if key == "this" else node.this
        if is_json(value):
            value.replace(_comparable(value, [other]))
            return node
    return None


def _in(node: exp.In) -> exp.Expr | None:
    if not is_json(node.this):
        return None
    if node.args.get("query") or not node.expressions:
        raise _unsupported("IN (SELECT ...) of a VARIANT", _CAST_IT)
    node.this.replace(_comparable(node.this, node.expressions))
    return node


def _between(node: exp.Between) -> exp.Expr | None:
    if not is_json(node.this):
        return None
    node.this.replace(_comparable(node.this, [node.args["low"], node.args["high"]]))
    return node


def _text_operands(node: exp.Expr) -> exp.Expr | None:
    """A VARIANT where a text is expected is cast to one."""
    found = [child for child in _operands(node) if is_json(child)]
    for child in found:
        child.replace(as_text(child))
    return node if found else None


def _listagg(node: exp.GroupConcat) -> exp.Expr | None:
    value = node.this.this if isinstance(node.this, exp.Order) else node.this
    if not is_json(value):
        return None
    value.replace(as_text(value.copy()))
    return node


def _form_operands(node: forms.Call) -> exp.Expr | None:
    """The same for a function of the table of forms that takes texts."""
    if node.name.startswith("TO_TIMESTAMP") and is_json(node.expressions[0]):
        node.set("expressions", [_without_zone(as_text(node.expressions[0]))])
        return node
    if node.name in TEXTS or not any(map(is_json, node.expressions)):
        return _text_operands(node)
    raise _unsupported(f"a VARIANT in {node.name}", _CAST_IT)


def _number_operands(node: exp.Expr) -> exp.Expr | None:
    """A VARIANT where a number is expected is read as one."""
    found = [child for child in _operands(node) if is_json(child)]
    for child in found:
        child.replace(kept(exp.cast(as_text(child), exp.DType.DOUBLE), OTHER))
    return node if found else None


def _truth_operands(node: exp.Expr) -> exp.Expr | None:
    """A VARIANT where a condition is expected is read as a BOOLEAN."""
    children = [node.this] if isinstance(node, exp.If) else _operands(node)
    found = [child for child in children if is_json(child)]
    for child in found:
        child.replace(kept(exp.cast(as_text(child), exp.DType.BOOLEAN), OTHER))
    return node if found else None


def _operands(node: exp.Expr) -> list[exp.Expr]:
    return [child for child in node.iter_expressions() if not isinstance(child, exp.Literal)]


def _branches(node: exp.Expr) -> exp.Expr | None:
    """Literals beside VARIANTs are VARIANTs too."""
    values = seen_through(node)
    if not any(is_json(value) for value in values):
        return None
    for value in values:
        inner = bare(value)
        if isinstance(inner, exp.Literal | exp.Boolean):
            value.replace(as_variant(value))
        elif not is_json(value) and not isinstance(inner, exp.Null):
            raise _unsupported("a choice between a VARIANT and another value", _CAST_IT)
    return kept(node, JSON)


def _array(node: exp.Array) -> exp.Expr:
    return array_construct(list(node.expressions))


def _dot(node: exp.Dot) -> exp.Expr | None:
    return extract(node.this, [node.expression.name]) if is_json(node.this) else None


def _struct(node: exp.Struct) -> exp.Expr:
    values = []
    for pair in node.expressions:
        if not isinstance(pair, exp.PropertyEQ) or not isinstance(bare(pair.expression), exp.Literal | exp.Boolean):
            raise _unsupported("{...} with computed values", "write OBJECT_CONSTRUCT('a', a).")
        values += [exp.Literal.string(pair.this.name), pair.expression]
    return object_construct(values)


def _array_agg(node: exp.ArrayAgg) -> exp.Expr | None:
    """Of VARIANTs an ARRAY; of other values a list, which is one in all but name."""
    if is_json(node):
        wrap(whole_call(node), lambda whole: kept(exp.Anonymous(this="to_json", expressions=[whole]), JSON))
    return None


_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_TAKES_TEXT = (
    exp.DPipe, exp.Like, exp.ILike, exp.Upper, exp.Lower, exp.Trim, exp.Length, exp.Contains, exp.StartsWith,
    exp.EndsWith, exp.Concat, exp.ConcatWs, exp.ToChar, exp.ToNumber, exp.ToDouble, exp.TsOrDsToDate,
    exp.Replace, exp.RegexpReplace, exp.RegexpLike, exp.SplitPart,
    exp.Left, exp.Right, exp.Substring, exp.Reverse, exp.Initcap, exp.StrPosition, exp.MD5, exp.Pad,
)  # fmt: skip

_CHANGES: dict[type[exp.Expr], Callable[[Any], exp.Expr | None]] = {
    Call: lambda node: row_of_generator() if node.name in SEQUENCES else made_call(node),
    exp.JSONExtract: json_path,
    exp.Bracket: bracket,
    exp.Dot: _dot,
    exp.Array: _array,
    exp.ArrayAgg: _array_agg,
    exp.GroupConcat: _listagg,
    exp.Lateral: in_from,
    exp.TableFromRows: in_from,
    exp.Struct: _struct,
    exp.Cast: _cast,
    exp.TryCast: _cast,
    exp.In: _in,
    exp.Between: _between,
    exp.Coalesce: _branches,
    exp.If: lambda node: _branches(node) or _truth_operands(node),
    exp.Case: _branches,
    **dict.fromkeys(_COMPARISONS, _compare),
    **dict.fromkeys((exp.And, exp.Or, exp.Not, exp.Where, exp.Having, exp.Qualify), _truth_operands),
    **dict.fromkeys(_TAKES_TEXT, _text_operands),
    **dict.fromkeys(
        (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.Abs, exp.Round, exp.Sum, exp.Avg), _number_operands
    ),
    forms.Call: _form_operands,
}


_TAKE_JSON = frozenset(
    {
        *_CHANGES, exp.Paren, exp.Alias, exp.PropertyEQ, exp.AnyValue, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue,
        exp.IgnoreNulls, exp.Subquery, exp.Kwarg,
    }
)  # fmt: skip
"""Nodes that are looked after here, or give what they are given."""


def _may_stand(node: exp.Expr) -> bool:
    parent, key = node.parent, node.arg_key
    if isinstance(parent, exp.Select):
        return key == "expressions"
    if isinstance(parent, exp.Order):
        return key == "this" and isinstance(parent.parent, exp.ArrayAgg | exp.GroupConcat)
    if isinstance(parent, exp.Is):
        return isinstance(parent.expression, exp.Null)
    if isinstance(parent, exp.If):
        return True
    if isinstance(parent, exp.In | exp.Between | exp.Case | exp.Window | exp.WithinGroup | exp.Filter):
        return key == ("default" if isinstance(parent, exp.Case) else "this")
    if isinstance(parent, exp.Lag | exp.Lead):
        return key == "this"
    return isinstance(parent, exp.Count) or type(parent) in _TAKE_JSON


def _check_place(node: exp.Expr) -> None:
    if not _may_stand(node):
        where = str(node.parent.meta.get(WRITTEN, type(node.parent).__name__)).upper() if node.parent else ""
        raise _unsupported(f"a VARIANT in {_PLACES.get(where, where)}", _CAST_IT)


_PLACES = {
    "ORDERED": "ORDER BY", "GROUP": "GROUP BY", "WINDOW": "PARTITION BY", "ADD": "+", "SUB": "-", "MUL": "*",
    "DIV": "/", "NEG": "-", "AND": "a condition", "OR": "a condition", "NOT": "a condition", "WHERE": "a condition",
    "HAVING": "a condition", "QUALIFY": "a condition", "IF": "a condition", "TUPLE": "a row",
}  # fmt: skip


def _check_select(select: exp.Select, kinds: Kinds) -> None:
    """What compares whole rows or names columns by their number."""
    values = select.expressions
    json = [place for place, value in enumerate(values, 1) if kinds.of(value) == JSON]
    if not json:
        return
    group = select.args.get("group")
    order = select.args.get("order")
    distinct = select.args.get("distinct")
    if distinct and not distinct.args.get("on"):
        raise _unsupported("a VARIANT in DISTINCT", _CAST_IT)
    if group and group.args.get("all") and any(not values[place - 1].find(exp.AggFunc) for place in json):
        raise _unsupported("a VARIANT in GROUP BY", _CAST_IT)
    by_number = [*(group.expressions if group else []), *(each.this for each in (order.expressions if order else []))]
    if any(isinstance(each, exp.Literal) and each.name in map(str, json) for each in by_number):
        raise _unsupported("a VARIANT in GROUP BY or ORDER BY", _CAST_IT)


def _check_set(node: exp.SetOperation, kinds: Kinds) -> None:
    sides = [list(kinds.columns(side).values()) for side in (node.this, node.expression)]
    if JSON not in [*sides[0], *sides[1]]:
        return
    mixed = any(one != other and NOTHING not in (one, other) for one, other in zip(*sides, strict=False))
    if mixed or len(sides[0]) != len(sides[1]) or node.args.get("distinct") or type(node) is not exp.Union:
        raise _unsupported("a VARIANT in a set operation", _CAST_IT)


def _check(nodes: Sequence[exp.Expr]) -> bool:
    """Mark what is JSON, and refuse it where it would be another value; says whether there is any."""
    kinds = Kinds()
    found = False
    for node in nodes:
        kind = kinds.of(node)
        if kind == UNSURE:
            raise _unsupported(
                f"the name {node.name} of a VARIANT beside a table", "write the path again, with a cast."
            )
        if kind == JSON:
            found = True
            node.meta[KIND] = JSON
            _check_place(node)
        if isinstance(node, exp.Select):
            _check_select(node, kinds)
            check_columns(node)
        elif isinstance(node, exp.ArrayAgg | exp.GroupConcat):
            found = found or isinstance(node, exp.ArrayAgg)
            in_their_order(node)
        elif isinstance(node, exp.SetOperation):
            _check_set(node, kinds)
        elif isinstance(node, Call) and node.name in TABLE_CALLS:
            found = True
            if not isinstance(node.parent, exp.Lateral | exp.TableFromRows):
                raise _unsupported(f"{node.name} outside FROM", f"write FROM t, LATERAL {node.name}(...) f.")
        elif isinstance(node, Call):
            found = True
            if node.name in SEQUENCES:
                check_sequence(node)
            elif node.name == "OBJECT_AGG" and isinstance(node.parent, exp.Window | exp.Filter):
                raise _unsupported("OBJECT_AGG as a window function", "write OBJECT_AGG with GROUP BY.")
    return found


_MOST_STEPS = 20


def _check_depth(nodes: Sequence[exp.Expr]) -> None:
    """Casts and paths follow each other without parentheses, and each is written around all before it."""
    depth = {id(None): 0}
    for node in nodes:  # parents come first
        depth[id(node)] = depth.get(id(node.parent), 0) + (type(node) in _STEPS)
        if depth[id(node)] > _MOST_STEPS:
            raise LimitExceeded("Too many casts and paths follow each other.", "name steps with WITH.")


_STEPS = frozenset({Call, exp.Cast, exp.TryCast, exp.JSONExtract, exp.Bracket, exp.Dot, exp.Array, exp.Struct})


_BEGINNINGS = (Call, exp.JSONExtract, exp.Bracket, exp.Dot, exp.Array, exp.Struct, exp.ArrayAgg)
"""Where a VARIANT comes from; a table's column is one only where one of these takes it for one."""


def _begins(node: exp.Expr) -> bool:
    return isinstance(node, _BEGINNINGS) or (isinstance(node, exp.DataType) and node.this in _JSONS)


def to_json(nodes: Sequence[exp.Expr]) -> list[str]:
    """Change the nodes of a tree in place so that its VARIANTs are JSON, and say so."""
    if not any(map(_begins, nodes)):
        return []
    _check_depth(nodes)
    if not _check(nodes):
        return []
    changed = False
    for node in reversed(nodes):
        change = _CHANGES.get(type(node))
        new = change(node) if change else None
        changed = changed or new is not None
        if new is not None and new is not node:
            node.replace(new)
    return [_RULE] if changed else []
