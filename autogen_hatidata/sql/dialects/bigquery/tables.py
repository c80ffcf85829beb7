"""What of BigQuery's functions and types is translated, and into which text of DuckDB's."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.shared_functions import BASE, POSITIVE, ROOTED

DATE_UNITS = frozenset("DAY WEEK MONTH QUARTER YEAR".split())

TIME_UNITS = frozenset("DAY HOUR MINUTE SECOND MILLISECOND MICROSECOND".split())

WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")

NUMERIC = (
    "(typeof([a]) LIKE 'DECIMAL%' OR typeof([b]) LIKE 'DECIMAL%') AND typeof([a]) NOT IN ('DOUBLE[]', 'FLOAT[]')"
    " AND typeof([b]) NOT IN ('DOUBLE[]', 'FLOAT[]')"
)
"""Whether a division is one of NUMERICs, which has 9 decimals."""

_OTHER = "regexp_matches(typeof(a), 'TIMESTAMP|DOUBLE|FLOAT|DECIMAL')"
_WRITTEN = f"CASE WHEN {_OTHER} THEN CAST(CAST('a time or a fraction as JSON' AS TINYINT) AS VARCHAR)"
_ITEMS = "CAST(json_extract(a, b) AS JSON[])"
_NESTED = f"len(list_filter({_ITEMS}, lambda it__: json_type(it__) IN ('OBJECT', 'ARRAY'))) > 0"
_EACH = f"CASE WHEN json_type(a, b) = 'ARRAY' THEN list_transform({_ITEMS}, lambda it__: CAST(it__ AS VARCHAR)) END"
_TEXTS = f"CASE WHEN json_type(a, b) = 'ARRAY' AND NOT {_NESTED} THEN CAST(json_extract(a, b) AS VARCHAR[]) END"

_DELIMITERS = r"\s\[\](){}/|\\<>!?@\"^#$&~_,.:;*%+\-"
_WORDS = f"regexp_extract_all(lower(a), '[{_DELIMITERS}]+|[^{_DELIMITERS}]+')"
_INITIALS = f"array_to_string(list_transform({_WORDS}, lambda it__: upper(left(it__, 1)) || substr(it__, 2)), '')"

PLAIN_TYPES = "('VARCHAR', 'BIGINT', 'INTEGER', 'SMALLINT', 'TINYINT', 'DATE', 'BOOLEAN')"
"""Types whose texts are the same in both systems."""

_PLAIN_TEXT = (
    f"CASE WHEN typeof(a) IN {PLAIN_TYPES} THEN CAST(a AS VARCHAR)"
    " WHEN a IS NOT NULL THEN CAST(CAST('CONTAINS_SUBSTR of that type' AS TINYINT) AS VARCHAR) END"
)

FORMS: dict[str, tuple[str, ...]] = {
    # choice and NULL
    "IFNULL": ("coalesce(a, b)",), "NULLIF": ("nullif(a, b)",),
    # numbers
    "ABS": ("abs(a)",), "SIGN": ("sign(a)",), "SQRT": (f"sqrt({ROOTED})",), "EXP": ("exp(a)",),
    "LN": (f"ln({POSITIVE})",),
    "LOG": (f"ln({POSITIVE})", f"log({BASE}, {POSITIVE})"), "LOG10": (f"log10({POSITIVE})",),
    "POW": ("pow(a, b)",), "POWER": ("pow(a, b)",),
    "CEIL": ("ceil(a)",), "CEILING": ("ceil(a)",), "FLOOR": ("floor(a)",), "ROUND": ("round(a)", "round(a, b)"),
    "TRUNC": ("trunc(a)", "trunc(a, b)"),
    "SAFE_DIVIDE": (
        f"struct_extract({{'numeric': TRY_CAST(a / nullif(b, 0) AS DECIMAL(38, 9)), 'other': a / nullif(b, 0)}},"
        f" CASE WHEN {NUMERIC} THEN 'numeric' ELSE 'other' END)",
    ),
    "SAFE_ADD": ("try(a + CAST(0 AS BIGINT) + b)",), "SAFE_SUBTRACT": ("try(a + CAST(0 AS BIGINT) - b)",),
    "SAFE_MULTIPLY": ("try(a * CAST(1 AS BIGINT) * b)",), "SAFE_NEGATE": ("try(-(a + CAST(0 AS BIGINT)))",),
    "IS_NAN": ("isnan(CAST(a AS DOUBLE))",), "IS_INF": ("isinf(CAST(a AS DOUBLE))",),
    "IEEE_DIVIDE": ("CAST(a AS DOUBLE) / CAST(b AS DOUBLE)",), "RAND": ("random()",),
    "GENERATE_UUID": ("CAST(uuid() AS VARCHAR)",),
    # text
    "LENGTH": ("length(a)",), "CHAR_LENGTH": ("length(a)",), "CHARACTER_LENGTH": ("length(a)",),
    "UPPER": ("upper(a)",), "LOWER": ("lower(a)",), "REVERSE": ("reverse(a)",), "REPLACE": ("replace(a, b, c)",),
    "STARTS_WITH": ("starts_with(a, b)",), "ENDS_WITH": ("ends_with(a, b)",), "STRPOS": ("strpos(a, b)",),
    "LPAD": ("lpad(a, b, ' ')", "lpad(a, b, c)"), "ASCII": ("ascii(a)",),
    "RPAD": ("rpad(a, b, ' ')", "rpad(a, b, c)"), "REPEAT": ("repeat(a, b)",), "CHR": ("chr(a)",),
    "INITCAP": (_INITIALS,),
    "CONTAINS_SUBSTR": (f"contains(lower({_PLAIN_TEXT}), lower(b))",),
    "SPLIT": ("string_split(a, ',')", "string_split(a, b)"),
    "TRANSLATE": ("translate(a, b, c)",), "BYTE_LENGTH": ("strlen(a)",), "OCTET_LENGTH": ("strlen(a)",),
    "UNICODE": ("CASE WHEN a = '' THEN 0 ELSE unicode(a) END",),
    "REGEXP_CONTAINS": ("regexp_matches(a, b)",), "REGEXP_REPLACE": ("regexp_replace(a, b, c, 'g')",),
    # dates and times
    "UNIX_DATE": ("CAST(a AS DATE) - CAST('1970-01-01' AS DATE)",),
    "UNIX_SECONDS": ("CAST(floor(epoch(CAST(a AS TIMESTAMP))) AS BIGINT)",),
    "UNIX_MILLIS": ("epoch_ms(CAST(a AS TIMESTAMP))",), "UNIX_MICROS": ("epoch_us(CAST(a AS TIMESTAMP))",),
    "TIMESTAMP_SECONDS": ("make_timestamp(a * CAST(1000000 AS BIGINT))",),
    "TIMESTAMP_MILLIS": ("make_timestamp(a * CAST(1000 AS BIGINT))",),
    "TIMESTAMP_MICROS": ("make_timestamp(a)",),
    "DATE_FROM_UNIX_DATE": ("CAST('1970-01-01' AS DATE) + CAST(a AS INTEGER)",),
    "CURRENT_DATE": ("CAST(timezone('UTC', now()) AS DATE)",), "CURRENT_TIMESTAMP": ("timezone('UTC', now())",),
    "CURRENT_DATETIME": ("timezone('UTC', now())",),
    # JSON
    "JSON_EXTRACT_SCALAR": ("json_extract_string(json_value(a, b), '$')",),
    "JSON_VALUE": ("json_extract_string(json_value(a, b), '$')",),
    "JSON_QUERY": ("nullif(CAST(json_extract(a, b) AS VARCHAR), 'null')",),
    "JSON_EXTRACT": ("nullif(CAST(json_extract(a, b) AS VARCHAR), 'null')",),
    "JSON_EXTRACT_ARRAY": (_EACH,), "JSON_QUERY_ARRAY": (_EACH,), "JSON_VALUE_ARRAY": (_TEXTS,),
    "JSON_EXTRACT_STRING_ARRAY": (_TEXTS,),
    "TO_JSON_STRING": (f"{_WRITTEN} ELSE coalesce(CAST(to_json(a) AS VARCHAR), 'null') END",),
    # lists
    "ARRAY_LENGTH": ("len(a)",), "ARRAY_REVERSE": ("list_reverse(a)",),
    "ARRAY_TO_STRING": (
        "coalesce(array_to_string(a, b), CASE WHEN a IS NOT NULL THEN '' END)",
        "array_to_string(list_transform(a, lambda it__: coalesce(CAST(it__ AS VARCHAR), c)), b)",
    ),
    "ARRAY_FIRST": ("list_extract(a, CASE WHEN len(a) = 0 THEN CAST('no item' AS BIGINT) ELSE 1 END)",),
    "ARRAY_LAST": ("list_extract(a, CASE WHEN len(a) = 0 THEN CAST('no item' AS BIGINT) ELSE -1 END)",),
    "GENERATE_ARRAY": ("generate_series(a, b)", "generate_series(a, b, c)"),
    # aggregates
    "COUNT": ("count(a)",), "COUNTIF": ("count(CASE WHEN a THEN 1 END)",), "SUM": ("sum(a)",), "AVG": ("avg(a)",),
    "MIN": ("min(a)",),
    "MAX": ("max(a)",), "LOGICAL_AND": ("bool_and(a)",), "LOGICAL_OR": ("bool_or(a)",),
    "STDDEV": ("stddev_samp(a)",), "STDDEV_SAMP": ("stddev_samp(a)",), "STDDEV_POP": ("stddev_pop(a)",),
    "VARIANCE": ("var_samp(a)",), "VAR_SAMP": ("var_samp(a)",), "VAR_POP": ("var_pop(a)",),
    "CORR": ("CASE WHEN regr_count(a, b) > 1 THEN corr(a, b) END",),
    "COVAR_POP": ("covar_pop(a, b)",), "COVAR_SAMP": ("covar_samp(a, b)",), "MAX_BY": ("arg_max_null(a, b)",),
    "MIN_BY": ("arg_min_null(a, b)",), "APPROX_COUNT_DISTINCT": ("count(DISTINCT a)",),
    "GROUPING": ("grouping(a)",), "BIT_COUNT": ("bit_count(CAST(a AS BIGINT))",),
    "BIT_AND": ("bit_and(a)",), "BIT_OR": ("bit_or(a)",), "BIT_XOR": ("bit_xor(a)",),
    # windows
    "ROW_NUMBER": ("row_number()",), "RANK": ("rank()",), "DENSE_RANK": ("dense_rank()",),
    "PERCENT_RANK": ("percent_rank()",), "CUME_DIST": ("cume_dist()",), "NTILE": ("ntile(a)",),
    "LAG": ("lag(a)", "lag(a, b)", "lag(a, b, c)"), "LEAD": ("lead(a)", "lead(a, b)", "lead(a, b, c)"),
    "FIRST_VALUE": ("first_value(a)",), "LAST_VALUE": ("last_value(a)",), "NTH_VALUE": ("nth_value(a, b)",),
    "PERCENTILE_CONT": ("quantile_cont(CAST(a AS DOUBLE), b)",), "PERCENTILE_DISC": ("quantile_disc(a, b)",),
}  # fmt: skip
"""DuckDB's text for each function by its name, one for each number of arguments, which are called a, b, c."""

