"""Lists, maps, structs and JSON of Databricks and Spark."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.builders import JSON_PATH, VALID_JSON, text_of, whole
from autogen_hatidata.sql.dialects.by_engine import WITHOUT_NULLS
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import Untested
from autogen_hatidata.sql.dialects.value_kinds import kind


def map_(node: Call) -> exp.Expr:
    if len(node.expressions) % 2:
        raise Untested("this form of MAP")
    keys, values = (
        exp.Anonymous(this="list_value", expressions=[each.copy() for each in node.expressions[first::2]])
        for first in (0, 1)
    )
    return exp.Anonymous(this="map", expressions=[keys, values])


def named_struct(node: Call) -> exp.Expr:
    names = [text_of(each, "a name in NAMED_STRUCT") for each in node.expressions[::2]]
    if len(node.expressions) % 2:
        raise Untested("this form of NAMED_STRUCT")
    pairs = zip(names, node.expressions[1::2], strict=True)
    return exp.Struct(
        expressions=[
            exp.PropertyEQ(this=exp.to_identifier(name, quoted=True), expression=each.copy()) for name, each in pairs
        ]
    )


def element_at(node: Call) -> exp.Expr:
    """Of a list from 1, or from its end; of a map by its key."""
    value, at = node.expressions
    place = whole(at)
    if place is None:
        if kind(at) != "text":
            raise Untested("ELEMENT_AT with a place that is computed", "write get(list, place), which counts from 0.")
        return built("a[b]", value, at)
    if not place:
        raise Untested("ELEMENT_AT with the place 0")
    if node.name == "TRY_ELEMENT_AT":
        return built("list_extract(a, b)", value, at)
    guarded = "CASE WHEN len(a) < c THEN CAST('no such place in the list' AS BIGINT) ELSE b END"
    return built(f"list_extract(a, {guarded})", value, at, exp.Literal.number(abs(place)))


def sort_array(node: Call) -> exp.Expr:
    value, *up = node.expressions
    if up and not isinstance(up[0], exp.Boolean):
        raise Untested("this form of SORT_ARRAY")
    order = "'ASC', 'NULLS FIRST'" if not up or up[0].this else "'DESC', 'NULLS LAST'"
    return built(f"list_sort(a, {order})", value)


def collect_set(node: Call) -> exp.Expr:
    return built("list(a)", exp.Distinct(expressions=[node.expressions[0].copy()]))


def each(node: Call) -> exp.Expr:
    """The second name of a lambda is a place from 0; DuckDB counts from 1."""
    value, function = node.expressions
    if not isinstance(function, exp.Lambda) or len(function.expressions) > 2:
        raise Untested(f"this form of {node.name}")
    made = function.copy()
    if len(made.expressions) == 2:
        place = made.expressions[1].name
        if any(name.name not in forms.OWN for inner in made.this.find_all(exp.Lambda) for name in inner.expressions):
            raise Untested(f"a place in {node.name} with another lambda inside")
        holder = exp.Paren(this=made.this)
        for name in [each for each in holder.find_all(exp.Identifier) if each.name.lower() == place.lower()]:
            named = isinstance(name.parent, exp.PropertyEQ) and name.arg_key == "this"
            if named or isinstance(name.parent, exp.Dot | exp.Alias):
                raise Untested(f"that name of a place in {node.name}")
            name.replace(exp.Paren(this=exp.Sub(this=name.copy(), expression=exp.Literal.number(1))))
        made.set("this", holder)
    return built(f"list_{node.name.lower()}(a, b)", value, made)


def get_json_object(node: Call) -> exp.Expr:
    path = text_of(node.expressions[1], "a path in GET_JSON_OBJECT")
    if not JSON_PATH.fullmatch(path):
        raise Untested("that path in GET_JSON_OBJECT")
    return built("json_extract_string(a, b)", built(VALID_JSON, node.expressions[0]), node.expressions[1])


_FIELD = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*:?\s+(INT|INTEGER|BIGINT|STRING|DOUBLE|BOOLEAN|DATE)\s*", re.I)
_JSON_LIST = re.compile(r"ARRAY<(INT|BIGINT|STRING|DOUBLE|BOOLEAN|DATE)>", re.IGNORECASE)


def from_json(node: Call) -> exp.Expr:
    """By a flat list of fields, or a list of one type; what does not fit is NULL."""
    schema = text_of(node.expressions[1], "a schema in FROM_JSON")
    fields = [_FIELD.fullmatch(each) for each in re.sub(r"^STRUCT<(.*)>$", r"\1", schema, flags=re.I).split(",")]
    listed = _JSON_LIST.fullmatch(schema.strip())
    if listed:
        to = f"{listed[1]}[]"
    elif all(fields):
        to = f"STRUCT({', '.join(f'{each[1]} {each[2]}' for each in fields if each)})"
    else:
        raise Untested("that schema in FROM_JSON", "write names and types, as in 'a INT, b STRING'.")
    return built(
        f"TRY_CAST({VALID_JSON} AS {to})".replace("THEN a END", "THEN CAST(a AS JSON) END"), node.expressions[0]
    )


def to_json(node: Call) -> exp.Expr:
    """Fields that are NULL are left out."""
    other = "CAST(CAST('a time or a decimal in to_json' AS TINYINT) AS VARCHAR)"
    return built(
        f"CASE WHEN regexp_matches(typeof(a), 'TIMESTAMP|DECIMAL') THEN {other}"
        f" ELSE CAST({WITHOUT_NULLS} AS VARCHAR) END",
        node.expressions[0],
    )
