"""States: one value by the name of a key, of an agent, of a chat or of all, with a version that counts its changes."""

from __future__ import annotations

from collections.abc import Sequence

from autogen_hatidata.errors import BadArgument, Conflict, LimitExceeded
from autogen_hatidata.memory import checks, rows
from autogen_hatidata.memory.core import Core
from autogen_hatidata.memory.model import STATE_COLUMNS, Answer, Audience
from autogen_hatidata.types import Table

_TYPES = ("VARCHAR", "JSON", "BIGINT", "VARCHAR", "VARCHAR", "TIMESTAMP")


class States:
    """Keeps states for one store."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def get(self, audience: Audience, key: str, scope: str) -> Answer:
        """One state. See `MemoryStore.get_state`."""
        owner = checks.place(audience, scope)
        checks.whole(key, "key")
        return Answer(_table(self._read(audience, scope, rows.state(scope, owner, key))))

    def list(self, audience: Audience, scope: str, limit: int) -> Answer:
        """The states of a scope. See `MemoryStore.list_states`."""
        found = self._read(audience, scope, rows.states(scope, checks.place(audience, scope), limit + 1))
        return Answer(_table(found[:limit], more=len(found) > limit))

    def set(
        self, audience: Audience, key: str, value: str, scope: str, expected_version: int | None, id: str | None
    ) -> Answer:
        """Set one state. See `MemoryStore.set_state`."""
        core, owner = self._core, checks.place(audience, scope)
        checks.may_share(audience, scope)
        if not checks.whole(key, "key").strip():
            raise BadArgument("The key of a state is empty.", "give it a name.")
        checks.value(value, core.settings)
        with core.writing() as ram:
            version = self._version(audience, scope, owner, key, expected_version)
            if not version:
                self._check_room(scope, owner)
            made = (scope, owner, key, value, version + 1, audience.agent, core.now())
            core.commit(ram, [rows.set_state(made)], lambda: None, id=id, hidden=True)
            table = _table(core.read(rows.state(scope, owner, key)))
            return Answer(table._replace(changed=1))

    def delete(self, audience: Audience, key: str, scope: str, expected_version: int | None, id: str | None) -> Answer:
        """Remove one state. See `MemoryStore.delete_state`."""
        core, owner = self._core, checks.place(audience, scope)
        checks.may_share(audience, scope)
        checks.whole(key, "key")
        with core.writing() as ram:
            there = self._version(audience, scope, owner, key, expected_version) > 0
            if there:
                core.commit(ram, [rows.delete_state(scope, owner, key)], lambda: None, id=id, hidden=True)
            return Answer(_table([])._replace(changed=int(there)))

    def _version(self, audience: Audience, scope: str, owner: str, key: str, expected: int | None) -> int:
        """The version that a state has before a change, 0 for none; the change may expect one."""
        before = self._core.read(rows.state(scope, owner, key))
        version = int(before[0][2]) if before else 0
        if expected is not None and expected != version:
            raise _conflict(audience, scope, key, version)
        return version

    def _check_room(self, scope: str, owner: str) -> None:
        most = self._core.settings.max_states
        ((count,),) = self._core.read(rows.count_states(scope, owner))
        if count >= most:
            raise LimitExceeded(f"There are {most:,} states already.", "set one of them, or delete one.")

    def _read(self, audience: Audience, scope: str, step: rows.Step) -> Sequence[rows.Row]:
        if scope == "shared" and not audience.reads_shared:
            return []
        with self._core.reading() as ram:
            return [] if ram is None else self._core.read(step)


def _conflict(audience: Audience, scope: str, key: str, version: int) -> Conflict:
    seen = scope != "shared" or audience.reads_shared
    now = f"has version {version}" if version else "is not set"
    return Conflict(
        f'The state "{key}" {now}; it was changed in the meantime.' if seen else f'The state "{key}" was changed.',
        "read it again, and set it with the version that it has then.",
    )


def _table(found: Sequence[rows.Row], *, more: bool = False) -> Table:
    return Table(STATE_COLUMNS, _TYPES, [*found], more)
