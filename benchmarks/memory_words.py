"""Searching words: the index of the memory over texts of twenty words, as frequent as words in a language are."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.lexical import LexicalIndex
from benchmarks.measure import Figure, interleaved, median

ROUNDS = 200
COUNT, MILLION = 100_000, 1_000_000
GOALS = {COUNT: 5.0, MILLION: 50.0}
"""Milliseconds of a search."""

K, WORDS, ASKED, BLOCK = 100, 20, 8, 10_000
VOCABULARY = 200_000


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """A hundred thousand rows."""
    yield from _figures(COUNT, rounds)


def million(rounds: int = ROUNDS) -> Iterator[Figure]:
    """A million rows."""
    yield from _figures(MILLION, rounds)


class Texts:
    """Texts whose words are as frequent as Zipf's law has it: the first one stands in most of them."""

    def __init__(self) -> None:
        self._dice = np.random.default_rng(7)
        self._shares = 1 / np.arange(1, VOCABULARY + 1)
        self._shares /= self._shares.sum()
        self._names = np.array([f"w{_letters(number)}" for number in range(VOCABULARY)])

    def some(self, count: int, words: int) -> list[str]:
        """So many texts of so many words."""
        numbers = self._dice.choice(VOCABULARY, (count, words), p=self._shares)
        return [" ".join(row) for row in self._names[numbers]]


def _letters(number: int) -> str:
    """A number in letters, so that no word has parts."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _figures(count: int, rounds: int) -> Iterator[Figure]:
    texts, name = Texts(), f"{count:,} rows"
    index, spent = LexicalIndex(), 0.0
    for start in range(0, count, BLOCK):
        block, rids = texts.some(BLOCK, WORDS), np.arange(start, start + BLOCK)
        started = time.perf_counter()
        index.add(rids, block)
        spent += time.perf_counter() - started
    questions = texts.some(50, ASKED)
    for share in (1.0, 0.2, 0.01):
        yield _search(index, questions, share, name, GOALS[count] if share == 1.0 else None, rounds)
    yield Figure(f"adding words, {name}", count / spent, " rows/s", note=f"{BLOCK:,} at once, {WORDS} words each")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "words"
        started = time.perf_counter()
        index.snapshot(path)
        written = time.perf_counter() - started
        started = time.perf_counter()
        LexicalIndex().load(path)
        note = f"{path.stat().st_size / 1e6:.0f} MB, checked; {written:.2f} s to sort and write it"
        yield Figure(f"reading a snapshot of words, {name}", time.perf_counter() - started, " s", note=note)


def _search(
    index: LexicalIndex, questions: list[str], share: float, name: str, goal: float | None, rounds: int
) -> Figure:
    among: NDArray[np.int64] | None = None
    if share < 1:
        chosen = np.random.default_rng(3).choice(len(index), int(len(index) * share), replace=False)
        among = np.sort(index.rids[chosen])
    calls = {text: partial(index.search, text, K, among) for text in questions}
    times = interleaved(calls, max(1, rounds // len(questions)), warm=1)
    spent = sorted(second * 1e3 for seconds in times.values() for second in seconds)
    of = "all" if among is None else f"{share:.0%}"
    note = f"p50, p95 {spent[len(spent) * 95 // 100]:.2f} ms; {ASKED} words, the most frequent among them, k {K}"
    return Figure(f"search of words among {of}, {name}", median(spent), " ms", goal, note)
