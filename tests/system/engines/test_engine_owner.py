"""The owner's SQL: everything DuckDB can do, with its own words, and nothing lost."""

from __future__ import annotations

import os

import pytest

from autogen_hatidata.engines.owner import run_script
from autogen_hatidata.errors import BadArgument, ExecutionFailed, SqlError
from autogen_hatidata.types import LensSpec

EVERYTHING = LensSpec(None)


def _tables(connection) -> list[str]:
    found = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
    return [row[0] for row in connection.execute(found).fetchall()]


def test_rows_of_the_last_statement(connection):
    """Several statements run in order; the rows of the last one come back as dictionaries."""
    rows = run_script(
        connection, "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2); SELECT a, a * 2 AS b, a FROM t"
    )

    assert rows == [{"a": 1, "b": 2, "a_1": 1}, {"a": 2, "b": 4, "a_1": 2}]


@pytest.mark.parametrize("sql", ["", ";", "-- nothing", "CREATE TABLE t (a INTEGER)", "SET threads = 1"])
def test_statements_without_rows(connection, sql):
    """What gives no rows gives an empty list."""
    assert run_script(connection, sql) == []


def test_change_is_seen_at_the_next_call(shop, ask):
    """Agents see new tables, columns and rows at their next call, and dropped ones no more."""
    shop.owner_sql("CREATE SCHEMA s; CREATE TABLE s.t AS SELECT 1 AS a; ALTER TABLE customers ADD COLUMN age INTEGER")

    assert ask(shop, EVERYTHING, "SELECT a FROM s.t").rows == [(1,)]
    assert "age" in ask(shop, EVERYTHING, "SELECT * FROM customers").columns
    shop.owner_sql("DROP TABLE s.t")
    assert ("s", "t") not in shop.schema()


def test_change_is_in_the_file(build, opened, tmp_path):
    """When owner_sql returns, the change is in the file and no log stands beside it."""
    path = build("CREATE TABLE t (a INTEGER)")
    engine = opened(path)
    engine.owner_sql("INSERT INTO t VALUES (1)")
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(path.read_bytes())

    assert "shop.duckdb.wal" not in os.listdir(tmp_path)
    assert opened(copy).owner_sql("SELECT a FROM t") == [{"a": 1}]


def test_unreadable_text_changes_nothing(shop, ask):
    """A syntax error anywhere keeps every statement from running, and carries DuckDB's words."""
    with pytest.raises(SqlError, match="Parser Error"):
        shop.owner_sql("DROP TABLE customers; SELECT 1 FORM t")

    assert ask(shop, EVERYTHING, "SELECT count(*) FROM customers").rows == [(4,)]


def test_failed_statement_tells_where(shop, ask):
    """A failed statement says which one it was and that those before it took effect; agents go on."""
    with pytest.raises(ExecutionFailed, match=r"Statement 2 of 3.*nosuch") as caught:
        shop.owner_sql("CREATE TABLE t AS SELECT 1 AS a; SELECT * FROM nosuch; DROP TABLE t")

    assert "took effect" in caught.value.hint
    assert ask(shop, EVERYTHING, "SELECT a FROM t").rows == [(1,)]


def test_transaction_holds_statements_together(connection):
    """Statements in a transaction take effect together or not at all."""
    with pytest.raises(ExecutionFailed):
        run_script(connection, "BEGIN; CREATE TABLE t (a INTEGER); SELECT * FROM nosuch; COMMIT")
    assert _tables(connection) == []
    run_script(connection, "BEGIN; CREATE TABLE t (a INTEGER); COMMIT")
    assert _tables(connection) == ["t"]


def test_open_transaction_is_told(connection):
    """A transaction that is not ended is rolled back and told, not lost in silence."""
    with pytest.raises(ExecutionFailed, match="COMMIT"):
        run_script(connection, "BEGIN; CREATE TABLE t (a INTEGER)")

    assert _tables(connection) == []


@pytest.mark.parametrize("sql", [None, 7, b"SELECT 1"])
def test_no_text(connection, sql):
    """What is no text is refused."""
    with pytest.raises(BadArgument):
        run_script(connection, sql)


def test_owner_reaches_files(shop, tmp_path):
    """The owner may read and write files, and a Python variable is not found by accident."""
    customers = shop.owner_sql("SELECT 1 AS n")
    shop.owner_sql(f"COPY customers TO '{tmp_path}/out.parquet'")

    assert shop.owner_sql(f"SELECT count(*) AS n FROM '{tmp_path}/out.parquet'") == [{"n": 4}]
    with pytest.raises(ExecutionFailed):
        shop.owner_sql("SELECT * FROM tmp_path")
    assert customers == [{"n": 1}]


def test_created_file_can_be_filled(tmp_path, opened, ask):
    """A new file is filled through the engine and read by agents."""
    engine = opened(tmp_path / "new.duckdb")
    engine.owner_sql("CREATE TABLE t AS SELECT 1 AS a")

    assert ask(engine, EVERYTHING, "SELECT a FROM t").rows == [(1,)]


@pytest.mark.in_this_process
def test_file_that_vanished_is_told_and_found_again(build, opened, ask, tmp_path):
    """When the file cannot be attached after a change, calls say why; when it can again, they run."""
    from autogen_hatidata.errors import OpenError

    path = build("CREATE TABLE t AS SELECT 1 AS a")
    engine = opened(path)
    engine.owner_sql(f"COPY (SELECT 1) TO '{tmp_path}/x.csv'")
    away = tmp_path / "away.duckdb"
    original = engine._path
    engine._path = away / "nowhere"
    with pytest.raises(OpenError):
        engine.owner_sql("SELECT 1")
    with pytest.raises(OpenError):
        ask(engine, EVERYTHING, "SELECT a FROM t")
    engine._path = original

    assert ask(engine, EVERYTHING, "SELECT a FROM t").rows == [(1,)]
