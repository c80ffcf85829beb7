"""What questions find among memories, ranked by words, by vectors and by both, and how much of what they should."""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.embedders import Embedder, choose
from autogen_hatidata.memory.fusion import DEPTH, hybrid
from autogen_hatidata.memory.lexical import LexicalIndex
from autogen_hatidata.memory.ranked import Ranked

MODES = ("lexical", "vector", "hybrid")
PLACES = (1, 5, 10, 20)
CACHE = Path(__file__).parent / "data"


class Question(NamedTuple):
    """A question, and the numbers of the memories that answer it."""

    text: str
    answers: Collection[int]
    kind: str = ""


class Task(NamedTuple):
    """Memories, the questions that are asked among them, and how many questions were left out."""

    memories: list[str]
    questions: list[Question]
    left_out: int = 0


class Answered(NamedTuple):
    """A question, and what it found in each mode."""

    question: Question
    found: Mapping[str, Ranked]

    def recall(self, mode: str, k: int) -> float:
        """The share of the answers that is among the first ``k``."""
        first = set(self.found[mode].rids[:k].tolist())
        return len(first.intersection(self.question.answers)) / len(self.question.answers)

    def reciprocal(self, mode: str, k: int = 10) -> float:
        """One divided by the place of the first answer, 0 where none is among the first ``k``."""
        rids = self.found[mode].rids[:k].tolist()
        return next((1 / place for place, rid in enumerate(rids, 1) if rid in self.question.answers), 0.0)


class Once:
    """An embedder that embeds no text twice."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self.kind = embedder, embedder.kind
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._known[text] for text in texts])


class Kept:
    """An embedder whose vectors are kept in ``benchmarks/data`` for the next run."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self.kind = embedder, embedder.kind

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text."""
        name = hashlib.sha256("\0".join((self._embedder.id, *texts)).encode()).hexdigest()[:16]
        path = CACHE / f"vectors-{name}.npy"
        if not path.exists():
            CACHE.mkdir(parents=True, exist_ok=True)
            np.save(path, self._embedder.embed(texts))
        vectors: NDArray[np.float32] = np.load(path)
        return vectors


def answer(task: Task, embedder: Once | Kept) -> Iterator[Answered]:
    """Ask the questions of a task."""
    if not task.questions:
        return
    index = LexicalIndex()
    index.add(np.arange(len(task.memories), dtype=np.int64), task.memories)
    nearness = embedder.embed([question.text for question in task.questions]) @ embedder.embed(task.memories).T
    for question, row in zip(task.questions, nearness, strict=True):
        near = np.argsort(-row, kind="stable")[:DEPTH]
        vector, lexical = Ranked(near, row[near]), index.search(question.text, DEPTH)
        yield Answered(
            question, {"lexical": lexical, "vector": vector, "hybrid": hybrid(vector, lexical, DEPTH, embedder.kind)}
        )


def mean(answered: Iterable[Answered], mode: str, k: int = 10) -> float:
    """Recall among the first ``k``, of all questions alike."""
    return fmean(one.recall(mode, k) for one in answered)


def table(answered: Sequence[Answered]) -> Iterator[str]:
    """Recall and mean reciprocal rank of each kind of question in each mode, as rows of a Markdown table."""
    kinds: dict[str, list[Answered]] = defaultdict(list, {"all": list(answered)})
    for one in answered:
        kinds[one.question.kind].append(one)
    yield f"| questions | | mode | {' | '.join(f'recall@{k}' for k in PLACES)} | MRR@10 |"
    yield f"|{'---|' * (len(PLACES) + 4)}"
    for kind, some in kinds.items():
        for mode in MODES:
            recalls = " | ".join(f"{mean(some, mode, k):.3f}" for k in PLACES)
            yield f"| {kind} | {len(some)} | {mode} | {recalls} | {fmean(one.reciprocal(mode) for one in some):.3f} |"


def main(name: str, readers: Mapping[str, Callable[[Path], Iterable[Task]]]) -> int:
    """Measure on a file that the user has, and print a table.

    Args:
        readers: what reads the file, by what is one memory; the first one is the default.
    """
    parser = argparse.ArgumentParser(prog=f"benchmarks.{name}", description="Evidence found, without a model.")
    parser.add_argument("--data", type=Path, required=True, metavar="PATH", help="the file, as its authors publish it")
    parser.add_argument("--embedder", default="auto", help="as HatiData.open takes it")
    parser.add_argument("--unit", choices=readers, default=next(iter(readers)), help="what is one memory")
    options = parser.parse_args()
    embedder = choose(options.embedder)
    once, answered, left_out = Once(embedder), list[Answered](), 0
    for task in readers[options.unit](options.data):
        answered += answer(task, once)
        left_out += task.left_out
    print(f"{name}, {options.unit}s, embedder {embedder.id} ({embedder.kind}); {left_out} questions left out\n")
    print("\n".join(table(answered)))
    return 0
