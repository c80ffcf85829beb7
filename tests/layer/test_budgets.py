"""Budgets, prices and usage of a whole layer, under a clock that the test sets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.quota_world import DAY, HOUR, MINUTE, NOON

from autogen_hatidata import HatiData, HatiDataError, QuotaExceeded, Settings
from autogen_hatidata.governance.quota import Quota
from autogen_hatidata.types import Caller, Estimate, QuotaRules

ONE, TWO = "SELECT 1", "SELECT * FROM orders WHERE id = 1"


class Clock:
    """Seconds since 1970, as the test has them."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


Opened = Callable[..., HatiData]


@pytest.fixture
def opened(shop_path: Path, shop_policy: dict[str, Any], clock: Clock) -> Opened:
    """Opens the shop with these quotas, under the clock; a second time it is a restart."""

    def make(quotas: dict[str, Any], **settings: Any) -> HatiData:
        return HatiData.open(
            shop_path, policy={**shop_policy, "quotas": quotas}, settings=Settings(**settings), clock=clock
        )

    return make


@pytest.mark.parametrize(("per", "length"), [("minute", MINUTE), ("hour", HOUR), ("chat", None)])
def test_a_budget_lasts_for_its_window(opened: Opened, clock: Clock, per: str, length: float | None) -> None:
    """Used up, it refuses at no cost until the next window begins, also after a restart, and again in the first one."""
    quotas = {"agents": {"ana": {"credits": 2, "per": per}}}
    with opened(quotas) as layer:
        ana = layer.agent("ana")
        assert ana.run(TWO).credits == 2.0
        with pytest.raises(QuotaExceeded, match=f"ana used 2 of 2 credits per {per}"):
            ana.run(ONE)
    if length is None:
        with opened(quotas) as layer:
            assert layer.agent("ana").run(ONE).credits == 1.0  # another chat
        return
    with opened(quotas) as layer:
        ana = layer.agent("ana")
        with pytest.raises(QuotaExceeded):
            ana.run(ONE)
        clock.now += length
        assert ana.run(TWO).credits == 2.0
        clock.now -= length
        with pytest.raises(QuotaExceeded):
            ana.run(ONE)
        assert layer.usage()["ana"] == {"calls": 5, "credits": 4.0, "refusals": 3, "errors": 0, "healed": 0, "rows": 0}


def test_answers_say_that_a_budget_runs_out(opened: Opened) -> None:
    """Nothing below three quarters, then a note with what is left, and more urgent from nine tenths on."""
    with opened({"agents": {"ana": {"credits": 10, "per": "day"}}, "layer": {"credits": 12, "per": "chat"}}) as layer:
        ana = layer.agent("ana")
        notes = [ana.run(TWO).notes for _ in range(4)] + [ana.run(ONE).notes]

    until = "left until 2026-11-25 00:00 UTC"
    assert notes[:3] == [(), (), ()]
    assert notes[3] == (f"You used 8 of 10 credits per day (80%), with 2 {until}: prefer cheap queries.",)
    assert notes[4] == (
        f"You used 9 of 10 credits per day (90%), with 1 {until}: ask for what you still need, no more.",
    )


def test_the_strictest_limit_of_agent_role_and_layer_counts(opened: Opened) -> None:
    """Rows, seconds and the price of one query: whichever level says least."""
    quotas = {
        "agents": {"ana": {"max_rows": 9, "timeout_s": 20, "max_credits_per_query": 2}},
        "roles": {"analyst": {"max_rows": 50, "timeout_s": 5}},
        "layer": {"max_rows": 7, "max_credits_per_query": 1.5},
    }
    with opened(quotas) as layer:
        ana = layer.agent("ana")
        caller = ana._known[0]  # type: ignore[index]
        rules = layer._policy.quota_rules(caller)

        assert caller.role == "analyst"
        assert (rules.max_rows, rules.timeout_s, rules.max_credits_per_query) == (7, 5.0, 1.5)
        assert ana.run("SELECT id FROM orders").row_count == 7
        with pytest.raises(QuotaExceeded) as caught:
            ana.run("SELECT * FROM orders")
        assert "1 for a star; one query may cost 1.5 at the most" in caught.value.message
        assert caught.value.hint == "name the columns you need in place of the star (saves 1)."


