"""The best of many scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.ranked import Ranked

_FEW = 400
"""So many are sorted as fast as the best of them are told from the others."""

_GROUP = 32
"""Of many scores the best of each group of so many is looked at first."""


def best(rids: NDArray[np.int64], scores: NDArray[np.float32], k: int | None = None, *, exact: bool = True) -> Ranked:
    """The ``k`` rows of the highest scores, or all, the best first; of equal ones the first that is given."""
    if k is not None and 0 < k < len(scores) > _FEW:
        kept = np.flatnonzero(scores >= _least(scores, k))
        rids, scores = rids[kept], scores[kept]
    order = (-scores).argsort(kind="stable")[:k]
    return Ranked(rids[order], scores[order], exact)


def _least(scores: NDArray[np.float32], k: int) -> np.float32:
    """A score that ``k`` rows reach at the least, and hardly more where there are many: one row of a group is the best
    of it, so ``k`` groups have as many rows. To tell the ``k`` best of all from the others takes some times as long."""
    groups = len(scores) // _GROUP
    heads = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0) if groups > _GROUP + 2 * k else scores
    found: np.float32 = np.partition(heads, len(heads) - k)[len(heads) - k]
    return found
