"""An owner's SQL: as it is, on the owner's own connection."""

from __future__ import annotations

from typing import Any

import duckdb

from autogen_hatidata.errors import BadArgument, ExecutionFailed, HatiDataError, SqlError
from autogen_hatidata.types import unique_names


def run_script(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """Run the statements one after the other; gives the rows of the last one.

    Raises:
        SqlError: DuckDB cannot read the text; nothing ran.
        ExecutionFailed: a statement failed, or a transaction was begun and not ended (it is rolled back).
    """
    if not isinstance(sql, str):
        raise BadArgument("The SQL must be text.", "give one text.")
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise SqlError(str(error), "correct the text; nothing ran.") from None
    rows: list[dict[str, Any]] = []
    for number, statement in enumerate(statements, 1):
        try:
            rows = dicts(connection.execute(statement))
        except duckdb.Error as error:
            _in_transaction(connection)
            raise _failed(error, number, len(statements)) from None
    if _in_transaction(connection):
        raise ExecutionFailed("The SQL began a transaction and did not end it; it was rolled back.", "add COMMIT.")
    return rows


def dicts(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of a result by the names of its columns; repeated names are numbered."""
    names = unique_names(tuple(column[0] for column in result.description or ()))
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()] if names else []


def _failed(error: duckdb.Error, number: int, of: int) -> HatiDataError:
    where = f"Statement {number} of {of}: " if of > 1 else ""
    done = f"the {number - 1} before it took effect." if number > 1 else "nothing was changed."
    return ExecutionFailed(f"{where}{error}", done)


def _in_transaction(connection: duckdb.DuckDBPyConnection) -> bool:
    """Roll back what is open; gives whether there was something."""
    try:
        connection.rollback()
    except duckdb.TransactionException:
        return False
    return True
