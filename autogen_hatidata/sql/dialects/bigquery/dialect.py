"""BigQuery's SQL (GoogleSQL).

What sqlglot would translate silently wrong: an offset into a list that is no literal, UNNEST WITH OFFSET (it would
count from 1), EXTRACT of weeks and of the day of the week, casts to INT64, STRING and BOOL, TIMESTAMP_DIFF, a GROUP BY
of a name that a column has, too. So all functions are kept as they are written (`Call`), and become DuckDB's by the
texts of FORMS.

What stays different: ROUND of a FLOAT64 where the last digit hangs on how the number is stored (2.55 to one digit is
2.5 in BigQuery and 2.6 in DuckDB), a number with a point times a column of integers (exact in DuckDB), a date in a
column less another (a number of days in DuckDB), and times with a zone in a column (read in the session's zone).
"""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects import nans
from autogen_hatidata.sql.dialects.bigquery.calls import call_of
from autogen_hatidata.sql.dialects.bigquery.casts import adapt_cast, adapt_type, division
from autogen_hatidata.sql.dialects.bigquery.dates import date_and_days
from autogen_hatidata.sql.dialects.bigquery.formats import read_with_format
from autogen_hatidata.sql.dialects.bigquery.lists import list_item, struct_array, unnest_in_from
from autogen_hatidata.sql.dialects.bigquery.queries import (
    bits,
    escaped_like,
    float_literal,
    named_columns,
    names_first,
    quote,
    time_now,
    try_call,
)
from autogen_hatidata.sql.dialects.bigquery.read import BigQuerySource, BigQuerySql
from autogen_hatidata.sql.dialects.bigquery.refused import (
    BITS,
    judge_bits,
    judge_call,
    judge_column,
    judge_copies,
    judge_difference,
    judge_dot,
    judge_interval,
    judge_pivot,
    judge_safe,
    judge_select,
    judge_struct,
    judge_table,
    judge_type,
)
from autogen_hatidata.sql.dialects.bigquery.tables import FUNCTIONS, TYPES
from autogen_hatidata.sql.dialects.bigquery.trees import Call
from autogen_hatidata.sql.dialects.source import CONSTRUCTS

BIGQUERY = BigQuerySource(
    name="BigQuery",
    dialect=BigQuerySql(),
    functions=FUNCTIONS,
    types=TYPES,
    constructs=frozenset(
        CONSTRUCTS
        - {
            exp.AtTimeZone,
            exp.Collate,
            exp.ByteString,
            exp.Mod,
            exp.GroupConcat,
        }
        | {exp.SafeFunc, exp.HavingMax, exp.CurrentDatetime, exp.BitwiseXor, exp.StrToDate, exp.StrToTime}
    ),
    judge=judge_call,
    looks={
        **nans.LOOKS,
        exp.DataType: judge_type,
        exp.Sub: judge_difference,
        exp.Interval: judge_interval,
        exp.Cast: judge_copies,
        exp.TryCast: judge_copies,
        exp.Div: judge_copies,
        exp.Bracket: judge_copies,
        exp.Table: judge_table,
        exp.Column: judge_column,
        exp.Select: judge_select,
        exp.Pivot: judge_pivot,
        exp.Dot: judge_dot,
        exp.SafeFunc: judge_safe,
        exp.Struct: judge_struct,
        **dict.fromkeys(BITS, judge_bits),
    },
    adapts={
        Call: call_of,
        exp.Div: division,
        exp.Add: date_and_days,
        exp.Sub: date_and_days,
        exp.Identifier: quote,
        **dict.fromkeys(BITS, bits),
        exp.Cast: adapt_cast,
        exp.TryCast: adapt_cast,
        exp.DataType: adapt_type,
        **dict.fromkeys((exp.StrToDate, exp.StrToTime), read_with_format),
        exp.Bracket: list_item,
        exp.Array: struct_array,
        exp.Like: escaped_like,
        exp.Literal: float_literal,
        exp.SafeFunc: try_call,
        exp.Unnest: unnest_in_from,
        exp.Select: names_first,
        exp.Pivot: named_columns,
        exp.CurrentDate: time_now("CAST(timezone('UTC', now()) AS DATE)"),
        exp.CurrentTimestamp: time_now("timezone('UTC', now())"),
        exp.CurrentDatetime: time_now("timezone('UTC', now())"),
    },
    repeating=frozenset("GREATEST LEAST ARRAY_CONCAT SUBSTR SUBSTRING CONCAT STRUCT".split()),
    words={
        exp.NetFunc: "a function of NET",
        exp.Parameter: "a parameter (@name)",
        exp.ParseJSON: "the type JSON",
        exp.ByteString: "a literal of BYTES",
    },
)
