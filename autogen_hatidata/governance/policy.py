"""Policy: who may see what, as decisions over the rules of one policy file."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from autogen_hatidata.errors import BadArgument, HatiDataError, PolicyError, UnknownCaller
from autogen_hatidata.governance import memory_fields, policy_file, policy_rules
from autogen_hatidata.governance.names import matcher, plain_name
from autogen_hatidata.governance.policy_fields import suggest
from autogen_hatidata.governance.policy_file import Field
from autogen_hatidata.governance.policy_rules import (
    ADMIN,
    PLACEHOLDER,
    QuotaLine,
    Rules,
    TableRule,
)
from autogen_hatidata.governance.rules import Guard, Ruling
from autogen_hatidata.types import MEMORIES, Caller, ColumnInfo, LensSpec, QuotaRules, TableKey, TableSpec, shown_name

Schema = Mapping[TableKey, tuple[ColumnInfo, ...]]
Attributes = tuple[tuple[str, Any], ...]

_CACHED = 4096  # decisions kept, of each kind
_OPEN_TO_ALL = ("read", *memory_fields.VERBS)
_KINDS = (str, bool, int, float, date)
_SELF_EVIDENT = frozenset({"str", "int", "date"})


@dataclass(frozen=True, slots=True)
class Identity:
    """What the policy says an agent is. ``role`` None leaves the role to whoever registers the agent."""

    role: str | None
    attributes: Mapping[str, Any]


@dataclass(frozen=True, eq=False, repr=False)
class Policy:
    """The rules that hold for every call. Frozen: a changed policy is another object with another digest.

    Attributes:
        digest: SHA-256 of what the policy says, in hex, however it is written; ``none`` for the open policy.
        is_open: whether there is no policy, and every registered agent reads every table.
    """

    digest: str
    _rules: Rules | None
    _identify: Callable[[str], Identity] = field(init=False)
    _lens: Callable[[str, str | None, Attributes, str], LensSpec] = field(init=False)
    _quota: Callable[[str, str | None], QuotaRules] = field(init=False)
    _guard: Callable[[str, str | None, str, Attributes, str], Guard | None] = field(init=False)

    def __post_init__(self) -> None:
        if self._rules is None:
            return
        decide = _Decisions(self._rules, self.digest)
        object.__setattr__(self, "_identify", lru_cache(_CACHED)(decide.identify))
        object.__setattr__(self, "_lens", lru_cache(_CACHED)(decide.lens))
        object.__setattr__(self, "_quota", lru_cache(_CACHED)(decide.quota))
        object.__setattr__(self, "_guard", lru_cache(_CACHED)(decide.guard))

    @classmethod
    def load(cls, source: str | Path | Mapping[str, Any]) -> Policy:
        """Read a policy from a YAML or TOML file, or from the same structure in Python.

        Raises:
            PolicyError: ``policy_invalid``; the message names file, line (or path) and field.
        """
        rules = policy_rules.build(policy_file.read(source))
        content = json.dumps(_canonical(rules), sort_keys=True, ensure_ascii=True)
        return cls(hashlib.sha256(content.encode()).hexdigest(), rules)

    @classmethod
    def open(cls) -> Policy:
        """No policy: every registered agent reads every table of the user and uses the memory, without limit."""
        return cls("none", None)

    @property
    def is_open(self) -> bool:
        return self._rules is None

    def identify(self, name: str) -> Identity:
        """Role and attributes of an agent, by the first line under ``agents`` that fits its name.

        Raises:
            UnknownCaller: no line fits.
        """
        return _ANYBODY if self._rules is None else self._identify(plain_name(name))

    def may(self, role: str | None, verb: str) -> bool:
        """Whether a role has a verb."""
        if self._rules is None:
            return verb in _OPEN_TO_ALL
        return role is not None and verb in self._rules.roles.get(role, ())

    def shares(self, role: str | None) -> frozenset[str]:
        """The roles to which a role may hand over results."""
        return frozenset() if self._rules is None else self._rules.share.get(role or "", frozenset())

    def reads_shared(self, role: str | None) -> bool:
        """Whether a role reads memories and states of the scope ``shared``, as far as it has their verbs."""
        return self._rules is None or role == ADMIN or role in self._rules.shared.read

    def writes_shared(self, role: str | None) -> bool:
        """Whether a role stores, changes and forgets such ones. Who writes reads too."""
        return self._rules is None or role == ADMIN or role in self._rules.shared.write

    @property
    def writes(self) -> bool:
        """Whether it lets anybody change a table."""
        return self._rules is not None and any(table.write for table in self._rules.tables)

    def lens_spec(self, caller: Caller) -> LensSpec:
        """What a caller may see: tables, row filters with the caller's values, masks, denied columns, memories.

        ``values`` of a table has one more pair, under the name ``(types)``, where a value is of a type that compares
        equal to another one (1, 1.0 and True): such callers must not share a lens.

        Raises:
            BadArgument: an attribute is nothing that a row filter can compare with.
        """
        if self._rules is None:
            return _EVERYTHING
        attributes = _hashable(caller.attributes)
        return self._lens(caller.name, caller.role, attributes, _types(attributes))

    def guard(self, caller: Caller) -> Guard | None:
        """The attribute rules that can hold for a caller; None where none can.

        Raises:
            BadArgument: an attribute is nothing that a rule can compare with.
        """
        if self._rules is None or not self._rules.rules:
            return None
        attributes = _hashable(caller.attributes)
        return self._guard(caller.name, caller.role, caller.framework, attributes, _types(attributes))

    def quota_rules(self, caller: Caller) -> QuotaRules:
        """Budgets and limits of a caller: of the lines that fit the agent later ones win; of agent, role and layer the
        strictest limit counts."""
        return _NO_LIMIT if self._rules is None else self._quota(caller.name, caller.role)

    def check(
        self, schema: Schema, placeholders: Callable[[str], frozenset[str]], columns_of: Callable[[str], frozenset[str]]
    ) -> None:
        """Compare the policy with the database it is to govern.

        Args:
            schema: the columns of each table and view of the database.
            placeholders: gives the placeholders of a row filter; raises HatiDataError for a filter nobody can use.
            columns_of: gives the columns that a row filter names.

        Raises:
            PolicyError: a table or column does not exist, a filter cannot be used, or a reader is left no column.
        """
        for problem in self.problems(schema, placeholders, columns_of):
            raise problem

    def problems(
        self, schema: Schema, placeholders: Callable[[str], frozenset[str]], columns_of: Callable[[str], frozenset[str]]
    ) -> Iterator[PolicyError]:
        """What `check` would raise, of each table."""
        known = {(schema_name.lower(), name.lower()): columns for (schema_name, name), columns in schema.items()}
        for table in self._rules.tables if self._rules else ():
            try:
                _check_table(table, known, placeholders, columns_of)
            except PolicyError as problem:
                yield problem

    def __repr__(self) -> str:
        return f"Policy({self.digest[:12]})"


def reader_name(digest: str, role: str | None) -> str:
    """The `LensSpec.reader` of a role. It holds for one policy: under another one, what was handed over is not there,
    since its maker might see less by now."""
    return f"{digest}/{role}"


class _Decisions:
    """The decisions of a policy, uncached."""

    def __init__(self, rules: Rules, digest: str) -> None:
        self._rules, self._digest = rules, digest
        self._receivers = frozenset[str]().union(*rules.share.values())
        self._agents = [
            (matcher(rule.pattern), Identity(rule.role, MappingProxyType(dict(rule.attributes))))
            for rule in rules.agents
        ]
        self._quotas = [(matcher(line.pattern), line) for line in rules.quotas]
        self._ruling = Ruling(rules.rules)

    def identify(self, name: str) -> Identity:
        for pattern, identity in self._agents:
            if pattern.fullmatch(name):
                return identity
        raise UnknownCaller(
            f'The policy has no line for the agent "{name}".', "ask the person who runs this to add one under agents."
        )

    def lens(self, name: str, role: str | None, attributes: Attributes, types: str) -> LensSpec:
        given = {**dict(attributes), "agent": name, "role": role}
        values = {key: value for key, value in given.items() if value is not None and value != ()}
        seen = [table for table in self._rules.tables if _reads(table, role)]
        reader = reader_name(self._digest, role) if role in self._receivers else ""
        memory = {"read", "memory"} <= self._rules.roles.get(role or "", frozenset())
        return LensSpec(tuple(_spec(table, role, values) for table in seen), reader, memory)

    def guard(self, name: str, role: str | None, framework: str, attributes: Attributes, types: str) -> Guard | None:
        return self._ruling.guard(name, role, framework, attributes)

    def quota(self, name: str, role: str | None) -> QuotaRules:
        budget, limits = None, dict[str, Any]()
        for pattern, line in self._quotas:
            if pattern.fullmatch(name):
                budget = line.budget or budget
                limits.update(line.limits)
        of_role, of_layer = self._rules.role_quotas.get(role or "", _NO_LINE), self._rules.layer_quota or _NO_LINE
        levels = (limits, dict(of_role.limits), dict(of_layer.limits))
        mine, roles, layers = [level.pop("max_concurrency", None) for level in levels]
        named = set().union(*levels)
        strictest: dict[str, Any] = {key: min(level[key] for level in levels if key in level) for key in named}
        strictest |= {"max_concurrency": mine, "role_concurrency": roles, "layer_concurrency": layers}
        return QuotaRules(budget, of_role.budget, of_layer.budget, **strictest)


def _reads(table: TableRule, role: str | None) -> bool:
    return role == ADMIN or role in table.read


def _spec(table: TableRule, role: str | None, values: Mapping[str, Any]) -> TableSpec:
    text = None if role in table.exempt else table.filter
    wanted = sorted(set(PLACEHOLDER.findall(text))) if text else []
    used = tuple((name, values[name]) for name in wanted if name in values)
    types = _types(used)
    denied = tuple(column.name for column in table.columns if role in column.deny)
    masks = [c.mask for c in table.columns if c.mask and role not in c.exempt and role not in c.deny]
    return TableSpec(
        table.schema,
        table.name,
        text,
        (("(types)", types), *used) if types else used,
        tuple(masks),
        denied,
        tuple(name for name in wanted if name not in values),
        tuple(sorted(table.write.get(role or "", ()))),
        tuple(column.name for column in table.columns if role in column.write),
    )


def _hashable(attributes: Attributes) -> Attributes:
    return tuple([(name, tuple(value) if isinstance(value, list) else value) for name, value in attributes])


def _types(attributes: Attributes) -> str:
    """The types of values that equal values of other types; empty when there are none."""
    kinds = [_type(name, value) for name, value in attributes]
    return "" if _SELF_EVIDENT.issuperset(kinds) else " ".join(kinds)


def _type(name: str, value: Any) -> str:
    if isinstance(value, tuple):
        kinds = [_type(name, item) for item in value]
        return kinds[0] if kinds and len(set(kinds)) == 1 else f"({' '.join(kinds)})"
    if value is None:
        return "str"
    kind = type(value)
    if kind not in _KINDS or (kind is float and not math.isfinite(value)):
        raise BadArgument(
            f'The attribute "{name}" cannot be used in a row filter.',
            "give text, a finite number, a date, True or False, or a list of those.",
        )
    return kind.__name__


def _check_table(
    table: TableRule,
    known: Schema,
    placeholders: Callable[[str], frozenset[str]],
    columns_of: Callable[[str], frozenset[str]],
) -> None:
    columns = known.get(table.key)
    if columns is None and table.key == MEMORIES:
        raise table.place.wrong(
            "memories are no table of the database.",
            "who reads them is said by the verb memory, by memory.shared, and by rules.",
        )
    if columns is None:
        names = [shown_name(*key) for key in known]
        raise table.place.wrong("the database has no such table.", suggest(_shown(table), names))
    _check_columns(table, [column.name for column in columns])
    if table.filter is not None:
        _check_filter(table.filter, table.filter_place, placeholders)
        _check_filter_columns(table, columns_of(table.filter), [column.name for column in columns])


def _check_columns(table: TableRule, columns: list[str]) -> None:
    by_lower = {name.lower() for name in columns}
    for rule in table.columns:
        if rule.name.lower() not in by_lower:
            raise rule.place.wrong(f"{_shown(table)} has no such column.", suggest(rule.name, columns))
    for role in sorted(table.read | {ADMIN}):
        denied = {rule.name.lower() for rule in table.columns if role in rule.deny}
        if by_lower <= denied:
            raise table.place.wrong(f"every column is denied to {role}.", "leave the role out of read instead.")


def _check_filter(text: str, place: Field, placeholders: Callable[[str], frozenset[str]]) -> None:
    try:
        used = placeholders(text)
    except HatiDataError as error:
        raise place.wrong(error.message, error.hint) from error
    if not used <= set(PLACEHOLDER.findall(text)):
        raise place.wrong("a placeholder cannot be read.", "write {name}, with letters, digits and _ in the name.")


def _check_filter_columns(table: TableRule, named: frozenset[str], columns: list[str]) -> None:
    for name in sorted(named):
        if name.lower() not in {column.lower() for column in columns}:
            raise table.filter_place.wrong(f"{_shown(table)} has no column {name}.", suggest(name, columns))


def _shown(table: TableRule) -> str:
    return shown_name(table.schema, table.name)


def _canonical(value: Any) -> Any:
    """What is the same for every way to write the same policy: no places, no order where none counts."""
    if is_dataclass(value):
        return {f.name: _canonical(getattr(value, f.name)) for f in fields(value) if not f.name.endswith("place")}
    if isinstance(value, Mapping):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_canonical(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    return {"date": value.isoformat()} if isinstance(value, date) else value


_ANYBODY = Identity(None, MappingProxyType({}))
_EVERYTHING = LensSpec(None, memory=True)
_NO_LIMIT = QuotaRules()
_NO_LINE = QuotaLine("", None, ())
