"""Running one statement on a cursor: its columns, its rows as far as they are wanted, and what the bindings raise."""

from __future__ import annotations

from typing import Any

import duckdb

from autogen_hatidata.engines import results
from autogen_hatidata.engines.parser import PARSER, Statement
from autogen_hatidata.errors import ExecutionFailed

_CTRL_C = "Query interrupted"
"""What DuckDB's bindings make of a SIGINT while a statement runs."""


def python_fault(error: Exception) -> BaseException:
    """What an error of the bindings means that is none of DuckDB's."""
    if isinstance(error, RuntimeError):
        return KeyboardInterrupt() if str(error) == _CTRL_C else error
    if isinstance(error, UnicodeDecodeError):  # an error whose message has half a character, as that of unhex('李')
        return error
    # A date of the year 5000000, for one.
    return ExecutionFailed("A value of the answer cannot be shown.", "cast it to VARCHAR.", detail=type(error).__name__)


def read(
    cursor: duckdb.DuckDBPyConnection, prepared: Statement, params: Any, limits: results.Limits, keep: results.Keep
) -> tuple[results.Shape, list[results.Row], bool]:
    """Run a statement; where its types allow for large values, run the query that weighs them in its place."""
    shape = prepared.shape
    weighing = prepared.weighing
    if shape is None and not prepared.leaves_traces and results.may_be_large(prepared.sql):
        found = cursor.execute(f"DESCRIBE {prepared.sql}", params).fetchall()
        shape = tuple(column[0] for column in found), tuple(column[1] for column in found)
        weighing = _weighing(prepared, shape, limits)
    if weighing is None:
        _execute(cursor, prepared.parts, params)
        if shape is None:
            weighing = _weighing(prepared, shape := described(cursor), limits)
    shape = shape or described(cursor)
    if params is None and not prepared.leaves_traces:
        prepared.shape, prepared.weighing = shape, weighing
    if weighing is None:
        return shape, *results.fetch(cursor, shape[1], limits, keep)
    _execute(cursor, weighing, params)
    return shape, *results.fetch_weighed(cursor, limits)


def _weighing(prepared: Statement, shape: results.Shape, limits: results.Limits) -> tuple[duckdb.Statement, ...] | None:
    sql = None if prepared.sql.startswith("DESCRIBE") else results.weighing(prepared.sql, shape[1], limits)
    return None if sql is None else PARSER.trusted(sql).parts


def _execute(cursor: duckdb.DuckDBPyConnection, parts: tuple[duckdb.Statement, ...], params: Any) -> None:
    for part in parts[:-1]:
        cursor.execute(part)
    cursor.execute(parts[-1], params)


def described(cursor: duckdb.DuckDBPyConnection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and types of the columns that a cursor returns."""
    columns = cursor.description or []
    return tuple(column[0] for column in columns), tuple(str(column[1]) for column in columns)
