"""The different texts of columns, and how near each is to a question: by meaning, or by words too."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.errors import QueryTimeout
from autogen_hatidata.memory.backend import VectorBackend
from autogen_hatidata.memory.embedding import Vectors
from autogen_hatidata.memory.fusion import hybrid
from autogen_hatidata.memory.lexical import LexicalIndex
from autogen_hatidata.memory.order import best as best_of
from autogen_hatidata.memory.ranked import Ranked
from autogen_hatidata.memory.vectorcache import Vector

_DECIMALS = 6
"""Of a cosine. A product of float32 has no more, and its last digits depend on what is computed beside it: texts with
one vector would not be equally near, and a text not as near to itself as 1."""
LAST_DIGIT = 10**-_DECIMALS

_MANY = 20_000
"""Fewer texts are looked at each, whatever is asked."""

_LEFT, _RIGHT = 1_024, 4_096
"""Pieces of two sides that are compared at a time."""

_READ = 4_096
"""Texts whose words are read before it is looked at the time."""

Scores = NDArray[np.float64]


Listed = tuple[list[str], list[float]]
"""Texts and their scores."""

Pairs = tuple[list[str], list[str], list[float]]
"""Texts of one side, those of the other, and the scores of both together."""


class Shelf:
    """Different texts, each in one or more pieces, of which the nearest counts. Thread-safe, and always the same texts.

    Attributes:
        texts: in the order that decides between texts which are equally near.
        index: has the vectors of the pieces.
    """

    def __init__(self, texts: Sequence[str], index: VectorBackend, rids: NDArray[np.int64], sizes: NDArray[np.intp]):
        """``rids``: where the index has the pieces of the texts, in their order; ``sizes``: how many each text has."""
        self.texts, self.index = texts, index
        self._rids = rids
        self._starts = (np.cumsum(sizes) - sizes).astype(np.intp)
        self._known, self._which = np.unique(rids, return_inverse=True)
        self._owners = np.repeat(np.arange(len(texts)), sizes)  # the text of each piece,
        self._order = np.argsort(self._which, kind="stable")  # and where each row of the index is a piece
        self._sorted = self._which[self._order]
        self._reading, self._words = threading.Lock(), LexicalIndex()

    def scores(self, question: Vector) -> Scores:
        """The cosine of each text and a question, from -1 to 1."""
        found = rounded(self.index.scores(question, self._known))[self._which]
        return _nearest_pieces(found, self._starts)

    def above(self, scores: Scores, least: float) -> Listed:
        """The texts that have more than this."""
        return self._listed(np.flatnonzero(scores > least), scores)

    def best(self, scores: Scores, k: int | None) -> Listed:
        """The ``k`` texts of the highest scores, and those that are equal to the last of them; None: all."""
        if k is not None and 0 < k < len(scores):
            return self._listed(np.flatnonzero(scores >= np.partition(scores, -k)[-k]), scores)
        return list(self.texts), scores.tolist()

    def nearest(self, question: Vector, k: int) -> Listed | None:
        """Nearly the ``k`` nearest texts, where there are so many that it pays not to look at each of them."""
        if not 0 < k < len(self.texts) or len(self.texts) < _MANY:
            return None
        wanted = k
        while wanted < len(self._known):
            found = self.index.search(question, wanted, self._known)
            if found.exact:  # then some that are as near as the last may be missing
                return None
            places, scores = self._of_pieces(found)
            if len(places) >= k:
                return self._listed(places[:k], scores)
            wanted *= 2
        return None

    def _of_pieces(self, found: Ranked) -> tuple[NDArray[np.intp], Scores]:
        """The texts that have these pieces, the nearest first, and a score for every text, of those alone."""
        rows = np.searchsorted(self._known, found.rids)
        begins, ends = (np.searchsorted(self._sorted, rows, side) for side in ("left", "right"))
        pieces = np.concatenate([self._order[begin:end] for begin, end in zip(begins, ends, strict=True)])
        texts, first = np.unique(self._owners[pieces], return_index=True)
        nearest = np.repeat(rounded(found.scores), ends - begins)[first]
        scores = np.full(len(self.texts), -1.0)
        scores[texts] = nearest
        return texts[np.argsort(first)], scores

    def fused(self, question: Vector, text: str, kind: str, ends: float) -> Scores:
        """What each text gets by its places among the nearest and among those that have words of the question.

        Args:
            kind: that of the embedder.
            ends: as for `pairs`. The words that were read before are kept.

        Raises:
            QueryTimeout: it came before all words were read.
        """
        count, words = len(self.texts), self._read_words(ends)
        near = best_of(np.arange(count), self.scores(question).astype(np.float32))
        found = hybrid(near, words.search(text, count), count, kind)
        scores = np.zeros(count)
        scores[found.rids] = found.scores
        return scores

    def pairs(self, other: Shelf, least: float, most: int, ends: float) -> Pairs | None:
        """The texts of here and of there that are more alike than ``least``, and their cosines; None when these are
        more than ``most``. Whatever there is to compare, that takes some 40 MB at a time.

        Raises:
            QueryTimeout: the moment ``ends`` came, as `time.monotonic` has it.
        """
        found: tuple[list[str], list[str], list[float]] = ([], [], [])
        for first, rows, row_starts in self._blocks(_LEFT):
            for second, columns, column_starts in other._blocks(_RIGHT):
                if time.monotonic() > ends:
                    raise QueryTimeout("The texts could not be compared in time.", "compare fewer.")
                alike = _nearest_pieces(_nearest_pieces(rows @ columns.T, row_starts), column_starts, axis=1)
                near = np.nonzero(alike > least - LAST_DIGIT)
                scores = rounded(alike[near])
                above = scores > least
                found[0].extend(self.texts[first + row] for row in near[0][above].tolist())
                found[1].extend(other.texts[second + column] for column in near[1][above].tolist())
                found[2].extend(scores[above].tolist())
                if len(found[2]) > most:
                    return None
        return found

    def _blocks(self, size: int) -> Iterator[tuple[int, Vectors, NDArray[np.intp]]]:
        """The texts from a first one on, as the vectors of their pieces and where each of them begins."""
        ends = np.append(self._starts[1:], len(self._rids))
        first = 0
        while first < len(self.texts):
            begin = self._starts[first]
            stop = max(first + 1, int(np.searchsorted(ends, begin + size, side="right")))
            yield first, self.index.vectors(self._rids[begin : ends[stop - 1]]), self._starts[first:stop] - begin
            first = stop

    def _listed(self, places: NDArray[np.intp], scores: Scores) -> Listed:
        return [self.texts[place] for place in places.tolist()], scores[places].tolist()

    def _read_words(self, ends: float) -> LexicalIndex:
        with self._reading:
            for begin in range(len(self._words), len(self.texts), _READ):
                if time.monotonic() > ends:
                    raise QueryTimeout(
                        f"The words of {begin:,} of {len(self.texts):,} texts could be read in time.",
                        "filter by other columns of their table, or ask again.",
                    )
                part = self.texts[begin : begin + _READ]
                self._words.add(np.arange(begin, begin + len(part)), part)
            return self._words


def _nearest_pieces(cosines: NDArray[Any], starts: NDArray[np.intp], axis: int = 0) -> NDArray[Any]:
    """The cosines of texts, of those of their pieces."""
    if len(starts) == cosines.shape[axis]:
        return cosines
    found: NDArray[Any] = np.maximum.reduceat(cosines, starts, axis=axis)
    return found


def rounded(cosines: Vectors) -> Scores:
    """Cosines as they are shown and compared."""
    return np.clip(cosines, -1, 1).astype(np.float64).round(_DECIMALS)
