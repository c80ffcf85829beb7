"""Our memory beside raw FAISS, Chroma, LanceDB and hatidata-agent: the same texts, vectors and questions at once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import faiss
import numpy as np

from benchmarks.measure import Figure, Point, interleaved, median
from benchmarks.memory_store import seconds, type_of
from benchmarks.memory_texts import Known
from benchmarks.peers import K, Peer, Planner, Store, peers

ROUNDS = 100
SIZE, LARGE = 10_000, 100_000
BATCH, RECALLED = 10_000, 100
RAW, INDEX, CHROMA = "raw FAISS Flat", "our index", "Chroma"


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Ten thousand rows."""
    yield from _figures(SIZE, rounds)


def large(rounds: int = ROUNDS) -> Iterator[Figure]:
    """A hundred thousand rows, which takes minutes: most of them to fill Chroma."""
    yield from _figures(LARGE, rounds)


def _figures(count: int, rounds: int) -> Iterator[Figure]:
    faiss.omp_set_num_threads(1)
    known, name = Known(count), f"{count:,} rows"
    with tempfile.TemporaryDirectory() as folder, peers(Path(folder), known) as found:
        yield from _filled(found, known, name)
        for rare in (False, True):
            yield from _searches(found, known, rare, count, rounds)
        yield from _stores(found, known, name, rounds)


def _filled(found: Mapping[str, Peer], known: Known, name: str) -> Iterator[Figure]:
    spent = dict.fromkeys(found, 0.0)
    for texts in known.batches(BATCH):
        vectors, types = known.embed(texts), [type_of(place) for place in range(len(texts))]
        for who, peer in found.items():
            spent[who] += seconds(partial(peer.add, texts, vectors, types))
    for peer in found.values():
        if isinstance(peer, Planner):
            peer.index.wait()
        if isinstance(peer, Store):
            peer.wait()
    for who, time in spent.items():
        yield Figure(f"storing many, {who}, {name}", known.count / time, "/s", note=f"{time:.1f} s, {BATCH:,} at once")


def _searches(found: Mapping[str, Peer], known: Known, rare: bool, count: int, rounds: int) -> Iterator[Figure]:
    """Time over that of raw FAISS, and how many of the nearest are found."""
    what, name = "search of 1 %" if rare else "search of all", f"{count:,} rows"
    calls = {who: _each(peer, known, rare) for who, peer in found.items()}
    calls["noise"] = _each(found[RAW], known, rare)
    times = {who: median(spent) * 1e3 for who, spent in interleaved(calls, rounds).items()}
    yield Figure(f"noise: {RAW} / {RAW}, {name}", times["noise"] / times[RAW], "x")
    questions = [(text, known.vector(text)) for text in (known.question() for _ in range(RECALLED))]
    best = [found[RAW].search(*one, rare=rare) for one in questions]
    kept = " of 1 %" if rare else ""
    for who, peer in found.items():
        answers = [peer.search(*one, rare=rare) for one in questions]
        recall = float(np.mean([len(set(a) & set(b)) / K for a, b in zip(answers, best, strict=True)]))
        points = (Point(f"p50{kept}", who, count, times[who]), Point(f"recall{kept}", who, count, recall))
        note = f"p50 {times[who]:.2f} ms; recall@{K} {recall:.3f}"
        if who == RAW:
            yield Figure(f"{what}, {who}, {name}", times[who], " ms", note="p50", points=points)
        else:
            yield Figure(f"{what}, {who} / {RAW}, {name}", times[who] / times[RAW], "x", note=note, points=points)
    if rare and CHROMA in found:
        yield Figure(f"{what}, {CHROMA} / {INDEX}, {name}", times[CHROMA] / times[INDEX], "x", 10.0, floor=True)


def _each(peer: Peer, known: Known, rare: bool) -> Callable[[], object]:
    """Ask a new question each time."""

    def ask() -> object:
        question = known.question()
        return peer.search(question, known.vector(question), rare=rare)

    return ask


def _stores(found: Mapping[str, Peer], known: Known, name: str, rounds: int) -> Iterator[Figure]:
    def one(peer: Peer) -> object:
        text = known.question()
        return peer.one(text, known.vector(text))

    for who, spent in interleaved({who: partial(one, peer) for who, peer in found.items()}, rounds).items():
        note = "p50; in RAM alone" if who in (RAW, INDEX) else "p50"
        yield Figure(f"storing one, {who}, {name}", median(spent) * 1e3, " ms", note=note)
