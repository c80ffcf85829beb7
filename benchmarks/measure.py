"""Interleaved measuring in one process, and the row that every figure becomes."""

from __future__ import annotations

import gc
import math
import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import NamedTuple


class Point(NamedTuple):
    """What a figure adds to the plots: ``quantity`` of ``line`` at ``count`` rows."""

    quantity: str
    line: str
    count: int
    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. ``goal`` is an upper bound, or a lower one with ``floor``; None for a figure that only
    explains another one."""

    name: str
    value: float
    unit: str = ""
    goal: float | None = None
    note: str = ""
    floor: bool = False
    points: tuple[Point, ...] = ()

    @property
    def met(self) -> bool:
        """Whether the goal, if there is one, is met."""
        return self.goal is None or (self.value >= self.goal if self.floor else self.value <= self.goal)

    def row(self) -> str:
        """The figure as a row of a Markdown table."""
        goal = "" if self.goal is None else f"{'>=' if self.floor else '<='} {_number(self.goal)}{self.unit}"
        met = "" if self.goal is None else ("yes" if self.met else "**no**")
        return f"| {self.name} | {_number(self.value)}{self.unit} | {goal} | {met} | {self.note} |"


def _number(value: float) -> str:
    if value == int(value):
        return str(int(value))
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


HEADER = "| what | measured | goal | met | |\n|---|---|---|---|---|"


def interleaved(
    calls: Mapping[str, Callable[[], object]], rounds: int, *, warm: int = 3, seed: int = 7
) -> dict[str, list[float]]:
    """Seconds of each call in each round. The order changes with every round, and no garbage is collected inside."""
    order, dice = list(calls), random.Random(seed)
    times: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(-warm, rounds):
        dice.shuffle(order)
        for name in order:
            call = calls[name]
            gc.disable()
            started = time.perf_counter()
            call()
            spent = time.perf_counter() - started
            gc.enable()
            if number >= 0:
                times[name].append(spent)
    return times


def median(times: Iterable[float]) -> float:
    """The median, in the unit of the times."""
    return statistics.median(times)


def geometric_mean(ratios: Iterable[float]) -> float:
    """The mean of ratios."""
    return math.exp(statistics.fmean(math.log(ratio) for ratio in ratios))


def machine() -> str:
    """Versions, cores and load, in one line: what the figures depend on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "sqlglot", "pydantic"))
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    return f"Python {platform.python_version()}, {libraries}, {platform.system()}, {os.cpu_count()} cores, load {load}"
