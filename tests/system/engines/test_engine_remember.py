"""Our own statements on the file of memories: all or none, one change at a time, and a file without old traces."""

from __future__ import annotations

import os
import signal
import threading
import time

import duckdb
import pytest

from autogen_hatidata.engines import house
from autogen_hatidata.engines.kept import Results
from autogen_hatidata.engines.kinds import ENGINES
from autogen_hatidata.engines.parser import PARSER
from autogen_hatidata.errors import BadArgument, ConstraintFailed, OpenError
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import Keep, LensSpec

CREATE = ("CREATE TABLE {memory}.t (id INTEGER PRIMARY KEY, text VARCHAR)", None)
COUNT = ("SELECT count(*) FROM {memory}.t", None)


def insert(number, text="x"):
    return "INSERT INTO {memory}.t VALUES (?, ?)", [number, text]


def opened(folder, kind):
    """An engine over a new file, with a table of ours."""
    one = ENGINES[kind](
        folder / "a.duckdb",
        settings=Settings(isolation=kind, threads=1),
        read_only=False,
        results=Results(folder / "memory.duckdb", time.time),
    )
    one.keep_results()
    one.remember([CREATE])
    return one


@pytest.fixture(params=["none", "process"])
def engine(request, tmp_path):
    """An engine of each kind for one test."""
    one = opened(tmp_path, request.param)
    yield one
    one.close()


@pytest.fixture(scope="module")
def engines():
    """Engines that are open for all tests here, by their kind."""
    made = {}
    yield made
    for one in made.values():
        one.close()


@pytest.fixture(params=["none", "process"])
def shared(request, engines, tmp_path_factory):
    """An engine of each kind that other tests use too, with nothing in the table and nothing to be settled."""
    if request.param not in engines:
        engines[request.param] = opened(tmp_path_factory.mktemp(request.param), request.param)
    one = engines[request.param]
    one.remember([("DELETE FROM {memory}.t", None)])
    for call in one.committed():
        one.settle(call)
    return one


def count(engine):
    return engine.remember([COUNT])[0][0][0]


def traces(folder, text):
    return sorted(one.name for one in folder.rglob("*") if one.is_file() and text.encode() in one.read_bytes())


def test_each_step_gives_its_rows(shared):
    """Every step of a change gives its rows, in order, with values as they were bound."""
    odd = "it's; DROP TABLE t; -- \0 %s {memory} 😀"

    found = shared.remember([insert(1, odd), ("SELECT id, text FROM {memory}.t", None)])

    assert found[1] == [(1, odd)]


def test_all_steps_or_none(shared):
    """Of a change that fails in its last step nothing is left, and its note neither."""
    with pytest.raises(ConstraintFailed):
        shared.remember([insert(1), insert(2), insert(1)], id="call")

    assert count(shared) == 0
    assert shared.committed() == frozenset()


def test_a_row_that_is_not_taken_leaves_no_note(shared):
    """A row and its note are added, or none of both, also where the row is the whole change."""
    odd = "it's; DROP TABLE t; -- \0 %s {memory} 😀"
    shared.remember([insert(1, odd)], id="first")

    with pytest.raises(ConstraintFailed):
        shared.remember([insert(1)], id="second")

    assert shared.remember([("SELECT id, text FROM {memory}.t", None)]) == [[(1, odd)]]
    assert shared.committed() == {"first"}


def test_a_change_is_noted_until_it_is_settled(engine, tmp_path):
    """The id of a change is among the committed ones, also after a new start, until it is settled."""
    engine.remember([insert(1)], id="one")
    engine.remember([insert(2)], id="two")
    assert engine.committed() == {"one", "two"}
    engine.settle("one")
    assert engine.committed() == {"two"}
    engine.close()
    with duckdb.connect(str(tmp_path / "memory.duckdb")) as file:
        notes = file.execute("SELECT id FROM _hatidata_agent_calls").fetchall()
    again = ENGINES["none"](
        tmp_path / "a.duckdb",
        settings=Settings(),
        read_only=False,
        results=Results(tmp_path / "memory.duckdb", time.time),
    )
    try:
        assert {"two"} <= again.committed() <= {one for (one,) in notes}
    finally:
        again.close()


def test_settled_notes_do_not_pile_up(shared):
    """Notes of settled changes are dropped with later changes."""
    for number in range(150):
        shared.remember([insert(number)], id=f"call {number}")
        shared.settle(f"call {number}")

    assert shared.remember([("SELECT count(*) FROM {memory}._hatidata_agent_calls", None)])[0][0][0] < 110


