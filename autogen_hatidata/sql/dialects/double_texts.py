"""Texts that systems on a Java machine make of values: a large or small DOUBLE has a power of ten there."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.value_kinds import kind

_SHOWN = "replace(split_part(it__, 'e', 1), '-', '')"
_DIGITS = f"replace({_SHOWN}, '.', '')"
_POWER = (
    f"coalesce(TRY_CAST(split_part(it__, 'e', 2) AS INTEGER), 0) + length(split_part({_SHOWN}, '.', 1)) - 1"
    f" - (length({_DIGITS}) - length(ltrim({_DIGITS}, '0')))"
)
_MORE = f"coalesce(nullif(rtrim(substring(ltrim({_DIGITS}, '0'), 2), '0'), ''), '0')"
SCIENTIFIC = (
    "list_extract(list_transform([CAST(a AS VARCHAR)], lambda it__: CASE it__ WHEN 'nan' THEN 'NaN'"
    " WHEN 'inf' THEN 'Infinity' WHEN '-inf' THEN '-Infinity' WHEN '0.0' THEN '0.0E0' WHEN '-0.0' THEN '-0.0E0'"
    " ELSE CASE WHEN starts_with(it__, '-') THEN '-' ELSE '' END"
    f" || \"left\"(ltrim({_DIGITS}, '0'), 1) || '.' || {_MORE} || 'E' || ({_POWER}) END), 1)"
)
"""A DOUBLE with one digit before its point, as 1.25E1."""

AS_TEXT = (
    "CASE WHEN typeof(a) IN ('DOUBLE', 'FLOAT') AND regexp_matches(CAST(a AS VARCHAR), '[en]|^-?[0-9]{8}|^-?0\\.000')"
    f" THEN {SCIENTIFIC} ELSE CAST(a AS VARCHAR) END"
)
"""A large or small DOUBLE is written as 1.0E7."""

_IS_DOUBLE = "typeof([a]) IN ('DOUBLE[]', 'FLOAT[]')"  # of a column of nothing but NULL, typeof(a) is no constant
_BY_TYPE = f"struct_extract({{'f': {AS_TEXT}, 'o': a}}, CASE WHEN {_IS_DOUBLE} THEN 'f' ELSE 'o' END)"


def shown(node: exp.Expr) -> exp.Expr:
    """A value as it is joined to a text; whether a column is a DOUBLE, its table says."""
    found = kind(node)
    if found == "double":
        return built(AS_TEXT, node)
    return node.copy() if found or isinstance(node, exp.Null) else built(_BY_TYPE, node)


def joined(node: exp.DPipe) -> None:
    """``x || 'a'``."""
    for side in (node.this, node.expression):
        if not isinstance(side, exp.DPipe):
            side.replace(shown(side))


def concat(node: Call) -> exp.Expr:
    """With NULL it gives NULL."""
    first, *others = map(shown, node.expressions)
    whole: exp.Expr = built("a", first)
    if not others:
        return built("CAST(a AS VARCHAR)", whole)
    for part in others:
        whole = exp.DPipe(this=whole, expression=built("a", exp.Paren(this=part)), safe=True)
    return exp.Paren(this=whole)


def concat_ws(node: Call) -> exp.Expr:
    """Lists are taken apart in it."""
    sep, parts = node.expressions[0], node.expressions[1:]
    texts = []
    for part in parts:
        found = kind(part)
        if found == "list":
            texts.append(built("CASE WHEN len(list_filter(a, lambda it__: it__ IS NOT NULL)) > 0"
                               " THEN array_to_string(a, b) END", part, sep))  # fmt: skip
        elif found is not None:
            texts.append(shown(part))
        else:
            texts.append(built("CASE WHEN typeof(a) LIKE '%]' THEN CAST(CAST('a list: write array_join' AS TINYINT) AS"
                               f" VARCHAR) ELSE {AS_TEXT} END", part))  # fmt: skip
    return exp.Anonymous(this="concat_ws", expressions=[sep.copy(), *(text.copy() for text in texts)])
