"""The values of the memory: what is stored, who asks, and what is looked for. All of them were checked before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from autogen_hatidata.types import Table

SCOPES = ("agent", "chat", "shared")
"""Who can read a memory or a state: its agent alone; the agents of its chat; everyone whom the policy lets."""

MODES = ("hybrid", "vector", "lexical")
"""How a search ranks: by meaning and by words together, or by one of them."""

OPERATORS = ("eq", "in", "gt", "gte", "lt", "lte")
"""How a field of the metadata is compared."""

DEFAULT = "default"
"""The threshold that the embedder has of its own."""


class Audience(NamedTuple):
    """The agent that asks, and what it can reach: its own, its chat's and, where the policy lets it, what is shared."""

    agent: str
    chat: str | None = None
    reads_shared: bool = False
    writes_shared: bool = False


class Draft(NamedTuple):
    """A memory to be stored. ``expires_at`` is in seconds since 1970; None keeps it for good."""

    content: str
    memory_type: str = "fact"
    importance: float = 0.5
    metadata: Mapping[str, Any] = {}
    scope: str = "agent"
    expires_at: float | None = None


class Condition(NamedTuple):
    """A comparison of one field of the metadata, such as ``("year", "gte", 2024)``; the value of ``in`` is a tuple."""

    field: str
    operator: str
    value: Any


class Filters(NamedTuple):
    """Which memories are meant, of those that the audience can reach; None sets no condition.

    Attributes:
        memory_ids: those and no others.
        memory_type: of that type.
        min_importance: at least so important.
        agent: stored by that agent.
        scopes: of these scopes.
        since: created then or later, in seconds since 1970.
        until: created before then.
        metadata: fields of the metadata; all must hold.
    """

    memory_ids: tuple[str, ...] | None = None
    memory_type: str | None = None
    min_importance: float | None = None
    agent: str | None = None
    scopes: tuple[str, ...] = SCOPES
    since: float | None = None
    until: float | None = None
    metadata: tuple[Condition, ...] = ()


class Search(NamedTuple):
    """What is looked for.

    Attributes:
        query: the text.
        top_k: so many memories, or all where there are fewer.
        mode: one of `MODES`.
        threshold: only what is nearer than this cosine; `DEFAULT` stands for the embedder's own, None for no limit.
        filters: ranks count among these alone.
        importance_weight: how much importance moves the order: 0 not at all, 1 as much as the score itself.
        half_life_days: the age at which a score counts half; None leaves age out.
    """

    query: str
    top_k: int = 5
    mode: str = "hybrid"
    threshold: float | str | None = None
    filters: Filters = Filters()
    importance_weight: float = 0.0
    half_life_days: float | None = None


class Answer(NamedTuple):
    """What came of one call: rows, and sentences for the caller. ``table.changed`` counts what a change changed."""

    table: Table
    notes: tuple[str, ...] = ()


STORED_COLUMNS = ("memory_id", "created")
"""The columns of an answer to `store`: the id of each memory, and whether it is new."""

MEMORY_COLUMNS = (
    "memory_id",
    "content",
    "memory_type",
    "importance",
    "metadata",
    "agent_id",
    "scope",
    "created_at",
    "updated_at",
    "expires_at",
    "access_count",
    "last_accessed",
)
"""The columns of a memory that is read."""

FOUND_COLUMNS = (*MEMORY_COLUMNS[:6], "score", "similarity", *MEMORY_COLUMNS[6:])
"""The same of one that a search found: ``score`` is what they are ordered by (a cosine, BM25, or the sum of reciprocal
ranks, by the mode), ``similarity`` the cosine, None where there is no vector."""

STATE_COLUMNS = ("key", "value", "version", "scope", "agent_id", "updated_at")
"""The columns of a state; ``value`` is JSON text, ``version`` counts from 1, ``agent_id`` set it last."""
