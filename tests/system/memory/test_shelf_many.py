"""Many texts in pieces: few bytes for many pairs, and most of the nearest by an approximate index."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray
from support.vector_oracle import near_vectors

from autogen_hatidata.memory.index import VectorIndex
from autogen_hatidata.memory.shelf import Shelf


def _shelf(vectors: NDArray[np.float32]) -> Shelf:
    """Texts of one piece each, in another order than the index has them."""
    index = VectorIndex(vectors.shape[1], None, "mine")
    index.add(np.arange(len(vectors)), vectors)
    rids = np.random.default_rng(0).permutation(len(vectors)).astype(np.int64)
    return Shelf([f"text {number}" for number in range(len(rids))], index, rids, np.ones(len(rids), np.intp))


def test_many_pairs_need_little_memory() -> None:
    """500 texts beside 100,000, fifty million pairs, take less than 100 MB: a product of all would take 200."""
    vectors = near_vectors(1, 100_000, dim=16)
    few, many = _shelf(vectors[:500]), _shelf(vectors)
    many.scores(vectors[0])
    tracemalloc.start()
    try:
        found = few.pairs(many, 0.999, 1_000_000, math.inf)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert found is not None
    assert len(found[0]) >= 500
    assert peak < 100e6
    many.index.close()


def test_nearly_the_nearest_of_many() -> None:
    """Where there is an approximate index most of the nearest are found, with their cosines; before, nobody says so."""
    vectors = near_vectors(1, 30_000)
    index = VectorIndex(32, None, "mine")
    index.add(np.arange(len(vectors)), vectors)
    order = np.random.default_rng(2).permutation(len(vectors))
    shelf = Shelf([str(number) for number in order.tolist()], index, order, np.ones(len(order), np.intp))
    assert index.wait(60)
    share = []
    for question in near_vectors(3, 20):
        found = shelf.nearest(question, 10)
        assert found is not None
        cosines = vectors @ question
        assert found[1] == pytest.approx([float(cosines[int(text)]) for text in found[0]], abs=1e-6)
        share.append(len(set(found[0]) & set(map(str, np.argsort(-cosines)[:10].tolist()))) / 10)
    index.close()

    assert np.mean(share) > 0.9
    assert shelf.nearest(vectors[0], len(vectors)) is None


def test_nearly_the_nearest_of_many_long_texts() -> None:
    """Where texts have several pieces, and share some, most of the nearest are found by their nearest pieces."""
    vectors = near_vectors(1, 40_000)
    index = VectorIndex(32, None, "mine")
    index.add(np.arange(len(vectors)), vectors)
    sizes = np.random.default_rng(2).integers(1, 4, 21_000)
    rids = np.random.default_rng(3).integers(0, len(vectors), int(sizes.sum()))
    shelf = Shelf([str(number) for number in range(len(sizes))], index, rids, sizes.astype(np.intp))
    assert index.wait(60)
    share = []
    for question in near_vectors(4, 20):
        found = shelf.nearest(question, 10)
        assert found is not None
        assert len(set(found[0])) == 10
        assert found[1] == sorted(found[1], reverse=True)
        scores = shelf.scores(question)
        share.append(len(set(found[0]) & set(map(str, np.argsort(-scores)[:10].tolist()))) / 10)
    index.close()

    assert np.mean(share) > 0.85
