"""While a budget is running out, answers say how much is left of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.quota_world import ANA, ONE, World, rules

from autogen_hatidata.types import Budget, QuotaRules


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("spent", "words"),
    [
        (7.0, None),
        (
            7.5,
            "You used 7.5 of 10 credits per day (75%), with 2.5 left until 2026-11-25 00:00 UTC: prefer cheap queries.",
        ),
        (
            9.0,
            "You used 9 of 10 credits per day (90%), with 1 left until 2026-11-25 00:00 UTC: "
            "ask for what you still need, no more.",
        ),
        (
            10.0,
            "You used 10 of 10 credits per day (100%), with 0 left until 2026-11-25 00:00 UTC: "
            "ask for what you still need, no more.",
        ),
    ],
)
def test_a_note_comes_at_three_quarters(world: World, spent: float, words: str | None) -> None:
    """From 75 % on a note says used, limit, left and the reset; from 90 % on it is more urgent; below there is none."""
    world.spend(ANA, spent)

    assert world.quota.note(ANA, rules(credits=10.0)) == words


@pytest.mark.parametrize(
    ("scope", "per", "words"),
    [
        (
            "role",
            "hour",
            "The role analyst used 8 of 10 credits per hour (80%), with 1 left until 2026-11-24 13:00 UTC: ",
        ),
        ("layer", "chat", "All agents together used 8 of 10 credits per chat (80%), with 1 left in this chat: "),
    ],
)
def test_a_note_says_whose_budget_it_is(world: World, scope: str, per: str, words: str) -> None:
    """A shared budget is named as one, and what calls under way may cost is not left."""
    world.spend(ANA, 8.0)
    world.quota.reserve(ANA, QuotaRules(), ONE)

    assert str(world.quota.note(ANA, rules(scope, 10.0, per))).startswith(words)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | st.integers(0, 40), min_size=3, max_size=3), st.integers(0, 20))
def test_one_note_names_the_tightest_budget(limits: list[int | None], spent: int) -> None:
    """Of the budgets that are nearly used up, that with the least left is told, once; a budget of nothing is not."""
    world = World()
    world.spend(ANA, float(spent))
    budgets = [None if limit is None else Budget(limit, "day") for limit in limits]

    said = world.quota.note(ANA, QuotaRules(*budgets))

    near = [limit for limit in limits if limit and spent >= 0.75 * limit]
    if not near:
        assert said is None
    else:
        least = min(max(0, limit - spent) for limit in near)
        assert f", with {least} left " in str(said)
