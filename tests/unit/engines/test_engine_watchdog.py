"""The watchdog interrupts what is late until it stops, and nothing else."""

from __future__ import annotations

import threading
import time

import pytest

from autogen_hatidata.engines.watchdog import Watchdog


class Runner:
    """Counts how often it was interrupted."""

    def __init__(self) -> None:
        self.interrupted = threading.Event()
        self.times = 0

    def interrupt(self) -> None:
        self.times += 1
        self.interrupted.set()


@pytest.fixture
def watchdog():
    one = Watchdog()
    yield one
    one.close()


def test_late_ones_are_interrupted(watchdog):
    """What is late is interrupted in the order of the deadlines, whatever order they came in."""
    slow, quick = Runner(), Runner()
    watched = [watchdog.watch(slow, 0.15), watchdog.watch(quick, 0.03)]

    assert quick.interrupted.wait(2)
    assert not slow.interrupted.is_set()
    assert slow.interrupted.wait(2)
    assert [watchdog.done(one) for one in watched] == [True, True]


def test_interrupted_until_it_stops(watchdog):
    """An interrupt that came too early is repeated, and not after the end."""
    runner = Runner()
    one = watchdog.watch(runner, 0.0)
    while runner.times < 3:
        time.sleep(0.005)
    watchdog.done(one)
    times = runner.times
    time.sleep(0.08)

    assert runner.times == times


def test_finished_ones_are_not(watchdog):
    """What finished in time is not interrupted, however late it gets."""
    runner = Runner()

    assert watchdog.done(watchdog.watch(runner, 0.02)) is False
    time.sleep(0.06)
    assert runner.times == 0


def test_one_thread_for_all(watchdog):
    """Many watches share one thread, which starts with the first."""
    before = threading.active_count()
    for _ in range(200):
        watchdog.done(watchdog.watch(Runner(), 30))

    assert threading.active_count() == before + 1


def test_early_deadline_wakes_a_sleeper(watchdog):
    """A short deadline is kept although the thread sleeps until a long one."""
    watchdog.watch(Runner(), 60)
    time.sleep(0.02)
    runner = Runner()
    watchdog.watch(runner, 0.02)

    assert runner.interrupted.wait(2)


def test_all_at_once(watchdog):
    """Everything can be interrupted at once, what begins later too."""
    runners = [Runner() for _ in range(3)]
    watched = [watchdog.watch(runner, 60) for runner in runners[:2]]
    watchdog.interrupt_all()
    watched.append(watchdog.watch(runners[2], 60))

    assert all(runner.interrupted.wait(2) for runner in runners)
    assert [watchdog.done(one) for one in watched] == [True, True, True]


def test_close_ends_the_thread():
    """After close there is no thread; a watchdog that never watched has none."""
    before = threading.active_count()
    idle, used = Watchdog(), Watchdog()
    used.watch(Runner(), 60)
    idle.close()
    used.close()

    assert threading.active_count() == before


def test_interrupt_never_comes_after_done(watchdog):
    """Once done has returned, no interrupt comes: the next statement on the cursor is safe."""
    late = []
    for n in range(300):
        runner = Runner()
        one = watchdog.watch(runner, 0.0002 * (n % 3))
        time.sleep(0.0003)
        fired = watchdog.done(one)
        late.append((runner, runner.times, fired))
    time.sleep(0.08)

    assert all(runner.times == seen and fired == (seen > 0) for runner, seen, fired in late)
