"""Writes: the rows that an agent sees, and no others, by the rules of its policy; all of a statement or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from autogen_hatidata import HatiData, HatiDataError

SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, email VARCHAR, phone VARCHAR DEFAULT 'none',
    region VARCHAR DEFAULT 'EU', salary INTEGER DEFAULT 5, twice INTEGER GENERATED ALWAYS AS (id * 2),
    CHECK (id <> 666));
INSERT INTO customers BY NAME SELECT i AS id, 'name ' || i AS name, 'user' || i || '@example.org' AS email,
    ['EU', 'US'][1 + i % 2] AS region, 1000 + i AS salary FROM range(10) t(i);
CREATE TABLE visits (who VARCHAR, at_ TIMESTAMP DEFAULT '2026-01-01 00:00:00');
CREATE TABLE secrets (word VARCHAR);
INSERT INTO secrets VALUES ('hush');
CREATE TABLE numbered (rowid INTEGER, a INTEGER);
CREATE VIEW named AS SELECT id, name FROM customers;
CREATE SCHEMA crm;
CREATE TABLE crm.notes (id INTEGER, body VARCHAR);
INSERT INTO crm.notes VALUES (1, 'first');
"""
POLICY: dict[str, Any] = {
    "version": 1,
    "roles": {"clerk": {"can": ["read", "write"]}, "analyst": {"can": ["read"]}},
    "agents": {
        "clerk": {"role": "clerk", "attributes": {"region": "EU"}},
        "nowhere": {"role": "clerk"},
        "boss": {"role": "admin"},
        "*": {"role": "analyst", "attributes": {"region": "EU"}},
    },
    "tables": {
        "customers": {
            "read": ["clerk", "analyst"],
            "write": {"clerk": ["insert", "update", "delete"]},
            "rows": {"filter": "region = {region}", "exempt": ["admin"]},
            "columns": {
                "email": {"mask": "partial"},
                "phone": {"mask": "full", "write": ["clerk"]},
                "salary": {"deny": ["clerk"]},
            },
        },
        "visits": {"read": ["clerk"], "write": {"clerk": ["insert"]}},
        "numbered": {"read": ["clerk"], "write": {"clerk": ["insert", "update", "delete"]}},
        "named": {"read": ["clerk"], "write": {"clerk": ["update"]}},
        "crm.notes": {"read": ["clerk"], "write": {"clerk": ["insert", "update", "delete"]}},
    },
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(SCHEMA)
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "shop.duckdb"
    copy.write_bytes(made.read_bytes())
    return copy


@pytest.fixture
def layer(path: Path) -> Iterator[HatiData]:
    with HatiData.open(path, policy=POLICY) as opened:
        yield opened


def base(path: Path, sql: str = "SELECT id, name, phone, region, salary FROM customers ORDER BY id") -> list[Any]:
    """What is in the file, once the layer is closed."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


DONE = [
    ("UPDATE customers SET name = 'x' WHERE id = 2", 1),
    ("UPDATE customers SET name = name || '!'", 5),
    ("UPDATE customers AS c SET name = c.name, id = c.id + 100 WHERE c.id IN (2, 3, 4)", 2),
    ("UPDATE main.customers SET name = (SELECT max(id) FROM customers)::VARCHAR WHERE customers.id = 8", 1),
    ("UPDATE customers SET phone = '555' WHERE id = 2", 1),
    ("UPDATE customers SET name = 'q' WHERE email = '***.org'", 5),
    ("UPDATE customers SET name = 'q' WHERE email LIKE 'user%'", 0),
    ("UPDATE crm.notes SET body = 'new' WHERE crm.notes.id = 1", 1),
    ("DELETE FROM customers WHERE id = 1", 0),
    ("DELETE FROM customers", 5),
    ("WITH old AS (SELECT id FROM customers WHERE id > 4) DELETE FROM customers WHERE id IN (FROM old)", 2),
    ("INSERT INTO customers (id, name) VALUES (100, 'new'), (101, 'newer')", 2),
    ("INSERT INTO visits (who) SELECT name FROM customers", 5),
    ("WITH a AS (SELECT name FROM customers) INSERT INTO visits (who) SELECT name FROM a LIMIT 2", 2),
    ("INSERT INTO visits VALUES ('me', now()::TIMESTAMP)", 1),
]


@pytest.mark.parametrize(("sql", "changed"), DONE, ids=[sql for sql, _ in DONE])
def test_a_statement_changes_the_rows_that_its_agent_sees(layer: HatiData, sql: str, changed: int) -> None:
    """The number of changed rows is that of the visible ones, and intent and outcome say so."""
    assert changed == layer.agent("clerk").execute(sql)

    intent, outcome = layer.audit.tail(2)
    assert intent["kind"] == "intent"
    assert f"{intent['action'].upper()} " in sql
    assert (outcome["status"], outcome["changed"]) == ("ok", changed)


REFUSED = [
    ("UPDATE customers SET region = 'US' WHERE id = 2", "policy_denied"),
    ("UPDATE customers SET region = NULL WHERE id = 2", "policy_denied"),
    ("INSERT INTO customers (id, name, region) VALUES (100, 'a', 'EU'), (101, 'b', 'US')", "policy_denied"),
    ("UPDATE customers SET email = 'a' WHERE id = 2", "policy_denied"),
    ("INSERT INTO customers (id, name, email) VALUES (100, 'a', 'b')", "policy_denied"),
    ("UPDATE visits SET who = 'x'", "policy_denied"),
    ("DELETE FROM numbered", "policy_denied"),
    ("UPDATE named SET name = 'x'", "policy_denied"),
    ("UPDATE customers SET salary = 1", "unknown_name"),
    ("UPDATE customers SET nosuch = 1", "unknown_name"),
    ("INSERT INTO secrets VALUES ('x')", "unknown_name"),
    ("INSERT INTO nosuch VALUES ('x')", "unknown_name"),
    ("DELETE FROM _hatidata_commits", "unknown_name"),
    ("UPDATE customers SET name = (SELECT word FROM secrets)", "unknown_name"),
    ("DELETE FROM customers WHERE rowid = 1", "unknown_name"),
    ("INSERT INTO customers (id, name) VALUES (3, 'taken by a hidden row')", "constraint"),
    ("INSERT INTO customers (id, name) VALUES (2, 'taken')", "constraint"),
    ("INSERT INTO customers (id) VALUES (100)", "constraint"),
    ("UPDATE customers SET name = NULL", "constraint"),
    ("INSERT INTO customers (id, name) VALUES (666, 'checked')", "constraint"),
    ("UPDATE customers SET twice = 1", "constraint/execution_failed/syntax_error"),
    ("UPDATE customers SET name = to_json(customers)", "not_allowed"),
    ("UPDATE customers SET name = (SELECT c FROM (SELECT customers AS c))::VARCHAR", "not_allowed"),
    ("DELETE FROM customers WHERE COLUMNS(*) IS NOT NULL", "not_allowed"),
    ("UPDATE customers SET name = unnest(['a', 'b'])", "not_allowed"),
    ("UPDATE customers SET name = row_number() OVER ()", "not_allowed"),
    ("UPDATE customers SET id = 'x'", "wrong_type"),
    ("WITH customers AS (SELECT 1 AS id) DELETE FROM customers", "not_allowed"),
    ("INSERT INTO customers (id, name) VALUES (100, 'a') ON CONFLICT DO NOTHING", "not_allowed"),
    ("INSERT OR REPLACE INTO customers (id, name) VALUES (2, 'a')", "not_allowed"),
    ("MERGE INTO customers USING visits ON true WHEN MATCHED THEN DELETE", "not_allowed"),
    ("TRUNCATE customers", "not_allowed"),
    ("DROP TABLE customers", "not_allowed"),
    ("SELECT 1", "not_allowed"),
    ("WITH a AS (SELECT 1) SELECT * FROM a", "not_allowed"),
    ("WITH gone AS (DELETE FROM customers RETURNING *) SELECT * FROM gone", "syntax_error/not_allowed"),
    ("INSERT INTO visits (who) WITH x AS (DELETE FROM customers RETURNING id) FROM x", "syntax_error/not_allowed"),
    ("DELETE FROM customers; DELETE FROM visits", "syntax_error"),
    ("INSERT INTO visits (who, who) VALUES (1, 2)", "syntax_error"),
    ("INSERT INTO visits (who) VALUES (1, 2)", "syntax_error"),
    ("UPDATE custommers SET name = 'x'", "unknown_name"),
    ("", "syntax_error"),
]


@pytest.fixture(scope="module")
def still(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HatiData, Path]]:
    """A layer in which nothing is ever changed."""
    copy = tmp_path_factory.mktemp("still") / "shop.duckdb"
    copy.write_bytes(made.read_bytes())
    with HatiData.open(copy, policy=POLICY) as opened:
        yield opened, copy


@pytest.mark.parametrize(("sql", "code"), REFUSED, ids=[sql for sql, _ in REFUSED])
def test_a_statement_that_is_refused_changes_nothing(still: tuple[HatiData, Path], sql: str, code: str) -> None:
    """It has the code of its reason and one outcome, is not repaired, and every row is what it was."""
    layer = still[0]
    rows = "SELECT count(*) AS n, sum(hash(c)) AS h FROM customers c"
    before = layer.owner_sql(rows)
    with pytest.raises(HatiDataError) as caught:
        layer.agent("clerk").execute(sql)
    kinds = [record["kind"] for record in layer.audit.tail(2)]

    assert caught.value.code in code.split("/")
    assert kinds[-1] == "outcome"
    assert "attempt" not in kinds
    assert not any(word in str(caught.value) for word in ("hush", "Constraint Error"))
    assert before == layer.owner_sql(rows)
