"""What stands in for ``information_schema`` in a lens: the same relations, with the lens and nothing else in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from autogen_hatidata.engines.quoting import dotted, name
from autogen_hatidata.types import LensInfo, TableInfo

DATABASE = "hatidata"
"""The catalog's name as a caller reads it; the real one is random."""

RELATIONS = ("tables", "columns", "schemata", "views")


def create(cursor: duckdb.DuckDBPyConnection, database: str, schema: str) -> None:
    """Make the relations, empty, with the columns that the engine's own have."""
    cursor.execute(f"CREATE SCHEMA {dotted(database, schema)}")
    if not _COLUMNS:
        _COLUMNS.update({relation: _columns_of(cursor, relation) for relation in RELATIONS})
    for relation, columns in _COLUMNS.items():
        cursor.execute(f"CREATE TABLE {dotted(database, schema, relation)} ({columns})")


_COLUMNS: dict[str, str] = {}
"""The columns of each relation, once an engine told them: to have them told takes half the time of a small lens."""


def _columns_of(cursor: duckdb.DuckDBPyConnection, relation: str) -> str:
    found = cursor.execute(f"DESCRIBE system.information_schema.{relation}").fetchall()
    return ", ".join(f"{name(column[0])} {column[1]}" for column in found)


def fill(cursor: duckdb.DuckDBPyConnection, info: LensInfo) -> None:
    """Put the lens into its relations."""
    tables = sorted(info.tables.values(), key=lambda one: one.key)
    for relation, rows in (
        ("tables", (_table(one) for one in tables)),
        ("columns", (row for one in tables for row in _columns(one))),
        ("schemata", (_schema(schema) for schema in sorted({"main", *(one.schema for one in tables)}))),
        ("views", (_view(one) for one in tables if one.is_view)),
    ):
        _insert(cursor, dotted(info.database, info.catalog_schema, relation), list(rows))


def _insert(cursor: duckdb.DuckDBPyConnection, relation: str, rows: list[Mapping[str, Any]]) -> None:
    if not rows:
        return
    columns = ", ".join(name(column) for column in rows[0])
    lists = ", ".join("unnest(?)" for _ in rows[0])  # a list for each column: one parameter a value is 20 times slower
    cursor.execute(
        f"INSERT INTO {relation} ({columns}) SELECT {lists}", [[row[column] for row in rows] for column in rows[0]]
    )


def _table(one: TableInfo) -> dict[str, Any]:
    return {
        "table_catalog": DATABASE,
        "table_schema": one.schema,
        "table_name": one.name,
        "table_type": "VIEW" if one.is_view else "BASE TABLE",
        "is_insertable_into": "NO",
        "is_typed": "NO",
    }


def _columns(one: TableInfo) -> Iterator[dict[str, Any]]:
    for position, column in enumerate(one.columns, 1):
        yield {
            "table_catalog": DATABASE,
            "table_schema": one.schema,
            "table_name": one.name,
            "column_name": column.name,
            "ordinal_position": position,
            "is_nullable": "YES" if column.nullable else "NO",
            "data_type": column.type,
        }


def _schema(schema: str) -> dict[str, Any]:
    return {"catalog_name": DATABASE, "schema_name": schema, "schema_owner": "duckdb"}


def _view(one: TableInfo) -> dict[str, Any]:
    """The text of a view is left out: it may name what the lens lacks."""
    return {
        "table_catalog": DATABASE,
        "table_schema": one.schema,
        "table_name": one.name,
        "check_option": "NONE",
        "is_updatable": "NO",
        "is_insertable_into": "NO",
    }
