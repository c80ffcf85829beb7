"""The functions of Trino, each by what it becomes in DuckDB."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.builders import (
    AS_TEXT,
    DATE_UNITS,
    INTEGERS,
    JSON_PATH,
    UNITS,
    VALID_JSON,
    concat,
    concat_ws,
    fold,
    holds,
    lambda_of,
    regexp_replace,
    sequence,
    text_of,
    whole,
)
from autogen_hatidata.sql.dialects.forms import MANY, Call, built
from autogen_hatidata.sql.dialects.shared_functions import SHARED
from autogen_hatidata.sql.dialects.source import Untested, whole_call
from autogen_hatidata.sql.dialects.value_kinds import divisor, kind

_TABLE = r"""
IF(a, b) = CASE WHEN a THEN b END
IF(a, b, c) = CASE WHEN a THEN b ELSE c END
TRY(a) = try(a)

CEIL(a) = ceil(a)
CEILING(a) = ceil(a)
FLOOR(a) = floor(a)
ROUND(a) = round(a)
ROUND(a, b) = round(a, b)
TRUNCATE(a) = trunc(a)
TRUNCATE(a, b) = trunc(a, b)
LN(a) = ln(a)
LOG(a, b) = log(a, b)
LOG2(a) = log2(a)
LOG10(a) = log10(a)
SIGN(a) = sign(a)
IS_NAN(a) = isnan(a)
IS_FINITE(a) = isfinite(a)
IS_INFINITE(a) = isinf(a)

LENGTH(a) = length(a)
LTRIM(a) = regexp_replace(a, '^\s+', '')
RTRIM(a) = regexp_replace(a, '\s+$', '')
LPAD(a, b, c) = lpad(a, b, c)
RPAD(a, b, c) = rpad(a, b, c)
SPLIT(a, b) = string_split(a, b)
STRPOS(a, b) = instr(a, b)
STARTS_WITH(a, b) = starts_with(a, b)
ENDS_WITH(a, b) = ends_with(a, b)
CODEPOINT(a) = unicode(a)
LEVENSHTEIN_DISTANCE(a, b) = levenshtein(a, b)
HAMMING_DISTANCE(a, b) = hamming(a, b)
REGEXP_SPLIT(a, b) = string_split_regex(a, b)
REGEXP_REPLACE(a, b) = regexp_replace(a, b, '', 'g') -- REGEXP_REPLACE replaces every match

DATE(a) = CAST(a AS DATE)
NOW() = CAST(current_timestamp AS TIMESTAMP) -- timestamps have no time zone
YEAR(a) = year(a)
QUARTER(a) = quarter(a)
MONTH(a) = month(a)
DAY(a) = day(a)
DAY_OF_MONTH(a) = day(a)
DAY_OF_YEAR(a) = dayofyear(a)
DOY(a) = dayofyear(a)
DAY_OF_WEEK(a) = isodow(a)
DOW(a) = isodow(a)
WEEK(a) = week(a)
WEEK_OF_YEAR(a) = week(a)
YEAR_OF_WEEK(a) = isoyear(a)
YOW(a) = isoyear(a)
HOUR(a) = hour(a)
MINUTE(a) = minute(a)
SECOND(a) = second(a)
LAST_DAY_OF_MONTH(a) = last_day(a)
TO_UNIXTIME(a) = epoch(CAST(a AS TIMESTAMP))

AVG(a) = avg(a) -- averages keep all their digits
REGR_SLOPE(a, b) = regr_slope(a, b)
REGR_INTERCEPT(a, b) = regr_intercept(a, b)
GEOMETRIC_MEAN(a) = geomean(a)
ANY_VALUE(a) = any_value(a)
ARBITRARY(a) = any_value(a)
ARRAY_AGG(a) = array_agg(a)
APPROX_DISTINCT(a) = approx_count_distinct(a)
APPROX_DISTINCT(a, b) = approx_count_distinct(a)
APPROX_PERCENTILE(a, b) = quantile_disc(a, b) -- a percentile is exact
GROUPING(rest) = grouping(rest)

