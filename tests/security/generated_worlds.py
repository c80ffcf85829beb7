"""Asks generated statements in all worlds of an agent, and tells which of them look different anywhere."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import differential
import duckdb
import physical
import told
import worlds
from ruled import Clock
from support import hidden
from support.generator import Generated, Generator, Schema
from told import Seen, Told

from autogen_hatidata import HatiData

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


def _cut(text: str, known: str, unknown: str) -> str:
    """A text with another name of the same length, where a line is cut in the middle of it."""
    for place in range(len(known) - 1, 0, -1):
        text = text.replace(f"{known[:place]}...", f"{unknown[:place]}...")
        text = text.replace(f"...{known[-place:]}", f"...{unknown[-place:]}")
    return text.replace(known, unknown)


@dataclass(frozen=True)
class Worlds:
    """The handles of one agent in the shop and in its other worlds, and its physical database, which they share."""

    name: str
    agents: Sequence[Any]
    database: duckdb.DuckDBPyConnection
    stored: Schema
    hidden: frozenset[str]
    clock: Clock

    def ask(self, seed: int, count: int, *, failing: float = 0.0, traps: bool = False) -> Seen:
        """So many statements; ``failing`` is the share of expressions that fail on some rows that the agent sees,
        ``traps`` adds such as fail on hidden rows alone."""
        generator = Generator(
            Schema.read(self.database), seed, failing=failing, traps=TRAPS[self.name] if traps else ()
        )
        seen = Seen()
        for number in range(count):
            self.clock.at(number)
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
            said = self._compare(one, seen)
            never = told.of_query(self.agents[0], other)
            if never.text not in (said.text.replace(known, unknown), _cut(said.text, known, unknown)):
                seen.wrong.append(f"{self.name}, {one.sql}\n  hidden: {said.text}\n  never there: {never.text}")
        return seen

    def beside(self, other: Worlds, seed: int, count: int) -> Seen:
        """So many statements, some with a hidden name, asked of both: under two policies that must look the same."""
        generator, seen = Generator(Schema.read(self.database), seed), Seen()
        for number in range(count):
            statement = generator.statement(number)
            if number % 2:
                statement = replace(statement, sql=_TABLE.sub(r"\1 secrets", statement.sql, count=1))
            one, two = told.of_query(self.agents[0], statement), told.of_query(other.agents[0], statement)
            seen.count([one, two])
            if not one.like(two, ordered=statement.ordered):
                seen.wrong.append(f"{self.name}, {statement}\n  {one.text[:300]}\n  {two.text[:300]}")
        return seen

    def _compare(self, statement: Generated, seen: Seen) -> Told:
        said = [told.of_query(agent, statement) for agent in self.agents]
        seen.count(said)
        if not all(one.like(said[0], ordered=statement.ordered) for one in said[1:]):
            shown = "\n  ".join([f"{self.name}, {statement}", *(one.text[:300] for one in said)])
            (seen.plans if self._is_of_plans(statement, said) else seen.wrong).append(shown)
        return said[0]

    def _is_of_plans(self, statement: Generated, said: list[Told]) -> bool:
        """Whether the worlds differ only in that some plans meet a visible row on which the statement fails.

        Then the agent's own database fails under some plan, errors tell nothing hidden, and all answers are alike.
        """
        if any(one.rows is None and hidden.traces(one.text, self.hidden, statement.sql) for one in said):
            return False
        rows = [one.rows for one in said if one.rows is not None]
        if any(not told.same(rows[0], one, ordered=statement.ordered) for one in rows[1:]):
            return False
        answers = [self._physical(statement, without) for without in PLANS]
        right = [one for one in answers if one is not None]
        if rows and right and not told.same(right[0], rows[0], ordered=statement.ordered):
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


@contextmanager
def all_worlds(
    name: str,
    shop_file: Path,
    folder: Path,
    policy: Any = None,
    others: Sequence[str] = tuple(worlds.WORLDS),
    prepare: Callable[[Path], None] = lambda path: None,
) -> Iterator[Worlds]:
    """An agent in the shop and in ``others`` of its worlds, all of them by default. With a ``policy`` that is too open
    they look different. ``prepare`` is done to each of their files."""
    with ExitStack() as stack:
        agents, clock = [], Clock()
        for world in ("", *others):
            path = Path(shutil.copy(shop_file, folder / f"{name}-{world}.duckdb"))
            if world:
                worlds.change_hidden(path, name, world)
            prepare(path)
            given = policy or differential.policies()[name]
            layer = HatiData.open(path, policy=given, settings=differential.SETTINGS, clock=clock)
            agents.append(stack.enter_context(layer).agent(name))
        database = stack.enter_context(physical.build(name, shop_file))
        with duckdb.connect(shop_file, read_only=True) as connection:
            stored = Schema.read(connection)
        yield Worlds(name, agents, database, stored, hidden.values(shop_file, database), clock)
