"""Snowflake's SQL.

What sqlglot would translate silently wrong: a path into a VARIANT keeps its quotes, FLATTEN loses its columns, HASH and
SEQ4 give other numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from sqlglot import exp
from sqlglot.dialects.snowflake import Snowflake
from sqlglot.parsers.snowflake import SnowflakeParser

from autogen_hatidata.sql.dialects.snowflake_json import CALLS
from autogen_hatidata.sql.dialects.snowflake_json import REPEATING as REPEATING_CALLS
from autogen_hatidata.sql.dialects.snowflake_kinds import JSON_TYPES, TABLE_CALLS, Call
from autogen_hatidata.sql.dialects.snowflake_variant import to_json
from autogen_hatidata.sql.dialects.source import (
    CONSTRUCTS,
    WRITTEN,
    Source,
    bare,
    never_zero,
    plain_format,
    unsupported,
    whole_call,
    wrap,
)

_unsupported = partial(unsupported, "Snowflake")


def _written_call(name: str) -> Callable[[list[exp.Expr]], exp.Expr]:
    return lambda args: Call(this=name, expressions=args)


class _SnowflakeParser(SnowflakeParser):
    FUNCTIONS = {  # noqa: RUF012
        **SnowflakeParser.FUNCTIONS,
        **{name: _written_call(name) for name in (*CALLS, *TABLE_CALLS)},
    }
    FUNCTION_PARSERS = {  # noqa: RUF012
        name: read for name, read in SnowflakeParser.FUNCTION_PARSERS.items() if name not in CALLS
    }
    ARRAY_CONSTRUCTORS = {}  # noqa: RUF012 - a column may have that name

    def _warn_unsupported(self) -> None:
        """sqlglot would log the caller's text and go on with a command it has not read."""
        self.raise_error("Unsupported syntax")


class _Snowflake(Snowflake):
    """Snowflake, remembering each function's name as it was written."""

    Parser = _SnowflakeParser

    ORIGINAL_NAME_META_KEY = WRITTEN

    def to_json_path(self, path: exp.Expr | None) -> exp.Expr | None:
        """Paths are refused, so none is read; sqlglot would log the caller's text where it cannot read one."""
        return path


FUNCTIONS: dict[str, int] = {
    # choice and NULL
    "IFF": 3, "NVL": 2, "NVL2": 3, "IFNULL": 2, "COALESCE": 99, "NULLIF": 2, "ZEROIFNULL": 3, "NULLIFZERO": 3,
    "EQUAL_NULL": 2, "GREATEST": 9, "LEAST": 9, "DIV0": 3, "DIV0NULL": 3,
    # numbers
    "ABS": 1, "ROUND": 2, "TRUNC": 2, "TRUNCATE": 2, "MOD": 2, "POWER": 2, "POW": 2, "SQRT": 1, "SIGN": 1, "EXP": 1,
    "LN": 1, "LOG": 2, "SQUARE": 2, "CBRT": 1, "PI": 0,
    # text
    "CONCAT": 99, "CONCAT_WS": 9, "SUBSTR": 3, "LEFT": 2, "RIGHT": 2, "LENGTH": 1, "LEN": 1, "UPPER": 1, "LOWER": 1,
    "REVERSE": 1, "TRIM": 2, "LTRIM": 2, "RTRIM": 2, "LPAD": 3, "RPAD": 3, "REPLACE": 3, "SPLIT_PART": 3,
    "CHARINDEX": 2, "CONTAINS": 2, "STARTSWITH": 2, "ENDSWITH": 2, "ASCII": 1, "REGEXP_LIKE": 2, "RLIKE": 2,
    "REGEXP_REPLACE": 3, "REGEXP_SUBSTR": 3, "REGEXP_COUNT": 2, "MD5": 1, "SHA2": 2,
    # dates and times
    "DATEADD": 3, "TIMEADD": 3, "TIMESTAMPADD": 3, "DATEDIFF": 3, "TIMEDIFF": 3, "TIMESTAMPDIFF": 3, "DATE_TRUNC": 2,
    "DATE_PART": 2, "YEAR": 1, "QUARTER": 1, "MONTH": 1, "DAY": 1, "DAYOFMONTH": 1, "DAYOFWEEK": 1, "DAYOFWEEKISO": 1,
    "DAYOFYEAR": 1, "WEEK": 1, "WEEKISO": 1, "WEEKOFYEAR": 1, "HOUR": 1, "MINUTE": 1, "SECOND": 1, "DAYNAME": 1,
    "MONTHNAME": 1, "LAST_DAY": 1, "ADD_MONTHS": 2, "MONTHS_BETWEEN": 2, "DATE_FROM_PARTS": 3, "CURRENT_DATE": 0,
    "CURRENT_TIMESTAMP": 0, "GETDATE": 0,
    # conversions
    "TO_DATE": 2, "DATE": 2, "TRY_TO_DATE": 2, "TO_TIMESTAMP": 3, "TO_TIMESTAMP_NTZ": 3, "TRY_TO_TIMESTAMP": 2,
    "TO_CHAR": 2, "TO_VARCHAR": 2, "TO_NUMBER": 3, "TO_DECIMAL": 3, "TO_NUMERIC": 3, "TO_DOUBLE": 1,
    "TRY_TO_NUMBER": 3, "TRY_TO_DOUBLE": 1,
    # aggregates
    "COUNT": 9, "COUNT_IF": 1, "SUM": 1, "AVG": 1, "MIN": 1, "MAX": 1, "MEDIAN": 1, "MODE": 1, "STDDEV": 1,
    "STDDEV_POP": 1, "STDDEV_SAMP": 1, "VARIANCE": 1, "VAR_POP": 1, "VAR_SAMP": 1, "CORR": 2, "ANY_VALUE": 1,
    "APPROX_COUNT_DISTINCT": 1, "ARRAY_AGG": 1, "BOOLAND_AGG": 1, "BOOLOR_AGG": 1, "PERCENTILE_CONT": 1,
    "PERCENTILE_DISC": 1,
    # windows
    "ROW_NUMBER": 0, "RANK": 0, "DENSE_RANK": 0, "PERCENT_RANK": 0, "CUME_DIST": 0, "NTILE": 1, "LAG": 3, "LEAD": 3,
    "FIRST_VALUE": 1, "LAST_VALUE": 1,
    # semi-structured data
    **{name: most for name, (_, most, _) in CALLS.items()},
    "FLATTEN": 5, "SPLIT_TO_TABLE": 2, "STRTOK_SPLIT_TO_TABLE": 2,
}  # fmt: skip
"""Functions by the name they are written with, and the most arguments with which they were tested."""

