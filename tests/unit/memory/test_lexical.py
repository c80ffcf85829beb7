"""The index of words answers as plain BM25 over the rows that may be found, whatever else it holds."""

from __future__ import annotations

import string
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bm25_oracle import ranked
from support.lexical_machine import TEXTS, Machine, index_of, pairs_of, rids_of

from autogen_hatidata.memory import bm25

MANY = [f"w{letter}" for letter in string.ascii_lowercase]

TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)  # tests/system has more of them


@given(st.dictionaries(st.integers(0, 40), TEXTS, max_size=20), st.sets(st.integers(0, 40)), TEXTS)
def test_hidden_rows_move_no_score(texts: dict[int, str], hidden: set[int], question: str) -> None:
    """What an agent may not see changes neither its scores nor their order, not even in the last bit."""
    texts = dict(sorted(texts.items()))
    seen = {rid: text for rid, text in texts.items() if rid not in hidden}
    among = index_of(texts).search(question, 10, rids_of(list(seen)))
    alone = index_of(seen).search(question, 10)

    assert (among.rids.tolist(), among.scores.tobytes()) == (alone.rids.tolist(), alone.scores.tobytes())
    assert among.full == alone.full


@given(
    st.integers(0, 2**32 - 1),
    st.lists(st.integers(0, 25), min_size=1, max_size=8, unique=True),
    st.integers(1, 30),
    st.none() | st.floats(0.05, 0.95),
    st.integers(0, 200),
)
def test_long_lists_are_not_read_and_nothing_is_missed(
    seed: int, asked: list[int], k: int, share: float | None, long: int
) -> None:
    """The best of many rows are those of plain BM25, however many entries were passed over for it."""
    dice = np.random.default_rng(seed)
    weights = 1 / np.arange(1, len(MANY) + 1)
    lengths = dice.integers(1, 12, 300)
    numbers = dice.choice(len(MANY), lengths.sum(), p=weights / weights.sum())
    texts = {
        rid: " ".join(MANY[n] for n in part) for rid, part in enumerate(np.split(numbers, np.cumsum(lengths)[:-1]))
    }
    among = None if share is None else np.flatnonzero(dice.random(300) < share)
    seen = texts if among is None else {rid: texts[rid] for rid in among.tolist()}
    question = " ".join(MANY[n] for n in asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bm25, "_LONG", long)
        found = index_of(texts).search(question, k, among)

    assert pairs_of(found) == ranked(seen, question, k)


def test_the_older_row_comes_first_where_scores_are_equal() -> None:
    """Rows of the same text come in the order of their numbers, also where the limit cuts them."""
    index = index_of({rid: "paid late" if rid % 2 else "paid" for rid in range(40)})

    assert index.search("paid", 3).rids.tolist() == [0, 2, 4]
    assert index.search("late", 3).rids.tolist() == [1, 3, 5]


@pytest.mark.parametrize("rids", [[3, 2], [2, 2], [1, 2], [2]])
def test_numbers_ascend_and_are_never_used_again(rids: list[int]) -> None:
    """Rows whose numbers do not go on from those before are refused, and nothing of them is added."""
    index = index_of({0: "paid", 1: "late"})
    index.remove(rids_of([1]))

    with pytest.raises(ValueError, match="ascending"):
        index.add(rids_of(rids), ["new", "new"])

    assert index.search("new", 5).rids.tolist() == []
    assert index.rids.tolist() == [0]


def test_a_search_waits_for_nobody() -> None:
    """Threads that add, remove and compact never disturb a search: what is alive all the time is always found."""
    index = index_of({0: "anchor of all"})
    stop, wrong = threading.Event(), list[list[int]]()

    def change() -> None:
        for first in range(1, 1500, 5):
            rids = rids_of(list(range(first, first + 5)))
            index.add(rids, ["anchor late paid"] * 5)
            index.remove(rids[1:])
            index.compact()
        stop.set()

    def ask() -> None:
        while not stop.is_set():
            found = index.search("anchor", 5000).rids.tolist()
            if found[:1] != [0] or found != sorted(found):
                wrong.append(found)

    threads = [threading.Thread(target=work) for work in (change, ask, ask)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert len(index) == 301
