"""Writes: the rows that an agent sees, and no others, by the rules of its policy; all of a statement or nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from autogen_hatidata import HatiData, HatiDataError, Settings
from autogen_hatidata.engines import writing
from autogen_hatidata.engines.quoting import RANDOM_NAME
from autogen_hatidata.engines.writing import Writer

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
CREATE TABLE crm.customers (id INTEGER);
INSERT INTO crm.customers VALUES (2), (3);
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
        "crm.customers": {"read": ["clerk"]},
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
    ("UPDATE customers SET name = 'q' WHERE EXISTS (FROM crm.customers c WHERE c.id = main.customers.id)", 1),
    ("UPDATE main.customers SET name = (SELECT max(main.customers.name) FROM main.customers) WHERE id = 2", 1),
    ("UPDATE customers SET name = greatest(name, 'z')", 5),
    ("DELETE FROM customers WHERE id = 1", 0),
    ("DELETE FROM customers", 5),
    ("WITH old AS (SELECT id FROM customers WHERE id > 4) DELETE FROM customers WHERE id IN (FROM old)", 2),
    ("INSERT INTO customers (id, name) VALUES (100, 'new'), (101, 'newer')", 2),
    ("INSERT INTO visits (who) SELECT name FROM customers", 5),
    ("WITH a AS (SELECT name FROM customers) INSERT INTO visits (who) SELECT name FROM a LIMIT 2", 2),
    ("INSERT INTO visits VALUES ('me', now()::TIMESTAMP)", 1),
    ("INSERT INTO visits (who) SELECT EU FROM (PIVOT customers ON region IN ('EU') USING min(name) GROUP BY id)", 5),
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
    ("UPDATE customers SET name = max(name)", "not_allowed"),
    ("UPDATE customers SET name = name || mad(id) FILTER (WHERE id > 2)", "not_allowed"),
    ("UPDATE customers SET name = (SELECT max(customers.name) FROM visits)", "syntax_error"),
    (
        "UPDATE customers SET name = 'q' WHERE EXISTS (FROM crm.customers WHERE crm.customers.id = main.customers.id)",
        "not_allowed",
    ),
    ("WITH customers AS (SELECT 1 AS id) DELETE FROM main.customers WHERE main.customers.id = 2", "not_allowed"),
    ("INSERT INTO visits (who) SELECT x FROM (PIVOT customers ON region USING count(*)) t(x)", "not_allowed"),
    ("INSERT INTO visits VALUES ('a', NULL) RETURNING (SELECT x FROM (PIVOT customers ON id) t(x))", "not_allowed"),
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
    before = layer.agent("boss").query(rows)
    with pytest.raises(HatiDataError) as caught:
        layer.agent("clerk").execute(sql)
    kinds = [record["kind"] for record in layer.audit.tail(2, agent="clerk")]

    assert caught.value.code in code.split("/")
    assert kinds[-1] == "outcome"
    assert "attempt" not in kinds
    assert not any(word in str(caught.value) for word in ("hush", "Constraint Error"))
    assert not RANDOM_NAME.search(repr((caught.value.for_model(), layer.audit.tail(1)[0]["detail"])))
    assert before == layer.agent("boss").query(rows)


def test_queries_see_a_change_at_once(layer: HatiData) -> None:
    """Rows, counts and prices follow, also those of a statement that was asked before."""
    clerk = layer.agent("clerk")
    count, priced = "SELECT count(*) AS n FROM visits", "SELECT who FROM visits"
    assert (clerk.query(count), clerk.run(priced).credits) == ([{"n": 0}], 1.0)

    clerk.execute("INSERT INTO visits (who) SELECT 'x' FROM range(10001)")

    assert clerk.query(count) == [{"n": 10001}]
    assert clerk.run(priced).credits == 3.0


def test_returning_shows_what_a_query_would(layer: HatiData) -> None:
    """With masks and defaults, after the change; for rows that go, as they were; and at most ``max_rows``."""
    clerk = layer.agent("clerk")
    added = clerk.write("INSERT INTO customers (id, name) VALUES (100, 'a') RETURNING *")
    changed = clerk.write("UPDATE customers SET name = 'b', id = 101 WHERE id = 100 RETURNING name, id, twice")
    gone = clerk.write("DELETE FROM customers WHERE id = 2 RETURNING name, email AS mail")
    many = clerk.write("INSERT INTO visits (who) SELECT i::VARCHAR FROM range(1500) t(i) RETURNING who")

    assert added.columns == ("id", "name", "email", "phone", "region", "twice")
    assert (added.rows, added.masked) == (((100, "a", None, "***", "EU", 200),), ("customers.email", "customers.phone"))
    assert (changed.rows, changed.changed) == ((("b", 101, 202),), 1)
    assert (gone.columns, gone.rows) == (("name", "mail"), (("name 2", "***.org"),))
    assert (len(many.rows), many.truncated, many.changed) == (1000, True, 1500)


def test_parameters_are_shared_out(layer: HatiData) -> None:
    """Between the query and RETURNING, by position, number or name; others are refused."""
    clerk = layer.agent("clerk")
    by_place = clerk.write("UPDATE customers SET name = ? WHERE id = ? RETURNING name || ?", ["a", 2, "!"])
    by_number = clerk.write("UPDATE customers SET name = $2 WHERE id = $1 RETURNING name || $2", [2, "b"])
    by_name = clerk.write("UPDATE customers SET name = $n WHERE id = $i RETURNING name", {"n": "c", "i": 2})

    assert [one.rows[0][0] for one in (by_place, by_number, by_name)] == ["a!", "bb", "c"]
    for params in (None, [], ["x"], ["x", 2, 3], {"n": "x"}):
        with pytest.raises(HatiDataError) as caught:
            clerk.execute("UPDATE customers SET name = ? WHERE id = ?", params)
        assert caught.value.code == "bad_argument"


def test_an_error_of_a_hidden_row_is_not_told(layer: HatiData) -> None:
    """What fails on hidden rows alone does not fail; what fails on a visible one does, and changes nothing."""
    clerk = layer.agent("clerk")
    hidden = "UPDATE customers SET name = CASE WHEN id % 2 = 1 THEN error('seen') ELSE 'fine' END"
    visible = "UPDATE customers SET phone = CAST(name AS INTEGER)::VARCHAR"

    assert clerk.execute(hidden.replace("error('seen')", "CAST('x' AS INTEGER)::VARCHAR")) == 5
    with pytest.raises(HatiDataError) as caught:
        clerk.execute(visible)
    assert caught.value.code == "wrong_type"


def test_a_write_that_takes_too_long_changes_nothing(path: Path) -> None:
    """It is stopped at the time limit, and the next one works."""
    policy = {**POLICY, "quotas": {"agents": {"clerk": {"timeout_s": 0.3}}}}
    slow = (
        "UPDATE customers SET name = (SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b)::VARCHAR"
    )
    with HatiData.open(path, policy=policy) as layer:
        clerk = layer.agent("clerk")
        with pytest.raises(HatiDataError) as caught:
            clerk.execute(slow)
        assert caught.value.code == "timeout"
        assert clerk.execute("UPDATE customers SET phone = 'x'") == 5

    assert {row[1] for row in base(path)} == {f"name {number}" for number in range(10)}


def test_a_policy_may_begin_and_end_writing(path: Path) -> None:
    """A grant holds from ``set_policy`` on, its end too; ``read_only`` wins over every grant."""
    reading = {**POLICY, "tables": {"customers": {"read": ["clerk"]}}}
    with HatiData.open(path, policy=reading) as layer:
        clerk, change = layer.agent("clerk"), "UPDATE customers SET name = 'x' WHERE id = 2"
        codes = []
        for policy in (reading, POLICY, reading):
            layer.set_policy(policy)
            try:
                codes.append(clerk.execute(change))
            except HatiDataError as error:
                codes.append(error.code)
        assert codes == ["policy_denied", 1, "policy_denied"]
    with HatiData.open(path, policy=POLICY, read_only=True) as layer, pytest.raises(HatiDataError) as caught:
        layer.agent("clerk").execute(change)

    assert caught.value.code == "policy_denied"


def test_a_caller_without_its_attribute_writes_nothing(layer: HatiData) -> None:
    """A row filter without a value refuses writes as it refuses reads."""
    with pytest.raises(HatiDataError) as caught:
        layer.agent("nowhere").execute("DELETE FROM customers")

    assert caught.value.code == "policy_denied"


def test_a_write_over_its_price_limit_changes_nothing(path: Path) -> None:
    """Quota refuses before anything runs, and the refusal costs nothing."""
    policy = {**POLICY, "quotas": {"agents": {"clerk": {"max_credits_per_query": 1}}}}
    with HatiData.open(path, policy=policy) as layer:
        with pytest.raises(HatiDataError) as caught:
            layer.agent("clerk").execute("DELETE FROM customers RETURNING *")
        assert layer.usage()["clerk"]["credits"] == 0

    assert caught.value.code == "quota_exceeded"
    assert len(base(path)) == 10


def test_many_threads_write_one_after_the_other(layer: HatiData) -> None:
    """No change is lost, none conflicts, and queries go on meanwhile."""
    clerk = layer.agent("clerk")

    def work() -> None:
        for _ in range(10):
            clerk.execute("UPDATE crm.notes SET id = id + 1")
            clerk.query("SELECT count(*) FROM crm.notes")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert clerk.query("SELECT id FROM crm.notes") == [{"id": 41}]


def test_the_file_is_whole_after_closing(path: Path) -> None:
    """No log of DuckDB's is left beside it, and no value of a statement stands in the audit log."""
    with HatiData.open(path, policy=POLICY, settings=Settings(durability="power")) as layer:
        layer.agent("clerk").execute("UPDATE customers SET name = 'word-of-a-write' WHERE id = 2")
        folder = layer.folder
    logs = b"".join(one.read_bytes() for one in (folder / "audit").glob("*.jsonl"))

    assert not path.with_name("shop.duckdb.wal").exists()
    assert (2, "word-of-a-write", "none", "EU", 1002) in base(path)
    assert b"word-of-a-write" not in logs


