"""Opening the file: what is created, and what each failure says."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from autogen_hatidata.engines.duckdb import DuckDBEngine
from autogen_hatidata.engines.files import opening
from autogen_hatidata.errors import BadArgument, OpenError
from autogen_hatidata.types import LensSpec

_WORD = (1 << 64) - 1


def _sealed(page: bytes) -> bytes:
    """The first page of a DuckDB file with its checksum made right."""
    checksum = 5381
    for (word,) in struct.iter_unpack("<Q", page[8:4096]):
        checksum ^= (word * 0xBF58476D1CE4E5B9) & _WORD
    return struct.pack("<Q", checksum) + page[8:]


def _with_version(path: Path, version: int) -> Path:
    content = path.read_bytes()
    path.write_bytes(_sealed(content[:12] + struct.pack("<Q", version) + content[20:]))
    return path


def _code(path: Path, read_only: bool = False) -> tuple[str, str]:
    from autogen_hatidata.settings import Settings

    with pytest.raises(OpenError) as caught:
        DuckDBEngine.open(path, settings=Settings(), read_only=read_only).close()
    assert caught.value.hint
    assert "\n" not in caught.value.message
    return caught.value.code, caught.value.message


def test_missing_file_is_created(tmp_path, opened):
    """A missing file is created, and the engine says so."""
    path = tmp_path / "new.duckdb"
    engine = opened(path)

    assert path.exists()
    assert engine.created
    assert engine.schema() == {}


def test_existing_file_is_not_created(build, opened):
    """An existing file is opened as it is."""
    engine = opened(build("CREATE TABLE t (a INTEGER)"))

    assert not engine.created
    assert list(engine.schema()) == [("main", "t")]


def test_any_file_name(build, opened, ask, everything):
    """The file may have any name, before and after a change by the owner."""
    engine = opened(build("CREATE TABLE t AS SELECT 1 AS a", name='it\'s "größe" 数 [x]*?; a--b'))
    engine.owner_sql("INSERT INTO t VALUES (2)")

    assert ask(engine, everything, "SELECT a FROM t ORDER BY a").rows == [(1,), (2,)]


def test_missing_file_read_only(tmp_path):
    """Reading only never creates a file."""
    code, message = _code(tmp_path / "none.duckdb", read_only=True)

    assert code == "no_such_file"
    assert "none.duckdb" in message
    assert os.listdir(tmp_path) == []


def test_missing_folder(tmp_path):
    """A missing folder is named."""
    code, message = _code(tmp_path / "nowhere" / "x.duckdb")

    assert code == "no_such_folder"
    assert "nowhere" in message


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"SQLite format 3\0" + b"\0" * 5000, b"PAR1" * 100, b"\0" * 20_000],
    ids=["empty", "short", "sqlite", "parquet", "zeros"],
)
def test_not_a_database(tmp_path, content):
    """What is no DuckDB file is refused, and left as it is."""
    path = tmp_path / "x.duckdb"
    path.write_bytes(content)

    assert _code(path)[0] == "not_a_database"
    assert content == path.read_bytes()


def test_folder_in_place_of_a_file(tmp_path):
    """A folder is no database, and the message says that it is a folder."""
    code, message = _code(tmp_path)

    assert code == "not_a_database"
    assert message.endswith("is a folder.")


def test_newer_version(build):
    """A file of a newer DuckDB is told from a damaged one."""
    code, message = _code(_with_version(build("CREATE TABLE t (a INTEGER)"), 12345))

    assert code == "wrong_version"
    assert duckdb.__version__ in message
    assert "newer" in message


def test_older_version(build):
    """A file of a DuckDB that is too old is told from a newer one."""
    code, message = _code(_with_version(build("CREATE TABLE t (a INTEGER)"), 1))

    assert code == "wrong_version"
    assert "older" in message


@pytest.mark.parametrize("keep", [5000, 13], ids=["cut", "header only"])
def test_cut_file(build, keep):
    """A file that was cut is called damaged."""
    path = build("CREATE TABLE t AS SELECT range AS a FROM range(10000)")
    path.write_bytes(path.read_bytes()[:keep])

    code, message = _code(path)

    assert code == "not_a_database"
    assert "damaged" in message


def test_damaged_file(build):
    """A file with a wrong checksum is called damaged."""
    path = build("CREATE TABLE t (a INTEGER)")
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\1" * 4096 + content[8192:])

    assert _code(path)[0] == "not_a_database"


def _holder(path: Path, read_only: bool) -> subprocess.Popen[bytes]:
    program = (
        "import duckdb, sys\n"
        f"held = duckdb.connect({str(path)!r}, read_only={read_only})\n"
        "print('ready', flush=True)\nsys.stdin.read()"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def test_locked_by_a_writer(build, opened, ask, everything):
    """A file that another process writes cannot be opened, says which process, and can be opened after it."""
    path = build("CREATE TABLE t AS SELECT 1 AS a")
    with _holder(path, read_only=False) as process:
        code, message = _code(path)
        process.communicate()

    assert code == "file_locked"
    assert f"PID {process.pid}" in message
    assert ask(opened(path), everything, "SELECT a FROM t").rows == [(1,)]


def test_what_lets_go_soon_is_waited_for(build, opened, ask, everything):
    """The worker of a program that was killed has the file for a moment longer than its program."""
    path = build("CREATE TABLE t AS SELECT 1 AS a")
    with _holder(path, read_only=False) as process:
        later = threading.Timer(0.5, process.stdin.close)
        later.start()

        assert ask(opened(path), everything, "SELECT a FROM t").rows == [(1,)]
        later.join()


def test_shared_with_a_reader(build, opened, ask, everything):
    """Beside a reading process agents can read; the owner's change is refused and loses nothing."""
    path = build("CREATE TABLE t AS SELECT 1 AS a")
    with _holder(path, read_only=True) as process:
        engine = opened(path)
        with pytest.raises(OpenError) as caught:
            engine.owner_sql("INSERT INTO t VALUES (2)")

        assert caught.value.code == "file_locked"
        assert ask(engine, everything, "SELECT a FROM t").rows == [(1,)]
        process.communicate()


