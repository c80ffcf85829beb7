"""The index of vectors answers as plain numpy over the rows that may be found, whatever came before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from support.index_machine import SMALL, ApproximateMachine, Machine
from support.vector_oracle import DIM, exact_vectors, near_vectors, numbers, pairs

from autogen_hatidata.memory import matrix
from autogen_hatidata.memory.growing import Growing
from autogen_hatidata.memory.index import Limits, VectorIndex

TestMachine = Machine.TestCase
TestApproximateMachine = ApproximateMachine.TestCase
TestMachine.settings = TestApproximateMachine.settings = settings(
    max_examples=8, stateful_step_count=25, deadline=None
)  # tests/system has more of them


def _index(vectors: np.ndarray, rids: Sequence[int] | None = None, limits: Limits = SMALL) -> VectorIndex:
    index = VectorIndex(vectors.shape[1], None, "any", limits=limits)
    index.add(numbers(range(len(vectors)) if rids is None else rids), vectors)
    return index


@pytest.mark.parametrize("dim", [1, 2, 3, 4, 7, 8, 12, 16, 33, 384])
def test_equal_vectors_have_equal_scores_wherever_they_lie(dim: int) -> None:
    """The lower number comes first of equal vectors, in one block or among others, all asked for or a few."""
    dice = np.random.default_rng(dim)
    vectors = dice.standard_normal((1501, dim)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    same = np.sort(dice.choice(len(vectors), 40, replace=False))
    vectors[same] = vectors[same[0]]
    index = _index(vectors, limits=Limits())
    others = np.union1d(same, dice.choice(len(vectors), 100))
    query = dice.standard_normal(dim).astype(np.float32)

    for among in (None, others, same, same[5:6]):
        found = index.search(query, 1501, among)
        there = found.scores[np.isin(found.rids, same)]
        assert len(set(there.tolist())) == 1
        assert [rid for rid in found.rids.tolist() if rid in same] == [s for s in same if among is None or s in among]
        np.testing.assert_array_equal(index.scores(query, found.rids), found.scores)


def test_scores_are_cosines() -> None:
    """A score differs from that of float64 by rounding alone."""
    vectors = near_vectors(3, 500, 384)
    found = _index(vectors, limits=Limits()).search(vectors[7], 500)

    np.testing.assert_allclose(found.scores, vectors[found.rids].astype(np.float64) @ vectors[7], atol=1e-6)


def test_a_threshold_is_not_reached_by_what_equals_it() -> None:
    """Only what is nearer than the threshold is above it, also where neither is a round number."""
    vectors = near_vectors(4, 300)
    index = _index(vectors)
    found = index.search(vectors[0], 300)
    for place in (0, 3, 50):
        assert index.above(vectors[0], float(found.scores[place])).rids.tolist() == found.rids[:place].tolist()


@pytest.mark.parametrize(
    ("rids", "vectors"),
    [
        ([3, 2], exact_vectors(0, 2)),
        ([2, 2], exact_vectors(0, 2)),
        ([1], exact_vectors(0, 1)),
        ([5], exact_vectors(0, 2)),
        ([5], exact_vectors(0, 1)[:, :5]),
        ([5], exact_vectors(0, 1) * 1.1),
        ([5], np.full((1, DIM), np.nan, dtype=np.float32)),
        ([5], np.full((1, DIM), np.inf, dtype=np.float32)),
    ],
)
def test_rows_that_do_not_fit_are_refused(rids: list[int], vectors: np.ndarray) -> None:
    """Numbers that do not go on, other dimensions, and lengths that are not 1: nothing of them is taken."""
    index = _index(exact_vectors(1, 2))
    index.remove(numbers([1]))

    with pytest.raises(ValueError):
        index.add(numbers(rids), vectors)

    assert index.rids.tolist() == [0]
    index.add(numbers([2]), exact_vectors(0, 1))
    assert index.rids.tolist() == [0, 2]


@pytest.mark.parametrize("at", range(3))
def test_an_add_that_is_interrupted_leaves_nothing(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Wherever the user's Ctrl-C comes, the rows of before are there, and others can be added."""
    index, steps = _index(exact_vectors(1, 2)), iter(range(99))

    def interrupted(change: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            if next(steps) == at:
                raise KeyboardInterrupt
            return change(*args)

        return run

    with monkeypatch.context() as patch:
        patch.setattr(matrix.Matrix, "write", interrupted(matrix.Matrix.write))
        patch.setattr(Growing, "append", interrupted(Growing.append))
        with pytest.raises(KeyboardInterrupt):
            index.add(numbers([2, 3]), exact_vectors(2, 2))

    assert index.rids.tolist() == [0, 1]
    index.add(numbers([2]), exact_vectors(3, 1))
    assert index.rids.tolist() == [0, 1, 2]
    np.testing.assert_array_equal(index.vectors(index.rids), np.vstack([exact_vectors(1, 2), exact_vectors(3, 1)]))


def test_a_vector_may_be_nothing() -> None:
    """A text without a word has no direction; it is found last among what is not opposite."""
    index = _index(np.vstack([np.zeros((1, DIM), dtype=np.float32), exact_vectors(1, 1)]))

    assert pairs(index.search(exact_vectors(1, 1)[0], 2)) == [(1, 1.0), (0, 0.0)]


@pytest.mark.parametrize("query", [np.zeros(3), np.zeros((1, DIM)), np.full(DIM, np.nan), np.full(DIM, np.inf)])
def test_a_query_that_does_not_fit_is_refused(query: np.ndarray) -> None:
    """Another dimension, and what is no number, can be near to nothing."""
    index = _index(exact_vectors(1, 2))
    for ask in (
        lambda: index.search(query, 1),
        lambda: index.above(query, 0.1),
        lambda: index.scores(query, index.rids),
    ):
        with pytest.raises(ValueError, match="finite"):
            ask()


def test_a_closed_index_says_so() -> None:
    """After closing nothing is found, taken or written; closing again is fine."""
    index = _index(exact_vectors(1, 30))
    index.close()
    index.close()
    for use in (
        lambda: index.search(exact_vectors(1, 1)[0], 1),
        lambda: index.add(numbers([40]), exact_vectors(1, 1)),
        lambda: index.remove(numbers([1])),
        index.snapshot,
        index.compact,
        index.load,
        lambda: len(index),
    ):
        with pytest.raises(ValueError, match="closed"):
            use()
