"""Snowflake's SQL.

What sqlglot would translate silently wrong: a path into a VARIANT keeps its quotes, FLATTEN loses its columns, HASH and
SEQ4 give other numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sqlglot import TokenType, exp
from sqlglot.dialects.dialect import Dialect, build_formatted_time, build_timetostr_or_tochar
from sqlglot.dialects.snowflake import Snowflake
from sqlglot.parsers.snowflake import SnowflakeParser

from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.aliases import NamingSource
from autogen_hatidata.sql.dialects.clauses import recursive
from autogen_hatidata.sql.dialects.snowflake import dates, functions, joins, numbers, rules
from autogen_hatidata.sql.dialects.snowflake.arrays import CALLS
from autogen_hatidata.sql.dialects.snowflake.arrays import REPEATING as REPEATING_CALLS
from autogen_hatidata.sql.dialects.snowflake.formats import writes_number
from autogen_hatidata.sql.dialects.snowflake.kinds import JSON_TYPES, SEQUENCES, TABLE_CALLS, Call
from autogen_hatidata.sql.dialects.snowflake.variant import to_json
from autogen_hatidata.sql.dialects.source import CONSTRUCTS, remembering
from autogen_hatidata.sql.plain import Silent, question_mark


def _written_call(name: str) -> Callable[[list[exp.Expr]], exp.Expr]:
    return lambda args: Call(this=name, expressions=args)


def _strftime_in(args: list[exp.Expr]) -> bool:
    """Whether a format holds a sign that sqlglot would leave to strftime."""
    return len(args) > 1 and args[1].is_string and "%" in args[1].name


def _read_date(name: str) -> Callable[[list[exp.Expr], Dialect], exp.Expr]:
    """Of a column sqlglot does not know whether it holds texts or seconds. DuckDB casts no number to a timestamp."""
    read = SnowflakeParser.FUNCTIONS[name]

    def build(args: list[exp.Expr], dialect: Dialect) -> exp.Expr:
        if _strftime_in(args):
            return exp.Anonymous(this=name, expressions=args)
        found: exp.Expr = read(args, dialect)
        unknown = isinstance(found, exp.Anonymous) and len(args) == 1 and name.startswith("TO_TIMESTAMP")
        return forms.call(name, args) if unknown else found

    return build


_DATES = "TO_TIMESTAMP TO_TIMESTAMP_NTZ TO_DATE DATE TRY_TO_DATE TRY_TO_TIMESTAMP TRY_TO_TIMESTAMP_NTZ".split()


_FRACTION = re.compile(r"(.+)\.FF([369])?", re.IGNORECASE)
_DIGITS = {"3": "%g", "6": "%f", "9": "%n"}


def _to_char(args: list[exp.Expr], dialect: Dialect) -> exp.Expr:
    """Of a column sqlglot does not know what it holds: a format of dates says it. DuckDB's strftime takes no number."""
    if _strftime_in(args):
        return exp.Anonymous(this="TO_CHAR", expressions=args)
    digits = _FRACTION.fullmatch(args[1].name) if len(args) == 2 and args[1].is_string else None
    if digits:
        dated = build_formatted_time(exp.TimeToStr, default=True)([args[0], exp.Literal.string(digits[1])], dialect)
        dated.set("format", exp.Literal.string(f"{dated.args['format'].name}.{_DIGITS[digits[2] or '9']}"))
        return dated
    if len(args) == 2 and args[1].is_string and writes_number(args[1].name):
        return forms.call("TO_CHAR", args)
    found: exp.Expr = build_timetostr_or_tochar(args, dialect)
    if isinstance(found, exp.ToChar) and len(args) == 2 and args[1].is_string:
        dated = build_formatted_time(exp.TimeToStr, default=True)(args, dialect)
        if rules.writable_format(dated.args.get("format")):
            return dated
    return found


def _to_number(name: str) -> Callable[[list[exp.Expr]], exp.Expr]:
    """With a format it is read by our own table."""
    read = SnowflakeParser.FUNCTIONS[name]
    return lambda args: forms.call(name, args) if len(args) > 1 and args[1].is_string else read(args)


class RatioToReport(exp.Expression, exp.Func):
    """The share that a value has of the sum of its window."""

    arg_types = {"this": True}  # noqa: RUF012 - sqlglot's own form


