"""Attribute rules: which statements are denied or warned about, by who asks, for what, and when.

Who asks never changes between two calls of an agent, so what a rule says of role, name, framework and attributes is
decided once for each of them (`Ruling.guard`). A call decides the rest: action, tables and time (`Guard.decide`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from autogen_hatidata.governance.conditions import DAYS, HOURS, MINUTES, WEEKDAYS, Condition, holds, met_by
from autogen_hatidata.governance.names import matcher
from autogen_hatidata.governance.policy_file import Field
from autogen_hatidata.types import TableKey

EFFECTS = ("deny", "warn")

_KEPT = 1024  # decisions kept for each caller


@dataclass(frozen=True, slots=True)
class AttributeRule:
    """One rule. A field that is None holds for all: every role, agent, framework, action, table.

    ``tables`` None holds for statements that name no table, too. ``timezone`` is UTC or a name of zoneinfo.
    """

    id: str
    effect: str
    roles: frozenset[str] | None
    agents: frozenset[str] | None
    frameworks: frozenset[str] | None
    actions: frozenset[str] | None
    tables: frozenset[TableKey] | None
    hour: tuple[Condition, ...]
    weekday: tuple[Condition, ...]
    timezone: str
    attributes: tuple[tuple[str, tuple[Condition, ...]], ...]
    place: Field

    @property
    def timed(self) -> bool:
        """Whether it can hold at one time and not at another."""
        return bool(self.hour or self.weekday)


Decision = tuple[tuple[AttributeRule, ...], tuple[AttributeRule, ...]]
"""The rules that deny, and those that warn, in the order of the policy."""


class Guard:
    """The rules that can hold for one caller."""

    def __init__(self, rules: Sequence[_Ready]) -> None:
        times = tuple(dict.fromkeys(one.time for one in rules))
        self._times = times  # few, also of many rules
        self._rows = [(one.rule, one.rule.actions, one.rule.tables, times.index(one.time)) for one in rules]
        self._decided = lru_cache(_KEPT)(self._decide)

    def decide(self, action: str, tables: Collection[TableKey], now: float) -> Decision:
        """The rules that hold for a call.

        Args:
            action: the verb that it needs.
            tables: the tables that it reads and the caller sees.
            now: seconds since 1970.
        """
        # Hours and weekdays begin with a minute in every time zone, so that a decision holds until the next one.
        return self._decided(action, frozenset(tables), int(now // 60))

    def _decide(self, action: str, tables: frozenset[TableKey], minute: int) -> Decision:
        is_time = _are_now(self._times, minute)
        found = [
            rule
            for rule, actions, named, time in self._rows
            if is_time[time]
            and (named is None or not named.isdisjoint(tables))
            and (actions is None or action in actions)
        ]
        if not found:
            return _NOTHING
        denied = tuple(rule for rule in found if rule.effect == "deny")
        return denied, tuple(rule for rule in found if rule.effect != "deny")


class Ruling:
    """The rules of a policy, made ready."""

    def __init__(self, rules: Sequence[AttributeRule]) -> None:
        self._rules = [_Ready.made(rule) for rule in rules]

    def guard(
        self, name: str, role: str | None, framework: str, attributes: tuple[tuple[str, Any], ...]
    ) -> Guard | None:
        """The rules that can hold for a caller, or None where none can."""
        values = dict(attributes)
        found = [one for one in self._rules if _concerns(one, name, role, framework, values)]
        return Guard(found) if found else None


_Time = tuple[tzinfo, bytes | None, bytes | None]
"""A place, and for each minute of the day and each weekday there whether it is time; None for all of them."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A rule, made ready to be compared; ``time`` None: at any time."""

    rule: AttributeRule
    agents: tuple[re.Pattern[str], ...] | None
    frameworks: tuple[re.Pattern[str], ...] | None
    time: _Time | None

    @classmethod
    def made(cls, rule: AttributeRule) -> _Ready:
        return cls(rule, _patterns(rule.agents), _patterns(rule.frameworks), _time(rule) if rule.timed else None)


def _time(rule: AttributeRule) -> _Time:
    zone = UTC if rule.timezone == "UTC" else ZoneInfo(rule.timezone)
    return zone, met_by(HOURS, rule.hour, MINUTES), met_by(DAYS, rule.weekday, len(WEEKDAYS))


def _patterns(names: frozenset[str] | None) -> tuple[re.Pattern[str], ...] | None:
    return None if names is None else tuple(map(matcher, sorted(names)))


def _concerns(one: _Ready, name: str, role: str | None, framework: str, values: dict[str, Any]) -> bool:
    rule = one.rule
    return (
        (rule.roles is None or role in rule.roles)
        and (one.agents is None or any(pattern.fullmatch(name) for pattern in one.agents))
        and (one.frameworks is None or any(pattern.fullmatch(framework) for pattern in one.frameworks))
        and all(holds(each, values.get(key)) for key, conditions in rule.attributes for each in conditions)
    )


def _are_now(times: Sequence[_Time | None], minute: int) -> list[bool]:
    """For each time whether it is now."""
    there: dict[tzinfo, datetime] = {}
    found = []
    for time in times:
        if time is None:
            found.append(True)
            continue
        zone, minutes, days = time
        now = there.get(zone) or there.setdefault(zone, datetime.fromtimestamp(minute * 60, zone))
        at = minutes is None or minutes[now.hour * 60 + now.minute] == 1
        found.append(at and (days is None or days[now.weekday()] == 1))
    return found


_NOTHING: Decision = ((), ())
