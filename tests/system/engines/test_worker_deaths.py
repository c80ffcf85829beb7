"""When a worker ends, hangs or is full: reads are answered right or end with a clear error, and nothing hangs."""

from __future__ import annotations

import os
import random
import resource
import signal
import threading
import time
from pathlib import Path

import pytest

from autogen_hatidata.engines.parser import PARSER
from autogen_hatidata.engines.worker import WorkerEngine
from autogen_hatidata.errors import ExecutionFailed, HatiDataError, LimitExceeded, OpenError, QueryTimeout
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import LensSpec, TableSpec

EVERYTHING = LensSpec(None)
HALF = LensSpec((TableSpec("main", "t", filter="i % 2 = 0"),))
SLOW = "SELECT count(*) AS n FROM range(40000) AS a(x), range(4000) AS b(y) WHERE (x * y) % 7 = 1"
FOREVER = "SELECT count(*) FROM range(1000000) AS a(x), range(1000000) AS b(y) WHERE (x * y) % 7 = 1"
FILLING = "SELECT count(*) FROM (SELECT DISTINCT x, y FROM range(100000) AS a(x), range(100000) AS b(y))"
STUBBORN = "SELECT levenshtein(repeat('ab', 150000), repeat('ba', 150000))"
"""Neither an interrupt nor a limit of memory stops it."""


@pytest.fixture(scope="module")
def file(tmp_path_factory, write):
    """A file with one table of a thousand rows."""
    made = ("CREATE TABLE t AS SELECT range AS i FROM range(1000)", "CREATE VIEW v AS SELECT i + 1 AS j FROM t")
    return write(tmp_path_factory.mktemp("deaths") / "shop.duckdb", made)


@pytest.fixture(scope="module")
def worker(file):
    """An engine over it, whose workers come and go."""
    engine = _opened(file)
    yield engine
    engine.close()


def _opened(path, *, read_only=True, **more):
    return WorkerEngine.open(path, settings=Settings(isolation="process", threads=1, **more), read_only=read_only)


def _run(engine, sql, *, spec=EVERYTHING, timeout_s=20.0):
    with engine.lease(spec) as lease:
        return lease.run(PARSER.trusted(sql), None, max_rows=10, timeout_s=timeout_s).rows


class Asking(threading.Thread):
    """One statement in a thread of its own, and what came of it."""

    def __init__(self, engine, sql, **more):
        super().__init__()
        self._ask = lambda: _run(engine, sql, **more)
        self.rows = self.error = None
        self.start()

    def run(self):
        try:
            self.rows = self._ask()
        except HatiDataError as error:
            self.error = error


def _kill(engine, how=signal.SIGKILL):
    os.kill(engine.worker_pid, how)


def _gone(pid, seconds=10.0):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


def _busy(engine, calls=1):
    """The worker, once that many statements are under way in it and it had some time for them."""
    while len(engine._workers._traffic._under_way) < calls:
        time.sleep(0.01)
    pid = engine.worker_pid
    begun = _cpu(pid)
    while _cpu(pid) < begun + 0.2:
        time.sleep(0.01)
    return pid


