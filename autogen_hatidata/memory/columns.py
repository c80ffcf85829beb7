"""Vectors of the texts that stand in columns of tables: none is made twice for one embedder, also after a start.

Those of memories are in the rows of these, and nowhere else: a memory that is forgotten leaves none behind."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.errors import QueryTimeout
from autogen_hatidata.memory import rows
from autogen_hatidata.memory.core import Core
from autogen_hatidata.memory.embedding import Embedder, Vectors
from autogen_hatidata.memory.growing import Growing
from autogen_hatidata.memory.ram import packed, unpacked
from autogen_hatidata.memory.seams import Progress
from autogen_hatidata.memory.vectorcache import Vector, digest

_READ, _KEPT = 10_000, 256
"""Texts that are looked for in the file at once, and that are embedded before they are kept there."""

_DECIMALS = 6
"""Of a cosine. A product of float32 has no more, and its last digits depend on where a vector lies among the others:
texts with one vector would not be equally near, and a text not as near to itself as 1."""

_BLOCK = 1 << 24
"""Numbers of a product of two sides at a time."""

_MOST = 300_000
"""Texts whose vectors are in RAM: then those of the next question begin anew."""


@dataclass(slots=True)
class Tally:
    """What a call had made: how many texts were embedded, and the seconds that took."""

    embedded: int = 0
    seconds: float = 0.0


class Columns:
    """Turns texts of columns into vectors, and keeps them. Thread-safe: one thread at a time makes new ones, and who
    needs none does not wait for it."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._lock, self._making = threading.Lock(), threading.Lock()
        self._indexed: set[tuple[str, str, str]] | None = None
        self._forget()

    @property
    def embedder(self) -> Embedder:
        """What makes them."""
        return self._core.cache().embedder

    def tally(self) -> Tally:
        """An account for one call."""
        return Tally()

    def indexed(self, schema: str, table: str, column: str) -> bool:
        """Whether the owner indexed a column for the embedder in use. Names are in lower case."""
        with self._core.reading():  # which makes the tables of the file
            pass
        with self._making:
            if self._indexed is None:
                self._indexed = set(self._core.read(rows.indexed(self.embedder.id)))
            return (schema, table, column) in self._indexed

    def index(self, schema: str, table: str, column: str, texts: Sequence[str], progress: Progress | None) -> int:
        """Keep the vectors of all texts of a column, and note that it is indexed; gives how many texts these are.

        What is done stays done when it is broken off. ``progress`` is told how many are done, and how many there are.

        Raises:
            EmbedderFailed: the model does not answer.
        """
        for begin in range(0, len(texts), _READ):
            part = texts[begin : begin + _READ]
            self.texts(part, math.inf)
            if progress is not None:
                progress(begin + len(part), len(texts))
        if not self.indexed(schema, table, column):
            self._core.engine.remember([rows.note_indexed(self.embedder.id, schema, table, column)])
            with self._making:
                self._indexed = None
        return len(texts)

    def question(self, text: str) -> list[float]:
        """The vector of what columns are compared with."""
        vector: list[float] = self._question(text).tolist()
        return vector

    def alike(
        self, texts: Sequence[str], question: str, ends: float, tally: Tally | None = None, *, kept: bool = True
    ) -> list[float]:
        """How alike each of different texts and a question are: their cosine, from -1 to 1. The rest: as for `texts`.

        Raises:
            QueryTimeout, EmbedderFailed: as for `texts`.
        """
        scores: list[float] = _rounded(self.texts(texts, ends, tally, kept=kept) @ self._question(question)).tolist()
        return scores

    def pairs(
        self,
        left: Sequence[str],
        right: Sequence[str],
        least: float,
        most: int,
        ends: float,
        tally: Tally | None = None,
        *,
        kept: bool = True,
    ) -> tuple[list[str], list[str], list[float]] | None:
        """The texts of two sides that are more alike than ``least``: those of the left, those of the right, and their
        cosines; None when there are more than ``most``. The rest: as for `texts`.

        Raises:
            QueryTimeout, EmbedderFailed: as for `texts`.
        """
        rows, columns = self.texts(left, ends, tally, kept=kept), self.texts(right, ends, tally, kept=kept).T
        found: tuple[list[str], list[str], list[float]] = ([], [], [])
        step = max(1, _BLOCK // max(1, len(right)))
        for begin in range(0, len(left), step):
            if time.monotonic() > ends:
                raise QueryTimeout("The texts could not be compared in time.", "compare fewer.")
            block = rows[begin : begin + step] @ columns
            near = np.nonzero(block > least - 10**-_DECIMALS)
            scores = _rounded(block[near])
            above = scores > least
            found[0].extend(left[begin + row] for row in near[0][above].tolist())
            found[1].extend(right[column] for column in near[1][above].tolist())
            found[2].extend(scores[above].tolist())
            if len(found[0]) > most:
                return None
        return found

    def texts(self, texts: Sequence[str], ends: float, tally: Tally | None = None, *, kept: bool = True) -> Vectors:
        """One row for each text, float32. No text comes twice.

        Args:
            ends: the moment, as `time.monotonic` has it, after which no more are made. What was made is kept.
            tally: is told what was made.
            kept: also for the next start; not so where texts of memories are among them.

        Raises:
            QueryTimeout: it came.
            EmbedderFailed: the model does not answer.
        """
        with self._core.reading():  # which makes the tables of the file
            pass
        found = self._known_rows(texts)
        while found is None:  # again only where other calls had so many that what was made for this one had to go
            with self._making:
                self._add(texts, ends, tally or Tally(), kept=kept)
                found = self._known_rows(texts)
        return found

    def _known_rows(self, texts: Sequence[str]) -> Vectors | None:
        """The vectors of texts that are all in RAM; None where one is not."""
        with self._lock:
            places = np.fromiter((self._numbers.get(text, -1) for text in texts), np.intp, len(texts))
            vectors: Vectors = self._vectors.values
        return None if (places < 0).any() else vectors.reshape(-1, self.embedder.dim)[places]

    def _add(self, texts: Sequence[str], ends: float, tally: Tally, *, kept: bool) -> None:
        """Put vectors into RAM for texts that have none there."""
        with self._lock:
            missing = [text for text in texts if text not in self._numbers]
            if missing and len(self._numbers) + len(missing) > _MOST:
                self._forget()
                missing = list(texts)
        self._make(self._read(missing, kept=kept), ends, tally, kept=kept)

    def _question(self, text: str) -> Vector:
        with self._core.reading():  # which makes the tables
            pass
        return self._core.cache().query(text, self._known)

    def _known(self, digests: list[str]) -> Mapping[str, Vector]:
        """Vectors of questions, of memories, and of texts of columns that are the question."""
        found = dict(self._core.known(digests))
        wanted = [one for one in digests if one not in found]
        blobs: dict[str, bytes] = dict(self._core.read(rows.of_columns(self.embedder.id, wanted))) if wanted else {}
        return {**found, **dict(zip(blobs, unpacked(list(blobs.values()), self.embedder.dim), strict=True))}

    def _forget(self) -> None:
        self._numbers: dict[str, int] = {}
        self._vectors = Growing(np.zeros(0, np.float32))

    def _read(self, texts: Sequence[str], *, kept: bool) -> list[str]:
        """Take what the file has; gives what it has not."""
        left, embedder = list[str](), self.embedder
        for begin in range(0, len(texts), _READ):
            part = {digest(text): text for text in texts[begin : begin + _READ]}
            for step in (rows.of_columns, *(() if kept else (rows.of_memories,))):
                found: dict[str, bytes] = dict(self._core.read(step(embedder.id, list(part))))
                self._keep([part.pop(one) for one in found], unpacked(list(found.values()), embedder.dim))
            left += part.values()
        return left

    def _make(self, texts: Sequence[str], ends: float, tally: Tally, *, kept: bool) -> None:
        waiting, done, cache = iter(texts), 0, self._core.cache()
        while part := list(islice(waiting, _KEPT)):
            if time.monotonic() > ends:
                raise QueryTimeout(
                    f"Of {len(texts):,} texts of the column {done:,} could be embedded in time.",
                    "ask again, since these are kept, or ask the person who runs this to index the column.",
                )
            started = time.monotonic()
            vectors = cache.texts(part, lambda _: {})
            tally.seconds += time.monotonic() - started
            tally.embedded += len(part)
            if kept:
                blobs = dict(zip(map(digest, part), packed(vectors), strict=True))
                self._core.engine.remember([rows.keep_of_columns(cache.embedder.id, blobs)])
            self._keep(part, vectors)
            done += len(part)

    def _keep(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        with self._lock:
            first = len(self._numbers)
            self._vectors.append(vectors.ravel())
            self._numbers.update(zip(texts, range(first, first + len(texts)), strict=True))


def _rounded(cosines: Vectors) -> NDArray[np.float64]:
    return np.clip(cosines, -1, 1).astype(np.float64).round(_DECIMALS)
