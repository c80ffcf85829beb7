"""The instance under the lenses is locked: what gets past every check above it still reaches nothing."""

from __future__ import annotations

import duckdb
import pyarrow
import pytest

from autogen_hatidata.engines import locked as module
from autogen_hatidata.engines.locked import Locked, locked_empty
from autogen_hatidata.settings import Settings

STATEMENTS = [
    "SELECT * FROM read_blob('{path}')",
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM glob('*')",
    "FROM '/etc/passwd'",
    "COPY (SELECT 1) TO '{path}'",
    "COPY (SELECT 1) TO '{path}.wal'",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "EXPORT DATABASE '{folder}/out'",
    "ATTACH '{path}' AS again",
    "ATTACH '{folder}/other.duckdb' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{folder}/x.duckdb_extension'",
    "SELECT * FROM read_parquet('https://example.org/x.parquet')",
    "SET memory_limit = '100GB'",
    "SET enable_external_access = true",
    "SET disabled_filesystems = ''",
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "SET threads = 64",
    "SET temp_directory = '{folder}'",
    "INSERT INTO {alias}.main.t VALUES (2)",
    "DELETE FROM {alias}.main.t",
    "UPDATE {alias}.main.t SET a = 5",
    "DROP TABLE {alias}.main.t",
    "CREATE TABLE {alias}.main.u (a INTEGER)",
    "WITH x AS (DELETE FROM {alias}.main.t RETURNING a) SELECT * FROM x",
    "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    one = tmp_path_factory.mktemp("locked") / "shop.duckdb"
    with duckdb.connect(str(one)) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS a")
    return one


@pytest.fixture(scope="module")
def locked(path):
    one = Locked(path, Settings())
    yield one
    one.close()


@pytest.mark.parametrize("statement", STATEMENTS)
def test_locked(path, locked, statement):
    """Files, network, extensions, settings and the user's data are out of reach."""
    before = path.read_bytes()
    with locked.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement.format(path=path, folder=path.parent, alias=locked.alias)).fetchall()

    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["shop.duckdb"]


def test_python_variables_are_out_of_reach(locked):
    """A name in FROM never finds a variable of the program."""
    frame = pyarrow.table({"a": [1]})
    with duckdb.connect() as plain:
        assert plain.execute("SELECT * FROM frame").fetchall() == [(1,)]
    with locked.cursor() as cursor, pytest.raises(duckdb.CatalogException):
        cursor.execute("SELECT * FROM frame")

    assert frame.num_rows == 1


def test_settings_are_in_force(build):
    """Memory limit and threads are those of the settings, and nothing is spilled to disk."""
    locked = Locked(build("CREATE TABLE t AS SELECT 1 AS a"), Settings(memory_limit="64MB", threads=1))
    cursor = locked.cursor()
    names = ("memory_limit", "threads", "temp_directory", "lock_configuration", "python_enable_replacements")
    values = cursor.execute(f"SELECT {', '.join(f'current_setting({n!r})' for n in names)}").fetchall()[0]
    cursor.close()
    locked.close()

    assert values == ("61.0 MiB", 1, "", True, False)


def test_parser_instance_is_locked():
    """The instance that only parses is locked too, and has no data."""
    connection = locked_empty()
    for statement in ("SELECT * FROM read_text('/etc/hostname')", "SET threads = 4", "ATTACH 'x.duckdb' AS x"):
        with pytest.raises(duckdb.Error):
            connection.execute(statement)

    assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE NOT internal").fetchall() == [(0,)]
    connection.close()


def test_each_instance_has_another_alias(build):
    """The name of the user's database is made anew each time the file is attached."""
    path = build("CREATE TABLE t AS SELECT 1 AS a")
    aliases = set()
    for _ in range(3):
        locked = Locked(path, Settings())
        aliases.add(locked.alias)
        locked.close()

    assert len(aliases) == 3
    assert all(len(alias) == 33 for alias in aliases)


ODD_TABLES = (
    "CREATE TYPE mood AS ENUM ('a', 'b')",
    "CREATE SCHEMA s2",
    'CREATE TABLE s2."a.b" (m mood, s STRUCT(x INTEGER, "y z" TEXT), l INTEGER[] NOT NULL, u UNION(n INTEGER, t TEXT))',
    'CREATE TABLE "we.ird ""q\'x" ("a""b" INTEGER PRIMARY KEY, "select" DECIMAL(5, 1), i INTEGER[3], m MAP(INT, TEXT))',
    "CREATE TABLE computed (b VARCHAR COLLATE nocase DEFAULT 'x', a INTEGER, d INTEGER GENERATED ALWAYS AS (a + 1))",
    "CREATE TABLE _hatidata_own (a INTEGER)",
    "CREATE TABLE gone (a INTEGER)",
)


@pytest.mark.parametrize("more", [("CREATE VIEW seen AS SELECT a FROM gone", "DROP TABLE gone"), ()])
def test_columns_are_those_that_duckdb_tells_of_all(build, monkeypatch, more):
    """Asked for one by one, or of all tables and views at once, even of a view that needs what is gone, the columns
    are the same."""
    path = build(*ODD_TABLES, *more)
    found = []
    for few in (20, -1):
        monkeypatch.setattr(module, "_FEW", few)
        locked = Locked(path, Settings())
        found.append(locked.relations)
        locked.close()

    assert found[0] == found[1]
    assert {("s2", "a.b"), ("main", "computed")} <= set(found[0])
    assert ("main", "_hatidata_own") not in found[0]
    assert [one.nullable for one in found[0]["s2", "a.b"].columns] == [True, True, False, True]
    assert (("main", "seen") in found[0]) == bool(more)
