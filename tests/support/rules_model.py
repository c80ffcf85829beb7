"""Attribute rules as plainly as they can be said: the mapping that a user writes, read anew for every call."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Asked:
    """One call: who makes it, what it needs, which tables it reads, and when."""

    agent: str
    role: str
    framework: str
    attributes: Mapping[str, Any]
    action: str
    tables: frozenset[str]
    now: float


def verdict(rules: list[dict[str, Any]], asked: Asked) -> tuple[list[str], list[str]]:
    """The ids of the rules that deny, and of those that warn."""
    held = [rule for rule in rules if _holds(rule, asked)]
    return [r["id"] for r in held if r["effect"] == "deny"], [r["id"] for r in held if r["effect"] == "warn"]


def _holds(rule: Mapping[str, Any], asked: Asked) -> bool:
    when = rule.get("when", {})
    zone = ZoneInfo(when["timezone"]) if "timezone" in when else UTC
    there = datetime.fromtimestamp(asked.now, UTC).astimezone(zone)
    return (
        _named(rule.get("roles"), asked.role)
        and _named(rule.get("agents"), asked.agent)
        and _named(rule.get("frameworks"), asked.framework)
        and _named(rule.get("actions"), asked.action)
        and ("tables" not in rule or any(one == "*" or one in asked.tables for one in rule["tables"]))
        and ("hour" not in when or all(_time(o, v, there) for o, v in _pairs(when["hour"])))
        and ("weekday" not in when or all(_day(o, v, there.weekday()) for o, v in _pairs(when["weekday"])))
        and all(
            _attribute(o, v, asked.attributes.get(name))
            for name, said in when.get("attributes", {}).items()
            for o, v in _pairs(said)
        )
    )


def _named(names: list[str] | None, name: str) -> bool:
    return names is None or any(fnmatch.fnmatchcase(name, one) for one in names)


def _pairs(said: Any) -> list[tuple[str, Any]]:
    if isinstance(said, dict):
        return list(said.items())
    return [("in" if isinstance(said, list) else "eq", said)]


def _time(operator: str, value: Any, there: datetime) -> bool:
    if operator == "outside":
        now = there.strftime("%H:%M")
        low, high = (one if isinstance(one, str) else f"{one:02}:00" for one in value)
        return not (low <= now < high if low < high else now >= low or now < high)
    if operator in ("gt", "lt"):
        return there.hour > value if operator == "gt" else there.hour < value
    return (there.hour in (value if isinstance(value, list) else [value])) is not (operator == "not_in")


def _day(operator: str, value: Any, day: int) -> bool:
    named = [DAYS.index(one[:3].lower()) for one in (value if isinstance(value, list) else [value])]
    return (day in named) is not (operator == "not_in")


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def _equal(one: Any, other: Any) -> bool:
    return _kind(one) == _kind(other) and bool(one == other)


def _attribute(operator: str, value: Any, mine: Any) -> bool:
    if mine is None:
        return operator in ("not_in", "gt", "lt", "outside")
    if operator == "contains":
        if isinstance(mine, list):
            return any(_equal(one, value) for one in mine)
        return isinstance(mine, str) and isinstance(value, str) and value in mine
    return any(_one(operator, value, one) for one in (mine if isinstance(mine, list) else [mine]))


def _one(operator: str, value: Any, mine: Any) -> bool:
    if operator in ("eq", "in", "not_in"):
        known = value if isinstance(value, list) else [value]
        return any(_equal(mine, one) for one in known) is not (operator == "not_in")
    if operator == "regex":
        return isinstance(mine, str) and any(mine == "ab" * n for n in range(1, 9))  # the one pattern that is tried
    bounds = value if isinstance(value, list) else [value]
    if _kind(mine) != _kind(bounds[0]) or not (_kind(mine) == "number" or isinstance(mine, date)):
        return True
    if operator == "outside":
        return mine < bounds[0] or mine >= bounds[1]
    return bool(mine > value if operator == "gt" else mine < value)
