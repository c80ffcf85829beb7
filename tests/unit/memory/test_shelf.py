"""Texts in pieces, compared: what numpy gives over all of them at once."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from support import bm25_oracle
from support.vector_oracle import exact_vectors

from autogen_hatidata.errors import QueryTimeout
from autogen_hatidata.memory import shelf as shelves
from autogen_hatidata.memory.fusion import hybrid
from autogen_hatidata.memory.index import VectorIndex
from autogen_hatidata.memory.ranked import Ranked
from autogen_hatidata.memory.shelf import Shelf

SIZES = st.lists(st.integers(1, 4), max_size=12)
DICE = st.integers(0, 10_000)


def _shelf(vectors: NDArray[np.float32], sizes: Sequence[int], seed: int = 0) -> tuple[Shelf, NDArray[np.float32]]:
    """Texts in pieces of an index that has others too, and some pieces twice; and the vectors of the pieces."""
    index = VectorIndex(vectors.shape[1], None, "mine")
    index.add(np.arange(len(vectors)), vectors)
    count = sum(sizes)
    dice = np.random.default_rng(seed)
    rids = (
        dice.permutation(len(vectors))[:count] if max(sizes, default=1) == 1 else dice.integers(0, len(vectors), count)
    )
    texts = [f"text {number}" for number in range(len(sizes))]
    return Shelf(texts, index, rids.astype(np.int64), np.array(sizes, np.intp)), vectors[rids]


def _cosines(pieces: NDArray[np.float32], sizes: Sequence[int], question: NDArray[np.float32]) -> list[float]:
    ends = np.cumsum(sizes).tolist()
    return [
        float((pieces[end - size : end] @ question).max()) if size else math.nan
        for size, end in zip(sizes, ends, strict=True)
    ]


@given(SIZES, DICE)
def test_the_nearest_piece_of_a_text_counts(sizes: list[int], seed: int) -> None:
    """The score of a text is the highest of its pieces."""
    shelf, pieces = _shelf(exact_vectors(1, 60), sizes, seed)
    question = exact_vectors(seed, 1)[0]

    assert shelf.scores(question).tolist() == _cosines(pieces, sizes, question)


@given(SIZES, DICE, st.integers(0, 14), st.sampled_from([-1.0, -0.25, 0.0, 0.25]))
def test_the_best_and_those_above(sizes: list[int], seed: int, k: int, least: float) -> None:
    """The best are given with all that are equal to the last of them, and what is above a score is strictly above."""
    shelf, pieces = _shelf(exact_vectors(1, 60), sizes, seed)
    scores = _cosines(pieces, sizes, exact_vectors(seed, 1)[0])
    last = sorted(scores, reverse=True)[k - 1] if 0 < k <= len(scores) else -math.inf
    expected = [(text, score) for text, score in zip(shelf.texts, scores, strict=True) if score >= last]

    assert list(zip(*shelf.best(np.array(scores), k), strict=True)) == expected
    assert shelf.best(np.array(scores), None) == (list(shelf.texts), scores)
    assert list(zip(*shelf.above(np.array(scores), least), strict=True)) == [
        (text, score) for text, score in zip(shelf.texts, scores, strict=True) if score > least
    ]


@given(SIZES, SIZES, DICE, st.sampled_from([-2.0, -0.25, 0.0, 0.25, 0.5]))
def test_pairs(sizes: list[int], others: list[int], seed: int, least: float) -> None:
    """All pairs that are more alike are there, whatever is compared at a time, and none when they are too many."""
    (left, here), (right, there) = (
        _shelf(exact_vectors(1, 60), sizes, seed),
        _shelf(exact_vectors(1, 60), others, seed + 1),
    )
    expected = set()
    for place, end in enumerate(np.cumsum(sizes).tolist()):
        alike = np.array([_cosines(there, others, piece) for piece in here[end - sizes[place] : end]]).max(axis=0)
        expected |= {(f"text {place}", f"text {n}", score) for n, score in enumerate(alike.tolist()) if score > least}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelves, "_LEFT", 3)
        patch.setattr(shelves, "_RIGHT", 5)
        found = left.pairs(right, least, len(expected), math.inf)
        fewer = left.pairs(right, least, len(expected) - 1, math.inf)

    assert found is not None
    assert set(zip(*found, strict=True)) == expected
    assert len(found[0]) == len(expected)
    assert fewer is None or not expected


def test_pairs_stop_in_time() -> None:
    """Whoever has no time left is told."""
    shelf, _ = _shelf(exact_vectors(1, 60), [1] * 10)

    with pytest.raises(QueryTimeout):
        shelf.pairs(shelf, 0.5, 100, time.monotonic() - 1)


def test_few_texts_are_all_looked_at() -> None:
    """There is no approximation of them."""
    few, _ = _shelf(exact_vectors(1, 60), [1] * 10)

    assert few.nearest(exact_vectors(2, 1)[0], 3) is None


@given(st.lists(st.sampled_from("red green blue late invoice parcel".split()), max_size=6), DICE)
def test_meaning_and_words(question: list[str], seed: int) -> None:
    """Places by meaning and places by words are put together as in a search of memories."""
    dice = np.random.default_rng(seed)
    words = "red green blue late invoice parcel".split()
    texts = sorted({" ".join(dice.choice(words, dice.integers(1, 5))) for _ in range(8)})
    index = VectorIndex(16, None, "mine")
    index.add(np.arange(len(texts)), exact_vectors(1, len(texts)))
    shelf = Shelf(texts, index, np.arange(len(texts)), np.ones(len(texts), np.intp))
    vector, text = exact_vectors(seed, 1)[0], " ".join(question)
    near = sorted(range(len(texts)), key=lambda place: -float(exact_vectors(1, len(texts))[place] @ vector))
    ranked = bm25_oracle.ranked(dict(enumerate(texts)), text, len(texts))
    for kind in ("semantic", "lexical"):
        by_words = Ranked(
            np.array([rid for rid, _ in ranked], np.int64),
            np.array([score for _, score in ranked], np.float32),
            full=bm25_oracle.full(dict(enumerate(texts)), text),
        )
        by_meaning = Ranked(np.array(near), np.zeros(len(near), np.float32))
        fused = hybrid(by_meaning, by_words, len(texts), kind)
        expected = dict(zip(fused.rids.tolist(), fused.scores.tolist(), strict=True))

        found = shelf.fused(vector, text, kind, math.inf)
        assert found.tolist() == pytest.approx([expected[n] for n in range(len(texts))])


def test_words_are_read_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has no time left is told, and the next one goes on with what was read."""
    monkeypatch.setattr(shelves, "_READ", 4)
    clock = iter((1.0, 2.0, 3.0, 3.0))
    monkeypatch.setattr(shelves, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    shelf, _ = _shelf(exact_vectors(1, 60), [1] * 10)
    vector = exact_vectors(2, 1)[0]

    with pytest.raises(QueryTimeout, match="The words of 4 of 10 texts"):
        shelf.fused(vector, "text 7", "lexical", 1.5)
    assert shelf.fused(vector, "text 7", "lexical", 3.0).argmax() == 7
