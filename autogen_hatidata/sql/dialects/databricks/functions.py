"""The functions of Databricks and Spark, each by what it becomes in DuckDB."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce

from sqlglot import exp

from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.builders import (
    DATE_UNITS,
    INTEGERS,
    JSON_PATH,
    UNITS,
    VALID_JSON,
    fold,
    format_,
    holds,
    regexp_replace,
    split_at_most,
    text_of,
    whole,
)
from autogen_hatidata.sql.dialects.databricks import texts
from autogen_hatidata.sql.dialects.databricks.more import quotient
from autogen_hatidata.sql.dialects.databricks.rows import GENERATORS
from autogen_hatidata.sql.dialects.double_texts import AS_TEXT, SHOWN, concat, concat_ws
from autogen_hatidata.sql.dialects.forms import MANY, Call, built
from autogen_hatidata.sql.dialects.map_builders import array_join, arrays_zip, map_each, slice_, zip_with
from autogen_hatidata.sql.dialects.sequences import sequence
from autogen_hatidata.sql.dialects.shared_functions import SHARED
from autogen_hatidata.sql.dialects.source import Untested, bare, whole_call
from autogen_hatidata.sql.dialects.value_kinds import divisor, kind

_TABLE = """
NVL(a, b) = coalesce(a, b)
IFNULL(a, b) = coalesce(a, b)
NVL2(a, b, c) = CASE WHEN a IS NOT NULL THEN b ELSE c END
IF(a, b, c) = CASE WHEN a THEN b ELSE c END
IFF(a, b, c) = CASE WHEN a THEN b ELSE c END
GREATEST(rest) = greatest(rest)
LEAST(rest) = least(rest)
ZEROIFNULL(a) = coalesce(a, 0)
NULLIFZERO(a) = nullif(a, 0)
ISNULL(a) = (a IS NULL)
ISNOTNULL(a) = (a IS NOT NULL)
EQUAL_NULL(a, b) = (a IS NOT DISTINCT FROM b)

CEIL(a) = CAST(ceil(a) AS BIGINT)
CEILING(a) = CAST(ceil(a) AS BIGINT)
FLOOR(a) = CAST(floor(a) AS BIGINT)
BROUND(a) = round_even(a, 0)
BROUND(a, b) = round_even(a, b)
LN(a) = CASE WHEN a > 0 THEN ln(a) END -- a logarithm of nothing is NULL
LOG(a) = CASE WHEN a > 0 THEN ln(a) END -- a logarithm of nothing is NULL
LOG(a, b) = CASE WHEN a > 0 AND b > 0 THEN ln(b) / ln(a) END -- a logarithm of nothing is NULL
LOG10(a) = CASE WHEN a > 0 THEN log10(a) END -- a logarithm of nothing is NULL
LOG2(a) = CASE WHEN a > 0 THEN log2(a) END -- a logarithm of nothing is NULL
SIGN(a) = CAST(sign(a) AS DOUBLE)
SIGNUM(a) = CAST(sign(a) AS DOUBLE)
RINT(a) = CAST(round_even(a, 0) AS DOUBLE)
FACTORIAL(a) = factorial(a)
UUID() = CAST(uuid() AS VARCHAR)
TRY_ADD(a, b) = try(a + b)
TRY_SUBTRACT(a, b) = try(a - b)
TRY_MULTIPLY(a, b) = try(a * b)
TRY_MOD(a, b) = a % nullif(b, 0)
ISNAN(a) = CASE WHEN a IS NOT NULL THEN isnan(CAST(a AS DOUBLE)) ELSE FALSE END
NANVL(a, b) = CASE WHEN isnan(a) THEN b ELSE a END
HYPOT(a, b) = sqrt(a * a * 1e0 + b * b)
WIDTH_BUCKET(a, b, c, d) = CASE WHEN a < b THEN 0 WHEN a >= c THEN CAST(d AS BIGINT) + 1 ELSE CAST(floor((a - b) * 1e0 * d / (c - b)) AS BIGINT) + 1 END
BIN(a) = bin(CAST(a AS BIGINT))
SHIFTLEFT(a, b) = a << b
SHIFTRIGHT(a, b) = a >> b

