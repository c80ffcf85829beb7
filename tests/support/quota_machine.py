"""Quota against the plain model, step by step: calls of all kinds, a clock that jumps, crashes and restarts."""

from __future__ import annotations

import json

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from autogen_hatidata.errors import QuotaExceeded
from autogen_hatidata.governance.quota import Reservation
from autogen_hatidata.types import Budget, Caller, Estimate, QuotaRules
from support.quota_model import LEVELS, PERIODS, Call, Limits, Model, Who
from support.quota_world import DAY, HOUR, MINUTE, World, stamp

WHO = [Who("ana", "x", "1"), Who("ana", "x", "2"), Who("bob", "x", "1"), Who("cy", "y", "3")]
TABLES = [(), ("a",), ("b",), ("a", "b")]
HALVES = st.integers(2, 8).map(lambda n: n / 2)
LIMITS = st.builds(
    Limits,
    st.dictionaries(st.sampled_from(LEVELS), st.tuples(st.integers(3, 20).map(float), st.sampled_from(PERIODS))),
    st.dictionaries(st.sampled_from(LEVELS), st.integers(1, 4), max_size=2),
    st.none() | st.integers(2, 5).map(float),
)
LENGTHS = {"minute": MINUTE, "hour": HOUR, "day": DAY, "month": 31 * DAY}
JUMPS = st.sampled_from([0, 0, 0, 0.5, 1, 1, 2, 3])
BACK = st.sampled_from([-0.5, -1, -2, -3])


