"""Rows of float32 in chunks that never move, so that they can be read while others are written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.ann import products, products_at

LEAST_BYTES, MOST_BYTES = 16 << 20, 512 << 20
"""A chunk is as large as all before it, within these."""

DENSE = 3
"""Where one of so many rows is asked for, it is faster to read what lies between them as well."""

FEW = 64
"""So many rows are brought together and read at once: to have faiss look for them in each chunk takes longer."""

PIECE_BYTES = 256 << 10
"""Scattered rows are brought together in pieces that stay in the processor's cache."""

Rows = NDArray[np.float32]
Places = NDArray[np.int64]


class Matrix:
    """Rows by their place. Any thread may read rows that were written before; only one at a time may write.

    Args:
        dim: the length of a row.
        mapped: rows to begin with, which stay where they are, such as in a file.
    """

    def __init__(self, dim: int, mapped: Rows | None = None) -> None:
        self._dim = dim
        self._piece = max(16, PIECE_BYTES // (4 * dim))
        self._chunks: list[Rows] = []
        self._starts = [0]  # of each chunk, and of the one that comes next
        self._firsts = np.empty(0, dtype=np.int64)  # the same of each chunk
        if mapped is not None and len(mapped):
            self._append(mapped)

    @classmethod
    def of(cls, dim: int, pieces: Iterable[Rows]) -> Matrix:
        """A copy of rows."""
        matrix, place = cls(dim), 0
        for piece in pieces:
            matrix.write(place, piece)
            place += len(piece)
        return matrix

    def write(self, place: int, rows: Rows) -> None:
        """Write rows at a place that nobody reads yet: right after the last row that counts."""
        while len(rows):
            if place == self._starts[-1]:
                size = min(max(place, LEAST_BYTES // (4 * self._dim), 1), max(MOST_BYTES // (4 * self._dim), 1))
                self._append(np.empty((size, self._dim), dtype=np.float32))  # takes no memory before it is written
            room = next(self.blocks(place, place + len(rows)))
            room[:] = rows[: len(room)]
            place, rows = place + len(room), rows[len(room) :]

    def blocks(self, start: int, stop: int) -> Iterator[Rows]:
        """The rows from ``start`` to before ``stop``, as they lie in memory."""
        while start < stop:
            chunk = bisect_right(self._starts, start) - 1
            first = self._starts[chunk]
            block = self._chunks[chunk][start - first : stop - first]
            yield block
            start += len(block)

    def products(self, query: Rows, start: int, stop: int) -> Rows:
        """The inner products of the query with all rows from ``start`` to before ``stop``."""
        return _joined([products(query, block) for block in self.blocks(start, stop)])

    def products_at(self, query: Rows, places: Places) -> Rows:
        """The inner products of the query with the rows at these places, which ascend."""
        if not len(places):
            return np.empty(0, dtype=np.float32)
        if len(places) <= FEW:
            return products(query, self.take(places))
        first, stop = int(places[0]), int(places[-1]) + 1
        if DENSE * len(places) >= stop - first:
            return self.products(query, first, stop)[places - first]
        return _joined([products_at(query, chunk, inside) for chunk, inside in self._by_chunk(places)])

    def take(self, places: Places) -> Rows:
        """A copy of the rows at these places, which ascend."""
        rows, end = np.empty((len(places), self._dim), dtype=np.float32), 0
        for chunk, inside in self._by_chunk(places):
            start, end = end, end + len(inside)
            chunk.take(inside, 0, rows[start:end], "clip")  # unlike "raise", without another copy
        return rows

    def gathered(self, places: Places) -> Iterator[Rows]:
        """The rows at these places, which ascend, in pieces. A piece is valid until the next one."""
        buffer = np.empty((self._piece, self._dim), dtype=np.float32)
        for chunk, inside in self._by_chunk(places):
            for at in range(0, len(inside), self._piece):
                some = inside[at : at + self._piece]
                yield np.take(chunk, some, axis=0, out=buffer[: len(some)], mode="clip")

    def _by_chunk(self, places: Places) -> Iterator[tuple[Rows, Places]]:
        """Each chunk that has some of these places, and where they are in it."""
        if len(places) and places[-1] < self._starts[1]:
            yield self._chunks[0], places
            return
        edges = [*places.searchsorted(self._firsts).tolist(), len(places)]
        for chunk, start, begin, end in zip(self._chunks, self._starts, edges[:-1], edges[1:], strict=False):
            if begin < end:
                yield chunk, places[begin:end] - start

    def _append(self, chunk: Rows) -> None:
        self._chunks.append(chunk)
        self._firsts = np.array(self._starts, dtype=np.int64)
        self._starts.append(self._starts[-1] + len(chunk))


def _joined(parts: list[Rows]) -> Rows:
    return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.empty(0, dtype=np.float32)