ZERO = "CAST('division by zero' AS DOUBLE)"

BELOW = "CAST('a negative length' AS BIGINT)"

RAISING: dict[str, tuple[str, ...]] = {
    "DIV": ("a // CASE WHEN b = 0 THEN CAST('division by zero' AS BIGINT) ELSE b END",),
    "MOD": ("mod(a, CASE WHEN b = 0 THEN CAST('division by zero' AS BIGINT) ELSE b END)",),
    "LEFT": (f'"left"(a, CASE WHEN b < 0 THEN {BELOW} ELSE b END)',),
    "RIGHT": (f'"right"(a, CASE WHEN b < 0 THEN {BELOW} ELSE b END)',),
}
"""Where BigQuery raises an error and DuckDB goes on, a cast that fails takes the place of the argument. Such a cast is
a part of a CASE, so it is done only in a row that calls for it."""

MANY = {"COALESCE": 99, "GREATEST": 9, "LEAST": 9, "CONCAT": 99, "ARRAY_CONCAT": 9}

_SPECIAL = {
    "SUBSTR": 3, "SUBSTRING": 3, "TRIM": 2, "LTRIM": 2, "RTRIM": 2, "REGEXP_EXTRACT": 4, "REGEXP_SUBSTR": 4,
    "REGEXP_EXTRACT_ALL": 2, "FORMAT": 9, "TO_HEX": 1, "MD5": 1, "SHA1": 1, "SHA256": 1,
    "DATE": 3, "DATETIME": 6, "TIMESTAMP": 1, "EXTRACT": 1,
    "DATE_ADD": 2, "DATE_SUB": 2, "DATETIME_ADD": 2, "DATETIME_SUB": 2, "TIMESTAMP_ADD": 2, "TIMESTAMP_SUB": 2,
    "DATE_DIFF": 2, "DATETIME_DIFF": 2, "TIMESTAMP_DIFF": 2, "DATE_TRUNC": 1, "DATETIME_TRUNC": 1,
    "TIMESTAMP_TRUNC": 1, "LAST_DAY": 1, "FORMAT_DATE": 2, "FORMAT_DATETIME": 2, "FORMAT_TIMESTAMP": 2,
    "PARSE_DATE": 2, "PARSE_DATETIME": 2, "PARSE_TIMESTAMP": 2, "GENERATE_DATE_ARRAY": 3, "GENERATE_TIMESTAMP_ARRAY": 3,
    "TIME": 3, "TIME_ADD": 2, "TIME_SUB": 2, "TIME_DIFF": 2, "TIME_TRUNC": 1, "FORMAT_TIME": 2, "PARSE_TIME": 2,
    "INSTR": 4, "REGEXP_INSTR": 4, "STRING_AGG": 2, "ARRAY_AGG": 1, "ANY_VALUE": 1, "STRUCT": 99, "APPROX_QUANTILES": 2,
}  # fmt: skip