class _SnowflakeParser(Silent, SnowflakeParser):
    PLACEHOLDER_PARSERS = {  # noqa: RUF012
        **SnowflakeParser.PLACEHOLDER_PARSERS,
        TokenType.PLACEHOLDER: question_mark,
    }
    FUNCTIONS = {  # noqa: RUF012
        **SnowflakeParser.FUNCTIONS,
        **{name: _written_call(name) for name in (*CALLS, *TABLE_CALLS, *SEQUENCES)},
        **{name: _read_date(name) for name in _DATES},
        **dict.fromkeys(("TO_CHAR", "TO_VARCHAR"), _to_char),
        **{name: _to_number(name) for name in functions.NUMBERS},
        **forms.calls(functions.FUNCTIONS),
        "RATIO_TO_REPORT": lambda args: RatioToReport(this=args[0] if len(args) == 1 else None),
    }
    FUNCTION_PARSERS = {  # noqa: RUF012
        name: read
        for name, read in SnowflakeParser.FUNCTION_PARSERS.items()
        if name not in CALLS and name not in functions.FUNCTIONS
    }
    ARRAY_CONSTRUCTORS = {}  # noqa: RUF012 - a column may have that name


@remembering
class _Snowflake(Snowflake):
    """Snowflake, remembering each function's name as it was written."""

    Parser = _SnowflakeParser

    class Tokenizer(Snowflake.Tokenizer):
        """``?::DATE`` is a parameter with a cast."""

        KEYWORDS = {text: kind for text, kind in Snowflake.Tokenizer.KEYWORDS.items() if text != "?::"}  # noqa: RUF012


