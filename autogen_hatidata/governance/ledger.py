"""What was spent, as a fold over audit records: the log is the truth, this is its sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from autogen_hatidata.governance.windows import PERIODS

SCOPES = ("agent", "role", "layer")
KEPT = {**dict.fromkeys(PERIODS, 3), "chat": 1000}
"""So many windows of each period are kept, those that were used last. A chat that falls out starts anew when it comes
back, which is no more than any new chat gets. A window of the calendar falls out when three others of its kind were
used since, so that it is still there when the clock is set back a little."""

KEPT_TOTALS = {"chat": 1000, "table": 1000, "day": 366}
"""So many totals are kept of what has no end, those that were used last. Agents and roles are all kept."""

USAGE = ("agent", "role", "chat", "table", "day")
TOTALS = ("calls", "credits", "refusals", "errors", "healed", "rows")

READING = frozenset({"search", "get", "list", "get_state", "list_states"})
"""The operations of the memory that change nothing: there is nothing to be settled after a kill."""

Totals = dict[str, float]
Window = dict[str, defaultdict[str, float]]


@dataclass(slots=True)
class OpenCall:
    """A call without an outcome so far.

    Attributes:
        time: when its newest attempt began.
        charged: what its failed attempts were charged.
        reserved: what is set aside for it, with what was charged.
        tables: what it named.
        action: what it was to change the data by; empty for a query.
    """

    agent: str
    role: str
    chat: str
    time: str
    charged: float = 0.0
    reserved: float = 0.0
    tables: list[str] = field(default_factory=list)
    action: str = ""


@dataclass(slots=True)
class Ledger:
    """Spending by window, totals since the log began, and calls under way. Not thread-safe; `Quota` locks it.

    Attributes:
        spent: credits by period, window (``2026-11-24``, ``2026-11-24T12``, chat id), scope and name.
        totals: of calls that ended, by agent, role, chat, table and day.
        open: calls by their id.
        lost: those of them whose end no record will tell, as far as this process knows: they count as spent.
        unsettled: changes of a process that is no more, of which no record tells whether they were made.
    """

    spent: dict[str, dict[str, Window]] = field(default_factory=lambda: {per: {} for per in KEPT})
    totals: dict[str, dict[str, Totals]] = field(default_factory=lambda: {by: {} for by in USAGE})
    open: dict[str, OpenCall] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    unsettled: dict[str, OpenCall] = field(default_factory=dict)
    _minute: str = ""
    _calendar: tuple[Window, ...] = ()  # the windows of that minute

    def used(self, scope: str, name: str, per: str, window: str) -> float:
        """Credits that one agent, one role or the layer spent in a window."""
        spent = self.spent[per].get(window)
        found = spent[scope].get(name, 0.0) if spent else 0.0
        return found + self._lost(scope, name, per, window) if self.lost else found

    def apply(self, kind: str, time: str, record: Mapping[str, Any]) -> None:
        """Add one record; kinds that say nothing of spending change nothing."""
        step = _STEPS.get(kind)
        if step is not None:
            step(self, time, record)

    def lose(self, call_id: str) -> None:
        """Count a call as spent whose end no record tells, as a restart would; an outcome after all settles it."""
        if call_id in self.open:
            self.lost.add(call_id)

    def end_all(self) -> None:
        """Charge and count the calls that have no outcome, for a process that is no more."""
        for call in self.open.values():
            self._spend(call, call.time, call.reserved - call.charged)
            self._count(call, call.time, call.reserved, 0, "errors")
        self.unsettled.update({id: call for id, call in self.open.items() if call.action})
        self.open.clear()
        self.lost.clear()

    def settle(self, call_id: str) -> None:
        """A record tells now whether a change was made."""
        self.unsettled.pop(call_id, None)

    def snapshot(self) -> dict[str, Any]:
        """The content of a checkpoint record; it has no zeros."""
        calls = {call_id: asdict(call) for call_id, call in self.open.items()}
        totals = {
            by: {name: {key: count for key, count in one.items() if count} for name, one in found.items()}
            for by, found in self.totals.items()
        }
        unsettled = {call_id: asdict(call) for call_id, call in self.unsettled.items()}
        return {"spent": _copied(self.spent), "totals": totals, "open": calls, "unsettled": unsettled}

    def _intent(self, time: str, record: Mapping[str, Any]) -> None:
        call = self._call(time, record)
        call.time = time
        call.reserved = record["reserved"] or 0.0
        call.action = "" if _only_reads(record) else record.get("action") or ""
        call.tables += [name for name in record.get("tables") or () if name not in call.tables]

    def _attempt(self, time: str, record: Mapping[str, Any]) -> None:
        if record["id"] not in self.open and "agent" not in record:
            return  # nobody to charge yet: the outcome has its credits too
        call = self._call(time, record)
        credits = record["credits"] or 0.0
        self._spend(call, time, credits)
        call.charged += credits
        call.reserved = call.charged

    def _outcome(self, time: str, record: Mapping[str, Any]) -> None:
        call = self._call(time, record)
        del self.open[record["id"]]
        credits, status = record["credits"] or 0.0, record["status"]
        self._spend(call, time, credits - call.charged)
        ended = _ENDS.get(status) or ("healed" if status == "ok" and record["healed"] else None)
        self._count(call, time, credits, record["rows"] or 0, ended)

    def _checkpoint(self, time: str, record: Mapping[str, Any]) -> None:
        state, fresh = record["spending"], Ledger()
        if state:  # a log that began without spending has an empty one
            fresh.spent.update({per: _windows_of(saved) for per, saved in state["spent"].items()})
            for by, saved in state["totals"].items():
                fresh.totals[by] = {name: {**nothing(), **sums} for name, sums in saved.items()}
            fresh.open = _calls(state["open"])
            fresh.unsettled = _calls(state.get("unsettled") or {})
        for one in fields(self):
            setattr(self, one.name, getattr(fresh, one.name))

    def _call(self, time: str, record: Mapping[str, Any]) -> OpenCall:
        call = self.open.get(record["id"])
        if call is None:
            who = (record["agent"] or "", record["role"] or "", record["chat"] or "")
            call = self.open[record["id"]] = OpenCall(*who, time)
        elif self.lost:
            self.lost.discard(record["id"])
        return call

    def _lost(self, scope: str, name: str, per: str, window: str) -> float:
        """What calls may have cost that began in a window and were lost."""
        found = 0.0
        for call in map(self.open.__getitem__, self.lost):
            began = call.chat if per == "chat" else call.time[: PERIODS[per].chars]
            if began == window and (scope == "layer" or getattr(call, scope) == name):
                found += call.reserved - call.charged
        return found

    def _windows(self, call: OpenCall, time: str) -> tuple[Window, ...]:
        """The windows that a moment of a call lies in, which are the last used from now on."""
        if time[:16] != self._minute:
            self._minute = time[:16]
            self._calendar = tuple([self._use(per, time[: one.chars]) for per, one in PERIODS.items()])
        return (*self._calendar, self._use("chat", call.chat))

    def _use(self, per: str, name: str) -> Window:
        windows = self.spent[per]
        found = windows.pop(name, None)
        windows[name] = found = found or {scope: defaultdict(float) for scope in SCOPES}
        if len(windows) > KEPT[per]:
            del windows[next(iter(windows))]
        return found

    def _spend(self, call: OpenCall, time: str, credits: float) -> None:
        if credits:
            for spent in self._windows(call, time):
                spent["agent"][call.agent] += credits
                spent["role"][call.role] += credits
                spent["layer"][""] += credits

    def _count(self, call: OpenCall, time: str, credits: float, rows: int, ended: str | None) -> None:
        """Add a call that has ended to each total that it belongs to."""
        names = (("agent", call.agent), ("role", call.role), ("chat", call.chat), ("day", time[:10]))
        for by, name in (*names, *[("table", table) for table in call.tables]):
            total = self._total(by, name)
            total["calls"] += 1
            total["credits"] += credits
            total["rows"] += rows
            if ended is not None:
                total[ended] += 1

    def _total(self, by: str, name: str) -> Totals:
        totals = self.totals[by]
        if by not in KEPT_TOTALS:
            return totals.get(name) or totals.setdefault(name, nothing())
        totals[name] = found = totals.pop(name, None) or nothing()  # the last one used last
        if len(totals) > KEPT_TOTALS[by]:
            del totals[next(iter(totals))]
        return found


def _only_reads(record: Mapping[str, Any]) -> bool:
    return (record.get("memory") or {}).get("operation") in READING


def nothing() -> Totals:
    """The totals of who has not called."""
    return dict.fromkeys(TOTALS, 0)


def _calls(saved: Mapping[str, Mapping[str, Any]]) -> dict[str, OpenCall]:
    return {call_id: OpenCall(**_known(call)) for call_id, call in saved.items()}


def _known(call: Mapping[str, Any]) -> dict[str, Any]:
    return {one.name: _copied(call[one.name]) for one in fields(OpenCall) if one.name in call}


def _windows_of(saved: Mapping[str, Mapping[str, Mapping[str, float]]]) -> dict[str, Window]:
    return {
        name: {scope: defaultdict(float, names) for scope, names in window.items()} for name, window in saved.items()
    }


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return list(value) if isinstance(value, list) else value


_ENDS = {"refused": "refusals", "error": "errors"}
_STEPS: Mapping[str, Callable[[Ledger, str, Mapping[str, Any]], None]] = {
    "open": lambda ledger, time, record: ledger.end_all(),  # a process that opens the log outlived those before it
    "checkpoint": Ledger._checkpoint,
    "intent": Ledger._intent,
    "attempt": Ledger._attempt,
    "outcome": Ledger._outcome,
    "settled": lambda ledger, time, record: ledger.settle(record["id"]),
}
