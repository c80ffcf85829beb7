"""The vectors of the memory: in RAM, found by cosine, and with a snapshot on the disk. DuckDB's rows are the truth."""

from __future__ import annotations

import math
import os
import threading
import weakref
from pathlib import Path

import numpy as np

from autogen_hatidata.memory import planner
from autogen_hatidata.memory.backend import VectorBackend
from autogen_hatidata.memory.held import Floats, Held, Numbers
from autogen_hatidata.memory.matrix import Matrix
from autogen_hatidata.memory.planner import LIMITS, Limits
from autogen_hatidata.memory.ranked import Ranked
from autogen_hatidata.memory.trainer import Trainer
from autogen_hatidata.memory.vectorfile import VectorFile

__all__ = ["Limits", "VectorBackend", "VectorIndex"]

_UNIT = 1e-3
"""How far a length may be from 1."""

_MOST_DEAD = 4
"""A snapshot compacts when more than one row in so many is dead."""

_indexes: weakref.WeakSet[VectorIndex] = weakref.WeakSet()


class VectorIndex(VectorBackend):
    """All of `VectorBackend`. Searches wait for nobody, and see what was there when they began.

    Few rows, and those above a threshold, are searched exactly; many by an approximate index (IVF, SQ8), which is made
    in a thread of its own, and what it finds is scored again with the vectors themselves. ``Ranked.exact`` tells.

    Args:
        dim: the length of a vector.
        folder: where its snapshot lies; None for none. Nobody else may write there.
        embedder_id: what made the vectors: a snapshot of another one is not read.
        limits: see `Limits`.
    """

    def __init__(self, dim: int, folder: Path | None, embedder_id: str, *, limits: Limits = LIMITS) -> None:
        self.dim, self._limits = dim, limits
        self._lock = threading.Lock()  # whoever changes what is held
        self._saving = threading.Lock()  # whoever writes the snapshot
        self._file = None if folder is None else VectorFile(folder, dim, embedder_id)
        self._saved: Held | None = None
        empty = Held.of(Matrix(dim), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_), -1)
        self._held: Held | None = empty
        self._trainer = Trainer(weakref.WeakMethod(self._now), self._lock, limits)
        _indexes.add(self)

    @property
    def rids(self) -> Numbers:
        """The numbers of the rows that are there, ascending."""
        held = self._now()
        return held.numbers[held.places()]

    def __len__(self) -> int:
        """How many rows are there."""
        return self._now().living

    def add(self, rids: Numbers, vectors: Floats) -> None:
        """Take rows.

        Raises:
            ValueError: the numbers do not ascend from the highest that was ever taken, or a vector's length is neither
                1 nor 0. Nothing is taken then.
        """
        rids, vectors = _numbers(rids), np.ascontiguousarray(vectors, dtype=np.float32)
        if vectors.shape != (len(rids), self.dim):
            raise ValueError(f"there must be {len(rids)} vectors of {self.dim} numbers")
        lengths = np.einsum("ij,ij->i", vectors, vectors)
        if not np.all((np.abs(lengths - 1) < 2 * _UNIT) | (lengths == 0)):
            raise ValueError("the length of a vector must be 1, or 0")
        if not len(rids):
            return
        with self._lock:
            held = self._now()
            if rids[0] <= held.highest or np.any(rids[1:] <= rids[:-1]):
                raise ValueError("the numbers of rows must be ascending, and never be used again")
            self._held = held.with_rows(rids, vectors)
            self._trainer.tend(self)

    def remove(self, rids: Numbers) -> None:
        """Forget rows; numbers that are not there are ignored. Their vectors go with the next compaction."""
        with self._lock:
            held = self._now()
            places = held.among(np.unique(_numbers(rids)))
            if not len(places):
                return
            self._held = held.without(places)
            self._trainer.remove(held.numbers[places])
            self._trainer.tend(self)

    def search(self, query: Floats, k: int, among: Numbers | None = None) -> Ranked:
        """The ``k`` nearest rows, never fewer where there are as many.

        Raises:
            ValueError: the query is no vector of this dimension.
        """
        held, ann = self._now(), self._trainer.ann
        return planner.search(held, ann, self._query(query), max(k, 0), _ascending(among), self._limits)

    def above(self, query: Floats, threshold: float, among: Numbers | None = None) -> Ranked:
        """All rows whose cosine is higher than the threshold; always exact.

        Raises:
            ValueError: the query is no vector of this dimension.
        """
        return planner.above(self._now(), self._query(query), _ascending(among), threshold)

    def scores(self, query: Floats, rids: Numbers) -> Floats:
        """The cosine of each of these rows, in their order; NaN where it is not there.

        Raises:
            ValueError: the query is no vector of this dimension.
        """
        held, query = self._now(), self._query(query)
        rids = _numbers(rids)
        places = held.find(rids)
        if len(places) and places[0] >= 0 and (places[1:] > places[:-1]).all():
            return held.matrix.products_at(query, places)
        distinct, which = np.unique(places[places >= 0], return_inverse=True)
        scores = np.full(len(places), np.nan, dtype=np.float32)
        scores[places >= 0] = held.matrix.products_at(query, distinct)[which]
        return scores

    def vectors(self, rids: Numbers) -> Floats:
        """The vector of each of these rows, in their order; NaN where it is not there."""
        held = self._now()
        places = held.find(_numbers(rids))
        distinct, which = np.unique(places[places >= 0], return_inverse=True)
        rows = np.full((len(places), self.dim), np.nan, dtype=np.float32)
        rows[places >= 0] = held.matrix.take(distinct)[which]
        return rows

    def snapshot(self) -> None:
        """Have on the disk what was taken and removed before; compacts first when a quarter of the rows is dead.

        Raises:
            OSError: it cannot be written. The snapshot of before can still be read.
        """
        with self._saving:
            held = self._now()
            if _MOST_DEAD * (len(held.numbers) - held.living) > len(held.numbers):
                self._compact(held)
            else:
                self._save(held)

    def compact(self) -> None:
        """Let go of the vectors of removed rows, in RAM and on the disk, where nothing of them is left afterwards.

        Raises:
            OSError: the disk cannot be written.
        """
        with self._saving:
            self._compact(self._now())

    def load(self) -> int | None:
        """Begin with what the last snapshot holds: the highest number ever taken, or None when it cannot be used.

        Raises:
            ValueError: there are rows already.
        """
        with self._saving, self._lock:
            if self._now().highest >= 0:
                raise ValueError("a snapshot is loaded into an empty index")
            held = None if self._file is None else self._file.read()
            if held is None:
                return None
            self._held = self._saved = held
            self._trainer.tend(self)
            return held.highest

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the approximate index is as it shall be; whether it is after so many seconds."""
        return self._trainer.wait(timeout)

    def close(self) -> None:
        """Let everything go. A training that is under way is stopped, which takes up to half a second."""
        self._trainer.close()
        with self._saving, self._lock:
            self._held = self._saved = None

    def _now(self) -> Held:
        if self._held is None:
            raise ValueError("the index is closed")
        return self._held

    def _save(self, held: Held) -> None:
        if self._file is not None and held is not self._saved:
            self._file.append(held)
            self._saved = held

    def _compact(self, held: Held) -> None:
        kept = held.places()
        if len(kept) == len(held.numbers):
            self._save(held)
            return
        if self._file is None:
            matrix = Matrix.of(self.dim, held.matrix.gathered(kept))
        else:
            matrix = self._file.rewrite(held, kept)
        with self._lock:
            now = self._now()
            self._held = now.moved(matrix, kept, len(held.numbers))
            self._saved = self._held if now is held else None

    def _query(self, query: Floats) -> Floats:
        query = np.ascontiguousarray(query, dtype=np.float32)
        fits = query.shape == (self.dim,)
        if not (fits and (math.isfinite(query.dot(query)) or np.isfinite(query).all())):  # the first one tells sooner
            raise ValueError(f"a query is a vector of {self.dim} finite numbers")
        return query

    def _forked(self) -> None:
        """Go on in a child, in RAM alone. Locks and faiss may have been in use at that moment: they are not touched."""
        self._lock, self._saving, self._file = threading.Lock(), threading.Lock(), None
        self._left = self._trainer
        self._trainer = Trainer(weakref.WeakMethod(self._now), self._lock, self._limits)


def _numbers(rids: Numbers) -> Numbers:
    return np.ascontiguousarray(rids, dtype=np.int64)


def _ascending(rids: Numbers | None) -> Numbers | None:
    if rids is None:
        return None
    rids = _numbers(rids)
    return rids if (rids[1:] > rids[:-1]).all() else np.unique(rids)


def _fork() -> None:
    for index in list(_indexes):
        index._forked()


os.register_at_fork(after_in_child=_fork)
