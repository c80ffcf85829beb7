"""What only the owner does: looks whether all is in accord, makes it anew, and closes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.memory import rows, verifying
from autogen_hatidata.memory.core import Core
from autogen_hatidata.memory.ram import Ram, packed
from autogen_hatidata.memory.reading import Reading
from autogen_hatidata.memory.seams import Progress

_log = logging.getLogger("autogen_hatidata")

_TOGETHER = 256
"""Memories that get a new vector in one transaction."""


class Upkeep:
    """Looks after one store."""

    def __init__(self, core: Core, reading: Reading) -> None:
        self._core, self._reading = core, reading

    def stats(self) -> dict[str, Any]:
        """How much there is."""
        cache = self._core.cache()
        with self._core.reading() as ram:
            return {
                "memories": 0 if ram is None else len(ram.directory),
                "vectors": 0 if ram is None else len(ram.directory.rids(cache.embedder.id)),
                "states": 0 if ram is None else self._core.read(rows.all_states())[0][0],
                "embedded": cache.made,
            }

    def verify(self) -> list[str]:
        """What is not in accord, while nothing changes: rows come before what follows them."""
        core = self._core
        core.check()
        if not core.engine.keeps:
            return []
        embedder = core.cache().embedder
        with core.writing(vectors=True, words=True) as ram:
            return verifying.problems(ram, embedder, core.read)

    def rebuild(self) -> None:
        """Make all that is not rows anew."""
        core = self._core
        core.check()
        if core.engine.keeps:
            core.begin_anew()
            core.save_indexes()

    def reembed(self, progress: Progress | None) -> int:
        """Give memories of other embedders a vector of this one, some at a time."""
        core, embedder, done = self._core, self._core.cache().embedder, 0
        core.check()
        while True:
            left, some = self._of_others(embedder.id)
            if not len(some):
                return done
            texts = core.read(rows.texts(some.tolist()))
            vectors = core.cache().texts([content for _, _, content in texts], core.known)
            with core.writing(vectors=True) as ram:
                done += self._embed(ram, texts, vectors, embedder.id)
            if progress is not None:
                progress(done, done + left - len(some))

    def compact(self) -> None:
        """Write all files anew."""
        core = self._core
        core.check()
        if core.engine.keeps:
            self._reading.flush()
            core.begin_anew()  # before the file: what was forgotten is neither in RAM nor in a snapshot from here on
            core.engine.rewrite_memory()
            core.save_indexes()

    def close(self) -> None:
        """Keep what was only in RAM. What cannot be kept can be missed: counts of recalls, and what is made anew."""
        try:
            self._reading.flush()
        except HatiDataError as error:
            _log.warning("recalls could not be counted: %s", error.detail or error)
        self._core.close()

    def _of_others(self, embedder_id: str) -> tuple[int, NDArray[np.int64]]:
        """How many memories have no vector of this embedder, and the oldest of them."""
        with self._core.reading() as ram:
            if ram is None:
                return 0, np.empty(0, np.int64)
            rids = np.setdiff1d(ram.directory.rids(), ram.directory.rids(embedder_id))
            return len(rids), rids[: min(_TOGETHER, self._core.settings.max_embeddings)]

    def _embed(self, ram: Ram, texts: Sequence[rows.Row], vectors: NDArray[np.float32], embedder_id: str) -> int:
        """Put vectors into rows that are still as they were; each becomes a new version. Gives how many."""
        here = [n for n, (rid, _, _) in enumerate(texts) if ram.directory.has(rid)]
        if not here:
            return 0
        old = np.array([texts[n][0] for n in here], np.int64)
        new = [ram.next_rid + n for n in range(len(here))]
        entries = [
            ram.directory.entry(int(before))._replace(rid=after, embedder=embedder_id)
            for before, after in zip(old, new, strict=True)
        ]
        step = rows.reembed([texts[n][1] for n in here], embedder_id, packed(vectors[here]), new)

        def apply() -> None:
            ram.remove(old)
            ram.add(entries, [texts[n][2] for n in here], vectors[here])

        self._core.commit(ram, [step], apply)
        return len(here)
