"""What an index finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Ranked(NamedTuple):
    """Rows, the best first; of equal scores the older row comes first.

    Attributes:
        rids: the numbers of the rows, int64.
        scores: one for each, float32, descending.
        exact: whether no better row can be missing.
    """

    rids: NDArray[np.int64]
    scores: NDArray[np.float32]
    exact: bool = True
