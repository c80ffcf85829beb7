"""Writes to tables that are out of the ordinary, and files that are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from autogen_hatidata import HatiData, HatiDataError, PolicyDenied
from autogen_hatidata.errors import OpenError

ALL = {"read": ["clerk"], "write": {"clerk": ["insert", "update", "delete"]}}


def policy(*tables: str, **of_one: Any) -> dict[str, Any]:
    """A clerk who may do everything to these tables."""
    return {
        "version": 1,
        "roles": {"clerk": {"can": ["read", "write"]}},
        "agents": {"clerk": {"role": "clerk"}},
        "tables": {table: {**ALL, **of_one} for table in tables},
    }


def made(path: Path, sql: str) -> Path:
    """A new file with these tables."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)
    return path


TYPES = [
    ("ENUM('a', 'b')", "'b'", "b"),
    ('STRUCT(a INTEGER, "b c" VARCHAR)', "{'a': 1, 'b c': 'x'}", {"a": 1, "b c": "x"}),
    ("INTEGER[]", "[1, NULL]", [1, None]),
    ("INTEGER[2]", "[1, 2]", (1, 2)),
    ("MAP(VARCHAR, INTEGER)", "MAP {'k': 1}", {"k": 1}),
    ("UNION(n INTEGER, s VARCHAR)", "'text'", "text"),
    ("BLOB", "'x'::BLOB", b"x"),
    ("BIT", "'0101'", "0101"),
    ("JSON", "'{\"a\": 1}'", '{"a": 1}'),
    ("VARCHAR COLLATE NOCASE", "'CaSe'", "CaSe"),
    ("money", "7.5", 7.5),
    ("mood", "'glad'", "glad"),
]


@pytest.mark.parametrize(("kind", "value", "shown"), TYPES, ids=[kind for kind, _, _ in TYPES])
def test_values_of_every_type_are_set(tmp_path: Path, kind: str, value: str, shown: Any) -> None:
    """A change converts values to the column's type as DuckDB does, types of the user's own too."""
    path = made(
        tmp_path / "x.duckdb",
        "CREATE TYPE money AS DECIMAL(10, 2); CREATE TYPE mood AS ENUM ('sad', 'glad');"
        f"CREATE TABLE t (id INTEGER, a {kind}); INSERT INTO t VALUES (1, NULL), (2, NULL)",
    )
    with HatiData.open(path, policy=policy("t")) as layer:
        clerk = layer.agent("clerk")
        changed = clerk.write(f"UPDATE t SET a = {value} WHERE id = 1 RETURNING a")
        added = clerk.write(f"INSERT INTO t VALUES (3, {value}) RETURNING a")
        gone = clerk.write("DELETE FROM t WHERE a IS NOT NULL RETURNING a")

    assert [one.rows for one in (changed, added, gone)] == [((shown,),), ((shown,),), ((shown,), (shown,))]


def test_columns_are_told_from_our_own_names(tmp_path: Path) -> None:
    """Columns with the names that a change has for values, rows and tables are columns and nothing else."""
    path = made(
        tmp_path / "x.duckdb",
        "CREATE TABLE t (id INTEGER, x STRUCT(v0 INTEGER), b STRUCT(rowid INTEGER), v0 INTEGER, v1 INTEGER);"
        "INSERT INTO t VALUES (1, {'v0': 7}, {'rowid': 1}, 5, 5), (2, {'v0': 8}, {'rowid': 0}, 6, 6)",
    )
    with HatiData.open(path, policy=policy("t")) as layer:
        clerk = layer.agent("clerk")
        changed = clerk.write("UPDATE t SET v1 = 10, v0 = v1 + x.v0 WHERE id = 1 RETURNING v0, v1, x.v0")
        clerk.write("DELETE FROM t WHERE b.rowid = 1")

        assert changed.rows == ((12, 10, 7),)
        assert clerk.query("SELECT id FROM t") == [{"id": 2}]


def test_names_with_dots_and_quotes_are_names(tmp_path: Path) -> None:
    """Schema, table and column may be called anything, and are found in any case."""
    path = made(
        tmp_path / "x.duckdb",
        'CREATE SCHEMA "a.b"; CREATE TABLE "a.b"."c""d" ("x.y" INTEGER); INSERT INTO "a.b"."c""d" VALUES (1)',
    )
    with HatiData.open(path, policy=policy('"a.b"."c""d"')) as layer:
        sql = 'UPDATE "A.B"."C""D" SET "X.Y" = 2 WHERE "a.b"."c""d"."x.y" = 1 RETURNING *'
        result = layer.agent("clerk").write(sql)

    assert result.rows == ((2,),)