FUNCTIONS: dict[str, int] = {
    # choice and NULL
    "IFF": 3, "NVL": 2, "NVL2": 3, "IFNULL": 2, "COALESCE": 99, "NULLIF": 2, "ZEROIFNULL": 3, "NULLIFZERO": 3,
    "GREATEST_IGNORE_NULLS": 9, "LEAST_IGNORE_NULLS": 9, "EQUAL_NULL": 2, "GREATEST": 9, "LEAST": 9, "DIV0": 3,
    "DIV0NULL": 3,
    # numbers
    "SIN": 1, "COS": 1, "TAN": 1, "ATAN": 1, "ATAN2": 2, "DEGREES": 1, "RADIANS": 1,
    "FACTORIAL": 1,
    "ABS": 1, "ROUND": 2, "TRUNC": 2, "TRUNCATE": 2, "MOD": 2, "POWER": 2, "POW": 2, "SIGN": 1, "EXP": 1,
    "SQUARE": 2, "CBRT": 1, "PI": 0,
    # text
    "CONCAT": 99, "CONCAT_WS": 9, "SUBSTR": 3, "LEFT": 2, "RIGHT": 2, "LENGTH": 1, "LEN": 1, "UPPER": 1, "LOWER": 1,
    "REVERSE": 1, "TRIM": 2, "LTRIM": 2, "RTRIM": 2, "LPAD": 3, "RPAD": 3, "REPLACE": 3, "SPLIT_PART": 3,
    "CHARINDEX": 3, "TRANSLATE": 3, "INSERT": 4, "REPEAT": 2, "SPACE": 1, "EDITDISTANCE": 2, "LCASE": 1, "UCASE": 1,
    "CONTAINS": 2, "STARTSWITH": 2, "ENDSWITH": 2, "ASCII": 1, "REGEXP_LIKE": 3, "RLIKE": 3,
    "MD5": 1, "SHA2": 2,
    # dates and times
    "DATEADD": 3, "TIMEADD": 3, "TIMESTAMPADD": 3, "DATEDIFF": 3, "TIMEDIFF": 3, "TIMESTAMPDIFF": 3, "DATE_TRUNC": 2,
    "DATE_PART": 2, "YEAR": 1, "QUARTER": 1, "MONTH": 1, "DAY": 1, "DAYOFMONTH": 1, "DAYOFWEEK": 1, "DAYOFWEEKISO": 1,
    "DAYOFYEAR": 1, "WEEK": 1, "WEEKISO": 1, "WEEKOFYEAR": 1, "HOUR": 1, "MINUTE": 1, "SECOND": 1, "DAYNAME": 1,
    "MONTHNAME": 1, "LAST_DAY": 2, "NEXT_DAY": 2, "PREVIOUS_DAY": 2, "YEAROFWEEK": 1, "YEAROFWEEKISO": 1,
    "DATEFROMPARTS": 3,
    "TIMESTAMP_FROM_PARTS": 6, "TIMESTAMP_NTZ_FROM_PARTS": 6, "TIME_FROM_PARTS": 3, "SYSDATE": 0,
    "ADD_MONTHS": 2, "MONTHS_BETWEEN": 2, "DATE_FROM_PARTS": 3, "CURRENT_DATE": 0,
    "CURRENT_TIMESTAMP": 0, "GETDATE": 0,
    # conversions
    "TO_DATE": 2, "DATE": 2, "TRY_TO_DATE": 2, "TO_TIMESTAMP": 3, "TO_TIMESTAMP_NTZ": 3, "TRY_TO_TIMESTAMP": 3,
    "TO_CHAR": 2, "TO_VARCHAR": 2, "TO_NUMBER": 4, "TO_DECIMAL": 4, "TO_NUMERIC": 4, "TO_DOUBLE": 1,
    "TRY_TO_NUMBER": 4, "TRY_TO_DOUBLE": 1, "TRY_TO_DECIMAL": 4, "TRY_TO_NUMERIC": 4, "TRY_TO_TIMESTAMP_NTZ": 3,
    "TRY_TO_BOOLEAN": 1, "TRY_TO_TIME": 2, "TO_TIME": 2,
    # aggregates
    "COUNT": 9, "COUNT_IF": 1, "SUM": 1, "AVG": 1, "MIN": 1, "MAX": 1, "MEDIAN": 1, "MODE": 1, "STDDEV": 1,
    "STDDEV_POP": 1, "STDDEV_SAMP": 1, "VARIANCE": 1, "VAR_POP": 1, "VAR_SAMP": 1, "CORR": 2, "ANY_VALUE": 1,
    "ARRAY_AGG": 1, "BOOLAND_AGG": 1, "BOOLOR_AGG": 1, "PERCENTILE_CONT": 1,
    "PERCENTILE_DISC": 1, "COVAR_POP": 2, "COVAR_SAMP": 2, "REGR_INTERCEPT": 2, "GROUPING": 9,
    "GROUPING_ID": 9,
    # windows
    "ROW_NUMBER": 0, "RANK": 0, "DENSE_RANK": 0, "PERCENT_RANK": 0, "CUME_DIST": 0, "NTILE": 1, "LAG": 3, "LEAD": 3,
    "FIRST_VALUE": 1, "LAST_VALUE": 1, "NTH_VALUE": 2, "RATIO_TO_REPORT": 1,
    # tables out of nothing
    "GENERATOR": 1, "SEQ1": 1, "SEQ2": 1, "SEQ4": 1, "SEQ8": 1, "RANDOM": 2,
    # semi-structured data
    **{name: most for name, (_, most, _) in CALLS.items()},
    **functions.FUNCTIONS,
    "OBJECT_AGG": 2, "FLATTEN": 5, "SPLIT_TO_TABLE": 2, "STRTOK_SPLIT_TO_TABLE": 2,
}  # fmt: skip
"""Functions by the name they are written with, and the most arguments with which they were tested."""

TYPES = frozenset(
    {
        exp.DType.BIGINT, exp.DType.BOOLEAN, exp.DType.CHAR, exp.DType.DATE, exp.DType.DATETIME, exp.DType.DECIMAL,
        exp.DType.DOUBLE, exp.DType.FLOAT, exp.DType.INT, exp.DType.SMALLINT, exp.DType.TEXT, exp.DType.TIME,
        exp.DType.TIMESTAMP, exp.DType.TIMESTAMPNTZ, exp.DType.TINYINT, exp.DType.VARCHAR, *JSON_TYPES,
    }
)  # fmt: skip

_PATHS = frozenset({exp.JSONExtract, exp.JSONPath, exp.JSONPathRoot, exp.JSONPathKey, exp.JSONPathSubscript})
"""What a path into a VARIANT is read as."""

_OTHERS = frozenset({exp.TableFromRows, exp.BitwiseXor, exp.HistoricalData, exp.Connect, exp.ToBoolean, forms.Call})
"""What is looked at under a name of its own."""

