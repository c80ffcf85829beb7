"""Makes one ranking of several, by the places that rows have in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.ranked import Ranked

CONSTANT = 60
"""What is added to each place: the larger, the less the first places count over the others."""

DEPTH = 100
"""So many places of each ranking should take part, at least."""

Weights = Sequence[float | NDArray[np.float64]]


def fuse(rankings: Sequence[Ranked], k: int, weights: Weights | None = None) -> Ranked:
    """The ``k`` best rows by the sum of their reciprocal ranks; the older row first where sums are equal.

    >>> one = Ranked(np.array([7, 5]), np.array([0.9, 0.8], np.float32))
    >>> other = Ranked(np.array([5, 3]), np.array([4.0, 2.0], np.float32))
    >>> fuse([one, other], 2).rids.tolist()
    [5, 7]

    Args:
        rankings: at least one, each the best first; their scores do not count.
        weights: what a place in each ranking counts, or each of its places; 1 by default.
    """
    votes = [
        weight / (CONSTANT + np.arange(1, len(one.rids) + 1))
        for one, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True)
    ]
    rids, rows = np.unique(np.concatenate([one.rids for one in rankings]), return_inverse=True)
    scores = np.bincount(rows, np.concatenate(votes), len(rids)).astype(np.float32)
    best = np.argsort(-scores, kind="stable")[: max(k, 0)]
    return Ranked(rids[best], scores[best], all(one.exact for one in rankings))


def hybrid(vectors: Ranked, words: Ranked, k: int, kind: str) -> Ranked:
    """The ``k`` best rows by vectors and words together.

    Args:
        kind: that of the embedder, a key of `WEIGHTS`.
    """
    return fuse([vectors, words], k, WEIGHTS[kind](words))


def _of_meaning(words: Ranked) -> Weights:
    """A place by words counts by the square of the share of the question that the row has.

    Without that, answers in other words were lost to rows with the same small words: of 75, vectors had 66 among the
    first ten, and both together 41; now they have 66.
    """
    share = words.scores.astype(np.float64) / (words.full or 1.0)
    return 1.0, 0.8 * np.minimum(share, 1.0) ** 2


def _of_letters(words: Ranked) -> Weights:
    """Vectors of letters know less than BM25, and only decide where that is undecided."""
    return 0.1, 1.0


WEIGHTS: Mapping[str, Callable[[Ranked], Weights]] = {"semantic": _of_meaning, "lexical": _of_letters}
"""What places count, for each kind of embedder, from what the questions ``tune`` of `benchmarks/memory_sets` gave."""
