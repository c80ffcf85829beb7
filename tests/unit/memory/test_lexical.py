"""The index of words answers as plain BM25 over the rows that may be found, whatever else it holds."""

from __future__ import annotations

import string
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.bm25_oracle import full, ranked

from autogen_hatidata.memory import bm25, lexical
from autogen_hatidata.memory.lexical import LexicalIndex
from autogen_hatidata.memory.ranked import Ranked
from autogen_hatidata.memory.words import words

WORDS = (
    "paid",
    "invoice",
    "INV-2024-0042",
    "late",
    "Late",
    "margin",
    "売上高",
    "café",
    "the",
    "of",
    "E_1042",
    "1042",
    "!",
)
MANY = [f"w{letter}" for letter in string.ascii_lowercase]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


def _rids(numbers: Sequence[int]) -> np.ndarray:
    return np.array(numbers, np.int64)


def _pairs(found: Ranked) -> list[tuple[int, np.float32]]:
    return list(zip(found.rids.tolist(), found.scores, strict=True))


def _index(texts: dict[int, str]) -> LexicalIndex:
    index = LexicalIndex()
    index.add(_rids(list(texts)), list(texts.values()))
    return index


class Machine(RuleBasedStateMachine):
    """Rows come and go, parts are sorted in, snapshots are read back, and it is asked for every subset."""

    def __init__(self) -> None:
        super().__init__()
        self.patch, self.folder = pytest.MonkeyPatch(), tempfile.TemporaryDirectory()
        self.index, self.texts, self.next = LexicalIndex(), dict[int, str](), 0

    @initialize(few=st.integers(0, 12), long=st.integers(0, 6))
    def begin(self, few: int, long: int) -> None:
        """So many entries wait until they are sorted in, and so many are read without looking at the best first."""
        self.patch.setattr(lexical, "_FEW", few)
        self.patch.setattr(bm25, "_LONG", long)

    @rule(texts=st.lists(TEXTS, max_size=4), gap=st.integers(0, 2))
    def add(self, texts: list[str], gap: int) -> None:
        rids = list(range(self.next + gap, self.next + gap + len(texts)))
        self.index.add(_rids(rids), texts)
        self.texts.update(zip(rids, texts, strict=True))
        self.next = rids[-1] + 1 if rids else self.next

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        gone = data.draw(st.lists(st.integers(0, self.next + 1), max_size=3))
        self.index.remove(_rids(gone))
        for rid in gone:
            self.texts.pop(rid, None)

    @rule()
    def compact(self) -> None:
        self.index.compact()

    @rule(again=st.booleans())
    def reopen(self, again: bool) -> None:
        path = Path(self.folder.name) / "words"
        self.index.snapshot(path)
        if again:
            self.index = LexicalIndex()
        assert self.index.load(path) == (self.next - 1 if self.next else -1)

    @rule(question=TEXTS, k=st.integers(-1, 5), data=st.data())
    def ask(self, question: str, k: int, data: st.DataObject) -> None:
        among = data.draw(st.none() | st.lists(st.integers(-1, self.next + 1), max_size=12))
        seen = {rid: text for rid, text in self.texts.items() if among is None or rid in among}
        found = self.index.search(question, k, None if among is None else _rids(among))

        assert _pairs(found) == ranked(seen, question, max(k, 0))
        assert (found.rids.dtype, found.scores.dtype, found.exact) == (np.int64, np.float32, True)
        assert found.full == full(seen, question)

    @rule(other=TEXTS)
    def compare(self, other: str) -> None:
        """Marks tell rows of other words, and nothing of how the index came to be."""
        kept = dict(sorted(self.texts.items()))
        assert self.index.marks().tolist() == _index(kept).marks().tolist()
        for place, (rid, text) in enumerate(kept.items()):
            same = sorted(words(text)) == sorted(words(other))
            assert (_index({**kept, rid: other}).marks()[place] == self.index.marks()[place]) == same

    @invariant()
    def rows_are_known(self) -> None:
        assert self.index.rids.tolist() == sorted(self.texts)
        assert len(self.index) == len(self.texts)

    def teardown(self) -> None:
        self.patch.undo()
        self.folder.cleanup()


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


@given(st.dictionaries(st.integers(0, 40), TEXTS, max_size=20), st.sets(st.integers(0, 40)), TEXTS)
def test_hidden_rows_move_no_score(texts: dict[int, str], hidden: set[int], question: str) -> None:
    """What an agent may not see changes neither its scores nor their order, not even in the last bit."""
    texts = dict(sorted(texts.items()))
    seen = {rid: text for rid, text in texts.items() if rid not in hidden}
    among = _index(texts).search(question, 10, _rids(list(seen)))
    alone = _index(seen).search(question, 10)

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
        found = _index(texts).search(question, k, among)

    assert _pairs(found) == ranked(seen, question, k)


def test_the_older_row_comes_first_where_scores_are_equal() -> None:
    """Rows of the same text come in the order of their numbers, also where the limit cuts them."""
    index = _index({rid: "paid late" if rid % 2 else "paid" for rid in range(40)})

    assert index.search("paid", 3).rids.tolist() == [0, 2, 4]
    assert index.search("late", 3).rids.tolist() == [1, 3, 5]


@pytest.mark.parametrize("rids", [[3, 2], [2, 2], [1, 2], [2]])
def test_numbers_ascend_and_are_never_used_again(rids: list[int]) -> None:
    """Rows whose numbers do not go on from those before are refused, and nothing of them is added."""
    index = _index({0: "paid", 1: "late"})
    index.remove(_rids([1]))

    with pytest.raises(ValueError, match="ascending"):
        index.add(_rids(rids), ["new", "new"])

    assert index.search("new", 5).rids.tolist() == []
    assert index.rids.tolist() == [0]


def test_a_search_waits_for_nobody() -> None:
    """Threads that add, remove and compact never disturb a search: what is alive all the time is always found."""
    index = _index({0: "anchor of all"})
    stop, wrong = threading.Event(), list[list[int]]()

    def change() -> None:
        for first in range(1, 1500, 5):
            rids = _rids(list(range(first, first + 5)))
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
