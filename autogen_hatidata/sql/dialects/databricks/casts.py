"""Casts of Databricks and Spark, in their ANSI mode."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import INTEGERS
from autogen_hatidata.sql.dialects.double_texts import AS_TEXT, SHOWN
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import bare
from autogen_hatidata.sql.dialects.value_kinds import kind


def cast(node: exp.Cast) -> str | None:
    """A number loses its fraction, where DuckDB rounds; a text has to be a whole number."""
    value, found = node.this, kind(node.this)
    shown = bare(value).meta.get(SHOWN)
    if node.to.this == exp.DType.TEXT and shown is not None:
        node.replace(shown())
        return "a quotient of decimals has the places of its type"
    if node.to.this == exp.DType.TEXT and found in (None, "double") and not isinstance(value, exp.Null):
        node.replace(built(AS_TEXT, value))
        return None
    if node.to.this not in INTEGERS:
        return None
    if found in ("int", "boolean") or isinstance(value, exp.Null):
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
