"""The attribute rules that the fields under ``rules`` make: checked, and plain data from here on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from autogen_hatidata.governance import linear, memory_fields
from autogen_hatidata.governance import policy_fields as fields
from autogen_hatidata.governance.conditions import MINUTES, WEEKDAYS, Condition, comparable
from autogen_hatidata.governance.names import plain_name, table_key, table_name
from autogen_hatidata.governance.policy_file import Field
from autogen_hatidata.governance.rules import EFFECTS, AttributeRule
from autogen_hatidata.types import TableKey

ALL = "*"

KEYS = ("id", "effect", "roles", "agents", "frameworks", "actions", "tables", "when")
_WHEN = ("hour", "weekday", "timezone", "attributes")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")
_ATTRIBUTE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OF_THE_CALLER = {"agent": "agents", "role": "roles"}
_WITHOUT_TABLES = frozenset({"audit", *memory_fields.VERBS})
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule may name: roles, tables as they are written, and verbs."""

    roles: Collection[str]
    tables: Mapping[str, TableKey]
    verbs: Collection[str]


def build(place: Field, known: Known) -> tuple[AttributeRule, ...]:
    """The rules in the order of the policy. Raises PolicyError at the first field that is wrong."""
    found: dict[str, AttributeRule] = {}
    for item in _list(place):
        rule = _rule(item, known)
        if rule.id in found:
            first = found[rule.id].place
            where = f", line {first.line}" if first.line else ""
            raise item.wrong(f'the id "{rule.id}" is that of {first.path}{where}.', "records name a rule by its id.")
        found[rule.id] = rule
    return tuple(found.values())


def _rule(item: Field, known: Known) -> AttributeRule:
    found = fields.entries(item, KEYS)
    when = fields.entries(found["when"], _WHEN) if "when" in found else {}
    if "when" in found and not when:
        raise found["when"].wrong("nothing is said here.", "leave it out for a rule that always holds.")
    rule = AttributeRule(
        _id(fields.required(item, found, "id")),
        fields.one_of(fields.required(item, found, "effect"), EFFECTS),
        _chosen(found.get("roles"), lambda one: _role(one, known.roles)),
        _chosen(found.get("agents"), lambda one: plain_name(fields.text(one))),
        _chosen(found.get("frameworks"), fields.text),
        _chosen(found.get("actions"), lambda one: fields.one_of(one, known.verbs)),
        _chosen(found.get("tables"), lambda one: _table(one, known.tables)),
        _conditions(when.get("hour"), _HOUR_OPERANDS, "write {in: [7, 8]}, or {outside: [7, 20]} for a time span."),
        _conditions(when.get("weekday"), _DAY_OPERANDS),
        _timezone(when),
        _attributes(when.get("attributes")),
        item,
    )
    if rule.tables is not None and rule.actions is not None and rule.actions <= _WITHOUT_TABLES:
        raise found["tables"].wrong("its actions are about no table of the policy.", "leave tables out.")
    return rule


def _list(place: Field) -> list[Field]:
    if not isinstance(place.value, list):
        raise place.wrong(f"this must be a list, not {fields.kind(place)}.")
    if not place.value:
        raise place.wrong("this list is empty.", "leave it out.")
    return place.value


def _id(place: Field) -> str:
    text = fields.text(place)
    if not _ID.fullmatch(text):
        raise place.wrong("an id is 1 to 64 letters, digits and characters of . _ -, and begins with no sign.")
    return text


def _chosen(place: Field | None, read: Callable[[Field], Any]) -> frozenset[Any] | None:
    """What a list names; None for all, which is a list with ``*`` and no list."""
    if place is None:
        return None
    if isinstance(place.value, list) and not place.value:
        raise place.wrong("a rule for none of them never holds.", "leave the key out for all of them.")
    found = frozenset(read(item) for item in fields.texts(place) if item.value != ALL)
    return None if any(item.value == ALL for item in place.value) else found


def _role(item: Field, roles: Collection[str]) -> str:
    name = fields.text(item)
    if name not in roles:
        raise item.wrong(f'there is no role "{name}".', fields.suggest(name, roles))
    return name


def _table(item: Field, tables: Mapping[str, TableKey]) -> TableKey:
    written = fields.text(item)
    name = table_name(written)
    key = table_key(*name) if name else None
    if key is None or key not in tables.values():
        raise item.wrong(f'the policy names no table "{written}".', fields.suggest(written, tables))
    return key


def _timezone(when: Mapping[str, Field]) -> str:
    place = when.get("timezone")
    if place is None:
        return "UTC"
    if not {"hour", "weekday"} & set(when):
        raise place.wrong("there is no hour or weekday that it could be of.", "leave it out, or add one.")
    name = fields.text(place)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a name that leads out of the folder, or to a folder
        zones = available_timezones()
        hint = fields.suggest(name, zones) if zones else "this machine has no time zones: pip install tzdata."
        raise place.wrong(f'there is no time zone "{name}".', hint) from None
    return name


