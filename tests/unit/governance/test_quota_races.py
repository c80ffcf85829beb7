"""Threads never spend a credit too much, and a decision takes microseconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from support.quota_world import ANA, ONE, THREE, World, rules, used

from autogen_hatidata.errors import QuotaExceeded
from autogen_hatidata.governance import ledger
from autogen_hatidata.types import Budget, Caller, QuotaRules


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize("per", ["minute", "month", "chat"])
def test_a_race_never_spends_a_credit_too_much(per: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under threads the budget is used up to the last credit, and what is charged plus reserved is never above it."""
    monkeypatch.setattr(ledger.Ledger, "used", _yielding(ledger.Ledger.used))
    world, limits = World(), rules("layer", 200.0, per, max_concurrency=6)
    who = [Caller(f"a{i}", "r", chat="c") for i in range(8)]
    over: list[float] = []

    def work(me: Caller) -> None:
        for turn in range(80):
            try:
                made = world.quota.reserve(me, limits, THREE)
            except QuotaExceeded:
                continue
            state = world.quota.left(me, limits)[0]
            if state["used"] + state["reserved"] > 200.0:
                over.append(state["used"])
            call = f"{me.name}-{turn}"
            world.intent(made, me, call, 3.0)
            world.outcome(made, me, call, 1.0 + turn % 3)
            world.quota.release(made)

    threads = [threading.Thread(target=work, args=(me,)) for me in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert over == []
    assert 197.0 < used(world.quota, who[0], limits) <= 200.0
    assert sum(record["credits"] for record in world.log if record["kind"] == "outcome") <= 200.0
    assert all(state["reserved"] == 0.0 for state in world.quota.left(who[0], limits))


def _yielding(function: Callable[..., float]) -> Callable[..., float]:
    """The function, giving way to other threads before it returns: what is not locked goes wrong at once."""

    def yielding(*args: Any) -> float:
        found = function(*args)
        time.sleep(0)
        return found

    return yielding


def test_a_charge_takes_the_place_of_its_reservation(world: World) -> None:
    """A record applied with its reservation is never counted twice, so nobody is refused in between."""
    limits = rules(credits=2.0)
    made = world.quota.reserve(ANA, limits, ONE)
    world.intent(made, ANA, "x", 1.0)
    world.outcome(made, ANA, "x", 1.0)

    world.quota.reserve(ANA, limits, ONE)
    world.quota.release(made)
    with pytest.raises(QuotaExceeded):
        world.quota.reserve(ANA, limits, ONE)


def test_a_decision_takes_microseconds(world: World) -> None:
    """Reserving and letting go, with three budgets and all limits, takes at most 20 µs (best of many rounds)."""
    limits = QuotaRules(Budget(1e9, "minute"), Budget(1e9, "month"), Budget(1e9, "chat"), 20, 100, 3.0, 4, 8, 8)

    def rounds(n: int) -> float:
        started = time.thread_time()
        for _ in range(n):
            world.quota.release(world.quota.reserve(ANA, limits, THREE))
        return (time.thread_time() - started) / n

    assert min(rounds(100) for _ in range(40)) < 20e-6
