"""The thread that makes the approximate index, while exact search serves."""

from __future__ import annotations

import ctypes
import logging
import sys
import threading
import weakref
from collections.abc import Callable, Iterator

import numpy as np

from autogen_hatidata.memory.ann import BLOCK, SAMPLE, Ann, lists_for
from autogen_hatidata.memory.held import Held, Numbers
from autogen_hatidata.memory.planner import Limits, exactly

ASKED, NEAREST = 200, 10
"""For how many rows it is measured in which lists the nearest others are, and for how many of these."""

_log = logging.getLogger("autogen_hatidata")


class Trainer:
    """Keeps the approximate index of an index: trains it, again when the rows have doubled, and adds what is new.

    It ends with the program: the thread looks whether the main thread lives, since one that is ended from outside in
    the middle of faiss may take the process with it.

    Args:
        held: gives what the index holds now. It keeps no index, so that one that nobody uses goes at once.
        lock: held by whoever changes that.

    Attributes:
        ann: what there is to search; None while there is none.
    """

    def __init__(self, held: weakref.WeakMethod[Callable[[], Held]], lock: threading.Lock, limits: Limits) -> None:
        self.ann: Ann | None = None
        self._held_by, self._lock, self._limits = held, lock, limits
        self._coming: Ann | None = None
        self._thread: threading.Thread | None = None
        self._ended = False

    def tend(self, index: object) -> None:
        """Start the thread where there is something to do for the index. The caller has the lock."""
        if self._thread is None and self._due() is not None:
            self._thread = threading.Thread(target=self._run, args=(index,), name="hatidata-memory-index")
            self._thread.start()

    def remove(self, rids: Numbers) -> None:
        """Find these rows no more. The caller has the lock."""
        for ann in (self.ann, self._coming):
            if ann is not None:
                ann.remove(rids)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until there is nothing to do; whether that is so."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout)
        return self._thread is None

    def close(self) -> None:
        """End the thread, which takes up to half a second."""
        self._ended = True
        self.wait()
        self.ann = None

    def _stop(self) -> bool:
        return self._ended or not threading.main_thread().is_alive()

    def _due(self) -> Callable[[], None] | None:
        """What is to be done next."""
        held, ann = self._held(), self.ann
        if self._stop():
            return None
        if held.living < self._limits.train // 2:
            return self._drop if ann else None
        if held.living >= self._limits.train and (ann is None or _outgrown(ann, held)):
            return self._train
        if ann is not None and len(held.numbers) - held.after(ann.last) > self._limits.tail:
            return lambda: self._extend(ann)
        return None

    def _held(self) -> Held:
        held = self._held_by()
        assert held is not None  # the index asks, or the thread that has it
        return held()

    def _run(self, index: object) -> None:
        """What is to be done, until nothing is. It has the index so long."""
        try:
            while True:
                with self._lock:
                    due = self._due()
                    if due is None:
                        self._thread = None
                        return
                due()
        except (MemoryError, RuntimeError) as error:  # the second is what faiss raises
            _log.warning("the approximate index of the memory cannot be made, searches stay exact: %s", error)
            self._ended, self.ann, self._coming, self._thread = True, None, None, None

    def _train(self) -> None:
        ann, upto = self._trained()
        if ann is not None:
            self._coming = ann
            self._fill(ann, upto)
            self._measure(ann)
            with self._lock:
                self.ann, self._coming = ann, None
            _give_back()

    def _trained(self) -> tuple[Ann | None, int]:
        """An empty one for the rows that are there now, and the highest number of these."""
        held = self._held()
        lists = lists_for(held.living)
        sample = _some(held.places(), SAMPLE * lists)
        pieces = [sample[at : at + BLOCK] for at in range(0, len(sample), BLOCK)]
        first = held.matrix.take(_some(sample, lists))
        return Ann.train(first, lambda: map(held.matrix.take, pieces), held.living, self._stop), held.highest

    def _drop(self) -> None:
        self.ann = None

    def _fill(self, ann: Ann, upto: int) -> None:
        """Add the rows up to this number, those that it was trained for, and take no more room than they need. What
        came since may be so much that it is trained anew."""
        held = self._held()
        lists = [np.empty(0, dtype=np.int64)]
        for places, _ in _blocks(held, 0, held.after(upto)):
            if self._stop():
                return
            lists.append(ann.assign(held.matrix.take(places)))
        ann.reserve(np.concatenate(lists))
        for (places, last), of_block in zip(_blocks(held, 0, held.after(upto)), lists[1:], strict=True):
            self._add(ann, held, places, of_block, last)

    def _measure(self, ann: Ann) -> None:
        """Let it look into as many lists as have what is near to some of the rows."""
        held = self._held()
        turns = []
        for place in _some(held.places(), ASKED):
            if self._stop():
                return
            row = held.matrix.take(place[None])[0]
            near = exactly(held, row, None, NEAREST + 1).rids
            others = held.find(np.sort(near[near != held.numbers[place]]))
            turns.append(ann.turns(row, held.matrix.take(others)))
        if turns:
            ann.probes = 1 + int(np.quantile(np.concatenate(turns), self._limits.recall))

    def _extend(self, ann: Ann) -> None:
        """Add the rows that are there now and not in it yet."""
        held = self._held()
        for places, last in _blocks(held, held.after(ann.last), len(held.numbers)):
            if self._stop():
                return
            self._add(ann, held, places, ann.assign(held.matrix.take(places)), last)

    def _add(self, ann: Ann, held: Held, places: Numbers, lists: Numbers, last: int) -> None:
        rids, vectors = held.numbers[places], held.matrix.take(places)
        with self._lock:
            alive = self._held().find(rids) >= 0  # what was removed meanwhile was not in it yet
            ann.add(rids[alive], vectors[alive], lists[alive], last)


def _give_back() -> None:
    """Let the system have what the C library keeps of the memory that a training used: 100 MB after 300,000 rows."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc alone
        if trim is not None:
            trim(0)


def _outgrown(ann: Ann, held: Held) -> bool:
    """Whether its lists have become long, by rows or by removed ones."""
    return held.living >= 2 * ann.size or ann.count >= 2 * held.living


def _some(places: Numbers, count: int) -> Numbers:
    """So many of these places, or all of them; always the same."""
    count = min(count, len(places))
    return np.sort(np.random.default_rng(count).choice(places, count, replace=False))


def _blocks(held: Held, first: int, end: int) -> Iterator[tuple[Numbers, int]]:
    """Where the living of some rows are, block by block, and the last number of each block."""
    for at in range(first, end, BLOCK):
        upto = min(at + BLOCK, end)
        yield np.flatnonzero(held.alive[at:upto]) + at, int(held.numbers[upto - 1])
