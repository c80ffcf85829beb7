"""Memories and questions whose vectors are known beforehand, so that embedding them takes next to no time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import numpy as np

from benchmarks.clusters import DIM, Clusters, Floats
from benchmarks.memory_words import Texts

QUERIES = 300
WORDS, ASKED = 20, 8


class Asked:
    """The embedder of questions that end with the number of their vector.

    Attributes:
        given: how many texts it was asked to embed.
    """

    id, dim, kind, default_threshold = "clusters", DIM, "semantic", 0.4

    def __init__(self, queries: Floats) -> None:
        self.queries, self.given = queries, 0

    def embed(self, texts: Sequence[str]) -> Floats:
        """The vectors of questions."""
        self.given += len(texts)
        return np.stack([self.vector(text) for text in texts])

    def vector(self, question: str) -> Floats:
        """That of one question."""
        return np.asarray(self.queries[int(question.rpartition(" ")[2]) % len(self.queries)])


class Known(Asked):
    """So many texts of twenty words with the vectors of `Clusters`, and questions of eight words; the embedder of both.

    Attributes:
        named: how many different texts it gave out.
    """

    def __init__(self, count: int) -> None:
        self.count, self.named = count, 0
        self._clusters, self._words = Clusters(count), Texts()
        super().__init__(self._clusters.queries(QUERIES))
        self._vectors, self._places = self.queries, dict[str, int]()
        self._questions = self._ask()

    def batches(self, size: int) -> Iterator[list[str]]:
        """All texts, so many at once. Their vectors are made beforehand, and known until the next ones are."""
        blocks = self._clusters.blocks()
        for start in range(0, self.count, size):
            wanted, parts = min(size, self.count - start), list[Floats]()
            while sum(map(len, parts)) < wanted:
                parts.append(next(blocks))
            self._vectors = np.concatenate(parts)
            assert len(self._vectors) == wanted, "a batch is some whole blocks"
            texts = self._words.some(wanted, WORDS)
            self._places = {text: place for place, text in enumerate(texts)}
            self.named += len(self._places)
            yield texts

    def question(self) -> str:
        """One that was never asked before."""
        self.named += 1
        return next(self._questions)

    def embed(self, texts: Sequence[str]) -> Floats:
        """The vectors of texts of the newest batch, or of questions."""
        if texts[0] not in self._places:
            return super().embed(texts)
        self.given += len(texts)
        return self._vectors[[self._places[text] for text in texts]]

    def _ask(self) -> Iterator[str]:
        for number in count():
            if number % QUERIES == 0:
                texts = self._words.some(QUERIES, ASKED)
            yield f"{texts[number % QUERIES]} {number}"


def held(what: str) -> float:
    """Of this process, in GB: VmRSS is what it has, VmHWM the most it ever had."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 / 1e9 for line in lines if line.startswith(what))
