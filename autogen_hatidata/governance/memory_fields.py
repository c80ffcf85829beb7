"""What a policy says of the memory: who reads and writes what all agents share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autogen_hatidata.governance import policy_fields as fields
from autogen_hatidata.governance.policy_file import Field

VERBS = ("memory", "state")
"""The verbs that let a role use the memory, each of them its own scopes without another word."""


@dataclass(frozen=True, slots=True)
class SharedMemory:
    """The roles that read the memories and states of the scope ``shared``, and those that write them."""

    read: frozenset[str] = frozenset()
    write: frozenset[str] = frozenset()
    place: Field | None = None


def build(place: Field, roles: Mapping[str, frozenset[str]]) -> SharedMemory:
    """The rules under ``memory``. Raises PolicyError at the first field that is wrong."""
    found = fields.entries(place, ("shared",))
    shared = fields.entries(fields.required(place, found, "shared"), ("read", "write"))
    if not shared:
        raise found["shared"].wrong("nothing is said here.", "write {read: [...]}, or leave the key memory out.")
    read, write = (_roles(shared.get(key), roles) for key in ("read", "write"))
    for name in write.keys() - read.keys():
        raise write[name].wrong(f'the role "{name}" may not read it.', f"add {name} to memory.shared.read.")
    return SharedMemory(frozenset(read), frozenset(write), found["shared"])


def _roles(place: Field | None, roles: Mapping[str, frozenset[str]]) -> dict[str, Field]:
    return {_role(item, roles): item for item in fields.texts(place)} if place else {}


def _role(item: Field, roles: Mapping[str, frozenset[str]]) -> str:
    name = fields.text(item)
    if name not in roles:
        raise item.wrong(f'there is no role "{name}".', fields.suggest(name, roles))
    if roles[name].isdisjoint(VERBS):
        hint = f"add memory or state to roles.{name}.can."
        raise item.wrong(f'the role "{name}" has neither memory nor state.', hint if name != "guest" else "")
    return name
