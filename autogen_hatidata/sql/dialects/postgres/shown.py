"""Texts that PostgreSQL makes of values, where DuckDB writes them otherwise: doubles, intervals and arrays.

What a column holds is known where DuckDB binds the text: ``typeof`` takes the way that is right.
"""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import built, called
from autogen_hatidata.sql.dialects.kinds import BIG, INT, kind
from autogen_hatidata.sql.dialects.postgres.jsonb import is_made
from autogen_hatidata.sql.dialects.source import bare

_WRITTEN = "CAST(a AS VARCHAR)"
FLOATING = "typeof([a]) IN ('DOUBLE[]', 'FLOAT[]')"  # of a column of nothing but NULL, typeof(a) is no constant
_DIGITS = "CASE WHEN typeof([a]) = 'FLOAT[]' THEN '^-?[0-9]{7,}\\.' ELSE '^-?[0-9]{16}\\.' END"
_LARGE = f"regexp_matches({_WRITTEN}, {_DIGITS})"
_MANTISSA = f"rtrim(rtrim(regexp_replace({_WRITTEN}, '^(-?[0-9])([0-9]*)\\.(0$)?', '\\1.\\2'), '0'), '.')"
_POWER = f"lpad(CAST(length(ltrim(split_part({_WRITTEN}, '.', 1), '-')) - 1 AS VARCHAR), 2, '0')"
FLOAT = (
    f"CASE WHEN {_LARGE} THEN {_MANTISSA} || 'e+' || {_POWER} ELSE"
    f" replace(replace(regexp_replace({_WRITTEN}, '\\.0$', ''), 'nan', 'NaN'), 'inf', 'Infinity') END"
)
"""A double without .0, and a large one with a power of ten."""

_MIXED = "CAST(CAST('an interval of both signs' AS TINYINT) AS VARCHAR)"
INTERVAL = (
    f"CASE WHEN typeof([a]) = 'INTERVAL[]' AND regexp_matches({_WRITTEN}, '-.* [0-9]') THEN {_MIXED} ELSE"
    f" regexp_replace(replace({_WRITTEN}, 'month', 'mon'), '-1 (year|mon|day)( |$)', '-1 \\1s\\2', 'g') END"
)
"""As ``1 year 2 mons 3 days 04:05:06``."""

_QUOTED = r"""regexp_matches(it__, '^$|[{},"\\\s]') OR upper(it__) = 'NULL'"""
_ESCAPED = r"""'"' || replace(replace(it__, '\', '\\'), '"', '\"') || '"'"""
_ITEM = f"CASE WHEN it__ IS NULL THEN 'NULL' WHEN {_QUOTED} THEN {_ESCAPED} ELSE it__ END"
_TRUTH = "coalesce(\"left\"(it__, 1), 'NULL')"
_OTHERS = "CAST(CAST('the text of an array of such a type' AS TINYINT) AS VARCHAR)"


def _items(item: str) -> str:
    return f"'{{' || array_to_string(list_transform(TRY_CAST(a AS VARCHAR[]), lambda it__: {item}), ',') || '}}'"


_PLAIN = r"^(VARCHAR|[A-Z]*INT|INTEGER|DATE|TIMESTAMP|DECIMAL\(.*\))\[[0-9]*\]$"
ARRAY = (
    f"CASE WHEN regexp_matches(typeof(a), '{_PLAIN}') THEN {_items(_ITEM)}"
    f" WHEN typeof(a) = 'BOOLEAN[]' THEN {_items(_TRUTH)}"
    f" WHEN typeof([a]) LIKE '%][]' AND a IS NOT NULL THEN {_OTHERS} END"
)
"""As ``{a,"b c",NULL}``."""

TEXT = (
    f"CASE WHEN {FLOATING} THEN {FLOAT} WHEN typeof([a]) = 'INTERVAL[]' THEN {INTERVAL}"
    f" WHEN typeof([a]) LIKE '%][]' THEN {ARRAY} ELSE {_WRITTEN} END"
)
"""What a cast to TEXT gives."""

_MERGED = (
    "CASE WHEN typeof([a]) = 'JSON[]' THEN CAST(CAST('JSON beside ||: cast it to TEXT' AS TINYINT) AS VARCHAR) END"
)
SHOWN = (
    f"struct_extract({{'f': {FLOAT}, 'i': {INTERVAL}, 'j': {_MERGED}, 'o': a}}, CASE WHEN {FLOATING} THEN 'f'"
    " WHEN typeof([a]) = 'INTERVAL[]' THEN 'i' WHEN typeof([a]) = 'JSON[]' THEN 'j' ELSE 'o' END)"
)
"""A value as it is joined to a text."""

SHOWN_SHORT = (
    f"struct_extract({{'f': {FLOAT}, 'i': {INTERVAL}, 'b': \"left\"({_WRITTEN}, 1), 'a': {ARRAY}, 'o': a}}, CASE"
    f" WHEN {FLOATING} THEN 'f' WHEN typeof([a]) = 'INTERVAL[]' THEN 'i' WHEN typeof([a]) = 'BOOLEAN[]' THEN 'b'"
    " WHEN typeof([a]) LIKE '%][]' THEN 'a' ELSE 'o' END)"
)
"""In CONCAT and FORMAT, where a boolean is t or f."""

QUOTED = (
    f"(CASE WHEN contains({_WRITTEN}, '\\') THEN 'E' ELSE '' END || ''''"
    f" || replace(replace({_WRITTEN}, '''', ''''''), '\\', '\\\\') || '''')"
)
"""As a literal of SQL."""

_TEXTS = frozenset(
    """
    UPPER LOWER INITCAP CONCAT CONCAT_WS SUBSTR SUBSTRING LEFT RIGHT TRIM LTRIM RTRIM BTRIM LPAD RPAD REPLACE TRANSLATE
    REVERSE REPEAT CHR MD5 SPLIT_PART TO_CHAR REGEXP_REPLACE REGEXP_SUBSTR STRING_AGG ARRAY_TO_STRING FORMAT ENCODE
    QUOTE_LITERAL QUOTE_NULLABLE TO_HEX TEXT LISTAGG
    """.split()
)
"""Functions that give texts."""

_OTHERWISE = (exp.DType.DOUBLE, exp.DType.FLOAT, exp.DType.INTERVAL, exp.DType.ARRAY)


def is_text(node: exp.Expr) -> bool:
    """Whether it is certainly a text."""
    inner = bare(node)
    if isinstance(inner, exp.Cast) and inner.to.this in (exp.DType.VARCHAR, exp.DType.TEXT, exp.DType.CHAR):
        return True
    return inner.is_string or isinstance(inner, exp.DPipe | exp.Trim | exp.Substring) or called(inner) in _TEXTS


def unknown(node: exp.Expr) -> bool:
    """Whether it may be a value that DuckDB writes otherwise."""
    inner = bare(node)
    if isinstance(inner, exp.Literal | exp.Null | exp.Boolean) or is_text(inner) or is_made(inner):
        return False
    if isinstance(inner, exp.Cast) and not called(inner):
        return inner.to.this in _OTHERWISE
    if isinstance(inner, exp.Case):
        branches = [branch.args["true"] for branch in inner.args["ifs"]] + [inner.args.get("default")]
        return any(unknown(branch) for branch in branches if branch is not None)
    if called(inner) == "COALESCE":
        return any(map(unknown, inner.expressions))
    return kind(inner) not in (INT, BIG)


def shown(node: exp.Expr) -> exp.Expr:
    """A value as it is joined to a text."""
    return built(SHOWN, node) if unknown(node) else node.copy()
