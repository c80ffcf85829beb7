"""What whoever makes a store can give it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autogen_hatidata.memory.backend import VectorBackend

Progress = Callable[[int, int], None]
"""Told from time to time how many are done, and of how many."""

MakeVectors = Callable[[int, Path | None, str], VectorBackend]
"""Makes an empty index of vectors of a length, which keeps itself in a folder, for the vectors of one embedder."""
