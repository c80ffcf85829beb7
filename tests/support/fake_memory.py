"""A memory in RAM with the signatures of the store, for tests of what stands before it."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autogen_hatidata.errors import Conflict, UnknownMemory
from autogen_hatidata.memory.model import (
    FOUND_COLUMNS,
    MEMORY_COLUMNS,
    STATE_COLUMNS,
    STORED_COLUMNS,
    Answer,
    Audience,
    Condition,
    Draft,
    Filters,
    Search,
)
from autogen_hatidata.types import Table

Row = dict[str, Any]


class FakeStore:
    """Finds what shares a word with the query; of most words first."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock, self.rows, self.states = clock, list[Row](), dict[tuple[Any, ...], Row]()
        self.closed = False
        self._lock = threading.RLock()

    def store(
        self, audience: Audience, drafts: Sequence[Draft], *, dedupe: Any = True, id: Any = None, progress: Any = None
    ) -> Answer:
        made = []
        with self._lock:
            for number, draft in enumerate(drafts, 1):
                twin = next(
                    (r for r in self._own(audience, draft.scope) if dedupe and r["content"] == draft.content), None
                )
                row = twin or self._row(audience, draft)
                if twin is None:
                    self.rows.append(row)
                made.append((row["memory_id"], twin is None))
                if progress is not None:
                    progress(number, len(drafts))
        return _answer(STORED_COLUMNS, made, changed=sum(new for _, new in made))

    def search(self, audience: Audience, search: Search) -> Answer:
        words = set(search.query.lower().split())
        hits = [(len(words & set(r["content"].lower().split())), r) for r in self._reach(audience, search.filters)]
        best = sorted((hit for hit in hits if hit[0]), key=lambda hit: -hit[0])[: search.top_k]
        return _answer(
            FOUND_COLUMNS, [_shown(FOUND_COLUMNS, {**r, "score": float(s), "similarity": None}) for s, r in best]
        )

    def get(self, audience: Audience, memory_ids: Sequence[str]) -> Answer:
        found = self._reach(audience, Filters(memory_ids=tuple(memory_ids)))
        if len(found) < len(memory_ids):
            raise UnknownMemory("There is no such memory.", "search for it.")
        return _answer(MEMORY_COLUMNS, [_shown(MEMORY_COLUMNS, row) for row in found])

    def list(self, audience: Audience, filters: Filters, limit: int, offset: int) -> Answer:
        found = self._reach(audience, filters)[::-1][offset : offset + limit]
        return _answer(MEMORY_COLUMNS, [_shown(MEMORY_COLUMNS, row) for row in found])

    def update(self, audience: Audience, memory_id: str, changes: Mapping[str, Any], *, id: Any = None) -> Answer:
        found = self._mine(audience, Filters(memory_ids=(memory_id,)))
        if not found:
            raise UnknownMemory("There is no such memory.", "search for it.")
        found[0].update(changes, updated_at=self.clock())
        return _answer((), [], changed=1)

    def forget(self, audience: Audience | None, filters: Filters, *, id: Any = None) -> Answer:
        gone = [r for r in self.rows if _fits(r, filters)] if audience is None else self._mine(audience, filters)
        self.rows = [row for row in self.rows if all(row is not one for one in gone)]
        return _answer((), [], changed=len(gone))

    def compact(self) -> None:
        """Nothing of what is gone is kept."""

    def get_state(self, audience: Audience, key: str, scope: str) -> Answer:
        found = self.states.get(_place(audience, key, scope))
        return _answer(STATE_COLUMNS, [_shown(STATE_COLUMNS, found)] if found else [])

    def set_state(
        self,
        audience: Audience,
        key: str,
        value_json: str,
        scope: str,
        expected_version: int | None = None,
        *,
        id: Any = None,
    ) -> Answer:
        with self._lock:
            place = _place(audience, key, scope)
            version = self.states[place]["version"] if place in self.states else 0
            if expected_version is not None and expected_version != version:
                raise Conflict(f"The state has version {version}.", "read it again.")
            self.states[place] = dict(
                zip(STATE_COLUMNS, (key, value_json, version + 1, scope, audience.agent, self.clock()), strict=True)
            )
            return _answer(STATE_COLUMNS, [_shown(STATE_COLUMNS, self.states[place])], changed=1)

    def list_states(self, audience: Audience, scopes: Sequence[str]) -> Answer:
        places = {_place(audience, key, scope) for _, key, scope in self.states if scope in scopes}
        seen = [
            one
            for place, one in self.states.items()
            if place in places and (place[2] != "shared" or audience.reads_shared)
        ]
        return _answer(STATE_COLUMNS, [_shown(STATE_COLUMNS, one) for one in seen])

    def close(self) -> None:
        self.closed = True

    def _row(self, audience: Audience, draft: Draft) -> Row:
        now = self.clock()
        return {
            **draft._asdict(),
            "metadata": json.dumps(draft.metadata),
            "memory_id": str(uuid.uuid4()),
            "agent_id": audience.agent,
            "session_id": audience.chat,
            **dict.fromkeys(("created_at", "updated_at"), now),
            "access_count": 0,
            "last_accessed": None,
        }

    def _reach(self, audience: Audience, filters: Filters) -> list[Row]:
        now = self.clock()
        return [
            r for r in self.rows if _reaches(audience, r) and _fits(r, filters) and (r["expires_at"] or now + 1) > now
        ]

    def _own(self, audience: Audience, scope: str) -> list[Row]:
        return [row for row in self._mine(audience, Filters()) if row["scope"] == scope]

    def _mine(self, audience: Audience, filters: Filters) -> list[Row]:
        return [r for r in self._reach(audience, filters) if audience.writes_shared or r["scope"] != "shared"
                if r["scope"] == "shared" or r["agent_id"] == audience.agent]  # fmt: skip


def _place(audience: Audience, key: str, scope: str) -> tuple[Any, ...]:
    return ({"agent": audience.agent, "chat": audience.chat}.get(scope), key, scope)


def _reaches(audience: Audience, row: Row) -> bool:
    return {
        "agent": row["agent_id"] == audience.agent,
        "chat": row["session_id"] == audience.chat,
        "shared": audience.reads_shared,
    }[row["scope"]]


def _fits(row: Row, filters: Filters) -> bool:
    return (
        (filters.memory_ids is None or row["memory_id"] in filters.memory_ids)
        and filters.memory_type in (None, row["memory_type"])
        and (filters.min_importance is None or row["importance"] >= filters.min_importance)
        and filters.agent in (None, row["agent_id"])
        and row["scope"] in filters.scopes
        and (filters.since is None or row["created_at"] >= filters.since)
        and (filters.until is None or row["created_at"] < filters.until)
        and all(_holds(one, json.loads(row["metadata"]).get(one.field)) for one in filters.metadata)
    )


_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: bool(a == b),
    "in": lambda a, b: a in b,
    "gt": lambda a, b: bool(a > b),
    "gte": lambda a, b: bool(a >= b),
    "lt": lambda a, b: bool(a < b),
    "lte": lambda a, b: bool(a <= b),
}


def _holds(condition: Condition, value: Any) -> bool:
    return value is not None and _OPERATORS[condition.operator](value, condition.value)


def _shown(columns: Sequence[str], row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in columns)


def _answer(columns: Sequence[str], rows: list[tuple[Any, ...]], changed: int | None = None) -> Answer:
    return Answer(Table(tuple(columns), ("VARCHAR",) * len(columns), rows, False, changed))
