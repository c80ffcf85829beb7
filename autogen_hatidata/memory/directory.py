"""What is known of each memory without reading its row: columns in RAM, from which it is found who can see it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.candidates import Candidates, Mask, Rids
from autogen_hatidata.memory.model import Audience, Filters
from autogen_hatidata.memory.rows import NEVER, micros

_GONE = -1
_LEAST = 1024


class Entry(NamedTuple):
    """One memory. ``chat`` is that whose agents can read it; ``memory_id`` and ``text`` are sixteen bytes: of the id,
    and the first ones of the content's hash."""

    rid: int
    memory_id: bytes
    agent: str
    chat: str | None
    scope: str
    memory_type: str
    importance: float
    created: int
    expires: int
    embedder: str
    text: bytes


_Common = tuple[str, str | None, str, str, str]
"""What a `Kind` has in common: its first five attributes."""


class Kind(NamedTuple):
    """Memories that have five things in common; what each has of its own comes in the same order everywhere. ``ids``
    and ``texts`` are 32 hexadecimal digits for each, one after the other."""

    agent: str
    chat: str | None
    scope: str
    memory_type: str
    embedder: str
    rids: Sequence[int]
    importances: Sequence[float]
    created: Sequence[int]
    expires: Sequence[int]
    ids: str
    texts: str


_COLUMNS = {
    "rid": np.int64,
    "id_high": np.uint64,
    "id_low": np.uint64,
    "text_high": np.uint64,
    "text_low": np.uint64,
    "agent": np.int32,
    "room": np.int32,
    "scope": np.int8,
    "memory_type": np.int32,
    "importance": np.float32,
    "created": np.int64,
    "expires": np.int64,
    "embedder": np.int32,
}


