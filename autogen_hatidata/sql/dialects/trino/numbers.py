"""Numbers of Trino whose type only the tables tell: DuckDB binds what stands here to whatever the type is.

A division of whole numbers is cut off, one of decimals keeps the larger number of their places, and one of DOUBLEs goes
on. The average of decimals is a decimal of the same places.
"""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import INTEGERS
from autogen_hatidata.sql.dialects.clauses import computing, with_window
from autogen_hatidata.sql.dialects.double_texts import SCIENTIFIC
from autogen_hatidata.sql.dialects.forms import Call, built, copied
from autogen_hatidata.sql.dialects.source import Untested, bare, never_zero
from autogen_hatidata.sql.dialects.value_kinds import kind

_UP = "1.000000000000001"
"""A quotient of decimals may lie a little below the half that it is."""

_QUOTIENT = (
    "coalesce(cast_to_type(CASE WHEN typeof(coalesce(a, b)) NOT LIKE '%INT%' THEN a / b"
    f" * CASE WHEN typeof(coalesce(a, b)) LIKE 'DECIMAL%' THEN {_UP} ELSE 1e0 END END, coalesce(a, b) * 1),"
    " cast_to_type(a // b, coalesce(a, b) * 1))"
)
_ZERO = "b = 0 AND a IS NOT NULL"
_EXACT = "typeof(coalesce(a, b)) NOT IN ('DOUBLE', 'FLOAT')"

_AVERAGE = f"cast_to_type(a * CASE WHEN typeof(b) LIKE 'DECIMAL%' THEN {_UP} ELSE 1e0 END, b)"
"""An average, beside a median of the same values, which is not computed: it has the type of the average."""


def divide(node: exp.Div) -> str:
    """Whole numbers give a whole number, decimals keep their places, and DOUBLEs go on."""
    left, right = node.this, node.expression
    kinds = {kind(left), kind(right)}
    if kinds == {"int"}:
        node.replace(_guarded("(a // b)", left, right))
        return "a division of whole numbers is cut off"
    if "double" in kinds:
        node.set("typed", False)
        node.set("safe", False)
        return "a division of DOUBLEs is one"
    node.replace(_guarded(_QUOTIENT, left, right))
    return "a division has the type of its numbers"


def remainder(node: exp.Mod) -> str | None:
    """What is left of a division by zero is an error, but for DOUBLEs."""
    if never_zero(node.expression):
        return None
    node.replace(_guarded("(a % b)", node.this, node.expression))
    return "a division by zero is an error"


def mod(node: Call) -> exp.Expr:
    """MOD is the sign."""
    return _guarded("(a % b)", *node.expressions)


