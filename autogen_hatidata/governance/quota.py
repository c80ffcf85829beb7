"""Quota: credits are set aside before a call runs, and charged when its record is written."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from autogen_hatidata.errors import BadArgument, QuotaExceeded
from autogen_hatidata.governance.credits import DUST, cheaper, drivers
from autogen_hatidata.governance.ledger import SCOPES, Ledger
from autogen_hatidata.types import Budget, Caller, Estimate, Prices, QuotaRules

_WAIT = 100
"""So many records are added up at once, if nobody asks before."""
_LIST = Prices()


@dataclass(slots=True, eq=False)
class Reservation:
    """Credits set aside for one call until it is charged or let go."""

    agent: str
    role: str
    chat: str
    credits: float
    call: str | None = None


@dataclass(frozen=True, slots=True)
class _Clock:
    """The windows of one UTC day."""

    start: float
    end: float
    day: str
    month: str
    next_month: str

    @classmethod
    def at(cls, now: float) -> _Clock:
        today = datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        tomorrow = today + timedelta(days=1)
        month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return cls(
            today.timestamp(),
            tomorrow.timestamp(),
            f"{today:%Y-%m-%d}",
            f"{today:%Y-%m}",
            f"{month:%Y-%m-%dT00:00:00Z}",
        )

    def window(self, per: str, chat: str) -> str:
        return {"day": self.day, "month": self.month}.get(per, chat)

    def resets(self, per: str) -> str | None:
        tomorrow = f"{datetime.fromtimestamp(self.end, UTC):%Y-%m-%dT00:00:00Z}"
        return {"day": tomorrow, "month": self.next_month}.get(per)


class Quota:
    """Budgets of agents, roles and the layer: what was spent, from the log, and what is set aside.

    Thread-safe. What calls under way may cost counts as used, so that no budget is ever exceeded, whatever the order in
    which calls end. Spending changes only by `apply`, with records that the log has written: after a restart the same
    records give the same state.
    """

    def __init__(self, clock: Callable[[], float] = time.time, prices: Prices = _LIST) -> None:
        self._clock, self._prices = clock, prices
        self._now = _Clock.at(clock())
        self._lock = threading.Lock()
        self._ledger = Ledger()
        self._waiting: deque[Mapping[str, Any]] = deque()
        self._held: set[Reservation] = set()

    def reserve(self, caller: Caller, rules: QuotaRules, estimate: Estimate, *, spent: float = 0.0) -> Reservation:
        """Set the estimate aside in every budget of the caller, or refuse.

        Args:
            spent: what failed attempts of the same call were charged; it counts for the limit of one query.

        Raises:
            QuotaExceeded: a budget, the price limit of one query, or the number of calls at once. Nothing is charged.
        """
        made = _asked(caller, estimate.credits)
        with self._lock:
            self._check(made, rules, estimate, spent)
            self._held.add(made)
        return made

    def check(self, caller: Caller, rules: QuotaRules, estimate: Estimate) -> None:
        """Raise what `reserve` would raise; sets nothing aside."""
        with self._lock:
            self._check(_asked(caller, estimate.credits), rules, estimate, 0.0)

    def release(self, reservation: Reservation) -> None:
        """Let go of what is set aside; doing it twice changes nothing.

        A call whose intent is in the log and whose outcome never came there is charged, as it is after a restart.
        """
        with self._lock:
            self._held.discard(reservation)
            if reservation.call is not None:
                self._sums().charge_pending(reservation.call)

    def apply(self, record: Mapping[str, Any], reservation: Reservation | None = None) -> None:
        """Let spending follow one record of the log: a new one, or one that is replayed.

        Args:
            record: any record; ``checkpoint`` replaces the state, ``attempt`` and ``outcome`` charge their credits.
            reservation: what is set aside for the call of this record. Charge and release are then one step, and no
                other call finds the credits counted twice in between.
        """
        with self._lock:
            self._waiting.append(record)
            if len(self._waiting) >= _WAIT:
                self._sums()
            if reservation is None:
                return
            if record["kind"] == "intent":
                reservation.call = record["id"]
            else:
                self._held.discard(reservation)

    def finish_replay(self) -> None:
        """After the last replayed record: calls that the process did not live to end are charged at their estimate."""
        with self._lock:
            self._sums().end_all()

    def snapshot(self) -> dict[str, Any]:
        """The content of a checkpoint record, from which `apply` restores this state."""
        with self._lock:
            return self._sums().snapshot()

    def left(self, caller: Caller, rules: QuotaRules) -> list[dict[str, Any]]:
        """The budgets of a caller: ``of``, ``per``, ``limit``, ``used``, ``reserved``, ``left``, ``resets``."""
        who = _asked(caller, 0.0)
        with self._lock:
            return [self._state(scope, name, budget, who) for scope, name, budget in _budgets(who, rules)]

    def usage(self, by: str = "agent") -> dict[str, dict[str, Any]]:
        """Totals by agent, role or chat since the log began: calls, credits, refusals, errors, healed, rows."""
        with self._lock:
            found = self._sums().totals.get(by)
            if found is None:
                raise BadArgument(f"There is no usage by {by!r:.60}.", 'use "agent", "role" or "chat".')
            return {name: dict(sums) for name, sums in found.items()}

    def _sums(self) -> Ledger:
        """The ledger with all records in it. They wait for who asks: adding up many at once takes less time than one
        after each query, and a caller without budgets never asks."""
        while self._waiting:  # one by one: an interrupt must not count any of them twice
            self._ledger.apply(self._waiting.popleft())
        return self._ledger

    def _check(self, who: Reservation, rules: QuotaRules, estimate: Estimate, spent: float) -> None:
        at_once = rules.max_concurrency
        if at_once is not None and sum(one.agent == who.agent for one in self._held) >= at_once:
            raise QuotaExceeded(
                f"{at_once} calls of {who.agent} are under way, as many as are allowed at once.",
                "wait for one of them, then call again.",
            )
        most = rules.max_credits_per_query
        if most is not None and spent + estimate.credits > most + DUST:
            raise _too_dear(estimate, spent, most, self._prices)
        for scope, name, budget in _budgets(who, rules):
            window = self._today().window(budget.per, who.chat)
            used = self._sums().used(scope, name, budget.per, window)
            if used + self._held_by(scope, name, budget, who) + who.credits > budget.credits + DUST:
                raise _used_up(self._state(scope, name, budget, who), name, estimate, self._prices)

    def _state(self, scope: str, name: str, budget: Budget, who: Reservation) -> dict[str, Any]:
        now = self._today()
        used = self._sums().used(scope, name, budget.per, now.window(budget.per, who.chat))
        reserved = self._held_by(scope, name, budget, who)
        return {
            "of": scope,
            "per": budget.per,
            "limit": budget.credits,
            "used": used,
            "reserved": reserved,
            "left": max(0.0, budget.credits - used - reserved),
            "resets": now.resets(budget.per),
        }

    def _held_by(self, scope: str, name: str, budget: Budget, who: Reservation) -> float:
        # What is set aside today may be charged tomorrow, so it counts in every window.
        return sum(
            one.credits
            for one in self._held
            if (scope == "layer" or getattr(one, scope) == name) and (budget.per != "chat" or one.chat == who.chat)
        )

    def _today(self) -> _Clock:
        now = self._clock()
        if not self._now.start <= now < self._now.end:
            self._now = _Clock.at(now)
        return self._now


def _asked(caller: Caller, credits: float) -> Reservation:
    return Reservation(caller.name, caller.role or "", caller.chat or "", credits)


def _budgets(who: Reservation, rules: QuotaRules) -> list[tuple[str, str, Budget]]:
    """The budgets that must all allow a call: of the agent, its role, the layer."""
    found = zip(SCOPES, (who.agent, who.role, ""), (rules.agent, rules.role, rules.layer), strict=True)
    return [(scope, name, budget) for scope, name, budget in found if budget is not None]


def _used_up(state: Mapping[str, Any], name: str, estimate: Estimate, prices: Prices) -> QuotaExceeded:
    whose = {"agent": name, "role": f"the role {name}"}.get(state["of"], "all agents together")
    text = (
        f"This call may cost {estimate.credits:g} credits; {whose} used {state['used']:g} of {state['limit']:g} "
        f"credits per {state['per']}, and {state['reserved']:g} are reserved by calls under way."
    )
    steps = [cheaper(estimate, state["left"], prices), "wait for the calls under way" if state["reserved"] else ""]
    if state["resets"]:
        steps.append(f"wait until {state['resets'][:10]} 00:00 UTC, when the budget is full again")
    else:
        steps.append("finish with what you have, since the budget is full again only in a new chat")
    return QuotaExceeded(text, "; or ".join(filter(None, steps)) + ".")


def _too_dear(estimate: Estimate, spent: float, most: float, prices: Prices) -> QuotaExceeded:
    failed = f", with {spent:g} for failed attempts" if spent else ""
    text = (
        f"This query may cost {spent + estimate.credits:g} credits{failed}: {drivers(estimate, prices)}; "
        f"one query may cost {most:g} at the most."
    )
    hint = cheaper(estimate, most - spent, prices) or "ask the person who runs this for a higher max_credits_per_query"
    return QuotaExceeded(text, f"{hint}.")
