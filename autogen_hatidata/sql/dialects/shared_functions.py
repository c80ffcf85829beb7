"""Functions that several systems have under one name and with one meaning, as `forms` reads them."""

from __future__ import annotations

_ERROR = "CASE WHEN {} THEN CAST('{}' AS DOUBLE) ELSE {} END"
POSITIVE = _ERROR.format("a <= 0", "a logarithm of zero or less", "a")
"""What a logarithm is taken of, where that of zero or less is an error."""

BASE = _ERROR.format("b <= 0", "a logarithm of zero or less", "b")
"""The same of a second operand."""

ROOTED = _ERROR.format("a < 0", "a root of less than zero", "a")
"""What a root is taken of, where that of less than zero is an error."""

WITHIN_ONE = _ERROR.format(
    "abs(a) > 1 AND NOT isnan(CAST(a AS DOUBLE))", "a number outside of the range of the function", "a"
)
"""What an arc is asked for, where there is an error when there is none."""

WINDOWS = """
ROW_NUMBER() = row_number()
RANK() = rank()
DENSE_RANK() = dense_rank()
PERCENT_RANK() = percent_rank()
CUME_DIST() = cume_dist()
NTILE(a) = ntile(a)
LAG(a) = lag(a)
LAG(a, b) = lag(a, b)
LAG(a, b, c) = lag(a, b, c)
LEAD(a) = lead(a)
LEAD(a, b) = lead(a, b)
LEAD(a, b, c) = lead(a, b, c)
NTH_VALUE(a, b) = nth_value(a, b)
"""
"""Functions over windows, which all systems here have, and DuckDB too."""

SHARED = f"""{WINDOWS}COALESCE(rest) = coalesce(rest)
NULLIF(a, b) = nullif(a, b)
ABS(a) = abs(a)
POWER(a, b) = pow(a, b)
POW(a, b) = pow(a, b)
SQRT(a) = sqrt(CASE WHEN a < 0 THEN CAST('nan' AS DOUBLE) ELSE a END)
CBRT(a) = cbrt(a)
EXP(a) = exp(a)
PI() = pi()
E() = exp(1)
ASIN(a) = asin(CASE WHEN abs(a) > 1 THEN CAST('nan' AS DOUBLE) ELSE a END)
ACOS(a) = acos(CASE WHEN abs(a) > 1 THEN CAST('nan' AS DOUBLE) ELSE a END)
ATAN(a) = atan(a)
ATAN2(a, b) = atan2(a, b)
SIN(a) = sin(a)
COS(a) = cos(a)
TAN(a) = tan(a)
DEGREES(a) = degrees(a)
RADIANS(a) = radians(a)
RAND() = random()
RANDOM() = random()
UPPER(a) = upper(a)
LOWER(a) = lower(a)
TRANSLATE(a, b, c) = translate(a, b, c)
CHR(a) = chr(a)
REGEXP_LIKE(a, b) = regexp_matches(a, b)
REGEXP_COUNT(a, b) = len(regexp_extract_all(a, b))
COUNT_IF(a) = count(CASE WHEN a THEN 1 END)
SUM(a) = sum(a)
MIN(a) = min(a)
MAX(a) = max(a)
STDDEV(a) = stddev_samp(a)
STDDEV_SAMP(a) = stddev_samp(a)
STDDEV_POP(a) = stddev_pop(a)
VARIANCE(a) = var_samp(a)
VAR_SAMP(a) = var_samp(a)
VAR_POP(a) = var_pop(a)
CORR(a, b) = corr(a, b)
COVAR_POP(a, b) = covar_pop(a, b)
COVAR_SAMP(a, b) = covar_samp(a, b)
MAX_BY(a, b) = arg_max_null(a, b)
MIN_BY(a, b) = arg_min_null(a, b)
BOOL_AND(a) = bool_and(a)
EVERY(a) = bool_and(a)
BOOL_OR(a) = bool_or(a)
ARRAY_DISTINCT(a) = list_filter(a, lambda it__, at__: list_position(a, it__) = at__) -- lists keep their order and NULL
ARRAY_JOIN(a, b) = coalesce(array_to_string(a, b), CASE WHEN a IS NOT NULL THEN '' END) -- a text of nothing is empty
ARRAY_POSITION(a, b) = CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN coalesce(list_position(a, b), 0) END
ARRAY_REMOVE(a, b) = CASE WHEN b IS NOT NULL THEN list_filter(a, lambda it__: it__ IS DISTINCT FROM b) END
ARRAY_UNION(a, b) = CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN list_filter(list_concat(a, b), lambda it__, at__: list_position(list_concat(a, b), it__) = at__) END -- lists keep their order and NULL
ARRAY_SORT(a) = list_sort(a, 'ASC', 'NULLS LAST')
ARRAYS_OVERLAP(a, b) = CASE WHEN list_has_any(list_filter(a, lambda it__: it__ IS NOT NULL), b) THEN TRUE WHEN list_count(a) < len(a) OR list_count(b) < len(b) THEN NULL ELSE a IS NULL AND NULL OR b IS NULL AND NULL END
MAP_CONCAT(a, b) = map_concat(a, b)
MAP_KEYS(a) = map_keys(a)
MAP_VALUES(a) = map_values(a)
"""  # noqa: E501
