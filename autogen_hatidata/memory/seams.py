"""What the store needs of an embedder and of the two indexes. What has these methods will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from autogen_hatidata.memory.ranked import Ranked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Progress = Callable[[int, int], None]
"""Told from time to time how many are done, and of how many."""


class Embeds(Protocol):
    """Makes a unit vector of a text."""

    @property
    def id(self) -> str:
        """What tells its vectors from those of every other one."""
        ...

    @property
    def dim(self) -> int:
        """The length of a vector."""
        ...

    @property
    def kind(self) -> str:
        """``semantic``, or ``lexical`` where it only compares letters and words."""
        ...

    @property
    def default_threshold(self) -> float:
        """The cosine above which two texts mostly have to do with each other."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text."""
        ...


class Vectors(Protocol):
    """An index of vectors by the numbers of their rows; see `index`."""

    @property
    def rids(self) -> NDArray[np.int64]: ...
    def __len__(self) -> int: ...
    def add(self, rids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None: ...
    def remove(self, rids: NDArray[np.int64]) -> None: ...
    def search(self, query: NDArray[np.float32], k: int, among: NDArray[np.int64] | None) -> Ranked: ...
    def above(self, query: NDArray[np.float32], threshold: float, among: NDArray[np.int64] | None) -> Ranked: ...
    def scores(self, query: NDArray[np.float32], rids: NDArray[np.int64]) -> NDArray[np.float32]: ...
    def vectors(self, rids: NDArray[np.int64]) -> NDArray[np.float32]: ...
    def snapshot(self) -> None: ...
    def load(self) -> int | None: ...
    def close(self) -> None: ...


class Words(Protocol):
    """An index of words by the numbers of their rows; see `lexical`."""

    @property
    def rids(self) -> NDArray[np.int64]: ...
    def __len__(self) -> int: ...
    def add(self, rids: NDArray[np.int64], texts: Sequence[str]) -> None: ...
    def remove(self, rids: NDArray[np.int64]) -> None: ...
    def search(self, text: str, k: int, among: NDArray[np.int64] | None) -> Ranked: ...
    def snapshot(self, path: Path) -> None: ...
    def load(self, path: Path) -> int | None: ...


MakeVectors = Callable[[int, Path | None, str], Vectors]
MakeWords = Callable[[], Words]
