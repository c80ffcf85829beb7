"""Makes one ranking of several, by the places that rows have in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autogen_hatidata.memory.ranked import Ranked

CONSTANT = 60
"""What is added to each place: the larger, the less the first places count over the others."""


def fuse(rankings: Sequence[Ranked], k: int, *, weights: Sequence[float] | None = None) -> Ranked:
    """The ``k`` best rows by the sum of their reciprocal ranks; the older row first where sums are equal.

    >>> import numpy as np
    >>> one = Ranked(np.array([7, 5]), np.array([0.9, 0.8], np.float32))
    >>> other = Ranked(np.array([5, 3]), np.array([4.0, 2.0], np.float32))
    >>> fuse([one, other], 2).rids.tolist()
    [5, 7]

    Args:
        rankings: each the best first; their scores do not count.
        weights: what a place in each ranking counts, 1 by default.
    """
    if not rankings:
        return Ranked(np.zeros(0, np.int64), np.zeros(0, np.float32))
    shares = [
        weight / (CONSTANT + np.arange(1, len(one.rids) + 1))
        for one, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True)
    ]
    rids, places = np.unique(np.concatenate([one.rids for one in rankings]), return_inverse=True)
    scores = np.bincount(places, np.concatenate(shares), len(rids)).astype(np.float32)
    best = np.argsort(-scores, kind="stable")[: max(k, 0)]
    return Ranked(rids[best], scores[best], all(one.exact for one in rankings))
