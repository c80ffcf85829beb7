"""The best of many scores are those that a stable sort of all of them gives."""

from __future__ import annotations

import numpy as np
import pytest

from autogen_hatidata.memory.order import best


@pytest.mark.parametrize("count", [1, 400, 401, 1_700, 40_007])
@pytest.mark.parametrize("k", [1, 10, 60, 5_000])
@pytest.mark.parametrize("digits", [1, 2, 7])
def test_it_is_a_stable_sort(count: int, k: int, digits: int) -> None:
    """Also where many scores are equal, and where the best of them stand together or at the very end."""
    dice = np.random.default_rng(count + k)
    scattered = np.round(dice.standard_normal(count), digits).astype(np.float32)
    for scores in (scattered, np.sort(scattered), np.sort(scattered)[::-1].copy(), np.zeros(count, np.float32)):
        rids = np.arange(count) * 3
        found, wanted = best(rids, scores, k), np.argsort(-scores, kind="stable")[:k]
        assert (found.rids == rids[wanted]).all()
        assert (found.scores == scores[wanted]).all()
