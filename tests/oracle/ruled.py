"""Attribute rules for the agents of the comparison, and a clock that a test moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MONDAY = 1_772_409_600
"""The second of 2026-03-02, 00:00 UTC."""

FREE = MONDAY + 10 * 3600
"""A time at which no rule denies anything that an agent sees."""

RULES: tuple[dict[str, Any], ...] = (
    {"id": "weekends", "effect": "warn", "when": {"weekday": ["sat", "Sunday"]}},
    {"id": "nights", "effect": "deny", "actions": ["write"],
     "when": {"hour": {"outside": [1, 22]}, "timezone": "Europe/Berlin"}},
    {"id": "lunch", "effect": "deny", "tables": ["employees", "crm.notes"], "when": {"hour": {"in": [12, 13]}}},
    {"id": "of-europe", "effect": "deny", "tables": ["customers"],
     "when": {"attributes": {"region": "EU"}, "hour": {"gt": 20}}},
    {"id": "audit-days", "effect": "deny", "roles": ["auditor"], "actions": ["write"], "tables": ["payments", "orders"],
     "when": {"weekday": ["tue", "thursday"]}},
    {"id": "audit-evenings", "effect": "deny", "roles": ["auditor"], "actions": ["read"], "tables": ["customers"],
     "when": {"hour": {"outside": ["03:30", 21]}, "timezone": "America/New_York"}},
    {"id": "stewards", "effect": "deny", "roles": ["steward"], "actions": ["read"], "tables": ["orders"],
     "when": {"hour": {"lt": 6}, "attributes": {"regions": {"contains": "APAC"}, "limit": {"gt": 50}}}},
    {"id": "clearance", "effect": "deny", "tables": ["events"],
     "when": {"hour": {"outside": ["04:30", 22]}, "attributes": {"clearance": {"lt": 3}}}},
    {"id": "of-nobody", "effect": "deny", "when": {"attributes": {"region": {"in": ["APAC", "MARS"]}}}},
    {"id": "chats", "effect": "deny", "frameworks": ["autogen*"]},
    {"id": "strangers", "effect": "deny", "agents": ["nobody", "x*"]},
    {"id": "log", "effect": "deny", "actions": ["audit"]},
    {"id": "secret", "effect": "deny", "tables": ["secrets"]},
    {"id": "looked-at", "effect": "warn", "actions": ["read"], "tables": ["crm.notes", "customer_totals"]},
    {"id": "changed", "effect": "warn", "actions": ["write"], "tables": ["orders", "payments"]},
)  # fmt: skip
"""Some of them deny at times, some warn, and some must change nothing: they are about others, or what nobody sees."""


@dataclass
class Clock:
    """The time of a layer, which a test sets."""

    now: float = FREE

    def __call__(self) -> float:
        return self.now

    def at(self, number: int) -> None:
        """The time of the statement of that number: all hours and weekdays come up."""
        self.now = MONDAY + number * (7 * 3600 + 1980)

    def free(self) -> None:
        """A time without denials."""
        self.now = FREE


def ruled(policy: dict[str, Any], without: str = "") -> dict[str, Any]:
    """The policy with the rules that it has roles for, or with one too few."""
    policy["tables"]["secrets"] = {}
    fitting = [one for one in RULES if set(one.get("roles", ())) <= set(policy["roles"])]
    policy["rules"] = [one for one in fitting if one["id"] != without]
    return policy
