"""Lists, maps and rows of Trino, and how they become rows of a table."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import lambda_of, whole
from autogen_hatidata.sql.dialects.by_engine import LENGTH
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.sequences import series
from autogen_hatidata.sql.dialects.source import Untested, whole_call
from autogen_hatidata.sql.dialects.value_kinds import kind


def first(node: Call) -> exp.Expr:
    """The first or last value of a window."""
    value = node.expressions[0]
    if not isinstance(whole_call(node).parent, exp.Window):
        raise Untested(f"{node.name} without OVER")
    if isinstance(value, exp.IgnoreNulls):
        made = exp.LastValue if node.name == "LAST_VALUE" else exp.FirstValue
        return exp.IgnoreNulls(this=made(this=value.this.copy()))
    return built(f"{node.name.lower()}(a)", value.this if isinstance(value, exp.RespectNulls) else value)


def _at(value: exp.Expr, key: exp.Expr) -> exp.Bracket:
    """An item by its place or key, as it is written."""
    return exp.Bracket(this=exp.Paren(this=value.copy()), expressions=[key.copy()], offset=1)


def element_at(node: Call) -> exp.Expr:
    """Of a list from 1, or from its end; of a map by its key; NULL where it is not there."""
    value, at = node.expressions
    if whole(at) == 0:
        raise Untested("a place before the first of a list")
    if whole(at) is not None or kind(at) == "text":
        return _at(value, at)
    first = "typeof(a) LIKE '%]' AND CAST(b AS VARCHAR) = '0'"
    return _at(value, built(f"CASE WHEN {first} THEN {_none('places are counted from 1')} ELSE b END", value, at))


def _none(message: str) -> str:
    """An error in the place of ``b``."""
    return f"cast_to_type(CAST(CAST('{message}' AS TINYINT) AS VARCHAR), b)"


def each(node: Call) -> exp.Expr:
    """TRANSFORM and FILTER."""
    lambda_of(node.expressions[1], 1, node.name)
    return built(f"list_{node.name.lower()}(a, b)", *node.expressions)


def common(node: Call) -> exp.Expr:
    """In their order, each once, with NULL."""
    found = "IS NOT NULL" if node.name == "ARRAY_INTERSECT" else "IS NULL"
    test = f"list_position(a, it__) = at__ AND list_position(b, it__) {found}"
    return built(f"CASE WHEN b IS NOT NULL THEN list_filter(a, lambda it__, at__: {test}) END", *node.expressions)


_ITEM = (
    "CASE WHEN CASE WHEN b IS NULL AND a IS NOT NULL THEN CASE"
    " WHEN (typeof(a) LIKE '%]' AND json_type(to_json(a), '$[{0}]') IS NULL)"
    " OR (typeof(a) LIKE 'MAP(%' AND json_type(to_json(a), '$.\"{1}\"') IS NULL)"
    " THEN CAST('no such place or key' AS BOOLEAN) END END THEN NULL ELSE b END"
)
"""An item of a list, a value of a map or a field of a row, of which the text does not tell what it is."""


def bracket(node: exp.Bracket) -> str:
    """What is not there is an error."""
    at = node.expressions[0] if len(node.expressions) == 1 else None
    if at is None or isinstance(at, exp.Slice):
        raise Untested("brackets of that form")
    place, found = whole(at), kind(at)
    if found == "text":
        guard = "CASE WHEN len(map_extract(a, b)) = 0 THEN CAST('no such key in the map' AS BIGINT) ELSE 1 END"
        node.replace(built(f"list_extract(map_extract(a, b), {guard})", node.this, at))
        return "a key that is not there is an error"
    if place is not None and place < 1:
        raise Untested("a place before the first of a list")
    if found is None and kind(node.this) != "list":
        outside = f"TRY_CAST(CAST(b AS VARCHAR) AS BIGINT) NOT BETWEEN 1 AND {LENGTH}"
        missing = f"c IS NULL AND (typeof(a) NOT LIKE '%]' OR {outside})"
        guard = f"CASE WHEN {missing} THEN {_none('no such place or key')} ELSE b END"
        node.replace(_at(node.this, built(guard, node.this, at, _at(node.this, at))))
        return "a place that is not there is an error"
    if place is not None and kind(node.this) != "list":
        item = _at(node.this, exp.Literal.number(place))
        node.replace(built(_ITEM.format(place - 1, place), node.this, item))
        return "a place that is not there is an error"
    outside = "b < 1 OR b > len(a)" if place is None else "b > len(a)"
    guard = f"CASE WHEN {outside} THEN CAST('no such place in the list' AS BIGINT) ELSE b END"
    node.replace(built(f"list_extract(a, {guard})", node.this, at))
    return "a place that is not there is an error"


def unnest(node: exp.Unnest) -> str | None:
    """Several lists side by side, and maps, as a query of their own."""
    alias = node.args.get("alias")
    names = list(alias.columns) if alias else []
    offset = node.args.get("offset")
    query = series(node.expressions[0])
    if query is not None and not offset:
        node.replace(exp.Lateral(this=exp.Subquery(this=query), alias=alias.copy() if alias else None))
        return "numbers or dates in a row are rows"
    values = list(node.expressions)
    numbered = bool(offset)
    width = len(names) - (1 if numbered and not isinstance(offset, exp.Expr) else 0)
    parts = []
    if len(values) > 1:
        if any(kind(each) == "map" for each in values) or (names and width != len(values)):
            raise Untested("UNNEST of maps and lists side by side", "write map_keys(m), map_values(m).")
        parts = [built("unnest(a)", each) for each in values]
    elif kind(values[0]) == "map" or (width == 2 and kind(values[0]) in (None, "list")):
        parts = [built(f"unnest(map_{each}(a))", values[0]) for each in ("keys", "values")]
        values = [built("map_keys(a)", values[0])]
    elif width > 2:
        raise Untested("UNNEST of a list of rows", "write UNNEST(list) AS t(r) and r.field.")
    if not parts:
        return None
    if numbered:
        side_by_side = "a" if len(values) == 1 else f"list_zip({', '.join('abcdefgh'[: len(values)])})"
        parts.append(built(f"generate_subscripts({side_by_side}, 1)", *values))
    query = exp.Select(expressions=parts)
    made = exp.Lateral(this=exp.Subquery(this=query), alias=alias.copy() if alias else None)
    if numbered and isinstance(offset, exp.Identifier):
        made.args["alias"].append("columns", offset.copy())
    node.replace(made)
    return "lists side by side are rows"
