"""Asks generated statements in all worlds of an agent, and tells which of them look different anywhere."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import differential
import duckdb
import physical
import worlds
from support import hidden
from support.generator import Generated, Generator, Schema
from support.generator.changes import Changed, Changes

from autogen_hatidata import HatiData, HatiDataError

PLANS = (
    "",
    "statistics_propagation",
    "statistics_propagation, join_order",
    "statistics_propagation, build_side_probe_side",
    "statistics_propagation, join_order, build_side_probe_side, join_filter_pushdown",
)
"""Sets of optimizers to go without: whether a statement fails on some row can depend on the plan."""

PROBES = {
    "ana": (("secrets", "sicretz"), ("salary", "solary"), ("internal", "enternal")),
    "otto": (("secrets", "sicretz"), ("internal", "enternal")),
    "vera": (("secrets", "sicretz"), ("birthday", "bertheay"), ("internal", "enternal")),
}
"""Names that exist and are hidden, each with one that never existed and is as long."""

TRAPS = {"ana": ("US", "APAC", "gift", "changed"), "otto": ("gift", "changed"), "vera": ("bank", "cart", "changed")}
"""Texts that only hidden rows have: what fails on them alone must not fail."""

_TABLE = re.compile(r"\b(FROM|JOIN) (customers|orders|payments|employees|customer_totals)\b")
_COLUMN = re.compile(r"\b([a-h]\d+)\.(name|status|method|department|author|email|kind)\b")


@dataclass
class Seen:
    """What came of a number of statements: pairs of worlds that were compared, and how many of them were alike."""

    pairs: int = 0
    failing: int = 0
    plans: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: Seen) -> Seen:
        return Seen(
            self.pairs + other.pairs, self.failing + other.failing, self.plans + other.plans, self.wrong + other.wrong
        )

    def problems(self) -> str:
        """Nothing, or the first statements that hidden data changed."""
        return "\n\n".join([f"{len(self.wrong)} look different", *self.wrong[:5]]) if self.wrong else ""


@dataclass(frozen=True)
class Told:
    """All that an agent can read in one world; ``rows`` is None after an error."""

    rows: list[tuple[Any, ...]] | None
    text: str


@dataclass(frozen=True)
class Worlds:
    """The handles of one agent in the shop and in its other worlds, and its physical database, which they share."""

    name: str
    agents: Sequence[Any]
    database: duckdb.DuckDBPyConnection
    hidden: frozenset[str]

    def ask(self, seed: int, count: int, *, failing: float = 0.0, traps: bool = False) -> Seen:
        """So many statements; ``failing`` is the share of expressions that fail on some rows that the agent sees,
        ``traps`` adds such as fail on hidden rows alone."""
        generator = Generator(
            Schema.read(self.database), seed, failing=failing, traps=TRAPS[self.name] if traps else ()
        )
        seen = Seen()
        for number in range(count):
            self._compare(generator.statement(number), seen)
        return seen

    def probe(self, seed: int, count: int) -> Seen:
        """So many statements with a hidden name in them, and the same with a name that never existed."""
        generator, seen = Generator(Schema.read(self.database), seed), Seen()
        for number in range(count):
            statement, chance = generator.statement(number), random.Random(f"{seed}.{number}")
            known, unknown = chance.choice(PROBES[self.name])
            if known in statement.sql:  # a name that the statement gives itself is not the hidden one
                continue
            pattern, put = (_TABLE, r"\1 {}") if known == "secrets" else (_COLUMN, r"\1.{}")
            one, other = (
                replace(statement, sql=pattern.sub(put.format(name), statement.sql, count=1))
                for name in (known, unknown)
            )
            told = self._compare(one, seen)
            never = _told(self.agents[0], other)
            if told.text.replace(known, unknown) != never.text:
                seen.wrong.append(f"{self.name}, {one.sql}\n  hidden: {told.text}\n  never there: {never.text}")
        return seen

    def beside(self, other: Worlds, seed: int, count: int) -> Seen:
        """So many statements, some with a hidden name, asked of both: under two policies that must look the same."""
        generator, seen = Generator(Schema.read(self.database), seed), Seen()
        for number in range(count):
            statement = generator.statement(number)
            if number % 2:
                statement = replace(statement, sql=_TABLE.sub(r"\1 secrets", statement.sql, count=1))
            one, two = _told(self.agents[0], statement), _told(other.agents[0], statement)
            seen.pairs += 1
            seen.failing += one.rows is None
            if one.text != two.text or not _same(one.rows, two.rows, ordered=statement.ordered):
                seen.wrong.append(f"{self.name}, {statement}\n  {one.text[:300]}\n  {two.text[:300]}")
        return seen

    def change(self, seed: int, count: int, *, traps: bool = False) -> Seen:
        """So many changes, each in all worlds, on what the ones before have left. It ends with the first difference."""
        changes = Changes(Schema.read(self.database), seed, TRAPS[self.name] if traps else ())
        seen = Seen()
        for number in range(count):
            statement = changes.statement(number)
            told = [_told_of_change(agent, statement) for agent in self.agents]
            seen.pairs += len(told) - 1
            seen.failing += (len(told) - 1) * (told[0].rows is None)
            if any(one.text != told[0].text or not _same(told[0].rows, one.rows, ordered=False) for one in told[1:]):
                seen.wrong.append("\n  ".join([f"{statement}", *(one.text[:300] for one in told)]))
                break
        return seen

    def _compare(self, statement: Generated, seen: Seen) -> Told:
        told = [_told(agent, statement) for agent in self.agents]
        others = [
            one for one in told[1:]
            if one.text != told[0].text or not _same(told[0].rows, one.rows, ordered=statement.ordered)
        ]  # fmt: skip
        seen.pairs += len(told) - 1
        seen.failing += (len(told) - 1) * any(one.rows is None for one in told)
        if others:
            shown = "\n  ".join([f"{self.name}, {statement}", *(one.text[:300] for one in told)])
            (seen.plans if self._is_of_plans(statement, told) else seen.wrong).append(shown)
        return told[0]

    def _is_of_plans(self, statement: Generated, told: list[Told]) -> bool:
        """Whether the worlds differ only in that some plans meet a visible row on which the statement fails.

        Then the agent's own database fails under some plan, errors tell nothing hidden, and all answers are alike.
        """
        if any(one.rows is None and hidden.traces(one.text, self.hidden, statement.sql) for one in told):
            return False
        rows = [one.rows for one in told if one.rows is not None]
        if any(not _same(rows[0], one, ordered=statement.ordered) for one in rows[1:]):
            return False
        answers = [self._physical(statement, without) for without in PLANS]
        right = [one for one in answers if one is not None]
        if rows and right and not _same(right[0], rows[0], ordered=statement.ordered):
            return False
        return None in answers

    def _physical(self, statement: Generated, without: str) -> list[tuple[Any, ...]] | None:
        self.database.execute(f"SET disabled_optimizers = '{without}'")
        try:
            return self.database.execute(statement.sql, statement.params).fetchall()
        except (duckdb.Error, UnicodeDecodeError):
            return None
        finally:
            self.database.execute("RESET disabled_optimizers")


def _told(agent: Any, statement: Generated) -> Told:
    explained = _or_error(lambda: agent.explain(statement.sql)) if statement.params is None else ""
    estimate = _or_error(lambda: agent.estimate(statement.sql)) if statement.params is None else ""
    try:
        answer = agent.run(statement.sql, statement.params)
    except HatiDataError as error:
        return Told(None, f"{error.stage} {error.for_model()} {explained} {estimate}")
    trace = [(stage.stage, stage.verdict) for stage in answer.trace]
    plain = (answer.columns, answer.types, answer.credits, answer.estimate, answer.notes, answer.healed, answer.masked)
    return Told(list(answer.rows), repr((*plain, answer.truncated, trace, explained, estimate)))


def _told_of_change(agent: Any, statement: Changed) -> Told:
    """What a change says, and what its table shows afterwards."""
    try:
        answer = agent.write(statement.sql, statement.params)
    except HatiDataError as error:
        return Told(None, f"{error.stage} {error.for_model()}")
    trace = [(stage.stage, stage.verdict) for stage in answer.trace]
    plain = (answer.columns, answer.types, answer.credits, answer.estimate, answer.notes, answer.masked, answer.changed)
    after = agent.run(
        f"SELECT * EXCLUDE (ssn) FROM {statement.table}"
        if statement.table == "customers"
        else f"FROM {statement.table}"
    )
    return Told([*answer.rows, *after.rows], repr((*plain, answer.truncated, trace, after.credits)))


def _or_error(ask: Any) -> str:
    try:
        return repr(ask())
    except HatiDataError as error:
        return f"{error.stage} {error.for_model()}"


def _same(one: Any, other: Any, *, ordered: bool) -> bool:
    if one is None or other is None:
        return one is other
    return physical.difference(one, other, ordered=ordered) is None


@contextmanager
def all_worlds(
    name: str, shop_file: Path, folder: Path, policy: Any = None, others: Sequence[str] = tuple(worlds.WORLDS)
) -> Iterator[Worlds]:
    """An agent in the shop and in ``others`` of its worlds, all of them by default. With a ``policy`` that is too open
    they look different."""
    with ExitStack() as stack:
        agents = []
        for world in ("", *others):
            path = Path(shutil.copy(shop_file, folder / f"{name}-{world}.duckdb"))
            if world:
                worlds.change_hidden(path, name, world)
            layer = HatiData.open(path, policy=policy or differential.policies()[name], settings=differential.SETTINGS)
            agents.append(stack.enter_context(layer).agent(name))
        database = stack.enter_context(physical.build(name, shop_file))
        yield Worlds(name, agents, database, hidden.values(shop_file, database))
