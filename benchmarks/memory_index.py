"""Searching vectors: the index of the memory against raw FAISS over the same vectors, in one process and one thread."""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.index import VectorIndex
from benchmarks.clusters import DIM, Clusters
from benchmarks.measure import Figure, Point, interleaved, median
from benchmarks.memory_texts import held

ROUNDS = 200
SIZES = {10_000: 1.2, 100_000: 0.1}
MILLION = {1_000_000: 0.02}
"""How many rows, and the goal of a search among all of them over that of raw FAISS."""

K, QUERIES, FILTERED = 10, 300, 100
THRESHOLD = 0.5

_Numbers = NDArray[np.int64]


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Ten and a hundred thousand rows."""
    yield from _all(SIZES, rounds)


def million(rounds: int = ROUNDS // 4) -> Iterator[Figure]:
    """A million rows, which takes some minutes and 4 GB; alone, so that the memory is that of the index."""
    yield from _all(MILLION, rounds)


def _all(sizes: dict[int, float], rounds: int) -> Iterator[Figure]:
    faiss.omp_set_num_threads(1)
    for count, goal in sizes.items():
        with tempfile.TemporaryDirectory() as folder:
            yield from _Rows(count, Path(folder)).figures(goal, rounds)


class _Rows:
    """So many rows in an index and in raw FAISS."""

    def __init__(self, count: int, folder: Path) -> None:
        self.count, self.folder, self.name = count, folder, f"{count:,} rows"
        clusters = Clusters(count)
        self.queries = clusters.queries(QUERIES)
        # Numbers with gaps, as they have after rows were forgotten.
        self.rids = np.arange(count, dtype=np.int64) + np.arange(count) // 9
        self.index = VectorIndex(DIM, folder, "clusters")
        started, place = time.perf_counter(), 0
        for block in clusters.blocks():
            self.index.add(self.rids[place : place + len(block)], block)
            place += len(block)
        self.added = time.perf_counter() - started
        self.index.wait()
        self.trained = time.perf_counter() - started
        for query in self.queries:
            self.index.search(query, K)
        self.memory = held("VmRSS"), held("VmHWM")
        self.raw = faiss.IndexFlatIP(DIM)
        self.raw.codes.resize(4 * DIM * count)  # at once: it would take twice the room while it grows
        self.raw.ntotal = count
        rows = faiss.rev_swig_ptr(self.raw.get_xb(), DIM * count).reshape(count, DIM)
        for start in range(0, count, 50_000):
            rows[start : start + 50_000] = self.index.vectors(self.rids[start : start + 50_000])

    def figures(self, goal: float, rounds: int) -> Iterator[Figure]:
        """How it was built and in what memory, searches of all and of some, the threshold, and the snapshot."""
        built = f"{self.added:.1f} s to add and {self.trained:.1f} s until all is searchable approximately"
        yield Figure(f"adding, {self.name}", self.count / self.added, " rows/s", note=built)
        if self.count >= 1_000_000:
            now, most = self.memory
            yield Figure(f"memory of the process, {self.name}", now, " GB", 2.2, f"at most {most:.2f} in a training")
        yield from self._searches("search of all", np.arange(self.count), goal, 2.0, rounds)
        one = self._chosen(self.count // 100)
        yield from self._searches("search of 1 %", one, 1.0, 0.0, rounds)
        if self.count > 50_000:
            most_exact = self._chosen(19_900)
            yield from self._searches("search of 19,900", most_exact, None, 0.0, rounds)
            yield from self._searches("search of 40 %", self._chosen(self.count * 4 // 10), None, 2.0, rounds)
        yield from self._threshold(rounds)
        yield from self._snapshot()
        self.index.close()

    def _chosen(self, count: int) -> _Numbers:
        return np.sort(np.random.default_rng(count).choice(self.count, count, replace=False))

    def _searches(
        self, what: str, places: _Numbers, goal: float | None, missed: float, rounds: int
    ) -> Iterator[Figure]:
        """A search over that of raw FAISS, and how many of the nearest ten it misses.

        Both get the same rows. Where these are some of all, both find out in the call where they lie: FAISS makes a
        selector of them. What it takes with a bitmap that was made before is told beside it.
        """
        everything = len(places) == self.count
        bits = np.packbits(np.isin(np.arange(self.count), places), bitorder="little")
        selector = None if everything else faiss.IDSelectorBitmap(bits)
        raw = partial(self.raw.search, k=K, params=faiss.SearchParameters(sel=selector))
        among = None if everything else self.rids[places]
        calls = {
            "ours": _cycle(self.queries, lambda query: self.index.search(query, K, among)),
            "raw": _cycle(self.queries, lambda query: raw(query[None])),
        }
        times = {name: median(spent) for name, spent in interleaved(calls, rounds).items()}
        note = ""
        if not everything:  # alone: beside the other, it would bring its rows into the cache for it
            note = f"; {times['raw'] * 1e3:.3f} ms raw with a bitmap that was made before"
            made = {"made": _cycle(self.queries, lambda query: self._made(query, places))}
            times["raw"] = median(interleaved(made, rounds)["made"])
        note = f"p50 {times['ours'] * 1e3:.3f} ms, {times['raw'] * 1e3:.3f} ms raw, k {K}{note}"
        yield Figure(f"{what}, {self.name} / raw FAISS Flat", times["ours"] / times["raw"], "x", goal, note)
        queries = self.queries[: QUERIES if everything else FILTERED]
        found = [self.index.search(query, K, among) for query in queries]
        best = self.rids[np.concatenate([raw(query[None])[1] for query in queries])]
        there = [len(np.intersect1d(one.rids, rids)) for one, rids in zip(found, best, strict=True)]
        exact = sum(one.exact for one in found)
        yield Figure(
            f"the same: missed of the nearest {K}",
            100 - 100 * float(np.mean(there)) / K,
            " %",
            missed,
            f"{len(found)} queries, {exact} searched exactly",
            points=self._points(what, times, float(np.mean(there)) / K),
        )

    def _made(self, query: NDArray[np.float32], places: _Numbers) -> None:
        selector = faiss.IDSelectorBatch(places)
        self.raw.search(query[None], K, params=faiss.SearchParameters(sel=selector))

    def _points(self, what: str, times: Mapping[str, float], recall: float) -> tuple[Point, ...]:
        """For the plots, of as many rows as no other suite compares."""
        of = {"search of all": "", "search of 1 %": " of 1 %"}.get(what)
        if of is None or self.count not in MILLION:
            return ()
        ours = Point(f"p50{of}", "our index", self.count, times["ours"] * 1e3)
        raw = Point(f"p50{of}", "raw FAISS Flat", self.count, times["raw"] * 1e3)
        found = Point(f"recall{of}", "our index", self.count, recall)
        return ours, raw, found, Point(f"recall{of}", "raw FAISS Flat", self.count, 1.0)

    def _threshold(self, rounds: int) -> Iterator[Figure]:
        calls = {
            "ours": _cycle(self.queries, lambda query: self.index.above(query, THRESHOLD)),
            "raw": _cycle(self.queries, lambda query: self.raw.range_search(query[None], THRESHOLD)),
        }
        times = {name: median(spent) for name, spent in interleaved(calls, max(1, rounds // 4)).items()}
        rows = median(len(self.index.above(query, THRESHOLD).rids) for query in self.queries[:20])
        note = f"{times['ours'] * 1e3:.2f} ms, cosine above {THRESHOLD}: {rows:.0f} rows"
        yield Figure(
            f"all above a threshold, {self.name} / raw range_search", times["ours"] / times["raw"], "x", note=note
        )

    def _snapshot(self) -> Iterator[Figure]:
        written = _seconds(self.index.snapshot)
        again = VectorIndex(DIM, self.folder, "clusters")
        read = _seconds(again.load)
        again.close()
        note = f"checked and mapped; {written:.2f} s to write it"
        yield Figure(f"reading a snapshot, {self.name}", read, " s", 1.0 if self.count <= 100_000 else None, note)


def _cycle(queries: NDArray[np.float32], ask: Callable[[Any], object]) -> Callable[[], object]:
    """Ask with one query after the other."""
    turn = itertools.cycle(queries)
    return lambda: ask(next(turn))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
