"""Vectors of the texts that stand in columns of tables: none is made twice for one embedder, also after a start.

Those of memories are in the rows of these, and nowhere else: a memory that is forgotten leaves none behind."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.errors import LimitExceeded, QueryTimeout
from autogen_hatidata.memory import rows
from autogen_hatidata.memory.backend import VectorBackend
from autogen_hatidata.memory.core import Core
from autogen_hatidata.memory.embedding import Embedder
from autogen_hatidata.memory.pieces import pieces
from autogen_hatidata.memory.ram import packed, unpacked
from autogen_hatidata.memory.seams import Progress
from autogen_hatidata.memory.shelf import Shelf
from autogen_hatidata.memory.vectorcache import Vector, digest

_READ, _KEPT = 10_000, 256
"""Pieces of texts that are looked for in the file at once, and that are embedded before they are kept there."""

_TOLD = 1_000
"""Texts of a column after which who indexes it is told: a model takes some seconds for so many."""

_MOST = 300_000
"""Pieces of texts whose vectors are in RAM: then those of the next question begin anew."""


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
        self._numbers: dict[str, int] = {}
        self._next = 0
        self._index: VectorBackend | None = None
        self._indexes: WeakSet[VectorBackend] = WeakSet()

    @property
    def embedder(self) -> Embedder:
        """What makes them."""
        return self._core.cache().embedder

    def tally(self) -> Tally:
        """An account for one call."""
        return Tally()

    def indexed(self, schema: str, table: str, column: str) -> bool:
        """Whether the owner indexed a column for the embedder in use. Names are in lower case."""
        self._make_tables()
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
        self._make_tables()
        for begin in range(0, len(texts), _TOLD):
            part = texts[begin : begin + _TOLD]
            waiting = chain.from_iterable(map(pieces, part))
            while some := list(islice(waiting, _READ)):
                with self._making:
                    self._add(some, math.inf, Tally(), kept=True)
            if progress is not None:
                progress(begin + len(part), len(texts))
        if not self.indexed(schema, table, column):
            self._core.engine.remember([rows.note_indexed(self.embedder.id, schema, table, column)])
            with self._making:
                self._indexed = None
        return len(texts)

    def question(self, text: str) -> Vector:
        """The vector of what columns are compared with.

        Raises:
            EmbedderFailed: the model does not answer.
        """
        self._make_tables()
        return self._core.cache().query(text, self._known)

    def shelf(self, texts: Iterable[str], ends: float, tally: Tally | None = None, *, kept: bool = True) -> Shelf:
        """Different texts, with a vector for each of their pieces.

        Args:
            ends: the moment, as `time.monotonic` has it, after which no more are made. What was made is kept.
            tally: is told what was made.
            kept: also for the next start; not so where texts of memories are among them. These are compared whole.

        Raises:
            QueryTimeout: it came.
            LimitExceeded: they have too many pieces.
            EmbedderFailed: the model does not answer.
        """
        self._make_tables()
        texts = sorted(set(texts))
        cut = [pieces(text) if kept else [text] for text in texts]
        wanted = list(chain.from_iterable(cut))
        found = self._numbered(wanted)
        if found is None:
            with self._making:
                self._add(wanted, ends, tally or Tally(), kept=kept)
                found = self._numbered(wanted)
        assert found is not None  # nobody else takes anything away while this one makes new ones
        return Shelf(texts, *found, np.fromiter(map(len, cut), np.intp, len(cut)))

    def has(self, shelf: Shelf) -> bool:
        """Whether a shelf has its vectors where those of new ones come: else it keeps many others in RAM."""
        return shelf.index is self._index

    def close(self) -> None:
        """Let the vectors go."""
        for index in list(self._indexes):
            index.close()

    def _make_tables(self) -> None:
        """Have the tables of the file, where it is there."""
        with self._core.reading():
            pass

    def _numbered(self, texts: Sequence[str]) -> tuple[VectorBackend, NDArray[np.int64]] | None:
        """The index in RAM, and the number of each text in it; None where one is not there."""
        with self._lock:
            if self._index is None:
                return None
            numbers = np.fromiter((self._numbers.get(text, -1) for text in texts), np.int64, len(texts))
            return None if (numbers < 0).any() else (self._index, numbers)

    def _add(self, texts: Sequence[str], ends: float, tally: Tally, *, kept: bool) -> None:
        """Put vectors into RAM for texts that have none there."""
        with self._lock:
            missing = [text for text in dict.fromkeys(texts) if text not in self._numbers]
            if self._index is None or (missing and len(self._numbers) + len(missing) > _MOST):
                missing = list(dict.fromkeys(texts))
                if len(missing) > _MOST:
                    raise LimitExceeded(
                        f"The texts to be compared have {len(missing):,} pieces; {_MOST:,} may be.",
                        "filter by other columns of their table first.",
                    )
                self._numbers, self._index = {}, self._core.vectors()
                self._indexes.add(self._index)
        self._make(self._read(missing, kept=kept), ends, tally, kept=kept)

    def _known(self, digests: list[str]) -> Mapping[str, Vector]:
        """Vectors of questions, of memories, and of texts of columns that are the question."""
        found = dict(self._core.known(digests))
        wanted = [one for one in digests if one not in found]
        blobs: dict[str, bytes] = dict(self._core.read(rows.of_columns(self.embedder.id, wanted))) if wanted else {}
        return {**found, **dict(zip(blobs, unpacked(list(blobs.values()), self.embedder), strict=True))}

    def _read(self, texts: Sequence[str], *, kept: bool) -> list[str]:
        """Take what the file has; gives what it has not."""
        left, embedder = list[str](), self.embedder
        for begin in range(0, len(texts), _READ):
            part = {digest(text): text for text in texts[begin : begin + _READ]}
            for step in (rows.of_columns, *(() if kept else (rows.of_memories,))):
                found: dict[str, bytes] = dict(self._core.read(step(embedder.id, list(part))))
                self._keep([part.pop(one) for one in found], unpacked(list(found.values()), embedder))
            left += part.values()
        return left

    def _make(self, texts: Sequence[str], ends: float, tally: Tally, *, kept: bool) -> None:
        waiting, done, cache = iter(texts), 0, self._core.cache()
        together = min(_KEPT, self._core.settings.max_embeddings)
        while part := list(islice(waiting, together)):
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
            assert self._index is not None  # as `_add` saw to, and one thread at a time makes new ones
            numbers = range(self._next, self._next + len(texts))
            self._next = numbers.stop  # before they are used: Ctrl-C may come after that, and none can be used again
            self._index.add(np.asarray(numbers, np.int64), vectors)
            self._numbers.update(zip(texts, numbers, strict=True))