CARDINALITY(a) = len(a)
CONTAINS(a, b) = CASE WHEN list_contains(a, b) THEN TRUE WHEN list_count(a) < len(a) OR b IS NULL THEN NULL ELSE list_contains(a, b) END -- what is not in a list with NULLs is unknown
ARRAY_MAX(a) = CASE WHEN list_count(a) = len(a) THEN list_max(a) END -- the largest of a list with NULL is NULL
ARRAY_MIN(a) = CASE WHEN list_count(a) = len(a) THEN list_min(a) END -- the smallest of a list with NULL is NULL
ARRAY_FIRST(a) = list_extract(a, 1)
ARRAY_LAST(a) = list_extract(a, -1)
REPEAT(a, b) = list_transform(range(b), lambda it__: a)
FLATTEN(a) = flatten(a)
MAP(a, b) = map(a, b)
"""  # noqa: E501

FORMS = {**forms.read(SHARED), **forms.read(_TABLE)}

_PATTERNS = {
    "Y": "%Y", "y": "%y", "m": "%m", "c": "%-m", "M": "%B", "b": "%b", "d": "%d", "e": "%-d", "H": "%H", "k": "%-H",
    "h": "%I", "I": "%I", "l": "%-I", "i": "%M", "s": "%S", "S": "%S", "T": "%H:%M:%S", "r": "%I:%M:%S %p", "p": "%p",
    "f": "%f", "a": "%a", "W": "%A", "j": "%j", "%": "%%",
}  # fmt: skip
"""MySQL's signs of a date, and strftime's."""

_READ_PATTERNS = frozenset("Y m d H i s S T M b c e".split())
_MAY_BE_MISSING = re.compile(r"\)[?*]|\)\{0|\|")
"""What lets a group of a pattern be no part of a match."""


def _unit(node: exp.Expr, name: str) -> exp.Literal:
    word = text_of(node, f"a unit in {name}").upper()
    if word not in UNITS:
        raise Untested(f"that unit in {name}")
    return exp.Literal.string(word.lower())


def _pattern(node: exp.Expr, name: str, known: frozenset[str] = frozenset(_PATTERNS)) -> exp.Literal:
    """A pattern of MySQL's as one of strftime's."""
    found, signs = [], iter(text_of(node, f"a format in {name}"))
    for sign in signs:
        letter = next(signs, "") if sign == "%" else None
        if letter is not None and letter not in known:
            raise Untested(f"that format in {name}")
        found.append(sign if letter is None else _PATTERNS[letter])
    return exp.Literal.string("".join(found))


def _extreme(node: Call) -> exp.Expr:
    """With a NULL among them, the largest of several values is NULL."""
    test = " OR ".join(f"{name} IS NULL" for name in "abcdefgh"[: len(node.expressions)])
    called = ", ".join("abcdefgh"[: len(node.expressions)])
    return built(f"CASE WHEN NOT ({test}) THEN {node.name.lower()}({called}) END", *node.expressions)


def _substring(node: Call) -> exp.Expr:
    """There is nothing at 0 and before the first sign."""
    text, start, *length = node.expressions
    parts = [part if (whole(part) or -1) >= 0 else built("greatest(a, 0)", part) for part in length]
    place = whole(start)
    given = "a, b, c" if parts else "a, b"
    if place is not None and place > 0:
        return built(f"substring({given})", text, start, *parts)
    return built(f"CASE WHEN b = 0 OR b < -length(a) THEN left(a, 0) ELSE substring({given}) END", text, start, *parts)


def _replace(node: Call) -> exp.Expr:
    text, old, *new = node.expressions
    if isinstance(old, exp.Literal) and not old.name:
        raise Untested("REPLACE of an empty text")
    return built("replace(a, b, c)", text, old, new[0] if new else exp.Literal.string(""))


def _split_part(node: Call) -> exp.Expr:
    """A part that is not there is NULL."""
    place = whole(node.expressions[2])
    if place is not None and place < 1:
        raise Untested("SPLIT_PART before the first part")
    return built("CASE WHEN len(string_split(a, b)) >= c THEN split_part(a, b, c) END", *node.expressions)


def _reverse(node: Call) -> exp.Expr:
    return built("list_reverse(a)" if kind(node.expressions[0]) == "list" else "reverse(a)", *node.expressions)


def _regexp_extract(node: Call) -> exp.Expr:
    """NULL where nothing matches; the whole match where no group is named."""
    text, pattern, *group = node.expressions
    at = whole(group[0]) if group else 0
    written = text_of(pattern, f"a pattern in {node.name}")
    try:
        known = re.compile(written).groups
    except re.error:
        raise Untested(f"that pattern in {node.name}") from None
    if at is None or not 0 <= at <= known:
        raise Untested(f"a group that is not in the pattern of {node.name}")
    if at and _MAY_BE_MISSING.search(written):
        raise Untested(f"a group that may be missing in {node.name}")
    if node.name == "REGEXP_EXTRACT_ALL":
        return built("regexp_extract_all(a, b, c)", text, pattern, exp.Literal.number(at))
    extract = "CASE WHEN regexp_matches(a, b) THEN regexp_extract(a, b, c) END"
    return built(extract, text, pattern, exp.Literal.number(at))


def _date_add(node: Call) -> exp.Expr:
    """A date and days are a date."""
    unit, amount, start = node.expressions
    word = _unit(unit, "DATE_ADD").name
    made = built(f"a + to_{word}s(CAST(b AS INTEGER))", start, amount)
    if kind(start) == "date" and word.upper() in DATE_UNITS:
        return built("CAST(a AS DATE)", made)
    return exp.Paren(this=made)


def _date_diff(node: Call) -> exp.Expr:
    """Complete units between two times."""
    return built("date_sub(a, b, c)", _unit(node.expressions[0], "DATE_DIFF"), *node.expressions[1:])


def _date_trunc(node: Call) -> exp.Expr:
    """A date stays a date."""
    unit, value = _unit(node.expressions[0], "DATE_TRUNC"), node.expressions[1]
    return built("CAST(date_trunc(a, b) AS DATE)" if kind(value) == "date" else "date_trunc(a, b)", unit, value)


def _date_format(node: Call) -> exp.Expr:
    return built("strftime(CAST(a AS TIMESTAMP), b)", node.expressions[0], _pattern(node.expressions[1], "DATE_FORMAT"))


def _date_parse(node: Call) -> exp.Expr:
    return built("strptime(a, b)", node.expressions[0], _pattern(node.expressions[1], "DATE_PARSE", _READ_PATTERNS))


def _mod(node: Call) -> exp.Expr:
    left, right = node.expressions
    return built("a % b", left, divisor(right) if kind(right) in ("int", "decimal") else right)


def _first(node: Call) -> exp.Expr:
    value = node.expressions[0]
    if not isinstance(whole_call(node).parent, exp.Window):
        raise Untested(f"{node.name} without OVER")
    if isinstance(value, exp.IgnoreNulls):
        made = exp.LastValue if node.name == "LAST_VALUE" else exp.FirstValue
        return exp.IgnoreNulls(this=made(this=value.this.copy()))
    return built(f"{node.name.lower()}(a)", value.this if isinstance(value, exp.RespectNulls) else value)


def _array_join(node: Call) -> exp.Expr:
    value, sep, null = node.expressions
    filled = "list_transform(a, lambda it__: coalesce(CAST(it__ AS VARCHAR), c))"
    return built(f"array_to_string({filled}, b)", value, sep, null)


def _element_at(node: Call) -> exp.Expr:
    """Of a list from 1, or from its end; of a map by its key; NULL where it is not there."""
    value, at = node.expressions
    if kind(at) == "text":
        return built("list_extract(map_extract(a, b), 1)", value, at)
    if not whole(at):
        raise Untested("ELEMENT_AT with a place that is computed")
    return built("list_extract(a, b)", value, at)


def _slice(node: Call) -> exp.Expr:
    value, start, length = node.expressions
    first, many = whole(start), whole(length)
    if not first or many is None or many < 0 or first < 0:
        raise Untested("this form of SLICE")
    return built("list_slice(a, b, c)", value, start, exp.Literal.number(first + many - 1))


def _each(node: Call) -> exp.Expr:
    lambda_of(node.expressions[1], 1, node.name)
    return built(f"list_{node.name.lower()}(a, b)", *node.expressions)


def _common(node: Call) -> exp.Expr:
    """In their order, each once, with NULL."""
    found = "IS NOT NULL" if node.name == "ARRAY_INTERSECT" else "IS NULL"
    test = f"list_position(a, it__) = at__ AND list_position(b, it__) {found}"
    return built(f"CASE WHEN b IS NOT NULL THEN list_filter(a, lambda it__, at__: {test}) END", *node.expressions)


def _path(node: Call) -> exp.Expr:
    path = text_of(node.expressions[1], f"a path in {node.name}")
    if not JSON_PATH.fullmatch(path):
        raise Untested(f"that path in {node.name}")
    return exp.Literal.string(path)


def _json_extract_scalar(node: Call) -> exp.Expr:
    """Lists and objects give NULL, and so does what is no JSON."""
    valid = built(VALID_JSON, node.expressions[0])
    scalar = "CASE WHEN json_type(a, b) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(a, b) END"
    return built(scalar, valid, _path(node))


def _json_extract(node: Call) -> exp.Expr:
    return built("json_extract(a, b)", built(VALID_JSON, node.expressions[0]), _path(node))


SPECIAL: dict[str, tuple[int, int, Callable[[Call], exp.Expr]]] = {
    "GREATEST": (2, 8, _extreme),
    "LEAST": (2, 8, _extreme),
    "CONCAT": (2, MANY, concat),
    "CONCAT_WS": (2, MANY, concat_ws),
    "SUBSTRING": (2, 3, _substring),
    "SUBSTR": (2, 3, _substring),
    "REPLACE": (2, 3, _replace),
    "SPLIT_PART": (3, 3, _split_part),
    "REVERSE": (1, 1, _reverse),
    "REGEXP_EXTRACT": (2, 3, _regexp_extract),
    "REGEXP_EXTRACT_ALL": (2, 3, _regexp_extract),
    "REGEXP_REPLACE": (3, 3, regexp_replace),
    "MOD": (2, 2, _mod),
    "DATE_ADD": (3, 3, _date_add),
    "DATE_DIFF": (3, 3, _date_diff),
    "DATE_TRUNC": (2, 2, _date_trunc),
    "DATE_FORMAT": (2, 2, _date_format),
    "DATE_PARSE": (2, 2, _date_parse),
    "FIRST_VALUE": (1, 1, _first),
    "LAST_VALUE": (1, 1, _first),
    "ARRAY_JOIN": (3, 3, _array_join),
    "ARRAY_INTERSECT": (2, 2, _common),
    "ARRAY_EXCEPT": (2, 2, _common),
    "ELEMENT_AT": (2, 2, _element_at),
    "SLICE": (3, 3, _slice),
    "SEQUENCE": (2, 3, sequence),
    "TRANSFORM": (2, 2, _each),
    "FILTER": (2, 2, _each),
    "ANY_MATCH": (2, 2, holds),
    "ALL_MATCH": (2, 2, holds),
    "NONE_MATCH": (2, 2, holds),
    "REDUCE": (4, 4, fold),
    "JSON_EXTRACT_SCALAR": (2, 2, _json_extract_scalar),
    "JSON_EXTRACT": (2, 2, _json_extract),
}
"""Functions that need more than a line: the fewest and the most arguments, and what builds the DuckDB tree."""

RULES = {
    "GREATEST": "with a NULL among them the largest is NULL",
    "LEAST": "with a NULL among them the smallest is NULL",
    "CONCAT_WS": "lists are joined item by item",
    "SUBSTR": "there is no text at 0",
    "SUBSTRING": "there is no text at 0",
    "SPLIT_PART": "a part that is not there is NULL",
    "REGEXP_EXTRACT": "what does not match is NULL",
    "REGEXP_REPLACE": "REGEXP_REPLACE replaces every match",
    "DATE_DIFF": "complete units are counted",
    "JSON_EXTRACT_SCALAR": "lists and objects are no scalars",
}

_TABLED = forms.most(FORMS)

FUNCTIONS = {
    **_TABLED,
    **{name: max(most, _TABLED.get(name, 0)) for name, (_, most, _) in SPECIAL.items()},
    "COUNT": 1,
}
"""Functions by the name they are written with, and the most arguments with which they were tested."""


def cast(node: exp.Cast) -> str | None:
    """A DOUBLE is rounded, a half away from zero; a text has to be a whole number."""
    value, found = node.this, kind(node.this)
    if node.to.this == exp.DType.VARCHAR and found in (None, "double", "timestamp") and not isinstance(value, exp.Null):
        _write(node, found)
        return None
    if node.to.this not in INTEGERS or found in ("int", "boolean", "decimal") or isinstance(value, exp.Null):
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


def _write(node: exp.Cast, found: str | None) -> None:
    if found == "timestamp":
        raise Untested("CAST of a timestamp to VARCHAR", "write DATE_FORMAT(x, '%Y-%m-%d %H:%i:%s').")
    stamp = "CAST(CAST('a timestamp as a text: write date_format' AS TINYINT) AS VARCHAR)"
    node.replace(built(f"CASE WHEN typeof(a) LIKE 'TIMESTAMP%' THEN {stamp} ELSE {AS_TEXT} END", node.this))