class QuotaMachine(RuleBasedStateMachine):
    """One policy, four agents in chats, and whatever can happen to their calls."""

    @initialize(limits=LIMITS)
    def begin(self, limits: Limits) -> None:
        self.world, self.model, self.limits = World(), Model(), limits
        self.held: dict[str, Reservation] = {}
        self.went_back = False
        self.unit = min([LENGTHS[per] for _, per in limits.budgets.values() if per in LENGTHS], default=MINUTE)
        budgets = {level: Budget(*budget) for level, budget in limits.budgets.items()}
        self.rules = QuotaRules(
            **budgets,
            max_credits_per_query=limits.most,
            max_concurrency=limits.at_once.get("agent"),
            role_concurrency=limits.at_once.get("role"),
            layer_concurrency=limits.at_once.get("layer"),
        )

    def reserve(self, who: Who, credits: float, spent: float) -> Reservation | None:
        """What quota and model decide alike."""
        expected = self.model.verdict(who, self.limits, credits, spent, self.world.now)
        estimate = Estimate(credits, (("statement", credits),))
        made, verdict = None, "yes"
        try:
            made = self.world.quota.reserve(caller(who), self.rules, estimate, spent=spent)
        except QuotaExceeded as refused:
            verdict = refused.message
        assert expected in verdict
        return made

    @rule(
        jump=JUMPS,
        starts=st.lists(st.tuples(st.sampled_from(WHO), HALVES, st.sampled_from(TABLES)), min_size=1, max_size=3),
    )
    def start(self, jump: float, starts: list[tuple[Who, float, tuple[str, ...]]]) -> None:
        """Calls are let through, and their intents are written; or they are refused, and their outcomes are."""
        self.clock(jump)
        for who, credits, tables in starts:
            made, id = self.reserve(who, credits, 0.0), self.world.new_id()
            self.model.calls[id] = Call(who, self.world.now, credits, held=made is not None)
            if made is None:
                self.refuse(id)
                continue
            self.world.intent(made, caller(who), id, credits, tables)
            self.model.calls[id].tables += tables
            self.held[id] = made

    @rule(who=st.sampled_from(WHO), credits=HALVES)
    def let_go(self, who: Who, credits: float) -> None:
        """What is set aside is let go, twice, before a record was written."""
        made = self.reserve(who, credits, 0.0)
        if made is not None:
            self.world.quota.release(made)
            self.world.quota.release(made)

    @precondition(lambda self: self.model.calls)
    @rule(which=st.integers(0, 99), how=st.sampled_from(["settle", "settle", "fail", "lose"]), share=st.integers(0, 4))
    def go_on(self, which: int, how: str, share: int) -> None:
        """A call goes on: an attempt fails and the next one is tried, it ends, or nobody can tell how it ended."""
        id = list(self.model.calls)[which % len(self.model.calls)]
        call = self.model.calls[id]
        if call.lost:
            self.settle_late(id, call)
        elif not call.held:
            self.try_again(id, call, 1.0 + share / 2)
        elif how == "lose":
            self.world.quota.release(self.held.pop(id))
            call.held, call.lost = False, True
        elif how == "fail" and call.reserved - call.charged >= 1.0:
            self.fail(id, call)
        else:
            credits = call.charged + round((call.reserved - call.charged) * share / 4 * 8) / 8
            self.world.outcome(self.held.pop(id), caller(call.who), id, credits)
            self.model.end(id, self.world.now, credits, "ok")

    def fail(self, id: str, call: Call) -> None:
        """An attempt fails; the next one is not let through yet."""
        self.world.attempt(self.held.pop(id), caller(call.who), id)
        self.model.charge(call.who, self.world.now, 1.0)
        call.charged += 1.0
        call.reserved, call.held = call.charged, False

    def try_again(self, id: str, call: Call, credits: float) -> None:
        """The repaired text is priced and let through, or the call ends as refused."""
        made = self.reserve(call.who, credits, call.charged)
        if made is None:
            self.refuse(id)
            return
        self.world.intent(made, caller(call.who), id, credits + call.charged, ("c",))
        call.reserved, call.began, call.held = credits + call.charged, self.world.now, True
        call.tables = list(dict.fromkeys([*call.tables, "c"]))
        self.held[id] = made

    def refuse(self, id: str) -> None:
        call = self.model.calls[id]
        self.world.outcome(None, caller(call.who), id, call.charged, status="refused")
        self.model.end(id, self.world.now, call.charged, "refusals")

    def settle_late(self, id: str, call: Call) -> None:
        """The log took an outcome after all: a call that was broken off costs what its failed attempts cost."""
        self.world.outcome(None, caller(call.who), id, call.charged, status="error")
        self.model.end(id, self.world.now, call.charged, "errors")

    @rule(jump=BACK)
    def clock(self, jump: float) -> None:
        """Windows of the shortest budget pass, or somebody sets the clock back."""
        self.world.now += jump * self.unit
        self.went_back = self.went_back or jump < 0

    @rule(crash=st.booleans())
    def restart(self, crash: bool) -> None:
        """A checkpoint is written, or the process is killed and another one opens the log: from its newest checkpoint,
        as from its beginning."""
        world = self.world
        if not crash:
            world.checkpoint()
            return
        world.log.append({"kind": "open", "time": stamp(world.now)})
        newest = max((i for i, one in enumerate(world.log) if one["kind"] == "checkpoint"), default=0)
        whole, short = world.replayed(), world.replayed(world.log[newest:])
        assert json.dumps(whole.snapshot()) == json.dumps(short.snapshot())
        self.model.restart()
        self.held.clear()
        world.quota = short
        self.totals_are_those_of_the_calls()

    @invariant()
    def the_same_is_left(self) -> None:
        """Used, reserved and left of each budget are those of the model."""
        for who in WHO if self.limits.budgets else ():
            for state in self.world.quota.left(caller(who), self.rules):
                level, per, now = state["of"], state["per"], self.world.now
                used, reserved = self.model.used(who, level, per, now), self.model.reserved(who, level, per)
                left = max(0.0, self.limits.budgets[level][0] - used - reserved)
                assert (used, reserved, left) == (state["used"], state["reserved"], state["left"])

    @invariant()
    def no_budget_is_exceeded(self) -> None:
        """In no window was a credit too much charged, unless the clock was set back."""
        for level, (most, per) in () if self.went_back else self.limits.budgets.items():
            assert self.model.most_in_a_window(level, per) <= most

    def totals_are_those_of_the_calls(self) -> None:
        for by in ("agent", "role", "chat", "table", "day"):
            found = self.world.quota.usage(by)
            shown = {name: {key: sums[key] for key in ("calls", "credits", "errors")} for name, sums in found.items()}
            assert shown == self.model.totals(by)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.totals_are_those_of_the_calls()


def caller(who: Who) -> Caller:
    """The model's agent as the layer knows it."""
    return Caller(who.agent, who.role, chat=who.chat)
