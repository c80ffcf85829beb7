"""What an agent can read of one statement in one world, and how worlds compare in that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import physical
from support.generator import Generated
from support.generator.changes import Changed

from autogen_hatidata import HatiDataError

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Told:
    """All that an agent can read in one world; ``rows`` is None after an error, and ``ruled`` if that is by rules.

    ``cut`` is an answer that has more rows than are shown.
    """

    rows: Rows | None
    text: str
    ruled: bool = False
    cut: bool = False

    def like(self, other: Told, *, ordered: bool = False) -> bool:
        """Whether nothing looks different. Which rows come first of those without an order is nobody's promise."""
        if self.cut and other.cut and not ordered:
            return self.text == other.text and len(self.rows or ()) == len(other.rows or ())
        return self.text == other.text and same(self.rows, other.rows, ordered=ordered)


@dataclass
class Seen:
    """What came of a number of statements: pairs of worlds that were compared; of how many of them the statement fails
    in the shop, and rules deny it; those that differ by plans alone, and those that must not differ."""

    pairs: int = 0
    failing: int = 0
    ruled: int = 0
    plans: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: Seen) -> Seen:
        return Seen(
            self.pairs + other.pairs,
            self.failing + other.failing,
            self.ruled + other.ruled,
            self.plans + other.plans,
            self.wrong + other.wrong,
        )

    def count(self, worlds: Sequence[Told]) -> None:
        """One statement in some worlds, the first of them the shop."""
        pairs = len(worlds) - 1
        self.pairs += pairs
        self.failing += pairs * any(one.rows is None for one in worlds)
        self.ruled += pairs * worlds[0].ruled

    def problems(self) -> str:
        """Nothing, or the first statements that hidden data changed."""
        return "\n\n".join([f"{len(self.wrong)} look different", *self.wrong[:5]]) if self.wrong else ""


def of_query(agent: Any, statement: Generated) -> Told:
    """What a query says, with its explanation and price."""
    explained = _or_error(lambda: agent.explain(statement.sql)) if statement.params is None else ""
    estimate = _or_error(lambda: agent.estimate(statement.sql)) if statement.params is None else ""
    try:
        answer = agent.run(statement.sql, statement.params)
    except HatiDataError as error:
        return Told(None, f"{error.stage} {error.for_model()} {explained} {estimate}", bool(error.rules))
    return Told(list(answer.rows), repr((*_plain(answer), explained, estimate)), cut=answer.truncated)


def of_change(agent: Any, statement: Changed) -> Told:
    """What a change says."""
    try:
        answer = agent.write(statement.sql, statement.params)
    except HatiDataError as error:
        return Told(None, f"{error.stage} {error.for_model()}", bool(error.rules))
    return Told(list(answer.rows), repr((*_plain(answer), answer.changed)))


def same(one: Rows | None, other: Rows | None, *, ordered: bool) -> bool:
    """Whether two answers are equal."""
    if one is None or other is None:
        return one is other
    return physical.difference(one, other, ordered=ordered) is None


def _plain(answer: Any) -> tuple[Any, ...]:
    trace = [(stage.stage, stage.verdict) for stage in answer.trace]
    price = (answer.credits, answer.estimate, answer.notes, answer.healed, answer.masked)
    return answer.columns, answer.types, *price, answer.truncated, trace


def _or_error(ask: Callable[[], Any]) -> str:
    try:
        return repr(ask())
    except HatiDataError as error:
        return f"{error.stage} {error.for_model()}"
