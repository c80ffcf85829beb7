"""Makes one ranking of several, by the places that rows have in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.ranked import Ranked

CONSTANT = 60
"""What is added to each place: the larger, the less the first places count over the others."""

DEPTH = 100
"""So many places of each ranking should take part, at least."""

_WORDS = 0.8
"""What a place counts that a row has with all words of the question."""


def fuse(rankings: Sequence[Ranked], k: int) -> Ranked:
    """The ``k`` best rows by the sum of their reciprocal ranks; the older row first where sums are equal.

    A place in a ranking by words counts by the square of the share of the question that the row has. Without that, a
    question in other words than its answer lost it: what has the same small words came first, and of 75 answers that
    vectors found in 66 cases, both together found 41.

    >>> one = Ranked(np.array([7, 5]), np.array([0.9, 0.8], np.float32))
    >>> other = Ranked(np.array([5, 3]), np.array([4.0, 2.0], np.float32))
    >>> fuse([one, other], 2).rids.tolist()
    [5, 7]

    Args:
        rankings: each the best first. Scores count only where a ranking says what a full one is.
    """
    rids, rows = np.unique(np.concatenate([one.rids for one in rankings]), return_inverse=True)
    votes = np.concatenate([_weight(one) / (CONSTANT + np.arange(1, len(one.rids) + 1)) for one in rankings])
    scores = np.bincount(rows, votes, len(rids)).astype(np.float32)
    best = np.argsort(-scores, kind="stable")[: max(k, 0)]
    return Ranked(rids[best], scores[best], all(one.exact for one in rankings))


def _weight(one: Ranked) -> NDArray[np.float64] | float:
    if one.full is None:
        return 1.0
    return _WORDS * np.minimum(one.scores.astype(np.float64) / one.full, 1.0) ** 2
