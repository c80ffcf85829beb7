"""The seam behind which vectors are kept and found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from autogen_hatidata.memory.ranked import Ranked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class VectorBackend(Protocol):
    """Vectors of length 1 by the number of their row, found by cosine. Safe to be called from many threads.

    ``among`` limits a search to the rows of these numbers, before they are ranked; None means all. Numbers that are not
    there are ignored in it. Of rows that are equally near the one with the lower number comes first.
    """

    @property
    def rids(self) -> NDArray[np.int64]:
        """The numbers of the rows that are there, ascending."""

    def __len__(self) -> int:
        """How many rows are there."""

    def add(self, rids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Take rows; their numbers ascend, and are higher than any that was ever taken."""

    def remove(self, rids: NDArray[np.int64]) -> None:
        """Forget rows: no search that begins afterwards finds them."""

    def search(self, query: NDArray[np.float32], k: int, among: NDArray[np.int64] | None = None) -> Ranked:
        """The ``k`` nearest rows, never fewer where there are as many."""

    def above(self, query: NDArray[np.float32], threshold: float, among: NDArray[np.int64] | None = None) -> Ranked:
        """All rows whose cosine is higher than the threshold."""

    def scores(self, query: NDArray[np.float32], rids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of each of these rows, in their order; NaN where it is not there."""

    def vectors(self, rids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vector of each of these rows, in their order; NaN where it is not there."""

    def snapshot(self) -> None:
        """Have everything on the disk that was taken before."""

    def load(self) -> int | None:
        """Begin with what the last snapshot holds: the highest number ever taken, or None when it cannot be used."""

    def close(self) -> None:
        """Let everything go."""
