"""What is set aside for calls under way, kept so that a decision need not go through all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Reservation:
    """Credits set aside for one call until it is charged or let go."""

    agent: str
    role: str
    chat: str
    credits: float
    call: str | None = None


_NONE: Mapping[Reservation, float] = {}


class UnderWay:
    """The calls that have no end yet, with their credits, also by agent and role. Not thread-safe; `Quota` locks it.

    Credits are added up when they are asked for, which is quick: running totals would gather what floats lose.
    """

    def __init__(self) -> None:
        self._layer: dict[Reservation, float] = {}
        self._agents: defaultdict[str, dict[Reservation, float]] = defaultdict(dict)
        self._roles: defaultdict[str, dict[Reservation, float]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._layer)

    def add(self, one: Reservation) -> None:
        """A call begins."""
        self._layer[one] = self._agents[one.agent][one] = self._roles[one.role][one] = one.credits

    def discard(self, one: Reservation) -> None:
        """A call has ended. Doing it twice changes nothing, and makes up for what an interrupt left undone."""
        self._layer.pop(one, None)
        for kept, name in ((self._agents, one.agent), (self._roles, one.role)):
            calls = kept.get(name)
            if calls is not None:
                calls.pop(one, None)
                if not calls:
                    del kept[name]

    def of(self, scope: str, who: Reservation) -> Mapping[Reservation, float]:
        """The calls of the caller's agent, of its role, or of the layer."""
        if scope == "agent":
            return self._agents.get(who.agent, _NONE)
        return self._roles.get(who.role, _NONE) if scope == "role" else self._layer

    def reserved(self, scope: str, who: Reservation, per: str) -> float:
        """What is set aside for these; of all windows, but one chat: what is reserved today may be charged
        tomorrow."""
        held = self.of(scope, who)
        if per == "chat":
            return sum([credits for one, credits in held.items() if one.chat == who.chat])
        return sum(held.values())