def _guarded(text: str, left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """With an error for 0. The whole is a CASE: of other calls inside a TRY, DuckDB computes what stands twice before
    it."""
    if never_zero(right):
        return built(text, left, right)
    zero = _ZERO if {kind(left), kind(right)} <= {"int", "decimal"} else f"{_ZERO} AND {_EXACT}"
    return built(f"CASE WHEN {zero} THEN CAST('division by zero' AS TINYINT) ELSE {text} END", left, right)


def attempt(node: Call) -> exp.Expr:
    """TRY; a cast and a reading of a time have words of their own for it."""
    value = node.expressions[0]
    if isinstance(value, exp.Cast):
        return exp.TryCast(this=value.this.copy(), to=value.to.copy())
    if isinstance(value, exp.Anonymous) and value.name.lower() == "strptime":
        return built("try_strptime(a, b)", *value.expressions)
    return built("try(a)", value)


def average(node: Call) -> None:
    """An average of decimals is a decimal, any other a DOUBLE."""
    whole = with_window(node)
    value = node.expressions[0]
    found = kind(value)
    if found in ("int", "double"):
        node.replace(built("avg(a)", value))
        return
    copied(value)
    whole.replace(built(_AVERAGE, *(computing(name, whole) for name in ("avg(a)", "quantile_cont(a, 0.5)"))))


def cast(node: exp.Cast) -> str | None:
    """A DOUBLE is rounded, a half away from zero; a text has to be a whole number."""
    value, found = node.this, kind(node.this)
    if isinstance(value, exp.Null):
        return None
    if node.to.this == exp.DType.VARCHAR:
        return _write(node, found)
    if node.to.this in _NESTED and _is_no_json(value):
        return _nested(node)
    if node.to.this == exp.DType.TIMESTAMP:
        return _moment(node)
    if node.to.this in _FORMS and found in (None, "text"):
        return _formed(node)
    if node.to.this not in INTEGERS or found in ("int", "boolean", "decimal"):
        return None
    word = f"{'TRY_CAST' if isinstance(node, exp.TryCast) else 'CAST'}(% AS {node.to.sql('duckdb')})"
    rounded = word.replace("%", "round(CAST(a AS DOUBLE))")
    text = word.replace("%", "'no whole number: ' || CAST(a AS VARCHAR)")
    plain = word.replace("%", "a")
    if found == "double":
        made = built(rounded, value)
    elif found == "text":
        made = built(f"CASE WHEN regexp_matches(a, '[^0-9+-]') THEN {text} ELSE {plain} END", value)
    else:
        bad = "typeof(a) = 'VARCHAR' AND regexp_matches(CAST(a AS VARCHAR), '[^0-9+-]')"
        numbers = f"CASE WHEN typeof(a) IN ('DOUBLE', 'FLOAT') THEN {rounded}"
        made = built(f"{numbers} WHEN {bad} THEN {text} ELSE {plain} END", value)
    node.replace(made)
    return "a half of a DOUBLE is rounded away from zero"


_ITEMS = (
    "CASE WHEN regexp_matches(typeof(a), '^(DOUBLE|FLOAT|TIMESTAMP.*)[[]') THEN"
    " [CAST(CAST('items as texts: write TRANSFORM(list, x -> CAST(x AS VARCHAR))' AS TINYINT) AS VARCHAR)]"
    " ELSE CAST(a AS VARCHAR[]) END"
)
_NESTED = (exp.DType.ARRAY, exp.DType.MAP, exp.DType.STRUCT)


def _is_no_json(value: exp.Expr) -> bool:
    """Whether what is cast is no JSON, whose items are texts already."""
    return kind(value) != "json" and not (isinstance(bare(value), exp.Anonymous) and "json" in bare(value).name.lower())


def _nested(node: exp.Cast) -> str | None:
    """Items of a list as texts are written as each of them alone; DuckDB writes a DOUBLE in its own way."""
    inside = [each for each in node.to.find_all(exp.DataType) if each is not node.to]
    if not any(each.this == exp.DType.VARCHAR for each in inside):
        return None
    if node.to.this != exp.DType.ARRAY or len(inside) != 1:
        if all(kind(each) != "double" for each in node.this.walk()):
            return None
        raise Untested("CAST of items to VARCHAR", "write TRANSFORM(list, x -> CAST(x AS VARCHAR)).")
    if kind(node.this) != "list":
        node.replace(built(_ITEMS, node.this))
        return None
    holder = exp.Paren(this=exp.Cast(this=exp.column("e__"), to=inside[0].copy()))
    cast(holder.this)
    node.replace(built("list_transform(a, lambda e__: b)", node.this, holder.this))
    return "items are written as each alone"


_FORMS = {
    exp.DType.BOOLEAN: "(?i)t|true|1|f|false|0",
    exp.DType.DATE: " *[-+]?[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2} *",
}
"""Texts that are values of these types; DuckDB reads more."""


def _formed(node: exp.Cast) -> str | None:
    value, pattern = bare(node.this), _FORMS[node.to.this]
    if isinstance(value, exp.Literal) and re.fullmatch(pattern, value.name):
        return None
    word = "TRY_CAST" if isinstance(node, exp.TryCast) else "CAST"
    to = node.to.sql("duckdb")
    other = f"typeof(a) = 'VARCHAR' AND NOT regexp_full_match(CAST(a AS VARCHAR), '{pattern}')"
    text = f"{word}('no {to.lower()}: ' || CAST(a AS VARCHAR) AS {to})"
    node.replace(built(f"CASE WHEN {other} THEN {text} ELSE {word}(a AS {to}) END", node.this))
    return f"fewer texts are a {to}"


_REAL = "CAST(CAST('a REAL as a text: make it a DOUBLE' AS TINYINT) AS VARCHAR)"
_CLOCK = "CAST(CAST('a time as a text: write date_format of a timestamp' AS TINYINT) AS VARCHAR)"
_WRITTEN = (
    f"CASE WHEN typeof(a) = 'TIME' THEN {_CLOCK} WHEN typeof(a) = 'DOUBLE' THEN {SCIENTIFIC}"
    f" WHEN typeof(a) = 'FLOAT' THEN {_REAL} ELSE CAST(a AS VARCHAR) END"
)

_STAMP = "CAST(CAST('a timestamp as a text: write date_format' AS TINYINT) AS VARCHAR)"
_LONG = "CAST(CAST('a value that is longer than its VARCHAR' AS TINYINT) AS VARCHAR)"


def _write(node: exp.Cast, found: str | None) -> str | None:
    """A JSON text has no quotes; a text is cut off to a length, any other value has to fit."""
    length = node.to.expressions[0].name if node.to.expressions else None
    if isinstance(node.this, exp.Cast) and node.this.to.this == exp.DType.TIME:
        raise Untested("CAST of a time to VARCHAR", "write DATE_FORMAT(x, '%H:%i:%s') of a timestamp.")
    if found == "timestamp":
        raise Untested("CAST of a timestamp to VARCHAR", "write DATE_FORMAT(x, '%Y-%m-%d %H:%i:%s').")
    value, rule = node.this, None
    if found in (None, "double"):
        value = built(
            f"CASE WHEN typeof(a) LIKE 'TIMESTAMP%' THEN {_STAMP}"
            f" WHEN typeof(a) = 'JSON' THEN json_extract_string(CAST(a AS JSON), '$') ELSE {_WRITTEN} END",
            value,
        )
        rule = "a DOUBLE is written as 1.5E0"
    elif length is None:
        return None
    else:
        value = built("CAST(a AS VARCHAR)", value)
    if length is None:
        node.replace(value)
        return rule
    test = f"length(a) > {length} AND typeof(b) <> 'VARCHAR'"
    node.replace(built(f"CASE WHEN {test} THEN {_LONG} ELSE left(a, {length}) END", value, node.this))
    return "a text is cut off to the length of its type"


_HALVES = {"0": ("second", 500_000), "3": ("millisecond", 500)}


def _moment(node: exp.Cast) -> str | None:
    """The places of a second are rounded."""
    places = node.to.expressions[0].name if node.to.expressions else ""
    node.to.set("expressions", [])
    if places not in _HALVES:
        return None
    unit, half = _HALVES[places]
    text = f"date_trunc('{unit}', a + to_microseconds({half}))"
    node.replace(built(text, node.copy()))
    return "the places of a second are rounded"