@pytest.mark.parametrize(
    ("line", "whose"),
    [
        ({"agents": {"ana": {"max_concurrency": 1}}}, "ana"),
        ({"roles": {"analyst": {"max_concurrency": 1}}}, "the role analyst"),
        ({"layer": {"max_concurrency": 1}}, "all agents together"),
    ],
)
def test_calls_at_once_are_limited_at_each_level(opened: Opened, line: dict[str, Any], whose: str) -> None:
    """A call under way counts for its agent, its role and the layer, and makes room when it ends."""
    with opened(line) as layer:
        quota: Quota = layer._parts.quota
        ana = layer.agent("ana")
        held = quota.reserve(Caller("ana", "analyst"), QuotaRules(), Estimate(1.0, ()))
        with pytest.raises(QuotaExceeded, match=f"1 call of {whose} is under way"):
            ana.run(ONE)
        quota.release(held)

        assert ana.run(ONE).credits == 1.0


def test_my_usage_shows_each_window(opened: Opened) -> None:
    """Of every budget: whose, used, reserved, left, and when its window began and is over."""
    line = {"credits": 10, "per": "hour"}
    with opened({"agents": {"ana": line}, "roles": {"analyst": {**line, "per": "chat"}}}) as layer:
        ana = layer.agent("ana")
        ana.run(TWO)
        mine, role = ana.my_usage()["budgets"]

    same = {"limit": 10, "used": 2.0, "reserved": 0.0, "left": 8.0}
    assert mine == {
        **same,
        "of": "agent",
        "per": "hour",
        "since": "2026-11-24T12:00:00Z",
        "resets": "2026-11-24T13:00:00Z",
    }
    assert role == {**same, "of": "role", "per": "chat", "since": None, "resets": None}


def test_usage_by_table_and_day_survives_a_restart(opened: Opened, clock: Clock) -> None:
    """A statement counts for every table that it named, and for its day; a restart changes nothing."""
    with opened({}) as layer:
        ana = layer.agent("ana")
        ana.run("SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id")
        clock.now += DAY
        ana.run("SELECT amuont FROM orders")  # repaired
        with pytest.raises(HatiDataError):
            ana.run("SELECT nosuch FROM customers")
        before = {by: layer.usage(by) for by in ("agent", "role", "chat", "table", "day")}
    with opened({}) as layer:
        after = {by: layer.usage(by) for by in before}

    days = before["day"]
    assert before == after
    assert [(name, one["calls"], one["credits"]) for name, one in days.items()] == [
        ("2026-11-24", 1, 1.5),
        ("2026-11-25", 2, 3.0),
    ]
    assert {name: (one["calls"], one["credits"]) for name, one in before["table"].items()} == {
        "main.orders": (2, 1.5 + 2.0),
        "main.customers": (2, 1.5 + 1.0),
    }
    assert sum(one["credits"] for one in days.values()) == before["agent"]["ana"]["credits"]


def test_an_own_price_list_holds_everywhere(opened: Opened) -> None:
    """Estimate, result, record, budget and refusal follow the list in force, and the log names it."""
    quotas = {"agents": {"ana": {"credits": 20, "per": "day", "max_credits_per_query": 9.5}}}
    with opened(quotas, prices={"star": 8.25, "failed_attempt": 0.25}) as layer:
        ana = layer.agent("ana")
        assert ana.estimate(TWO).credits == ana.run(TWO).credits == 9.25
        with pytest.raises(QuotaExceeded, match=r"8\.25 for a star, 1 for the statement, 0\.5 for tables \(1 more\)"):
            ana.run("SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id")
        with pytest.raises(HatiDataError) as failed:
            ana.run("SELECT sum(status) FROM orders")
        records = {kind: layer.audit.tail(1, kind=kind)[0] for kind in ("policy", "intent", "outcome")}

        assert records["intent"]["reserved"] == 1.0
        assert (records["outcome"]["id"], records["outcome"]["credits"]) == (failed.value.audit_id, 0.25)
        assert records["policy"]["prices"]["star"] == 8.25
        assert ana.my_usage()["budgets"][0]["used"] == 9.5
