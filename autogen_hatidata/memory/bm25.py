"""BM25 over arrays, pure: how rare a word is, and how long a row, is counted over the rows that may be found."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.order import best
from autogen_hatidata.memory.postings import NO_ENTRIES, Entries, Postings, numbering
from autogen_hatidata.memory.ranked import Ranked

_Part: TypeAlias = tuple[NDArray[np.int32], NDArray[np.uint16]]

K1, B = 1.2, 0.75

_SEEK = 16
"""Looking for one row in the entries of a word takes as long as passing over so many of them."""


class Rows(NamedTuple):
    """The rows at one time, by their places. Nothing of them changes but ``numbers``, which gets words of later rows.

    Attributes:
        numbers: the number of each word.
        sorted: the entries of all but the newest rows, in parts; each part has later rows than the one before it.
        new: those of the newest rows.
        rids: the rows' numbers, ascending.
        lengths: how many words each has.
        alive: False for those that were removed.
        size: how many are alive.
        total: how many words these have together.
    """

    numbers: defaultdict[str, int]
    sorted: tuple[Postings, ...]
    new: Entries
    rids: NDArray[np.int64]
    lengths: NDArray[np.int32]
    alive: NDArray[np.bool_]
    size: int
    total: int

    def places(self, rids: NDArray[np.int64]) -> NDArray[np.intp]:
        """Where those of these rows stand that are alive, ascending and each once."""
        if (np.diff(rids) <= 0).any():
            rids = np.unique(rids)
        found = np.searchsorted(self.rids, rids)
        found = found[: np.searchsorted(found, len(self.rids))]  # the others are above all that are there
        known: NDArray[np.intp] = found[(self.rids[found] == rids[: len(found)]) & self.alive[found]]
        return known

    def entries(self, word: str) -> Iterator[_Part]:
        """The rows that have a word, ascending, and how often, part by part."""
        number = self.numbers.get(word)
        if number is not None:
            for part in self._parts:
                yield part.of(number)

    def marks(self) -> NDArray[np.uint64]:
        """A number for each place, in this process the same for rows that have the same words as often, and no others.

        It is a sum, so that no entry has to be moved to its row.
        """
        hashes = np.fromiter(map(hash, self.numbers), np.int64).view(np.uint64)
        marks = self.lengths.astype(np.uint64)
        for part in self._parts:
            np.add.at(marks, part.rows, hashes[part.words] * part.counts)
        return marks

    @property
    def _parts(self) -> tuple[Postings | Entries, ...]:
        return (*self.sorted, self.new)


def no_rows() -> Rows:
    """What there is at first."""
    nothing = np.zeros(0, np.int32)
    return Rows(numbering(), (), NO_ENTRIES, nothing.astype(np.int64), nothing, nothing.astype(np.bool_), 0, 0)


def search(rows: Rows, words: Sequence[str], k: int, among: NDArray[np.int64] | None) -> Ranked:
    """The ``k`` best of the rows ``among``, None for all, that have one of the words."""
    chosen = _Chosen(rows, among)
    scores, full = np.zeros(len(rows.rids)), 0.0
    for word in words:
        parts = [chosen.of(*part) for part in rows.entries(word)]
        weight = chosen.weight(sum(len(part[0]) for part in parts))
        full += weight
        for part in parts:
            _score(scores, *part, weight, rows.lengths, chosen.average)
    if chosen.places is None:
        found = _best(rows.rids, scores.astype(np.float32), k)
    else:
        found = _best(rows.rids[chosen.places], scores[chosen.places].astype(np.float32), k)
    return found._replace(full=full)


class _Chosen:
    """The rows that may be found.

    Attributes:
        places: where they stand, ascending; None for all.
        count: how many there are.
        average: how many words they have.
    """

    def __init__(self, rows: Rows, among: NDArray[np.int64] | None) -> None:
        self.places = rows.places(among) if among is not None else None
        self.count, total = rows.size, rows.total
        if self.places is not None:
            self.count, total = len(self.places), int(rows.lengths[self.places].sum(dtype=np.int64))
        elif not rows.alive.all():
            self.places = np.flatnonzero(rows.alive)
        self.average = total / self.count if total else 1.0
        self._size = len(rows.rids)

    def of(self, rows: NDArray[np.int32], counts: NDArray[np.uint16]) -> _Part:
        """What is left of the entries of a word."""
        if self.places is None or not len(rows):
            return rows, counts
        if len(self.places) * _SEEK < len(rows):
            found = np.searchsorted(rows, self.places)
            found = found[: np.searchsorted(found, len(rows))]
            found = found[rows[found] == self.places[: len(found)]]
        else:
            found = np.flatnonzero(self._mask.take(rows))
        return rows.take(found), counts.take(found)

    def weight(self, having: int) -> float:
        """What a word is worth that so many of the rows have."""
        return math.log(1 + (self.count - having + 0.5) / (having + 0.5))

    @cached_property
    def _mask(self) -> NDArray[np.bool_]:
        mask = np.zeros(self._size, np.bool_)
        mask[self.places] = True
        return mask


def _score(
    scores: NDArray[np.float64],
    rows: NDArray[np.int32],
    counts: NDArray[np.uint16],
    weight: float,
    lengths: NDArray[np.int32],
    average: float,
) -> None:
    """Add what a word of that weight is worth to the scores of the rows that have it."""
    often = counts.astype(np.float64)
    damping = K1 * (1 - B) + K1 * B / average * lengths.take(rows)
    np.add.at(scores, rows, weight * (K1 + 1) * often / (often + damping))  # several times as fast as scores[rows] +=


def _best(rids: NDArray[np.int64], scores: NDArray[np.float32], k: int) -> Ranked:
    """The ``k`` best above 0; of equal scores the older row comes first."""
    found = np.flatnonzero(scores > 0)
    return best(rids[found], scores[found], max(k, 0))
