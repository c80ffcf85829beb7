"""The rules that a policy's fields make: checked, and plain data from here on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from autogen_hatidata.governance import memory_fields, rule_fields
from autogen_hatidata.governance import policy_fields as fields
from autogen_hatidata.governance.masks import MASKS
from autogen_hatidata.governance.memory_fields import SharedMemory
from autogen_hatidata.governance.names import plain_name, table_key, table_name, unquoted
from autogen_hatidata.governance.policy_file import Field
from autogen_hatidata.governance.rules import AttributeRule
from autogen_hatidata.governance.windows import PERIODS
from autogen_hatidata.types import MEMORIES, Budget, ColumnMask, TableKey, shown_name

ADMIN, GUEST = "admin", "guest"
VERBS = ("read", "write", "audit", *memory_fields.VERBS)
ACTIONS = ("insert", "update", "delete")
"""What a role with the verb ``write`` can be allowed to do to a table."""

SPANS = (*PERIODS, "chat")
RESERVED = ("agent", "role")
"""Placeholders that the layer fills in itself."""

PLACEHOLDER = re.compile(r"\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}")
_ATTRIBUTE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FOREVER = 86_400.0  # seconds that one statement may run at the most
_MANY = 10**9


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What happens to one column; ``deny`` goes before ``mask``. ``write``: who sets it in spite of both."""

    name: str
    mask: ColumnMask | None
    exempt: frozenset[str]
    deny: frozenset[str]
    write: frozenset[str]
    place: Field


@dataclass(frozen=True, slots=True)
class TableRule:
    """Who reads one table, which rows and which columns of it; and by role, what is done to it."""

    schema: str
    name: str
    read: frozenset[str]
    write: Mapping[str, frozenset[str]]
    filter: str | None
    exempt: frozenset[str]
    columns: tuple[ColumnRule, ...]
    place: Field
    filter_place: Field

    @property
    def key(self) -> TableKey:
        """Lower-case schema and name: the way names compare."""
        return table_key(self.schema, self.name)


@dataclass(frozen=True, slots=True)
class AgentRule:
    """What the agents are whose names fit a pattern."""

    pattern: str
    role: str | None
    attributes: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """Limits of the agents whose names fit a pattern, of a role or of the layer; None sets none."""

    pattern: str
    budget: Budget | None
    limits: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """A whole policy. ``share``: by role, the roles to which it may hand over results; ``shared``: who uses the memory
    that all have."""

    roles: Mapping[str, frozenset[str]]
    share: Mapping[str, frozenset[str]] = field(default_factory=dict)
    agents: tuple[AgentRule, ...] = ()
    tables: tuple[TableRule, ...] = ()
    quotas: tuple[QuotaLine, ...] = ()
    role_quotas: Mapping[str, QuotaLine] = field(default_factory=dict)
    layer_quota: QuotaLine | None = None
    rules: tuple[AttributeRule, ...] = ()
    shared: SharedMemory = field(default_factory=SharedMemory)


def build(root: Field) -> Rules:
    """The rules of a policy. Raises PolicyError at the first field that is wrong."""
    found = fields.entries(root, ("version", "roles", "agents", "tables", "quotas", "rules", "memory"))
    _check_version(fields.required(root, found, "version"))
    roles = _roles(found.get("roles"))
    quotas, role_quotas, layer_quota = _quotas(found["quotas"], roles) if "quotas" in found else ((), {}, None)
    tables = _tables(found["tables"], roles) if "tables" in found else ()
    rules = found.get("rules")
    return Rules(
        roles,
        _shares(found.get("roles"), roles),
        _agents(found["agents"], roles) if "agents" in found else (),
        tables,
        quotas,
        role_quotas,
        layer_quota,
        rule_fields.build(rules, rule_fields.Known(roles, _keys(tables), VERBS)) if rules else (),
        memory_fields.build(found["memory"], roles) if "memory" in found else SharedMemory(),
    )


def _keys(tables: tuple[TableRule, ...]) -> Mapping[str, TableKey]:
    return {shown_name(*key): key for key in (MEMORIES, *(table.key for table in tables))}


def plain_values(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes whose values can be compared and kept: lists become tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in attributes.items()}


def _check_version(version: Field) -> None:
    if isinstance(version.value, bool) or version.value != 1 or not isinstance(version.value, int):
        raise version.wrong("this release reads version 1 of the format.", "write version: 1.")


