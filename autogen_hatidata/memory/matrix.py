"""Rows of float32 in chunks that never move, so that they can be read while others are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.ann import products

CHUNK_BYTES = 64 << 20
"""So much memory is taken at a time."""

GATHER_BYTES = 256 << 10
"""Scattered rows are brought together in pieces that stay in the processor's cache."""

Rows = NDArray[np.float32]
Places = NDArray[np.int64]


class Matrix:
    """Rows by their place. Any thread may read rows that were written before; only one at a time may write.

    Args:
        dim: the length of a row.
        mapped: rows to begin with, such as those of a file: they stay where they are but for the last chunk.
    """

    def __init__(self, dim: int, mapped: Rows | None = None) -> None:
        self._dim = dim
        self._height = max(1, CHUNK_BYTES // (4 * dim))
        self._piece = max(16, GATHER_BYTES // (4 * dim))
        self._chunks: list[Rows] = []
        if mapped is not None:
            whole = len(mapped) // self._height * self._height
            self._chunks += [mapped[at : at + self._height] for at in range(0, whole, self._height)]
            self.write(whole, mapped[whole:])

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
            chunk, offset = divmod(place, self._height)
            if chunk == len(self._chunks):
                self._chunks.append(np.empty((self._height, self._dim), dtype=np.float32))
            fits = min(len(rows), self._height - offset)
            self._chunks[chunk][offset : offset + fits] = rows[:fits]
            place, rows = place + fits, rows[fits:]

    def blocks(self, start: int, stop: int) -> Iterator[Rows]:
        """The rows from ``start`` to before ``stop``, as they lie in memory."""
        while start < stop:
            chunk, offset = divmod(start, self._height)
            block = self._chunks[chunk][offset : offset + stop - start]
            yield block
            start += len(block)

    def products(self, query: Rows, start: int, stop: int) -> Rows:
        """The inner products of the query with all rows from ``start`` to before ``stop``."""
        return _joined([products(query, block) for block in self.blocks(start, stop)])

    def products_at(self, query: Rows, places: Places) -> Rows:
        """The inner products of the query with the rows at these places, which ascend."""
        if len(places) and 2 * len(places) >= places[-1] - places[0] + 1:  # reading what lies between them is faster
            first = int(places[0])
            return self.products(query, first, int(places[-1]) + 1)[places - first]
        return _joined([products(query, rows) for rows in self.gathered(places)])

    def gathered(self, places: Places) -> Iterator[Rows]:
        """The rows at these places, which ascend, in pieces. A piece is valid until the next one."""
        buffer = np.empty((min(self._piece, len(places)), self._dim), dtype=np.float32)
        for chunk, (start, stop) in enumerate(self._bounds(places)):
            inside = places[start:stop] - chunk * self._height
            for at in range(0, len(inside), self._piece):
                some = inside[at : at + self._piece]
                yield np.take(self._chunks[chunk], some, axis=0, out=buffer[: len(some)], mode="clip")

    def take(self, places: Places) -> Rows:
        """A copy of the rows at these places, which ascend."""
        rows = np.empty((len(places), self._dim), dtype=np.float32)
        at = 0
        for piece in self.gathered(places):
            rows[at : at + len(piece)] = piece
            at += len(piece)
        return rows

    def _bounds(self, places: Places) -> Iterator[tuple[int, int]]:
        """For each chunk, where the places inside it begin and end."""
        edges = np.searchsorted(places, np.arange(len(self._chunks) + 1) * self._height)
        return zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)


def _joined(parts: list[Rows]) -> Rows:
    return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.empty(0, dtype=np.float32)
