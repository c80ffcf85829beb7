"""The only importer of faiss: inner products, and an approximate index of quantised vectors (IVF, SQ8)."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

ROUNDS = 4
"""How often the centre of each list is moved to the middle of its vectors. Twelve times found no more."""

SAMPLE = 32
"""How many vectors for each list take part in that."""

MOST_LISTS = 6000
BLOCK = 512
"""How many vectors are assigned to lists at a time. Nobody waits long to stop it, and what each block takes and gives
back is little: with 4,096 an index of 300,000 kept 40 MB more of that, and took longer."""

Stop = Callable[[], bool]

_BYTE, _TINY = 127, 1e-6
_OTHER_ORDER = frozenset({4, 8, 12})
"""Dimensions for which faiss adds up the last rows of a block in another order than the rows before."""


def products(query: NDArray[np.float32], rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The inner product of the query with each row, both contiguous. Equal rows have equal ones, wherever they lie.

    It runs in the calling thread alone.
    """
    if rows.shape[1] in _OTHER_ORDER:
        return np.asarray((rows * query).sum(axis=1), dtype=np.float32)
    found = np.empty(len(rows), dtype=np.float32)
    faiss.fvec_inner_products_ny(*map(faiss.swig_ptr, (found, query, rows)), rows.shape[1], len(rows))
    return found


def products_at(
    query: NDArray[np.float32], rows: NDArray[np.float32], places: NDArray[np.int64]
) -> NDArray[np.float32]:
    """The same of the rows at these places, which are not brought together for it."""
    if rows.shape[1] in _OTHER_ORDER:
        return products(query, rows[places])
    found = np.empty(len(places), dtype=np.float32)
    pointers = map(faiss.swig_ptr, (found, query, rows, places))
    _alone(faiss.fvec_inner_products_by_idx, *pointers, rows.shape[1], 1, len(places))
    return found


