"""The functions of Databricks and Spark, each by what it becomes in DuckDB."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.builders import fold, format_, holds, regexp_replace, split_at_most, text_of, whole
from autogen_hatidata.sql.dialects.databricks import texts
from autogen_hatidata.sql.dialects.databricks.casts import CONVERSIONS, convert
from autogen_hatidata.sql.dialects.databricks.lists import (
    collect_set,
    each,
    element_at,
    from_json,
    get_json_object,
    map_,
    named_struct,
    sort_array,
    to_json,
)
from autogen_hatidata.sql.dialects.databricks.more import quotient
from autogen_hatidata.sql.dialects.databricks.rows import GENERATORS
from autogen_hatidata.sql.dialects.databricks.table import FORMS
from autogen_hatidata.sql.dialects.databricks.times import (
    date_add,
    date_diff,
    date_format,
    date_part,
    date_trunc,
    from_unixtime,
    months_between,
    next_day,
    to_date,
    to_timestamp,
    trunc,
    unix_timestamp,
)
from autogen_hatidata.sql.dialects.double_texts import concat, concat_ws
from autogen_hatidata.sql.dialects.forms import MANY, Call, built
from autogen_hatidata.sql.dialects.map_builders import array_join, arrays_zip, map_each, slice_, zip_with
from autogen_hatidata.sql.dialects.sequences import sequence
from autogen_hatidata.sql.dialects.source import Untested, whole_call
from autogen_hatidata.sql.dialects.value_kinds import divisor, kind

_PLAIN_TEXT = re.compile(r"[^\\^$.|?*+()\[\]{}]+")


def _decode(node: Call) -> exp.Expr:
    """NULL is equal to NULL in it."""
    value, *rest = node.expressions
    if len(rest) < 2:
        raise Untested("DECODE of bytes")
    case = exp.Case(ifs=[])
    for then in range(1, len(rest), 2):
        forms.copied(value)
        test = built("a IS NOT DISTINCT FROM b", value, rest[then - 1])
        case.append("ifs", exp.If(this=test, true=rest[then].copy()))
    if len(rest) % 2:
        case.set("default", rest[-1].copy())
    return case


def _substring(node: Call) -> exp.Expr:
    text, start, *length = node.expressions
    start = start if whole(start) else built("CASE WHEN a = 0 THEN 1 ELSE a END", start)
    parts = [part if (whole(part) or -1) >= 0 else built("greatest(a, 0)", part) for part in length]
    text = built("CAST(a AS VARCHAR)", text)
    return exp.Anonymous(this="substring", expressions=[text, start.copy(), *(part.copy() for part in parts)])


def _side(node: Call) -> exp.Expr:
    return built(f"{node.name.lower()}(CAST(a AS VARCHAR), greatest(b, 0))", *node.expressions)


def _reverse(node: Call) -> exp.Expr:
    return built("list_reverse(a)" if kind(node.expressions[0]) == "list" else "reverse(a)", *node.expressions)


def _split(node: Call) -> exp.Expr:
    """By a regular expression; a limit of zero or less is none."""
    pattern, *limit = node.expressions[1:]
    most = whole(limit[0]) if limit else 0
    plain = isinstance(pattern, exp.Literal) and _PLAIN_TEXT.fullmatch(pattern.name)
    if most is None or (most > 0 and not plain):
        raise Untested("that limit in SPLIT", "split by a text without signs of patterns, and write a number.")
    if most > 0:
        return split_at_most(node.expressions[0], pattern, most)
    if isinstance(pattern, exp.Literal) and pattern.name and not plain and _finds_nothing(pattern.name):
        if pattern.name != "|":
            raise Untested("a pattern in SPLIT that is found between all signs", "write a pattern that has signs.")
        return built(
            "CASE WHEN a = '' THEN list_value(a) WHEN a IS NOT NULL THEN list_append(string_split(a, ''), '') END",
            node.expressions[0],
        )
    if isinstance(pattern, exp.Literal) and re.fullmatch(r"\\[^A-Za-z0-9]|\[[^\\^\[\]]\]", pattern.name):
        return built("string_split(a, b)", node.expressions[0], exp.Literal.string(pattern.name.strip("\\[]") or "\\"))
    return built(f"{'string_split' if plain else 'string_split_regex'}(a, b)", *node.expressions[:2])


def _finds_nothing(pattern: str) -> bool:
    """Whether a pattern matches where nothing stands."""
    try:
        return re.fullmatch(pattern, "") is not None
    except re.error:
        raise Untested("that pattern in SPLIT") from None


def _substring_index(node: Call) -> exp.Expr:
    text, sep, count = node.expressions
    times = whole(count)
    if not times:
        raise Untested("this form of SUBSTRING_INDEX")
    cut = f"[:{times}]" if times > 0 else f"[{times}:]"
    return built(f"array_to_string(string_split(a, b){cut}, b)", text, sep)


def _regexp_extract(node: Call) -> exp.Expr:
    """The first group, where none is named."""
    text, pattern, *group = node.expressions
    at = whole(group[0]) if group else 1
    try:
        known = re.compile(text_of(pattern, f"a pattern in {node.name}")).groups
    except re.error:
        raise Untested(f"that pattern in {node.name}") from None
    if at is None or not 0 <= at <= known:
        raise Untested(f"a group that is not in the pattern of {node.name}", "write 0 for the whole match.")
    return built(f"{node.name.lower()}(a, b, c)", text, pattern, exp.Literal.number(at))


def _sha2(node: Call) -> exp.Expr:
    if whole(node.expressions[1]) not in (0, 256):
        raise Untested("that length in SHA2")
    return built("sha256(a)", node.expressions[0])


_SHORTEST = "coalesce(CAST(round(TRY_CAST(a AS DECIMAL(38, 15)), b) AS DOUBLE), round(a, b))"
_ROUNDED = (
    f"struct_extract({{'double': {_SHORTEST}, 'other': round(a, b)}},"
    " CASE WHEN typeof(a) IN ('DOUBLE', 'FLOAT') THEN 'double' ELSE 'other' END)"
)


def _round(node: Call) -> exp.Expr:
    """A half is rounded away from zero, of a DOUBLE by its shortest digits."""
    value, *rest = node.expressions
    digits = rest[0] if rest else exp.Literal.number(0)
    places = whole(digits)
    if kind(value) in ("double", None) and places is not None and 0 <= places <= 14:
        return built(_SHORTEST if kind(value) else _ROUNDED, value, digits)
    return built("round(a, b)", value, digits) if rest else built("round(a)", value)


def _mod(node: Call) -> exp.Expr:
    return built("a % b", node.expressions[0], divisor(node.expressions[1]))


def _pmod(node: Call) -> exp.Expr:
    left, right = node.expressions
    return built("CASE WHEN a % c < 0 THEN (a % c + b) % b ELSE a % c END", left, right, divisor(right))


def _first(node: Call) -> exp.Expr:
    """The first or last value, NULL or not; or of those that are not NULL."""
    value, *flag = node.expressions
    last, window = node.name.startswith("LAST"), isinstance(whole_call(node).parent, exp.Window)
    skip = bool(flag) and isinstance(flag[0], exp.Boolean) and bool(flag[0].this)
    if flag and not isinstance(flag[0], exp.Boolean):
        raise Untested(f"this form of {node.name}")
    if isinstance(value, exp.IgnoreNulls):
        skip, value = True, value.this
    elif isinstance(value, exp.RespectNulls):
        value = value.this
    if skip and window:
        return exp.IgnoreNulls(this=(exp.LastValue if last else exp.FirstValue)(this=value.copy()))
    if not skip:
        name = ("last_value" if last else "first_value") if window else ("last" if last else "first")
        return built(f"{name}(a)", value)
    if not last:
        return built("any_value(a)", value)
    made = built("last(a)", value)
    return exp.Filter(this=made, expression=exp.Where(this=built("a IS NOT NULL", value)))


def _percentile(node: Call) -> exp.Expr:
    around = node.parent
    if node.name == "PERCENTILE_CONT" and isinstance(around, exp.WithinGroup):
        for each in around.expression.expressions:  # between two decimals lies a DOUBLE
            each.set("this", exp.cast(each.this.copy(), exp.DType.DOUBLE))
    made = exp.PercentileCont if node.name == "PERCENTILE_CONT" else exp.PercentileDisc
    return made(this=node.expressions[0].copy())


def _try_divide(node: Call) -> exp.Expr:
    left, right = node.expressions
    return quotient(left, right, built("nullif(a, 0)", right))


def _format_number(node: Call) -> exp.Expr:
    places = whole(node.expressions[1])
    if places is None or not 0 <= places <= 18:
        raise Untested("this form of FORMAT_NUMBER")
    return built(f"format('{{:,.{places}f}}', round(a * 1.0, b))", *node.expressions)


SPECIAL: dict[str, tuple[int, int, Callable[[Call], exp.Expr]]] = {
    "CONCAT": (1, MANY, concat),
    "REVERSE": (1, 1, _reverse),
    "CONCAT_WS": (2, MANY, concat_ws),
    "DECODE": (2, MANY, _decode),
    "SUBSTRING": (2, 3, _substring),
    "SUBSTR": (2, 3, _substring),
    "LEFT": (2, 2, _side),
    "RIGHT": (2, 2, _side),
    "SPLIT": (2, 3, _split),
    "OVERLAY": (3, 4, texts.overlay),
    "ELT": (2, MANY, texts.elt),
    "CONV": (3, 3, texts.conv),
    "TO_NUMBER": (2, 2, texts.to_number),
    "TO_CHAR": (2, 2, date_format),
    "SUBSTRING_INDEX": (3, 3, _substring_index),
    "REGEXP_REPLACE": (3, 3, regexp_replace),
    "SHA2": (2, 2, _sha2),
    "REGEXP_EXTRACT": (2, 3, _regexp_extract),
    "REGEXP_EXTRACT_ALL": (2, 3, _regexp_extract),
    "ROUND": (1, 2, _round),
    "MOD": (2, 2, _mod),
    "PMOD": (2, 2, _pmod),
    "DATE_ADD": (2, 3, date_add),
    "DATEADD": (2, 3, date_add),
    "TIMESTAMPADD": (3, 3, date_add),
    "DATEDIFF": (2, 3, date_diff),
    "DATE_DIFF": (2, 3, date_diff),
    "TIMESTAMPDIFF": (3, 3, date_diff),
    "DATE_TRUNC": (2, 2, date_trunc),
    "TRUNC": (2, 2, trunc),
    "DATE_PART": (2, 2, date_part),
    "DATE_FORMAT": (2, 2, date_format),
    "TO_DATE": (1, 2, to_date),
    "TO_TIMESTAMP": (1, 2, to_timestamp),
    "TRY_TO_TIMESTAMP": (1, 2, to_timestamp),
    "DATE": (1, 1, to_date),
    "NEXT_DAY": (2, 2, next_day),
    "MONTHS_BETWEEN": (2, 2, months_between),
    "FIRST": (1, 2, _first),
    "LAST": (1, 2, _first),
    "ANY_VALUE": (1, 2, _first),
    "FIRST_VALUE": (1, 2, _first),
    "LAST_VALUE": (1, 2, _first),
    "COLLECT_SET": (1, 1, collect_set),
    "PERCENTILE_CONT": (1, 1, _percentile),
    "PERCENTILE_DISC": (1, 1, _percentile),
    **dict.fromkeys(CONVERSIONS, (1, 1, convert)),
    "MAP": (2, MANY, map_),
    "NAMED_STRUCT": (2, MANY, named_struct),
    "ELEMENT_AT": (2, 2, element_at),
    "TRY_ELEMENT_AT": (2, 2, element_at),
    "SLICE": (3, 3, slice_),
    "ARRAY_JOIN": (3, 3, array_join),
    "SORT_ARRAY": (1, 2, sort_array),
    "ARRAYS_ZIP": (1, 7, arrays_zip),
    "SEQUENCE": (2, 3, sequence),
    "TRANSFORM": (2, 2, each),
    "FILTER": (2, 2, each),
    "EXISTS": (2, 2, holds),
    "FORALL": (2, 2, holds),
    "TRY_DIVIDE": (2, 2, _try_divide),
    "ZIP_WITH": (3, 3, zip_with),
    "MAP_FILTER": (2, 2, map_each),
    "TRANSFORM_VALUES": (2, 2, map_each),
    "TRANSFORM_KEYS": (2, 2, map_each),
    "FORMAT_STRING": (2, MANY, format_),
    "PRINTF": (2, MANY, format_),
    "FORMAT_NUMBER": (2, 2, _format_number),
    "FROM_UNIXTIME": (1, 2, from_unixtime),
    "UNIX_TIMESTAMP": (1, 2, unix_timestamp),
    "TO_UNIX_TIMESTAMP": (1, 2, unix_timestamp),
    "FROM_JSON": (2, 2, from_json),
    "TO_JSON": (1, 1, to_json),
    "AGGREGATE": (3, 4, fold),
    "REDUCE": (3, 4, fold),
    "GET_JSON_OBJECT": (2, 2, get_json_object),
}
"""Functions that need more than a line: the fewest and the most arguments, and what builds the DuckDB tree."""
DIRECT = {**GENERATORS, "AVG": 1, "MEAN": 1, "RANGE": 3}
"""Functions that are seen to where they stand, and their most arguments."""
FUNCTIONS = {
    **forms.most(FORMS),
    **{name: most for name, (_, most, _) in SPECIAL.items()},
    **DIRECT,
    "COUNT": MANY,
    "STRUCT": MANY,
}
"""Functions by the name they are written with, and the most arguments with which they were tested."""
