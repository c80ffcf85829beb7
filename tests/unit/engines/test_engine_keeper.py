"""What a file holds is noted in an instance that is kept, and is what the locked instance itself would find."""

from __future__ import annotations

import os
import threading

import duckdb
import pytest

from autogen_hatidata.engines import locked as module
from autogen_hatidata.engines.keeper import KEEPER, Keeper
from autogen_hatidata.engines.locked import Locked
from autogen_hatidata.settings import Settings

ODD = (
    'CREATE SCHEMA "My S"',
    "CREATE TYPE mood AS ENUM ('a', 'it''s')",
    "CREATE TABLE t (a INTEGER NOT NULL, b VARCHAR DEFAULT 'x', c INTEGER GENERATED ALWAYS AS (a + 1), m mood, j JSON, "
    'k INTEGER[3], s STRUCT("Q q" INTEGER, x VARCHAR[]), d DECIMAL(9, 2), PRIMARY KEY (a, b))',
    'CREATE TABLE "My S"."we""ird \' t.x" ("a b" INTEGER, "Ab" TIMESTAMPTZ)',
    'CREATE TABLE "A.b" (x VARCHAR COLLATE nocase, y HUGEINT NOT NULL)',
    "CREATE TABLE gone (z INTEGER)",
    "CREATE VIEW v AS SELECT * FROM t",
    'CREATE VIEW "My S"."V v" ("X", "y ""z") AS SELECT a, m FROM v',
    "CREATE VIEW dead AS SELECT * FROM gone",
    'CREATE VIEW altered AS SELECT * FROM "A.b"',
    "CREATE TABLE _HATIDATA_x (a INTEGER)",
    "DROP TABLE gone",
    'ALTER TABLE "A.b" ADD COLUMN more INTEGER',
)


@pytest.fixture
def keeper(monkeypatch):
    """A keeper for one test, in the place of the one of this process."""
    one = Keeper()
    monkeypatch.setattr(module, "KEEPER", one)
    yield one
    one.close()


def _found(path):
    locked = Locked(path, Settings())
    locked.close()
    return locked.relations


def test_both_ways_find_the_same(build, keeper):
    """Odd names, all kinds of columns, views on views and views that bind no more, whoever looked at the file."""
    path = build(*ODD)
    assert keeper._instance is None
    alone = _found(path)
    assert keeper._instance is None
    noted = _found(path)

    assert keeper._instance is not None
    assert list(noted.items()) == list(alone.items())
    assert {relation.name for relation in noted.values()} == {
        "t", "v", "dead", "altered", "A.b", "V v", "we\"ird ' t.x",
    }  # fmt: skip
    assert [info.nullable for info in noted["main", "t"].columns[:3]] == [False, False, True]
    assert [info.name for info in noted["main", "dead"].columns] == ["z"]


def test_the_first_file_of_a_process_pays_for_no_instance(build, keeper):
    """Most programs open one file; only from the second time on is there something to spare."""
    path = build("CREATE TABLE t (a INTEGER)")
    assert [keeper.pays(), keeper.pays()] == [False, True]
    with keeper.attached(path, read_only=True):
        pass
    other = Keeper()
    with other.attached(path, read_only=True):
        pass

    assert other.pays()
    other.close()


@pytest.mark.parametrize(
    "end", ["SELECT 1", "PRAGMA disable_checkpoint_on_shutdown"], ids=["in the file", "in its log"]
)
def test_a_change_after_the_look_is_seen(build, keeper, monkeypatch, end):
    """Where somebody changes the file between the look at it and the lock on it, the look does not count."""
    path = build("CREATE TABLE t (a INTEGER)")
    keeper.pays()
    noted = module._noted

    def noted_before(path):
        found = noted(path)
        with duckdb.connect(path) as writer:
            writer.execute(f"{end}; ALTER TABLE t ADD COLUMN more INTEGER")
        return found

    monkeypatch.setattr(module, "_noted", noted_before)
    columns = [info.name for info in _found(path)["main", "t"].columns]

    assert columns == ["a", "more"]
    assert path.with_name("shop.duckdb.wal").exists() == ("disable" in end)


def test_a_file_that_cannot_be_opened_harms_no_other(build, keeper, tmp_path):
    """A failure costs the instance, and the next file gets another one."""
    path = build("CREATE TABLE t (a INTEGER)")
    bad = tmp_path / "bad.duckdb"
    bad.write_bytes(b"x" * 20_000)
    for _ in range(2):
        with pytest.raises(duckdb.Error), keeper.attached(bad, read_only=True):
            pass
        assert keeper._instance is None
        with keeper.attached(path, read_only=True) as (connection, alias):
            assert connection.execute(f"SELECT count(*) FROM {alias}.t").fetchall() == [(0,)]


def test_it_lets_go_of_the_file(build, keeper):
    """After the look the file can be opened for writing, and the instance has nothing of it."""
    path = build("CREATE TABLE t (a INTEGER)")
    with keeper.attached(path, read_only=True) as (connection, _):
        pass
    found = connection.execute("SELECT database_name FROM duckdb_databases() WHERE NOT internal").fetchall()
    with duckdb.connect(path) as writer:
        writer.execute("DROP TABLE t")

    assert found == [("memory",)]


def test_files_are_looked_into_one_after_the_other(build, keeper):
    """Threads that look into files at once each find what is in theirs."""
    paths = [build(f"CREATE TABLE t{number} (a INTEGER)", name=f"{number}.duckdb") for number in range(4)]
    found = {}

    def look(number):
        for _ in range(5):
            found.setdefault(number, set()).update(name for _, name in module._noted(paths[number])[1])

    threads = [threading.Thread(target=look, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {number: {f"t{number}"} for number in range(4)}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_child_begins_anew(build):
    """A forked child never touches the instance of its parent, not even when its lock was held at that moment."""
    path = build("CREATE TABLE t (a INTEGER)")
    with KEEPER.attached(path, read_only=True):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = 0 if KEEPER._lock.acquire(timeout=5) and KEEPER._instance is None else 2
            finally:
                os._exit(code)

        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_new_file_is_one_that_its_owner_makes(build, opened, tmp_path):
    """A file that opening made has the format that plain DuckDB gives a file."""
    opened(tmp_path / "new.duckdb").close()
    build(name="plain.duckdb")
    formats = []
    for name in ("new", "plain"):
        with duckdb.connect(tmp_path / f"{name}.duckdb") as connection:
            formats.append(connection.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall())

    assert formats[0] == formats[1]
