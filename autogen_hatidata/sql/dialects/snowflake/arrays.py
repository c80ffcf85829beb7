"""More functions on ARRAYs and OBJECTs, each by one expression over DuckDB's lists of JSON; and all of them by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects.snowflake.json import CALLS as FIRST
from autogen_hatidata.sql.dialects.snowflake.json import as_json, as_text, as_variant, fill, of_json
from autogen_hatidata.sql.dialects.snowflake.kinds import JSON, OTHER, SEQUENCES, TABLE_CALLS, Call, is_json, kept
from autogen_hatidata.sql.dialects.source import number, unsupported

_unsupported = partial(unsupported, "Snowflake")

_FIRST, _SECOND = "CAST(it__.a AS JSON[])", "CAST(it__.b AS JSON[])"


def _once(text: str) -> str:
    """An expression over ``it__.a`` and ``it__.b``, which writes its arguments once, and outside of its lambdas."""
    given = "{'a': _0, 'b': _1}" if "it__.b" in text else "{'a': _0}"
    return f"list_extract(list_transform([{given}], lambda it__: {text}), 1)"


def _all(test: str) -> str:
    return f"list_bool_and(list_transform({_FIRST}, lambda e__: {test}))"


def _sorted_by(key: str) -> str:
    pairs = f"list_transform({_FIRST}, lambda e__: {{'k': {key}, 'v': e__}})"
    return f"list_transform(list_sort({pairs}), lambda e__: e__.v)"


def _kept(test: str) -> Callable[[list[exp.Expr]], exp.Expr]:
    return of_json(_once(f"to_json(list_filter({_FIRST}, lambda e__, at__: {test}))"), JSON)


_BY_VALUE = f"""
    CASE WHEN json_array_length(it__.a) = 0 THEN []
    WHEN {_all("json_type(e__) IN ('BIGINT', 'UBIGINT', 'DOUBLE')")} THEN {_sorted_by("TRY_CAST(e__ AS DOUBLE)")}
    WHEN {_all("json_type(e__) = 'VARCHAR'")} THEN {_sorted_by("json_extract_string(e__, '$')")}
    WHEN it__.a IS NOT NULL THEN CAST(CAST('numbers or texts are sorted, not both' AS TINYINT) AS JSON[]) END
