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
        full: the score of a row of average length that has each word of the question once; None where scores say
            nothing of the kind. A part of a ranking has that of the whole: cut it with ``_replace``.
    """

    rids: NDArray[np.int64]
    scores: NDArray[np.float32]
    exact: bool = True
    full: float | None = None
