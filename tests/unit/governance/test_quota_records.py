"""What was spent follows from the records alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from support.quota_world import ANA, BOB, DAY, ONE, THREE, World, rules, stamp, used

from autogen_hatidata.errors import BadArgument
from autogen_hatidata.governance.ledger import Ledger
from autogen_hatidata.governance.quota import Quota
from autogen_hatidata.types import Caller


@pytest.fixture
def world() -> World:
    return World()


def test_usage_adds_up_outcomes(world: World) -> None:
    """Calls, credits, refusals, errors, healed and rows by agent, role, chat and day, from every outcome."""
    world.spend(ANA, 2.0, rows=7)
    world.spend(ANA, 2.0, rows=1, healed=[{"kind": "column"}])
    world.spend(ANA, 0.0, status="refused")
    world.spend(BOB, 1.0, status="error", healed=[{"kind": "column"}])
    world.spend(Caller("x"), 0.0, status="refused")

    ana = {"calls": 3, "credits": 4.0, "refusals": 1, "errors": 0, "healed": 1, "rows": 8}
    bob = {"calls": 1, "credits": 1.0, "refusals": 0, "errors": 1, "healed": 0, "rows": 0}
    assert (ana, bob) == (world.quota.usage()["ana"], world.quota.usage("agent")["bob"])
    assert {key: ana[key] + bob[key] for key in ana} == world.quota.usage("role")["analyst"]
    assert (ana, bob) == (world.quota.usage("chat")["c1"], world.quota.usage("chat")["c2"])
    assert {key: ana[key] + bob[key] + (key in ("calls", "refusals")) for key in ana} == world.quota.usage("day")[
        "2026-11-24"
    ]
    for wrong in ("month", "agents", None, []):
        with pytest.raises(BadArgument, match="agent, role, chat, table, day"):
            world.quota.usage(wrong)  # type: ignore[arg-type]


def test_usage_is_a_copy(world: World) -> None:
    """Changing what usage returned changes nothing."""
    world.spend(ANA, 2.0)
    world.quota.usage()["ana"]["credits"] = 0.0

    assert world.quota.usage()["ana"]["credits"] == 2.0


def test_a_healed_call_is_charged_once(world: World) -> None:
    """Failed attempts are charged when they fail, and the outcome adds only the rest."""
    made = world.quota.reserve(ANA, rules(), ONE)
    world.intent(made, ANA, "x", 1.0)
    world.attempt(made, ANA, "x")
    world.quota.release(made)
    assert used(world.quota, ANA, rules()) == 1.0
    again = world.quota.reserve(ANA, rules(), THREE, spent=1.0)
    world.intent(again, ANA, "x", 4.0)
    world.outcome(again, ANA, "x", 4.0)
    world.quota.release(again)

    assert used(world.quota, ANA, rules()) == 4.0
    assert world.quota.usage()["ana"]["calls"] == 1
    assert world.quota.snapshot() == world.replayed().snapshot()


def test_a_killed_call_is_charged_at_its_estimate(world: World) -> None:
    """An intent without outcome is charged what was set aside for it, in the day it began, as an error."""
    world.attempt(None, ANA, "x")
    made = world.quota.reserve(ANA, rules(), THREE, spent=1.0)
    world.intent(made, ANA, "x", 4.0)
    world.now += DAY

    quota = world.replayed()

    assert (quota.usage()["ana"]["credits"], quota.usage()["ana"]["errors"]) == (4.0, 1)
    assert (used(quota, ANA, rules()), used(quota, ANA, rules(per="chat"))) == (0.0, 4.0)


def test_a_call_whose_outcome_could_not_be_written_is_charged(world: World) -> None:
    """Where the log failed after the intent, the process charges what a restart would, until an outcome comes."""
    made = world.quota.reserve(ANA, rules(), THREE)
    world.intent(made, ANA, "x", 3.0)
    world.quota.release(made)

    assert used(world.quota, ANA, rules()) == used(world.replayed(), ANA, rules()) == 3.0
    world.outcome(None, ANA, "x", 1.0)
    assert used(world.quota, ANA, rules()) == used(world.replayed(), ANA, rules()) == 1.0
    assert world.quota.snapshot() == world.replayed().snapshot()


def test_an_attempt_that_names_nobody_is_charged_with_its_outcome(world: World) -> None:
    """A record without an agent is not guessed at; the outcome has its credits too."""
    world.quota.apply({"kind": "attempt", "id": "x", "time": "2026-11-24T00:00:00Z", "credits": 1.0})
    assert world.quota.usage() == {}
    world.outcome(None, ANA, "x", 2.0)

    assert world.quota.usage()["ana"]["credits"] == 2.0


def test_records_without_spending_change_nothing(world: World) -> None:
    """Records of other kinds, and the empty checkpoint of a new log, are read over."""
    world.spend(ANA, 1.0)
    before = world.quota.snapshot()
    for kind in ("open", "close", "policy", "owner", "some_later_kind"):
        world.quota.apply({"kind": kind, "time": "", "seq": 1})
    assert before == world.quota.snapshot()

    world.quota.apply({"kind": "checkpoint", "time": "", "spending": {}})

    assert Quota().snapshot() == world.quota.snapshot()


def test_an_interrupt_counts_no_record_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for the sums and is interrupted does not make the next one see what was added up before."""
    for _ in range(10):
        world.spend(ANA, 1.0)
    apply, left = Ledger.apply, iter(range(5))

    def interrupted(self: Ledger, kind: str, time: str, record: Mapping[str, Any]) -> None:
        if next(left, None) is None:
            monkeypatch.undo()
            raise KeyboardInterrupt
        apply(self, kind, time, record)

    monkeypatch.setattr(Ledger, "apply", interrupted)
    with pytest.raises(KeyboardInterrupt):
        world.quota.usage()

    assert 9 <= world.quota.usage()["ana"]["calls"] <= 10