"""
_TIMES = f"len(list_filter(list_slice({_FIRST}, 1, at__), lambda v__: v__ = e__))"
_TIMES_THERE = f"len(list_filter({_SECOND}, lambda v__: v__ = e__))"


def _unique(values: list[exp.Expr]) -> exp.Expr:
    """An aggregate: each value once."""
    text = "coalesce(to_json(list(DISTINCT _0) FILTER (WHERE _0 IS NOT NULL)), CAST('[]' AS JSON))"
    return kept(fill(text, values[0]), JSON)


def _remove(values: list[exp.Expr]) -> exp.Expr:
    text = _once(f"to_json(list_filter({_FIRST}, lambda e__: e__ <> it__.b))")
    return kept(fill(text, as_json(values[0]), as_variant(values[1])), JSON)


def _put_in(values: list[exp.Expr]) -> exp.Expr:
    """At a place counted from 0, which the ARRAY must have or end before."""
    place = number(values[1])
    if place is None or not place.is_integer():
        raise _unsupported("this form of ARRAY_INSERT", "write the place, counted from 0.")
    at = int(place)
    before, after = f"list_slice({_FIRST}, 1, {at})", f"list_slice({_FIRST}, {at + 1}, len({_FIRST}))"
    outside = "CAST(CAST('a place after the end of the ARRAY' AS TINYINT) AS JSON)"
    made = f"to_json(list_concat(list_append({before}, it__.b), {after}))"
    text = _once(f"CASE WHEN json_array_length(it__.a) < {at} THEN {outside} ELSE {made} END")
    return kept(fill(text, as_json(values[0]), as_variant(values[2])), JSON)


def _matches(values: list[exp.Expr]) -> exp.Expr:
    """All matches of a pattern, as an ARRAY; of nothing it is empty."""
    text = as_text(values[0]) if is_json(values[0]) else values[0]
    return kept(fill("to_json(regexp_extract_all(_0, _1))", text, values[1]), JSON)


def _text_key(values: list[exp.Expr], name: str) -> None:
    if not all(value.is_string for value in values):
        raise _unsupported(f"a computed key in {name}", "write the key as a text.")


def _insert(values: list[exp.Expr]) -> exp.Expr:
    """An error where the key is there already, unless the fourth argument is TRUE."""
    _text_key(values[1:2], "OBJECT_INSERT")
    update = len(values) > 3
    if update and not (isinstance(values[3], exp.Boolean) and values[3].this):
        raise _unsupported("this form of OBJECT_INSERT", "write TRUE as the fourth argument, or leave it away.")
    new = "json_merge_patch(_0, json_object(_1, _2))"
    twice = "CAST(CAST('the key is there already' AS TINYINT) AS JSON)"
    check = "" if update else f"WHEN list_contains(json_keys(_0), _1) THEN {twice}"
    text = f"CASE WHEN _2 IS NULL THEN _0 {check} ELSE {new} END"
    return kept(fill(text, as_json(values[0]), values[1], as_variant(values[2])), JSON)


def _pick(values: list[exp.Expr]) -> exp.Expr:
    _text_key(values[1:], "OBJECT_PICK")
    keys = exp.Array(expressions=[value.copy() for value in values[1:]])
    picked = "list_filter(json_keys(it__.a), lambda e__: list_contains(it__.b, e__))"
    pair = "to_json(e__) || ':' || json_extract(it__.a, '$.\"' || e__ || '\"')"
    text = _once(f"'{{' || array_to_string(list_transform({picked}, lambda e__: {pair}), ',') || '}}'")
    return kept(fill(f"CAST({text} AS JSON)", as_json(values[0]), keys), JSON)


_ARRAYS: dict[str, tuple[int, int, Callable[[list[exp.Expr]], exp.Expr]]] = {
    "ARRAY_COMPACT": (1, 1, _kept("json_type(e__) <> 'NULL'")),
    "ARRAY_DISTINCT": (1, 1, _kept(f"list_position({_FIRST}, e__) = at__")),
    "ARRAY_EXCEPT": (2, 2, _kept(f"{_TIMES} > {_TIMES_THERE}")),
    "ARRAY_FLATTEN": (1, 1, of_json("to_json(flatten(CAST(_0 AS JSON[][])))", JSON)),
    "ARRAY_INSERT": (3, 3, _put_in),
    "ARRAY_INTERSECTION": (2, 2, _kept(f"{_TIMES} <= {_TIMES_THERE}")),
    "ARRAY_MAX": (1, 1, of_json(_once(f"list_extract({_BY_VALUE}, -1)"), JSON)),
    "ARRAY_MIN": (1, 1, of_json(_once(f"list_extract({_BY_VALUE}, 1)"), JSON)),
    "ARRAY_REMOVE": (2, 2, _remove),
    "ARRAY_REVERSE": (1, 1, of_json("to_json(list_reverse(CAST(_0 AS JSON[])))", JSON)),
    "ARRAY_SORT": (1, 1, of_json(_once(f"to_json({_BY_VALUE})"), JSON)),
    "ARRAY_UNIQUE_AGG": (1, 1, _unique),
    **dict.fromkeys(("REGEXP_SUBSTR_ALL", "REGEXP_EXTRACT_ALL"), (2, 2, _matches)),
    "IS_DECIMAL": (1, 1, of_json("json_type(_0) IN ('BIGINT', 'UBIGINT', 'DOUBLE')")),
    "IS_DOUBLE": (1, 1, of_json("json_type(_0) IN ('BIGINT', 'UBIGINT', 'DOUBLE')")),
    "IS_REAL": (1, 1, of_json("json_type(_0) IN ('BIGINT', 'UBIGINT', 'DOUBLE')")),
    "AS_DOUBLE": (
        1, 1, of_json("CASE WHEN json_type(_0) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN CAST(_0 AS DOUBLE) END", OTHER),
    ),
    "AS_BOOLEAN": (1, 1, of_json("CASE WHEN json_type(_0) = 'BOOLEAN' THEN CAST(_0 AS BOOLEAN) END", OTHER)),
    "OBJECT_INSERT": (3, 4, _insert),
    "OBJECT_PICK": (2, 99, _pick),
}  # fmt: skip

CALLS = {**FIRST, **_ARRAYS}
"""Functions by name: the fewest and the most arguments, and what makes DuckDB's expression of these."""

REPEATING = frozenset(
    """
    ARRAY_SIZE TYPEOF STRIP_NULL_VALUE AS_VARCHAR AS_CHAR AS_INTEGER AS_ARRAY AS_OBJECT STRTOK AS_DOUBLE AS_BOOLEAN
    OBJECT_INSERT
    """.split()
)


def made_call(node: Call) -> exp.Expr | None:
    """DuckDB's expression for a call; None for one in FROM, which is made together with its alias."""
    if node.name in TABLE_CALLS or node.name in SEQUENCES:
        return None
    fewest, most, make = CALLS[node.name]
    values = list(node.expressions)
    if not fewest <= len(values) <= most:
        raise _unsupported(f"this form of {node.name}")
    return make(values)