def test_threads_lose_nothing(shared):
    """Changes of many threads at once are all there, and none fails for another one."""
    shared.remember([insert(0, "0")])

    def add(first):
        for number in range(first, first + 25):
            step = "UPDATE {memory}.t SET text = CAST(CAST(text AS INTEGER) + 1 AS VARCHAR) WHERE id = 0"
            shared.remember([insert(number), (step, None)], id=f"call {number}")

    threads = [threading.Thread(target=add, args=(1000 * one,)) for one in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert count(shared) == 101
    assert shared.remember([("SELECT text FROM {memory}.t WHERE id = 0", None)]) == [[("100",)]]


def test_inside_of_a_call_nothing_waits_for_the_owner(shared):
    """A call that remembers goes on while the owner waits for it to end, and the owner comes after it."""
    done = []

    def change():
        shared.owner_sql("CREATE TABLE other AS SELECT 1 AS a")
        done.append("owner")

    with shared.lease(LensSpec(None)):
        owner = threading.Thread(target=change)
        owner.start()
        while not shared._gate._waiting:
            time.sleep(0.001)
        with shared.calling():
            shared.remember([insert(1)])
            done.append("call")
    owner.join(20)

    assert done == ["call", "owner"]
    assert count(shared) == 1


def test_what_was_removed_leaves_no_trace(engine, tmp_path):
    """A text can be found in the files while it is there, and after it was removed; in a file that is written anew it
    cannot, and all the rest is in it."""
    secret = "the code is 4711-0815-secret"
    engine.remember([insert(1, secret), insert(2, "kept")], id="call")
    engine.settle("call")
    assert traces(tmp_path, secret)
    engine.remember([("DELETE FROM {memory}.t WHERE id = 1", None)])
    assert traces(tmp_path, secret)

    engine.rewrite_memory()

    assert traces(tmp_path, secret) == []
    assert traces(tmp_path, "kept")
    assert engine.remember([("SELECT * FROM {memory}.t", None)]) == [[(2, "kept")]]
    with pytest.raises(ConstraintFailed):
        engine.remember([insert(2)])


def test_saved_results_outlive_it(engine, ask, everything, tmp_path):
    """A result that an agent saved can be read as before."""
    keep = Keep("mine", "ann", (), (), time.time() + 100, 10, 10**6)
    with engine.lease(LensSpec(None)) as lease:
        lease.save(PARSER.trusted("SELECT 42 AS a"), None, keep, id="save", max_rows=10, timeout_s=10)

    engine.rewrite_memory()

    assert ask(engine, everything, "SELECT a FROM saved.mine").rows == [(42,)]


def test_it_cannot_be_written_anew_inside_of_a_call(shared):
    """Who is in the middle of a call is told so, and nothing changes."""
    with shared.lease(LensSpec(None)), pytest.raises(BadArgument):
        shared.rewrite_memory()


def test_a_draft_that_was_left_behind_goes(tmp_path):
    """What a process left that was killed while it wrote the file anew is removed at the next start."""
    draft = tmp_path / "memory.duckdb.new"
    results = Results(tmp_path / "memory.duckdb", time.time)
    results.create()
    draft.write_bytes(b"half of it")

    ENGINES["none"](tmp_path / "a.duckdb", settings=Settings(), read_only=False, results=results).close()

    assert not draft.exists()


def test_where_it_cannot_be_written_it_stays(tmp_path, monkeypatch):
    """When the new file cannot take the place of the old one, an error says so without names, and all is there."""
    engine = ENGINES["none"](
        tmp_path / "a.duckdb",
        settings=Settings(),
        read_only=False,
        results=Results(tmp_path / "memory.duckdb", time.time),
    )
    engine.keep_results()
    engine.remember([CREATE, insert(1)])

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fails)
    with pytest.raises(OpenError) as caught:
        engine.rewrite_memory()
    monkeypatch.undo()

    assert str(tmp_path) not in str(caught.value)
    assert count(engine) == 1
    engine.close()


def test_a_closed_engine_says_so(engine):
    """After the end there is a clear error."""
    engine.close()

    with pytest.raises(OpenError) as caught:
        engine.remember([COUNT])

    assert caught.value.code == "closed"


def test_a_large_log_goes_into_the_file(engine, tmp_path):
    """Once DuckDB's log of changes has grown large, it is moved into the file by the next call."""
    sizes = []
    for number in range(30):
        engine.remember([insert(number, "long " * 600_000)])
        sizes.append((tmp_path / "memory.duckdb.wal").stat().st_size)

    assert max(sizes) > house.MOST_LOG > sizes[-1]
    assert count(engine) == 30


def test_a_killed_worker_is_replaced(tmp_path):
    """What was remembered before a worker was killed is there in the next one, and more can be remembered."""
    engine = ENGINES["process"](
        tmp_path / "a.duckdb",
        settings=Settings(isolation="process", threads=1),
        read_only=False,
        results=Results(tmp_path / "memory.duckdb", time.time),
    )
    try:
        engine.keep_results()
        engine.remember([CREATE, insert(1)])
        os.kill(engine.worker_pid, signal.SIGKILL)

        assert count(engine) == 1
        engine.remember([insert(2)])
        assert count(engine) == 2
    finally:
        engine.close()
