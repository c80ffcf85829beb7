"""Several rankings become one by the places in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autogen_hatidata.memory.embedding import KINDS
from autogen_hatidata.memory.fusion import WEIGHTS, fuse, hybrid
from autogen_hatidata.memory.lexical import LexicalIndex
from autogen_hatidata.memory.ranked import Ranked

ORDERS = st.lists(st.integers(0, 30), unique=True, max_size=12)


def _ranked(rids: list[int], *, exact: bool = True, full: float | None = None) -> Ranked:
    scores = np.linspace(1, 0.5, len(rids), dtype=np.float32)
    return Ranked(np.array(rids, np.int64), scores, exact, full)


@given(ORDERS, ORDERS, st.integers(0, 30))
def test_sums_of_reciprocal_ranks(one: list[int], other: list[int], k: int) -> None:
    """The fusion is that of the formula, k = 60, and of equal sums the older row comes first."""
    sums = {
        rid: np.float32(sum(1 / (60 + order.index(rid) + 1) for order in (one, other) if rid in order))
        for rid in {*one, *other}
    }
    expected = sorted(sums.items(), key=lambda row: (-row[1], row[0]))[:k]
    found = fuse([_ranked(one), _ranked(other)], k)

    assert list(zip(found.rids.tolist(), found.scores, strict=True)) == expected
    assert (found.rids.dtype, found.scores.dtype) == (np.int64, np.float32)


def test_words_count_by_the_share_of_the_question() -> None:
    """A row that has all of the question comes first; one that has a small part of it does not pass better vectors."""
    near = _ranked([1, 2, 3])

    def first(full: float) -> tuple[list[int], float]:
        found = hybrid(near, _ranked([3], full=full), 3, "semantic")
        return found.rids.tolist(), pytest.approx(found.scores[found.rids.tolist().index(3)])

    assert first(1.0) == ([3, 1, 2], 1 / 63 + 0.8 / 61)
    assert first(0.1) == ([3, 1, 2], 1 / 63 + 0.8 / 61)
    assert first(2.0) == ([3, 1, 2], 1 / 63 + 0.2 / 61)
    assert first(20.0) == ([1, 2, 3], 1 / 63 + 0.002 / 61)


def test_small_words_pass_no_better_vector() -> None:
    """Memories that only share words like "the" with a question stay behind what its vector finds."""
    index = LexicalIndex()
    index.add(np.arange(41), [*["what did the head of the depot do, and why"] * 40, "Oslo: margin shrank"])
    words = index.search("why did the profit of the firm in Norway go down", 50)
    near = _ranked([40, 3, 0])

    assert 40 not in words.rids
    assert hybrid(near, words, 3, "semantic").rids.tolist() == [40, 3, 0]
    assert fuse([near, words], 3).rids.tolist() == [0, 3, 40]


def test_vectors_of_letters_only_decide_between_equals() -> None:
    """With an embedder that knows no meaning, rows come as their words rank them, and other rows after them."""
    found = hybrid(_ranked([9, 2, 1]), _ranked([1, 2, 3], full=50.0), 4, "lexical")

    assert found.rids.tolist() == [1, 2, 3, 9]


def test_every_kind_of_embedder_has_weights() -> None:
    """No kind is forgotten."""
    assert WEIGHTS.keys() == set(KINDS)


@pytest.mark.parametrize("exact", [True, False])
def test_it_is_exact_when_all_are(exact: bool) -> None:
    """One ranking that may lack a row makes the fusion one."""
    assert fuse([_ranked([1]), _ranked([2], exact=exact)], 2).exact is exact


def test_nothing_gives_nothing() -> None:
    """Empty rankings fuse to an empty one."""
    assert fuse([_ranked([]), _ranked([])], 5).rids.tolist() == []
    assert hybrid(_ranked([]), _ranked([], full=0.0), 5, "semantic").rids.tolist() == []
