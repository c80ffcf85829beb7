"""The functions of Trino, each by what it becomes in DuckDB."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.builders import fold, format_, holds, regexp_replace
from autogen_hatidata.sql.dialects.by_engine import LENGTH
from autogen_hatidata.sql.dialects.double_texts import concat_ws
from autogen_hatidata.sql.dialects.forms import MANY, Call
from autogen_hatidata.sql.dialects.map_builders import array_join, map_each, slice_, zip_with
from autogen_hatidata.sql.dialects.sequences import sequence
from autogen_hatidata.sql.dialects.shared_functions import SHARED
from autogen_hatidata.sql.dialects.trino import dates, json, lists, numbers, texts

_TABLE = r"""
IF(a, b) = CASE WHEN a THEN b END
IF(a, b, c) = CASE WHEN a THEN b ELSE c END

CEIL(a) = ceil(a)
CEILING(a) = ceil(a)
FLOOR(a) = floor(a)
ROUND(a) = round(a)
ROUND(a, b) = round(a, b)
TRUNCATE(a) = trunc(a)
TRUNCATE(a, b) = trunc(a, b)
LN(a) = CASE WHEN a > 0 THEN ln(a) WHEN a = 0 THEN CAST('-inf' AS DOUBLE) WHEN a < 0 THEN CAST('nan' AS DOUBLE) END
LOG(a, b) = CASE WHEN b > 0 THEN log(a, b) WHEN b = 0 THEN CAST('-inf' AS DOUBLE) WHEN b < 0 THEN CAST('nan' AS DOUBLE) END
LOG2(a) = CASE WHEN a > 0 THEN log2(a) WHEN a = 0 THEN CAST('-inf' AS DOUBLE) WHEN a < 0 THEN CAST('nan' AS DOUBLE) END
LOG10(a) = CASE WHEN a > 0 THEN log10(a) WHEN a = 0 THEN CAST('-inf' AS DOUBLE) WHEN a < 0 THEN CAST('nan' AS DOUBLE) END
SIGN(a) = sign(a)
SINH(a) = sinh(a)
COSH(a) = cosh(a)
TANH(a) = tanh(a)
WIDTH_BUCKET(a, b, c, d) = CASE WHEN a < b THEN 0 WHEN a >= c THEN CAST(d AS BIGINT) + 1 ELSE CAST(floor((a - b) * 1e0 * d / (c - b)) AS BIGINT) + 1 END
NAN() = CAST('nan' AS DOUBLE)
INFINITY() = CAST('inf' AS DOUBLE)
BITWISE_AND(a, b) = (a & b)
BITWISE_OR(a, b) = (a | b)
BITWISE_XOR(a, b) = xor(a, b)
BITWISE_NOT(a) = ~CAST(a AS BIGINT)
BITWISE_LEFT_SHIFT(a, b) = CAST(a AS BIGINT) << b
BITWISE_RIGHT_SHIFT(a, b) = CASE WHEN a < 0 THEN CAST('a shift of a negative number' AS BIGINT) ELSE CAST(a AS BIGINT) >> b END
IS_NAN(a) = isnan(a)
IS_FINITE(a) = isfinite(a)
IS_INFINITE(a) = isinf(a)