def interrupting(*_: Any) -> None:
    """Ctrl-C, as Python raises it."""
    raise KeyboardInterrupt


@pytest.mark.in_this_process
@pytest.mark.parametrize(("moment", "changed"), [("mark", None), ("done", 5)])
def test_ctrl_c_leaves_a_record_that_says_whether_the_change_is_there(
    layer: HatiData, path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, changed: int | None
) -> None:
    """Just before the commit nothing is changed, just after it everything: the outcome has the number of rows, and
    the next change takes the note of the call out of the file."""
    monkeypatch.setattr(writing, "_TOGETHER", 1)
    with monkeypatch.context() as patched:
        patched.setattr(Writer, moment, interrupting)
        with pytest.raises(KeyboardInterrupt):
            layer.agent("clerk").execute("UPDATE customers SET name = 'x'")
    outcome = layer.audit.tail(1)[0]
    assert (outcome["kind"], outcome["code"], outcome["changed"]) == ("outcome", "internal_error", changed)
    assert layer.agent("clerk").query("SELECT count(*) AS n FROM customers WHERE name = 'x'") == [{"n": changed or 0}]

    layer.agent("clerk").execute("INSERT INTO visits (who) VALUES ('a')")
    layer.close()

    assert len(base(path, "FROM _hatidata_commits")) == 1