UCASE(a) = upper(a)
LCASE(a) = lower(a)
LENGTH(a) = length(CAST(a AS VARCHAR))
LEN(a) = length(CAST(a AS VARCHAR))
CHAR_LENGTH(a) = length(CAST(a AS VARCHAR))
CHARACTER_LENGTH(a) = length(CAST(a AS VARCHAR))
LTRIM(a) = ltrim(a)
LTRIM(a, b) = ltrim(b, a)
RTRIM(a) = rtrim(a)
RTRIM(a, b) = rtrim(b, a)
BTRIM(a) = trim(a)
BTRIM(a, b) = trim(a, b)
LPAD(a, b) = lpad(CAST(a AS VARCHAR), b, ' ')
LPAD(a, b, c) = lpad(CAST(a AS VARCHAR), b, c)
RPAD(a, b) = rpad(CAST(a AS VARCHAR), b, ' ')
RPAD(a, b, c) = rpad(CAST(a AS VARCHAR), b, c)
REPEAT(a, b) = repeat(a, b)
SPACE(a) = repeat(' ', a)
REPLACE(a, b) = replace(a, b, '')
REPLACE(a, b, c) = replace(a, b, c)
SPLIT_PART(a, b, c) = split_part(a, b, c)
INSTR(a, b) = instr(a, b)
CHARINDEX(a, b) = instr(b, a)
LOCATE(a, b) = instr(b, a)
CHARINDEX(a, b, c) = CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN c >= 1 AND contains(substring(b, c), a) THEN instr(substring(b, c), a) + CASE WHEN a = '' THEN 0 ELSE c - 1 END ELSE 0 END
LOCATE(a, b, c) = CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN c >= 1 AND contains(substring(b, c), a) THEN instr(substring(b, c), a) + CASE WHEN a = '' THEN 0 ELSE c - 1 END ELSE 0 END
CONTAINS(a, b) = contains(a, b)
STARTSWITH(a, b) = starts_with(a, b)
ENDSWITH(a, b) = ends_with(a, b)
ASCII(a) = CASE WHEN a = '' THEN 0 ELSE ascii(a) END
CHAR(a) = chr(a)
FIND_IN_SET(a, b) = CASE WHEN b IS NOT NULL AND a IS NOT NULL THEN coalesce(list_position(string_split(b, ','), a), 0) END
LEVENSHTEIN(a, b) = levenshtein(a, b)
INITCAP(a) = array_to_string(list_transform(string_split(lower(a), ' '), lambda it__: upper(left(it__, 1)) || substring(it__, 2)), ' ') -- INITCAP knows spaces only
RLIKE(a, b) = regexp_matches(a, b)
REGEXP(a, b) = regexp_matches(a, b)
REGEXP_SUBSTR(a, b) = CASE WHEN regexp_matches(a, b) THEN regexp_extract(a, b) END
MD5(a) = md5(a)
BASE64(a) = to_base64(encode(a))
REGEXP_INSTR(a, b) = CASE WHEN regexp_matches(a, b) THEN length(regexp_extract(a, '^([\\s\\S]*?)(?:' || b || ')', 1)) + 1 WHEN a IS NOT NULL AND b IS NOT NULL THEN 0 END
URL_ENCODE(a) = replace(replace(replace(url_encode(a), '%20', '+'), '%2A', '*'), '~', '%7E')
URL_DECODE(a) = url_decode(replace(a, '+', ' '))
SHA(a) = sha1(a)
SHA1(a) = sha1(a)

