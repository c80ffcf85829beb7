"""What was spent, as a fold over audit records: the log is the truth, this is its sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SCOPES = ("agent", "role", "layer")
KEPT = {"day": 3, "month": 3, "chat": 1000}
"""So many windows of each period are kept: the newest days and months, the chats that spent last. A chat that falls
out starts anew when it comes back, which is no more than any new chat gets."""

TOTALS = ("calls", "credits", "refusals", "errors", "healed", "rows")

Totals = dict[str, float]
Spent = dict[str, dict[str, dict[str, defaultdict[str, float]]]]


@dataclass(slots=True)
class OpenCall:
    """A call without an outcome so far: what its failed attempts were charged, and what is set aside for it."""

    agent: str
    role: str
    chat: str
    time: str
    charged: float = 0.0
    reserved: float = 0.0


@dataclass(slots=True)
class Ledger:
    """Spending by window, totals since the log began, and calls under way. Not thread-safe; `Quota` locks it.

    Attributes:
        spent: credits by period, window (``2026-11-24``, ``2026-11``, chat id), scope and name.
        totals: by agent, role and chat.
        open: calls by their id.
    """

    spent: Spent = field(default_factory=lambda: {per: {} for per in KEPT})
    totals: dict[str, dict[str, Totals]] = field(default_factory=lambda: {"agent": {}, "role": {}, "chat": {}})
    open: dict[str, OpenCall] = field(default_factory=dict)

    def used(self, scope: str, name: str, per: str, window: str) -> float:
        """Credits that one agent, one role or the layer spent in a window."""
        spent = self.spent[per].get(window)
        return spent[scope].get(name, 0.0) if spent else 0.0

    def apply(self, record: Mapping[str, Any]) -> None:
        """Add one record; kinds that say nothing of spending change nothing."""
        step = _STEPS.get(record["kind"])
        if step is not None:
            step(self, record)

    def charge_pending(self, call_id: str) -> None:
        """Charge what is set aside for a call whose end no record tells. An outcome that comes after all settles it."""
        call = self.open.get(call_id)
        if call is not None:
            self._charge(call, call.time, call.reserved - call.charged)
            call.charged = call.reserved

    def end_all(self) -> None:
        """Charge and count the calls that have no outcome, for a process that is no more."""
        for call_id, call in list(self.open.items()):
            self.charge_pending(call_id)
            self._count(call, 0.0, calls=1, ended="errors")
        self.open.clear()

    def snapshot(self) -> dict[str, Any]:
        """The content of a checkpoint record."""
        calls = {call_id: asdict(call) for call_id, call in self.open.items()}
        return {"spent": _copied(self.spent), "totals": _copied(self.totals), "open": calls}

    def _intent(self, record: Mapping[str, Any]) -> None:
        call = self._call(record)
        call.time = record["time"]
        call.reserved = record["reserved"] or 0.0

    def _attempt(self, record: Mapping[str, Any]) -> None:
        if record["id"] not in self.open and "agent" not in record:
            return  # nobody to charge yet: the outcome has its credits too
        call = self._call(record)
        credits = record["credits"] or 0.0
        self._charge(call, record["time"], credits)
        call.charged += credits
        call.reserved = call.charged

    def _outcome(self, record: Mapping[str, Any]) -> None:
        call = self._call(record)
        del self.open[record["id"]]
        credits, status = (record["credits"] or 0.0) - call.charged, record["status"]
        ended = _ENDS.get(status) or ("healed" if status == "ok" and record["healed"] else None)
        if credits:
            self._spend(call, record["time"], credits)
        self._count(call, credits, calls=1, rows=record["rows"] or 0, ended=ended)

    def _checkpoint(self, record: Mapping[str, Any]) -> None:
        state = record["spending"]
        fresh = Ledger()
        if state:  # a log that began without spending has an empty one
            fresh.spent, fresh.totals = _spent(state["spent"]), _copied(state["totals"])
            fresh.open = {call_id: OpenCall(**call) for call_id, call in state["open"].items()}
        self.spent, self.totals, self.open = fresh.spent, fresh.totals, fresh.open

    def _call(self, record: Mapping[str, Any]) -> OpenCall:
        call = self.open.get(record["id"])
        if call is None:
            who = (record["agent"] or "", record["role"] or "", record["chat"] or "")
            call = self.open[record["id"]] = OpenCall(*who, record["time"])
        return call

    def _charge(self, call: OpenCall, time: str, credits: float) -> None:
        if credits:
            self._spend(call, time, credits)
            self._count(call, credits)

    def _spend(self, call: OpenCall, time: str, credits: float) -> None:
        agent, role = call.agent, call.role
        for spent in (
            self._window("day", time[:10]),
            self._window("month", time[:7]),
            self._window("chat", call.chat),
        ):
            spent["agent"][agent] += credits
            spent["role"][role] += credits
            spent["layer"][""] += credits

    def _count(
        self, call: OpenCall, credits: float, *, calls: int = 0, rows: int = 0, ended: str | None = None
    ) -> None:
        for total in self._totals(call):
            total["calls"] += calls
            total["credits"] += credits
            total["rows"] += rows
            if ended is not None:
                total[ended] += 1

    def _window(self, per: str, window: str) -> dict[str, defaultdict[str, float]]:
        windows = self.spent[per]
        found = windows.get(window)
        if found is None:
            found = windows[window] = {scope: defaultdict(float) for scope in SCOPES}
            if len(windows) > KEPT[per]:
                del windows[next(iter(windows)) if per == "chat" else min(windows)]
        elif per == "chat":
            windows[window] = windows.pop(window)  # the last one spent last
        return found

    def _totals(self, call: OpenCall) -> tuple[Totals, Totals, Totals]:
        agents, roles, chats = self.totals["agent"], self.totals["role"], self.totals["chat"]
        chat = chats.pop(call.chat) if call.chat in chats else _nothing()
        chats[call.chat] = chat  # the last one called last
        if len(chats) > KEPT["chat"]:
            del chats[next(iter(chats))]
        if call.agent not in agents:
            agents[call.agent] = _nothing()
        if call.role not in roles:
            roles[call.role] = _nothing()
        return agents[call.agent], roles[call.role], chat


def _nothing() -> Totals:
    return dict.fromkeys(TOTALS, 0)


def _spent(saved: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]) -> Spent:
    def summed(window: Mapping[str, Mapping[str, float]]) -> dict[str, defaultdict[str, float]]:
        return {scope: defaultdict(float, names) for scope, names in window.items()}

    return {per: {key: summed(window) for key, window in windows.items()} for per, windows in saved.items()}


def _copied(value: Any) -> Any:
    return {key: _copied(item) for key, item in value.items()} if isinstance(value, dict) else value


_ENDS = {"refused": "refusals", "error": "errors"}
_STEPS: Mapping[str, Callable[[Ledger, Mapping[str, Any]], None]] = {
    "checkpoint": Ledger._checkpoint,
    "intent": Ledger._intent,
    "attempt": Ledger._attempt,
    "outcome": Ledger._outcome,
}