FUNCTIONS: dict[str, int] = {
    **{
        name: max(len(set(re.findall(r"\b[a-f]\b", form))) for form in forms)
        for name, forms in {**FORMS, **RAISING}.items()
    },
    **MANY,
    **_SPECIAL,
}  # fmt: skip
"""Functions by the name they are written with, and the most arguments with which they were tested."""

_KINDS = {
    "int": """
        LENGTH CHAR_LENGTH CHARACTER_LENGTH STRPOS INSTR ASCII DIV COUNT COUNTIF ARRAY_LENGTH EXTRACT DATE_DIFF RANK
        DATETIME_DIFF TIMESTAMP_DIFF UNIX_DATE UNIX_SECONDS UNIX_MILLIS UNIX_MICROS APPROX_COUNT_DISTINCT ROW_NUMBER
        DENSE_RANK NTILE
    """,
    "float": """
        SQRT EXP IEEE_DIVIDE RAND STDDEV STDDEV_SAMP STDDEV_POP VARIANCE VAR_SAMP VAR_POP CORR COVAR_POP COVAR_SAMP
        PERCENT_RANK CUME_DIST LN LOG LOG10 AVG SAFE_DIVIDE POW POWER
    """,
    "text": """
        UPPER LOWER REVERSE REPLACE LPAD RPAD REPEAT CHR LEFT RIGHT SUBSTR SUBSTRING TRIM LTRIM RTRIM REGEXP_EXTRACT
        REGEXP_SUBSTR REGEXP_REPLACE FORMAT TO_HEX FORMAT_TIME FORMAT_DATE FORMAT_DATETIME FORMAT_TIMESTAMP STRING_AGG
        CONCAT JSON_VALUE JSON_EXTRACT_SCALAR JSON_QUERY JSON_EXTRACT ARRAY_TO_STRING TO_JSON_STRING TRANSLATE INITCAP
    """,
    "date": "DATE DATE_ADD DATE_SUB LAST_DAY PARSE_DATE CURRENT_DATE DATE_FROM_UNIX_DATE",
    "datetime": "DATETIME DATETIME_ADD DATETIME_SUB DATETIME_TRUNC PARSE_DATETIME CURRENT_DATETIME",
    "timestamp": """
        TIMESTAMP TIMESTAMP_ADD TIMESTAMP_SUB TIMESTAMP_TRUNC PARSE_TIMESTAMP CURRENT_TIMESTAMP TIMESTAMP_SECONDS
        TIMESTAMP_MILLIS TIMESTAMP_MICROS
    """,
    "time": "TIME TIME_ADD TIME_SUB TIME_TRUNC PARSE_TIME",
    "bytes": "MD5 SHA1 SHA256",
}

