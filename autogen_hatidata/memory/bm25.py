"""BM25 over arrays, pure: how rare a word is, and how long a row, is counted over the rows that may be found."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, reduce
from itertools import accumulate
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.order import best
from autogen_hatidata.memory.postings import NO_ENTRIES, Entries, Postings, numbering
from autogen_hatidata.memory.ranked import Ranked

_Part: TypeAlias = tuple[NDArray[np.int32], NDArray[np.uint8]]

K1, B = 1.2, 0.75

_SEEK = 16
"""Looking for one row in the entries of a word takes as long as passing over so many of them."""

_LONG = 10_000
"""Before so many entries are read, it is worth it to know how good the best will be at least."""

_SURE = 1 - 1e-6
"""What differs by less may be equal as float32, where the older row comes first."""


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

    def places(self, rids: NDArray[np.int64]) -> NDArray[np.int32]:
        """Where those of these rows stand that are alive, ascending and each once."""
        if (np.diff(rids) <= 0).any():
            rids = np.unique(rids)
        found = _shared(self.rids, rids)
        return found[self.alive[found]].astype(np.int32)

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
    """The ``k`` best of the rows ``among``, None for all, that have one of the words.

    Words are added up from the rarest on, until all others together could bring no further row among the best. The long
    lists of these are not read: only the rows that are near the best are looked up in them (MaxScore; Turtle and Flood,
    1995). Ranks and scores are those of adding all.
    """
    chosen = _Chosen(rows, among)
    found = [chosen.word(rows.entries(word)) for word in words]
    sums = _summed(sorted((word for word in found if word.having), key=lambda word: word.having), k)
    ranking = best(rows.rids[sums.rows], sums.scores.astype(np.float32), max(k, 0))
    return ranking._replace(full=sum((word.weight for word in found), 0.0))


def _summed(words: Sequence[_Word], k: int) -> _Sums:
    """The scores of the ``k`` best rows, and of some others."""
    rests = list(accumulate((word.most for word in reversed(words)), initial=0.0))[:0:-1]
    sums, least = _Sums(np.zeros(0, np.int32), np.zeros(0)), 0.0
    for place, (word, rest) in enumerate(zip(words, rests, strict=True)):
        if word.having > _LONG and (len(sums.rows) > _LONG or rest >= least * _SURE):
            least = max(least, sums.least(words[place:], k))
        sums = sums.above(least * _SURE - rest).plus(word) if rest < least * _SURE else sums.joined(word)
    return sums


class _Sums(NamedTuple):
    """Rows, ascending, and what the words are worth to each that were added so far."""

    rows: NDArray[np.int32]
    scores: NDArray[np.float64]

    def joined(self, word: _Word) -> _Sums:
        """With one more word, and the rows that have no other."""
        rows = np.concatenate([self.rows, *(rows for rows, _ in word.parts)])
        scores = np.concatenate([self.scores, *(word.worth(*part) for part in word.parts)])
        order = np.argsort(rows, kind="stable")  # fast, since what is joined was sorted
        rows, scores = rows.take(order), scores.take(order)
        twice = np.flatnonzero(rows[1:] == rows[:-1])
        scores[twice] += scores[twice + 1]
        once = np.ones(len(rows), np.bool_)
        once[twice + 1] = False
        return _Sums(rows[once], scores[once])

    def plus(self, word: _Word) -> _Sums:
        """The same rows, with one more word."""
        scores = self.scores.copy()
        for rows, counts in word.parts:
            places = np.minimum(np.searchsorted(rows, self.rows), len(rows) - 1)
            having = np.flatnonzero(rows.take(places) == self.rows)
            places = places.take(having)
            scores[having] += word.worth(rows.take(places), counts.take(places))
        return _Sums(self.rows, scores)

    def above(self, score: float) -> _Sums:
        """The rows that have more than this."""
        kept = self.scores > score
        return _Sums(self.rows[kept], self.scores[kept])

    def least(self, words: Sequence[_Word], k: int) -> float:
        """What the ``k`` best have at least when these words are added too; 0 where there are fewer rows."""
        if not 0 < k <= len(self.rows):
            return 0.0
        leaders = np.sort(np.argpartition(self.scores, len(self.rows) - k)[-k:])
        whole = reduce(_Sums.plus, words, _Sums(self.rows[leaders], self.scores[leaders]))
        return float(whole.scores.min())


def _shared(numbers: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.intp]:
    """Where those of the wanted numbers stand that are there. Both ascend."""
    wanted = wanted.astype(numbers.dtype, copy=False)  # else all numbers would be made larger
    found: NDArray[np.intp]
    if len(numbers) and numbers[-1] - numbers[0] == len(numbers) - 1:  # none of them lacks, as where none was removed
        first, last = np.searchsorted(wanted, (numbers[0], numbers[-1] + 1))
        found = (wanted[first:last] - numbers[0]).astype(np.intp, copy=False)
    else:
        found = np.searchsorted(numbers, wanted)
        found = found[: np.searchsorted(found, len(numbers))]  # the others are above all that are there
        found = found[numbers[found] == wanted[: len(found)]]
    return found


class _Chosen:
    """The rows that may be found.

    Attributes:
        lengths: of all rows.
        shortest: no row has fewer words.
        average: how many words those have that may be found.
    """

    def __init__(self, rows: Rows, among: NDArray[np.int64] | None) -> None:
        self.lengths, self.shortest = rows.lengths, int(rows.lengths.min(initial=rows.total))
        self._places = rows.places(among) if among is not None else None  # None: all
        self._count, total = rows.size, rows.total
        if self._places is not None:
            self._count, total = len(self._places), int(rows.lengths[self._places].sum(dtype=np.int64))
        elif not rows.alive.all():
            self._places = np.flatnonzero(rows.alive).astype(np.int32)
        self.average = total / self._count if total else 1.0

    def word(self, parts: Iterable[_Part]) -> _Word:
        """What is left of a word."""
        left = [part for part in map(self._left, parts) if len(part[0])]
        having = sum(len(rows) for rows, _ in left)
        return _Word(self, left, having, math.log(1 + (self._count - having + 0.5) / (having + 0.5)))

    def _left(self, part: _Part) -> _Part:
        rows, counts = part
        if self._places is None or not len(rows):
            return part
        if len(self._places) * _SEEK < len(rows):
            found = _shared(rows, self._places)
        else:
            found = np.flatnonzero(self._mask.take(rows))
        return rows.take(found), counts.take(found)

    @cached_property
    def _mask(self) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.lengths), np.bool_)
        mask[self._places] = True
        return mask


class _Word(NamedTuple):
    """A word of the question.

    Attributes:
        chosen: the rows that may be found.
        parts: those that have it, and how often; each part has later rows than the one before it.
        having: how many these are.
        weight: what it is worth.
    """

    chosen: _Chosen
    parts: list[_Part]
    having: int
    weight: float

    def worth(self, rows: NDArray[np.int32], counts: NDArray[np.uint8]) -> NDArray[np.float64]:
        """What it adds to the scores of rows that have it so often."""
        worth: NDArray[np.float64] = self._worth(counts.astype(np.float64), self.chosen.lengths.take(rows))
        return worth

    @property
    def most(self) -> float:
        """What it adds to a score at most."""
        return float(self._worth(max(float(counts.max()) for _, counts in self.parts), self.chosen.shortest))

    def _worth(self, often: Any, length: Any) -> Any:
        return self.weight * (K1 + 1) * often / (often + (K1 * (1 - B) + K1 * B / self.chosen.average * length))
