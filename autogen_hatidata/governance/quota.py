"""Quota: credits are set aside before a call runs, and charged when its record is written."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from autogen_hatidata.errors import BadArgument
from autogen_hatidata.governance.credits import DUST
from autogen_hatidata.governance.ledger import USAGE, Ledger, OpenCall
from autogen_hatidata.governance.quota_words import NOTED, note, too_dear, too_many, used_up
from autogen_hatidata.governance.underway import Reservation, UnderWay
from autogen_hatidata.governance.windows import Moment
from autogen_hatidata.types import Budget, Caller, Estimate, Prices, QuotaRules

_WAIT = 100
"""So many records are added up at once, if nobody asks before."""

_LIST = Prices()


_Level = tuple[str, str, Budget | None, int | None]
"""One of the levels that must all allow a call, the agent, its role, the layer: its scope and name, what it may spend,
and how many calls it may have at once."""


class Quota:
    """Budgets of agents, roles and the layer: what was spent, from the log, and what is set aside.

    Thread-safe. What calls under way may cost counts as used, so that no budget is ever exceeded, whatever the order in
    which calls end. Spending changes only by `apply`, with records that the log has written: after a restart the same
    records give the same state.

    Args:
        clock: seconds since 1970; the same as the log's.
        prices: the list in force, for what refusals say.
    """

    def __init__(self, clock: Callable[[], float] = time.time, prices: Prices = _LIST) -> None:
        self.clock, self._prices = clock, prices
        self._now = Moment.at(clock())
        self._lock = threading.Lock()
        self._ledger = Ledger()
        self._waiting: deque[tuple[str, str, Mapping[str, Any]]] = deque()
        self._held = UnderWay()

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

        A call whose intent is in the log and whose outcome never came there counts as spent, as it does after a
        restart.
        """
        with self._lock:
            self._held.discard(reservation)
            if reservation.call is not None:
                self._sums().lose(reservation.call)

    def apply(self, record: Mapping[str, Any], reservation: Reservation | None = None) -> None:
        """Let spending follow one record of the log, as `follow` does. For records that are replayed."""
        self.follow(record["kind"], record["time"], record, reservation)

    def follow(self, kind: str, time: str, fields: Mapping[str, Any], reservation: Reservation | None = None) -> None:
        """Let spending follow one record of the log.

        Args:
            kind: of any record; ``checkpoint`` replaces the state, ``attempt`` and ``outcome`` charge their credits.
            reservation: what is set aside for the call of this record. Charge and release are then one step, and no
                other call finds the credits counted twice in between.
        """
        with self._lock:
            self._waiting.append((kind, time, fields))
            if len(self._waiting) >= _WAIT:
                self._sums()
            if reservation is None:
                return
            if kind == "intent":
                reservation.call = fields["id"]
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

    def unsettled(self) -> dict[str, OpenCall]:
        """The changes that a process was killed in the middle of, by their call, which no record settled so far."""
        with self._lock:
            return dict(self._sums().unsettled)

    def left(self, caller: Caller, rules: QuotaRules) -> list[dict[str, Any]]:
        """The budgets of a caller: ``of``, ``per``, ``limit``, ``used``, ``reserved``, ``left``, and the window that is
        meant: ``since`` and ``resets``, both None for a chat."""
        who = _asked(caller, 0.0)
        with self._lock:
            return [self._state(scope, name, budget, who) for scope, name, budget, _ in _levels(who, rules) if budget]

    def note(self, caller: Caller, rules: QuotaRules) -> str | None:
        """What an answer should say of the caller's budgets: nothing below 75 % of each, otherwise how much is left of
        the one that has least left."""
        if rules.agent is None and rules.role is None and rules.layer is None:
            return None
        who = _asked(caller, 0.0)
        with self._lock:
            near = [
                (self._state(scope, name, budget, who), name)
                for scope, name, budget, _ in _levels(who, rules)
                if budget and self._used(scope, name, budget.per, who) >= NOTED * budget.credits - DUST
            ]
        told = [one for one in near if one[0]["limit"]]
        return note(*min(told, key=lambda one: one[0]["left"])) if told else None

    def usage(self, by: str = "agent") -> dict[str, dict[str, Any]]:
        """Calls, credits, refusals, errors, healed and rows of the calls that ended, by agent, role, chat, table or day
        (UTC). A call counts for each table that it named when it ran.

        Of chats and tables those are kept that were used last, 1,000 of each, and of days 366.
        """
        if by not in USAGE:
            raise BadArgument(f"There is no usage by {by!r:.60}.", f"use one of {', '.join(USAGE)}.")
        with self._lock:
            found = self._sums().totals[by]
            return {name: {**sums, "credits": round(sums["credits"], 9)} for name, sums in found.items()}

    def _sums(self) -> Ledger:
        """The ledger with all records in it. They wait for who asks: adding up many at once takes less time than one
        after each query, and a caller without budgets never asks."""
        while self._waiting:  # one by one: an interrupt must not count any of them twice
            self._ledger.apply(*self._waiting.popleft())
        return self._ledger

    def _check(self, who: Reservation, rules: QuotaRules, estimate: Estimate, spent: float) -> None:
        most = rules.max_credits_per_query
        if most is not None and spent + who.credits > most + DUST:
            raise too_dear(estimate, spent, most, self._prices)
        for scope, name, budget, at_once in _levels(who, rules):
            if at_once is not None and len(self._held.of(scope, who)) >= at_once:
                raise too_many(scope, name, at_once)
            if budget is None:
                continue
            used = self._used(scope, name, budget.per, who) + self._held.reserved(scope, who, budget.per)
            if used + who.credits > budget.credits + DUST:
                raise used_up(self._state(scope, name, budget, who), name, estimate, self._prices)

    def _used(self, scope: str, name: str, per: str, who: Reservation) -> float:
        return self._sums().used(scope, name, per, self._moment().window(per, who.chat))

    def _state(self, scope: str, name: str, budget: Budget, who: Reservation) -> dict[str, Any]:
        used, reserved = self._used(scope, name, budget.per, who), self._held.reserved(scope, who, budget.per)
        since, resets = self._moment().bounds(budget.per)
        return {
            "of": scope,
            "per": budget.per,
            "limit": budget.credits,
            "used": round(used, 9),
            "reserved": round(reserved, 9),
            "left": max(0.0, round(budget.credits - used - reserved, 9)),
            "since": since,
            "resets": resets,
        }

    def _moment(self) -> Moment:
        now = self.clock()
        if not self._now.holds(now):
            self._now = Moment.at(now)
        return self._now


def _asked(caller: Caller, credits: float) -> Reservation:
    return Reservation(caller.name, caller.role or "", caller.chat or "", credits)


def _levels(who: Reservation, rules: QuotaRules) -> list[_Level]:
    """The levels at which something is limited."""
    found: list[_Level] = []
    if rules.agent is not None or rules.max_concurrency is not None:
        found.append(("agent", who.agent, rules.agent, rules.max_concurrency))
    if rules.role is not None or rules.role_concurrency is not None:
        found.append(("role", who.role, rules.role, rules.role_concurrency))
    if rules.layer is not None or rules.layer_concurrency is not None:
        found.append(("layer", "", rules.layer, rules.layer_concurrency))
    return found