class Names:
    """Small numbers for what repeats."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self.names: list[Any] = []

    def number(self, name: Any) -> int:
        """The number of a name, a new one where it has none."""
        found = self._numbers.setdefault(name, len(self.names))
        if found == len(self.names):
            self.names.append(name)
        return found

    def known(self, name: Any) -> int:
        """The number of a name; that of no row where it has none."""
        return self._numbers.get(name, _GONE - 1)


class Directory:
    """The columns. It is for one thread that changes it, or many that read.

    Attributes:
        newest: the highest ``rid`` that there was.
    """

    def __init__(self) -> None:
        self.newest = 0
        self._size = self._alive = 0
        self._columns: dict[str, NDArray[Any]] = {name: np.empty(_LEAST, kind) for name, kind in _COLUMNS.items()}
        self._agents, self._rooms, self._scopes, self._types, self._embedders = (Names() for _ in range(5))
        self._soonest = NEVER

    def __len__(self) -> int:
        return self._alive

    def add(self, entries: Sequence[Entry]) -> None:
        """Know more memories, each newer than all before."""
        kinds: dict[_Common, list[Entry]] = {}
        if len(entries) == 1:
            self._add_one(entries[0])
            return
        for entry in entries:
            common = (entry.agent, entry.chat, entry.scope, entry.memory_type, entry.embedder)
            kinds.setdefault(common, []).append(entry)
        self.add_kinds([_kind(common, of_it) for common, of_it in kinds.items()])

    def add_kinds(self, kinds: Sequence[Kind]) -> None:
        """The same of memories that come by kinds."""
        if not kinds:
            return
        parts = [self._part(kind) for kind in kinds]
        rids = np.concatenate([part["rid"] for part in parts])
        order = np.argsort(rids)
        begin, end = self._size, self._size + len(rids)
        self._make_room(end)
        for name, column in self._columns.items():
            column[begin:end] = np.concatenate([part[name] for part in parts])[order]
        self._soonest = min(self._soonest, int(self._columns["expires"][begin:end].min()))
        self._size, self._alive, self.newest = end, self._alive + len(rids), int(rids[order[-1]])

    def _add_one(self, entry: Entry) -> None:
        """The same as of many, without an array for each column, which would take five times as long."""
        self._make_room(self._size + 1)
        values = (
            entry.rid,
            *_halves(entry.memory_id),
            *_halves(entry.text),
            self._agents.number(entry.agent),
            self._rooms.number(room(entry.scope, entry.agent, entry.chat)),
            self._scopes.number(entry.scope),
            self._types.number(entry.memory_type),
            entry.importance,
            entry.created,
            entry.expires,
            self._embedders.number(entry.embedder),
        )
        for column, value in zip(self._columns.values(), values, strict=True):
            column[self._size] = value
        self._soonest = min(self._soonest, entry.expires)
        self._size, self._alive, self.newest = self._size + 1, self._alive + 1, entry.rid

    def remove(self, rids: Rids) -> None:
        """Know memories no more."""
        rooms = self._columns["room"]
        places = self._places(rids)
        self._alive -= int(np.count_nonzero(rooms[places] != _GONE))
        rooms[places] = _GONE
        if self._size > _LEAST and self._alive < self._size // 2:
            self._tidy()

    def change(
        self, rid: int, *, memory_type: str | None = None, importance: float | None = None, expires: int | None = None
    ) -> None:
        """Know another value of one memory; None leaves it."""
        (place,) = self._places(np.array([rid]))
        if memory_type is not None:
            self._columns["memory_type"][place] = self._types.number(memory_type)
        if importance is not None:
            self._columns["importance"][place] = importance
        if expires is not None:
            self._columns["expires"][place] = expires
            self._soonest = min(self._soonest, expires)

    def entry(self, rid: int) -> Entry:
        """All of one memory."""
        (place,) = self._places(np.array([rid]))
        at = {name: column[place] for name, column in self._columns.items()}
        scope, chat = self._rooms.names[at["room"]]
        agent = self._agents.names[at["agent"]]
        return Entry(
            rid=rid,
            memory_id=_joined(at["id_high"], at["id_low"]),
            agent=agent,
            chat=chat if scope == "chat" else None,
            scope=scope,
            memory_type=self._types.names[at["memory_type"]],
            importance=float(at["importance"]),
            created=int(at["created"]),
            expires=int(at["expires"]),
            embedder=self._embedders.names[at["embedder"]],
            text=_joined(at["text_high"], at["text_low"]),
        )

    def has(self, rid: int) -> bool:
        """Whether it is there."""
        (place,) = self._places(np.array([rid]))
        if place >= self._size:
            return False
        return bool(self._columns["rid"][place] == rid and self._columns["room"][place] != _GONE)

    def visible(self, audience: Audience | None, filters: Filters, now: int) -> Candidates:
        """The memories that the audience can read and the filters take, those of ids and metadata apart. None: of all.

        What expired is in none.
        """
        mask = self._of(audience)
        if self._soonest <= now:
            mask &= self._column("expires") > now
        if filters.memory_type is not None:
            mask &= self._column("memory_type") == self._types.known(filters.memory_type)
        if filters.agent is not None:
            mask &= self._column("agent") == self._agents.known(filters.agent)
        if filters.min_importance is not None:
            mask &= self._column("importance") >= np.float32(filters.min_importance)
        if filters.since is not None:
            mask &= self._column("created") >= micros(filters.since)
        if filters.until is not None:
            mask &= self._column("created") < micros(filters.until)
        if not set(self._scopes.names) <= set(filters.scopes):
            mask &= np.isin(self._column("scope"), [self._scopes.known(scope) for scope in filters.scopes])
        count = int(np.count_nonzero(mask))
        return Candidates(self._column("rid"), mask, count, everything=count == self._alive)

    def changeable(self, rids: Rids, audience: Audience | None) -> Mask:
        """Of memories that the audience can read, whether it may change and forget each."""
        if audience is None:
            return np.ones(len(rids), np.bool_)
        places = self._places(rids)
        mine = self._columns["agent"][places] == self._agents.known(audience.agent)
        shared = self._columns["scope"][places] == self._scopes.known("shared")
        found: Mask = mine | shared if audience.writes_shared else mine & ~shared
        return found

    def expired(self, now: int) -> Rids:
        """The memories whose time is over."""
        if self._soonest > now:
            return np.empty(0, np.int64)
        here = self._column("room") != _GONE
        over = here & (self._column("expires") <= now)
        self._soonest = int(np.min(self._column("expires"), where=here & ~over, initial=NEVER))
        found: Rids = self._column("rid")[over]
        return found

    def of_texts(self, texts: Sequence[bytes]) -> dict[bytes, list[int]]:
        """The memories whose content has one of these hashes, the older first."""
        halves = np.frombuffer(b"".join(texts), ">u8").astype(np.uint64).reshape(-1, 2)
        high, low = self._column("text_high"), self._column("text_low")
        same = high == halves[0, 0] if len(texts) == 1 else np.isin(high, halves[:, 0])
        found: dict[bytes, list[int]] = {}
        wanted = set(texts)
        for place in np.flatnonzero(same):
            key = _joined(high[place], low[place])
            if key in wanted and self._columns["room"][place] != _GONE:
                found.setdefault(key, []).append(int(self._columns["rid"][place]))
        return found

    def ids(self, rids: Rids) -> list[str]:
        """The ids of memories."""
        places = self._places(rids)
        halves = zip(self._columns["id_high"][places].tolist(), self._columns["id_low"][places].tolist(), strict=True)
        return [str(uuid.UUID(int=high << 64 | low)) for high, low in halves]

    def values(self, column: str, rids: Rids) -> NDArray[Any]:
        """One column of memories."""
        found: NDArray[Any] = self._columns[column][self._places(rids)]
        return found

    def rids(self, embedder: str | None = None) -> Rids:
        """All memories, or those of one embedder, ascending."""
        here = self._column("room") != _GONE
        if embedder is not None:
            here &= self._column("embedder") == self._embedders.known(embedder)
        found: Rids = self._column("rid")[here]
        return found

    def of_embedder(self, rids: Rids, embedder: str) -> Mask:
        """Whether each memory has its embedding from that embedder."""
        found: Mask = self._columns["embedder"][self._places(rids)] == self._embedders.known(embedder)
        return found

    def _of(self, audience: Audience | None) -> Mask:
        rooms = self._column("room")
        mask: Mask = rooms != _GONE
        if audience is None:
            return mask
        mask = rooms == self._rooms.known(room("agent", audience.agent, None))
        if audience.chat is not None:
            mask |= rooms == self._rooms.known(room("chat", audience.agent, audience.chat))
        if audience.reads_shared:
            mask |= rooms == self._rooms.known(room("shared", audience.agent, None))
        return mask

    def _column(self, name: str) -> NDArray[Any]:
        return self._columns[name][: self._size]

    def _places(self, rids: Rids) -> NDArray[np.intp]:
        return np.searchsorted(self._column("rid"), rids)

    def _part(self, kind: Kind) -> dict[str, NDArray[Any]]:
        ids, texts = (np.frombuffer(bytes.fromhex(one), ">u8") for one in (kind.ids, kind.texts))
        once = {
            "agent": self._agents.number(kind.agent),
            "room": self._rooms.number(room(kind.scope, kind.agent, kind.chat)),
            "scope": self._scopes.number(kind.scope),
            "memory_type": self._types.number(kind.memory_type),
            "embedder": self._embedders.number(kind.embedder),
        }
        return {
            "rid": np.array(kind.rids, np.int64),
            "id_high": ids[::2],
            "id_low": ids[1::2],
            "text_high": texts[::2],
            "text_low": texts[1::2],
            "importance": np.array(kind.importances, np.float32),
            "created": np.array(kind.created, np.int64),
            "expires": np.array(kind.expires, np.int64),
            **{name: np.full(len(kind.rids), number, _COLUMNS[name]) for name, number in once.items()},
        }

    def _make_room(self, size: int) -> None:
        have = len(self._columns["rid"])
        if size > have:
            more = max(size, have * 2)
            self._columns = {name: np.concatenate([old, np.empty(more - have, old.dtype)])
                             for name, old in self._columns.items()}  # fmt: skip

    def _tidy(self) -> None:
        here = self._column("room") != _GONE
        self._columns = {name: old[: self._size][here] for name, old in self._columns.items()}
        self._size = self._alive


def room(scope: str, agent: str, chat: str | None) -> tuple[str, str | None]:
    """Who can read a memory: its agent, the agents of its chat, or those that read what is shared."""
    return scope, {"agent": agent, "chat": chat}.get(scope)


def _joined(high: Any, low: Any) -> bytes:
    return int(high).to_bytes(8, "big") + int(low).to_bytes(8, "big")


def _halves(sixteen: bytes) -> tuple[int, int]:
    return int.from_bytes(sixteen[:8], "big"), int.from_bytes(sixteen[8:], "big")


def _kind(common: _Common, entries: Sequence[Entry]) -> Kind:
    return Kind(
        *common,
        [entry.rid for entry in entries],
        [entry.importance for entry in entries],
        [entry.created for entry in entries],
        [entry.expires for entry in entries],
        "".join(entry.memory_id.hex() for entry in entries),
        "".join(entry.text.hex() for entry in entries),
    )
