"""Which rows have which word, how often, as arrays: those sorted by word, and those of rows that came after."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain, count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.words import Told

MOST = int(np.iinfo(np.uint8).max)
"""A word counts at most so often in one row."""


_SHORT = 64
"""A text of so few runs of letters alone is counted in half the time without the arrays that many texts need."""


class Postings(NamedTuple):
    """Entries sorted by word, then by row.

    Attributes:
        starts: word ``i`` has the entries from ``starts[i]`` to ``starts[i + 1]``, int64.
        rows: int32.
        counts: uint8.
    """

    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint8]

    @property
    def words(self) -> NDArray[np.int32]:
        """The word of each entry."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def of(self, word: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """The rows that have a word, ascending, and how often; none for a word that came later."""
        part = slice(*self.starts[word : word + 2]) if word + 1 < len(self.starts) else slice(0)
        return self.rows[part], self.counts[part]


class Entries(NamedTuple):
    """Entries of rows in their order, or of words in theirs."""

    words: NDArray[np.int32]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint8]

    def of(self, word: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """The rows that have a word, ascending, and how often."""
        found = np.flatnonzero(self.words == word)
        return self.rows[found], self.counts[found]


NO_ENTRIES = Entries(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.uint8))


def numbering(words: Iterable[str] = ()) -> defaultdict[str, int]:
    """The numbers of words, in their order. Another word gets the next number when it is looked up."""
    numbers: defaultdict[str, int] = defaultdict(None, zip(words, count(), strict=False))
    numbers.default_factory = count(len(numbers)).__next__
    return numbers


def entries(texts: Told, numbers: defaultdict[str, int], first: int) -> tuple[Entries, NDArray[np.int32]]:
    """The entries of new rows, and how many words each row has.

    Args:
        texts: the words of the rows.
        numbers: those of the words; those of new ones are added.
        first: the first of the rows, which follow each other.
    """
    if len(texts.sizes) == 1 and len(texts.which) <= _SHORT:
        return _of_one(texts, numbers, first)
    words = np.fromiter(map(numbers.__getitem__, chain.from_iterable(texts.runs)), np.int64)
    lengths = np.fromiter(map(len, texts.runs), np.intp, len(texts.runs))
    many = lengths[texts.which]
    rows = np.repeat(np.arange(len(texts.sizes)), texts.sizes)
    # Each run's words stand together: from where they begin, as many places as there are words.
    begins = (np.cumsum(lengths) - lengths)[texts.which] - (np.cumsum(many) - many)
    places = np.repeat(begins, many) + np.arange(many.sum())
    keys, counts = np.unique(np.repeat(rows + first, many) << 32 | words[places], return_counts=True)
    found = Entries(
        (keys & 0xFFFFFFFF).astype(np.int32), (keys >> 32).astype(np.int32), np.minimum(counts, MOST).astype(np.uint8)
    )
    return found, np.bincount(rows, many, len(texts.sizes)).astype(np.int32)


def _of_one(texts: Told, numbers: defaultdict[str, int], row: int) -> tuple[Entries, NDArray[np.int32]]:
    """The same of one short text."""
    counts = Counter([numbers[word] for run in texts.which.tolist() for word in texts.runs[run]])
    words = sorted(counts)
    often = [min(counts[word], MOST) for word in words]
    found = Entries(np.array(words, np.int32), np.full(len(words), row, np.int32), np.array(often, np.uint8))
    return found, np.array([counts.total()], np.int32)


def sorted_in(parts: tuple[Postings, ...], new: Entries) -> tuple[Postings, ...]:
    """The parts and one more. They are joined so that each is at least twice as long as the next: then there are few of
    them, and no entry moves often."""
    parts = (*parts, _sorted(new))
    while len(parts) > 1 and len(parts[-2].rows) < 2 * len(parts[-1].rows):
        parts = (*parts[:-2], _sorted(_joined(*map(_entries, parts[-2:]))))
    return parts


def kept(parts: tuple[Postings, ...], new: Entries, rows: NDArray[np.bool_]) -> tuple[Postings, NDArray[np.intp]]:
    """The entries of the rows that stay, as one part; rows and words move up where others are gone.

    Args:
        rows: whether each row stays.

    Returns:
        The entries, and the former numbers of the words that are left.
    """
    found = _joined(*map(_entries, parts), new)
    if not rows.all():
        stays, places = rows.take(found.rows), np.cumsum(rows, dtype=np.int32) - 1
        found = Entries(found.words[stays], places[found.rows[stays]], found.counts[stays])
    whole = _sorted(found)
    left = np.flatnonzero(np.diff(whole.starts))
    return whole._replace(starts=np.append(whole.starts[left], len(whole.rows))), left


def _sorted(found: Entries) -> Postings:
    order = np.argsort(found.words, kind="stable")  # fast, since what is joined was sorted
    starts = np.concatenate([[0], np.cumsum(np.bincount(found.words))]).astype(np.int64)
    return Postings(starts, found.rows[order], found.counts[order])


def _entries(part: Postings) -> Entries:
    return Entries(part.words, part.rows, part.counts)


def _joined(*parts: Entries) -> Entries:
    return Entries(*map(np.concatenate, zip(*parts, strict=True)))
