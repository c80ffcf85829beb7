"""The lenses of one locked instance: built when first needed, shared by equal rules, dropped when long unused,
or when other results are to be shown."""

from __future__ import annotations

import math
import threading

from autogen_hatidata.engines.kept import Kept, Results
from autogen_hatidata.engines.lens import Lens, LensBuilder
from autogen_hatidata.engines.locked import Locked
from autogen_hatidata.types import LensSpec

_KEPT = 500
"""Lenses kept although no call uses them. One of 20 views is about 6 ms to build."""


class Lenses:
    """Gives each call the lens of its rules. A lens in use is never dropped."""

    def __init__(
        self,
        locked: Locked,
        version: int,
        mask_key: bytes | None,
        kept: int = _KEPT,
        results: Results | None = None,
    ) -> None:
        self._builder = LensBuilder(locked, version, mask_key)
        self._fencer = LensBuilder(locked, version, mask_key, fenced=True)
        self._kept = kept
        self._results = results
        self._lenses: dict[LensSpec, Lens] = {}
        self._retired: list[Lens] = []
        self._lock = threading.Lock()
        self._building = threading.Lock()

    def borrow(self, spec: LensSpec) -> Lens:
        """The lens that shows what ``spec`` allows. Give it back with `give_back`."""
        with self._lock:
            lens = self._take(spec)
        if lens is None:
            with self._building:
                lens = self._build(spec)
        return lens

    def twin(self, lens: Lens) -> Lens:
        """The fenced twin of a lens in use, built when first asked for. It goes when the lens goes."""
        with self._building:
            if lens.twin is None:
                lens.twin = self._fencer.build(lens.spec, lens.saved)
            return lens.twin

    def give_back(self, lens: Lens) -> None:
        """End the use of a lens."""
        with self._lock:
            lens.leases -= 1

    def forget_counts(self) -> None:
        """Count rows again when asked next: the data has changed."""
        with self._lock:
            for lens in self._lenses.values():
                lens.counts = {}

    def shown_in_use(self) -> frozenset[str]:
        """The tables of saved results that calls under way may still read."""
        with self._lock:
            used = [lens for lens in (*self._lenses.values(), *self._retired) if lens.leases]
        return frozenset(one.stored for lens in used for one in lens.saved)

    def close(self) -> None:
        """Close all cursors. No lens may be in use."""
        with self._building, self._lock:
            for lens in (*self._lenses.values(), *self._retired):
                for one in filter(None, (lens, lens.twin)):
                    one.close()
            self._lenses.clear()
            self._builder.close()
            self._fencer.close()

    def _take(self, spec: LensSpec) -> Lens | None:
        """A lens that is there already; those used last stand at the end."""
        lens = self._lenses.pop(spec, None)
        if lens is not None and self._results is not None and not _is_right(lens, self._results):
            self._retired.append(lens)
            return None
        if lens is not None:
            self._lenses[spec] = lens
            lens.leases += 1
        return lens

    def _build(self, spec: LensSpec) -> Lens:
        with self._lock:
            lens = self._take(spec)
        if lens is not None:
            return lens
        epoch, saved = self._shown(spec)
        lens = self._builder.build(spec, saved)
        lens.leases, lens.epoch = 1, epoch
        with self._lock:
            self._lenses[spec] = lens
            idle = [key for key, one in self._lenses.items() if not one.leases]
            unused = [self._lenses.pop(key) for key in idle[: max(0, len(self._lenses) - self._kept)]]
            unused += [one for one in self._retired if not one.leases]
            self._retired = [one for one in self._retired if one.leases]
        for one in unused:
            self._builder.drop(one)
            if one.twin is not None:
                self._fencer.drop(one.twin)
        return lens

    def _shown(self, spec: LensSpec) -> tuple[int, tuple[Kept, ...]]:
        """The results of a lens, and at which epoch; the epoch first, so that a later change is seen as one."""
        return (0, ()) if self._results is None else (self._results.epoch, self._results.visible(spec))


def _is_right(lens: Lens, results: Results) -> bool:
    """Whether a lens shows the saved results that it should."""
    if lens.epoch == results.epoch and (lens.until == math.inf or results.clock() < lens.until):
        return True
    epoch = results.epoch
    if results.visible(lens.spec) != lens.saved:
        return False
    lens.epoch = epoch
    return True
