"""What DuckDB cannot read is not run, whatever sqlglot makes of it: neither a query nor a change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from support import mutants, shop

from autogen_hatidata import HatiData, HatiDataError, Settings

MUTANTS = 400
SEED = 20_260_101

SCHEMA = """
CREATE TABLE orders AS SELECT i AS id, i % 3 AS customer_id, i * 10 AS amount FROM range(18) t(i);
CREATE TABLE customers AS SELECT i AS id, 'name ' || i AS name FROM range(3) t(i);
CREATE TABLE notes (id INTEGER);
"""
POLICY = {
    "version": 1,
    "roles": {"clerk": {"can": ["read", "write"]}},
    "agents": {"clerk": {"role": "clerk"}},
    "tables": {
        "orders": {"read": ["clerk"], "write": {"clerk": ["insert", "update", "delete"]}},
        "customers": {"read": ["clerk"]},
        "notes": {"read": ["clerk"], "write": {"clerk": ["insert", "delete"]}},
    },
}
CHANGES = (
    "UPDATE orders SET amount = 0 WHERE id = 1 WHERE id = 2",
    "UPDATE orders SET amount = 0 WHERE id IN (SELECT customer_id FROM orders o JOIN customers c ON)",
    "UPDATE orders SET amount = 0 WHERE id IN (1,, 2)",
    "DELETE FROM orders WHERE id IN (SELECT o.id FROM orders o JOIN customers c ON)",
    "DELETE FROM orders WHERE id IN (SELECT o.id FROM orders o JOIN customers c USING ())",
    "DELETE FROM orders WHERE id IN (SELECT id FROM orders ORDER BY amount FETCH FIRST 10 PERCENT ROWS ONLY)",
    "DELETE FROM orders WHERE id IN (SELECT id FROM orders ORDER BY amount FETCH FIRST 1 ROWS WITH TIES)",
    "DELETE FROM orders AS",
    "DELETE FROM orders WHERE",
    "INSERT INTO notes (id) SELECT c.id FROM customers c JOIN orders o ON",
    "INSERT INTO notes (id) SELECT id FROM orders LIMIT 3 UNION ALL SELECT id FROM customers LIMIT 2",
)
QUERIES = (
    "SELECT count(*) FROM customers c JOIN orders o ON",
    "SELECT count(*) FROM customers c JOIN orders o ON WHERE c.id = 1",
    "SELECT c.id, count(*) FROM customers c JOIN orders o ON GROUP BY c.id",
    "SELECT count(*) FROM customers c JOIN orders o USING",
    "SELECT count(*) FROM customers c JOIN orders o USING ()",
    "SELECT count(*) FROM customers c LEFT JOIN orders o ON, orders p",
    "SELECT id FROM orders ORDER BY customer_id FETCH FIRST 10 PERCENT ROWS ONLY",
    "SELECT id FROM orders LIMIT 3 UNION ALL SELECT id FROM customers LIMIT 2",
    "SELECT DISTINCT ON customer_id, amount FROM orders",
    "SELECT sum(amount) OVER FROM orders",
    "SELECT count(*) FROM orders AS",
)


@pytest.fixture(scope="module", params=["duckdb", "auto"])
def layer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiData]:
    """A clerk who may change the orders."""
    path = tmp_path_factory.mktemp("malformed") / "shop.duckdb"
    with HatiData.open(path, settings=Settings(threads=1, dialect=request.param, heal="off")) as opened:
        opened.owner_sql(SCHEMA)
        opened.set_policy(POLICY)
        yield opened


@pytest.mark.parametrize("sql", CHANGES)
def test_a_malformed_change_changes_nothing(layer: HatiData, sql: str) -> None:
    """It is a syntax error, and the tables are as they were."""
    before = _tables(layer)
    with pytest.raises(HatiDataError) as caught:
        layer.agent("clerk").execute(sql)

    assert caught.value.code == "syntax_error"
    assert caught.value.hint
    assert _tables(layer) == before


@pytest.mark.parametrize("sql", QUERIES)
def test_a_malformed_query_is_not_answered(layer: HatiData, sql: str) -> None:
    """No rows of another query come in its place, with or without a note."""
    with pytest.raises(HatiDataError) as caught:
        layer.agent("clerk").run(sql)

    assert caught.value.hint


@pytest.mark.parametrize("dialect", ["snowflake", "bigquery", "postgres", "redshift", "databricks", "mysql", "trino"])
@pytest.mark.parametrize("sql", QUERIES)
def test_nor_in_another_dialect(layer: HatiData, sql: str, dialect: str) -> None:
    """The readers of other systems are sqlglot's too."""
    with pytest.raises(HatiDataError):
        layer.agent("clerk").run(sql, dialect=dialect)


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "trino", "snowflake", "redshift"])
def test_ties_are_all_of_them_or_refused(layer: HatiData, dialect: str) -> None:
    """DuckDB has no FETCH ... WITH TIES: one row would be another answer."""
    try:
        answer = layer.agent("clerk").run(
            "SELECT id FROM orders ORDER BY customer_id FETCH FIRST 1 ROW WITH TIES", dialect=dialect
        )
    except HatiDataError:
        return
    assert sorted(row[0] for row in answer.rows) == [0, 3, 6, 9, 12, 15]


def test_what_duckdb_reads_is_no_other_systems(layer: HatiData) -> None:
    """``~*`` has no reader here; as PostgreSQL's, the division would cut."""
    with pytest.raises(HatiDataError):
        layer.agent("clerk").run("SELECT name, id / 2 FROM customers WHERE name ~* '^n'")


def test_mutants_that_are_answered_are_duckdbs(shop_file: Path, tmp_path: Path) -> None:
    """Of mutated texts, those that are answered as they stand are read by DuckDB itself."""
    path = tmp_path / "shop.duckdb"
    path.write_bytes(shop_file.read_bytes())
    answered, unread = 0, []
    with HatiData.open(path, policy=shop.policy(), settings=Settings(heal="off", timeout_s=2)) as opened:
        agent = opened.agent("ana")
        for sql in mutants.mutants(SEED, MUTANTS):
            try:
                agent.run(sql)
            except HatiDataError:
                continue
            answered += 1
            if not _read_by_duckdb(sql):
                unread.append(sql)

    assert unread == []
    assert answered > MUTANTS // 20


def _read_by_duckdb(sql: str) -> bool:
    try:
        duckdb.extract_statements(sql)
    except duckdb.ParserException:
        return False
    return True


def _tables(layer: HatiData) -> list[object]:
    return [layer.owner_sql(f"SELECT * FROM {table} ORDER BY ALL") for table in ("orders", "notes")]