def _roles(place: Field | None) -> dict[str, frozenset[str]]:
    roles = {ADMIN: frozenset(VERBS), GUEST: frozenset[str]()}
    for name, role in fields.items(place).items() if place else ():
        if name in roles:
            raise role.wrong(f'the role "{name}" is built in.', "leave the line out, or choose another name.")
        if not name.strip():
            raise role.wrong("a role needs a name.")
        can = fields.required(role, fields.entries(role, ("can", "share")), "can")
        roles[name] = frozenset(fields.one_of(verb, VERBS) for verb in fields.texts(can))
    return roles


def _shares(place: Field | None, roles: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    """To whom each role may hand over results. Who shares and who is shared with must be able to read."""
    found = {}
    for name, role in fields.items(place).items() if place else ():
        share = fields.items(role).get("share")
        if share is not None:
            if "read" not in roles[name]:
                raise share.wrong(f'the role "{name}" may not read.', f"add read to roles.{name}.can.")
            found[name] = _readers(share, roles)
    return found


def _role(place: Field, roles: Collection[str]) -> str:
    name = fields.text(place)
    if name not in roles:
        raise place.wrong(f'there is no role "{name}".', fields.suggest(name, roles))
    return name


def _role_set(place: Field | None, roles: Collection[str]) -> frozenset[str]:
    return frozenset(_role(item, roles) for item in fields.texts(place)) if place else frozenset()


def _patterns(place: Field) -> dict[str, Field]:
    """The lines of a mapping by agent name, which compare without ``autogen-``."""
    found: dict[str, Field] = {}
    for pattern, line in fields.items(place).items():
        name = plain_name(pattern)
        if not name.strip():
            raise line.wrong("an agent needs a name.", 'write "*" for every agent.')
        if name in found:
            raise line.wrong(f'"{name}" stands here twice.', 'names compare without "autogen-" before them.')
        found[name] = line
    return found


def _agents(place: Field, roles: Collection[str]) -> tuple[AgentRule, ...]:
    return tuple(_agent(pattern, line, roles) for pattern, line in _patterns(place).items())


def _agent(pattern: str, line: Field, roles: Collection[str]) -> AgentRule:
    found = fields.entries(line, ("role", "attributes"))
    role = _role(found["role"], roles) if "role" in found else None
    attributes = fields.items(found["attributes"]) if "attributes" in found else {}
    for name, value in attributes.items():
        if name in RESERVED:
            raise value.wrong(f'"{name}" is set by the layer.', "choose another name.")
        if not _ATTRIBUTE.fullmatch(name):
            raise value.wrong("the name of an attribute has only letters, digits and _.")
    return AgentRule(pattern, role, tuple(sorted((name, fields.scalar(value)) for name, value in attributes.items())))


def _tables(place: Field, roles: Mapping[str, frozenset[str]]) -> tuple[TableRule, ...]:
    found: dict[TableKey, TableRule] = {}
    for name, entry in fields.items(place).items():
        table = _table(name, entry, roles)
        if table.key in found:
            first = found[table.key].place
            where = f", line {first.line}" if first.line else ""
            raise entry.wrong(f"this is the table of {first.path}{where}.", "names compare without case.")
        found[table.key] = table
    return tuple(found[key] for key in sorted(found))


def _table(written: str, entry: Field, roles: Mapping[str, frozenset[str]]) -> TableRule:
    name = table_name(written)
    if name is None:
        raise entry.wrong("this is not the name of a table.", 'write table, schema.table or schema."My table".')
    found = fields.entries(entry, ("read", "write", "rows", "columns"))
    rows = found.get("rows")
    if rows and isinstance(rows.value, str):
        example = json.dumps(rows.value, ensure_ascii=False)
        raise rows.wrong("this must be a mapping, not text.", f"write {{filter: {example}}}.")
    limits = fields.entries(rows, ("filter", "exempt")) if rows else {}
    filter_place = fields.required(rows, limits, "filter") if rows else entry
    readers = _readers(found.get("read"), roles)
    return TableRule(
        *name,
        readers,
        _writers(found["write"], roles, readers) if "write" in found else {},
        fields.text(filter_place) if rows else None,
        _role_set(limits.get("exempt"), roles),
        _columns(found["columns"], roles) if "columns" in found else (),
        entry,
        filter_place,
    )


def _readers(place: Field | None, roles: Mapping[str, frozenset[str]]) -> frozenset[str]:
    for item in fields.texts(place) if place else ():
        name = _role(item, roles)
        if name == GUEST:
            raise item.wrong("guest may do nothing.", "give these agents a role of their own.")
        if "read" not in roles[name]:
            raise item.wrong(f'the role "{name}" may not read.', f"add read to roles.{name}.can.")
    return _role_set(place, roles)


def _writers(
    place: Field, roles: Mapping[str, frozenset[str]], readers: Collection[str]
) -> Mapping[str, frozenset[str]]:
    """What each role may do to a table. It must read it: what it changes are the rows that it sees."""
    found = {}
    for name, actions in fields.items(place).items():
        role = _writing(actions, name, roles)
        if role != ADMIN and role not in readers:
            raise actions.wrong(f'the role "{role}" may not read this table.', f"add {role} to read.")
        found[role] = frozenset(fields.one_of(action, ACTIONS) for action in fields.texts(actions))
    return found


def _writing(place: Field, name: str, roles: Mapping[str, frozenset[str]]) -> str:
    """The name of a role that has the verb ``write``."""
    if name not in roles:
        raise place.wrong(f'there is no role "{name}".', fields.suggest(name, roles))
    if "write" not in roles[name]:
        raise place.wrong(f'the role "{name}" may not write.', f"add write to roles.{name}.can.")
    return name


def _items(place: Field | None) -> list[Field]:
    return fields.texts(place) if place else []


def _columns(place: Field, roles: Mapping[str, frozenset[str]]) -> tuple[ColumnRule, ...]:
    found: dict[str, ColumnRule] = {}
    for written, entry in fields.items(place).items():
        quoted = re.fullmatch(r'"((?:[^"]|"")+)"', written)
        column = _column(unquoted(quoted[1] if quoted else None, written), entry, roles)
        if column.name.lower() in found:
            raise entry.wrong(f'"{written}" stands here twice.', "names compare without case.")
        found[column.name.lower()] = column
    return tuple(found[name] for name in sorted(found))


def _column(name: str, entry: Field, roles: Mapping[str, frozenset[str]]) -> ColumnRule:
    found = fields.entries(entry, ("mask", "visible_chars", "exempt", "deny", "write"))
    if not {"mask", "deny"} & set(found):
        raise entry.wrong("nothing is said about this column.", "write mask or deny, or leave the line out.")
    kind = _mask_kind(found["mask"]) if "mask" in found else None
    if "exempt" in found and kind is None:
        raise found["exempt"].wrong("there is no mask to be exempt from.")
    if "visible_chars" in found and kind != "partial":
        raise found["visible_chars"].wrong("only the mask partial shows characters.")
    shown = fields.whole(found["visible_chars"], _MANY) if "visible_chars" in found else 4
    return ColumnRule(
        name,
        ColumnMask(name, kind, shown) if kind else None,
        _role_set(found.get("exempt"), roles),
        _role_set(found.get("deny"), roles),
        frozenset(_writing(item, fields.text(item), roles) for item in _items(found.get("write"))),
        entry,
    )


def _mask_kind(place: Field) -> str:
    # Unquoted, YAML reads the name of this mask as its empty value; the format means the mask.
    return "null" if place.value is None else fields.one_of(place, MASKS)


def _quotas(
    place: Field, roles: Collection[str]
) -> tuple[tuple[QuotaLine, ...], Mapping[str, QuotaLine], QuotaLine | None]:
    found = fields.entries(place, ("agents", "roles", "layer"))
    agents = _patterns(found["agents"]) if "agents" in found else {}
    shared = fields.items(found["roles"]) if "roles" in found else {}
    for name, line in shared.items():
        if name not in roles:
            raise line.wrong(f'there is no role "{name}".', fields.suggest(name, roles))
    return (
        tuple(_quota_line(name, line) for name, line in agents.items()),
        {name: _quota_line(name, line) for name, line in shared.items()},
        _quota_line("", found["layer"]) if "layer" in found else None,
    )


def _budget(line: Field, found: dict[str, Field]) -> Budget | None:
    if not {"credits", "per"} & set(found):
        return None
    credits, per = fields.required(line, found, "credits"), fields.required(line, found, "per")
    return Budget(fields.number(credits, 0, 1e15), fields.one_of(per, SPANS))


LIMITS: Mapping[str, Callable[[Field], float]] = {
    "max_credits_per_query": lambda place: fields.number(place, 0, 1e15, above=True),
    "max_rows": lambda place: fields.whole(place, _MANY),
    "timeout_s": lambda place: fields.number(place, 0, _FOREVER, above=True),
    "max_concurrency": lambda place: fields.whole(place, _MANY),
}
"""The limits of calls that a quota line can set."""


def _quota_line(name: str, line: Field) -> QuotaLine:
    found = fields.entries(line, ("credits", "per", *LIMITS))
    if not found:
        raise line.wrong("nothing is limited here.", "write credits and per, or a limit, or leave the line out.")
    limits = tuple((limit, read(found[limit])) for limit, read in LIMITS.items() if limit in found)
    return QuotaLine(name, _budget(line, found), limits)