TYPES = frozenset(
    {
        exp.DType.BIGINT, exp.DType.BOOLEAN, exp.DType.CHAR, exp.DType.DATE, exp.DType.DECIMAL, exp.DType.DOUBLE,
        exp.DType.FLOAT, exp.DType.INT, exp.DType.SMALLINT, exp.DType.TEXT, exp.DType.TIME, exp.DType.TIMESTAMP,
        exp.DType.TIMESTAMPNTZ, exp.DType.TINYINT, exp.DType.VARCHAR, *JSON_TYPES,
    }
)  # fmt: skip

_PATHS = frozenset({exp.JSONExtract, exp.JSONPath, exp.JSONPathRoot, exp.JSONPathKey, exp.JSONPathSubscript})
"""What a path into a VARIANT is read as."""

_NARROW = frozenset({exp.DType.SMALLINT, exp.DType.TINYINT})
"""Types that are NUMBER(38, 0) in Snowflake, whatever their names say of their width."""

UNITS = frozenset("YEAR QUARTER MONTH WEEK DAY DAYOFWEEK DAYOFYEAR DOW DOY HOUR MINUTE SECOND".split())
_DATE_UNITS = frozenset("YEAR QUARTER MONTH WEEK DAY".split())
_UNIT_FUNCTIONS = frozenset(
    "DATEADD TIMEADD TIMESTAMPADD DATEDIFF TIMEDIFF TIMESTAMPDIFF DATE_TRUNC DATE_PART EXTRACT".split()
)
_FORMATTED = frozenset("TO_DATE TO_TIMESTAMP TO_TIMESTAMP_NTZ TO_CHAR TO_VARCHAR".split())

_REPEATING = frozenset(
    """
    GREATEST LEAST DIV0 DIV0NULL ZEROIFNULL NULLIFZERO NVL2 EQUAL_NULL SUBSTR SUBSTRING LEFT RIGHT SPLIT_PART CONCAT_WS
    ADD_MONTHS MONTHS_BETWEEN TRY_TO_DATE REGEXP_COUNT CORR DECODE TRY_CAST
    """.split()
)
"""Reading or writing them copies an argument several times, so that calls inside each other grow as a power."""


def _judge(node: exp.Expr, name: str) -> None:
    if name in _UNIT_FUNCTIONS:
        _judge_unit(node, name)
    text_format = node.args.get("format")
    if text_format is not None and not (name in _FORMATTED and plain_format(text_format)):
        raise _unsupported(f"that format in {name}")
    if name in ("TRUNC", "TRUNCATE") and any(argument.is_string for argument in node.iter_expressions()):
        raise _unsupported(f"{name} of a date")


def _judge_unit(node: exp.Expr, name: str) -> None:
    unit = node.args.get("unit") or node.this
    text = unit.name.upper() if isinstance(unit, exp.Expr) else ""
    if text not in UNITS:
        raise _unsupported(f"that unit in {name}")


def _type(node: exp.DataType) -> None:
    if node.expressions and node.this != exp.DType.DECIMAL:
        raise _unsupported(
            f"the type {node.sql('snowflake')}", "leave the length away, and cut texts with LEFT(text, length)."
        )


def _extract(node: exp.Extract) -> None:
    _judge_unit(node, "EXTRACT")


