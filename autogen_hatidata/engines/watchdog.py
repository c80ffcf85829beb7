"""One thread that interrupts the statements of all callers when their time is over."""

from __future__ import annotations

import math
import threading
import time
from typing import Protocol

_AGAIN = 0.05
"""Seconds until a statement that did not stop is interrupted again: DuckDB forgets an interrupt that comes before a
statement has begun."""


class Interruptible(Protocol):
    """What runs a statement and can be told to stop."""

    def interrupt(self) -> None:
        """Stop what is running now."""
        ...


class Watch:
    """One statement of one thread under watch. ``fired`` says that it was interrupted; its cursor must then not be used
    again."""

    __slots__ = ("cursor", "deadline", "fired", "thread")

    def __init__(self, cursor: Interruptible, deadline: float) -> None:
        self.cursor = cursor
        self.deadline = deadline
        self.fired = False
        self.thread = threading.get_ident()


class Watchdog:
    """Interrupts what runs too long.

    The thread sleeps until the earliest deadline that it knew when it fell asleep. A statement with a later one does
    not wake it, so that short statements cost a lock each and no switch of threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._change = threading.Condition(self._lock)
        self._watched: set[Watch] = set()
        self._wakes = math.inf
        self._stopped = False
        self._nothing_more = False
        self._thread: threading.Thread | None = None

    def watch(self, cursor: Interruptible, seconds: float) -> Watch:
        """Interrupt ``cursor`` after that time, and again until it stops, unless `done` comes first."""
        one = Watch(cursor, time.monotonic() + seconds)
        with self._lock:
            if self._nothing_more:
                one.deadline = 0.0
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="hatidata-watchdog", daemon=True)
                self._thread.start()
            self._watched.add(one)
            if one.deadline < self._wakes:
                self._change.notify()
        return one

    def done(self, one: Watch) -> bool:
        """End a watch; gives whether it has fired. After this the cursor is not interrupted any more."""
        with self._lock:
            self._watched.discard(one)
        return one.fired

    def interrupt_all(self) -> None:
        """Interrupt everything that runs now or begins later."""
        with self._lock:
            self._nothing_more = True
            for one in self._watched:
                one.deadline = 0.0
            self._change.notify()

    def interrupt(self, thread: int) -> None:
        """Interrupt what that thread runs now, if anything."""
        with self._lock:
            for one in self._watched:
                if one.thread == thread:
                    one.deadline = 0.0
            self._change.notify()

    def close(self) -> None:
        """End the thread."""
        with self._lock:
            self._stopped = True
            self._change.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _fire(self, now: float) -> None:
        for one in self._watched:
            if one.deadline <= now:
                one.fired = True
                one.deadline = now + _AGAIN
                one.cursor.interrupt()

    def _run(self) -> None:
        with self._lock:
            while not self._stopped:
                now = time.monotonic()
                self._fire(now)
                self._wakes = min((one.deadline for one in self._watched), default=math.inf)
                self._change.wait(None if self._wakes == math.inf else max(0.0, self._wakes - now))