def test_open_elsewhere_in_this_process(build):
    """A connection of this process to the same file is named as the cause."""
    path = build("CREATE TABLE t (a INTEGER)")
    with duckdb.connect(str(path)):
        code, message = _code(path)

    assert code == "file_locked"
    assert "this process" in message


def test_log_of_a_killed_writer_is_read(build, opened, ask, everything, tmp_path):
    """Rows that are only in the write-ahead log of a killed process are seen, and survive a change by the owner."""
    path = build("CREATE TABLE t AS SELECT 1 AS a")
    copy = tmp_path / "copy.duckdb"
    with duckdb.connect(str(path)) as writer:
        writer.execute("SET wal_autocheckpoint = '1GB'")
        writer.execute("INSERT INTO t VALUES (2)")
        shutil.copy(path, copy)
        shutil.copy(f"{path}.wal", f"{copy}.wal")
    engine = opened(copy)

    assert len(ask(engine, everything, "SELECT a FROM t").rows) == 2
    engine.owner_sql("INSERT INTO t VALUES (3)")
    assert len(ask(engine, everything, "SELECT a FROM t").rows) == 3


def test_read_only_leaves_the_file_alone(build, opened, ask, everything, tmp_path):
    """Reading only changes no byte and leaves no other file."""
    path = build("CREATE TABLE t AS SELECT 1 AS a")
    before = path.read_bytes()
    engine = opened(path, read_only=True)
    ask(engine, everything, "SELECT a FROM t")
    engine.close()

    assert before == path.read_bytes()
    assert os.listdir(tmp_path) == ["shop.duckdb"]


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        ('IO Error: Cannot open file "x": Permission denied', "no_permission"),
        ("[Errno 13] Permission denied: 'x'", "no_permission"),
        ('Binder Error: Cannot open encrypted database "x" without a key', "not_a_database"),
        ("IO Error: something nobody has met\nsecond line", "open_failed"),
    ],
)
def test_rare_causes(problem, code):
    """Causes that a test cannot bring about are told by the engine's words, in one line."""
    error = opening(Path("x"), problem)

    assert code == error.code
    assert "\n" not in str(error)


@pytest.mark.parametrize("limit", ["lots", "12", "2 bananas"])
def test_memory_limit_that_is_none(build, opened, limit):
    """A memory limit that DuckDB cannot read is refused with its name."""
    with pytest.raises(BadArgument, match="memory_limit"):
        opened(build(), memory_limit=limit)


def test_failed_open_leaves_no_lock(build, opened):
    """After a failed open the file is free."""
    path = build("CREATE TABLE t (a INTEGER)")
    with pytest.raises(BadArgument):
        opened(path, memory_limit="lots")

    duckdb.connect(str(path)).close()


def test_closed_engine_frees_the_file(build, opened: Callable[..., DuckDBEngine], ask):
    """After close the file can be opened by anyone, and the engine answers nothing; closing twice is nothing."""
    path = build("CREATE TABLE t AS SELECT 1 AS a")
    engine = opened(path)
    ask(engine, LensSpec(None), "SELECT a FROM t")
    engine.close()
    engine.close()

    duckdb.connect(str(path)).close()
    for use in (engine.schema, engine.lease(LensSpec(None)).__enter__, lambda: engine.owner_sql("SELECT 1")):
        with pytest.raises(OpenError) as caught:
            use()
        assert caught.value.code == "closed"
