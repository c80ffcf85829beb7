"""Budgets are never exceeded, and what was spent follows from the records alone."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autogen_hatidata.errors import BadArgument, QuotaExceeded
from autogen_hatidata.governance import ledger
from autogen_hatidata.governance.ledger import Ledger
from autogen_hatidata.governance.quota import Quota, Reservation
from autogen_hatidata.types import Budget, Caller, Estimate, QuotaRules

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
DAY = 86_400.0
ANA = Caller("ana", "analyst", chat="c1")
BOB = Caller("bob", "analyst", chat="c2")
ONE, THREE = Estimate(1.0, (("statement", 1.0),)), Estimate(3.0, (("statement", 1.0), ("scan: orders", 2.0)))


class World:
    """A quota with a clock that stands still, and a log: a list that every record goes through."""

    def __init__(self) -> None:
        self.now = NOON
        self.quota = Quota(lambda: self.now)
        self.log: list[dict[str, Any]] = []
        self._ids = 0

    def new_id(self) -> str:
        self._ids += 1
        return f"call{self._ids}"

    def write(self, kind: str, made: Reservation | None, who: Caller, call: str, **fields: Any) -> None:
        stamp = f"{datetime.fromtimestamp(self.now, UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        record = {"kind": kind, "time": stamp, "id": call, "agent": who.name, "role": who.role, "chat": who.chat}
        self.log.append({**record, **fields})
        self.quota.apply(self.log[-1], made)

    def intent(self, made: Reservation, who: Caller, call: str, reserved: float) -> None:
        self.write("intent", made, who, call, reserved=reserved)

    def attempt(self, made: Reservation | None, who: Caller, call: str, credits: float = 1.0) -> None:
        self.write("attempt", made, who, call, credits=credits)

    def outcome(self, made: Reservation | None, who: Caller, call: str, credits: float, **fields: Any) -> None:
        rest = {"status": "ok", "healed": [], "rows": 0, **fields}
        self.write("outcome", made, who, call, credits=credits, **rest)

    def spend(self, who: Caller, credits: float, **fields: Any) -> None:
        self.outcome(None, who, self.new_id(), credits, **fields)

    def replayed(self, records: list[dict[str, Any]] | None = None) -> Quota:
        """Another process's quota after reading the log, as it comes back from its file."""
        quota = Quota(lambda: self.now)
        for record in json.loads(json.dumps(self.log if records is None else records)):
            quota.apply(record)
        quota.finish_replay()
        return quota


@pytest.fixture
def world() -> World:
    return World()


def rules(scope: str = "agent", credits: float = 5.0, per: str = "day", **limits: Any) -> QuotaRules:
    return QuotaRules(**{scope: Budget(credits, per)}, **limits)


def used(quota: Quota, who: Caller, limits: QuotaRules) -> float:
    return float(quota.left(who, limits)[0]["used"])


# Refusals


@pytest.mark.parametrize(
    ("scope", "per", "mine"),
    [(s, p, m) for s in ("agent", "role", "layer") for p in ("day", "month", "chat") for m in (True, False)],
)
def test_each_budget_counts_its_own(world: World, scope: str, per: str, mine: bool) -> None:
    """A budget of agent, role or layer, by day, month or chat, is used up by those it belongs to and by nobody else."""
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


@pytest.mark.parametrize(("per", "words"), [("month", "2026-12-01 00:00 UTC"), ("chat", "in a new chat")])
def test_a_refusal_names_the_reset_of_its_period(world: World, per: str, words: str) -> None:
    """A month's budget comes back on the first, a chat's with another chat."""
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


# Windows


def test_windows_are_utc_days_and_months(world: World) -> None:
    """A day's budget is full again at midnight UTC, a month's on the first, a chat's never."""
    world.spend(ANA, 5.0)
    seen = []
    for now in (NOON + DAY / 2 - 1, NOON + DAY / 2, NOON + 6 * DAY + DAY / 2):
        world.now = now
        seen.append([used(world.quota, ANA, rules(per=per)) for per in ("day", "month", "chat")])

    assert seen == [[5, 5, 5], [0, 5, 5], [0, 0, 5]]


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
            "resets": "2026-11-25T00:00:00Z",
        },
        {"of": "layer", "per": "chat", "limit": 2, "used": 1.5, "reserved": 1.0, "left": 0.0, "resets": None},
    ]


# Records


def test_usage_adds_up_outcomes(world: World) -> None:
    """Calls, credits, refusals, errors, healed and rows by agent, role and chat, from every outcome."""
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
    with pytest.raises(BadArgument):
        world.quota.usage("table")


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
        world.quota.apply({"kind": kind, "seq": 1})
    assert before == world.quota.snapshot()

    world.quota.apply({"kind": "checkpoint", "spending": {}})

    assert Quota().snapshot() == world.quota.snapshot()


