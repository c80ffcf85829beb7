"""What whoever makes a store can give it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autogen_hatidata.memory.backend import VectorBackend

Progress = Callable[[int, int], None]
"""Told from time to time how many are done, and of how many."""

MakeVectors = Callable[[int, Path | None, str], VectorBackend]
"""Makes an empty index of vectors of a length, which keeps itself in a folder, for the vectors of one embedder."""


def vector_index(dim: int, folder: Path | None, embedder_id: str) -> VectorBackend:
    """The index that a store makes where it is given no other. Its library takes a fifth of a second to load, which
    only those wait for who look for a vector."""
    from autogen_hatidata.memory.index import VectorIndex

    return VectorIndex(dim, folder, embedder_id)