def test_a_sequence_goes_on_and_keys_hold(tmp_path: Path) -> None:
    """Defaults, keys, indexes and references of the table do their work."""
    path = made(
        tmp_path / "x.duckdb",
        "CREATE SEQUENCE s START 10; CREATE MACRO word() AS 'by macro';"
        "CREATE TABLE t (id INTEGER PRIMARY KEY DEFAULT nextval('s'), a VARCHAR DEFAULT word(), b INTEGER UNIQUE);"
        "CREATE INDEX i ON t (a); CREATE TABLE u (of_ INTEGER REFERENCES t (id))",
    )
    with HatiData.open(path, policy=policy("t", "u")) as layer:
        clerk = layer.agent("clerk")
        added = clerk.write("INSERT INTO t (b) VALUES (1), (2) RETURNING *")
        clerk.write("INSERT INTO u VALUES (10)")
        for refused in ("INSERT INTO u VALUES (99)", "DELETE FROM t WHERE id = 10", "UPDATE t SET b = 2 WHERE b = 1"):
            with pytest.raises(HatiDataError) as caught:
                clerk.write(refused)
            assert caught.value.code == "constraint"
        assert clerk.execute("UPDATE t SET a = 'x', b = b + 10 WHERE id = 11") == 1
        assert clerk.execute("DELETE FROM t WHERE id = 11") == 1

    assert added.rows == ((10, "by macro", 1), (11, "by macro", 2))


HIDING = [
    pytest.param(
        "CREATE TABLE t (a INTEGER); CREATE TABLE hush (a INTEGER);"
        "CREATE TRIGGER r AFTER INSERT ON t FOR EACH STATEMENT INSERT INTO hush VALUES (1)",
        marks=pytest.mark.skipif(duckdb.__version__ < "2", reason="DuckDB 1.5 has no triggers"),
        id="trigger",
    ),
    pytest.param("CREATE MACRO hush(x) AS x > 5; CREATE TABLE t (a INTEGER, CHECK (hush(a)))", id="check"),
]


@pytest.mark.parametrize("schema", HIDING)
def test_a_table_whose_rules_name_hidden_things_is_not_written_to(tmp_path: Path, schema: str) -> None:
    """Its triggers and checks would fail with a name that the agent must not read, so nobody is granted a change."""
    with HatiData.open(made(tmp_path / "x.duckdb", schema), policy=policy("t")) as layer:
        for sql in ("INSERT INTO t VALUES (7)", "UPDATE t SET a = 7", "DELETE FROM t"):
            with pytest.raises(PolicyDenied) as caught:
                layer.agent("clerk").write(sql)
            assert "hush" not in caught.value.for_model()
        assert layer.agent("clerk").describe_table("t").write == ()


@pytest.mark.parametrize("rule", [{"deny": ["clerk"]}, {"mask": "full"}, {"mask": "full", "write": ["clerk"]}])
def test_a_check_tells_nothing_of_a_hidden_column(tmp_path: Path, rule: dict[str, Any]) -> None:
    """What a check compares with a hidden value cannot be changed, so that nobody finds the value by trying."""
    path = made(
        tmp_path / "x.duckdb",
        "CREATE TABLE t (id INTEGER, cap INTEGER CHECK (cap < 9999), pay INTEGER DEFAULT 1, CHECK (cap > pay));"
        "INSERT INTO t VALUES (1, 1000, 777)",
    )
    with HatiData.open(path, policy=policy("t", columns={"pay": rule})) as layer:
        clerk = layer.agent("clerk")
        for cap in (776, 778):
            with pytest.raises(PolicyDenied, match="cannot be changed by you"):
                clerk.write(f"UPDATE t SET cap = {cap}")
        added = clerk.write("INSERT INTO t (id, cap) VALUES (2, 5) RETURNING cap")
        assert clerk.execute("UPDATE t SET id = id + 1") == 2

    assert added.rows == ((5,),)


TAKEN = ["TABLE _hatidata_commits (a INTEGER, b VARCHAR)", "VIEW _Hatidata_Commits AS SELECT 1 AS id"]


@pytest.mark.parametrize("taken", TAKEN)
def test_the_name_of_our_table_may_be_taken(tmp_path: Path, taken: str) -> None:
    """The owner is told, its table stays what it is, and the layer goes on without writes."""
    path = made(tmp_path / "x.duckdb", f"CREATE TABLE t (a INTEGER); CREATE {taken}")
    with pytest.raises(OpenError, match="of its own"):
        HatiData.open(path, policy=policy("t"))
    with HatiData.open(path) as layer:
        with pytest.raises(OpenError, match="of its own"):
            layer.set_policy(policy("t"))
        assert layer.agent("ana").query("SELECT count(*) AS n FROM t") == [{"n": 0}]
        layer.owner_sql(f"DROP {taken.split()[0]} _hatidata_commits")
        layer.set_policy(policy("t"))

        assert layer.agent("clerk").execute("INSERT INTO t VALUES (1)") == 1


def test_read_only_wins_over_every_grant(tmp_path: Path) -> None:
    """A layer that only reads refuses every change, and does not touch the file."""
    path = made(tmp_path / "x.duckdb", "CREATE TABLE t (a INTEGER)")
    before = path.read_bytes()
    with HatiData.open(path, policy=policy("t"), read_only=True) as layer, pytest.raises(PolicyDenied):
        layer.agent("clerk").execute("INSERT INTO t VALUES (1)")

    assert (path.read_bytes(), list(tmp_path.glob("*.wal"))) == (before, [])
