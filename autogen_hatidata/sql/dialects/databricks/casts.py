"""Casts of Databricks and Spark, in their ANSI mode."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import INTEGERS
from autogen_hatidata.sql.dialects.double_texts import AS_TEXT
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import bare
from autogen_hatidata.sql.dialects.value_kinds import kind

_ITEMS = "'[' || array_to_string(list_transform(a, lambda e__: coalesce({}, 'null')), ', ') || ']'"
_PAIR = "coalesce({}, 'null') || ' -> ' || coalesce({}, 'null')"
_PAIRS = f"'{{{{' || array_to_string(list_transform(map_entries(a), lambda e__: {_PAIR}), ', ') || '}}}}'"
_NESTED = "CAST(CAST('a list, map or struct as a text: write array_join or to_json' AS TINYINT) AS VARCHAR)"
_ITEM, _KEY, _VALUE = (
    AS_TEXT.replace("(a)", f"({each})").replace("(a ", f"({each} ")
    for each in ("e__", "struct_extract(e__, 'key')", "struct_extract(e__, 'value')")
)
_TEXTS = {
    "list": f"CASE WHEN regexp_matches(typeof(a), '\\]\\[\\]$|^(STRUCT|MAP)') THEN {_NESTED}"
    f" WHEN a IS NOT NULL THEN {_ITEMS.format(_ITEM)} END",
    "map": f"CASE WHEN a IS NOT NULL THEN {_PAIRS.format(_KEY, _VALUE)} END",
    "double": AS_TEXT,
    None: f"CASE WHEN regexp_matches(typeof(a), '^(STRUCT|MAP)|(VARCHAR|DOUBLE|FLOAT|\\])\\[\\]$') THEN {_NESTED}"
    f" WHEN typeof(a) LIKE '%]' THEN replace(CAST(a AS VARCHAR), 'NULL', 'null') ELSE {AS_TEXT} END",
}
"""A value as a text, by its kind."""

_PLAIN = "CAST(a AS VARCHAR)"
_TIMES = {exp.DType.DATE: "DATE", exp.DType.TIMESTAMP: "TIMESTAMP", exp.DType.TIMESTAMPNTZ: "TIMESTAMP"}
_DAY = "[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}"
_READ = (
    "CASE WHEN regexp_full_match(a, '\\s*[0-9]{4}\\s*') THEN trim(a) || '-01-01'"
    " WHEN regexp_full_match(a, '\\s*[0-9]{4}-[0-9]{1,2}\\s*') THEN trim(a) || '-01'"
    f" WHEN regexp_full_match(a, '\\s*{_DAY}([ T].*)?') THEN it__ ELSE 'no time: ' || a END"
)
"""What Spark reads as a date or a time; DuckDB reads more, and less."""


def moment(value: exp.Expr, to: str, word: str) -> exp.Expr:
    """A value as a DATE or TIMESTAMP, also a text; `word` is CAST or TRY_CAST."""
    plain, inner = f"{word}(a AS {to})", bare(value)
    if inner.is_string and re.fullmatch(_DAY + ("" if to == "DATE" else "( .*)?"), inner.name):
        return built(plain, value)
    text = _READ.replace("it__", f"regexp_extract(a, '{_DAY}')" if to == "DATE" else "trim(a)")
    found = kind(value)
    if found in (None, "text"):
        made = built(f"{word}({text} AS {to})", value if found else built("CAST(a AS VARCHAR)", value))
        return made if found else built(f"CASE WHEN typeof(a) = 'VARCHAR' THEN b ELSE {plain} END", value, made)
    return built(plain, value)


def cast(node: exp.Cast) -> str | None:
    """A number loses its fraction, where DuckDB rounds; a text has to be a whole number."""
    value, found = node.this, kind(node.this)
    if isinstance(value, exp.Null):
        return None
    if node.to.this == exp.DType.TEXT:
        return _written(node, found)
    if node.to.this in _TIMES and found in (None, "text"):
        node.replace(moment(value, _TIMES[node.to.this], "TRY_CAST" if isinstance(node, exp.TryCast) else "CAST"))
        return None
    if node.to.this not in INTEGERS:
        return None
    if found in ("int", "boolean"):
        return None
    inner = isinstance(node, exp.TryCast)
    word = f"{'TRY_CAST' if inner else 'CAST'}(% AS {node.to.sql('duckdb')})"
    number_ = word.replace("%", "regexp_replace(CAST(a AS VARCHAR), '\\.[0-9]*$', '')")
    text = word.replace("%", "'no whole number: ' || CAST(a AS VARCHAR)")
    plain = word.replace("%", "a")
    if found in ("double", "decimal"):
        made = built(number_, value)
    elif found == "text":
        made = built(f"CASE WHEN regexp_matches(a, '[.eE]') THEN {text} ELSE {plain} END", value)
    else:
        made = built(
            f"CASE WHEN typeof(a) IN ('DOUBLE', 'FLOAT') OR typeof(a) LIKE 'DECIMAL%' THEN {number_}"
            f" WHEN typeof(a) = 'VARCHAR' AND regexp_matches(CAST(a AS VARCHAR), '[.eE]') THEN {text} ELSE {plain} END",
            value,
        )
    node.replace(made)
    return "CAST to a whole number drops the fraction"


def _written(node: exp.Cast, found: str | None) -> str | None:
    """Items, keys and values as Spark writes them."""
    value = bare(node.this)
    if isinstance(value, exp.Struct):
        fields = [
            built(f"coalesce({_TEXTS.get(kind(each.expression), _PLAIN)}, 'null')", each.expression)
            for each in value.expressions
        ]
        node.replace(
            built("'{' || a || '}'", exp.Anonymous(this="concat_ws", expressions=[exp.Literal.string(", "), *fields]))
        )
        return "structs have Spark's texts"
    if found in _TEXTS:
        node.replace(built(_TEXTS[found], node.this))
        return "lists and maps have Spark's texts" if found in ("list", "map") else None
    return None


def narrow_type(node: exp.DataType) -> str | None:
    if node.this == exp.DType.TIMESTAMPTZ:
        node.set("this", exp.DType.TIMESTAMP)
        return "timestamps have no time zone"
    if node.this == exp.DType.DECIMAL and not node.expressions:
        node.set("expressions", [exp.DataTypeParam(this=exp.Literal.number(value)) for value in (10, 0)])
        return "DECIMAL is DECIMAL(10, 0)"
    return None


def convert(node: Call) -> exp.Expr:
    """``INT(x)`` is CAST(x AS INT)."""
    inner = exp.cast(node.expressions[0].copy(), exp.DType[CONVERSIONS[node.name]])
    holder = exp.Paren(this=inner)
    narrow_type(inner.to)
    cast(inner)
    made: exp.Expr = holder.this
    return made.pop()


CONVERSIONS = {
    "STRING": "TEXT", "INT": "INT", "BIGINT": "BIGINT", "DOUBLE": "DOUBLE", "FLOAT": "FLOAT", "DECIMAL": "DECIMAL",
    "BOOLEAN": "BOOLEAN", "TIMESTAMP": "TIMESTAMP",
}  # fmt: skip
