"""Vectors whose products are exact in float32, and plain numpy over them: what an index must answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.ranked import Ranked

DIM = 16


@lru_cache
def exact_vectors(seed: int, count: int) -> NDArray[np.float32]:
    """Unit vectors of four halves: their products are multiples of a quarter, so that many are equal. Read-only."""
    dice = np.random.default_rng(seed)
    vectors = np.zeros((count, DIM), dtype=np.float32)
    for row in vectors:
        row[dice.choice(DIM // 2, 4, replace=False)] = dice.choice([-0.5, 0.5], 4)
    vectors.flags.writeable = False
    return vectors


def near_vectors(seed: int, count: int, dim: int = 32, spread: float = 0.7) -> NDArray[np.float32]:
    """Unit vectors around twenty directions; the larger the spread, the less."""
    dice = np.random.default_rng(seed)
    centres = np.random.default_rng(1).standard_normal((20, dim))
    vectors = centres[dice.integers(0, 20, count)] + spread * dice.standard_normal((count, dim))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def ranking(
    rows: Mapping[int, NDArray[np.float32]], query: NDArray[np.float32], among: Iterable[int] | None = None
) -> list[tuple[int, float]]:
    """All rows that may be found with their cosines, the best first and of equals the lowest number."""
    rids = sorted(rows if among is None else set(among) & rows.keys())
    scores = [float(rows[rid] @ query) for rid in rids]
    return sorted(zip(rids, scores, strict=True), key=lambda pair: (-pair[1], pair[0]))


def pairs(found: Ranked) -> list[tuple[int, float]]:
    """What was found, in the form of `ranking`."""
    assert (found.rids.dtype, found.scores.dtype) == (np.int64, np.float32)
    return list(zip(found.rids.tolist(), found.scores.tolist(), strict=True))


def numbers(rids: Iterable[int]) -> NDArray[np.int64]:
    """Numbers of rows, in the order that is given."""
    return np.array(list(rids), dtype=np.int64)
