"""Calls and the owner's changes: together or alone, never lost, never stuck."""

from __future__ import annotations

import threading
import time

import pytest

from autogen_hatidata.engines.gate import Gate
from autogen_hatidata.errors import BadArgument, OpenError
from autogen_hatidata.types import LensSpec

EVERYTHING = LensSpec(None)


def _started(work) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_calls_share_the_gate():
    """Many calls are inside at once."""
    gate = Gate()
    both = threading.Barrier(2, timeout=5)

    def call():
        who = gate.enter()
        both.wait()
        gate.leave(who)

    for thread in [_started(call), _started(call)]:
        thread.join(5)

    assert not both.broken


def test_change_waits_for_calls_and_holds_back_new_ones():
    """A change begins when the last call ends; a call that came meanwhile runs after it."""
    gate = Gate()
    order = []
    who = gate.enter()

    def change():
        with gate.alone():
            order.append("change")
            time.sleep(0.02)
            order.append("changed")

    def call():
        other = gate.enter()
        order.append("call")
        gate.leave(other)

    changing = _started(change)
    while not gate._waiting:
        time.sleep(0.001)
    calling = _started(call)
    time.sleep(0.02)
    assert order == []
    gate.leave(who)
    changing.join(5)
    calling.join(5)

    assert order == ["change", "changed", "call"]


def test_second_lease_of_a_thread_passes_a_waiting_change():
    """A thread inside may enter again while a change waits for it."""
    gate = Gate()
    outer = gate.enter()
    changing = _started(lambda: gate.alone().__enter__())
    while not gate._waiting:
        time.sleep(0.001)
    gate.leave(gate.enter())
    gate.leave(outer)
    changing.join(5)

    assert not changing.is_alive()


def test_change_from_inside_a_call_is_refused():
    """A change from inside a call is refused at once, and does no harm."""
    gate = Gate()
    who = gate.enter()
    with pytest.raises(BadArgument, match="middle of a call"), gate.alone():
        pass
    gate.leave(who)
    with gate.alone():
        pass


def test_failed_change_opens_the_gate():
    """A change that fails lets calls in again."""
    gate = Gate()
    with pytest.raises(RuntimeError), gate.alone():
        raise RuntimeError
    gate.leave(gate.enter())


def test_owner_in_the_middle_of_a_lease(shop, ask):
    """The owner's SQL from inside a lease of the same thread is an error, and the lease goes on."""
    with shop.lease(EVERYTHING) as lease:
        for change in (lambda: shop.owner_sql("SELECT 1"), lambda: shop.load("x", "y.csv")):
            with pytest.raises(BadArgument, match="middle of a call"):
                change()

        assert lease.count(("main", "customers")) == 4
    assert shop.owner_sql("SELECT 1 AS one") == [{"one": 1}]


def test_no_call_fails_while_the_owner_changes(shop, ask):
    """Agents ask all the time while the owner changes: no call fails, and each sees states that were committed."""
    shop.owner_sql("CREATE TABLE log AS SELECT 0 AS n")
    stop = threading.Event()
    failures, seen = [], []

    def agent():
        mine = []
        while not stop.is_set():
            try:
                mine.append(ask(shop, EVERYTHING, "SELECT max(n), count(*) FROM log").rows[0])
            except Exception as error:  # noqa: BLE001 - any failure is what the test looks for
                failures.append(error)
        seen.append(mine)

    threads = [_started(agent) for _ in range(3)]
    for n in range(1, 4):
        shop.owner_sql(f"INSERT INTO log VALUES ({n})")
    stop.set()
    for thread in threads:
        thread.join(10)

    assert failures == []
    assert all(mine == sorted(mine) for mine in seen)
    assert all(count == most + 1 for mine in seen for most, count in mine)
    assert shop.version == 5


def test_owners_take_turns(shop):
    """Two threads that change data never lose a row."""
    shop.owner_sql("CREATE TABLE log (n INTEGER)")
    threads = [
        _started(lambda n=n: [shop.owner_sql(f"INSERT INTO log VALUES ({n * 10 + i})") for i in range(2)])
        for n in range(2)
    ]
    for thread in threads:
        thread.join(20)

    assert shop.owner_sql("SELECT count(DISTINCT n) AS n FROM log") == [{"n": 4}]


@pytest.mark.in_this_process
def test_close_stops_what_runs(build, opened, ask):
    """Closing interrupts running statements instead of waiting for them, and leaves no thread."""
    before = threading.active_count()
    engine = opened(build("CREATE TABLE t AS SELECT 1 AS a"))
    ended = []

    def call():
        try:
            ask(engine, EVERYTHING, "SELECT count(*) FROM range(100000000) AS a, range(100000000) AS b")
        except Exception as error:  # noqa: BLE001
            ended.append(error)

    thread = _started(call)
    while not engine._watchdog._watched:
        time.sleep(0.001)
    started = time.monotonic()
    engine.close()
    thread.join(5)

    assert time.monotonic() - started < 5
    assert len(ended) == 1
    assert isinstance(ended[0], OpenError)
    assert ended[0].code == "closed"
    assert threading.active_count() == before


def test_failed_lens_leaves_the_gate(shop, europe):
    """A lens that cannot be built does not leave the gate held."""
    import dataclasses

    from autogen_hatidata.errors import PolicyError

    broken = LensSpec(tuple(dataclasses.replace(one, filter="nosuch = 1") for one in europe.tables))
    with pytest.raises(PolicyError), shop.lease(broken):
        pass

    assert shop.owner_sql("SELECT 1 AS one") == [{"one": 1}]