CURRENT_DATE() = CAST(current_timestamp AS DATE)
CURDATE() = CAST(current_timestamp AS DATE)
CURRENT_TIMESTAMP() = CAST(current_timestamp AS TIMESTAMP)
NOW() = CAST(current_timestamp AS TIMESTAMP)
GETDATE() = CAST(current_timestamp AS TIMESTAMP)
YEAR(a) = year(CAST(a AS DATE))
QUARTER(a) = quarter(CAST(a AS DATE))
MONTH(a) = month(CAST(a AS DATE))
DAY(a) = day(CAST(a AS DATE))
DAYOFMONTH(a) = day(CAST(a AS DATE))
DAYOFYEAR(a) = dayofyear(CAST(a AS DATE))
DAYOFWEEK(a) = dayofweek(CAST(a AS DATE)) + 1 -- days of the week are counted from Sunday, 1
WEEKDAY(a) = isodow(CAST(a AS DATE)) - 1 -- weekdays are counted from Monday, 0
WEEKOFYEAR(a) = week(CAST(a AS DATE))
DAYNAME(a) = strftime(CAST(a AS DATE), '%a')
MONTHNAME(a) = strftime(CAST(a AS DATE), '%b')
HOUR(a) = hour(CAST(a AS TIMESTAMP))
MINUTE(a) = minute(CAST(a AS TIMESTAMP))
SECOND(a) = second(CAST(a AS TIMESTAMP))
LAST_DAY(a) = last_day(CAST(a AS DATE))
UNIX_SECONDS(a) = CAST(floor(epoch(CAST(a AS TIMESTAMP))) AS BIGINT)
UNIX_MILLIS(a) = epoch_ms(CAST(a AS TIMESTAMP))
UNIX_MICROS(a) = epoch_us(CAST(a AS TIMESTAMP))
UNIX_DATE(a) = CAST(date_diff('day', DATE '1970-01-01', CAST(a AS DATE)) AS INTEGER)
DATE_FROM_UNIX_DATE(a) = DATE '1970-01-01' + CAST(a AS INTEGER)
TIMESTAMP_SECONDS(a) = make_timestamp(CAST(CAST(a AS DOUBLE) * 1000000 AS BIGINT))
TIMESTAMP_MILLIS(a) = make_timestamp(CAST(a AS BIGINT) * 1000)
TIMESTAMP_MICROS(a) = make_timestamp(CAST(a AS BIGINT))
MAKE_TIMESTAMP(a, b, c, d, e, f) = make_timestamp(a, b, c, d, e, CAST(f AS DOUBLE))
MAKE_DATE(a, b, c) = make_date(a, b, c)
ADD_MONTHS(a, b) = CAST(CAST(a AS DATE) + to_months(CAST(b AS INTEGER)) AS DATE)
DATE_SUB(a, b) = CAST(a AS DATE) - CAST(b AS INTEGER)

TRY_SUM(a) = sum(a)
BIT_AND(a) = bit_and(a)
BIT_OR(a) = bit_or(a)
REGR_SLOPE(a, b) = regr_slope(a, b)
REGR_INTERCEPT(a, b) = regr_intercept(a, b)
MEDIAN(a) = median(CAST(a AS DOUBLE))
MODE(a) = mode(a)
STD(a) = stddev_samp(a)
SOME(a) = bool_or(a)
APPROX_COUNT_DISTINCT(a) = approx_count_distinct(a)
COLLECT_LIST(a) = list(a) |> coalesce(list_filter(whole, lambda it__: it__ IS NOT NULL), []) -- a list of nothing is empty
ARRAY_AGG(a) = list(a) |> coalesce(list_filter(whole, lambda it__: it__ IS NOT NULL), []) -- a list of nothing is empty
PERCENTILE(a, b) = quantile_cont(CAST(a AS DOUBLE), b)
PERCENTILE_APPROX(a, b) = quantile_disc(a, b)
APPROX_PERCENTILE(a, b) = quantile_disc(a, b)
PERCENTILE_APPROX(a, b, c) = quantile_disc(a, b)
APPROX_PERCENTILE(a, b, c) = quantile_disc(a, b)
GROUPING(a) = grouping(a)
GROUPING_ID(rest) = grouping(rest)

