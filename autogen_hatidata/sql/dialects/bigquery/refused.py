"""Forms that were not tested, and what would grow too much."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.dialects.bigquery.casts import CASTS
from autogen_hatidata.sql.dialects.bigquery.formats import MOST_PARTS
from autogen_hatidata.sql.dialects.bigquery.tables import AGGREGATES, DISTINCT, IGNORING, ORDERED, PATHS
from autogen_hatidata.sql.dialects.bigquery.trees import Call, kind_of, peel, text_of, unsupported, whole_number

_MOST_COPIES = 300


def judge_type(node: exp.DataType) -> None:
    if node.expressions and node.this not in (exp.DType.DECIMAL, exp.DType.ARRAY, exp.DType.STRUCT):
        raise unsupported(
            f"the type {node.sql('bigquery')}", "leave the length away, and cut texts with LEFT(text, length)."
        )


def judge_difference(node: exp.Sub) -> None:
    if {kind_of(node.this), kind_of(node.expression)} <= {"date", "datetime", "timestamp"}:
        raise unsupported("a date less a date", "write DATE_DIFF(a, b, DAY).")


def judge_interval(node: exp.Interval) -> None:
    unit = node.args.get("unit")
    if not isinstance(node.parent, exp.Add | exp.Sub | Call) or not isinstance(unit, exp.Var):
        raise unsupported("a value of the type INTERVAL", "add it to a date, as in day + INTERVAL 1 DAY.")
    text = node.this
    if kind_of(text) == "float" or (text.is_string and not re.fullmatch(r"-?[0-9]+", text.name)):
        raise unsupported("a part of a unit in INTERVAL", "write a whole number of a smaller unit.")


BITS = (exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor, exp.BitwiseLeftShift, exp.BitwiseRightShift)


def judge_bits(node: exp.Binary) -> None:
    """Each of these operators stands on a level of its own."""
    if any(isinstance(side, BITS) and type(side) is not type(node) for side in (node.this, node.expression)):
        raise unsupported("several operators of bits", "put parentheses around each.")


def judge_struct(node: exp.Struct) -> None:
    unnamed = [field for field in node.expressions if not isinstance(field, exp.PropertyEQ | exp.Column)]
    if unnamed and not node.find_ancestor(exp.Array, exp.Cast):
        raise unsupported("a STRUCT without names", "name its fields: STRUCT(1 AS a).")


def judge_call(node: exp.Expr, name: str) -> None:
    for argument in node.expressions:
        value, clauses = peel(argument)
        found = set(clauses)
        if found - {"IgnoreNulls", "RespectNulls"} and name not in (*ORDERED, "ANY_VALUE"):
            raise unsupported(f"this form of {name}")
        if "RespectNulls" in found or ("IgnoreNulls" in found and name not in IGNORING):
            raise unsupported(f"this form of {name}")
        if isinstance(value, exp.Distinct) and name not in DISTINCT:
            raise unsupported(f"this form of {name}")
    if name in PATHS:
        _judge_path(node, name)
    if name.startswith("PERCENTILE") and not isinstance(node.parent, exp.Window):
        raise unsupported(f"{name} without OVER")
    if name == "CORR" and isinstance(node.parent, exp.Window):
        raise unsupported("CORR as a window function")
    if name == "REGEXP_REPLACE" and len(node.expressions) == 3 and text_of(node.expressions[1]) is None:
        raise unsupported("REGEXP_REPLACE with a pattern that is no literal")
    judge_copies(node)


_STEP = r"\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\]"
_PATH = re.compile(rf"\$(?:{_STEP}|\.\"[^\"\\]+\")*", re.ASCII)
_OLDER_PATH = re.compile(rf"\$(?:{_STEP}|\['[^'\"\\]+'\])*", re.ASCII)
"""A name with blanks stands in "" in a path, and in [''] in one of JSON_EXTRACT and the like."""


def _judge_path(node: exp.Expr, name: str) -> None:
    path = text_of(node.expressions[1]) if len(node.expressions) == 2 else None
    known = _OLDER_PATH if name.startswith("JSON_EXTRACT") else _PATH
    if path is None or not known.fullmatch(path):
        raise unsupported(f"that path in {name}", "write a path like '$.name[0].part'.")


_COPIES: dict[str, int] = {
    "GREATEST": 2, "LEAST": 2, "ARRAY_CONCAT": 2, "SUBSTR": 2, "SUBSTRING": 2, "DIV": 2, "MOD": 2, "LEFT": 2,
    "RIGHT": 2, "CONCAT": 3, "ARRAY_AGG": 2, "EXTRACT": 2, "CORR": 4, "FORMAT_DATE": 6, "FORMAT_DATETIME": 6,
    "FORMAT_TIMESTAMP": 6, "SAFE_DIVIDE": 2, "JSON_EXTRACT_ARRAY": 2, "JSON_QUERY_ARRAY": 2, "JSON_VALUE_ARRAY": 3,
    "JSON_EXTRACT_STRING_ARRAY": 3, "TO_JSON_STRING": 2, "ARRAY_TO_STRING": 2, "ARRAY_FIRST": 2, "ARRAY_LAST": 2,
    "UNICODE": 2,
}  # fmt: skip


_TIMES = frozenset({exp.DType.DATE, exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ})


def _copies(node: exp.Expr) -> int:
    if isinstance(node, exp.Cast):
        if node.args.get("format"):
            return MOST_PARTS
        return 7 if node.to.this in CASTS or node.to.this in _TIMES else 3
    if isinstance(node, exp.Bracket | exp.Div):
        return 4 if isinstance(node, exp.Bracket) else 2
    return _COPIES.get(node.name, 1) if isinstance(node, Call) else 1


def judge_copies(node: exp.Expr) -> None:
    copies, parent = _copies(node), node.parent
    while parent is not None and copies > 1:
        copies *= _copies(parent)
        if copies > _MOST_COPIES:
            raise LimitExceeded("Too many calls stand inside each other.", "name steps with WITH.")
        parent = parent.parent


_PSEUDO = frozenset({"_TABLE_SUFFIX", "_PARTITIONTIME", "_PARTITIONDATE", "_FILE_NAME"})


def judge_column(node: exp.Column) -> None:
    if node.name.upper() in _PSEUDO:
        raise unsupported(f"the column {node.name.upper()}", "ask for a column of the table.")


def judge_table(node: exp.Table) -> None:
    if "*" in node.name:
        raise unsupported("a wildcard table", "write UNION ALL of the tables.")
    if node.args.get("version") or node.args.get("when"):
        raise unsupported("FOR SYSTEM_TIME AS OF", "tables are read as they are now.")
    if "INFORMATION_SCHEMA" in node.sql().upper():
        raise unsupported("INFORMATION_SCHEMA", "list_tables() and describe_table(table_name) show what can be read.")


def judge_select(node: exp.Select) -> None:
    named = all(isinstance(item, exp.Alias | exp.Column) and not item.is_star for item in node.expressions)
    if node.args.get("kind") and not (node.args["kind"] == "STRUCT" and isinstance(node.parent, exp.Array) and named):
        raise unsupported(f"SELECT AS {node.args['kind']}", "write STRUCT(a, b) in the select list.")


def judge_pivot(node: exp.Pivot) -> None:
    aggregates = node.expressions
    named = [isinstance(each, exp.Alias) for each in aggregates]
    others = (
        len(node.parent.args.get("pivots") or []) > 1 or len(node.args.get("fields") or []) > 1 if node.parent else True
    )
    if not node.unpivot and any(named) and (not all(named) or others):
        raise unsupported("PIVOT with names of some aggregates", "name each, as in PIVOT(SUM(x) AS total FOR ...).")
    if not node.unpivot and len(aggregates) > 1 and not all(named):
        raise unsupported("PIVOT of several aggregates without names", "name each, as in PIVOT(SUM(x) AS total, ...).")
    for values in node.args.get("fields") or []:
        for value in values.expressions if isinstance(values, exp.In) and not node.unpivot else []:
            called = isinstance(value, exp.PivotAlias | exp.Alias) or whole_number(value) is not None
            if not called and not re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", text_of(value) or ""):
                raise unsupported("PIVOT with that name of a column", "name it: IN (1 AS one).")


def judge_dot(node: exp.Dot) -> None:
    if isinstance(node.expression, exp.Func):
        raise unsupported(f"the function {node.sql('bigquery').split('(')[0].upper()}")


def judge_safe(node: exp.SafeFunc) -> None:
    if not isinstance(node.this, Call) or node.this.name in AGGREGATES:
        raise unsupported("this form of SAFE")
