"""A quota with a clock that a test sets, and a log that every record goes through."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from autogen_hatidata.governance.quota import Quota, Reservation
from autogen_hatidata.types import Budget, Caller, Estimate, QuotaRules

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
ANA = Caller("ana", "analyst", chat="c1")
BOB = Caller("bob", "analyst", chat="c2")
ONE, THREE = Estimate(1.0, (("statement", 1.0),)), Estimate(3.0, (("statement", 1.0), ("scan: orders", 2.0)))


def stamp(now: float) -> str:
    """A time as records have it: cut off, not rounded."""
    second = int(now // 1)
    return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%dT%H:%M:%S}.{int((now - second) * 1e6):06d}Z"


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
        """One record into the log, and from there into the quota."""
        record = {"kind": kind, "time": stamp(self.now), "id": call}
        self.log.append({**record, "agent": who.name, "role": who.role, "chat": who.chat, **fields})
        self.quota.apply(self.log[-1], made)

    def intent(self, made: Reservation, who: Caller, call: str, reserved: float, tables: tuple[str, ...] = ()) -> None:
        self.write("intent", made, who, call, reserved=reserved, tables=list(tables))

    def attempt(self, made: Reservation | None, who: Caller, call: str, credits: float = 1.0) -> None:
        self.write("attempt", made, who, call, credits=credits)

    def outcome(self, made: Reservation | None, who: Caller, call: str, credits: float, **fields: Any) -> None:
        rest = {"status": "ok", "healed": [], "rows": 0, **fields}
        self.write("outcome", made, who, call, credits=credits, **rest)

    def spend(self, who: Caller, credits: float, **fields: Any) -> None:
        """A whole call in one record."""
        self.outcome(None, who, self.new_id(), credits, **fields)

    def checkpoint(self) -> None:
        spending = json.loads(json.dumps(self.quota.snapshot()))
        self.log.append({"kind": "checkpoint", "time": stamp(self.now), "spending": spending})

    def replayed(self, records: list[dict[str, Any]] | None = None) -> Quota:
        """Another process's quota after reading the log, as it comes back from its file."""
        quota = Quota(lambda: self.now)
        for record in json.loads(json.dumps(self.log if records is None else records)):
            quota.apply(record)
        quota.finish_replay()
        return quota


def rules(scope: str = "agent", credits: float = 5.0, per: str = "day", **limits: Any) -> QuotaRules:
    """One budget, and limits."""
    return QuotaRules(**{scope: Budget(credits, per)}, **limits)


def used(quota: Quota, who: Caller, limits: QuotaRules) -> float:
    """What is used of the first of the caller's budgets."""
    return float(quota.left(who, limits)[0]["used"])
