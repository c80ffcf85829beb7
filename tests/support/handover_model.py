"""A plain model of saved results: who may read which, and with which rows, under policies that come and go."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

ROWS = [(number, ("EU", "US")[number % 2], f"word{number}") for number in range(8)]
"""The one table: id, region, word."""

AGENTS = {
    "eu1": ("seller", "EU"),
    "eu2": ("seller", "EU"),
    "us1": ("seller", "US"),
    "ana1": ("analyst", None),
    "ana2": ("analyst", None),
    "otto": ("auditor", None),
    "boss": ("admin", None),
}
NAMES = ("a", "b", "c")
TTL = 1000.0


class World(NamedTuple):
    """One policy, in the model's words.

    Attributes:
        least: sellers see their region from this id on.
        masked: whether analysts see words as ``***``.
        share: to which roles each role hands over.
    """

    least: int
    masked: bool
    share: dict[str, tuple[str, ...]]


WORLDS = (
    World(0, True, {"seller": ("analyst", "seller"), "analyst": ("auditor",)}),
    World(0, False, {"seller": ("analyst",), "auditor": ("seller",)}),
    World(3, True, {"seller": ("seller",), "analyst": ("auditor", "seller")}),
)


def policy(world: World) -> dict[str, Any]:
    """The same for a layer."""
    roles = {
        role: {"can": ["read"], "share": list(world.share.get(role, ()))} for role in ("seller", "analyst", "auditor")
    }
    words = {"word": {"mask": "full", "exempt": ["seller", "auditor", "admin"]}} if world.masked else {}
    rows = {"filter": f"region = {{region}} AND id >= {world.least}", "exempt": ["analyst", "auditor", "admin"]}
    return {
        "version": 1,
        "roles": roles,
        "agents": {
            name: {"role": role, **({"attributes": {"region": region}} if region else {})}
            for name, (role, region) in AGENTS.items()
        },
        "tables": {"people": {"read": list(roles), "rows": rows, "columns": words}},
    }


@dataclass(frozen=True, slots=True)
class Saved:
    """One result, as the model has it."""

    name: str
    agent: str
    lens: Any
    readers: frozenset[Any]
    number: int
    expires: float
    rows: tuple[Any, ...]


class Step(NamedTuple):
    """What is done next: ``save``, ``read``, ``wait``, ``policy`` or ``restart``."""

    kind: str
    agent: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    amount: float = 0.0


@dataclass(slots=True)
class Model:
    """The state of the world, and what each step must come to."""

    now: float = 0.0
    world: int = 0
    saves: int = 0
    results: list[Saved] = field(default_factory=list)

    def lens(self, agent: str) -> Any:
        """What an agent sees, as what compares equal for agents that see the same."""
        (role, region), world = AGENTS[agent], WORLDS[self.world]
        if role == "seller":
            return (region, world.least, False)
        return (None, 0, role == "analyst" and world.masked)

    def seen(self, agent: str) -> tuple[Any, ...]:
        """The rows of the table that an agent sees."""
        region, least, masked = self.lens(agent)
        rows = [row for row in ROWS if region is None or (row[1] == region and row[0] >= least)]
        return tuple((id, where, "***" if masked else word) for id, where, word in rows)

    def save(self, step: Step) -> str:
        """The code of a save, ``ok`` when there is a new result."""
        mine = self.lens(step.agent)
        if not set(step.roles) <= set(WORLDS[self.world].share.get(AGENTS[step.agent][0], ())):
            return "policy_denied"
        old = [one for one in self._alive() if (one.lens, one.name) == (mine, step.name)]
        if old and old[0].agent != step.agent:
            return "bad_argument"
        self.saves += 1
        readers = frozenset((self.world, role) for role in step.roles)
        rows = tuple((self.saves, *row) for row in self.seen(step.agent))
        new = Saved(step.name, step.agent, mine, readers, self.saves, self.now + step.amount, rows)
        self.results = [*(one for one in self.results if one not in old), new]
        return "ok"

    def read(self, agent: str, name: str) -> tuple[Any, ...] | None:
        """The rows that an agent reads under a name; None where there is no such table for it."""
        mine, key = self.lens(agent), (self.world, AGENTS[agent][0])
        named = [one for one in self._alive() if one.name == name]
        own = [one for one in named if one.lens == mine]
        handed = sorted((one for one in named if key in one.readers), key=lambda one: one.number)
        found = own or handed[-1:]
        return found[0].rows if found else None

    def _alive(self) -> list[Saved]:
        return [one for one in self.results if one.expires > self.now]


def steps(seed: int) -> Iterator[Step]:
    """Steps without end, mostly saves and reads."""
    dice = random.Random(seed)
    while True:
        kind = dice.choices(("save", "read", "wait", "policy", "restart"), (30, 60, 6, 3, 1))[0]
        roles = tuple(dice.sample(("seller", "analyst", "auditor", "admin"), dice.choice((0, 0, 1, 1, 2))))
        yield Step(kind, dice.choice(list(AGENTS)), dice.choice(NAMES), roles, float(dice.choice((1, 5, 20, TTL))))
