"""What quota should decide, in the plainest way: lists that are added up each time. It knows none of our code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

PERIODS = ("minute", "hour", "day", "month", "chat")
LEVELS = ("agent", "role", "layer")
KEPT = 3  # windows of the calendar that are known, those that were charged last


@dataclass
class Who:
    """An agent in a chat."""

    agent: str
    role: str
    chat: str

    def shares(self, level: str, other: Who) -> bool:
        return level == "layer" or getattr(self, level) == getattr(other, level)


@dataclass
class Call:
    """A call without an end: what is set aside, what its failed attempts cost, and whether it is under way."""

    who: Who
    began: float
    reserved: float
    charged: float = 0.0
    held: bool = True
    lost: bool = False
    tables: list[str] = field(default_factory=list)


@dataclass
class Charge:
    """Credits that were charged at a time, and in which kinds of windows that is still known."""

    who: Who
    time: float
    credits: float
    known: set[str] = field(default_factory=lambda: set(PERIODS))


@dataclass
class Limits:
    """What a policy says: ``budgets`` by level as (credits, per), ``at_once`` by level, and the price of a query."""

    budgets: dict[str, tuple[float, str]]
    at_once: dict[str, int]
    most: float | None


def window(per: str, time: float, chat: str) -> Any:
    """What a moment has in common with all others of its window."""
    now = datetime.fromtimestamp(time, UTC)
    parts = (now.year, now.month, now.day, now.hour, now.minute)
    return chat if per == "chat" else parts[: {"month": 2, "day": 3, "hour": 4, "minute": 5}[per]]


class Model:
    """All charges, all calls without an end, and all calls that ended."""

    def __init__(self) -> None:
        self.charges: list[Charge] = []
        self.calls: dict[str, Call] = {}
        self.ended: list[tuple[Call, float, float, str]] = []  # call, time, credits, how
        self.charged_last: dict[str, list[Any]] = {per: [] for per in PERIODS}

    def verdict(self, who: Who, limits: Limits, credits: float, spent: float, now: float) -> str:
        """``yes``, or why not."""
        if limits.most is not None and spent + credits > limits.most:
            return "one query may cost"
        for level in LEVELS:
            under_way = [call for call in self.calls.values() if call.held and who.shares(level, call.who)]
            if level in limits.at_once and len(under_way) >= limits.at_once[level]:
                return "under way, as many as are allowed at once"
            if level in limits.budgets:
                most, per = limits.budgets[level]
                if self.used(who, level, per, now) + self.reserved(who, level, per) + credits > most:
                    return f"credits per {per}"
        return "yes"

    def used(self, who: Who, level: str, per: str, now: float) -> float:
        here = window(per, now, who.chat)
        spent = sum(
            one.credits
            for one in self.charges
            if who.shares(level, one.who) and window(per, one.time, one.who.chat) == here and per in one.known
        )
        return spent + sum(
            call.reserved - call.charged
            for call in self.calls.values()
            if call.lost and who.shares(level, call.who) and window(per, call.began, call.who.chat) == here
        )

    def reserved(self, who: Who, level: str, per: str) -> float:
        return sum(
            call.reserved - call.charged
            for call in self.calls.values()
            if call.held and who.shares(level, call.who) and (per != "chat" or call.who.chat == who.chat)
        )

    def charge(self, who: Who, time: float, credits: float) -> None:
        if not credits:
            return
        for per in PERIODS[:-1]:
            here, last = window(per, time, who.chat), self.charged_last[per]
            if here in last:
                last.remove(here)
            last.append(here)
            if len(last) > KEPT:
                gone = last.pop(0)
                for one in self.charges:
                    if window(per, one.time, one.who.chat) == gone:
                        one.known.discard(per)
        self.charges.append(Charge(who, time, credits))

    def end(self, id: str, time: float, credits: float, how: str) -> None:
        call = self.calls.pop(id)
        self.charge(call.who, time, credits - call.charged)
        self.ended.append((call, time, credits, how))

    def restart(self) -> None:
        for id, call in list(self.calls.items()):
            self.end(id, call.began, call.reserved, "errors")

    def totals(self, by: str) -> dict[str, dict[str, float]]:
        """Calls, credits and errors of the calls that ended."""
        found: dict[str, dict[str, float]] = {}
        for call, time, credits, how in self.ended:
            day = f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d}"
            for name in {"table": call.tables, "day": [day]}.get(by) or [getattr(call.who, by, None)]:
                if name is not None:
                    total = found.setdefault(name, {"calls": 0, "credits": 0.0, "errors": 0})
                    total["calls"] += 1
                    total["credits"] += credits
                    total["errors"] += how == "errors"
        return found

    def most_in_a_window(self, level: str, per: str) -> float:
        """The most that anybody of a level was ever charged in one window."""
        sums: dict[Any, float] = {}
        for one in self.charges:
            key = (getattr(one.who, level, ""), window(per, one.time, one.who.chat))
            sums[key] = sums.get(key, 0.0) + one.credits
        return max(sums.values(), default=0.0)
