"""What all parts of the memory share: rows and RAM kept in accord, one writer at a time, and many readers."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from autogen_hatidata.engines.base import Engine
from autogen_hatidata.engines.gate import Gate
from autogen_hatidata.errors import OpenError
from autogen_hatidata.memory import rows
from autogen_hatidata.memory.backend import VectorBackend
from autogen_hatidata.memory.embedding import Embedder
from autogen_hatidata.memory.ram import Ram, packed, unpacked
from autogen_hatidata.memory.seams import MakeVectors
from autogen_hatidata.memory.vectorcache import Vector, VectorCache
from autogen_hatidata.settings import Settings

_LEAST_NEW = 10_000
"""New rows after which the indexes are kept for the next start; of a large memory, a quarter of it."""


_log = logging.getLogger("autogen_hatidata")


class Core:
    """Rows first, then RAM, then the answer. Locks are always taken in this order: the engine's gate, the writer's
    lock, the gate of RAM; so a call inside of another one never waits for what waits for it.

    Attributes:
        settings: limits.
        engine: what has the rows.
    """

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        embedder: Callable[[], Embedder],
        clock: Callable[[], float],
        settings: Settings,
        make_vectors: MakeVectors,
    ) -> None:
        self.engine, self.settings = engine, settings
        self._folder, self._choose, self._clock = folder, embedder, clock
        self._make_vectors = make_vectors
        self._writer = threading.RLock()
        self._choosing = threading.Lock()
        self._gate = Gate()
        self._ram: Ram | None = None
        self._cache: VectorCache | None = None
        self._closed = False

    def now(self) -> int:
        """Microseconds since 1970."""
        return rows.micros(self._clock())

    def cache(self) -> VectorCache:
        """The embedder, chosen when first needed."""
        with self._choosing:
            if self._cache is None:
                self._cache = VectorCache(self._choose(), self.settings.max_embeddings)
            return self._cache

    def vectors(self) -> VectorBackend:
        """An empty index for vectors of the embedder, in RAM alone."""
        embedder = self.cache().embedder
        return self._make_vectors(embedder.dim, None, embedder.id)

    @property
    def loaded(self) -> bool:
        """Whether there is anything in RAM, so that nobody waits for its rows to be read."""
        return self._ram is not None

    def make_ready(self) -> None:
        """Make the file of memories where there is none. No call may be under way in this thread."""
        self.check()
        if not self.engine.keeps:
            self.engine.keep_results()

    def check(self) -> None:
        """Raises OpenError in a child of the process, and after the end."""
        if self.engine.pid != os.getpid():
            raise OpenError(
                "This memory was opened before the process was forked.",
                "open the data layer in the process that uses it, or start workers with spawn.",
                code="forked",
            )
        if self._closed:
            raise OpenError("This data layer is closed.", "open it again.", code="closed")

    @contextmanager
    def reading(self, *, vectors: bool = False, words: bool = False) -> Iterator[Ram | None]:
        """Nothing changes inside the block, and the indexes that are named are there. None where nothing is stored."""
        self.check()
        if not self.engine.keeps:
            yield None
            return
        with self.engine.calling():
            while True:
                self._load(vectors=vectors, words=words)
                who = self._gate.enter()
                try:
                    ram = self._ram
                    if ram is not None and ram.has(vectors=vectors, words=words):
                        yield ram
                        return
                finally:
                    self._gate.leave(who)

    @contextmanager
    def writing(self, *, vectors: bool = False, words: bool = False) -> Iterator[Ram]:
        """Nobody else changes anything inside the block, and the indexes that are named are there."""
        self.make_ready()
        with self.engine.calling(), self._writer:
            yield self._load(vectors=vectors, words=words)
            self._save_indexes()

    def commit(
        self,
        ram: Ram,
        steps: Sequence[rows.Step],
        apply: Callable[[], None],
        *,
        id: str | None = None,
        hidden: bool = False,
    ) -> list[list[rows.Row]]:
        """Change rows, and then RAM by ``apply``; gives the rows of each step. What expired goes with it.

        Nobody sees what is between; of rows that are only added (``hidden``) nobody does anyway, and others read on,
        unless something expired, which one of them may just have found.
        """
        over = ram.directory.expired(self.now())
        gone = rows.delete(ram.directory.ids(over)) if len(over) else []
        found: list[list[rows.Row]] = []
        try:
            if hidden and not gone:
                found = self.engine.remember(steps, id=id)
            with self._gate.alone():
                found = found or self.engine.remember([*gone, *steps], id=id)
                ram.remove(over)
                apply()
        except BaseException:  # what is in the rows is not known
            self.drop_ram()
            raise
        if gone:
            self.forget_texts(found[len(gone) - 1])
        return found[len(gone) :]

    def read(self, step: rows.Step) -> list[rows.Row]:
        """The rows of one question."""
        return self.engine.remember([step])[0]

    def known(self, digests: list[str]) -> Mapping[str, Vector]:
        """Vectors of the embedder in use by the hashes of their texts: of rows, and of what was looked for."""
        embedder = self.cache().embedder
        with self.reading(vectors=True) as ram:
            if ram is None or not digests:
                return {}
            found = _in_rows(ram, embedder, digests)
            rest = [one for one in digests if one not in found and one in ram.asked]
            saved: dict[str, bytes] = dict(self.read(rows.queries(embedder.id, rest))) if rest else {}
            return {**found, **dict(zip(saved, unpacked(list(saved.values()), embedder), strict=True))}

    def forget_texts(self, deleted: Sequence[rows.Row]) -> None:
        """Keep no vectors of texts that were removed."""
        with self._choosing:
            cache = self._cache
        if cache is not None:
            cache.forget(key for (key,) in deleted)
        ram = self._ram
        if ram is not None:
            ram.asked.difference_update(key for (key,) in deleted)

    def save_queries(self, ram: Ram) -> list[rows.Step]:
        """The steps that keep the vectors of what was looked for. Inside of `writing`."""
        with self._choosing:
            cache = self._cache
        found = cache.unsaved() if cache is not None else {}
        if not found or cache is None:
            return []
        if len(ram.asked) > 2 * rows.MOST_QUERIES:  # most of them are in the rows no more
            ram.ask(cache.embedder)
        ram.asked.update(found)
        blobs = packed(np.stack(list(found.values())))
        return rows.keep_queries(cache.embedder.id, dict(zip(found, blobs, strict=True)))

    def drop_ram(self) -> None:
        """Hold nothing in RAM: the next call reads the rows again."""
        with self._gate.alone():
            ram, self._ram = self._ram, None
            if ram is not None:
                ram.close()

    def close(self) -> None:
        """Keep the indexes for the next start, and let go of them."""
        with self._writer:
            self._closed = True
            ram = self._ram
            if ram is not None:
                if ram.unsaved:
                    self._snapshot(ram)
                self.drop_ram()

    def begin_anew(self) -> None:
        """Hold nothing in RAM, and nothing that was kept for the next start: the next call reads the rows again."""
        with self.engine.calling(), self._writer:
            self.drop_ram()
            shutil.rmtree(self._folder, ignore_errors=True)

    def save_indexes(self) -> None:
        """Load all indexes, and keep them for the next start."""
        with self.writing(vectors=True, words=True) as ram:
            self._snapshot(ram)

    def _save_indexes(self) -> None:
        ram = self._ram
        if ram is not None and ram.unsaved >= max(_LEAST_NEW, len(ram.directory) // 4):
            self._snapshot(ram)

    def _snapshot(self, ram: Ram) -> None:
        """The rows are safe without it: where it cannot be written, the next start reads them all."""
        with self._gate.alone():
            try:
                ram.snapshot()
            except OSError as fault:
                _log.warning("the indexes of the memory could not be kept for the next start: %s", fault)

    def _load(self, *, vectors: bool = False, words: bool = False) -> Ram:
        """What is in RAM, with the indexes that are named."""
        ram = self._ram
        if ram is not None and ram.has(vectors=vectors, words=words):
            return ram
        with self._writer:
            ram = self._ram
            if ram is None:
                ((store,),) = self.engine.remember(rows.schema())[-1]
                ram = self._ram = Ram(self._folder / store, self.read, self._make_vectors)
            if vectors:
                ram.load_vectors(self.cache().embedder)
            if words:
                ram.load_words()
            return ram


def _in_rows(ram: Ram, embedder: Embedder, digests: Sequence[str]) -> dict[str, Vector]:
    assert ram.vectors is not None
    by_text = ram.directory.of_texts([bytes.fromhex(one)[:16] for one in digests])
    found = {}
    for one in digests:
        rids = np.array(by_text.get(bytes.fromhex(one)[:16], []), np.int64)
        rids = rids[ram.directory.of_embedder(rids, embedder.id)] if len(rids) else rids
        if len(rids):
            found[one] = ram.vectors.vectors(rids[:1])[0]
    return found
