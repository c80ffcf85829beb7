"""The oracle: for each agent a database that physically holds only what it may see, made by CREATE TABLE AS.

Nothing of the package is used here, neither its lenses nor its masks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).parent
Rows = list[tuple[Any, ...]]


def build(agent: str, raw: Path, *, masks: bool = True) -> duckdb.DuckDBPyConnection:
    """An in-memory database with only the agent's rows and masked values; ``masks=False`` leaves the values raw."""
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute(f"ATTACH '{raw}' AS raw (READ_ONLY)")
    connection.execute((HERE / f"{agent}.sql").read_text())
    if not masks:
        _unmask(connection)
    connection.execute("DETACH raw")
    return connection


def _unmask(connection: duckdb.DuckDBPyConnection) -> None:
    for table, key in (("customers", "id"), ("employees", "id"), ("payments", "id")):
        columns = ", ".join(f"r.{row[0]}" for row in connection.execute(f"DESCRIBE {table}").fetchall())
        kept = f"SELECT {columns} FROM raw.main.{table} r SEMI JOIN {table} t ON t.{key} = r.{key}"
        connection.execute(f"CREATE TABLE unmasked AS {kept} ORDER BY r.{key}")
        connection.execute(f"DROP TABLE {table}; ALTER TABLE unmasked RENAME TO {table}")


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[str], Rows]:
    """Column names and rows of a query."""
    cursor = connection.execute(sql)
    return [column[0] for column in cursor.description], cursor.fetchall()


def difference(
    expected: Iterable[Sequence[Any]], actual: Iterable[Sequence[Any]], *, ordered: bool, near: float = 0.0
) -> str | None:
    """What makes two answers unequal, or None: same multiset, same order where it counts, floats within 1e-9, or where
    they lie as ``near`` as that."""
    left, right = list(expected), list(actual)
    if len(left) != len(right):
        return f"{len(left)} rows expected, {len(right)} came"
    if not ordered:
        left, right = sorted(left, key=_sort_key), sorted(right, key=_sort_key)
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        if not _equal(tuple(one), tuple(other), near):
            return f"row {number}: expected {one!r}, came {other!r}"
    return None


def _equal(one: Any, other: Any, near: float) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, rel_tol=1e-9, abs_tol=near)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(_equal(*pair, near) for pair in zip(one, other, strict=True))
    if isinstance(one, dict):
        return list(one) == list(other) and all(_equal(one[key], other[key], near) for key in one)
    return bool(one == other)


def _sort_key(row: Sequence[Any]) -> str:
    return repr([_rounded(value) for value in row])


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, (list, tuple)):
        return [_rounded(one) for one in value]
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return value
