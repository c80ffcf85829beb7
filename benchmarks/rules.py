"""What the attribute rules of a policy take of a call: a hundred of them, all of which can hold for the caller."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from typing import Any

from autogen_hatidata.governance.policy_file import read
from autogen_hatidata.governance.policy_rules import build
from autogen_hatidata.governance.rules import Ruling
from autogen_hatidata.types import Caller
from benchmarks.measure import Figure, median

RULES = 100
ROUNDS = 5000
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
TABLES = [("main", "t1"), ("main", "t2"), ("main", "t3")]
ANA = Caller("ana", "analyst", (("clearance", 3), ("mail", "ana@example.com")), framework="autogen")


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """A decision in a minute of its own, one like an earlier one of the same minute, and choosing a caller's rules."""
    ruling = Ruling(build(read(_policy())).rules)
    guard = ruling.guard(ANA.name, ANA.role, ANA.framework, ANA.attributes)
    assert guard is not None
    note = f"p50, {RULES} rules, all of them for the caller, three tables, {len(ZONES)} time zones"
    minutes = itertools.count(1.7e9, 60.0)
    fresh = median(_times(rounds, lambda: guard.decide("read", TABLES, next(minutes))))
    yield Figure("rule decision, in a new minute", fresh * 1e6, " µs", 20.0, note)
    kept = median(_times(rounds, lambda: guard.decide("read", TABLES, 1.7e9)))
    yield Figure("the same, in a minute that had one like it", kept * 1e6, " µs", 20.0, note)
    chosen = median(_times(min(rounds, 500), lambda: ruling.guard(ANA.name, ANA.role, ANA.framework, ANA.attributes)))
    yield Figure("choosing the rules of a caller, once for each", chosen * 1e6, " µs", note=f"p50, {RULES} rules")


def _times(rounds: int, call: Any) -> Iterator[float]:
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        yield time.perf_counter() - started


def _policy() -> dict[str, Any]:
    return {
        "version": 1,
        "roles": {"analyst": {"can": ["read"]}},
        "tables": {f"t{number}": {"read": ["analyst"]} for number in range(10)},
        "rules": [_rule(number) for number in range(RULES)],
    }


def _rule(number: int) -> dict[str, Any]:
    """One of ten warns; the others deny at other times, or other tables."""
    when: dict[str, Any] = {"attributes": {"clearance": {"lt": 9}, "mail": {"regex": "@example\\.com$"}}}
    if number % 3:
        when |= {"hour": {"gt": 21 + number % 2}, "timezone": ZONES[number % len(ZONES)]}
    return {
        "id": f"rule-{number}",
        "effect": "warn" if number % 10 == 0 else "deny",
        "roles": ["analyst"],
        "agents": ["an*"],
        "actions": ["read"],
        "tables": [f"t{number % 10}"] if number % 2 else ["*"],
        "when": when,
    }
