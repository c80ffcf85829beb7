"""Attribute rules: who and what they concern, what their conditions compare, and that the fast form says the same."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import rules_model
from support.rules_model import Asked

from autogen_hatidata.governance import conditions, linear, rule_fields
from autogen_hatidata.governance.policy import Policy
from autogen_hatidata.types import Caller

ROLES, AGENTS, TABLES, FRAMEWORKS = (
    ("analyst", "auditor"),
    ("ana", "anton", "bo"),
    ("a", "b", "c"),
    ("autogen", "custom"),
)
BASE = {
    "version": 1,
    "roles": {role: {"can": ["read", "audit"]} for role in ROLES},
    "agents": {"*": {}},
    "tables": {name: {"read": list(ROLES)} for name in TABLES},
}
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def _policy(*rules: dict[str, Any]) -> Policy:
    return Policy.load({**BASE, "rules": list(rules)})


def _said(policy: Policy, asked: Asked) -> tuple[list[str], list[str]]:
    caller = Caller(asked.agent, asked.role, tuple(sorted(asked.attributes.items())), framework=asked.framework)
    guard = policy.guard(caller)
    if guard is None:
        return [], []
    denied, warned = guard.decide(asked.action, [("main", name) for name in asked.tables], asked.now)
    return [rule.id for rule in denied], [rule.id for rule in warned]


def _holds(when: dict[str, Any], *, at: datetime = MONDAY, **attributes: Any) -> bool:
    policy = _policy({"id": "r", "effect": "deny", "when": when})
    return _said(policy, Asked("ana", "analyst", "custom", attributes, "read", frozenset("a"), at.timestamp()))[0] == [
        "r"
    ]


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("EU", "EU", True),
        ("EU", "eu", False),
        ("EU", None, False),
        (1, 1.0, True),
        (1, True, False),
        (True, True, True),
        ("1", 1, False),
        (["EU", "US"], "US", True),
        (["EU", "US"], "APAC", False),
        ({"eq": "EU"}, ["US", "EU"], True),
        ({"in": ["EU"]}, None, False),
        ({"not_in": ["EU"]}, "US", True),
        ({"not_in": ["EU"]}, "EU", False),
        ({"not_in": ["EU"]}, None, True),
        ({"not_in": ["EU"]}, ["EU", "US"], True),
        ({"gt": 3}, 4, True),
        ({"gt": 3}, 3, False),
        ({"gt": 3}, "4", True),
        ({"lt": 3}, None, True),
        ({"lt": 3}, 3.5, False),
        ({"lt": 3}, False, True),
        ({"lt": 3}, [], True),
        ({"gt": date(2026, 1, 1)}, date(2026, 1, 2), True),
        ({"gt": date(2026, 1, 1)}, date(2025, 1, 2), False),
        ({"gt": date(2026, 1, 1)}, 7, True),
        ({"gt": 1, "lt": 5}, 3, True),
        ({"gt": 1, "lt": 5}, 5, False),
        ({"contains": "x"}, "axe", True),
        ({"contains": "x"}, "ape", False),
        ({"contains": "x"}, ["axe"], False),
        ({"contains": "x"}, ["a", "x"], True),
        ({"contains": 1}, 11, False),
        ({"contains": "x"}, None, False),
        ({"regex": "^a+$"}, "aaa", True),
        ({"regex": "b"}, "abc", True),
        ({"regex": "^b"}, "abc", False),
        ({"regex": "1"}, 1, False),
        ({"regex": "."}, None, False),
        ({"regex": "é.$"}, "é\ud800", True),
        ({"outside": [1, 5]}, 5, True),
        ({"outside": [1, 5]}, 1, False),
        ({"outside": [1, 5]}, None, True),
        ({"outside": [1, 5]}, "3", True),
    ],
)
def test_an_attribute_is_compared(condition: Any, value: Any, expected: bool) -> None:
    """Each operator is met by what it says, of a list by one item; the negative ones by what cannot be compared too."""
    assert _holds({"attributes": {"x": condition}}, x=value) is expected


@pytest.mark.parametrize(
    ("when", "time", "expected"),
    [
        ({"hour": {"outside": [7, 20]}}, "06:59:59", True),
        ({"hour": {"outside": [7, 20]}}, "07:00:00", False),
        ({"hour": {"outside": [7, 20]}}, "19:59:59", False),
        ({"hour": {"outside": [7, 20]}}, "20:00:00", True),
        ({"hour": {"outside": ["08:30", 18]}}, "08:29:59", True),
        ({"hour": {"outside": ["08:30", 18]}}, "08:30:00", False),
        ({"hour": {"outside": [22, 6]}}, "23:10:00", False),
        ({"hour": {"outside": [22, 6]}}, "06:00:00", True),
        ({"hour": {"outside": [20, 24]}}, "23:59:59", False),
        ({"hour": {"outside": [20, 0]}}, "23:59:59", False),
        ({"hour": {"outside": [20, 0]}}, "00:00:00", True),
        ({"hour": 12}, "12:59:59", True),
        ({"hour": 12}, "13:00:00", False),
        ({"hour": {"in": [1, 2]}}, "02:30:00", True),
        ({"hour": {"not_in": [1, 2]}}, "02:30:00", False),
        ({"hour": {"gt": 18}}, "18:59:59", False),
        ({"hour": {"gt": 18}}, "19:00:00", True),
        ({"hour": {"lt": 7}}, "06:59:59", True),
        ({"hour": {"gt": 8, "lt": 12}}, "12:00:00", False),
        ({"weekday": "mon"}, "12:00:00", True),
        ({"weekday": "Monday"}, "12:00:00", True),
        ({"weekday": ["sat", "sun"]}, "12:00:00", False),
        ({"weekday": {"not_in": ["sat", "sun"]}}, "12:00:00", True),
        ({"weekday": "tue", "timezone": "Asia/Tokyo"}, "15:00:00", True),
        ({"weekday": "tue", "timezone": "Asia/Tokyo"}, "14:59:59", False),
        ({"hour": 5, "timezone": "Asia/Kathmandu"}, "23:15:00", True),
    ],
)
def test_a_time_is_compared(when: dict[str, Any], time: str, expected: bool) -> None:
    """Hours and weekdays are those of the rule's time zone; a span begins with its first minute and ends before its
    last."""
    assert _holds(when, at=datetime.fromisoformat(f"2026-03-02T{time}+00:00")) is expected


@pytest.mark.parametrize(("day", "expected"), [("2026-03-28", 8), ("2026-03-30", 7)])
def test_summer_time_counts(day: str, expected: int) -> None:
    """An hour is what the clocks of the place show, before and after they are changed."""
    holding = [
        hour for hour in range(24)
        if _holds({"hour": 9, "timezone": "Europe/Berlin"}, at=datetime.fromisoformat(f"{day}T{hour:02}:30+00:00"))
    ]  # fmt: skip

    assert holding == [expected]


@pytest.mark.parametrize(
    ("rule", "asked", "expected"),
    [
        ({}, {}, True),
        ({"roles": ["analyst"]}, {}, True),
        ({"roles": ["auditor"]}, {}, False),
        ({"roles": ["auditor", "*"]}, {}, True),
        ({"agents": ["an*"]}, {"agent": "anton"}, True),
        ({"agents": ["autogen-ana"]}, {}, True),
        ({"agents": ["bo", "A*"]}, {}, False),
        ({"frameworks": ["autogen"]}, {}, False),
        ({"frameworks": ["cus*"]}, {}, True),
        ({"actions": ["audit"]}, {}, False),
        ({"actions": ["audit"]}, {"action": "audit", "tables": frozenset()}, True),
        ({"actions": ["*"]}, {}, True),
        ({"tables": ["b", "MAIN.A"]}, {}, True),
        ({"tables": ["b"]}, {}, False),
        ({"tables": ["*"]}, {"tables": frozenset()}, True),
        ({"tables": ["a"]}, {"tables": frozenset()}, False),
        ({"roles": ["admin"]}, {"role": "admin"}, True),
    ],
)
def test_a_rule_concerns_whom_and_what_it_names(rule: dict[str, Any], asked: dict[str, Any], expected: bool) -> None:
    """A key that is left out, or has *, concerns all; every key that is there must fit."""
    usual = {"agent": "ana", "role": "analyst", "framework": "custom", "action": "read", "tables": frozenset("a")}
    call = Asked(**{**usual, "attributes": {}, "now": MONDAY.timestamp(), **asked})

    assert (_said(_policy({"id": "r", "effect": "deny", **rule}), call) == (["r"], [])) is expected


def test_denials_and_warnings_are_told_apart() -> None:
    """All rules that hold are named, in the order of the policy."""
    effects = {"d": "deny", "a": "warn", "c": "deny", "b": "warn"}
    policy = _policy(*({"id": id, "effect": effect} for id, effect in effects.items()))

    assert _said(policy, Asked("x", "analyst", "custom", {}, "read", frozenset(), 0.0)) == (["d", "c"], ["a", "b"])


def test_a_caller_that_no_rule_concerns_has_none() -> None:
    """Where no rule can hold for a caller there is nothing to ask at a call."""
    policy = _policy({"id": "r", "effect": "deny", "roles": ["auditor"]})

    assert policy.guard(Caller("ana", "analyst")) is None
    assert policy.guard(Caller("ana", "auditor")) is not None
    assert Policy.load(BASE).guard(Caller("ana", "analyst")) is None
    assert Policy.open().guard(Caller("ana")) is None


def test_callers_whose_values_are_equal_but_not_of_one_kind_have_rules_of_their_own() -> None:
    """What was decided for an agent with 1 is not used for one with true."""
    policy = _policy({"id": "r", "effect": "deny", "when": {"attributes": {"x": 1}}})
    found = [
        policy.guard(Caller("ana", "analyst", (("x", value),))) is not None for value in (1, True, 1.0, [True], [1])
    ]

    assert found == [True, False, True, False, True]


def test_every_operator_can_be_written() -> None:
    """What is read and what is decided have the same operators."""
    assert set(rule_fields._OPERANDS) == set(conditions.OPERATORS)
    assert set(rule_fields._HOUR_OPERANDS) == set(conditions.HOURS)
    assert set(rule_fields._DAY_OPERANDS) == set(conditions.DAYS)


def test_a_pattern_takes_linear_time() -> None:
    """What takes other engines for ever is decided at once."""
    started = time.process_time()
    found = [linear.finds(pattern, "a" * 50_000 + "!") for pattern in ("^(a+)+$", "^(a|a)*$", "^(.*a){12}$")]

    assert found == [False] * 3
    assert time.process_time() - started < 5


def test_the_way_it_is_written_does_not_count() -> None:
    """Order of keys and names, case of tables and short forms give the same digest; another condition does not."""
    one = {"id": "r", "effect": "deny", "roles": ["analyst", "auditor"], "tables": ["A"], "when": {"weekday": ["sat"]}}
    other = {
        "when": {"weekday": {"in": ["Saturday"]}, "timezone": "UTC"},
        "tables": ["main.a"],
        "roles": ["auditor", "analyst"],
        "effect": "deny",
        "id": "r",
    }

    assert _policy(one).digest == _policy(other).digest
    assert _policy(one).digest != _policy({**one, "when": {"weekday": ["sun"]}}).digest
    assert _policy(one).digest != Policy.load(BASE).digest


VALUES = ("a", "ab", "abab", "b", 0, 1, 1.5, 2, True, False, date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1))
LISTS = ([1, "a"], [True, "abab"], [0, date(2026, 3, 1)], ["b", 2])
BOUNDS = ([0, 1], [1, 2], [1.5, 2.5], [date(2026, 1, 1), date(2026, 6, 1)])
SCALARS, HOUR = st.sampled_from(VALUES), st.integers(0, 23)
ORDERED = st.sampled_from([0, 1, 1.5, 2, date(2026, 3, 1)])
CLOCK = st.sampled_from([0, 7, 20, 24, "07:30", "22:30"])


def _subset(names: Any) -> Any:
    return st.lists(st.sampled_from(names), min_size=1, max_size=3)


def _one_or_two(**keys: Any) -> Any:
    each = [st.fixed_dictionaries({name: value}) for name, value in keys.items()]
    return st.one_of(*each, st.tuples(st.one_of(*each), st.one_of(*each)).map(lambda two: {**two[0], **two[1]}))


def _is_part_of_a_day(two: tuple[Any, Any]) -> bool:
    return two[0] != two[1] and not {0, 24} >= set(two)


ATTRIBUTE = st.one_of(
    SCALARS,
    _subset(VALUES),
    st.sampled_from(["a", "ab", "b", True]).map(lambda part: {"contains": part}),
    _one_or_two(
        **{"in": _subset(VALUES)},
        eq=SCALARS,
        not_in=_subset(VALUES),
        gt=ORDERED,
        lt=ORDERED,
        contains=SCALARS,
        regex=st.just("^(ab)+$"),
        outside=st.sampled_from(BOUNDS),
    ),
)
TIMES = st.fixed_dictionaries(
    {},
    optional={
        "hour": HOUR
        | st.tuples(CLOCK, CLOCK).filter(_is_part_of_a_day).map(lambda two: {"outside": list(two)})
        | _one_or_two(
            **{"in": st.lists(HOUR, min_size=1)},
            gt=HOUR,
            lt=HOUR,
            not_in=st.lists(HOUR, min_size=1),
            outside=st.tuples(CLOCK, CLOCK).filter(_is_part_of_a_day).map(list),
        ),
        "weekday": _subset(["mon", "Tuesday", "sat"]) | st.fixed_dictionaries({"not_in": _subset(rules_model.DAYS)}),
    },
).filter(bool)
ZONED = st.builds(
    lambda times, zone: {**times, **zone},
    TIMES,
    st.fixed_dictionaries({"timezone": st.sampled_from(["UTC", "Asia/Kathmandu", "America/St_Johns"])}) | st.just({}),
)
SELECTED = st.fixed_dictionaries(
    {},
    optional={
        "roles": _subset([*ROLES, "*"]),
        "agents": _subset(["ana", "an*", "*o", "*"]),
        "frameworks": _subset(["autogen", "c*"]),
        "actions": st.sampled_from([["read"], ["read", "audit"], ["*"]]),
        "tables": _subset([*TABLES, "*"]),
    },
)
RULE = st.one_of(
    SELECTED,
    ZONED.map(lambda times: {"when": times}),
    st.dictionaries(st.sampled_from("xy"), ATTRIBUTE, min_size=1).map(lambda said: {"when": {"attributes": said}}),
    st.builds(lambda rule, times: {**rule, "when": times}, SELECTED, ZONED),
)
BY_VALUE = [
    Asked("ana", "analyst", "custom", {} if x is None else {"x": x, "y": y}, "read", frozenset("a"), MONDAY.timestamp())
    for x, y in zip((None, *VALUES, *LISTS), (None, *reversed(VALUES), *LISTS), strict=True)
]
BY_TIME = [
    Asked("ana", "analyst", "custom", {"x": 1}, "read", frozenset("ab"), MONDAY.timestamp() + half * 1800 - second)
    for half in range(-24, 72)
    for second in (0, 1)
]
BY_CALLER = [
    Asked(agent, role, framework, {}, action, frozenset(tables), MONDAY.timestamp())
    for agent in AGENTS
    for role in ROLES
    for framework in FRAMEWORKS
    for action, tables in (("read", ""), ("read", "a"), ("read", "bc"), ("audit", ""))
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(RULE, st.sampled_from(["deny", "warn"])), min_size=1, max_size=3))
def test_the_fast_form_says_what_the_plain_one_says(written: list[tuple[dict[str, Any], str]]) -> None:
    """Any rules decide each of some three hundred calls as a reading of the written mapping does."""
    rules = [{**rule, "id": f"r{number}", "effect": effect} for number, (rule, effect) in enumerate(written)]
    policy = _policy(*rules)
    asked = [*BY_VALUE, *BY_TIME, *BY_CALLER]

    assert [_said(policy, call) for call in asked] == [rules_model.verdict(rules, call) for call in asked]
