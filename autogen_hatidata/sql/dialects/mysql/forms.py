"""MySQL's functions, each by the DuckDB expression that gives the same, as `forms` reads them."""

from __future__ import annotations

from autogen_hatidata.sql.dialects.forms import read

FORMS = read(
    r"""
ISNULL(a): whole = CAST(a IS NULL AS INTEGER)
LENGTH(a): whole = strlen(CAST(a AS VARCHAR))
OCTET_LENGTH(a): whole = strlen(CAST(a AS VARCHAR))
CHAR_LENGTH(a): whole = length(CAST(a AS VARCHAR))
CHARACTER_LENGTH(a): whole = length(CAST(a AS VARCHAR))
UPPER(a): text = upper(a)
UCASE(a): text = upper(a)
LOWER(a): text = lower(a)
LCASE(a): text = lower(a)
LTRIM(a): text = ltrim(a, ' ')
RTRIM(a): text = rtrim(a, ' ')
REVERSE(a): text = reverse(CAST(a AS VARCHAR))
ASCII(a): whole = ascii(a)
REPEAT(a, b): text = repeat(CAST(a AS VARCHAR), b)
SPACE(a): text = repeat(' ', a)
LEFT(a, b): text = left(CAST(a AS VARCHAR), CASE WHEN b < 0 THEN 0 ELSE b END)
RIGHT(a, b): text = right(CAST(a AS VARCHAR), CASE WHEN b < 0 THEN 0 ELSE b END)
LPAD(a, b, c): text = CASE WHEN b >= 0 THEN lpad(CAST(a AS VARCHAR), b, c) END
RPAD(a, b, c): text = CASE WHEN b >= 0 THEN rpad(CAST(a AS VARCHAR), b, c) END
REPLACE(a, b, c): text = replace(CAST(a AS VARCHAR), b, CAST(c AS VARCHAR))
INSTR(a, b): whole = instr(lower(a), lower(b)) -- texts are found without case
FIND_IN_SET(a, b): whole = CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE coalesce(list_position(string_split(lower(strip_accents(CAST(b AS VARCHAR))), ','), lower(strip_accents(CAST(a AS VARCHAR)))), 0) END -- texts are found without case and accents
INSERT(a, b, c, d): text = CASE WHEN b BETWEEN 1 AND length(CAST(a AS VARCHAR)) THEN left(CAST(a AS VARCHAR), CAST(b - 1 AS BIGINT)) || d || CASE WHEN c >= 0 THEN substring(CAST(a AS VARCHAR), CAST(b + c AS BIGINT)) ELSE '' END WHEN b + c IS NOT NULL THEN CAST(a AS VARCHAR) || left(d, 0) END
STRCMP(a, b): whole = CASE WHEN lower(strip_accents(a)) < lower(strip_accents(b)) THEN -1 WHEN lower(strip_accents(a)) > lower(strip_accents(b)) THEN 1 WHEN a || b IS NOT NULL THEN 0 END
TO_BASE64(a): text = to_base64(encode(CAST(a AS VARCHAR)))
ORD(a): whole = unicode(a)
HEX(a): text = hex(a)
BIN(a): text = bin(a)
MD5(a): text = md5(a)
SHA1(a): text = sha1(a)
SHA(a): text = sha1(a)
ABS(a): same = abs(a)
CEIL(a): same = struct_extract({'whole': a, 'other': ceil(a)}, CASE WHEN typeof(a) LIKE '%INT%' THEN 'whole' ELSE 'other' END)
CEILING(a): same = struct_extract({'whole': a, 'other': ceil(a)}, CASE WHEN typeof(a) LIKE '%INT%' THEN 'whole' ELSE 'other' END)
FLOOR(a): same = struct_extract({'whole': a, 'other': floor(a)}, CASE WHEN typeof(a) LIKE '%INT%' THEN 'whole' ELSE 'other' END)
ATAN2(a, b): double = atan2(a, b)
COT(a): double = cot(a)
ASIN(a): double = CASE WHEN abs(a) <= 1 THEN asin(a) END
ACOS(a): double = CASE WHEN abs(a) <= 1 THEN acos(a) END
BIT_COUNT(a): whole = bit_count(CAST(a AS BIGINT))
BIT_LENGTH(a): whole = strlen(CAST(a AS VARCHAR)) * 8
TRUNCATE(a, b): same = trunc(a, b)
MOD(a, b): same = a % nullif(b, 0)
SIGN(a): whole = sign(a)
POW(a, b): double = pow(a, b)
POWER(a, b): double = pow(a, b)
SQRT(a): double = CASE WHEN a >= 0 THEN sqrt(a) END
EXP(a): double = exp(a)
LN(a): double = CASE WHEN a > 0 THEN ln(a) END
LOG2(a): double = CASE WHEN a > 0 THEN log2(a) END
LOG10(a): double = CASE WHEN a > 0 THEN log10(a) END
PI(): double = pi()
SIN(a): double = sin(a)
COS(a): double = cos(a)
TAN(a): double = tan(a)
ATAN(a): double = atan(a)
DEGREES(a): double = degrees(a)
RADIANS(a): double = radians(a)
RAND(): double = random()
NOW(): time = date_trunc('second', LOCALTIMESTAMP) -- the time is the session's
SYSDATE(): time = date_trunc('second', LOCALTIMESTAMP) -- the time is the session's
CURDATE(): date = CAST(LOCALTIMESTAMP AS DATE) -- the time is the session's
DATE(a): date = CAST(a AS DATE)
YEAR(a): whole = EXTRACT(year FROM a)
QUARTER(a): whole = EXTRACT(quarter FROM a)
MONTH(a): whole = EXTRACT(month FROM a)
DAY(a): whole = EXTRACT(day FROM a)
DAYOFMONTH(a): whole = EXTRACT(day FROM a)
DAYOFYEAR(a): whole = EXTRACT(doy FROM a)
DAYOFWEEK(a): whole = (EXTRACT(dow FROM a) + 1)
WEEKDAY(a): whole = (EXTRACT(isodow FROM a) - 1)
WEEKOFYEAR(a): whole = EXTRACT(week FROM a)
HOUR(a): whole = EXTRACT(hour FROM a)
MINUTE(a): whole = EXTRACT(minute FROM a)
SECOND(a): whole = EXTRACT(second FROM a)
MONTHNAME(a): text = monthname(a)
DAYNAME(a): text = dayname(a)
LAST_DAY(a): date = last_day(a)
MAKEDATE(a, b): date = CASE WHEN b > 0 THEN make_date(CAST(a AS BIGINT), 1, 1) + CAST(b - 1 AS INTEGER) END
TO_DAYS(a): whole = (date_diff('day', DATE '1970-01-01', CAST(a AS DATE)) + 719528)
FROM_DAYS(a): date = (DATE '1970-01-01' + CAST(a - 719528 AS INTEGER))
TIMESTAMP(a): time = CAST(a AS TIMESTAMP)
TIME(a) = CAST(a AS TIME)
MICROSECOND(a): whole = (EXTRACT(microsecond FROM a) % 1000000)
MAKETIME(a, b, c) = make_time(a, b, c)
TIME_TO_SEC(a): whole = CAST(epoch(CAST(a AS TIME)) AS BIGINT)
PERIOD_ADD(a, b): whole = (((a // 100) * 12 + a % 100 - 1 + b) // 12 * 100 + ((a // 100) * 12 + a % 100 - 1 + b) % 12 + 1)
PERIOD_DIFF(a, b): whole = ((a // 100) * 12 + a % 100 - (b // 100) * 12 - b % 100)
UNIX_TIMESTAMP(a): whole = CAST(floor(epoch(CAST(a AS TIMESTAMP))) AS BIGINT) -- seconds are counted in UTC
UTC_TIMESTAMP(): time = date_trunc('second', timezone('UTC', now()))
UTC_DATE(): date = CAST(timezone('UTC', now()) AS DATE)
UUID(): text = CAST(gen_random_uuid() AS VARCHAR)
CURTIME() = CAST(date_trunc('second', LOCALTIMESTAMP) AS TIME)
DATEDIFF(a, b): whole = date_diff('day', CAST(b AS DATE), CAST(a AS DATE))
JSON_LENGTH(a): whole = CASE json_type(CAST(a AS JSON), '$') WHEN 'ARRAY' THEN CAST(json_array_length(CAST(a AS JSON), '$') AS BIGINT) WHEN 'OBJECT' THEN CAST(len(json_keys(CAST(a AS JSON), '$')) AS BIGINT) ELSE CASE WHEN json_type(CAST(a AS JSON), '$') IS NOT NULL THEN 1 END END
JSON_VALUE(a, b): text = CASE WHEN json_type(CAST(a AS JSON), b) IN ('OBJECT', 'ARRAY') THEN CAST(CAST('JSON_VALUE of an object or a list' AS TINYINT) AS VARCHAR) ELSE json_extract_string(CAST(a AS JSON), b) END
JSON_LENGTH(a, b): whole = CASE json_type(CAST(a AS JSON), b) WHEN 'ARRAY' THEN CAST(json_array_length(CAST(a AS JSON), b) AS BIGINT) WHEN 'OBJECT' THEN CAST(len(json_keys(CAST(a AS JSON), b)) AS BIGINT) ELSE CASE WHEN json_type(CAST(a AS JSON), b) IS NOT NULL THEN 1 END END
JSON_CONTAINS(a, b): whole = CAST(CASE WHEN json_type(CAST(b AS JSON)) IN ('OBJECT', 'DOUBLE') THEN CAST('JSON_CONTAINS of an object or a fraction' AS BOOLEAN) WHEN json_type(CAST(b AS JSON)) = 'ARRAY' THEN CASE WHEN json_type(CAST(a AS JSON)) = 'ARRAY' THEN list_has_all(list_transform(CAST(CASE WHEN json_type(CAST(a AS JSON)) = 'ARRAY' THEN CAST(a AS JSON) END AS JSON[]), lambda it__: CASE WHEN json_type(it__) IN ('OBJECT', 'ARRAY', 'DOUBLE') THEN CAST(CAST('JSON_CONTAINS of what is no text or whole number' AS TINYINT) AS VARCHAR) ELSE CAST(it__ AS VARCHAR) END), list_transform(CAST(CASE WHEN json_type(CAST(b AS JSON)) = 'ARRAY' THEN CAST(b AS JSON) END AS JSON[]), lambda it__: CASE WHEN json_type(it__) IN ('OBJECT', 'ARRAY', 'DOUBLE') THEN CAST(CAST('JSON_CONTAINS of what is no text or whole number' AS TINYINT) AS VARCHAR) ELSE CAST(it__ AS VARCHAR) END)) WHEN a IS NOT NULL THEN FALSE END WHEN json_type(CAST(a AS JSON)) = 'ARRAY' THEN list_contains(list_transform(CAST(CASE WHEN json_type(CAST(a AS JSON)) = 'ARRAY' THEN CAST(a AS JSON) END AS JSON[]), lambda it__: CASE WHEN json_type(it__) IN ('OBJECT', 'ARRAY', 'DOUBLE') THEN CAST(CAST('JSON_CONTAINS of what is no text or whole number' AS TINYINT) AS VARCHAR) ELSE CAST(it__ AS VARCHAR) END), CAST(CAST(b AS JSON) AS VARCHAR)) WHEN json_type(CAST(a AS JSON)) = 'OBJECT' THEN b IS NULL AND NULL ELSE CAST(CAST(a AS JSON) AS VARCHAR) = CAST(CAST(b AS JSON) AS VARCHAR) END AS INTEGER)
JSON_KEYS(a) = CASE WHEN json_type(CAST(a AS JSON)) = 'OBJECT' THEN to_json(list_transform(list_sort(list_transform(json_keys(CAST(a AS JSON)), lambda it__: {'n': strlen(it__), 'k': it__})), lambda e__: e__.k)) END -- approximate: JSON is written without blanks between its values
JSON_SET(a, b, c) = CASE WHEN a IS NULL THEN NULL WHEN json_type(CAST(a AS JSON)) <> 'OBJECT' OR c IS NULL OR typeof(c) IN ('JSON', 'BOOLEAN') THEN CAST(CAST('JSON_SET of what is no object, or to NULL, JSON or a truth' AS TINYINT) AS JSON) ELSE json_merge_patch(CAST(a AS JSON), json_object(substr(b, 3), c)) END -- approximate: JSON is written without blanks, and the key that is set comes last
JSON_QUOTE(a): text = CAST(to_json(CAST(a AS VARCHAR)) AS VARCHAR)
JSON_TYPE(a): text = CASE json_type(CAST(a AS JSON)) WHEN 'VARCHAR' THEN 'STRING' WHEN 'UBIGINT' THEN 'INTEGER' WHEN 'BIGINT' THEN 'INTEGER' ELSE json_type(CAST(a AS JSON)) END
JSON_VALID(a): whole = CAST(json_valid(CAST(a AS VARCHAR)) AS INTEGER)
STD(a): double = stddev_pop(a)
STDDEV(a): double = stddev_pop(a)
STDDEV_POP(a): double = stddev_pop(a)
STDDEV_SAMP(a): double = stddev_samp(a)
VARIANCE(a): double = var_pop(a)
VAR_POP(a): double = var_pop(a)
VAR_SAMP(a): double = var_samp(a)
"""  # noqa: E501
)
