"""Many rows are found by an approximate index, which a thread of its own makes while exact search serves."""

from __future__ import annotations

import gc
import logging
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import faiss
import numpy as np
import pytest
from support.vector_oracle import near_vectors, numbers, ranking

from autogen_hatidata.memory.ann import Ann, Stop
from autogen_hatidata.memory.index import Limits, VectorIndex

COUNT, DIM = 4000, 32
LIMITS = Limits(exact=200, train=500, tail=100, probes=40, probes_each=1)
VECTORS = near_vectors(5, COUNT)
QUERIES = near_vectors(6, 50)


@pytest.fixture
def index() -> Iterator[VectorIndex]:
    """Rows whose approximate index is there."""
    index = VectorIndex(DIM, None, "near", limits=LIMITS)
    index.add(numbers(range(COUNT)), VECTORS)
    assert index.wait(60)
    yield index
    index.close()


def _recall(index: VectorIndex, rids: np.ndarray, among: np.ndarray | None = None) -> float:
    """The share of the ten nearest of these rows that are found; none was found exactly."""
    shares = []
    for query in QUERIES:
        found = index.search(query, 10, among)
        assert not found.exact
        assert len(found.rids) == 10
        best = rids[np.argsort(-(VECTORS[rids] @ query))[:10]]
        shares.append(len(np.intersect1d(found.rids, best)) / 10)
    return float(np.mean(shares))


def test_nearly_all_are_found(index: VectorIndex) -> None:
    """Nine of ten of the nearest are found: of all rows, of a third of them, and of those that are left."""
    everything, third = numbers(range(COUNT)), numbers(range(0, COUNT, 3))

    assert _recall(index, everything) > 0.9
    assert _recall(index, third, third) > 0.9
    index.remove(third)
    assert _recall(index, np.setdiff1d(everything, third)) > 0.9


@pytest.mark.parametrize("spread", [0.3, 0.7, 1.5, 20.0])
def test_it_looks_as_far_as_the_rows_need(spread: float) -> None:
    """However close the groups are in which the rows lie, and where there are none, nearly all of the nearest are
    found, none of them exactly."""
    vectors = near_vectors(5, COUNT + 50, spread=spread)
    queries, vectors = vectors[COUNT:], vectors[:COUNT]
    index = VectorIndex(DIM, None, "near", limits=LIMITS._replace(probes=1))
    index.add(numbers(range(COUNT)), vectors)
    assert index.wait(60)
    found = [index.search(query, 10) for query in queries]
    index.close()
    best = [np.argsort(-(vectors @ query))[:10] for query in queries]
    shares = [len(np.intersect1d(one.rids, rids)) / 10 for one, rids in zip(found, best, strict=True)]

    assert np.mean(shares) > 0.96
    assert not any(one.exact for one in found)


@pytest.mark.parametrize("among", [None, numbers(range(COUNT))])
def test_removed_rows_take_no_place(index: VectorIndex, among: np.ndarray | None) -> None:
    """Where all that was nearest is removed, also while it is among what may be found, the next nearest are found."""
    index.remove(np.argsort(-(VECTORS @ QUERIES[0]))[:100])
    found = index.search(QUERIES[0], 10, among)

    assert not found.exact
    assert len(np.intersect1d(found.rids, index.rids)) == 10


def test_what_is_found_has_its_own_cosine(index: VectorIndex) -> None:
    """Scores are not those of the bytes that were searched, but those of exact search."""
    for query in QUERIES:
        found = index.search(query, 10)
        np.testing.assert_array_equal(found.scores, index.scores(query, found.rids))


def test_few_candidates_are_searched_exactly(index: VectorIndex) -> None:
    """However many rows there are: up to the limit, the nearest of those that may be found are all found."""
    few = numbers(np.random.default_rng(1).choice(COUNT, LIMITS.exact, replace=False))
    for query in QUERIES:
        found = index.search(query, 10, few)
        assert found.exact
        assert found.rids.tolist() == [rid for rid, _ in ranking(dict(enumerate(VECTORS)), query, few)][:10]