def _division(node: exp.Div) -> None:
    """By zero Snowflake raises and DuckDB goes on, with infinity or NULL."""
    if not (never_zero(node.expression) or _guarded(node)):
        raise _unsupported("a division by what may be zero", "write a / NULLIF(b, 0), or DIV0(a, b).")


def _guarded(node: exp.Div) -> bool:
    """sqlglot has made DIV0 a CASE with a division in its ELSE."""
    case = node.parent
    written = str(case.meta.get(WRITTEN, "")).upper() if isinstance(case, exp.If) else ""
    return written in ("DIV0", "DIV0NULL") and node.arg_key == "false"


def _substring(node: exp.Substring) -> None:
    start = node.args.get("start")
    while isinstance(start, exp.Paren):
        start = start.this
    if isinstance(start, exp.Neg):
        raise _unsupported("a negative start in SUBSTR", "write RIGHT(text, length).")


def _table_function(node: exp.TableFromRows) -> None:
    if not isinstance(node.this, Call):
        raise _unsupported("TABLE(...)")


def _date_add(node: exp.Expr) -> None:
    amount = bare(node.expression)
    if isinstance(amount, exp.Literal) and not re.fullmatch("[0-9]+", amount.name):
        raise _unsupported("DATEADD of a part of a unit", "add a whole number of a smaller unit.")
    operand = bare(node.this)
    if isinstance(operand, exp.Literal):  # sqlglot would make a date of it and lose the time of day
        raise _unsupported("DATEADD to a text", "say what the text is, with ::DATE or ::TIMESTAMP.")


def _list(node: exp.Expr) -> None:
    """An empty group gives an empty text or list in Snowflake, and NULL in DuckDB."""
    name = "LISTAGG" if isinstance(node, exp.GroupConcat) else "ARRAY_AGG"
    whole = whole_call(node)
    if isinstance(whole.parent, exp.Window):
        raise _unsupported(f"{name} as a window function", f"join a sub-query that has {name} with GROUP BY.")
    if isinstance(node.find_ancestor(exp.Pivot, exp.Select), exp.Pivot):
        raise _unsupported(f"{name} in PIVOT", f"write {name} with GROUP BY.")


def _concat(node: exp.GroupConcat) -> None:
    if node.args.get("on_overflow"):
        raise _unsupported("ON OVERFLOW")
    if node.args.get("separator") is None:
        raise _unsupported("STRING_AGG without a separator", "write LISTAGG(text, separator).")
    _list(node)


def _widen(node: exp.DataType) -> str | None:
    """INT needs it only in TRY_CAST, which makes NULL of what is too large; CAST says so."""
    if node.this in _NARROW or (node.this == exp.DType.INT and isinstance(node.parent, exp.TryCast)):
        node.set("this", exp.DType.BIGINT)
        return "small integers are as wide as NUMBER(38, 0)"
    return None


def _keep_date(node: exp.Expr) -> str | None:
    """A date and whole days are a date in Snowflake, a timestamp in DuckDB."""
    operand = bare(node.this)
    dated = isinstance(operand, exp.CurrentDate) or (
        isinstance(operand, exp.Cast) and operand.to.this == exp.DType.DATE
    )
    if dated and node.args["unit"].name.upper() in _DATE_UNITS:
        wrap(node, lambda inner: exp.cast(inner, exp.DType.DATE))
        return "a date and days are a date"
    return None


def _fill(empty: Callable[[], exp.Expr], rule: str) -> Callable[[exp.Expr], str]:
    def filled(node: exp.Expr) -> str:
        wrap(whole_call(node), lambda whole: exp.Coalesce(this=whole, expressions=[empty()], is_nvl=False))
        return rule

    return filled


SNOWFLAKE = Source(
    name="Snowflake",
    dialect=_Snowflake(),
    functions=FUNCTIONS,
    types=TYPES,
    constructs=frozenset(CONSTRUCTS | _PATHS | {exp.TableFromRows}),
    judge=_judge,
    looks={
        exp.DataType: _type,
        exp.Extract: _extract,
        exp.GroupConcat: _concat,
        exp.ArrayAgg: _list,
        exp.Div: _division,
        exp.TableFromRows: _table_function,
        exp.Substring: _substring,
        exp.DateAdd: _date_add,
        exp.TimestampAdd: _date_add,
        exp.TimeAdd: _date_add,
    },
    adapts={
        exp.DataType: _widen,
        exp.DateAdd: _keep_date,
        exp.TimestampAdd: _keep_date,
        exp.TimeAdd: _keep_date,
        exp.GroupConcat: _fill(lambda: exp.Literal.string(""), "LISTAGG of nothing is an empty text"),
        exp.ArrayAgg: _fill(exp.Array, "ARRAY_AGG of nothing is an empty list"),
    },
    prepare=to_json,
    repeating=_REPEATING | REPEATING_CALLS,
    words={
        exp.Parameter: "a column by position ($1)",
        exp.TableFromRows: "TABLE(...)",
    },
)
