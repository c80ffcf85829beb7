"""Functions over lists and maps that Databricks and Trino have in common."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import lambda_of, whole
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import Untested


def _with_entries(function: exp.Expr, count: int, name: str) -> exp.Lambda:
    """A lambda of a key and a value as one of an entry."""
    made = lambda_of(function, count, name).copy()
    key, value = (each.name.lower() for each in made.expressions)
    holder = exp.Paren(this=made.this)
    for column in list(holder.find_all(exp.Column)):
        field = {key: "key", value: "value"}.get(column.name.lower())
        if field and not column.table:
            column.replace(built(f"e__.{field}"))
    for leaf in list(holder.find_all(exp.Identifier)):
        if leaf.name.lower() in (key, value) and not isinstance(leaf.parent, exp.Column):
            field = "key" if leaf.name.lower() == key else "value"
            leaf.replace(built(f"e__.{field}"))
    made.set("expressions", [exp.to_identifier("e__")])
    made.set("this", holder)
    return made


_MAPS = {
    "MAP_FILTER": "map_from_entries(list_filter(map_entries(a), b))",
    "TRANSFORM_VALUES": "map(map_keys(a), list_transform(map_entries(a), b))",
    "TRANSFORM_KEYS": "map(list_transform(map_entries(a), b), map_values(a))",
}


def map_each(node: Call) -> exp.Expr:
    """MAP_FILTER, TRANSFORM_VALUES and TRANSFORM_KEYS."""
    value, function = node.expressions
    return built(_MAPS[node.name], value, _with_entries(function, 2, node.name))


def zip_with(node: Call) -> exp.Expr:
    """Two lists item by item; the shorter one goes on with NULL."""
    left, right, function = node.expressions
    made = lambda_of(function, 2, node.name).copy()
    names = [each.name.lower() for each in made.expressions]
    holder = exp.Paren(this=made.this)
    for leaf in list(holder.find_all(exp.Column, exp.Identifier)):
        if leaf.name.lower() in names and not isinstance(leaf.parent, exp.Column):
            leaf.replace(built(f"struct_extract_at(it__, {names.index(leaf.name.lower()) + 1})"))
    made.set("expressions", [exp.to_identifier("it__")])
    made.set("this", holder)
    return built("list_transform(list_zip(a, b), c)", left, right, made)


def array_join(node: Call) -> exp.Expr:
    """With a text in the place of NULL."""
    value, sep, null = node.expressions
    filled = "list_transform(a, lambda it__: coalesce(CAST(it__ AS VARCHAR), c))"
    return built(f"array_to_string({filled}, b)", value, sep, null)


def slice_(node: Call) -> exp.Expr:
    """From a place, also from the end, so many."""
    value, start, length = node.expressions
    place, many = whole(start), whole(length)
    if not place or many is None or many < 0:
        raise Untested("this form of SLICE")
    if place > 0:
        return built("list_slice(a, b, c)", value, start, exp.Literal.number(place + many - 1))
    return built(
        f"CASE WHEN len(a) < {-place} THEN list_slice(a, 2, 1)"
        f" ELSE list_slice(a, len(a) + 1 + b, len(a) + {place + many}) END",
        value, start,
    )  # fmt: skip


def arrays_zip(node: Call) -> exp.Expr:
    """Lists side by side, filled with NULL; a field has the name of its column, or its place."""
    lists = node.expressions
    names = "abcdefgh"[: len(lists)]
    fields = [each.name if isinstance(each, exp.Column) else str(at) for at, each in enumerate(lists)]
    if len({field.lower() for field in fields}) < len(fields) or any("'" in field for field in fields):
        raise Untested("ARRAYS_ZIP of lists with one name")
    pairs = ", ".join(f"'{field}': struct_extract_at(it__, {at})" for at, field in enumerate(fields, 1))
    known = " AND ".join(f"{name} IS NOT NULL" for name in names)
    zipped = f"list_zip({', '.join(names)})"
    return built(f"CASE WHEN {known} THEN list_transform({zipped}, lambda it__: {{{pairs}}}) END", *lists)
