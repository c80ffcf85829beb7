"""The memory as something that calls are made over: it is opened by the first of them, and closed when none is left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from autogen_hatidata.engines.gate import Gate
from autogen_hatidata.errors import ExecutionFailed, OpenError
from autogen_hatidata.governance.policy import Policy
from autogen_hatidata.memory.model import Audience
from autogen_hatidata.types import Asker, Caller, ColumnInfo, LensInfo, LensSpec, TableKey

if TYPE_CHECKING:
    from autogen_hatidata.engines.base import Engine
    from autogen_hatidata.memory.store import MemoryStore


class Memory:
    """A store that is made when it is first needed. No table is seen in it."""

    def __init__(self, engine: Engine, make: Callable[[], MemoryStore]) -> None:
        self._engine, self._make = engine, make
        self._gate = Gate()
        self._lock = threading.Lock()
        self._store: MemoryStore | None = None
        self._closed = False

    def store(self) -> MemoryStore:
        """The store, made now if it was not yet."""
        with self._lock:
            if self._store is None:
                self._store = self._make()
            return self._store

    def schema(self) -> Mapping[TableKey, tuple[ColumnInfo, ...]]:
        """No tables."""
        return {}

    def lease(self, spec: LensSpec, asker: Asker | None = None) -> MemoryLease:
        """What a call holds."""
        return MemoryLease(self, self._engine)

    def settle(self, id: str) -> None:
        """Forget a change whose outcome is on record."""
        self._engine.settle(id)

    def enter(self) -> int:
        """Keep the memory open for a call; gives what `leave` wants back."""
        who = self._gate.enter()
        if self._closed:
            self._gate.leave(who)
            raise OpenError("This data layer is closed.", "open it again with HatiData.open.", code="closed")
        return who

    def leave(self, who: int) -> None:
        """End a call."""
        self._gate.leave(who)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the memory open inside a block."""
        who = self.enter()
        try:
            yield
        finally:
            self.leave(who)

    def close(self) -> None:
        """Wait for the calls under way, and close the store. Doing it twice changes nothing."""
        with self._gate.alone():
            self._closed = True
            if self._store is not None:
                self._store.close()


class MemoryLease:
    """What one call of the memory holds, and how much it has begun to change."""

    __slots__ = ("_began", "_count", "_engine", "_memory", "_who")

    def __init__(self, memory: Memory, engine: Engine) -> None:
        self._memory, self._engine = memory, engine
        self._began = False
        self._count: int | None = None

    @property
    def info(self) -> LensInfo:
        """No names."""
        return LensInfo("memory", self._engine.version, "", "", {})

    def changes(self, count: int | None) -> None:
        """The call changes so much from here on; None: nobody knows how much before it is done."""
        self._began, self._count = True, count

    def changed(self, id: str) -> int | None:
        """How much a call changed that was broken off after it had; None if it changed nothing.

        Raises:
            ExecutionFailed: it changed something, and how much cannot be told.
        """
        if not self._began or id not in self._engine.committed():
            return None
        if self._count is None:
            raise ExecutionFailed("How much was changed is not known.", "look again later.")
        return self._count

    def __enter__(self) -> object:
        self._who = self._memory.enter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._memory.leave(self._who)


def audience(policy: Policy, caller: Caller) -> Audience:
    """What a caller can reach of the memory."""
    return Audience(caller.name, caller.chat, policy.reads_shared(caller.role), policy.writes_shared(caller.role))