def _attributes(place: Field | None) -> tuple[tuple[str, tuple[Condition, ...]], ...]:
    found = {}
    for name, item in fields.items(place).items() if place else ():
        if name in _OF_THE_CALLER:
            raise item.wrong(f'"{name}" is no attribute.', f"write {_OF_THE_CALLER[name]} beside when.")
        if not _ATTRIBUTE.fullmatch(name):
            raise item.wrong("the name of an attribute has only letters, digits and _.")
        found[name] = _conditions(item, _OPERANDS)
    if place is not None and not found:
        raise place.wrong("no attribute is named here.", "write {name: value}, or leave it out.")
    return tuple(sorted(found.items()))


_Operands = Mapping[str, Callable[[Field], Any]]


def _conditions(place: Field | None, operands: _Operands, no_list: str = "") -> tuple[Condition, ...]:
    """What a field asks of one value: operators that must all hold, a list for ``in``, another value for ``eq``."""
    if place is None:
        return ()
    if isinstance(place.value, list):
        if no_list:
            raise place.wrong("a list can be read in two ways here.", no_list)
        return (Condition("in", operands["in"](place)),)
    if not isinstance(place.value, dict):
        return (Condition("eq", operands["eq"](place)),)
    found = fields.entries(place, operands)
    if not found:
        raise place.wrong("nothing is said here.", f"known here: {', '.join(operands)}.")
    return tuple(Condition(name, operands[name](found[name])) for name in sorted(found))


def _several(read: Callable[[Field], Any]) -> Callable[[Field], tuple[Any, ...]]:
    return lambda place: tuple(read(item) for item in _list(place))


def _two(place: Field, read: Callable[[Field], Any]) -> tuple[Any, Any]:
    if not isinstance(place.value, list) or len(place.value) != 2:
        raise place.wrong("this must be a list of two values.", "write [from, to]; to itself is outside.")
    low, high = map(read, place.value)
    return low, high


def _ordered(place: Field) -> Any:
    value = fields.single(place)
    if not comparable(value, value):
        raise place.wrong(f"only numbers and dates are ordered, not {fields.kind(place)}.")
    return value


def _span(place: Field) -> tuple[Any, Any]:
    low, high = _two(place, _ordered)
    if not comparable(low, high) or not low < high:
        raise place.wrong("the first of the two must be the lower one.")
    return low, high


def _pattern(place: Field) -> str:
    text = fields.text(place)
    try:
        linear.check(text)
    except linear.Unusable as unusable:
        raise place.wrong(f"this is no regular expression of RE2: {unusable}.") from None
    except ImportError:
        hint = 'pip install "autogen-hatidata[regex]", or use another operator.'
        raise place.wrong("regex needs RE2, which is not installed.", hint) from None
    return text


def _hour(place: Field) -> int:
    if isinstance(place.value, bool) or not isinstance(place.value, int) or not 0 <= place.value <= 23:
        raise place.wrong("an hour is a whole number from 0 to 23.")
    return place.value


def _minute(place: Field) -> int:
    """A time of day, as minutes: a whole hour, or ``"08:30"``."""
    value, clock = place.value, _CLOCK.fullmatch(place.value) if isinstance(place.value, str) else None
    minute = int(clock[1]) * 60 + int(clock[2]) if clock else value * 60 if type(value) is int else -1
    if not 0 <= minute <= MINUTES:
        raise place.wrong("a time is a whole hour from 0 to 24, or a text such as '08:30'.")
    return minute


def _window(place: Field) -> tuple[int, int]:
    low, high = _two(place, _minute)
    low, high = low % MINUTES, high if high else MINUTES
    if low == high or (low, high) == (0, MINUTES):
        raise place.wrong("this is no part of a day.", "write two times; [22, 6] is the night.")
    return low, high


def _day(place: Field) -> int:
    word = place.value.lower() if isinstance(place.value, str) else ""
    for names in (WEEKDAYS, _DAY_NAMES):
        if word in names:
            return names.index(word)
    raise place.wrong(f"this is no weekday: {place.value!r:.40}.", f"known here: {', '.join(WEEKDAYS)}.")


_OPERANDS: _Operands = {
    "eq": fields.single,
    "in": _several(fields.single),
    "not_in": _several(fields.single),
    "gt": _ordered,
    "lt": _ordered,
    "contains": fields.single,
    "regex": _pattern,
    "outside": _span,
}
_HOUR_OPERANDS: _Operands = {
    "eq": _hour,
    "in": _several(_hour),
    "not_in": _several(_hour),
    "gt": _hour,
    "lt": _hour,
    "outside": _window,
}
_DAY_OPERANDS: _Operands = {"eq": _day, "in": _several(_day), "not_in": _several(_day)}
