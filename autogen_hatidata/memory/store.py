"""The memory of all agents: stored, found, changed and forgotten, each agent within what it can reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from autogen_hatidata.engines.base import Engine
from autogen_hatidata.memory.adding import Adding
from autogen_hatidata.memory.changing import Changing
from autogen_hatidata.memory.columns import Columns
from autogen_hatidata.memory.core import Core
from autogen_hatidata.memory.embedding import Embedder
from autogen_hatidata.memory.finding import Finding, Near
from autogen_hatidata.memory.model import Answer, Audience, Draft, Filters, Search
from autogen_hatidata.memory.reading import Reading
from autogen_hatidata.memory.seams import MakeVectors, Progress, vector_index
from autogen_hatidata.memory.states import States
from autogen_hatidata.memory.upkeep import Upkeep
from autogen_hatidata.memory.vectorcache import Vector
from autogen_hatidata.settings import Settings

Problems = list[str]

EVERYTHING = Filters()
"""Filters that take all."""


class MemoryStore:
    """The memories and states in the file of one engine. Nothing is opened before the first call that needs it.

    Hidden memories and those that never were answer alike. An `Audience` says what a call can reach: an agent's own
    memories; those of its chat, which only the agent that stored them can change; and what all share, where it may read
    it, and where it may write it. None stands for the owner, who reaches all. What expired is there for nobody.

    Every change is in the file before a call returns, and all of a call is or nothing. All calls are safe from several
    threads at once. They raise OpenError (``closed``, ``forked``) after the end, and in a child of the process.

    Attributes:
        columns: vectors of texts in columns of tables, which are kept in the same file.
    """

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        embedder: Callable[[], Embedder],
        clock: Callable[[], float],
        settings: Settings,
        *,
        make_vectors: MakeVectors = vector_index,
    ) -> None:
        """``folder``: where the indexes are kept; ``embedder`` is called when the first vector is needed;
        ``make_vectors`` makes the index of vectors."""
        self._core = Core(engine, folder, embedder, clock, settings, make_vectors)
        self._reading = Reading(self._core)
        self._adding = Adding(self._core)
        self._changing = Changing(self._core, self._reading)
        self._finding = Finding(self._core, self._reading)
        self._states = States(self._core)
        self._upkeep = Upkeep(self._core, self._reading)
        self.columns = Columns(self._core)

    def make_ready(self) -> None:
        """Make the file for the first memory or state. No call of the engine may be under way in this thread, as inside
        of a lease; there, what would store the first one is refused.

        Raises:
            OpenError: it cannot be made.
        """
        self._core.make_ready()

    def store(
        self,
        audience: Audience,
        drafts: Sequence[Draft],
        *,
        dedupe: bool | float = True,
        id: str | None = None,
        progress: Progress | None = None,
    ) -> Answer:
        """Store memories, all or none; gives the id of each, and whether it is new.

        Args:
            dedupe: True: where the agent can read a memory of the same content, type and scope, that one is given,
                and made to last as long as the new one would have. It keeps its importance and metadata. A number: the
                same for one whose content is nearer than that cosine. False: all are new.
            id: kept with the change until the engine is told that it is settled.
            progress: told how many texts were embedded, and of how many.

        Raises:
            PolicyDenied: it may not write what all share.
            LimitExceeded: a text, or their number, is too large.
            BadArgument: an empty content, metadata that is no JSON, or the scope ``chat`` without a chat.
        """
        return self._adding.store(audience, drafts, dedupe=dedupe, id=id, progress=progress)

    def search(self, audience: Audience | None, search: Search) -> Answer:
        """The memories that fit best, as `Search` says, with notes on what to think of them.

        Everything counts among what the audience can read and the filters take, and nothing else: ranks, how rare a
        word is, and how many there are.

        Raises:
            EmbedderFailed: the model does not answer.
        """
        return self._finding.search(audience, search)

    def near(
        self, audience: Audience | None, vector: Vector, *, least: float | None = None, k: int | None = None
    ) -> Near | None:
        """The contents of memories that are nearer than ``least``, or of the ``k`` nearest (1 or more) and of all as
        near as the last of them. None where not all that the audience can read have a vector, or there are none."""
        return self._finding.near(audience, vector, least=least, k=k)

    def count(self, audience: Audience) -> int | None:
        """How many memories the audience can read now; None where that is not known without reading them."""
        return self._reading.count(audience)

    def get(self, audience: Audience | None, memory_ids: Sequence[str]) -> Answer:
        """These memories, in this order.

        Raises:
            UnknownMemory: one of them is not there, or hidden.
        """
        return self._reading.get(audience, memory_ids)

    def list(
        self, audience: Audience | None, filters: Filters = EVERYTHING, limit: int = 100, offset: int = 0
    ) -> Answer:
        """Memories, the newest first; ``table.truncated`` says whether there are more after this page."""
        return self._reading.page(audience, filters, limit, offset)

    def update(
        self, audience: Audience | None, memory_id: str, changes: Mapping[str, Any], *, id: str | None = None
    ) -> Answer:
        """Change ``content``, ``memory_type``, ``importance``, ``metadata`` or ``expires_at`` of one memory.

        Raises:
            UnknownMemory: it is not there, or hidden.
            PolicyDenied: the audience can read it, and not change it.
            BadArgument, LimitExceeded: as for `store`.
        """
        return self._changing.update(audience, memory_id, changes, id)

    def forget(self, audience: Audience | None, filters: Filters, *, id: str | None = None) -> Answer:
        """Forget the memories that the filters take and the audience may change; ``table.changed`` counts them.

        Their rows, vectors and words are gone for every call; their bytes are in the files until `compact`.

        Raises:
            UnknownMemory: ``memory_ids`` names one that is not there, or hidden. Nothing was forgotten.
            PolicyDenied: it names one that the audience can read, and not change. Nothing was forgotten.
        """
        return self._changing.forget(audience, filters, id)

    def get_state(self, audience: Audience, key: str, scope: str = "agent") -> Answer:
        """The state of that key; no row where there is none.

        Raises:
            BadArgument: the scope ``chat`` without a chat.
        """
        return self._states.get(audience, key, scope)

    def set_state(
        self,
        audience: Audience,
        key: str,
        value_json: str,
        scope: str = "agent",
        expected_version: int | None = None,
        *,
        id: str | None = None,
    ) -> Answer:
        """Set a state, and give it. ``expected_version``: only if it has this version now, 0 for one that is not set.

        Raises:
            Conflict: it has another version.
            PolicyDenied: it may not write what all share.
            LimitExceeded: the value is too large, or there are too many states.
        """
        return self._states.set(audience, key, value_json, scope, expected_version, id)

    def delete_state(
        self,
        audience: Audience,
        key: str,
        scope: str = "agent",
        expected_version: int | None = None,
        *,
        id: str | None = None,
    ) -> Answer:
        """Remove a state; ``table.changed`` is 0 where there was none. ``expected_version`` is as in `set_state`.

        Raises:
            Conflict: it has another version.
            PolicyDenied: it may not write what all share.
        """
        return self._states.delete(audience, key, scope, expected_version, id)

    def list_states(self, audience: Audience, scope: str = "agent", limit: int = 100) -> Answer:
        """The first states of a scope, by key; ``table.truncated`` says whether there are more."""
        return self._states.list(audience, scope, limit)

    def stats(self) -> dict[str, Any]:
        """How much there is: memories, vectors of the embedder in use, states, texts embedded since the start."""
        return self._upkeep.stats()

    def flush(self) -> None:
        """Put the counts of recalls, and the vectors of what was looked for, into the file."""
        self._core.check()
        self._reading.flush()

    def verify(self) -> Problems:
        """What is not in accord, in words: rows, directory, indexes, snapshots. Nothing where all is."""
        return self._upkeep.verify()

    def rebuild(self) -> None:
        """Make directory, indexes and snapshots anew from the rows."""
        self._upkeep.rebuild()

    def reembed(self, progress: Progress | None = None) -> int:
        """Give the memories of other embedders a vector of the one in use; gives how many. Others go on meanwhile, and
        what is done stays done when it is broken off.

        Args:
            progress: told how many are done, and of how many.
        """
        return self._upkeep.reembed(progress)

    def compact(self) -> None:
        """Write all files anew, so that nothing is left in them of what was forgotten. No call of the engine may be
        under way in this thread. A kill leaves the old files or the new ones.

        Raises:
            OpenError: the file cannot be written; nothing was changed.
        """
        self._upkeep.compact()

    def close(self) -> None:
        """Put what was only in RAM into the files, and let go of them. The engine is to be closed after this."""
        self._upkeep.close()
        self.columns.close()