_REPEATING = frozenset(
    """
    GREATEST LEAST DIV0 DIV0NULL ZEROIFNULL NULLIFZERO NVL2 EQUAL_NULL SUBSTR SUBSTRING LEFT RIGHT SPLIT_PART CONCAT_WS
    ADD_MONTHS MONTHS_BETWEEN TRY_TO_DATE REGEXP_COUNT CORR DECODE TRY_CAST
    ARRAY_AGG LENGTH LEN DATE FLATTEN RATIO_TO_REPORT TRY_TO_BOOLEAN CHARINDEX NEXT_DAY PREVIOUS_DAY INSERT LAST_DAY
    """.split()
)
"""Reading or writing them copies an argument several times, so that calls inside each other grow as a power."""


def _prepare(nodes: Sequence[exp.Expr]) -> list[str]:
    for call in nodes:
        compact = isinstance(call.parent, Call) and call.parent.name == "ARRAY_COMPACT"
        if compact and isinstance(call, Call) and call.name == "ARRAY_CONSTRUCT":
            call.set("this", "ARRAY_CONSTRUCT_COMPACT")  # which takes NULL
    done = joins.plus_joins(nodes)
    done += to_json(list(nodes[0].walk()) if done else nodes)
    return done


SNOWFLAKE = NamingSource(
    name="Snowflake",
    dialect=_Snowflake(),
    functions=FUNCTIONS,
    types=TYPES,
    constructs=frozenset(CONSTRUCTS | _PATHS | _OTHERS),
    judge=rules.judge,
    looks={
        exp.Pivot: rules.look_at_pivot,
        exp.HistoricalData: rules.refuse("AT or BEFORE (time travel)", "tables are read as they are now."),
        exp.Connect: rules.refuse("CONNECT BY", "write WITH RECURSIVE."),
        exp.DataType: rules.look_at_type,
        exp.Extract: rules.look_at_extract,
        exp.GroupConcat: rules.look_at_listagg,
        exp.ArrayAgg: rules.look_at_list,
        exp.TableFromRows: rules.look_at_table_function,
        exp.TableSample: rules.look_at_sample,
        exp.Interval: dates.look_at_interval,
        forms.Call: functions.look,
        exp.Identifier: forms.own_name,
        **dict.fromkeys((exp.DateAdd, exp.TimestampAdd, exp.TimeAdd), dates.look_at_date_add),
        **dict.fromkeys((exp.Cast, exp.TryCast), rules.look_at_cast),
    },
    adapts={
        forms.Call: functions.become,
        exp.Substring: rules.from_the_end,
        exp.DataType: rules.widen,
        exp.Values: rules.name_columns,
        exp.TableSample: rules.sample_rows,
        exp.Rand: rules.any_order,
        exp.Pad: rules.pad_a_text,
        RatioToReport: rules.share_of_sum,
        exp.GroupConcat: rules.listagg,
        exp.ArrayAgg: rules.filled_when_empty(exp.Array, "ARRAY_AGG of nothing is an empty list"),
        exp.Avg: numbers.average,
        **dict.fromkeys((exp.Case, exp.If, exp.Coalesce, exp.Greatest, exp.Least), numbers.same_digits),
        **dict.fromkeys((exp.Union, exp.Except, exp.Intersect), numbers.same_digits_of_rows),
        exp.CountIf: numbers.count_true,
        exp.Div: numbers.divide,
        exp.Mod: numbers.remainder,
        exp.Median: numbers.median,
        exp.PercentileCont: numbers.percentile,
        exp.Join: joins.outer_join,
        exp.With: recursive,
        exp.AddMonths: dates.add_months,
        exp.Extract: dates.part_of_date,
        exp.Pivot: rules.names_of_unpivot,
        exp.TsOrDsToDate: rules.any_date,
        exp.MonthsBetween: dates.months_between,
        **dict.fromkeys((exp.DateTrunc, exp.TimestampTrunc), dates.keep_truncated),
        **dict.fromkeys((exp.DateAdd, exp.TimestampAdd, exp.TimeAdd), dates.keep_date_added),
        **dict.fromkeys((exp.Add, exp.Sub), dates.keep_date),
        **dict.fromkeys((exp.Cast, exp.TryCast), rules.cast),
        **dict.fromkeys((exp.DPipe, exp.Concat, exp.ConcatWs, exp.ToChar), numbers.texts_inside),
    },
    prepare=_prepare,
    repeating=_REPEATING | REPEATING_CALLS,
    words={
        exp.Parameter: "a column by position ($1)",
        exp.TableFromRows: "TABLE(...)",
    },
)
