"""A search is done by the thread that asks, and leaves FAISS's threads to others as they were."""

from __future__ import annotations

import faiss
import numpy as np
import pytest

from autogen_hatidata.memory.ann import Ann


def test_an_approximate_search_starts_no_threads() -> None:
    """It waits for no other thread, which a busy core may keep from running."""
    vectors = np.random.default_rng(1).standard_normal((500, 16), dtype=np.float32)
    ann = Ann.train(vectors[:20].copy(), lambda: iter([vectors]), len(vectors), lambda: False)
    assert ann is not None
    lists = ann.assign(vectors)
    ann.reserve(lists)
    ann.add(np.arange(500), vectors, lists, 499)
    faiss.omp_set_num_threads(3)
    search, seen = ann._ivf.search_c, list[int]()
    ann._ivf.search_c = lambda *given, **named: seen.append(faiss.omp_get_max_threads()) or search(*given, **named)

    try:
        found, _ = ann.search(vectors[7], 5, 4, None)
        assert (seen, faiss.omp_get_max_threads()) == ([1], 3)
        assert 7 in found
        ann._ivf.search_c = lambda *_, **__: 1 / 0
        with pytest.raises(ZeroDivisionError):
            ann.search(vectors[7], 5, 4, None)
        assert faiss.omp_get_max_threads() == 3
    finally:
        faiss.omp_set_num_threads(1)
