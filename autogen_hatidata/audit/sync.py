"""Group commit: one thread puts the log on the disk, for all who wait for it at once."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable

SETTLE_S = 1.0
"""The head is on the disk at most so long after the records that it vouches for."""


class GroupCommit:
    """Syncs whenever a record is not on the disk yet. Records that come during a sync share the next one.

    After a sync that failed nothing is known of what is on the disk, and a second one may succeed without having
    written anything. So the first failure is the end: everybody who waits, now or later, gets it.

    Args:
        commit: syncs the log, writes its head, and gives the number of the newest record that is now on the disk.
        settle: syncs the head.
        done: the number of the newest record that is on the disk already.
    """

    def __init__(self, commit: Callable[[], int], settle: Callable[[], None], done: int) -> None:
        self.fault: OSError | None = None
        self._commit, self._settle = commit, settle
        self._wanted = self._done = done
        self._stopped = False
        self._work = threading.Condition(threading.Lock())
        self._waiting: deque[tuple[int, threading.Lock]] = deque()
        self._thread = threading.Thread(target=self._run, name="hatidata-audit-sync", daemon=True)
        self._thread.start()

    def start(self, seq: int) -> None:
        """Begin to put the record on the disk; return at once."""
        with self._work:
            if seq > self._wanted:
                self._wanted = seq
                self._work.notify()

    def wait(self, seq: int) -> OSError | None:
        """Return None when the record is on the disk, or the fault that keeps it from getting there."""
        turn = threading.Lock()  # its own: who comes during a sync waits for the next one, and must not wake before
        turn.acquire()
        with self._work:
            if self._done >= seq or self.fault is not None or self._stopped:
                turn.release()
            else:
                self._waiting.append((seq, turn))
            if seq > self._wanted:
                self._wanted = seq
                self._work.notify()
        turn.acquire()
        return None if self._done >= seq else self.fault or OSError("the log was closed meanwhile")

    def fail(self, fault: OSError) -> None:
        """Take note of a sync that failed, here or elsewhere."""
        with self._work:
            self.fault = self.fault or fault
            self._work.notify()
            self._let_go()

    def stop(self) -> None:
        """End the thread. What nobody waited for may not be on the disk."""
        with self._work:
            self._stopped = True
            self._work.notify()
        self._thread.join()

    def _run(self) -> None:
        due: float | None = None  # when the head is to follow
        try:
            while self._next(due):
                if self._wanted > self._done:
                    self._reach(self._commit())
                    due = due or time.monotonic() + SETTLE_S
                if due is not None and time.monotonic() >= due:
                    self._settle()
                    due = None
        except OSError as fault:
            self.fail(fault)
        finally:
            with self._work:  # whatever ended this thread, nobody waits for it any more
                self._stopped = True
                self._let_go()

    def _next(self, due: float | None) -> bool:
        """Wait for something to do; False when there is nothing any more."""
        with self._work:
            while self._wanted <= self._done and not self._stopped and self.fault is None:
                left = None if due is None else due - time.monotonic()
                if left is not None and left <= 0:
                    break
                self._work.wait(left)
            return not self._stopped and self.fault is None

    def _reach(self, seq: int) -> None:
        with self._work:
            self._done = seq
            self._let_go(seq)

    def _let_go(self, seq: float = math.inf) -> None:
        """Let those go on who wait for a record up to this one. The caller has the lock."""
        for _ in range(len(self._waiting)):
            one = self._waiting.popleft()
            if one[0] <= seq:
                one[1].release()
            else:
                self._waiting.append(one)
