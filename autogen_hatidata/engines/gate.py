"""The gate between calls and the owner's changes: many calls at once, or one change alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from autogen_hatidata.errors import BadArgument


class Gate:
    """Calls hold it together; a change waits for them, and holds back those that come later.

    A thread inside may enter again while a change waits: it would wait for itself otherwise.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn = threading.Condition(self._lock)
        self._inside: dict[int, int] = {}
        self._changing = False
        self._waiting = 0

    def enter(self) -> int:
        """Hold the gate for a call. Gives what `leave` wants back, from whatever thread."""
        me = threading.get_ident()
        with self._lock:
            while (self._changing or self._waiting) and me not in self._inside:
                self._turn.wait()
            self._inside[me] = self._inside.get(me, 0) + 1
        return me

    @property
    def inside(self) -> bool:
        """Whether this thread is in the middle of a call."""
        return threading.get_ident() in self._inside

    def leave(self, who: int) -> None:
        """End a call."""
        with self._lock:
            left = self._inside[who] - 1
            if left:
                self._inside[who] = left
                return
            del self._inside[who]
            if self._waiting and not self._inside:
                self._turn.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the gate for a change: no call is under way inside the block.

        Raises:
            BadArgument: this thread is inside a call, which the change would wait for without end.
        """
        with self._lock:
            if self.inside:
                raise BadArgument(
                    "This thread is in the middle of a call, and a change of the data waits for all calls to end.",
                    "change the data outside of tool functions and of open leases.",
                )
            self._waiting += 1
            try:
                while self._changing or self._inside:
                    self._turn.wait()
                self._changing = True
            finally:
                self._waiting -= 1
                if not self._changing:
                    self._turn.notify_all()
        try:
            yield
        finally:
            with self._lock:
                self._changing = False
                self._turn.notify_all()