def test_a_snapshot_is_json_and_a_copy(world: World) -> None:
    """A checkpoint's content survives JSON, and later charges do not change it."""
    world.spend(ANA, 1.0)
    state: Mapping[str, Any] = world.quota.snapshot()
    text = json.dumps(state)
    world.spend(ANA, 1.0)

    assert text == json.dumps(state)
    assert state == json.loads(text)


def test_a_call_counts_for_every_table_that_it_named(world: World) -> None:
    """Each table has the calls and credits of the statements that named it, also of those that a kill ended."""
    for number, tables in enumerate((["main.a"], ["main.a", "crm.b"], [])):
        made = world.quota.reserve(ANA, rules(credits=99.0), THREE)
        world.intent(made, ANA, f"x{number}", 3.0, tables=tuple(tables))
        world.outcome(made, ANA, f"x{number}", 2.0, rows=number)
    healed = world.quota.reserve(ANA, rules(credits=99.0), ONE)
    world.intent(healed, ANA, "y", 1.0, tables=("main.a",))
    world.attempt(healed, ANA, "y")
    world.intent(world.quota.reserve(ANA, rules(credits=99.0), ONE, spent=1.0), ANA, "y", 2.0, tables=("main.c",))

    a, b, c = (world.replayed().usage("table")[name] for name in ("main.a", "crm.b", "main.c"))

    assert (a["calls"], a["credits"], a["rows"], a["errors"]) == (3, 6.0, 1, 1)
    assert (b["calls"], b["credits"], b["rows"], b["errors"]) == (1, 2.0, 1, 0)
    assert (c["calls"], c["credits"], c["rows"], c["errors"]) == (1, 2.0, 0, 1)
    assert set(world.quota.usage("table")) == {"main.a", "crm.b"}  # nobody knows yet how the last one ends


def test_a_lost_call_is_settled_across_midnight(world: World) -> None:
    """An outcome that comes after all is charged in its own day, and the day in which the call began gets it back."""
    made = world.quota.reserve(ANA, rules(), THREE)
    world.intent(made, ANA, "x", 3.0)
    world.quota.release(made)
    world.now += DAY
    world.outcome(None, ANA, "x", 1.0)

    assert used(world.quota, ANA, rules()) == 1.0
    world.now -= DAY
    assert used(world.quota, ANA, rules()) == 0.0
    assert world.quota.snapshot() == world.replayed().snapshot()


def test_checkpoints_of_older_logs_are_read(world: World) -> None:
    """What a checkpoint does not have yet begins empty; what it has beyond is left alone."""
    world.spend(ANA, 2.0)
    call = {"agent": "ana", "role": "analyst", "chat": "c1", "time": world.log[0]["time"], "charged": 0.0}
    spending = world.quota.snapshot()
    for name in ("minute", "hour"):
        del spending["spent"][name]
    for name in ("table", "day"):
        del spending["totals"][name]
    spending["open"]["x"] = {**call, "reserved": 1.0, "some_later_field": 7}

    quota = world.replayed([{"kind": "checkpoint", "time": "", "spending": spending}, *world.log])

    assert [used(quota, ANA, rules(per=per)) for per in ("minute", "day")] == [3.0, 5.0]
    assert quota.usage("agent")["ana"]["credits"] == 5.0
    assert quota.usage("table") == {}
    assert quota.usage("day")["2026-11-24"]["calls"] == 2


def test_a_second_restart_finds_what_the_first_one_made(world: World) -> None:
    """A call that a kill ended is charged where the next process opened the log, so that windows are let go alike."""
    made = world.quota.reserve(ANA, rules(), THREE)
    world.intent(made, ANA, "x", 3.0)
    world.log.append({"kind": "open", "time": stamp(world.now)})
    world.quota = world.replayed()
    for _ in range(3):
        world.now += DAY
        world.spend(ANA, 1.0)

    assert json.dumps(world.quota.snapshot()) == json.dumps(world.replayed().snapshot())
    assert list(world.quota.snapshot()["spent"]["day"]) == ["2026-11-25", "2026-11-26", "2026-11-27"]
