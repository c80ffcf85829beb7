"""Reading memories by their ids, and page by page; and their rows for whoever found them otherwise."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.memory import checks, rows
from autogen_hatidata.memory.candidates import Candidates
from autogen_hatidata.memory.conditions import narrowed
from autogen_hatidata.memory.core import Core
from autogen_hatidata.memory.model import MEMORY_COLUMNS, Answer, Audience, Filters
from autogen_hatidata.memory.ram import Ram
from autogen_hatidata.memory.recalls import Recalls
from autogen_hatidata.types import Table

MEMORY_TYPES: Mapping[str, str] = {
    "memory_id": "VARCHAR",
    "content": "VARCHAR",
    "memory_type": "VARCHAR",
    "importance": "DOUBLE",
    "metadata": "JSON",
    "agent_id": "VARCHAR",
    "score": "DOUBLE",
    "similarity": "DOUBLE",
    "scope": "VARCHAR",
    "created_at": "TIMESTAMP",
    "updated_at": "TIMESTAMP",
    "expires_at": "TIMESTAMP",
    "access_count": "BIGINT",
    "last_accessed": "TIMESTAMP",
}
"""The columns of answers, with their types."""

_log = logging.getLogger("autogen_hatidata")


class Reading:
    """Reads memories for one store."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._recalls = Recalls()

    def get(self, audience: Audience | None, memory_ids: Sequence[str]) -> Answer:
        """These memories, in this order. See `MemoryStore.get`."""
        wanted = [checks.canonical(one) for one in memory_ids]
        core = self._core
        with core.reading() as ram:
            found: dict[str, dict[str, Any]] = {}
            if ram is not None:
                visible = self.candidates(ram, audience, Filters(memory_ids=tuple(wanted)))
                found = {one["memory_id"]: one for one in self.memories(ram, visible.rids)}
        for given, one in zip(memory_ids, wanted, strict=True):
            if one not in found:
                raise checks.unknown(given)
        self.recalled(found)
        return Answer(table(MEMORY_COLUMNS, [found[one] for one in wanted]))

    def page(self, audience: Audience | None, filters: Filters, limit: int, offset: int) -> Answer:
        """A page of what the audience can read. See `MemoryStore.list`."""
        with self._core.reading() as ram:
            if ram is None:
                return Answer(table(MEMORY_COLUMNS, []))
            rids = self.candidates(ram, audience, filters).rids
            newest = rids[np.lexsort((-rids, -ram.directory.values("created", rids)))]
            page = newest[offset : offset + limit]
            return Answer(table(MEMORY_COLUMNS, self.memories(ram, page), more=len(newest) > offset + len(page)))

    def count(self, audience: Audience) -> int | None:
        """How many memories the audience can read. See `MemoryStore.count`."""
        if not self._core.loaded:
            return None
        with self._core.reading() as ram:
            return None if ram is None else len(self.candidates(ram, audience, Filters()))

    def candidates(self, ram: Ram, audience: Audience | None, filters: Filters) -> Candidates:
        """What the audience can read and all filters take. Inside of `Core.reading` or `Core.writing`."""
        found = ram.directory.visible(audience, filters, self._core.now())
        if filters.memory_ids is not None:
            known = self._core.read(rows.numbers(map(checks.canonical, filters.memory_ids)))
            found = found.only(rid for (rid,) in known)
        return narrowed(found, filters.metadata, self._core.read)

    def memories(self, ram: Ram, rids: NDArray[np.int64]) -> list[dict[str, Any]]:
        """The memories of these numbers, in this order."""
        if not len(rids):
            return []
        by_rid = {row[0]: row for row in self._core.read(rows.read(ram.directory.ids(rids)))}
        return [self._recalls.added_to(rows.memory(by_rid[rid])) for rid in rids.tolist()]

    def recalled(self, memory_ids: Iterable[str]) -> None:
        """Count that these were recalled. Not inside of a block of `Core`."""
        self._recalls.note(memory_ids, self._core.now())
        if self._recalls.due:
            try:
                self.flush()
            except HatiDataError as error:  # the answer is there; they are counted later
                _log.warning("recalls could not be counted: %s", error.detail or error)

    def flush(self) -> None:
        """Put the counts of recalls, and the vectors of what was looked for, into rows."""
        core = self._core
        if not core.engine.keeps:
            return
        with core.writing() as ram:
            counts = self._recalls.all()
            steps = [*([rows.recalled(counts)] if counts else []), *core.save_queries(ram)]
            if steps:
                core.commit(ram, steps, lambda: self._recalls.drop(counts))


def table(columns: Sequence[str], memories: Sequence[Mapping[str, Any]], *, more: bool = False) -> Table:
    """Memories as an answer has them; ``more``: there are others."""
    types = tuple(MEMORY_TYPES[column] for column in columns)
    return Table(tuple(columns), types, [tuple(one[column] for column in columns) for one in memories], more)
