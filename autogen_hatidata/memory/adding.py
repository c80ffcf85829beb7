"""Storing memories: those that are there already are found, the others become rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory import checks, rows
from autogen_hatidata.memory.candidates import Candidates
from autogen_hatidata.memory.core import Core
from autogen_hatidata.memory.directory import Entry
from autogen_hatidata.memory.model import STORED_COLUMNS, Answer, Audience, Draft, Filters
from autogen_hatidata.memory.ram import Ram, packed
from autogen_hatidata.memory.seams import Progress
from autogen_hatidata.memory.vectorcache import digest
from autogen_hatidata.types import Table


class Wanted(NamedTuple):
    """A draft that was checked, with what is made of it."""

    draft: Draft
    metadata: str
    sha256: str
    expires: int

    @property
    def kind(self) -> tuple[str, str]:
        """Within what two memories can be the same."""
        return self.draft.scope, self.draft.memory_type

    @property
    def text(self) -> bytes:
        """The hash as the directory has it."""
        return bytes.fromhex(self.sha256[:32])


class Adding:
    """Stores memories for one store."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def store(
        self,
        audience: Audience,
        drafts: Sequence[Draft],
        *,
        dedupe: bool | float,
        id: str | None,
        progress: Progress | None,
    ) -> Answer:
        """Store all of them, or none. See `MemoryStore.store`."""
        core = self._core
        wanted = [self._checked(audience, draft) for draft in drafts]
        if not wanted:
            return _answer([])
        core.make_ready()
        vectors = core.cache().texts([one.draft.content for one in wanted], core.known, progress)
        with core.writing(vectors=True) as ram:
            plan = _Plan(ram, audience, wanted, vectors, dedupe, core.now())
            plan.make()
            if plan.new or plan.longer:
                self._commit(ram, audience, plan, id)
        return _answer(plan.answer)

    def _checked(self, audience: Audience, draft: Draft) -> Wanted:
        settings = self._core.settings
        checks.may_share(audience, draft.scope)
        checks.place(audience, draft.scope)
        checks.whole(draft.memory_type, "memory_type")
        text = checks.content(draft.content, settings)
        expires = rows.NEVER if draft.expires_at is None else rows.micros(draft.expires_at)
        return Wanted(draft, checks.metadata(draft.metadata, settings), digest(text), expires)

    def _commit(self, ram: Ram, audience: Audience, plan: _Plan, id: str | None) -> None:
        core, embedder = self._core, self._core.cache().embedder
        first, now, new = ram.next_rid, core.now(), plan.new
        vectors = plan.vectors[new]
        added = [
            _row(plan.wanted[n], audience, plan.ids[n], first + place, now, embedder.id, blob)
            for place, (n, blob) in enumerate(zip(new, packed(vectors), strict=True))
        ]
        steps = [rows.insert(added)] if added else []
        if plan.longer:
            ids = ram.directory.ids(np.array(list(plan.longer), np.int64))
            steps.append(rows.prolong(dict(zip(ids, map(_end, plan.longer.values()), strict=True))))

        def apply() -> None:
            ram.add([_entry(row) for row in added], [row.content for row in added], vectors)
            for rid, expires in plan.longer.items():
                ram.directory.change(rid, expires=expires)

        core.commit(ram, steps, apply, id=id, hidden=not plan.longer)


