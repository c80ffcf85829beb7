"""The index of words against plain BM25, step by step, whatever came before."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from autogen_hatidata.memory import bm25, lexical
from autogen_hatidata.memory.lexical import LexicalIndex
from autogen_hatidata.memory.ranked import Ranked
from autogen_hatidata.memory.words import words
from support.bm25_oracle import full, ranked

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
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


def rids_of(numbers: Sequence[int]) -> np.ndarray:
    return np.array(numbers, np.int64)


def pairs_of(found: Ranked) -> list[tuple[int, np.float32]]:
    return list(zip(found.rids.tolist(), found.scores, strict=True))


def index_of(texts: dict[int, str]) -> LexicalIndex:
    index = LexicalIndex()
    index.add(rids_of(list(texts)), list(texts.values()))
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
        self.index.add(rids_of(rids), texts)
        self.texts.update(zip(rids, texts, strict=True))
        self.next = rids[-1] + 1 if rids else self.next

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        gone = data.draw(st.lists(st.integers(0, self.next + 1), max_size=3))
        self.index.remove(rids_of(gone))
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
        found = self.index.search(question, k, None if among is None else rids_of(among))

        assert pairs_of(found) == ranked(seen, question, max(k, 0))
        assert (found.rids.dtype, found.scores.dtype, found.exact) == (np.int64, np.float32, True)
        assert found.full == full(seen, question)

    @rule(other=TEXTS)
    def compare(self, other: str) -> None:
        """Marks tell rows of other words, and nothing of how the index came to be."""
        kept = dict(sorted(self.texts.items()))
        assert self.index.marks().tolist() == index_of(kept).marks().tolist()
        for place, (rid, text) in enumerate(kept.items()):
            same = sorted(words(text)) == sorted(words(other))
            assert (index_of({**kept, rid: other}).marks()[place] == self.index.marks()[place]) == same

    @invariant()
    def rows_are_known(self) -> None:
        assert self.index.rids.tolist() == sorted(self.texts)
        assert len(self.index) == len(self.texts)

    def teardown(self) -> None:
        self.patch.undo()
        self.folder.cleanup()
