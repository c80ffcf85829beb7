"""What one agent can ask of the memory of its layer: memories that are found again, and states that have versions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from autogen_hatidata.errors import UnknownMemory
from autogen_hatidata.types import Asked, Caller, QueryResult, Request

if TYPE_CHECKING:
    from autogen_hatidata.layer import HatiData
    from autogen_hatidata.memory.seams import Progress
    from autogen_hatidata.pipeline.context import Standing

Scopes = str | Iterable[str] | None
Moment = str | float | datetime | None


class Memories:
    """The calls of one agent to the memory. Each is charged to the agent: one about memories like a statement, one
    about states nothing. Contents, queries, metadata and values are in no record, only their hash and length.

    Every error is a HatiDataError: BadArgument for a value that cannot be used, PolicyDenied where the role may not use
    the memory or what is shared, UnknownMemory for a memory that is not there for this agent.
    """

    layer: HatiData

    if TYPE_CHECKING:

        def _asked(
            self, tool: str, sql: Any = "", params: Any = None, dialect: str | None = None
        ) -> tuple[Caller, Request, Standing]: ...

    def store_memory(
        self,
        content: str,
        memory_type: str = "fact",
        importance: float = 0.5,
        metadata: Mapping[str, Any] | None = None,
        *,
        scope: str = "agent",
        ttl: float | None = None,
        dedupe: bool | float = True,
    ) -> dict[str, Any]:
        """Store one text to be found again; gives its ``memory_id``, and whether it was ``created``.

        Args:
            content: the text.
            memory_type: a word of yours, such as fact or preference, to search by.
            importance: 0 to 1.
            metadata: a mapping of names to JSON values, to search by.
            scope: ``agent``: this agent finds it, in every chat; ``chat``: the agents of this chat do; ``shared``: all
                do that the policy lets.
            ttl: seconds after which it is gone; None keeps it.
            dedupe: True: where this agent can reach a memory of the same text, type and scope, its id is given; a
                number: so it is with a text whose cosine is above that; False stores it anew.
        """
        given = {"content": content, "memory_type": memory_type, "importance": importance, "metadata": metadata}
        found = self.ask_memory("store", {**given, "scope": scope, "ttl": ttl, "dedupe": dedupe}, "store_memory")
        return found.dicts()[0]

    def store_memories(
        self,
        items: Iterable[str | Mapping[str, Any]],
        progress: Progress | None = None,
        *,
        dedupe: bool | float = True,
    ) -> list[dict[str, Any]]:
        """Store many texts at once, all or none; gives what `store_memory` gives for each. It is one call.

        Args:
            items: texts, or mappings with ``content`` and, as in `store_memory`, ``memory_type``, ``importance``,
                ``metadata``, ``scope`` and ``ttl``; at most 100,000, and so many different texts as the setting
                ``max_embeddings`` allows.
            progress: is called with how many are done, and how many there are.
            dedupe: as in `store_memory`.
        """
        many = isinstance(items, Iterable) and not isinstance(items, (str, bytes, Mapping))
        given = {"items": list(items) if many else items, "dedupe": dedupe}
        return self.ask_memory("store_many", given, "store_memories", progress).dicts()

    def search_memory(
        self,
        query: str,
        top_k: int = 5,
        memory_type: str | None = None,
        min_importance: float | None = None,
        *,
        mode: str = "hybrid",
        threshold: float | str | None = None,
        scope: Scopes = None,
        metadata: Mapping[str, Any] | None = None,
        since: Moment = None,
        until: Moment = None,
        importance_weight: float = 0.0,
        half_life_days: float | None = None,
    ) -> list[dict[str, Any]]:
        """The memories that this agent can reach and that fit best, the best first.

        Each has ``memory_id``, ``content``, ``memory_type``, ``importance``, ``metadata``, ``agent_id`` (who stored
        it), ``score`` (what they are ordered by), ``similarity`` (the cosine; None where there is no vector),
        ``scope``, ``created_at``, ``updated_at``, ``expires_at``, ``access_count`` and ``last_accessed``.

        Args:
            query: what to look for, in words.
            top_k: at most so many, and never more than ``max_rows``.
            memory_type: only of this type.
            min_importance: only as important as this.
            mode: ``hybrid`` (meaning and words together), ``vector`` or ``lexical``.
            threshold: only what has a cosine above this; ``"default"`` is what suits the embedder.
            scope: one or more of ``agent``, ``chat`` and ``shared``; None is all that can be reached.
            metadata: ``{"year": 2024}``, ``{"region": ["EU", "US"]}`` or ``{"year": {"gte": 2023, "lt": 2025}}``.
            since: only what was stored then or later: a datetime, ISO text (UTC unless it says otherwise) or seconds
                since 1970.
            until: only what was stored before then.
            importance_weight: 0 to 1: how much importance moves the order.
            half_life_days: the age at which a score counts half.
        """
        given = {"query": query, "top_k": top_k, "memory_type": memory_type, "min_importance": min_importance}
        given |= {"mode": mode, "threshold": threshold, "scope": listed(scope), "where": metadata}
        given |= {"since": since, "until": until, "importance_weight": importance_weight}
        return self.ask_memory("search", {**given, "half_life_days": half_life_days}, "search_memory").dicts()

    def get_memory(self, memory_id: str) -> dict[str, Any]:
        """One memory by its id, as `search_memory` gives it. Raises UnknownMemory for a hidden and a missing one."""
        return self.ask_memory("get", {"memory_id": memory_id}, "get_memory").dicts()[0]

    def list_memories(
        self,
        memory_type: str | None = None,
        *,
        scope: Scopes = None,
        metadata: Mapping[str, Any] | None = None,
        min_importance: float | None = None,
        since: Moment = None,
        until: Moment = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[dict[str, Any]]:
        """The memories that this agent can reach, newest first, filtered as by `search_memory`.

        Args:
            limit: at most so many, and never more than ``max_rows``.
            offset: so many are passed over.
        """
        given = {"memory_type": memory_type, "scope": listed(scope), "where": metadata, "limit": limit}
        given |= {"min_importance": min_importance, "since": since, "until": until, "offset": offset}
        return self.ask_memory("list", given, "list_memories").dicts()

    def update_memory(
        self,
        memory_id: str,
        content: str | None = None,
        memory_type: str | None = None,
        importance: float | None = None,
        metadata: Mapping[str, Any] | None = None,
        *,
        ttl: float | None = None,
    ) -> None:
        """Change one memory; what is left out stays. ``ttl=math.inf`` keeps it for good.

        Raises UnknownMemory for one that is not there for this agent, and PolicyDenied for one that it may only read.
        """
        given = {"memory_id": memory_id, "content": content, "memory_type": memory_type, "importance": importance}
        self.ask_memory("update", {**given, "metadata": metadata, "ttl": ttl}, "update_memory")

    def delete_memory(self, memory_id: str) -> bool:
        """Forget one memory; gives whether there was one for this agent. PolicyDenied for one that another stored."""
        try:
            return bool(self.ask_memory("forget", {"memory_ids": memory_id}, "delete_memory").changed)
        except UnknownMemory:
            return False

    def forget(
        self,
        memory_ids: str | Iterable[str] | None = None,
        *,
        memory_type: str | None = None,
        scope: Scopes = None,
        metadata: Mapping[str, Any] | None = None,
        since: Moment = None,
        until: Moment = None,
        hard: bool = False,
    ) -> int:
        """Forget the memories that fit all that is given; gives how many they were.

        They are those that this agent stored, for itself and its chat. What is shared is meant only where its id or
        ``scope="shared"`` says so, and the policy must let this agent change it.

        Args:
            memory_ids: one id, or several.
            hard: also write the files anew, so that no byte of what was forgotten stays on the disk. It takes as long
                as copying all memories.
        """
        given = {"memory_ids": listed(memory_ids), "memory_type": memory_type, "scope": listed(scope)}
        given |= {"where": metadata, "since": since, "until": until, "hard": hard or None}
        return self.ask_memory("forget", given, "forget").changed or 0

    def get_state(self, key: str, default: Any = None, *, scope: str = "agent") -> Any:
        """The value of a state, or ``default`` where there is none.

        Args:
            key: 1 to 256 characters.
            scope: ``agent``: this agent's own; ``chat``: of all agents in this chat; ``shared``: of all that the policy
                lets.
        """
        rows = self.ask_memory("get_state", {"key": key, "scope": scope}, "get_state").dicts()
        return json.loads(rows[0]["value"]) if rows else default

    def read_state(self, key: str, *, scope: str = "agent") -> dict[str, Any] | None:
        """A state with the version that `set_state` can be held to: as `list_states` gives it, or None where there is
        none. ``key`` and ``scope`` are as in `get_state`."""
        found = _states(self.ask_memory("get_state", {"key": key, "scope": scope}, "read_state"))
        return found[0] if found else None

    def set_state(self, key: str, value: Any, *, scope: str = "agent", expected_version: int | None = None) -> int:
        """Set a state; gives its version, which counts from 1.

        Args:
            value: anything that JSON has.
            scope: as in `get_state`.
            expected_version: set it only if this is its version now; 0 if there is none yet.

        Raises:
            Conflict: it has another version.
        """
        given = {"key": key, "value": value, "scope": scope, "expected_version": expected_version}
        return int(self.ask_memory("set_state", given, "set_state").dicts()[0]["version"])

    def delete_state(self, key: str, *, scope: str = "agent", expected_version: int | None = None) -> bool:
        """Remove a state; whether there was one. Set again, it begins with version 1. The arguments, and `Conflict`,
        are those of `set_state`."""
        given = {"key": key, "scope": scope, "expected_version": expected_version}
        return bool(self.ask_memory("delete_state", given, "delete_state").changed)

    def list_states(self, *, scope: str = "agent") -> list[dict[str, Any]]:
        """The states of one scope, as in `get_state`, by key, and never more than ``max_rows``: ``key``, ``value``,
        ``version``, ``scope``, ``agent_id`` (who set it last), ``updated_at``."""
        return _states(self.ask_memory("list_states", {"scope": scope}, "list_states"))

    def ask_memory(
        self, operation: str, given: Mapping[str, Any], tool: str, progress: Progress | None = None
    ) -> QueryResult:
        """The full answer to one operation, with price, notes and trace. For front ends.

        Args:
            operation: a row of `pipeline.memory_operations.OPERATIONS`; another one is a BadArgument.
            given: its arguments, unchecked; None leaves one out.
            tool: what the log says the call came through.
        """
        caller, request, standing = self._asked(tool)
        asked = Asked(operation, given, self.layer._parts.quota.clock(), progress)
        return self.layer._remembering.run(caller, request._replace(dialect="", memory=asked), standing)


def _states(found: QueryResult) -> list[dict[str, Any]]:
    """The states of an answer, with their values as they were set."""
    return [{**row, "value": json.loads(row["value"])} for row in found.dicts()]


def listed(value: Any) -> Any:
    """A list of what can be gone through once only; a text stays one."""
    return value if value is None or isinstance(value, (str, Mapping)) or not isinstance(value, Iterable) else [*value]
