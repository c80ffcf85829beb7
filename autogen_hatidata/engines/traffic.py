"""Which calls were under way together, so that it is known whose fault the end of a worker can be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from autogen_hatidata.engines.gate import Gate


class Stretch:
    """One call under way. ``company`` says whether another one was, at any time of it."""

    __slots__ = ("company",)

    def __init__(self) -> None:
        self.company = False


class Traffic:
    """Lets calls run together, and some of them alone."""

    def __init__(self) -> None:
        self._gate = Gate()
        self._lock = threading.Lock()
        self._under_way: set[Stretch] = set()

    @contextmanager
    def together(self) -> Iterator[Stretch]:
        """Be under way as others may be, too."""
        who = self._gate.enter()
        mine = Stretch()
        try:
            with self._lock:
                mine.company = bool(self._under_way)
                for other in self._under_way:
                    other.company = True
                self._under_way.add(mine)
            yield mine
        finally:
            with self._lock:
                self._under_way.discard(mine)
            self._gate.leave(who)

    def alone(self) -> AbstractContextManager[None]:
        """Be the only call under way; waits for the others to end, and holds back those that come later."""
        return self._gate.alone()