@pytest.mark.in_this_process
def test_what_cannot_be_told_is_settled_by_the_next_start(
    layer: HatiData, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change whose end is unknown has no outcome, and no budget set aside; the next start looks in the file."""

    def unreadable(*_: Any) -> bool:
        raise duckdb.IOException

    with monkeypatch.context() as patched:
        patched.setattr(Writer, "done", interrupting)
        patched.setattr(Writer, "made", unreadable)
        with pytest.raises(KeyboardInterrupt):
            layer.agent("clerk").execute("UPDATE customers SET name = 'x'")
    intent = layer.audit.tail(1)[0]
    layer.close()
    with HatiData.open(path, policy=POLICY) as again:
        settled = [one for one in again.audit.tail(10) if one["kind"] == "settled"]

    assert (intent["kind"], [(one["id"], one["committed"]) for one in settled]) == ("intent", [(intent["id"], True)])


def test_a_huge_value_of_returning_is_refused_and_nothing_changes(layer: HatiData) -> None:
    """RETURNING is bounded as an answer is; the change goes with it."""
    clerk = layer.agent("clerk")
    with pytest.raises(HatiDataError) as caught:
        clerk.execute("DELETE FROM customers RETURNING (SELECT list(a.range) FROM range(1000000) a)")

    assert caught.value.code == "limit_exceeded"
    assert clerk.query("SELECT count(*) AS n FROM customers") == [{"n": 5}]
    assert clerk.write("INSERT INTO visits (who) VALUES ('a') RETURNING [who, 'b'] AS both").rows == ((["a", "b"],),)
