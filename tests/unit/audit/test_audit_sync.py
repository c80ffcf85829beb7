"""Group commit: who waits for a record goes on when a sync that began after it has ended, and not before."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from queue import Queue

import pytest

from autogen_hatidata.audit.sync import GroupCommit

SOON = 5.0


class Disk:
    """A disk whose syncs end when the test says so: with the number of a record, or with a fault."""

    def __init__(self) -> None:
        self.begun: Queue[None] = Queue()
        self.ends: Queue[int | OSError] = Queue()
        self.group = GroupCommit(self._commit, lambda: None, 0)

    def _commit(self) -> int:
        self.begun.put(None)
        end = self.ends.get(timeout=SOON)
        if isinstance(end, OSError):
            raise end
        return end


class Waiter(threading.Thread):
    """Somebody who waits for a record; ``fault`` is what came of it."""

    def __init__(self, disk: Disk, seq: int) -> None:
        super().__init__()
        self.fault: OSError | str | None = "waits"
        self._disk, self._seq = disk, seq
        self.start()

    def run(self) -> None:
        self.fault = self._disk.group.wait(self._seq)

    def end(self) -> OSError | str | None:
        """What came of it, once it has come."""
        self.join(SOON)
        return self.fault


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A disk that is asked for nothing more when the test ends."""
    disk = Disk()
    yield disk
    disk.ends.put(10**6)
    disk.group.stop()


def test_a_record_that_comes_during_a_sync_waits_for_the_next(disk: Disk) -> None:
    """The first sync lets the first record's writer go on; the two that came meanwhile share the second one."""
    first = Waiter(disk, 1)
    disk.begun.get(timeout=SOON)
    later = [Waiter(disk, seq) for seq in (3, 2)]
    disk.ends.put(1)

    assert first.end() is None
    disk.begun.get(timeout=SOON)
    assert [one.fault for one in later] == ["waits", "waits"]
    disk.ends.put(3)
    assert [one.end() for one in later] == [None, None]
    assert disk.begun.empty()


def test_nobody_waits_for_what_is_on_the_disk(disk: Disk) -> None:
    """A record that an earlier sync took along needs none of its own."""
    first = Waiter(disk, 2)
    disk.begun.get(timeout=SOON)
    disk.ends.put(5)
    first.end()

    assert disk.group.wait(4) is None
    assert disk.begun.empty()


def test_a_fault_ends_every_wait(disk: Disk) -> None:
    """Whoever waits when a sync fails gets its fault, and so does whoever comes later."""
    waiters = [Waiter(disk, 1)]
    disk.begun.get(timeout=SOON)
    waiters.append(Waiter(disk, 2))
    fault = OSError("no disk")
    disk.ends.put(fault)

    assert [one.end() for one in waiters] == [fault, fault]
    assert disk.group.wait(3) is fault


def test_closing_ends_every_wait(disk: Disk) -> None:
    """Who waits for a record that no sync reached before the log was closed is told so."""
    first = Waiter(disk, 1)
    disk.begun.get(timeout=SOON)
    later = Waiter(disk, 2)
    stopping = threading.Thread(target=disk.group.stop)
    stopping.start()
    while not disk.group._stopped:  # else the sync of the second record may begin first
        time.sleep(0.001)
    disk.ends.put(1)
    stopping.join(SOON)

    assert first.end() is None
    assert "closed" in str(later.end())
