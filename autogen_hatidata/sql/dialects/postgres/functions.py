"""The functions of PostgreSQL, each by what it becomes in DuckDB."""

from __future__ import annotations

from functools import partial

from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.postgres import dates, json, numbers, patterns, rows, texts
from autogen_hatidata.sql.dialects.postgres.shown import QUOTED
from autogen_hatidata.sql.dialects.shared_functions import BASE, POSITIVE, ROOTED, WINDOWS, WITHIN_ONE

SAME = f"""{WINDOWS}COALESCE(a, rest) = coalesce(a, rest)
NULLIF(a, b) = nullif(a, b)
GREATEST(a, rest) = greatest(a, rest)
LEAST(a, rest) = least(a, rest)
ABS(a) = abs(a)
POWER(a, b) = pow(a, b)
POW(a, b) = pow(a, b)
SQRT(a) = sqrt({ROOTED})
CBRT(a) = cbrt(a)
EXP(a) = exp(a)
LN(a) = ln({POSITIVE})
SIGN(a) = CAST(sign(a) AS DECIMAL(1, 0))
PI() = pi()
DEGREES(a) = degrees(a)
RADIANS(a) = radians(a)
RANDOM() = random()
SIN(a) = sin(a)
COS(a) = cos(a)
TAN(a) = tan(a)
COT(a) = cot(a)
ASIN(a) = asin({WITHIN_ONE})
ACOS(a) = acos({WITHIN_ONE})
ATAN(a) = atan(a)
ATAN2(a, b) = atan2(a, b)
TO_HEX(a) = lower(to_hex(CASE WHEN a < 0 AND typeof(a) = 'INTEGER' THEN CAST(a AS BIGINT) + 4294967296 ELSE a END))
LENGTH(a) = CAST(length(a) AS INTEGER)
CHAR_LENGTH(a) = CAST(length(a) AS INTEGER)
CHARACTER_LENGTH(a) = CAST(length(a) AS INTEGER)
OCTET_LENGTH(a) = CAST(strlen(a) AS INTEGER)
UPPER(a) = upper(a)
LOWER(a) = lower(a)
INITCAP(a) = array_to_string(list_transform(regexp_extract_all(a, '[\\pL\\pN]+|[^\\pL\\pN]+'), lambda it__: upper(substring(it__, 1, 1)) || lower(substring(it__, 2))), '')
LPAD(a, b) = lpad(a, b, ' ')
LPAD(a, b, c) = lpad(a, b, c)
RPAD(a, b) = rpad(a, b, ' ')
RPAD(a, b, c) = rpad(a, b, c)
LTRIM(a) = ltrim(a)
LTRIM(a, b) = ltrim(a, b)
RTRIM(a) = rtrim(a)
RTRIM(a, b) = rtrim(a, b)
BTRIM(a) = trim(a)
BTRIM(a, b) = trim(a, b)
REPLACE(a, b, c) = replace(a, b, c)
TRANSLATE(a, b, c) = translate(a, b, c)
REVERSE(a) = reverse(a)
REPEAT(a, b) = repeat(a, b)
STRPOS(a, b) = CAST(strpos(a, b) AS INTEGER)
ASCII(a) = ascii(a)
CHR(a) = chr(a)
MD5(a) = md5(a)
QUOTE_LITERAL(a) = {QUOTED}
MIN(a) = min(a)
MAX(a) = max(a)
BOOL_AND(a) = bool_and(a)
BOOL_OR(a) = bool_or(a)
BIT_AND(a) = bit_and(a)
BIT_OR(a) = bit_or(a)
ANY_VALUE(a) = any_value(a)
STDDEV(a) = stddev_samp(a)
STDDEV_SAMP(a) = stddev_samp(a)
STDDEV_POP(a) = stddev_pop(a)
VARIANCE(a) = var_samp(a)
VAR_SAMP(a) = var_samp(a)
VAR_POP(a) = var_pop(a)
GROUPING(a, rest) = grouping(a, rest)
FIRST_VALUE(a) = first_value(a)
LAST_VALUE(a) = last_value(a)
"""  # noqa: E501
"""What Redshift has too, with the same meaning."""

_BUCKET = (
    "CASE WHEN a < b THEN 0 WHEN a >= c THEN d + 1 "
    "ELSE CAST(floor(round((a - b) * d / (c - b), 12)) + 1 AS INTEGER) END"
)

