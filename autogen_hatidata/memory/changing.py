"""Changing and forgetting memories. A content that changes is a new version with a number of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from autogen_hatidata.errors import BadArgument
from autogen_hatidata.memory import checks, rows
from autogen_hatidata.memory.core import Core
from autogen_hatidata.memory.model import Answer, Audience, Filters
from autogen_hatidata.memory.ram import Ram, packed
from autogen_hatidata.memory.reading import Reading
from autogen_hatidata.memory.vectorcache import Vector, digest
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import Table


class Change(NamedTuple):
    """Another value of one column: what SET takes, and how the directory has it."""

    values: list[Any]
    known: Any


def _expires(given: float | None, settings: Settings) -> Change:
    end = None if given is None else rows.micros(given)
    return Change([end], rows.NEVER if end is None else end)


_CHANGES: Mapping[str, Callable[[Any, Settings], Change]] = {
    "memory_type": lambda given, settings: Change([checks.whole(given, "memory_type")], given),
    "importance": lambda given, settings: Change([given], given),
    "metadata": lambda given, settings: Change([checks.metadata(given, settings)], None),
    "expires_at": _expires,
}
"""What can be changed of a memory beside its content."""

_KNOWN = {"memory_type": "memory_type", "importance": "importance", "expires_at": "expires"}


class Changing:
    """Changes and forgets memories for one store."""

    def __init__(self, core: Core, reading: Reading) -> None:
        self._core, self._reading = core, reading

    def update(self, audience: Audience | None, memory_id: str, changes: Mapping[str, Any], id: str | None) -> Answer:
        """Change one memory. See `MemoryStore.update`."""
        wrong = [name for name in changes if name not in _CHANGES and name != "content"]
        if wrong or not changes:
            raise BadArgument(
                "There is nothing of that name to change." if wrong else "There is nothing to change.",
                f"give some of content, {', '.join(_CHANGES)}.",
            )
        core, wanted = self._core, checks.canonical(memory_id)
        made = {name: _CHANGES[name](value, core.settings) for name, value in changes.items() if name != "content"}
        text = checks.content(changes["content"], core.settings) if "content" in changes else None
        if not core.engine.keeps:
            raise checks.unknown(memory_id)
        vector = None if text is None else core.cache().texts([text], core.known)[0]
        with core.writing(vectors=vector is not None) as ram:
            rid = self._found(ram, audience, memory_id)
            if text is not None and vector is not None:
                self._replace(ram, rid, wanted, made, text, vector, id)
            else:
                self._set(ram, rid, wanted, made, id)
        return _changed(1)

    def forget(self, audience: Audience | None, filters: Filters, id: str | None) -> Answer:
        """Forget memories. See `MemoryStore.forget`."""
        core = self._core
        given = filters.memory_ids
        if not core.engine.keeps:
            if given:
                raise checks.unknown(given[0])
            return _changed(0)
        with core.writing() as ram:
            for one in given or ():
                self._found(ram, audience, one)
            rids = self._reading.candidates(ram, audience, filters).rids
            rids = rids[ram.directory.changeable(rids, audience)]
            if len(rids):
                steps = rows.delete(ram.directory.ids(rids))
                found = core.commit(ram, steps, lambda: ram.remove(rids), id=id)
                core.forget_texts(found[-1])
        return _changed(len(rids))

    def _found(self, ram: Ram, audience: Audience | None, memory_id: str) -> int:
        """The number of a memory that the audience can read and change."""
        rids = self._reading.candidates(ram, audience, Filters(memory_ids=(memory_id,))).rids
        if not len(rids):
            raise checks.unknown(memory_id)
        if not ram.directory.changeable(rids, audience)[0]:
            raise checks.not_yours(memory_id)
        return int(rids[0])

    def _set(self, ram: Ram, rid: int, memory_id: str, made: Mapping[str, Change], id: str | None) -> None:
        core = self._core
        step = rows.update(memory_id, {name: change.values for name, change in made.items()}, core.now())
        known = {_KNOWN[name]: change.known for name, change in made.items() if name in _KNOWN}
        core.commit(ram, [step], lambda: ram.directory.change(rid, **known), id=id)

    def _replace(
        self,
        ram: Ram,
        rid: int,
        memory_id: str,
        made: Mapping[str, Change],
        text: str,
        vector: Vector,
        id: str | None,
    ) -> None:
        core, embedder = self._core, self._core.cache().embedder
        old = ram.directory.entry(rid)
        sha256, new = digest(text), ram.next_rid
        content = [text, sha256, embedder.id, packed(vector[None])[0], new]
        values = {"content": content, **{name: change.values for name, change in made.items()}}
        known = {_KNOWN[name]: change.known for name, change in made.items() if name in _KNOWN}
        entry = old._replace(rid=new, embedder=embedder.id, text=bytes.fromhex(sha256[:32]), **known)
        steps = [*rows.forget_query(memory_id), rows.update(memory_id, values, core.now())]

        def apply() -> None:
            ram.remove(np.array([rid], np.int64))
            ram.add([entry], [text], vector[None])

        core.forget_texts(core.commit(ram, steps, apply, id=id)[0])


def _changed(count: int) -> Answer:
    return Answer(Table((), (), [], False, changed=count))