def test_only_so_many_windows_are_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint does not grow forever: old days, and the chats that spent longest ago, are let go."""
    monkeypatch.setitem(ledger.KEPT, "chat", 3)
    for chat in ("a", "b", "c", "a", "d"):
        world.spend(Caller("ana", chat=chat), 1.0)
        world.now += DAY

    state = world.quota.snapshot()
    assert list(state["spent"]["chat"]) == ["c", "a", "d"]
    assert list(state["totals"]["chat"]) == ["c", "a", "d"]
    assert list(state["spent"]["day"]) == ["2026-11-26", "2026-11-27", "2026-11-28"]
    assert world.quota.usage()["ana"]["credits"] == 5.0
    assert world.quota.snapshot() == world.replayed().snapshot()


# Against a plain model

WHO = [
    Caller(a, r, chat=c) for a, r, c in (("ana", "x", "1"), ("ana", "x", "2"), ("bob", "x", "1"), ("cy", None, None))
]
LIMITS = [
    QuotaRules(Budget(6, "day"), Budget(9, "month"), Budget(14, "month")),
    QuotaRules(Budget(4, "chat"), None, Budget(11, "chat")),
    QuotaRules(max_concurrency=2),
]
STEP = st.one_of(
    st.tuples(st.just("reserve"), st.sampled_from(WHO), st.sampled_from(LIMITS), st.integers(2, 10)),
    st.tuples(st.just("fail"), st.integers(0, 5)),
    st.tuples(st.just("end"), st.integers(0, 5), st.integers(0, 10)),
    st.tuples(st.just("lose"), st.integers(0, 5)),
    st.tuples(st.just("sleep"), st.sampled_from([3600.0, DAY, 9 * DAY])),
    st.tuples(st.just("checkpoint")),
)


class Model:
    """The same in the plainest way: a list of charges and a list of calls under way, added up each time."""

    def __init__(self) -> None:
        self.charges: list[tuple[Caller, str, float]] = []
        self.under_way: dict[str, list[Any]] = {}  # id: caller, reserved, charged, reservation

    def allows(self, who: Caller, limits: QuotaRules, credits: float, today: str) -> bool:
        at_once = sum(call[0].name == who.name for call in self.under_way.values() if call[3] is not None)
        if limits.max_concurrency is not None and at_once >= limits.max_concurrency:
            return False
        budgets = (("name", limits.agent), ("role", limits.role), ("", limits.layer))
        return all(
            self._total(who, of, budget.per, today) + credits <= budget.credits for of, budget in budgets if budget
        )

    def _total(self, who: Caller, of: str, per: str, today: str) -> float:
        length = {"day": 10, "month": 7}.get(per, 0)

        def counts(other: Caller) -> bool:
            return (not of or getattr(other, of) == getattr(who, of)) and (per != "chat" or other.chat == who.chat)

        spent = sum(c for other, day, c in self.charges if counts(other) and day[:length] == today[:length])
        return spent + sum(call[1] for call in self.under_way.values() if call[3] is not None and counts(call[0]))


@settings(max_examples=60, deadline=None)
@given(st.lists(STEP, max_size=40))
def test_quota_is_what_a_plain_model_says(steps: list[Any]) -> None:
    """Decisions equal those of a plain model, and at any moment a restart from the log, or from any checkpoint in it,
    gives the state of the running process with its calls under way charged at their estimate."""
    world, model = World(), Model()
    start = 0
    for step in steps:
        _play(world, model, step)
        if step[0] == "checkpoint":
            start = len(world.log) - 1
    owed = sum(credits for *_, credits in model.charges) + sum(call[1] for call in model.under_way.values())
    whole, short = world.replayed().snapshot(), world.replayed(world.log[start:]).snapshot()
    for call in model.under_way.values():
        if call[3] is not None:
            world.quota.release(call[3])
    world.quota.finish_replay()

    assert whole == short == world.quota.snapshot()
    assert owed == sum(sums["credits"] for sums in world.quota.usage().values())


def _play(world: World, model: Model, step: Any) -> None:
    today = f"{datetime.fromtimestamp(world.now, UTC):%Y-%m-%d}"
    calls = list(model.under_way)
    if step[0] == "sleep":
        world.now += step[1]
    elif step[0] == "checkpoint":
        world.log.append({"kind": "checkpoint", "spending": json.loads(json.dumps(world.quota.snapshot()))})
    elif step[0] == "reserve":
        _, who, limits, halves = step
        allowed = model.allows(who, limits, halves / 2, today)
        try:
            made = world.quota.reserve(who, limits, Estimate(halves / 2, (("statement", halves / 2),)))
        except QuotaExceeded:
            assert not allowed
            return
        assert allowed
        call = world.new_id()
        world.intent(made, who, call, halves / 2)
        model.under_way[call] = [who, halves / 2, 0.0, made]
    elif calls:
        call = calls[step[1] % len(calls)]
        who, reserved, charged, made = model.under_way[call]
        if step[0] == "fail" and made is not None:
            world.attempt(made, who, call)
            world.quota.release(made)
            model.charges.append((who, today, 1.0))
            model.under_way[call] = [who, 0.0, charged + 1.0, None]
        elif step[0] == "end":
            rest = min(step[2] / 2, reserved)
            world.outcome(made, who, call, charged + rest)
            model.charges.append((who, today, rest))
            del model.under_way[call]
        elif step[0] == "lose" and made is not None:
            intent = next(record for record in world.log if record.get("id") == call)
            world.quota.release(made)
            model.charges.append((who, intent["time"][:10], reserved))
            del model.under_way[call]


# Threads and time


@pytest.mark.parametrize("per", ["day", "month", "chat"])
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
    limits = QuotaRules(Budget(1e9, "day"), Budget(1e9, "month"), Budget(1e9, "chat"), 20, 100, 3.0, 4)

    def rounds(n: int) -> float:
        started = time.thread_time()
        for _ in range(n):
            world.quota.release(world.quota.reserve(ANA, limits, THREE))
        return (time.thread_time() - started) / n

    assert min(rounds(100) for _ in range(40)) < 20e-6


def test_an_interrupt_counts_no_record_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for the sums and is interrupted does not make the next one see what was added up before."""
    for _ in range(10):
        world.spend(ANA, 1.0)
    apply, left = Ledger.apply, iter(range(5))

    def interrupted(self: Ledger, record: Mapping[str, Any]) -> None:
        if next(left, None) is None:
            monkeypatch.undo()
            raise KeyboardInterrupt
        apply(self, record)

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