def _alone(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Run it in the calling thread alone. With others a forked process would wait for threads that it does not have.
    And where the cores are busy each search would wait for the slowest of its threads: 12 ms in place of 0.5."""
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)  # of this thread; other threads have a number of their own
    try:
        return work(*arguments, **named)
    finally:
        faiss.omp_set_num_threads(threads)


def lists_for(count: int) -> int:
    """How many lists an index of so many vectors gets."""
    return max(1, min(MOST_LISTS, round(6 * math.sqrt(count))))


class Ann:
    """Finds most of the nearest rows, by vectors of a byte a dimension. Rows are known by their numbers.

    The bytes are multiplied as they are, three times as fast as with a range for each dimension.

    Any thread may search; only one at a time may add or remove.

    Attributes:
        size: for how many vectors it was trained.
        lists: into how many lists they are divided.
        count: how many it holds, removed ones too.
        last: the highest number that it has come to; -1 for none.
        probes: into how many lists a search has to look, as far as that was measured.
    """

    def __init__(self, centres: NDArray[np.float32], largest: float, size: int) -> None:
        lists, dim = len(centres), centres.shape[1]
        self.size, self.lists, self.count, self.last, self.probes = size, lists, 0, -1, 0
        self._scale, self._first = np.float32(_BYTE / max(largest, _TINY)), -1
        self._centres = faiss.IndexFlatIP(dim)
        self._centres.add(centres)
        kind, metric = faiss.ScalarQuantizer.QT_8bit_direct_signed, faiss.METRIC_INNER_PRODUCT
        quantizer = faiss.IndexScalarQuantizer(dim, kind, metric)
        quantizer.train(centres)
        quantizer.add(self._codes(centres))
        self._ivf = faiss.IndexIVFScalarQuantizer(quantizer, dim, lists, kind, metric, False)
        self._ivf.train(centres)
        self._living, self._there = np.zeros(0, dtype=np.bool_), 0  # by number, from the first one on, and how many
        self._selector: Any = None  # of the living, where it was asked for since they changed
        self._wanted: tuple[int, Any] = -1, None  # what a search among all was told last: to make it takes its time
        self._lock = threading.Lock()

    @classmethod
    def train(
        cls, first: NDArray[np.float32], sample: Callable[[], Iterator[NDArray[np.float32]]], size: int, stop: Stop
    ) -> Ann | None:
        """An empty index for ``size`` vectors.

        Args:
            first: vectors of the sample, one for each list; they are written over.
            sample: gives vectors like those that it is for, in blocks, each time the same.
            stop: is asked often; when it says so, None is given.
        """
        faiss.omp_set_num_threads(1)  # in this thread alone: those that search need the other cores
        centres = _centres(first, sample, stop)
        if centres is None:
            return None
        return cls(centres, max(float(np.abs(block).max()) for block in sample()), size)

    def assign(self, vectors: NDArray[np.float32]) -> NDArray[np.int64]:
        """The list that each vector belongs to: the slow part of adding it."""
        return np.ascontiguousarray(self._centres.search(vectors, 1)[1].ravel())

    def reserve(self, lists: NDArray[np.int64]) -> None:
        """Take room for vectors of these lists and no more, before there are any: a list that grows takes up to twice
        the room of what it has."""
        for number, size in enumerate(np.bincount(lists, minlength=self.lists).tolist()):
            for length in (size, 0):
                self._ivf.invlists.resize(number, length)

    def add(self, rids: NDArray[np.int64], vectors: NDArray[np.float32], lists: NDArray[np.int64], last: int) -> None:
        """Take rows with ascending numbers, all there are of those up to ``last`` that were not taken before."""
        codes = self._codes(vectors)
        with self._lock:
            if len(rids):
                self._first = int(rids[0]) if self._first < 0 else self._first
                places = rids - self._first
                self._ivf.add_core(len(rids), *map(faiss.swig_ptr, (codes, places, lists)))
                self._reach(int(places[-1]) + 1)
                self._living[places] = True
                self._selector = None
            self.count, self._there = self.count + len(rids), self._there + len(rids)
            self.last = last

    def remove(self, rids: NDArray[np.int64]) -> None:
        """Find these rows no more."""
        with self._lock:
            places = self._places(rids)
            self._there -= int(np.count_nonzero(self._living[places]))
            self._living[places] = False
            self._selector = None

    def search(
        self, query: NDArray[np.float32], fetch: int, probes: int, among: NDArray[np.int64] | None
    ) -> tuple[NDArray[np.int64], int]:
        """The numbers of at most ``fetch`` near rows, in no order, and the highest number that it had come to.

        Args:
            probes: how many lists it looks into; more of them where not all of a list takes part.
            among: the numbers that take part; None for all.
        """
        code = _code(query)
        with self._lock:
            wanted = self._all(probes) if among is None and self._there == self.count else self._some(probes, among)
            found = _found(self._ivf, code, fetch, wanted)
            if found[-1] < 0:  # fewer than were wanted
                found = found[found >= 0]
            found += self._first
            return found, self.last

    def turns(self, query: NDArray[np.float32], vectors: NDArray[np.float32]) -> NDArray[np.int64]:
        """How many lists a search for the query looks into before those that these vectors belong to."""
        order = _alone(self._ivf.quantizer.search, _code(query)[None], self.lists)[1][0]
        turn = np.empty(self.lists, dtype=np.int64)
        turn[order] = np.arange(self.lists)
        return turn[self.assign(vectors)]

    def _codes(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        codes = vectors * self._scale
        return np.clip(np.rint(codes, out=codes), -_BYTE, _BYTE, out=codes)

    def _all(self, probes: int) -> Any:
        """What tells faiss to search among all."""
        if self._wanted[0] != probes:
            self._wanted = probes, faiss.SearchParametersIVF(nprobe=min(self.lists, probes))
        return self._wanted[1]

    def _some(self, probes: int, among: NDArray[np.int64] | None) -> Any:
        """The same for those that are there, or for those among these."""
        selector, chosen = self._all_living() if among is None else self._chosen(among)
        probes = math.ceil(probes * (1 + self.count) / (1 + chosen))
        return faiss.SearchParametersIVF(sel=selector, nprobe=min(self.lists, probes))

    def _all_living(self) -> tuple[Any, int]:
        """What tells faiss the rows that are there, and how many. It is kept while they are."""
        if self._selector is None:
            self._selector = _selector(self._living)
        return self._selector, self._there

    def _chosen(self, among: NDArray[np.int64]) -> tuple[Any, int]:
        """The same for those among these."""
        chosen = np.zeros(len(self._living), dtype=np.bool_)
        places = self._places(among)
        chosen[places] = self._living[places]
        return _selector(chosen), int(np.count_nonzero(chosen))

    def _places(self, rids: NDArray[np.int64]) -> NDArray[np.int64]:
        places = rids - self._first
        return places[(places >= 0) & (places < len(self._living))]

    def _reach(self, length: int) -> None:
        if length > len(self._living):
            grown = np.zeros(length + length // 8, dtype=np.bool_)
            grown[: len(self._living)] = self._living
            self._living = grown


def _selector(chosen: NDArray[np.bool_]) -> Any:
    return faiss.IDSelectorBitmap(np.packbits(chosen, bitorder="little"))


def _code(query: NDArray[np.float32]) -> NDArray[np.float32]:
    code: NDArray[np.float32] = query * np.float32(_BYTE / max(np.maximum.reduce(np.abs(query)), _TINY))
    return np.rint(code, out=code)


def _found(index: Any, query: NDArray[np.float32], count: int, wanted: Any) -> NDArray[np.int64]:
    """What an index finds for one query. What faiss itself does before and after it takes a twentieth of the time."""
    scores, found = np.empty(count, dtype=np.float32), np.empty(count, dtype=np.int64)
    _alone(index.search_c, 1, faiss.swig_ptr(query), count, faiss.swig_ptr(scores), faiss.swig_ptr(found), wanted)
    return found


def _centres(
    first: NDArray[np.float32], sample: Callable[[], Iterator[NDArray[np.float32]]], stop: Stop
) -> NDArray[np.float32] | None:
    """The directions of as many groups of vectors (spherical k-means). That of faiss cannot be stopped in a round."""
    centres = first
    for _ in range(ROUNDS):
        sums = np.zeros_like(centres)
        for block in sample():
            if stop():
                return None
            nearest = faiss.knn(block, centres, 1, metric=faiss.METRIC_INNER_PRODUCT)[1].ravel()
            order = np.argsort(nearest, kind="stable")
            groups, starts = np.unique(nearest[order], return_index=True)
            sums[groups] += np.add.reduceat(block[order], starts)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        np.divide(sums, lengths, out=centres, where=lengths > 0)  # a group without vectors stays where it is
    return centres
