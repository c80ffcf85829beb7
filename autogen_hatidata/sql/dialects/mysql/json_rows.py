"""JSON_TABLE: what stands in a list inside JSON, as rows."""

from __future__ import annotations

import re
from typing import Any

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.mysql.common import refused
from autogen_hatidata.sql.dialects.source import WRITTEN

_ROWS_PATH = re.compile(r"(\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\])*)(\[\*\])?", re.ASCII)
_PATH = re.compile(r"\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\])*", re.ASCII)
_DEFAULT = "default"

_ITEMS = "CASE WHEN json_type(CAST(a AS JSON), b) = 'ARRAY' THEN CAST(json_extract(CAST(a AS JSON), b) AS JSON[]) END"
_ONE = "CASE WHEN json_exists(CAST(a AS JSON), b) THEN [json_extract(CAST(a AS JSON), b)] END"
_ROWS = "(SELECT unnest(items) AS e__, generate_subscripts(items, 1) AS at__)"

_SCALAR = "CASE WHEN json_type(a, b) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(a, b) END"
_LONG = "CAST(CAST('a value that is longer than its column' AS TINYINT) AS VARCHAR)"
_NUMBER = (
    "CASE WHEN json_type(a, b) = 'BOOLEAN' THEN CASE json_extract_string(a, b) WHEN 'true' THEN 1 ELSE 0 END"
    f" ELSE TRY_CAST({_SCALAR} AS {{}}) END"
)
_TEXTS = frozenset({exp.DType.CHAR, exp.DType.VARCHAR, exp.DType.TEXT})
_NUMBERS = frozenset({exp.DType.TINYINT, exp.DType.SMALLINT, exp.DType.INT, exp.DType.BIGINT, exp.DType.DOUBLE,
                      exp.DType.DECIMAL})  # fmt: skip
_TIMES = {exp.DType.DATE: "DATE", exp.DType.DATETIME: "TIMESTAMP"}
OWN_TYPES = frozenset({*_TEXTS, *_NUMBERS, *_TIMES})
"""Types of the columns of JSON_TABLE, some of which stand nowhere else in a query."""


def parse_table(parser: Any) -> exp.JSONTable:
    """As sqlglot does, under the name that was written."""
    read: exp.JSONTable = parser._parse_json_table()
    read.meta[WRITTEN] = "JSON_TABLE"
    return read


def parse_column(parser: Any, column: exp.JSONColumnDef) -> exp.JSONColumnDef:
    """With what stands in the place of a value that is not there: NULL, or the text after DEFAULT."""
    while parser._match_texts(("NULL", "DEFAULT", "ERROR")):
        word = parser._prev.text.upper()
        value = parser._parse_string() if word == "DEFAULT" else None
        empty = parser._match_text_seq("ON", "EMPTY")
        if not empty and not parser._match_text_seq("ON", "ERROR"):
            parser.raise_error("Expected ON EMPTY or ON ERROR")
        if word == "ERROR" or (value is not None and not empty):
            raise refused(f"{word} ON {'EMPTY' if empty else 'ERROR'} in JSON_TABLE", "leave it away.")
        if value is not None:
            column.meta[_DEFAULT] = value.name
    return column


def judge_table(node: exp.JSONTable) -> None:
    """Refuses paths and columns of other forms."""
    if not isinstance(node.parent, exp.Table) or not node.parent.alias:
        raise refused("JSON_TABLE without a name", "write JSON_TABLE(...) AS t.")
    path = node.args.get("path")
    if not path or not _ROWS_PATH.fullmatch(path.name) or node.args.get("error_handling"):
        raise refused("that path in JSON_TABLE", "write a path like '$.items[*]'.")
    for column in node.args["schema"].expressions:
        if column.args.get("nested_schema"):
            raise refused("NESTED in JSON_TABLE", "join a second JSON_TABLE of the inner list.")
        place = column.args.get("path")
        if not column.args.get("ordinality") and not (place and _PATH.fullmatch(place.name)):
            raise refused("that path in JSON_TABLE", "write a path like '$.name'.")


def json_table(node: exp.Table) -> str | None:
    """The table as a query of its own."""
    call = node.this
    if not isinstance(call, exp.JSONTable):
        return None
    prefix, every = _ROWS_PATH.fullmatch(call.args["path"].name).groups()  # type: ignore[union-attr]
    items = built(_ITEMS if every else _ONE, call.this, exp.Literal.string(prefix))
    rows = built(_ROWS.replace("items", "a"), items)
    columns = [_column(each) for each in call.args["schema"].expressions]
    query = exp.Subquery(this=exp.select(*columns, copy=False).from_(rows, copy=False))
    alias = node.args["alias"].copy()
    node.replace(exp.Lateral(this=query, alias=alias))
    return "JSON_TABLE reads a list of JSON"


def _column(column: exp.JSONColumnDef) -> exp.Expr:
    if column.args.get("ordinality"):
        return exp.alias_(exp.column("at__"), column.this.copy(), copy=False)
    place, to, value = column.args["path"], column.args["kind"], exp.column("e__")
    if to.this in _TEXTS:
        read = built(_SCALAR, value, place)
        if to.expressions:
            cut = f"CASE WHEN length(a) > {to.expressions[0].name} THEN {_LONG} ELSE a END"
            read = built(cut, read)
    elif to.this in _NUMBERS:
        read = built(_NUMBER.format(to.sql("duckdb")), value, place)
    else:
        read = built(f"TRY_CAST({_SCALAR} AS {_TIMES[to.this]})", value, place)
    if _DEFAULT in column.meta:
        default: exp.Expr = exp.Literal.string(column.meta[_DEFAULT])
        if to.this not in _TEXTS:
            default = exp.cast(default, to.copy())
        read = built("CASE WHEN json_type(a, b) IS NULL THEN c ELSE d END", value, place, default, read)
    return exp.alias_(read, column.this.copy(), copy=False)