OWN = f"""
DIV(a, b) = trunc(a / nullif(b, 0))
LOG(a) = log10({POSITIVE})
LOG(a, b) = log({POSITIVE}, {BASE})
LOG10(a) = log10({POSITIVE})
GCD(a, b) = gcd(a, b)
LCM(a, b) = lcm(a, b)
FACTORIAL(a) = factorial(a)
WIDTH_BUCKET(a, b, c, d) = CASE WHEN b < c THEN {_BUCKET} WHEN b >= c THEN CAST('bounds that do not rise' AS INTEGER) END
LEFT(a, b) = "left"(a, b)
RIGHT(a, b) = "right"(a, b)
STARTS_WITH(a, b) = starts_with(a, b)
GEN_RANDOM_UUID() = uuid()
NOW() = now()
CLOCK_TIMESTAMP() = now()
AGE(a, b) = age(a, b)
JUSTIFY_DAYS(a) = {dates.JUSTIFY["DAYS"]}
JUSTIFY_HOURS(a) = {dates.JUSTIFY["HOURS"]}
JUSTIFY_INTERVAL(a) = {dates.JUSTIFY["INTERVAL"]}
QUOTE_NULLABLE(a) = coalesce({QUOTED}, 'NULL')
DATE(a) = CAST(a AS DATE)
DATE_BIN(a, b, c) = time_bucket(CAST(a AS INTERVAL), b, c)
MAKE_DATE(a, b, c) = make_date(a, b, c)
MAKE_TIMESTAMP(a, b, c, d, e, f) = make_timestamp(a, b, c, d, e, f)
ARRAY(a) = array(a)
UNNEST(a) = unnest(a)
CARDINALITY(a) = CASE WHEN typeof(a) LIKE '%[][]' THEN CAST('an array of arrays' AS INTEGER) ELSE CAST(len(a) AS INTEGER) END
ARRAY_APPEND(a, b) = list_append(a, b)
ARRAY_PREPEND(a, b) = list_prepend(a, b)
ARRAY_CAT(a, b) = list_concat(a, b)
ISFINITE(a) = isfinite(a)
ARRAY_POSITION(a, b) = CAST(list_position(a, b) AS INTEGER)
ARRAY_POSITIONS(a, b) = list_filter(list_transform(a, lambda it__, at__: CASE WHEN it__ IS NOT DISTINCT FROM b THEN CAST(at__ AS INTEGER) END), lambda it__: it__ IS NOT NULL)
ARRAY_REMOVE(a, b) = list_filter(a, lambda it__: it__ IS DISTINCT FROM b)
ARRAY_REPLACE(a, b, c) = list_transform(a, lambda it__: CASE WHEN it__ IS NOT DISTINCT FROM b THEN c ELSE it__ END)
ARRAY_TO_STRING(a, b) = array_to_string(a, b)
ARRAY_TO_STRING(a, b, c) = array_to_string(list_transform(a, lambda it__: coalesce(CAST(it__ AS VARCHAR), c)), b)
AVG(a) = avg(a)
ARRAY_AGG(a) = array_agg(a)
EVERY(a) = bool_and(a)
CORR(a, b) = corr(a, b) |> nullif(whole, CAST('NaN' AS DOUBLE)) -- CORR is NULL where nothing varies
COVAR_POP(a, b) = covar_pop(a, b)
COVAR_SAMP(a, b) = covar_samp(a, b)
REGR_COUNT(a, b) = regr_count(a, b) |> CAST(whole AS BIGINT)
REGR_AVGX(a, b) = regr_avgx(a, b)
REGR_AVGY(a, b) = regr_avgy(a, b)
REGR_SLOPE(a, b) = regr_slope(a, b) |> nullif(whole, CAST('NaN' AS DOUBLE)) -- REGR_SLOPE is NULL where nothing varies
REGR_R2(a, b) = regr_r2(a, b) |> nullif(whole, CAST('NaN' AS DOUBLE)) -- REGR_R2 is NULL where nothing varies
REGR_INTERCEPT(a, b) = regr_intercept(a, b) |> nullif(whole, CAST('NaN' AS DOUBLE)) -- REGR_INTERCEPT is NULL where nothing varies
"""  # noqa: E501

FUNCTIONS = forms.Functions(
    forms.read(SAME + OWN + json.FORMS),
    {
        "CEIL": (1, 1, numbers.whole),
        "CEILING": (1, 1, numbers.whole),
        "FLOOR": (1, 1, numbers.whole),
        "TRUNC": (1, 2, numbers.whole),
        "ROUND": (1, 2, numbers.round_to),
        "MOD": (2, 2, numbers.mod),
        "SUM": (1, 1, numbers.sum_of),
        "COUNT": (1, 1, rows.count),
        "SUBSTR": (2, 3, texts.substr),
        "SPLIT_PART": (3, 3, texts.split_part),
        "STRING_TO_ARRAY": (2, 2, texts.to_list),
        "STRING_TO_TABLE": (2, 2, texts.to_rows),
        "ENCODE": (2, 2, texts.encode),
        "STRING_AGG": (1, 2, texts.string_agg),
        "CONCAT": (1, 99, texts.concat),
        "CONCAT_WS": (2, 99, texts.concat),
        "FORMAT": (1, 9, texts.formatted),
        "REGEXP_REPLACE": (3, 4, patterns.regexp_replace),
        "REGEXP_LIKE": (2, 3, patterns.regexp_like),
        "REGEXP_COUNT": (2, 2, patterns.regexp_count),
        "REGEXP_INSTR": (2, 2, patterns.regexp_instr),
        "REGEXP_SUBSTR": (2, 2, patterns.regexp_substr),
        "REGEXP_MATCH": (2, 2, patterns.regexp_match),
        "REGEXP_MATCHES": (2, 3, patterns.regexp_matches),
        "REGEXP_SPLIT_TO_ARRAY": (2, 2, patterns.regexp_split),
        "REGEXP_SPLIT_TO_TABLE": (2, 2, patterns.regexp_split),
        "DATE_TRUNC": (2, 2, dates.date_trunc),
        "DATE_PART": (2, 2, dates.date_part),
        "MAKE_INTERVAL": (1, 7, dates.make_interval),
        "TO_CHAR": (2, 2, dates.to_char),
        "TO_NUMBER": (2, 2, dates.to_number),
        "TO_DATE": (2, 2, partial(dates.to_date, "DATE")),
        "TO_TIMESTAMP": (1, 2, partial(dates.to_date, "TIMESTAMP")),
        "ALL": (1, 1, rows.all_of),
        "ROW": (2, 9, rows.row),
        "GENERATE_SERIES": (2, 3, rows.series),
        "ARRAY_LENGTH": (2, 2, rows.array_length),
        "PERCENTILE_CONT": (1, 1, rows.outside_group),
        "PERCENTILE_DISC": (1, 1, rows.outside_group),
        "MODE": (0, 0, rows.outside_group),
        **json.FUNCTIONS,
    },
)
"""All of them. The number of arguments is the fewest and the most."""
