"""Windows begin and end by the UTC calendar, whatever the clock does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.quota_world import ANA, DAY, HOUR, MINUTE, NOON, ONE, THREE, World, rules, stamp, used

from autogen_hatidata.errors import QuotaExceeded
from autogen_hatidata.governance import ledger
from autogen_hatidata.governance.windows import PERIODS, Moment
from autogen_hatidata.types import Budget, Caller, QuotaRules


@pytest.fixture
def world() -> World:
    return World()


def test_a_reservation_outlives_midnight(world: World) -> None:
    """What was set aside before midnight still counts after it, since it may be charged then."""
    made = world.quota.reserve(ANA, rules(), THREE)
    world.now += DAY

    with pytest.raises(QuotaExceeded):
        world.quota.reserve(ANA, rules(), THREE)
    world.outcome(made, ANA, "x", 1.0)
    world.quota.reserve(ANA, rules(), THREE)


def test_left_is_what_can_be_spent(world: World) -> None:
    """left names every budget with its figures and its reset."""
    world.spend(ANA, 1.5)
    world.quota.reserve(ANA, QuotaRules(), ONE)

    found = world.quota.left(ANA, QuotaRules(Budget(5, "day"), None, Budget(2, "chat")))

    assert found == [
        {
            "of": "agent",
            "per": "day",
            "limit": 5,
            "used": 1.5,
            "reserved": 1.0,
            "left": 2.5,
            "since": "2026-11-24T00:00:00Z",
            "resets": "2026-11-25T00:00:00Z",
        },
        {
            "of": "layer",
            "per": "chat",
            "limit": 2,
            "used": 1.5,
            "reserved": 1.0,
            "left": 0.0,
            "since": None,
            "resets": None,
        },
    ]


@pytest.mark.parametrize(
    ("per", "last"),
    [("minute", MINUTE), ("hour", HOUR), ("day", DAY / 2), ("month", 6 * DAY + DAY / 2), ("chat", None)],
)
def test_a_window_ends_with_its_period(world: World, per: str, last: float | None) -> None:
    """A budget stays used up to the end of its minute, hour, day or month, and is full in the next; a chat's stays."""
    world.spend(ANA, 5.0)
    world.now = NOON + (last or 40 * DAY) - 0.001
    assert used(world.quota, ANA, rules(per=per)) == 5.0
    world.now += 0.001

    assert used(world.quota, ANA, rules(per=per)) == (0.0 if last else 5.0)


@given(st.floats(0, 4e9) | st.integers(0, 10**6).map(lambda n: n * 60 - 1e-7), st.sampled_from(list(PERIODS)))
@settings(max_examples=200, deadline=None)
def test_a_window_is_named_by_the_beginning_of_a_time(now: float, per: str) -> None:
    """At any time a window begins at or before it and ends after it, and records of that time bear its name."""
    moment = Moment.at(now)
    since, resets = moment.bounds(per)

    assert moment.holds(now)
    assert moment.window(per, "c") == stamp(now)[: PERIODS[per].chars] == str(since)[: PERIODS[per].chars]
    assert str(since)[:19] <= stamp(now)[:19] < str(resets)[:19]
    assert moment.window(per, "c") < str(resets)[: PERIODS[per].chars]


def test_only_so_many_windows_are_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint does not grow forever: the windows and totals that were used longest ago are let go."""
    monkeypatch.setitem(ledger.KEPT, "chat", 3)
    for by in ledger.KEPT_TOTALS:
        monkeypatch.setitem(ledger.KEPT_TOTALS, by, 3)
    for chat in ("a", "b", "c", "a", "d"):
        call = world.new_id()
        who = Caller("ana", chat=chat)
        world.intent(world.quota.reserve(who, QuotaRules(), ONE), who, call, 1.0, tables=(f"main.{chat}",))
        world.outcome(None, who, call, 1.0)
        world.now += DAY

    state = world.quota.snapshot()
    days = ["2026-11-26", "2026-11-27", "2026-11-28"]
    assert list(state["spent"]["chat"]) == ["c", "a", "d"]
    assert [list(state["spent"][per]) for per in ("day", "hour", "month")] == [
        days,
        [f"{d}T12" for d in days],
        ["2026-11"],
    ]
    assert {by: list(state["totals"][by]) for by in ledger.KEPT_TOTALS} == {
        "chat": ["c", "a", "d"],
        "table": ["main.c", "main.a", "main.d"],
        "day": days,
    }
    assert world.quota.usage()["ana"]["credits"] == 5.0
    assert world.quota.snapshot() == world.replayed().snapshot()


@pytest.mark.parametrize(("per", "step"), [("minute", MINUTE), ("hour", HOUR), ("day", DAY), ("month", 30 * DAY)])
def test_a_clock_that_is_set_back_fills_no_budget(world: World, per: str, step: float) -> None:
    """Two windows further and back again, what was spent in the first one is still spent, also after a restart."""
    limits = rules(per=per)
    world.spend(ANA, 5.0)
    for jump in (step, step, -2 * step):
        world.now += jump
        if jump > 0:
            world.spend(ANA, 5.0)

    for quota in (world.quota, world.replayed()):
        with pytest.raises(QuotaExceeded):
            quota.reserve(ANA, limits, ONE)


def test_windows_from_before_its_time_are_charged(world: World) -> None:
    """A clock that is set far back charges there, and no budget is endless because newer windows are known."""
    for _ in range(6):
        world.spend(ANA, 1.0)
        world.now += DAY
    world.now = NOON - 300 * DAY
    world.spend(ANA, 5.0)

    for quota in (world.quota, world.replayed()):
        with pytest.raises(QuotaExceeded):
            quota.reserve(ANA, rules(), ONE)