PATHS = frozenset(
    """
    JSON_VALUE JSON_QUERY JSON_EXTRACT JSON_EXTRACT_SCALAR JSON_EXTRACT_ARRAY JSON_QUERY_ARRAY JSON_VALUE_ARRAY
    JSON_EXTRACT_STRING_ARRAY
    """.split()
)
"""Functions whose second argument is a path."""

KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}

KIND_OF_TYPE = {
    exp.DType.BIGINT: "int", exp.DType.INT: "int", exp.DType.DOUBLE: "float", exp.DType.DECIMAL: "numeric",
    exp.DType.TEXT: "text", exp.DType.DATE: "date", exp.DType.TIMESTAMP: "datetime", exp.DType.BOOLEAN: "bool",
    exp.DType.TIMESTAMPTZ: "timestamp", exp.DType.VARCHAR: "text", exp.DType.TIME: "time",
}  # fmt: skip

TYPES = frozenset({*KIND_OF_TYPE, exp.DType.ARRAY, exp.DType.STRUCT})

ORDERED = frozenset({"STRING_AGG", "ARRAY_AGG"})

DISTINCT = frozenset({"COUNT", "SUM", "AVG", "MIN", "MAX", *ORDERED})

FRAMED: dict[str, type[exp.Expr]] = {
    "FIRST_VALUE": exp.FirstValue, "LAST_VALUE": exp.LastValue, "NTH_VALUE": exp.NthValue
}  # fmt: skip

IGNORING = frozenset({"ARRAY_AGG", *FRAMED})

AGGREGATES = frozenset(
    """
    COUNT COUNTIF SUM AVG MIN MAX LOGICAL_AND LOGICAL_OR STDDEV STDDEV_SAMP STDDEV_POP VARIANCE VAR_SAMP VAR_POP CORR
    COVAR_POP COVAR_SAMP MAX_BY MIN_BY APPROX_COUNT_DISTINCT STRING_AGG ARRAY_AGG ANY_VALUE BIT_AND BIT_OR BIT_XOR
    """.split()
)
