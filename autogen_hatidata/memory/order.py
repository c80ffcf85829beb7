"""The best of many scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.ranked import Ranked

_FEW = 400
"""So many are sorted as fast as the best of them are told from the others."""


def best(rids: NDArray[np.int64], scores: NDArray[np.float32], k: int | None = None, *, exact: bool = True) -> Ranked:
    """The ``k`` rows of the highest scores, or all, the best first; of equal ones the first that is given."""
    if k is not None and 0 < k < len(scores) > _FEW:
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        kept = np.flatnonzero(scores >= least)
        rids, scores = rids[kept], scores[kept]
    order = (-scores).argsort(kind="stable")[:k]
    return Ranked(rids[order], scores[order], exact)
