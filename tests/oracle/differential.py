"""Asks a governed agent and its physical database the same generated statements, and counts how the answers compare."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import physical
import yaml
from ruled import Clock, ruled
from support import hidden, shop
from support.generator import Generated, Generator, Schema, broken
from watched import Watched

from autogen_hatidata import HatiData, HatiDataError, Settings

HERE = Path(__file__).parent
DENIALS = frozenset({"not_allowed", "unsupported_sql", "limit_exceeded"})
"""Codes of a refusal. Any other error where the physical database answers is a wrong answer."""

SETTINGS = Settings(max_rows=100_000, threads=1, heal="off")


def policies() -> dict[str, dict[str, Any]]:
    """Each agent of the comparison, and a policy that has it; new ones at each call."""
    return {"ana": shop.policy(), "otto": shop.policy(), "vera": yaml.safe_load((HERE / "vera.yaml").read_text())}


@dataclass
class Tally:
    """What came of a number of statements. ``wrong`` has all that is needed to see each of them again."""

    equal: int = 0
    rows: int = 0
    empty: int = 0
    failed: int = 0
    denied: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """All of them."""
        return self.equal + self.failed + self.denied.total() + len(self.wrong)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.equal + other.equal,
            self.rows + other.rows,
            self.empty + other.empty,
            self.failed + other.failed,
            self.denied + other.denied,
            self.wrong + other.wrong,
        )

    def summary(self) -> str:
        """How the statements came out, and what was denied."""
        counts = f"{self.equal} equal ({self.rows} rows; {self.empty} have none), {self.failed} fail in both"
        return "\n  ".join([f"{counts}, {self.denied.total()} denied", *map(repr, self.denied.most_common())])

    def problems(self) -> str:
        """Nothing, or the first wrong answers."""
        return "\n\n".join([f"{len(self.wrong)} wrong answers", *self.wrong[:5]]) if self.wrong else ""


@dataclass(frozen=True)
class Arena:
    """One agent: its governed handle, its physical database, and what must stay hidden from it."""

    agent: Any
    database: duckdb.DuckDBPyConnection
    hidden: frozenset[str]
    schema: Schema
    clock: Clock

    def statements(self, seed: int, count: int) -> Iterator[Generated]:
        """So many generated statements, and each twelfth of them broken."""
        generator = Generator(self.schema, seed)
        made = (generator.statement(number) for number in range(count))
        return (broken(one) if number % 12 == 11 else one for number, one in enumerate(made))

    def compare(self, statements: Iterable[Generated], *, most_wrong: int = 20) -> Tally:
        """Ask each statement of both. It ends early when too much is wrong."""
        tally = Tally()
        for number, statement in enumerate(statements):
            self.clock.at(number)
            found = self._one(statement, tally)
            if found is not None:
                tally.wrong.append(f"{found}\n  {self.agent.name}, {statement}")
                if len(tally.wrong) >= most_wrong:
                    break
        return tally

    def _one(self, statement: Generated, tally: Tally) -> str | None:
        try:
            cursor = self.database.execute(statement.sql, statement.params)
            shape, rows = [(column[0], str(column[1])) for column in cursor.description], cursor.fetchall()
        except duckdb.Error as error:
            return self._fails_too(statement, tally, error)
        try:
            answer = self.agent.run(statement.sql, statement.params)
        except HatiDataError as error:
            unread = statement.shape.endswith("broken")  # in a part that nothing reads
            if error.code not in DENIALS and not error.rules and not unread:
                return f"physical: {len(rows)} rows, governed: {error} ({error.detail})"
            tally.denied[f"{error.code}: {error}"] += 1
            return None
        if shape != list(zip(answer.columns, answer.types, strict=True)):
            return f"physical: {shape}, governed: {answer.columns} {answer.types}"
        tally.rows += len(rows)
        tally.empty += not rows
        if answer.truncated and len(rows) > len(answer.rows) == SETTINGS.max_rows:  # which of them is nobody's to say
            rows = answer.rows
        found = physical.difference(rows, answer.rows, ordered=statement.ordered)
        tally.equal += found is None
        return found

    def _fails_too(self, statement: Generated, tally: Tally, expected: duckdb.Error) -> str | None:
        try:
            answer = self.agent.run(statement.sql, statement.params)
        except HatiDataError as error:
            columns = [column.ref for table in self.schema.tables.values() for column in table]
            told = hidden.traces(str(error), self.hidden, f"{statement.sql} {columns}")
            if told:
                return f"physical: {expected}, governed: {error} tells {told}"
            tally.failed += 1
            return None
        return f"physical: {expected}, governed: {len(answer.rows)} rows"


@contextmanager
def arena(
    name: str, shop_file: Path, folder: Path, policy: Any = None, settings: Settings = SETTINGS
) -> Iterator[Arena]:
    """An agent over a copy of the shop; another ``policy`` than its own makes the comparison fail where they differ."""
    copied, clock = shutil.copy(shop_file, folder / f"{name}.duckdb"), Clock()
    database, policy = physical.build(name, shop_file), policy or policies()[name]
    with database, HatiData.open(copied, policy=policy, settings=settings, clock=clock) as layer:
        yield Arena(layer.agent(name), database, hidden.values(shop_file, database), Schema.read(database), clock)


@contextmanager
def ruled_arena(name: str, shop_file: Path, folder: Path, without: str = "") -> Iterator[tuple[Arena, Watched]]:
    """The same under attribute rules, in force but for one ``without``, and what a plain model says of all of them."""
    with arena(name, shop_file, folder, ruled(policies()[name], without)) as plain:
        watched = Watched(plain.agent, ruled(policies()[name]), plain.clock)
        yield replace(plain, agent=watched), watched
