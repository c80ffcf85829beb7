"""Lets agents make generated changes in the governed shop, and compares them with what plain DuckDB does to another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import differential
import physical
from changed_shop import ChangedShop, Done, Undone
from differential import DENIALS, Tally
from ruled import Clock, ruled
from support import hidden, shop
from support.generator import Schema
from support.generator.changes import BEYOND, Changed, Changes
from support.generator.rights import RIGHTS, granted, store
from watched import Watched

from autogen_hatidata import HatiData, HatiDataError

_REFUSED = DENIALS | {"policy_denied", "unknown_name"}
"""Codes of what nobody granted."""


class _Refused(Exception):
    """The agent did not make the change: the shop beside it must not have it either."""


@dataclass(frozen=True)
class Both:
    """An agent and its layer, the shop beside it that plain DuckDB changes, and what must stay hidden."""

    layer: HatiData
    agent: Any
    clock: Clock
    shop: ChangedShop
    hidden: frozenset[str]

    def change(self, seed: int, count: int, beyond: float = BEYOND) -> Tally:
        """So many changes, each on what the ones before have left; of the share ``beyond`` nobody granted them. It ends
        with the first that is wrong."""
        rights, seen = RIGHTS[self.agent.name], Schema.read(self.shop.connection)
        changes = Changes(seen, self.shop.stored, rights, seed, beyond=beyond)
        tally = Tally()
        for number in range(count):
            statement = changes.statement(number)
            self.clock.at(number)
            found = self._one(statement, tally) if statement.granted else self._beyond(statement, tally)
            if found is not None:
                tally.wrong.append(f"{found}\n  {self.agent.name}, seed {seed}, {number}: {statement}")
                return tally
        found = self._differs_below()
        if found is not None:
            tally.wrong.append(f"{self.agent.name}, seed {seed}: {found}")
        return tally

    def _one(self, statement: Changed, tally: Tally) -> str | None:
        try:
            with self.shop.making(statement) as done:
                found = self._answered(statement, done, tally)
        except _Refused:
            return None
        except Undone as error:
            return self._fails_too(statement, tally, str(error))
        return found or self._differs(statement.table)

    def _answered(self, statement: Changed, done: Done, tally: Tally) -> str | None:
        try:
            answer = self.agent.write(statement.sql, statement.params)
        except HatiDataError as error:
            refused = error.code == "policy_denied" and (done.moved or error.rules)
            if not refused and error.code not in DENIALS:
                return f"plain: {done.changed} rows, {done.moved} moved, governed: {error} ({error.detail})"
            tally.denied[f"{error.code}: {error}"] += 1
            raise _Refused from None
        if done.moved:
            return f"{done.moved} rows moved out of sight"
        if answer.changed != done.changed:
            return f"plain: {done.changed} changed, governed: {answer.changed}"
        tally.equal += 1
        tally.rows += answer.changed
        tally.empty += not answer.changed
        return physical.difference(done.returned, answer.rows, ordered=False)

    def _beyond(self, statement: Changed, tally: Tally) -> str | None:
        try:
            answer = self.agent.write(statement.sql, statement.params)
        except HatiDataError as error:
            tally.denied[f"{error.code}: {error}"] += 1
            return None if error.code in _REFUSED else f"not granted, governed: {error} ({error.detail})"
        return f"not granted, governed: {answer.changed} changed"

    def _fails_too(self, statement: Changed, tally: Tally, expected: str) -> str | None:
        try:
            answer = self.agent.write(statement.sql, statement.params)
        except HatiDataError as error:
            tally.failed += 1
            told = hidden.traces(str(error), self.hidden, statement.sql)
            return f"plain: {expected}, governed: {error} tells {told}" if told else None
        return f"plain: {expected}, governed: {answer.changed} changed"

    def _differs(self, table: str) -> str | None:
        """Whether the agent sees something else than what there is for it."""
        self.clock.free()
        expected = physical.answer(self.shop.connection, f"FROM {table}")[1]
        return physical.difference(expected, self.agent.run(f"FROM {table}").rows, ordered=False)

    def _differs_below(self) -> str | None:
        """Whether the tables themselves have other rows or values, also where the agent sees none of them."""
        for table in shop.tables():
            full = table if "." in table else f"main.{table}"
            expected = physical.answer(self.shop.connection, f"FROM raw.{full}")[1]
            found = [tuple(row.values()) for row in self.layer.owner_sql(f"FROM {table}")]
            if differs := physical.difference(expected, found, ordered=False):
                return f"{table} itself: {differs}"
        return None


def policy(name: str) -> dict[str, Any]:
    """The agent's policy with its rights; a new one at each call."""
    return granted(differential.policies()[name], name)


@contextmanager
def both(name: str, shop_file: Path, folder: Path, given: Any = None) -> Iterator[Both]:
    """An agent over a copy of the shop that it may change, and that shop beside it. Under another policy ``given`` than
    its own the comparison fails where they differ."""
    file = Path(shutil.copy(shop_file, folder / f"{name}.duckdb"))
    store(file)
    changed = ChangedShop(name, file)
    clock = Clock()
    with physical.build(name, shop_file) as seen:
        hides = hidden.values(shop_file, seen)
    with (
        closing(changed.connection),
        HatiData.open(file, policy=given or policy(name), settings=differential.SETTINGS, clock=clock) as layer,
    ):
        yield Both(layer, layer.agent(name), clock, changed, hides)


@contextmanager
def ruled_both(name: str, shop_file: Path, folder: Path) -> Iterator[tuple[Both, Watched]]:
    """The same under attribute rules, and what a plain model says of them."""
    given = ruled(policy(name))
    with both(name, shop_file, folder, given) as plain:
        watched = Watched(plain.agent, given, plain.clock)
        yield replace(plain, agent=watched), watched
