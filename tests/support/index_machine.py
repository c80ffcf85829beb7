"""The index of vectors against plain numpy, step by step, whatever came before."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from autogen_hatidata.memory import matrix
from autogen_hatidata.memory.index import Limits, VectorIndex
from support.vector_oracle import DIM, exact_vectors, numbers, pairs, ranking

SEEDS = st.integers(0, 1000)
SMALL = Limits(exact=6, train=12, tail=4, probes=1, probes_each=1)


class Machine(RuleBasedStateMachine):
    """Rows come and go, are compacted, written and read back, and every kind of question is asked in between."""

    limits = Limits()

    def __init__(self) -> None:
        super().__init__()
        self.patch, self.folder = pytest.MonkeyPatch(), tempfile.TemporaryDirectory()
        self.patch.setattr(os, "fsync", lambda fd: None)  # takes its time, and is for the end of the machine
        self.patch.setattr(matrix, "LEAST_BYTES", 4 * DIM * 3)
        self.patch.setattr(matrix, "MOST_BYTES", 4 * DIM * 7)
        self.rows, self.highest = dict[int, np.ndarray](), -1
        self.saved, self.saved_highest = dict[int, np.ndarray](), None
        self.index = self.opened()

    def opened(self) -> VectorIndex:
        return VectorIndex(DIM, Path(self.folder.name), "exact", limits=self.limits)

    def some(self, data: st.DataObject) -> list[int]:
        return data.draw(st.lists(st.integers(-1, self.highest + 2), max_size=20))

    @rule(count=st.integers(0, 9), gap=st.sampled_from([0, 0, 3]), seed=SEEDS)
    def add(self, count: int, gap: int, seed: int) -> None:
        rids = range(self.highest + 1 + gap, self.highest + 1 + gap + count)
        vectors = exact_vectors(seed, count)
        self.index.add(numbers(rids), vectors)
        self.rows |= dict(zip(rids, vectors, strict=True))
        self.highest = max(self.highest, *rids) if count else self.highest

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        gone = self.some(data)
        self.index.remove(numbers(gone))
        self.rows = {rid: row for rid, row in self.rows.items() if rid not in gone}

    @rule()
    def compact(self) -> None:
        self.index.compact()
        self.saved, self.saved_highest = dict(self.rows), self.highest

    @rule()
    def snapshot(self) -> None:
        self.index.snapshot()
        self.saved, self.saved_highest = dict(self.rows), self.highest

    @rule()
    def reopen(self) -> None:
        self.index.close()
        self.index = self.opened()

        assert self.index.load() == self.saved_highest
        self.rows = dict(self.saved)
        self.highest = -1 if self.saved_highest is None else self.saved_highest

    @rule()
    def wait(self) -> None:
        assert self.index.wait(20)

    @rule(seed=SEEDS, k=st.integers(-1, 12), data=st.data())
    def search(self, seed: int, k: int, data: st.DataObject) -> None:
        (query,), among = exact_vectors(seed, 1), self.some(data) if data.draw(st.booleans()) else None
        found = self.index.search(query, k, None if among is None else numbers(among))
        expected = ranking(self.rows, query, among)
        if found.exact:
            assert pairs(found) == expected[: max(k, 0)]
        else:
            assert len(found.rids) == min(k, len(expected))
            assert set(pairs(found)) <= set(expected)
            assert pairs(found) == sorted(pairs(found), key=lambda pair: (-pair[1], pair[0]))

    @rule(seed=SEEDS, threshold=st.sampled_from([-2, -0.25, 0.0, 0.1, 0.25, 0.5, 1.0]), data=st.data())
    def above(self, seed: int, threshold: float, data: st.DataObject) -> None:
        (query,), among = exact_vectors(seed, 1), self.some(data) if data.draw(st.booleans()) else None
        found = self.index.above(query, threshold, None if among is None else numbers(among))

        assert pairs(found) == [pair for pair in ranking(self.rows, query, among) if pair[1] > threshold]
        assert found.exact

    @rule(seed=SEEDS, data=st.data())
    def read(self, seed: int, data: st.DataObject) -> None:
        (query,), wanted = exact_vectors(seed, 1), self.some(data)
        nothing = np.full(DIM, np.nan, dtype=np.float32)
        rows = np.array([self.rows.get(rid, nothing) for rid in wanted], dtype=np.float32).reshape(-1, DIM)

        np.testing.assert_array_equal(self.index.vectors(numbers(wanted)), rows)
        np.testing.assert_array_equal(self.index.scores(query, numbers(wanted)), rows @ query)

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def add_again(self, data: st.DataObject) -> None:
        rid = data.draw(st.integers(0, self.highest))
        with pytest.raises(ValueError, match="never be used again"):
            self.index.add(numbers([rid, self.highest + 1]), exact_vectors(0, 2))

    @invariant()
    def rows_are_known(self) -> None:
        assert self.index.rids.tolist() == sorted(self.rows)
        assert len(self.index) == len(self.rows)

    def teardown(self) -> None:
        self.index.close()
        self.patch.undo()
        self.folder.cleanup()


class ApproximateMachine(Machine):
    """The same where nearly every search meets an approximate index."""

    limits = SMALL