class _Plan:
    """What becomes of each draft: ``new`` are those that become rows, ``longer`` are memories that last longer now."""

    def __init__(
        self,
        ram: Ram,
        audience: Audience,
        wanted: Sequence[Wanted],
        vectors: NDArray[np.float32],
        dedupe: bool | float,
        now: int,
    ) -> None:
        self.wanted, self.vectors = list(wanted), vectors
        self.ids = [str(uuid.uuid4()) for _ in wanted]
        self.new: list[int] = []
        self.longer: dict[int, int] = {}
        self.answer: list[tuple[str, bool]] = []
        self._ram, self._audience, self._now = ram, audience, now
        self._exact = dedupe is not False
        self._near = dedupe if not isinstance(dedupe, bool) else None
        self._seen: dict[tuple[tuple[str, str], str], int] = {}
        self._visible: dict[tuple[str, str], Candidates] = {}

    def make(self) -> None:
        """Decide about all drafts, in order."""
        same = self._ram.directory.of_texts([one.text for one in self.wanted]) if self._exact else {}
        for n, one in enumerate(self.wanted):
            memory_id = self._known(n, one, same.get(one.text, [])) if self._exact else None
            self.answer.append((memory_id or self.ids[n], memory_id is None))
            if memory_id is None:
                self._seen[one.kind, one.sha256] = n
                self.new.append(n)

    def _known(self, n: int, one: Wanted, same: Sequence[int]) -> str | None:
        """The id of a memory that says the same, and lasts as long or can be made to."""
        earlier = self._seen.get((one.kind, one.sha256))
        if earlier is None and self._near is not None:
            earlier = self._near_one(n, one, self._near)
        if earlier is not None:
            before = self.wanted[earlier]
            self.wanted[earlier] = before._replace(expires=max(before.expires, one.expires))
            return self.ids[earlier]
        for rid in [*self._readable(one, same), *self._near_rows(n, one)]:
            if self._lasts(rid, one.expires):
                return self._ram.directory.ids(np.array([rid]))[0]
        return None

    def _readable(self, one: Wanted, rids: Sequence[int]) -> list[int]:
        if not rids:
            return []
        found: list[int] = self._candidates(one).only(rids).rids.tolist()
        return found

    def _near_rows(self, n: int, one: Wanted) -> list[int]:
        if self._near is None:
            return []
        assert self._ram.vectors is not None
        found: list[int] = self._ram.vectors.above(
            self.vectors[n], self._near, self._candidates(one).among
        ).rids.tolist()
        return found

    def _near_one(self, n: int, one: Wanted, threshold: float) -> int | None:
        same = [m for m in self.new if self.wanted[m].kind == one.kind]
        if not same:
            return None
        scores = self.vectors[same] @ self.vectors[n]
        best = int(np.argmax(scores))
        return same[best] if scores[best] > threshold else None

    def _lasts(self, rid: int, expires: int) -> bool:
        directory, here = self._ram.directory, np.array([rid])
        ends = self.longer.get(rid, int(directory.values("expires", here)[0]))
        if ends >= expires:
            return True
        if directory.changeable(here, self._audience)[0]:
            self.longer[rid] = expires
            return True
        return False

    def _candidates(self, one: Wanted) -> Candidates:
        """What the agent can read of the same scope and type: of nothing else it may learn that it is there."""
        if one.kind not in self._visible:
            filters = Filters(scopes=(one.draft.scope,), memory_type=one.draft.memory_type)
            self._visible[one.kind] = self._ram.directory.visible(self._audience, filters, self._now)
        return self._visible[one.kind]


def _row(
    one: Wanted, audience: Audience, memory_id: str, rid: int, now: int, embedder_id: str, embedding: bytes
) -> rows.New:
    draft = one.draft
    return rows.New(
        memory_id=memory_id,
        agent_id=audience.agent,
        session_id=audience.chat,
        memory_type=draft.memory_type,
        content=draft.content,
        metadata=one.metadata,
        importance=draft.importance,
        created=now,
        rid=rid,
        scope=draft.scope,
        expires=_end(one.expires),
        content_sha256=one.sha256,
        embedder_id=embedder_id,
        embedding=embedding,
    )


def _entry(row: rows.New) -> Entry:
    return Entry(
        rid=row.rid,
        memory_id=bytes.fromhex(row.memory_id.replace("-", "")),
        agent=row.agent_id,
        chat=row.session_id if row.scope == "chat" else None,
        scope=row.scope,
        memory_type=row.memory_type,
        importance=row.importance,
        created=row.created,
        expires=rows.NEVER if row.expires is None else row.expires,
        embedder=row.embedder_id,
        text=bytes.fromhex(row.content_sha256[:32]),
    )


def _end(expires: int) -> int | None:
    return None if expires == rows.NEVER else expires


def _answer(found: list[tuple[str, bool]]) -> Answer:
    new = sum(created for _, created in found)
    return Answer(Table(STORED_COLUMNS, ("VARCHAR", "BOOLEAN"), list(found), False, changed=new))
