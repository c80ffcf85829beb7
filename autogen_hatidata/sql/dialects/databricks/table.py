"""The functions of Databricks and Spark that are one line, each by what it becomes in DuckDB."""

from __future__ import annotations

from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.by_engine import LENGTH
from autogen_hatidata.sql.dialects.databricks import texts
from autogen_hatidata.sql.dialects.shared_functions import SHARED

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
BROUND(a) = cast_to_type(round_even(a, 0), round(a, 0))
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
BIT_XOR(a) = bit_xor(a)
BIT_COUNT(a) = CAST(bit_count(CAST(a AS BIGINT)) AS INTEGER)
REGR_SLOPE(a, b) = regr_slope(a, b)
REGR_INTERCEPT(a, b) = regr_intercept(a, b)
MEDIAN(a) = median(CAST(a AS DOUBLE))
MODE(a) = mode(a)
STD(a) = stddev_samp(a)
SOME(a) = bool_or(a)
APPROX_COUNT_DISTINCT(a) = count(DISTINCT a) -- approximate functions are computed exactly
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
""".replace("cardinality(a)", LENGTH)  # noqa: E501
FORMS = {**forms.read(SHARED), **forms.read(_TABLE), **forms.read(texts.FORMS)}