def test_what_came_since_is_found(index: VectorIndex) -> None:
    """Rows that are not in the approximate index yet are found like others, and then become part of it."""
    index.add(numbers([COUNT, COUNT + 1]), QUERIES[:2])

    assert index.search(QUERIES[0], 1).rids.tolist() == [COUNT]
    assert index.search(QUERIES[1], 3, numbers(range(1000, COUNT + 2))).rids[0] == COUNT + 1
    index.add(numbers(range(COUNT + 2, COUNT + 300)), near_vectors(8, 298))
    assert index.wait(60)
    assert index._trainer.ann is not None
    assert index._trainer.ann.last == COUNT + 299
    assert index.search(QUERIES[0], 1).rids.tolist() == [COUNT]


def test_an_answer_is_never_short(index: VectorIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the approximate index finds fewer than are wanted and there, exact search finds them."""
    nothing = np.empty(0, dtype=np.int64)
    monkeypatch.setattr(Ann, "search", lambda self, *_: (nothing, self.last))
    found = index.search(QUERIES[0], 10)

    assert found.exact
    assert found.rids.tolist() == np.argsort(-(VECTORS @ QUERIES[0]), kind="stable")[:10].tolist()


def test_compaction_leaves_the_approximate_index_right(index: VectorIndex) -> None:
    """Rows have other places afterwards and the same numbers."""
    gone = numbers(range(0, COUNT, 2))
    index.remove(gone)
    index.compact()

    assert _recall(index, numbers(range(1, COUNT, 2))) > 0.9


def test_it_is_made_again_when_rows_have_doubled_or_gone(index: VectorIndex) -> None:
    """Its size follows the rows, up, down, and to nothing at all."""
    index.add(numbers(range(COUNT, 2 * COUNT)), near_vectors(9, COUNT))
    assert index.wait(60)
    assert index._trainer.ann is not None
    assert index._trainer.ann.size == 2 * COUNT
    index.remove(numbers(range(COUNT + COUNT // 2)))
    assert index.wait(60)
    assert index._trainer.ann.size == COUNT // 2
    index.remove(index.rids[200:])
    assert index.wait(60)
    assert index._trainer.ann is None


class Held:
    """A training that goes on until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.stopped: list[bool] = []
        train = Ann.train

        def held(first: np.ndarray, sample: Callable[[], Iterator[np.ndarray]], size: int, stop: Stop) -> Ann | None:
            self.begun.set()
            while not self.go.wait(0.01) and not stop():
                pass
            self.stopped.append(stop())
            return train(first, sample, size, stop)

        monkeypatch.setattr(Ann, "train", held)


def test_exact_search_serves_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """During a training rows are found, added and removed; what came between is part of its result."""
    training = Held(monkeypatch)
    index = VectorIndex(DIM, None, "near", limits=LIMITS)
    index.add(numbers(range(COUNT)), VECTORS)
    assert training.begun.wait(20)

    assert index.search(VECTORS[7], 1)[::2] == (7, True)
    assert not index.wait(0.01)
    index.remove(numbers([7]))
    index.add(numbers([COUNT]), VECTORS[7:8])
    training.go.set()
    assert index.wait(60)
    found = index.search(VECTORS[7], 2)
    assert (found.rids[0], found.exact) == (COUNT, False)
    assert 7 not in found.rids
    index.close()


def test_what_is_trained_for_may_be_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all rows are removed and compacted away during a training, nothing is left of it, and others are taken."""
    training = Held(monkeypatch)
    index = VectorIndex(DIM, None, "near", limits=LIMITS)
    index.add(numbers(range(COUNT)), VECTORS)
    assert training.begun.wait(20)
    index.remove(index.rids)
    index.compact()
    training.go.set()

    assert index.wait(60)
    assert index._trainer.ann is None
    index.add(numbers(range(COUNT, 2 * COUNT)), VECTORS)
    assert index.wait(60)
    assert index.search(VECTORS[7], 1)[::2] == (COUNT + 7, False)
    index.close()


def test_closing_ends_a_training(monkeypatch: pytest.MonkeyPatch) -> None:
    """A training that is under way is stopped, and no thread is left."""
    training = Held(monkeypatch)
    index = VectorIndex(DIM, None, "near", limits=LIMITS)
    index.add(numbers(range(COUNT)), VECTORS)
    assert training.begun.wait(20)
    index.close()

    assert training.stopped == [True]
    assert not [thread for thread in threading.enumerate() if thread.name == "hatidata-memory-index"]


@pytest.mark.parametrize("error", [MemoryError("no room"), RuntimeError("Error in faiss")])
def test_a_training_that_fails_leaves_exact_search(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    """It is told once, and searches go on."""

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(Ann, "train", fails)
    index = VectorIndex(DIM, None, "near", limits=LIMITS)
    with caplog.at_level(logging.WARNING, "autogen_hatidata"):
        for first in range(0, COUNT, 1000):
            index.add(numbers(range(first, first + 1000)), VECTORS[first : first + 1000])
            assert index.wait(20)

    assert [record.message.partition(": ")[2] for record in caplog.records] == [str(error)]
    assert index.search(VECTORS[7], 1)[::2] == (7, True)
    index.close()


def test_faiss_of_other_threads_keeps_its_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A training takes one thread, and does not change how many faiss uses elsewhere in the program."""
    before, assign, there = faiss.omp_get_max_threads(), Ann.assign, set[int]()

    def assigns(ann: Ann, vectors: np.ndarray) -> np.ndarray:
        there.add(faiss.omp_get_max_threads())
        return assign(ann, vectors)

    monkeypatch.setattr(Ann, "assign", assigns)
    faiss.omp_set_num_threads(3)
    index = VectorIndex(DIM, None, "near", limits=LIMITS)
    index.add(numbers(range(COUNT)), VECTORS)
    assert index.wait(60)
    after = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(before)

    assert not index.search(VECTORS[0], 1).exact
    assert (there, after) == ({1}, 3)
    index.close()


def test_searches_wait_for_nobody_and_are_right(tmp_path: Path) -> None:
    """Threads search while others add, remove, write, compact and train: what is there all the time is always found."""
    index = VectorIndex(DIM, tmp_path, "near", limits=LIMITS)
    index.add(numbers(range(1000)), VECTORS[:1000])
    done, wrong = threading.Event(), list[object]()

    def change() -> None:
        for first in range(1000, COUNT, 50):
            index.add(numbers(range(first, first + 50)), VECTORS[first : first + 50])
            index.remove(numbers(range(first, first + 25)))

    def write() -> None:
        while not done.wait(0.01):
            index.snapshot()
            index.compact()

    def ask() -> None:
        while not done.is_set():
            for query, vector in ((3, VECTORS[3]), (999, VECTORS[999])):
                found = index.search(vector, 5)
                few = index.search(vector, 5, numbers(range(900, 3000)))
                high = index.above(vector, 0.99)
                if query not in found.rids[:1] or query not in high.rids or len(few.rids) != 5:
                    wrong.append((query, found, few, high))
                if np.any(np.diff(found.scores) > 0) or found.rids.max() >= COUNT:
                    wrong.append(found)

    others = [threading.Thread(target=work) for work in (write, ask, ask)]
    for thread in others:
        thread.start()
    change()
    done.set()
    for thread in others:
        thread.join()

    assert wrong == []
    assert index.wait(60)
    index.snapshot()
    again = VectorIndex(DIM, tmp_path, "near")
    assert again.load() == COUNT - 1
    expected = [rid for rid in range(COUNT) if rid < 1000 or rid % 50 >= 25]
    assert again.rids.tolist() == index.rids.tolist() == expected
    np.testing.assert_array_equal(again.vectors(again.rids), VECTORS[expected])
    index.close()
    again.close()


def test_an_index_that_nobody_uses_gives_its_memory_back() -> None:
    """At once, with its vectors and what was trained, and not when garbage is next looked for; after its training."""
    index = VectorIndex(32, None, "mine", limits=Limits(exact=100, train=500))
    index.add(np.arange(2_000), near_vectors(1, 2_000))
    thread, known = index._trainer._thread, weakref.ref(index)
    gc.disable()
    try:
        del index
        if thread is not None:
            thread.join(60)
        assert known() is None
    finally:
        gc.enable()
