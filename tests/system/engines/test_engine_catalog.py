"""What stands in for information_schema shows the lens and nothing else."""

from __future__ import annotations

import pytest

from autogen_hatidata.types import ColumnMask, LensSpec, TableSpec

SPEC = LensSpec(
    (
        TableSpec("main", "customers", masks=(ColumnMask("email", "hash"),), denied=("salary",)),
        TableSpec("sales", "orders"),
        TableSpec("main", "names"),
    )
)


@pytest.fixture(scope="module")
def engine(world_of):
    return world_of(
        "CREATE TABLE customers (id INTEGER NOT NULL, email INTEGER, salary INTEGER)",
        "CREATE SCHEMA sales",
        "CREATE TABLE sales.orders (amount DECIMAL(9, 2))",
        "CREATE TABLE sales.hidden (a INTEGER)",
        "CREATE SCHEMA secret",
        "CREATE TABLE secret.hidden (a INTEGER)",
        "CREATE VIEW names AS SELECT id FROM customers",
    )


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        (
            "SELECT table_catalog, table_schema, table_name, table_type FROM information_schema.tables ORDER BY 2, 3",
            [
                ("hatidata", "main", "customers", "BASE TABLE"),
                ("hatidata", "main", "names", "VIEW"),
                ("hatidata", "sales", "orders", "BASE TABLE"),
            ],
        ),
        (
            "SELECT table_name, column_name, ordinal_position, is_nullable, data_type FROM information_schema.columns "
            "ORDER BY 1, 3",
            [
                ("customers", "id", 1, "NO", "INTEGER"),
                ("customers", "email", 2, "YES", "VARCHAR"),
                ("names", "id", 1, "YES", "INTEGER"),
                ("orders", "amount", 1, "YES", "DECIMAL(9,2)"),
            ],
        ),
        ("SELECT schema_name FROM information_schema.schemata ORDER BY 1", [("main",), ("sales",)]),
        ("SELECT table_name, view_definition FROM information_schema.views", [("names", None)]),
        (
            "SELECT c.column_name FROM information_schema.columns AS c JOIN information_schema.tables AS t "
            "ON c.table_name = t.table_name WHERE t.table_schema = 'sales'",
            [("amount",)],
        ),
    ],
    ids=["tables", "columns", "schemata", "views", "join"],
)
def test_relations(engine, ask, sql, rows):
    """The usual discovery queries find exactly what the lens has."""
    assert rows == ask(engine, SPEC, sql).rows


def test_nothing_hidden_in_any_column(engine, ask):
    """No column of the relations names a hidden table, schema or column, or a random name."""
    with engine.lease(SPEC) as lease:
        secrets = {"hidden", "secret", "salary", lease.info.database, lease.info.catalog_schema, lease.info.id}
    for relation in ("tables", "columns", "schemata", "views"):
        rows = ask(engine, SPEC, f"SELECT * FROM information_schema.{relation}").rows
        assert rows
        assert not any(secret in str(rows) for secret in secrets)


def test_same_columns_as_the_engine(engine, ask):
    """The relations have the columns and types that DuckDB's own have."""
    import duckdb

    with duckdb.connect() as plain:
        for relation in ("tables", "columns", "schemata", "views"):
            own = plain.execute(f"DESCRIBE SELECT * FROM information_schema.{relation}").fetchall()
            ours = ask(engine, SPEC, f"SELECT * FROM information_schema.{relation}")
            assert [(name, kind) for name, kind, *_ in own] == list(zip(ours.columns, ours.types, strict=True))


def test_empty_lens(engine, ask):
    """A caller who sees nothing gets empty relations, and the main schema."""
    nothing = LensSpec(())

    assert ask(engine, nothing, "SELECT * FROM information_schema.tables").rows == []
    assert ask(engine, nothing, "SELECT schema_name FROM information_schema.schemata").rows == [("main",)]
