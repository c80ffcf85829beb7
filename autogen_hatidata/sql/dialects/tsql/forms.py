"""SQL Server's functions, each by the DuckDB expression that gives the same, as `forms` reads them."""

from __future__ import annotations

from autogen_hatidata.sql.dialects.forms import read

FORMS = read(
    r"""
LEN(a): whole = length(rtrim(CAST(a AS VARCHAR), ' ')) -- LEN does not count blanks at the end
DATALENGTH(a): whole = CASE typeof(a) WHEN 'TINYINT' THEN 1 WHEN 'SMALLINT' THEN 2 WHEN 'INTEGER' THEN 4 WHEN 'BIGINT' THEN 8 WHEN 'DOUBLE' THEN 8 WHEN 'DATE' THEN 3 WHEN 'VARCHAR' THEN length(CAST(a AS VARCHAR)) ELSE CAST('DATALENGTH of that type' AS INTEGER) END -- approximate: DATALENGTH counts a byte for each character, as in a VARCHAR
UPPER(a): text = upper(a)
LOWER(a): text = lower(a)
LTRIM(a): text = ltrim(a, ' ')
RTRIM(a): text = rtrim(a, ' ')
REVERSE(a): text = reverse(CAST(a AS VARCHAR))
ASCII(a): whole = ascii(nullif(CAST(a AS VARCHAR), ''))
UNICODE(a): whole = unicode(nullif(CAST(a AS VARCHAR), ''))
CHAR(a): text = chr(a)
NCHAR(a): text = chr(a)
SPACE(a): text = CASE WHEN a >= 0 THEN repeat(' ', a) END
REPLICATE(a, b): text = CASE WHEN b >= 0 THEN repeat(CAST(a AS VARCHAR), b) END
LEFT(a, b): text = left(CAST(a AS VARCHAR), CASE WHEN b < 0 THEN CAST('a negative length' AS BIGINT) ELSE b END) -- a negative length is an error
RIGHT(a, b): text = right(CAST(a AS VARCHAR), CASE WHEN b < 0 THEN CAST('a negative length' AS BIGINT) ELSE b END) -- a negative length is an error
SUBSTRING(a, b, c): text = CASE WHEN b < 1 THEN substring(CAST(a AS VARCHAR), 1, CASE WHEN b + c > 1 THEN b + c - 1 ELSE 0 * c END) ELSE substring(CAST(a AS VARCHAR), b, CASE WHEN c < 0 THEN CAST('a negative length' AS BIGINT) ELSE c END) END -- a negative length is an error
STUFF(a, b, c, d): text = CASE WHEN b BETWEEN 1 AND length(a) AND c >= 0 THEN left(a, b - 1) || coalesce(CAST(d AS VARCHAR), '') || substring(a, b + c) END
STR(a): text = lpad(CAST(CAST(round(a) AS DECIMAL(38, 0)) AS VARCHAR), 10, ' ')
STR(a, b): text = CASE WHEN length(CAST(CAST(round(a) AS DECIMAL(38, 0)) AS VARCHAR)) > b THEN repeat('*', b) ELSE lpad(CAST(CAST(round(a) AS DECIMAL(38, 0)) AS VARCHAR), b, ' ') END
PARSENAME(a, b): text = CASE WHEN regexp_matches(a, '[]"[]') THEN CAST(CAST('a name in quotes' AS TINYINT) AS VARCHAR) WHEN b BETWEEN 1 AND len(string_split(a, '.')) AND len(string_split(a, '.')) <= 4 THEN nullif(list_extract(string_split(a, '.'), len(string_split(a, '.')) - b + 1), '') END
ISNUMERIC(a): whole = CAST(TRY_CAST(trim(CAST(a AS VARCHAR)) AS DOUBLE) IS NOT NULL AS INTEGER)
CHARINDEX(a, b): whole = CASE a WHEN '' THEN 0 * length(b) ELSE instr(lower(b), lower(a)) END -- texts are found without case
CHARINDEX(a, b, c): whole = CASE WHEN a = '' OR instr(lower(substring(b, greatest(c, 1))), lower(a)) = 0 THEN 0 * length(b) ELSE instr(lower(substring(b, greatest(c, 1))), lower(a)) + greatest(c, 1) - 1 END -- texts are found without case
CEILING(a): same = struct_extract({'whole': a, 'other': ceil(a)}, CASE WHEN typeof(a) LIKE '%INT%' THEN 'whole' ELSE 'other' END)
FLOOR(a): same = struct_extract({'whole': a, 'other': floor(a)}, CASE WHEN typeof(a) LIKE '%INT%' THEN 'whole' ELSE 'other' END)
ABS(a): same = abs(a)
SIGN(a): same = sign(a)
DEGREES(a): same = struct_extract({'whole': CASE WHEN typeof(a) LIKE '%INT%' THEN CAST(trunc(degrees(a)) AS BIGINT) END, 'other': degrees(a)}, CASE WHEN typeof(a) LIKE '%INT%' THEN 'whole' ELSE 'other' END)
RADIANS(a): same = struct_extract({'whole': CASE WHEN typeof(a) LIKE '%INT%' THEN CAST(trunc(radians(a)) AS BIGINT) END, 'other': radians(a)}, CASE WHEN typeof(a) LIKE '%INT%' THEN 'whole' ELSE 'other' END)
ATN2(a, b): double = atan2(a, b)
COT(a): double = cot(a)
ASIN(a): double = CASE WHEN abs(a) > 1 THEN CAST('a number outside of the range of the function' AS DOUBLE) ELSE asin(a) END
ACOS(a): double = CASE WHEN abs(a) > 1 THEN CAST('a number outside of the range of the function' AS DOUBLE) ELSE acos(a) END
SQRT(a): double = CASE WHEN a < 0 THEN CAST('a number outside of the range of the function' AS DOUBLE) ELSE sqrt(a) END
SQUARE(a): double = pow(a, 2)
POWER(a, b): same = cast_to_type(CASE WHEN typeof(a) LIKE '%INT%' THEN trunc(pow(a, b)) WHEN typeof(a) LIKE 'DEC%' THEN round(pow(a, b), coalesce(TRY_CAST(split_part(typeof(a)[9:-2], ',', 2) AS INTEGER), 0)) ELSE pow(a, b) END, a // 1)
EXP(a): double = exp(a)
LOG10(a): double = CASE WHEN a <= 0 THEN CAST('a number outside of the range of the function' AS DOUBLE) ELSE log10(a) END
PI(): double = pi()
SIN(a): double = sin(a)
COS(a): double = cos(a)
TAN(a): double = tan(a)
ATAN(a): double = atan(a)
DATEFROMPARTS(a, b, c): date = make_date(a, b, c)
DATETIMEFROMPARTS(a, b, c, d, e, f, g): time = make_timestamp(a, b, c, d, e, f + g / 1000.0)
DATETIME2FROMPARTS(a, b, c, d, e, f, g, h): time = make_timestamp(a, b, c, d, e, f + CAST(g AS DOUBLE) / pow(10, h))
SMALLDATETIMEFROMPARTS(a, b, c, d, e): time = make_timestamp(a, b, c, d, e, 0)
TIMEFROMPARTS(a, b, c, d, e) = make_time(a, b, c + CAST(d AS DOUBLE) / pow(10, e))
GETUTCDATE(): time = timezone('UTC', now())
SYSUTCDATETIME(): time = timezone('UTC', now())
GETDATE(): time = LOCALTIMESTAMP -- the time is the session's
SYSDATETIME(): time = LOCALTIMESTAMP -- the time is the session's
NEWID() = gen_random_uuid()
JSON_QUERY(a, b): text = CASE WHEN json_type(CAST(a AS JSON), b) IN ('OBJECT', 'ARRAY') THEN CAST(json_extract(CAST(a AS JSON), b) AS VARCHAR) END -- approximate: JSON_QUERY leaves blanks between values out
ISJSON(a): whole = CASE WHEN a IS NOT NULL THEN CAST(json_valid(CAST(a AS VARCHAR)) AND regexp_matches(CAST(a AS VARCHAR), '^\s*[{\[]') AS INTEGER) END
JSON_VALUE(a, b): text = json_extract_string(json_value(CAST(a AS JSON), b), '$')
STDEV(a): double = stddev_samp(a)
STDEVP(a): double = stddev_pop(a)
VAR(a): double = var_samp(a)
VARP(a): double = var_pop(a)
"""  # noqa: E501
)