def _cpu(pid):
    """The seconds of a processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_killed_worker_is_replaced(worker):
    """After a kill the next read is answered by another worker."""
    before = worker.worker_pid
    _kill(worker)

    assert _run(worker, "SELECT count(*) FROM t") == [(1000,)]
    assert worker.worker_pid != before
    assert _gone(before)


def test_a_lease_goes_on_in_the_next_worker(worker, ask, everything):
    """A lease that was there before is good after a kill, for all names that a text can have."""
    from autogen_hatidata.sql.names import resolve
    from autogen_hatidata.sql.parse import parse
    from autogen_hatidata.sql.render import to_duckdb

    def rows(lease, sql):
        tree = resolve(parse(sql), lease.info)
        return lease.run(worker.prepare(tree, to_duckdb(tree)), None, max_rows=9, timeout_s=9).rows

    for spec in (EVERYTHING, HALF):
        with worker.lease(spec) as lease:
            asked = (
                "SELECT sum(i) FROM t",
                "SELECT sum(x.i) FROM main.t AS x",
                "SELECT count(*) FROM information_schema.tables",
            )
            before = [rows(lease, sql) for sql in asked]
            _kill(worker)

            assert [rows(lease, sql) for sql in asked] == before
            assert lease.count(("main", "t")) == (1000 if spec is EVERYTHING else 500)
            lease.bind("SELECT i FROM t", timeout_s=9)


def test_agents_read_on_while_workers_are_killed(worker):
    """Four agents of two lenses get right answers, and no error, while workers are killed at random instants."""
    stop, done, problems = threading.Event(), [0] * 4, []

    def agent(me):
        spec, expected = ((EVERYTHING, [(1000, 499500)]), (HALF, [(500, 249500)]))[me % 2]
        while not stop.is_set():
            try:
                rows = _run(worker, f"SELECT count(*), sum(i) FROM t WHERE i > -{done[me] + 1}", spec=spec)
            except HatiDataError as error:
                problems.append(error)
                continue
            if rows != expected:
                problems.append(rows)
            done[me] += 1

    agents = [threading.Thread(target=agent, args=(me,)) for me in range(4)]
    for one in agents:
        one.start()
    dice = random.Random(6)
    for _ in range(5):
        time.sleep(dice.random() / 10)
        _kill(worker)
        # Two more each: the second one began after the kill, so that no read meets two of them.
        seen = list(done)
        while not problems and any(now < before + 2 for now, before in zip(done, seen, strict=True)):
            time.sleep(0.01)
    stop.set()
    for one in agents:
        one.join(60)

    assert problems == []
    assert min(done) >= 10


def test_a_worker_that_is_killed_twice_is_told(worker):
    """A read that two workers ended under is not tried a third time; its error says what to do, and nothing is hung."""
    asking = Asking(worker, FOREVER)
    before = _busy(worker)
    os.kill(before, signal.SIGKILL)
    assert _gone(before)
    while worker.worker_pid == before:
        time.sleep(0.01)
    begun = worker.worker_pid
    started = _cpu(begun)
    while _cpu(begun) < started + 0.3:  # which it has for the statement alone
        time.sleep(0.01)
    os.kill(begun, signal.SIGKILL)
    asking.join(60)

    assert isinstance(asking.error, LimitExceeded)
    assert "filter" in asking.error.hint
    assert asking.error.detail == "the worker ended with -9"
    assert _run(worker, "SELECT 1") == [(1,)]


@pytest.mark.parametrize("how", [signal.SIGABRT, signal.SIGKILL])
def test_what_was_alone_is_done_again(worker, how):
    """A worker may end by what others left in it; so what had it for itself is done once more, too."""
    asking = Asking(worker, SLOW)
    os.kill(_busy(worker), how)
    asking.join(60)

    assert (asking.error, len(asking.rows)) == (None, 1)


def test_what_was_together_is_done_again_alone(worker):
    """When a worker ends by itself under several reads, each is done again, and answered."""
    several = [Asking(worker, f"{SLOW} AND {n} = {n}") for n in range(3)]
    os.kill(_busy(worker, 3), signal.SIGSEGV)
    for one in several:
        one.join(90)

    assert [one.error for one in several] == [None] * 3
    assert len({str(one.rows) for one in several}) == 1


def test_a_statement_that_nothing_stops_is_ended(worker):
    """A statement that ignores its time limit is ended with its worker a little later; a read beside it is answered."""
    started = time.monotonic()
    stubborn, other = Asking(worker, STUBBORN, timeout_s=0.3), Asking(worker, SLOW)
    stubborn.join(30)

    assert time.monotonic() - started < 8
    assert isinstance(stubborn.error, QueryTimeout)
    other.join(60)
    assert (other.error, len(other.rows)) == (None, 1)


BOMBS = (
    "SELECT len(range(1000000000))",
    "SELECT len(repeat('x', 2000000000))",
    "SELECT len(list(a.range)) FROM range(100000) AS a, range(100000) AS b",
    "SELECT len(string_agg(repeat('x', 100000), '')) FROM range(100000)",
)


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_hurt_nobody(worker, bomb):
    """What takes all memory ends within ten seconds with a clear error; this process does not grow; reads go on."""
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(2):
        started = time.monotonic()
        with pytest.raises((LimitExceeded, QueryTimeout)):
            _run(worker, bomb, timeout_s=3)

        assert time.monotonic() - started < 10
        assert _run(worker, "SELECT count(*) FROM t") == [(1000,)]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - grown < 100_000  # kilobytes


def test_a_bomb_does_not_take_others_along(worker):
    """Reads beside a bomb are answered, as if it had not been there."""
    bomb = Asking(worker, BOMBS[2], timeout_s=3)
    rows = [_run(worker, "SELECT len(list(range)) FROM range(100000)") for _ in range(20)]
    bomb.join(60)

    assert rows == [[(100000,)]] * 20
    assert isinstance(bomb.error, LimitExceeded | QueryTimeout)


def _filled(engine):
    """Let the worker use up its addresses, which DuckDB keeps; gives its process."""
    for _ in range(5):
        with pytest.raises((LimitExceeded, QueryTimeout)):
            _run(engine, FILLING, timeout_s=2)
        if engine._workers.current().full:
            return engine.worker_pid
    raise AssertionError("the worker is not full")


def test_a_full_worker_is_to_blame_for_nothing(worker):
    """What finds no memory in it only since others had it before is answered by the next one."""
    before = _filled(worker)

    assert _run(worker, "SELECT len(repeat('x', 150000000))") == [(150_000_000,)]
    assert worker.worker_pid != before


def test_a_change_does_not_begin_in_a_full_worker(tmp_path, write):
    """It is made only once, so it gets a new one first."""
    engine = _opened(write(tmp_path / "shop.duckdb", ()), read_only=False)
    before = _filled(engine)
    engine.owner_sql("CREATE TABLE u AS SELECT len(repeat('x', 150000000)) AS n")

    assert engine.worker_pid != before
    assert _run(engine, "SELECT n FROM u") == [(150_000_000,)]
    engine.close()


def test_the_worker_has_little(worker, monkeypatch):
    """A worker has a bound of addresses, no core file, a session of its own, and no key of the program."""
    monkeypatch.setenv("OPENAI_API_KEY", "secret-key")
    monkeypatch.setenv("HATIDATA_AUDIT_KEY", "secret-key")
    _kill(worker)
    _run(worker, "SELECT 1")
    about = Path(f"/proc/{worker.worker_pid}")
    limits = {line[:25].strip(): line[25:].split() for line in (about / "limits").read_text().splitlines()}

    assert limits["Max address space"][:2] == [str(2**30)] * 2
    assert limits["Max core file size"][:2] == ["0", "0"]
    assert os.getsid(worker.worker_pid) != os.getsid(0)
    assert "secret" not in (about / "environ").read_text()


def test_a_parameter_loads_nothing(file):
    """DuckDB 1.5 loads pandas for the first parameter of a process where it can; a worker has no place for that."""
    engine = _opened(file)
    try:
        with engine.lease(EVERYTHING) as lease:
            assert lease.run(PARSER.trusted("SELECT ?"), ["x"], max_rows=1, timeout_s=20).rows == [("x",)]
        assert "/pandas/" not in Path(f"/proc/{engine.worker_pid}/maps").read_text()
    finally:
        engine.close()


def test_a_million_rows_in_one_gigabyte(tmp_path, write):
    """With the least address space, and whatever threads DuckDB takes, ordinary queries over 1.5 million rows run."""
    made = (
        "CREATE TABLE o AS SELECT i AS id, i % 150000 AS c, 'user' || i % 9999 AS who, "
        "DATE '2020-01-01' + (i % 900)::INT AS day, (i % 1000)::DECIMAL(9, 2) AS amount FROM range(1500000) AS r(i)"
    )
    engine = WorkerEngine.open(
        write(tmp_path / "o.duckdb", (made,)),
        settings=Settings(isolation="process", worker_memory_mb=1024),
        read_only=True,
    )
    try:
        pid = engine.worker_pid
        assert _run(engine, "SELECT count(*), count(DISTINCT who), sum(amount) FROM o")[0][:2] == (1500000, 9999)
        assert len(_run(engine, "SELECT c, sum(amount), max(day) FROM o GROUP BY c ORDER BY 2 DESC, 1")) == 10
        assert _run(engine, "SELECT count(*) FROM o AS a JOIN o AS b ON a.id = b.id + 1") == [(1499999,)]
        assert (
            len(_run(engine, "SELECT id, row_number() OVER (PARTITION BY c ORDER BY day) AS n FROM o ORDER BY id"))
            == 10
        )
        assert engine.worker_pid == pid
    finally:
        engine.close()


def test_closing_ends_a_worker_that_hangs(file, tmp_path):
    """Closing waits for nothing that cannot be stopped, tells those who asked, and leaves no process and no thread."""
    before = threading.active_count()
    engine = _opened(file)
    pid = engine.worker_pid
    asking = [Asking(engine, STUBBORN), Asking(engine, FOREVER)]
    time.sleep(0.5)
    started = time.monotonic()
    engine.close()
    for one in asking:
        one.join(20)

    assert time.monotonic() - started < 8
    assert [one.error.code for one in asking] == ["closed", "closed"]
    assert _gone(pid)
    with pytest.raises(OpenError, match="closed"):
        _run(engine, "SELECT 1")
    assert threading.active_count() == before


def test_a_change_that_is_broken_off_is_told(tmp_path, write):
    """The owner reads that a change may have been made or not; the file is whole, and the next change goes on."""
    engine = _opened(write(tmp_path / "own.duckdb", ("CREATE TABLE t AS SELECT 1 AS a",)), read_only=False)
    try:
        killer = threading.Timer(0.5, _kill, (engine,))
        killer.start()
        with pytest.raises(ExecutionFailed, match="made or not"):
            engine.owner_sql(f"BEGIN; INSERT INTO t VALUES (2); CREATE TABLE u AS {FOREVER}; COMMIT")
        killer.join()

        assert _run(engine, "SELECT a FROM t") == [(1,)]
        assert engine.owner_sql("INSERT INTO t VALUES (3); FROM t ORDER BY a") == [{"a": 1}, {"a": 3}]
        assert _run(engine, "SELECT count(*) FROM t") == [(2,)]
    finally:
        engine.close()


def test_an_owner_has_the_worker_for_itself(tmp_path, write):
    """A change has the memory that agents have and more, but less than the address space, and then the disk."""
    engine = _opened(write(tmp_path / "own.duckdb", ("CREATE TABLE t AS SELECT 1 AS a",)), read_only=False)
    asked = "SELECT current_setting('memory_limit') AS memory, current_setting('temp_directory') <> '' AS disk"
    try:
        (found,) = engine.owner_sql(asked)
        assert found["disk"]
        assert found["memory"].endswith("MiB")
        assert 300 < float(found["memory"].split()[0]) < 800
    finally:
        engine.close()


def test_files_and_frames_are_loaded_from_where_they_are(tmp_path, write, monkeypatch):
    """Names of files mean what they mean in the program, also after it went elsewhere; frames lie in its memory."""
    import pyarrow

    engine = _opened(write(tmp_path / "own.duckdb", ("CREATE TABLE t AS SELECT 1 AS a",)), read_only=False)
    try:
        for place in ("one", "two"):
            (tmp_path / place).mkdir()
            monkeypatch.chdir(tmp_path / place)
            Path("x.csv").write_text(f"a\n{place}\n")
            engine.load("x", "x.csv", replace=True)
            assert _run(engine, "SELECT a FROM x") == [(place,)]
        assert engine.load("y", pyarrow.table({"b": [1, 2]})) == 2
        assert _run(engine, "SELECT sum(b) FROM y") == [(3,)]
        assert engine.version == 4
        with pytest.raises(HatiDataError, match=r"There is no file nowhere\.csv"):
            engine.load("x", "nowhere.csv")
    finally:
        engine.close()


def test_a_worker_that_cannot_start_is_told(file, monkeypatch):
    """Where no process can be started, opening says so."""
    monkeypatch.setattr("autogen_hatidata.engines.process.get_executable", lambda: "/nowhere/python")
    with pytest.raises(OpenError, match="cannot be started"):
        _opened(file)
    monkeypatch.setattr("autogen_hatidata.engines.process.get_executable", lambda: "/bin/false")
    with pytest.raises(OpenError, match="did not start"):
        _opened(file)