ARRAY(rest) = list_value(rest)
SIZE(a) = CAST(cardinality(a) AS INTEGER)
CARDINALITY(a) = CAST(cardinality(a) AS INTEGER)
MAP_FROM_ARRAYS(a, b) = map(a, b)
MAP_ENTRIES(a) = map_entries(a)
MAP_FROM_ENTRIES(a) = map(list_transform(a, lambda it__: struct_extract_at(it__, 1)), list_transform(a, lambda it__: struct_extract_at(it__, 2)))
MAP_CONTAINS_KEY(a, b) = map_contains(a, b)
STR_TO_MAP(a) = map_from_entries(list_transform(string_split(a, ','), lambda it__: struct_pack(key := split_part(it__, ':', 1), value := CASE WHEN contains(it__, ':') THEN substring(it__, instr(it__, ':') + length(':')) END)))
STR_TO_MAP(a, b) = map_from_entries(list_transform(string_split(a, b), lambda it__: struct_pack(key := split_part(it__, ':', 1), value := CASE WHEN contains(it__, ':') THEN substring(it__, instr(it__, ':') + length(':')) END)))
STR_TO_MAP(a, b, c) = map_from_entries(list_transform(string_split(a, b), lambda it__: struct_pack(key := split_part(it__, c, 1), value := CASE WHEN contains(it__, c) THEN substring(it__, instr(it__, c) + length(c)) END)))
JSON_ARRAY_LENGTH(a) = CASE WHEN json_type(CASE WHEN json_valid(a) THEN a END) = 'ARRAY' THEN json_array_length(a) END
JSON_OBJECT_KEYS(a) = CASE WHEN json_type(CASE WHEN json_valid(a) THEN a END) = 'OBJECT' THEN json_keys(a) END
PARSE_JSON(a) = CAST(a AS JSON)
TRY_PARSE_JSON(a) = TRY_CAST(a AS JSON)
ARRAY_SIZE(a) = CAST(cardinality(a) AS INTEGER)
CARDINALITY(a) = CAST(cardinality(a) AS INTEGER)
MAP_FROM_ARRAYS(a, b) = map(a, b)
MAP_ENTRIES(a) = map_entries(a)
MAP_FROM_ENTRIES(a) = map(list_transform(a, lambda it__: struct_extract_at(it__, 1)), list_transform(a, lambda it__: struct_extract_at(it__, 2)))
MAP_CONTAINS_KEY(a, b) = map_contains(a, b)
STR_TO_MAP(a, b, c) = map_from_entries(list_transform(string_split(a, b), lambda it__: struct_pack(key := split_part(it__, c, 1), value := CASE WHEN contains(it__, c) THEN substring(it__, instr(it__, c) + length(c)) END)))
JSON_ARRAY_LENGTH(a) = CASE WHEN json_type(CASE WHEN json_valid(a) THEN a END) = 'ARRAY' THEN json_array_length(a) END
JSON_OBJECT_KEYS(a) = CASE WHEN json_type(CASE WHEN json_valid(a) THEN a END) = 'OBJECT' THEN json_keys(a) END
PARSE_JSON(a) = CAST(a AS JSON)
TRY_PARSE_JSON(a) = TRY_CAST(a AS JSON)
ARRAY_CONTAINS(a, b) = CASE WHEN list_contains(a, b) THEN TRUE WHEN list_count(a) < len(a) OR b IS NULL THEN NULL ELSE list_contains(a, b) END -- what is not in a list with NULLs is unknown
ARRAY_MAX(a) = list_max(a)
ARRAY_MIN(a) = list_min(a)
ARRAY_APPEND(a, b) = CASE WHEN a IS NOT NULL THEN list_append(a, b) END
ARRAY_PREPEND(a, b) = CASE WHEN a IS NOT NULL THEN list_prepend(b, a) END
ARRAY_REPEAT(a, b) = list_transform(range(b), lambda it__: a)
ARRAY_INTERSECT(a, b) = CASE WHEN b IS NOT NULL THEN list_filter(a, lambda it__, at__: list_position(a, it__) = at__ AND list_position(b, it__) IS NOT NULL) END -- lists keep their order and NULL
ARRAY_EXCEPT(a, b) = CASE WHEN b IS NOT NULL THEN list_filter(a, lambda it__, at__: list_position(a, it__) = at__ AND list_position(b, it__) IS NULL) END -- lists keep their order and NULL
ARRAY_COMPACT(a) = list_filter(a, lambda it__: it__ IS NOT NULL)
GET(a, b) = CASE WHEN b >= 0 THEN list_extract(a, CAST(b AS BIGINT) + 1) END
FLATTEN(a) = CASE WHEN list_count(a) = len(a) THEN flatten(a) END
"""  # noqa: E501
FORMS = {**forms.read(SHARED), **forms.read(_TABLE), **forms.read(texts.FORMS)}
_SHORT_UNITS = {"YYYY": "YEAR", "YY": "YEAR", "MON": "MONTH", "MM": "MONTH", "DD": "DAY"}
_DAYS = "MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY".split()
_NEXT_DAYS = {name: at for at, day in enumerate(_DAYS, 1) for name in (day, day[:3], day[:2])}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MOMENT = "((year(a) * 12 + month(a)) * 32 + day(a) + epoch(a - date_trunc('day', a)) / 86400)"
"""Complete months lie between two of these where their difference is 32 or more."""
_PATTERNS = {
    "yyyy": "%Y", "yy": "%y", "MM": "%m", "MMM": "%b", "MMMM": "%B", "dd": "%d", "HH": "%H", "hh": "%I", "mm": "%M",
    "ss": "%S", "SSS": "%g", "SSSSSS": "%f", "a": "%p", "E": "%a", "EEE": "%a", "EEEE": "%A", "DDD": "%j", "M": "%-m",
    "d": "%-d", "H": "%-H", "h": "%-I", "m": "%-M", "s": "%-S", "y": "%Y", "LLLL": "%B", "LLL": "%b", "L": "%-m",
    "LL": "%m", "D": "%-j", "EE": "%a",
}  # fmt: skip
_READ_PATTERNS = frozenset("yyyy yy y MM MMM MMMM dd HH mm ss M d H h hh m s a SSS".split())
_PIECE = re.compile(r"([A-Za-z])\1*|'[^']*'|[^A-Za-z']+")
_PLAIN_TEXT = re.compile(r"[^\\^$.|?*+()\[\]{}]+")


def _unit(node: exp.Expr, name: str, units: frozenset[str] = UNITS) -> exp.Literal:
    word = node.name.upper()
    word = _SHORT_UNITS.get(word, word)
    if not isinstance(node, exp.Literal | exp.Column | exp.Var) or word not in units:
        raise Untested(f"that unit in {name}")
    return exp.Literal.string(word.lower())


def _pattern(node: exp.Expr, name: str, known: frozenset[str] = frozenset(_PATTERNS)) -> exp.Literal:
    """A pattern of Java's as one of strftime's."""
    pattern = text_of(node, f"a format in {name}")
    found = []
    for match in _PIECE.finditer(pattern):
        piece = match[0]
        if match[1] and piece not in known:
            raise Untested(f"that format in {name}")
        found.append(_PATTERNS[piece] if match[1] else piece.strip("'").replace("%", "%%"))
    if "''" in pattern or pattern.count("'") % 2:
        raise Untested(f"that format in {name}")
    return exp.Literal.string("".join(found))


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
    if isinstance(pattern, exp.Literal) and re.fullmatch(r"\\[^A-Za-z0-9]|\[[^\\^\[\]]\]", pattern.name):
        return built("string_split(a, b)", node.expressions[0], exp.Literal.string(pattern.name.strip("\\[]") or "\\"))
    return built(f"{'string_split' if plain else 'string_split_regex'}(a, b)", *node.expressions[:2])


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


def _date_add(node: Call) -> exp.Expr:
    """With days a date stays a date; with a unit it becomes a timestamp."""
    if len(node.expressions) == 2:
        return built("CAST(a AS DATE) + CAST(b AS INTEGER)", *node.expressions)
    unit, amount, start = node.expressions
    word = _unit(unit, node.name).name
    return built(f"CAST(a AS TIMESTAMP) + to_{word}s(CAST(b AS INTEGER))", start, amount)


def _date_diff(node: Call) -> exp.Expr:
    """Days between dates, or complete units between two times."""
    if len(node.expressions) == 2:
        return built("date_diff('day', CAST(b AS DATE), CAST(a AS DATE))", *node.expressions)
    unit = _unit(node.expressions[0], node.name)
    start, end = node.expressions[1:]
    start, end = (built("CAST(a AS TIMESTAMP)", each) for each in (start, end))
    if unit.name in _MONTHS:
        moments = [built(_MOMENT, each) for each in (end, start)]
        return built(f"CAST(trunc(trunc((a - b) / 32) / {_MONTHS[unit.name]}) AS BIGINT)", *moments)
    return built("date_sub(a, b, c)", unit, start, end)


def _date_trunc(node: Call) -> exp.Expr:
    return built("CAST(date_trunc(a, CAST(b AS TIMESTAMP)) AS TIMESTAMP)", _unit(node.expressions[0], "DATE_TRUNC"),
                 node.expressions[1])  # fmt: skip


def _trunc(node: Call) -> exp.Expr:
    unit = _unit(node.expressions[1], "TRUNC", DATE_UNITS - {"DAY"})
    return built("CAST(date_trunc(a, CAST(b AS DATE)) AS DATE)", unit, node.expressions[0])


_QUARTERS = {
    "Q": "CAST(quarter(CAST(a AS TIMESTAMP)) AS VARCHAR)",
    "QQ": "'0' || CAST(quarter(CAST(a AS TIMESTAMP)) AS VARCHAR)",
}


def _date_format(node: Call) -> exp.Expr:
    value, form = node.expressions
    written = text_of(form, f"a format in {node.name}")
    if re.search("[09]", written) and node.name == "TO_CHAR":
        raise Untested("TO_CHAR of a number", "write FORMAT_NUMBER(x, 2).")
    parts = [
        built(_QUARTERS[piece], value)
        if piece in _QUARTERS
        else built("strftime(CAST(a AS TIMESTAMP), b)", value, _pattern(exp.Literal.string(piece), node.name))
        for piece in re.findall(r"Q+|(?:'[^']*'|[^'Q]|'[^']*$)+", written)
    ]
    return exp.Paren(this=reduce(lambda left, right: exp.DPipe(this=left, expression=right), parts))


def _to_date(node: Call) -> exp.Expr:
    return _to_time(node, "DATE")


def _to_timestamp(node: Call) -> exp.Expr:
    return _to_time(node, "TIMESTAMP")


def _to_time(node: Call, to: str) -> exp.Expr:
    attempt = node.name.startswith("TRY_")
    if len(node.expressions) == 1:
        return built(f"{'TRY_' if attempt else ''}CAST(a AS {to})", *node.expressions)
    pattern = _pattern(node.expressions[1], node.name, _READ_PATTERNS)
    return built(f"CAST({'try_' if attempt else ''}strptime(a, b) AS {to})", node.expressions[0], pattern)


def _next_day(node: Call) -> exp.Expr:
    day = _NEXT_DAYS.get(text_of(node.expressions[1], "a day in NEXT_DAY").upper())
    if day is None:
        raise Untested("that day in NEXT_DAY")
    return built("CAST(a AS DATE) + CAST(7 - (isodow(CAST(a AS DATE)) - b + 7) % 7 AS INTEGER)", node.expressions[0],
                 exp.Literal.number(day))  # fmt: skip


def _months_between(node: Call) -> exp.Expr:
    """Whole months between the same days and between ends of months, else days are 31st parts."""
    start, end = (built("CAST(a AS TIMESTAMP)", each) for each in node.expressions)
    return built(
        "CASE WHEN day(a) = day(b) OR (CAST(a AS DATE) = last_day(a) AND CAST(b AS DATE) = last_day(b))"
        " THEN CAST((year(a) - year(b)) * 12 + month(a) - month(b) AS DOUBLE)"
        " ELSE round((year(a) - year(b)) * 12 + month(a) - month(b) + (day(a) - day(b)"
        " + (epoch(a - date_trunc('day', a)) - epoch(b - date_trunc('day', b))) / 86400) / 31, 8) END",
        start, end,
    )  # fmt: skip


def _sha2(node: Call) -> exp.Expr:
    if whole(node.expressions[1]) not in (0, 256):
        raise Untested("that length in SHA2")
    return built("sha256(a)", node.expressions[0])


def _round(node: Call) -> exp.Expr:
    """A half is rounded away from zero, of a DOUBLE by its shortest digits."""
    value, *rest = node.expressions
    digits = rest[0] if rest else exp.Literal.number(0)
    places = whole(digits)
    if kind(value) == "double" and places is not None and 0 <= places <= 14:
        return built("coalesce(CAST(round(TRY_CAST(a AS DECIMAL(38, 15)), b) AS DOUBLE), round(a, b))", value, digits)
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


def _convert(node: Call) -> exp.Expr:
    """``INT(x)`` is CAST(x AS INT)."""
    inner = exp.cast(node.expressions[0].copy(), exp.DType[_CONVERSIONS[node.name]])
    holder = exp.Paren(this=inner)
    narrow_type(inner.to)
    cast(inner)
    made: exp.Expr = holder.this
    return made.pop()


_CONVERSIONS = {
    "STRING": "TEXT", "INT": "INT", "BIGINT": "BIGINT", "DOUBLE": "DOUBLE", "FLOAT": "FLOAT", "DECIMAL": "DECIMAL",
    "BOOLEAN": "BOOLEAN", "TIMESTAMP": "TIMESTAMP",
}  # fmt: skip


def _map(node: Call) -> exp.Expr:
    if len(node.expressions) % 2:
        raise Untested("this form of MAP")
    keys, values = (
        exp.Anonymous(this="list_value", expressions=[each.copy() for each in node.expressions[first::2]])
        for first in (0, 1)
    )
    return exp.Anonymous(this="map", expressions=[keys, values])


def _named_struct(node: Call) -> exp.Expr:
    names = [text_of(each, "a name in NAMED_STRUCT") for each in node.expressions[::2]]
    if len(node.expressions) % 2:
        raise Untested("this form of NAMED_STRUCT")
    pairs = zip(names, node.expressions[1::2], strict=True)
    return exp.Struct(
        expressions=[
            exp.PropertyEQ(this=exp.to_identifier(name, quoted=True), expression=each.copy()) for name, each in pairs
        ]
    )


def _element_at(node: Call) -> exp.Expr:
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


def _sort_array(node: Call) -> exp.Expr:
    value, *up = node.expressions
    if up and not isinstance(up[0], exp.Boolean):
        raise Untested("this form of SORT_ARRAY")
    order = "'ASC', 'NULLS FIRST'" if not up or up[0].this else "'DESC', 'NULLS LAST'"
    return built(f"list_sort(a, {order})", value)


def _collect_set(node: Call) -> exp.Expr:
    return built("list(a)", exp.Distinct(expressions=[node.expressions[0].copy()]))


def _each(node: Call) -> exp.Expr:
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


def _get_json_object(node: Call) -> exp.Expr:
    path = text_of(node.expressions[1], "a path in GET_JSON_OBJECT")
    if not JSON_PATH.fullmatch(path):
        raise Untested("that path in GET_JSON_OBJECT")
    return built("json_extract_string(a, b)", built(VALID_JSON, node.expressions[0]), node.expressions[1])


def _try_divide(node: Call) -> exp.Expr:
    left, right = node.expressions
    return quotient(left, right, built("nullif(a, 0)", right))


def _format_number(node: Call) -> exp.Expr:
    places = whole(node.expressions[1])
    if places is None or not 0 <= places <= 18:
        raise Untested("this form of FORMAT_NUMBER")
    return built(f"format('{{:,.{places}f}}', round(a * 1.0, b))", *node.expressions)


def _from_unixtime(node: Call) -> exp.Expr:
    seconds, *pattern = node.expressions
    written = _pattern(pattern[0], node.name) if pattern else exp.Literal.string("%Y-%m-%d %H:%M:%S")
    return built("strftime(make_timestamp(CAST(a AS BIGINT) * 1000000), b)", seconds, written)


def _unix_timestamp(node: Call) -> exp.Expr:
    return built("CAST(floor(epoch(a)) AS BIGINT)", _to_time(node, "TIMESTAMP"))


_FIELD = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*:?\s+(INT|INTEGER|BIGINT|STRING|DOUBLE|BOOLEAN|DATE)\s*", re.I)
_JSON_LIST = re.compile(r"ARRAY<(INT|BIGINT|STRING|DOUBLE|BOOLEAN|DATE)>", re.IGNORECASE)


def _from_json(node: Call) -> exp.Expr:
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


def _to_json(node: Call) -> exp.Expr:
    """Fields that are NULL are left out."""
    other = "CAST(CAST('a time or a decimal in to_json' AS TINYINT) AS VARCHAR)"
    return built(
        f"CASE WHEN regexp_matches(typeof(a), 'TIMESTAMP|DECIMAL') THEN {other}"
        " ELSE CAST(json_strip_nulls(to_json(a)) AS VARCHAR) END",
        node.expressions[0],
    )


_PARTS = {
    **dict.fromkeys(UNITS - {"SECOND"}), "DAYOFWEEK": "dayofweek(a) + 1", "DOW": "dayofweek(a) + 1", "DAYS": "day(a)",
    "DAYOFWEEK_ISO": "isodow(a)", "DOW_ISO": "isodow(a)", "DOY": "dayofyear(a)", "YEAROFWEEK": "isoyear(a)",
    "SECOND": "CAST(microsecond(a) * 0.000001 AS DECIMAL(8, 6))",
}  # fmt: skip
"""What EXTRACT and DATE_PART take of a time."""


def judge_extract(node: exp.Extract) -> None:
    """Refuses units without a test."""
    if node.name.upper() not in _PARTS:
        raise Untested("that unit in EXTRACT")


def extract(node: exp.Extract) -> str | None:
    """Days of the week are counted from Sunday, 1."""
    form = _PARTS[node.name.upper()]
    if form is None:
        return None
    node.replace(built(f"({form})", built("CAST(a AS TIMESTAMP)", node.expression)))
    return None


def _date_part(node: Call) -> exp.Expr:
    unit = text_of(node.expressions[0], f"a unit in {node.name}").upper()
    if unit not in _PARTS:
        raise Untested(f"that unit in {node.name}")
    form = _PARTS[unit] or f"date_part('{unit.lower()}', a)"
    return built(f"({form})", built("CAST(a AS TIMESTAMP)", node.expressions[1]))


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
    "TO_CHAR": (2, 2, _date_format),
    "SUBSTRING_INDEX": (3, 3, _substring_index),
    "REGEXP_REPLACE": (3, 3, regexp_replace),
    "SHA2": (2, 2, _sha2),
    "REGEXP_EXTRACT": (2, 3, _regexp_extract),
    "REGEXP_EXTRACT_ALL": (2, 3, _regexp_extract),
    "ROUND": (1, 2, _round),
    "MOD": (2, 2, _mod),
    "PMOD": (2, 2, _pmod),
    "DATE_ADD": (2, 3, _date_add),
    "DATEADD": (2, 3, _date_add),
    "TIMESTAMPADD": (3, 3, _date_add),
    "DATEDIFF": (2, 3, _date_diff),
    "DATE_DIFF": (2, 3, _date_diff),
    "TIMESTAMPDIFF": (3, 3, _date_diff),
    "DATE_TRUNC": (2, 2, _date_trunc),
    "TRUNC": (2, 2, _trunc),
    "DATE_PART": (2, 2, _date_part),
    "DATE_FORMAT": (2, 2, _date_format),
    "TO_DATE": (1, 2, _to_date),
    "TO_TIMESTAMP": (1, 2, _to_timestamp),
    "TRY_TO_TIMESTAMP": (1, 2, _to_timestamp),
    "DATE": (1, 1, _to_date),
    "NEXT_DAY": (2, 2, _next_day),
    "MONTHS_BETWEEN": (2, 2, _months_between),
    "FIRST": (1, 2, _first),
    "LAST": (1, 2, _first),
    "ANY_VALUE": (1, 2, _first),
    "FIRST_VALUE": (1, 2, _first),
    "LAST_VALUE": (1, 2, _first),
    "COLLECT_SET": (1, 1, _collect_set),
    "PERCENTILE_CONT": (1, 1, _percentile),
    "PERCENTILE_DISC": (1, 1, _percentile),
    **dict.fromkeys(_CONVERSIONS, (1, 1, _convert)),
    "MAP": (2, MANY, _map),
    "NAMED_STRUCT": (2, MANY, _named_struct),
    "ELEMENT_AT": (2, 2, _element_at),
    "TRY_ELEMENT_AT": (2, 2, _element_at),
    "SLICE": (3, 3, slice_),
    "ARRAY_JOIN": (3, 3, array_join),
    "SORT_ARRAY": (1, 2, _sort_array),
    "ARRAYS_ZIP": (1, 7, arrays_zip),
    "SEQUENCE": (2, 3, sequence),
    "TRANSFORM": (2, 2, _each),
    "FILTER": (2, 2, _each),
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
    "FROM_UNIXTIME": (1, 2, _from_unixtime),
    "UNIX_TIMESTAMP": (1, 2, _unix_timestamp),
    "TO_UNIX_TIMESTAMP": (1, 2, _unix_timestamp),
    "FROM_JSON": (2, 2, _from_json),
    "TO_JSON": (1, 1, _to_json),
    "AGGREGATE": (3, 4, fold),
    "REDUCE": (3, 4, fold),
    "GET_JSON_OBJECT": (2, 2, _get_json_object),
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