LENGTH(a) = length(a)
LTRIM(a) = regexp_replace(a, '^\s+', '')
RTRIM(a) = regexp_replace(a, '\s+$', '')
LPAD(a, b, c) = lpad(a, b, c)
RPAD(a, b, c) = rpad(a, b, c)
STRPOS(a, b) = instr(a, b)
STARTS_WITH(a, b) = starts_with(a, b)
ENDS_WITH(a, b) = ends_with(a, b)
CODEPOINT(a) = unicode(a)
LEVENSHTEIN_DISTANCE(a, b) = levenshtein(a, b)
HAMMING_DISTANCE(a, b) = hamming(a, b)
REGEXP_POSITION(a, b) = CASE WHEN regexp_matches(a, b) THEN length(regexp_extract(a, '^([\s\S]*?)(?:' || b || ')', 1)) + 1 WHEN a IS NOT NULL AND b IS NOT NULL THEN -1 END
REGEXP_SPLIT(a, b) = string_split_regex(a, b)
SPLIT_TO_MAP(a, b, c) = map_from_entries(list_transform(string_split(a, b), lambda it__: struct_pack(key := split_part(it__, c, 1), value := split_part(it__, c, 2))))
URL_ENCODE(a) = replace(replace(replace(url_encode(a), '%20', '+'), '%2A', '*'), '~', '%7E')
URL_DECODE(a) = url_decode(replace(a, '+', ' '))
TO_UTF8(a) = encode(a)
FROM_UTF8(a) = decode(a)
MD5(a) = unhex(md5(a))
SHA1(a) = unhex(sha1(a))
SHA256(a) = unhex(sha256(a))
TO_HEX(a) = hex(a)
FROM_HEX(a) = unhex(a)
TO_BASE64(a) = to_base64(a)
FROM_BASE64(a) = from_base64(a)
UUID() = uuid()
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
MILLISECOND(a) = millisecond(a) % 1000
FROM_UNIXTIME(a) = make_timestamp(CAST(round(CAST(a AS DOUBLE) * 1000) AS BIGINT) * 1000) -- timestamps have no time zone
FROM_ISO8601_DATE(a) = CAST(a AS DATE)
FROM_ISO8601_TIMESTAMP(a) = CAST(CAST(a AS TIMESTAMPTZ) AS TIMESTAMP) -- timestamps have no time zone
TO_ISO8601(a) = CASE WHEN typeof(a) = 'DATE' THEN CAST(a AS VARCHAR) ELSE strftime(CAST(a AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%g') END
MINUTE(a) = minute(a)
SECOND(a) = second(a)
LAST_DAY_OF_MONTH(a) = last_day(a)
TO_UNIXTIME(a) = epoch(CAST(a AS TIMESTAMP))

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
MAX(a, b) = max(a, b)
MIN(a, b) = min(a, b)
BITWISE_AND_AGG(a) = bit_and(a)
BITWISE_OR_AGG(a) = bit_or(a)
HISTOGRAM(a) = histogram(a)
REGR_R2(a, b) = regr_r2(a, b)
MAP_AGG(a, b) = list(struct_pack(key := a, value := b)) |> map_from_entries(list_filter(whole, lambda it__, at__: it__.key IS NOT NULL AND list_position(list_transform(whole, lambda e__: e__.key), it__.key) = at__))

ARRAY_JOIN(a, b) = CASE WHEN typeof(a) IN ('DOUBLE[]', 'FLOAT[]') THEN CAST(CAST('DOUBLEs as texts: make them DECIMALs' AS TINYINT) AS VARCHAR) ELSE coalesce(array_to_string(a, b), CASE WHEN a IS NOT NULL THEN '' END) END -- a text of nothing is empty
CARDINALITY(a) = CAST(cardinality(a) AS BIGINT)
CONTAINS(a, b) = CASE WHEN list_contains(a, b) THEN TRUE WHEN list_count(a) < len(a) OR b IS NULL THEN NULL ELSE list_contains(a, b) END -- what is not in a list with NULLs is unknown
ARRAY_MAX(a) = CASE WHEN list_count(a) = len(a) THEN list_max(a) END -- the largest of a list with NULL is NULL
ARRAY_MIN(a) = CASE WHEN list_count(a) = len(a) THEN list_min(a) END -- the smallest of a list with NULL is NULL
TRIM_ARRAY(a, b) = list_slice(a, 1, CASE WHEN b BETWEEN 0 AND len(a) THEN len(a) - b ELSE CAST('more or less items than there are' AS BIGINT) END)
ARRAY_FIRST(a) = list_extract(a, 1)
ARRAY_LAST(a) = list_extract(a, -1)
REPEAT(a, b) = list_transform(range(b), lambda it__: a)
FLATTEN(a) = flatten(a)
MAP() = map(list_slice([1], 2, 1), list_slice([1], 2, 1))
MAP(a, b) = map(a, b)
MAP_FROM_ENTRIES(a) = map_from_entries(list_transform(a, lambda it__: struct_pack(key := struct_extract_at(it__, 1), value := struct_extract_at(it__, 2))))
MAP_ENTRIES(a) = list_transform(map_entries(a), lambda it__: row(it__.key, it__.value))
ZIP(a, b) = list_zip(a, b)
ROW(rest) = row(rest)

JSON_PARSE(a) = CAST(a AS JSON)
JSON_FORMAT(a) = CAST(a AS VARCHAR)
JSON_ARRAY_LENGTH(a) = CASE WHEN json_type(CASE WHEN json_valid(a) THEN a END) = 'ARRAY' THEN json_array_length(a) END
JSON_ARRAY_GET(a, b) = CASE WHEN json_type(CASE WHEN json_valid(a) THEN a END) = 'ARRAY' THEN json_extract(a, b) END
JSON_ARRAY_CONTAINS(a, b) = CASE WHEN json_type(CASE WHEN json_valid(a) THEN a END) = 'ARRAY' THEN list_contains(json_extract(a, '$[*]'), to_json(b)) END
IS_JSON_SCALAR(a) = json_type(a) NOT IN ('OBJECT', 'ARRAY')
""".replace("cardinality(a)", LENGTH)  # noqa: E501

FORMS = forms.read(_TABLE + SHARED)

SPECIAL: dict[str, tuple[int, int, Callable[[Call], exp.Expr]]] = {
    "TRY": (1, 1, numbers.attempt),
    "GREATEST": (2, 8, texts.extreme),
    "LEAST": (2, 8, texts.extreme),
    "CONCAT": (2, MANY, texts.concat),
    "CONCAT_WS": (2, MANY, concat_ws),
    "SUBSTRING": (2, 3, texts.substring),
    "SUBSTR": (2, 3, texts.substring),
    "REPLACE": (2, 3, texts.replace),
    "SPLIT_PART": (3, 3, texts.split_part),
    "SPLIT": (2, 3, texts.split),
    "STRPOS": (3, 3, texts.nth_place),
    "TYPEOF": (1, 1, texts.type_of),
    "TO_BASE": (2, 2, texts.to_base),
    "FROM_BASE": (2, 2, texts.from_base),
    "BIT_COUNT": (2, 2, texts.bit_count),
    "REVERSE": (1, 1, texts.reverse),
    "REGEXP_EXTRACT": (2, 3, texts.regexp_extract),
    "REGEXP_EXTRACT_ALL": (2, 3, texts.regexp_extract),
    "REGEXP_REPLACE": (3, 3, regexp_replace),
    "MOD": (2, 2, numbers.mod),
    "DATE_ADD": (3, 3, dates.date_add),
    "DATE_DIFF": (3, 3, dates.date_diff),
    "DATE_TRUNC": (2, 2, dates.date_trunc),
    "DATE_FORMAT": (2, 2, dates.date_format),
    "DATE_PARSE": (2, 2, dates.date_parse),
    "FIRST_VALUE": (1, 1, lists.first),
    "LAST_VALUE": (1, 1, lists.first),
    "ARRAY_JOIN": (3, 3, array_join),
    "ARRAY_INTERSECT": (2, 2, lists.common),
    "ARRAY_EXCEPT": (2, 2, lists.common),
    "ELEMENT_AT": (2, 2, lists.element_at),
    "SLICE": (3, 3, slice_),
    "SEQUENCE": (2, 3, sequence),
    "TRANSFORM": (2, 2, lists.each),
    "FILTER": (2, 2, lists.each),
    "ANY_MATCH": (2, 2, holds),
    "ALL_MATCH": (2, 2, holds),
    "NONE_MATCH": (2, 2, holds),
    "REDUCE": (4, 4, fold),
    "JSON_EXTRACT_SCALAR": (2, 2, json.extract_scalar),
    "JSON_EXTRACT": (2, 2, json.extract),
    "JSON_SIZE": (2, 2, json.json_size),
    "JSON_VALUE": (2, 2, json.json_value),
    "JSON_QUERY": (2, 2, json.json_query),
    "JSON_EXISTS": (2, 2, json.json_exists),
    "FORMAT": (2, MANY, format_),
    "FORMAT_DATETIME": (2, 2, dates.format_datetime),
    "PARSE_DATETIME": (2, 2, dates.parse_datetime),
    "TO_CHAR": (2, 2, dates.to_char),
    "TO_DATE": (2, 2, dates.to_date),
    "TO_TIMESTAMP": (2, 2, dates.to_date),
    "ZIP_WITH": (3, 3, zip_with),
    "MAP_FILTER": (2, 2, map_each),
    "TRANSFORM_VALUES": (2, 2, map_each),
    "TRANSFORM_KEYS": (2, 2, map_each),
    **dict.fromkeys(texts.URL_PARTS, (1, 1, texts.url_part)),
    "URL_EXTRACT_PARAMETER": (2, 2, texts.url_parameter),
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
    "AVG": 1,
}
"""Functions by the name they are written with, and the most arguments with which they were tested."""
