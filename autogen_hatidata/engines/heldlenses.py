"""The lenses that a program holds in one worker, by their numbers there."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable

from autogen_hatidata.types import LensInfo, LensSpec

_KEPT = 500
"""Lenses held although no call uses them."""


class HeldLens:
    """A lens in a worker.

    Attributes:
        number: what the worker calls it.
        leases: how many calls use it now.
        epoch: of the saved results, when it was asked for.
        until: when the first of the saved results that it shows expires.
    """

    __slots__ = ("epoch", "info", "leases", "number", "until")

    def __init__(self, number: int, info: LensInfo, epoch: int = 0, until: float = math.inf) -> None:
        self.number = number
        self.info = info
        self.leases = 1
        self.epoch, self.until = epoch, until

    def moved(self, sql: str, written_for: LensInfo) -> str:
        """A text that was written for the same lens of an earlier worker: only the random names differ."""
        if written_for.database == self.info.database:
            return sql
        for old, new in zip(_names(written_for), _names(self.info), strict=True):
            sql = sql.replace(old, new) if old else sql
        return sql


def _names(info: LensInfo) -> tuple[str, ...]:
    return info.database, info.catalog_schema, info.base, info.writing, info.row


class HeldLenses:
    """Gives each call the lens of its rules, where the worker has one already. A lens in use is never let go of.

    Attributes:
        building: held while a lens is asked for that is not here, so that it is built once.
    """

    def __init__(self, kept: int = _KEPT) -> None:
        self.building = threading.Lock()
        self._lock = threading.Lock()
        self._kept = kept
        self._lenses: dict[LensSpec, HeldLens] = {}
        self._stale: list[HeldLens] = []

    def borrow(self, spec: LensSpec, epoch: int = 0, clock: Callable[[], float] | None = None) -> HeldLens | None:
        """The lens of ``spec``, if it is held, and shows the saved results that it should. Those used last stand at the
        end."""
        with self._lock:
            lens = self._lenses.pop(spec, None)
            if lens is not None and (
                lens.epoch != epoch or (clock and lens.until < math.inf and lens.until <= clock())
            ):
                self._stale.append(lens)
                return None
            if lens is not None:
                self._lenses[spec] = lens
                lens.leases += 1
            return lens

    def add(self, spec: LensSpec, lens: HeldLens) -> list[HeldLens]:
        """Hold one more; gives those that are too many now, for the worker to drop."""
        with self._lock:
            self._lenses[spec] = lens
            idle = [key for key, one in self._lenses.items() if not one.leases]
            unused = [self._lenses.pop(key) for key in idle[: max(0, len(self._lenses) - self._kept)]]
            unused += [one for one in self._stale if not one.leases]
            self._stale = [one for one in self._stale if one.leases]
            return unused

    def give_back(self, lens: HeldLens) -> None:
        """End the use of a lens."""
        with self._lock:
            lens.leases -= 1

    def forget(self) -> None:
        """The worker has let go of all of them."""
        with self._lock:
            self._lenses.clear()
            self._stale.clear()
