"""The memories that a call can reach: what every ranking begins with."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Rids = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Candidates:
    """The memories that a call can reach, of those in the directory."""

    def __init__(self, rids: Rids, mask: Mask, count: int, everything: bool) -> None:
        self._rids, self._mask, self._count, self._all = rids, mask, count, everything
        self._found: Rids | None = None

    def __len__(self) -> int:
        return self._count

    @property
    def rids(self) -> Rids:
        """Their numbers, ascending."""
        if self._found is None:
            self._found = self._rids[self._mask]
        return self._found

    @property
    def among(self) -> Rids | None:
        """What an index is told: their numbers, or None where they are all there are."""
        return None if self._all else self.rids

    def only(self, rids: Iterable[int]) -> Candidates:
        """Those of them that are among ``rids``, too."""
        mask = self._mask & np.isin(self._rids, np.fromiter(rids, np.int64))
        return Candidates(self._rids, mask, int(np.count_nonzero(mask)), everything=False)
