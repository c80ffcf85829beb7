"""What is refused, at which level, and what the refusal says."""

from __future__ import annotations

from typing import Any

import pytest
from support.quota_world import ANA, BOB, ONE, THREE, World, rules

from autogen_hatidata.errors import QuotaExceeded
from autogen_hatidata.governance.windows import PERIODS
from autogen_hatidata.types import Budget, Caller, Estimate, QuotaRules


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("scope", "per", "mine"),
    [(s, p, m) for s in ("agent", "role", "layer") for p in (*PERIODS, "chat") for m in (True, False)],
)
def test_each_budget_counts_its_own(world: World, scope: str, per: str, mine: bool) -> None:
    """A budget of agent, role or layer, by any period, is used up by those it belongs to and by nobody else."""
    spender = ANA if mine else Caller("zoe", "auditor", chat="c9")
    world.spend(spender, 5.0)
    counts = mine or (scope == "layer" and per != "chat")

    if counts:
        with pytest.raises(QuotaExceeded):
            world.quota.reserve(ANA, rules(scope, per=per), ONE)
    else:
        world.quota.reserve(ANA, rules(scope, per=per), ONE)


def test_all_budgets_must_allow(world: World) -> None:
    """The tightest of the three budgets decides."""
    limits = QuotaRules(Budget(100, "day"), Budget(100, "month"), Budget(2, "month"))

    world.quota.reserve(ANA, limits, ONE)
    with pytest.raises(QuotaExceeded, match="all agents together"):
        world.quota.reserve(ANA, limits, THREE)


def test_a_refusal_says_what_is_used_and_when_it_comes_back(world: World) -> None:
    """Used, limit, reserved, estimate and the reset are in the text, and so is the cheaper way that would fit."""
    world.spend(ANA, 2.5)
    world.quota.reserve(ANA, rules(), ONE)

    with pytest.raises(QuotaExceeded) as caught:
        world.quota.reserve(ANA, rules(), THREE)

    assert (
        caught.value.message
        == "This call may cost 3 credits; ana used 2.5 of 5 credits per day, and 1 are reserved by calls under way."
    )
    assert (
        caught.value.hint
        == "compare a column of orders with a value in WHERE (saves 2); or wait for the calls under way; "
        "or wait until 2026-11-25 00:00 UTC, when the budget is full again."
    )


@pytest.mark.parametrize(
    ("per", "words"),
    [
        ("minute", "2026-11-24 12:01 UTC"),
        ("hour", "2026-11-24 13:00 UTC"),
        ("month", "2026-12-01 00:00 UTC"),
        ("chat", "in a new chat"),
    ],
)
def test_a_refusal_names_the_reset_of_its_period(world: World, per: str, words: str) -> None:
    """Each period's budget comes back when the next one begins, a chat's with another chat."""
    with pytest.raises(QuotaExceeded) as caught:
        world.quota.reserve(ANA, rules(credits=0.0, per=per), ONE)

    assert words in caught.value.hint


def test_a_query_beyond_the_price_limit_names_what_makes_it_dear(world: World) -> None:
    """The refusal names the part of the price that has to go; failed attempts of the call count."""
    limits = QuotaRules(max_credits_per_query=3.0)
    world.quota.reserve(ANA, limits, THREE)

    with pytest.raises(QuotaExceeded) as caught:
        world.quota.reserve(ANA, limits, THREE, spent=1.0)

    assert caught.value.message == (
        "This query may cost 4 credits, with 1 for failed attempts: 2 for reading orders in full, 1 for the statement; "
        "one query may cost 3 at the most."
    )
    assert caught.value.hint == "compare a column of orders with a value in WHERE (saves 2)."


def test_calls_at_once_are_limited(world: World) -> None:
    """max_concurrency counts the agent's calls under way; one that ended makes room."""
    limits = QuotaRules(max_concurrency=2)
    first, _ = world.quota.reserve(ANA, limits, ONE), world.quota.reserve(ANA, limits, ONE)

    with pytest.raises(QuotaExceeded, match="2 calls of ana are under way"):
        world.quota.reserve(ANA, limits, ONE)
    world.quota.reserve(BOB, limits, ONE)
    world.quota.release(first)
    world.quota.release(first)
    world.quota.reserve(ANA, limits, ONE)
    with pytest.raises(QuotaExceeded):
        world.quota.reserve(ANA, limits, ONE)


def test_a_refused_call_sets_nothing_aside(world: World) -> None:
    """Neither a refusal nor a check changes what is left."""
    before = world.quota.left(ANA, rules())

    with pytest.raises(QuotaExceeded):
        world.quota.reserve(ANA, rules(credits=2.0), THREE)
    with pytest.raises(QuotaExceeded):
        world.quota.check(ANA, rules(credits=2.0), THREE)
    world.quota.check(ANA, rules(), THREE)

    assert before == world.quota.left(ANA, rules())


def test_without_rules_nothing_is_refused(world: World) -> None:
    """No budget and no limit allow everything."""
    world.quota.reserve(Caller("x"), QuotaRules(), Estimate(1e9, (("statement", 1e9),)))

    assert world.quota.left(ANA, QuotaRules()) == []


@pytest.mark.parametrize(
    ("limit", "whose", "mine", "others"),
    [
        ("max_concurrency", "ana", {"name": "ana"}, [{"name": "bob"}]),
        ("role_concurrency", "the role analyst", {"name": "cy"}, [{"role": "auditor"}, {"role": None}]),
        ("layer_concurrency", "all agents together", {"name": "cy", "role": "auditor"}, []),
    ],
)
def test_calls_at_once_are_counted_for_each_level(
    world: World, limit: str, whose: str, mine: dict[str, Any], others: list[dict[str, Any]]
) -> None:
    """The calls of an agent, of its role and of all are counted apart, whatever limits the others have."""
    limits = QuotaRules(**{limit: 1})
    for who in others:
        world.quota.reserve(Caller(**{"name": "ana", "role": "analyst", **who}), QuotaRules(), ONE)
    world.quota.reserve(ANA, limits, ONE)

    with pytest.raises(QuotaExceeded) as caught:
        world.quota.reserve(Caller(**{"name": "ana", "role": "analyst", **mine}), limits, ONE)

    assert caught.value.message == f"1 call of {whose} is under way, as many as are allowed at once."
