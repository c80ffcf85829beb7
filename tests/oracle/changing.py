"""Lets ana make generated changes in the governed shop and in her physical database, and compares what came of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import differential
import duckdb
import physical
from differential import DENIALS, Tally
from support import hidden, write_attacks
from support.generator import Schema
from support.generator.changes import SEES, Changed, Changes

from autogen_hatidata import HatiData, HatiDataError


@dataclass(frozen=True)
class Both:
    """Ana's governed handle, her physical database, and what must stay hidden from her."""

    agent: Any
    database: duckdb.DuckDBPyConnection
    hidden: frozenset[str]

    def change(self, seed: int, count: int) -> Tally:
        """So many changes, each on what the ones before have left. It ends with the first that is wrong."""
        changes, tally = Changes(Schema.read(self.database), seed), Tally()
        for number in range(count):
            statement = changes.statement(number)
            found = self._one(statement, tally)
            if found is not None:
                tally.wrong.append(f"{found}\n  {statement}")
                break
        return tally

    def _one(self, statement: Changed, tally: Tally) -> str | None:
        self.database.execute("BEGIN")
        try:
            cursor = self.database.execute(statement.sql, statement.params)
            rows = cursor.fetchall()
            returns = [column[0] for column in cursor.description] != ["Count"]
        except duckdb.Error as error:
            self.database.execute("ROLLBACK")
            return self._fails_too(statement, tally, error)
        outside = f"SELECT count(*) FROM {statement.table} WHERE NOT coalesce({SEES[statement.table]}, false)"
        moved = self.database.execute(outside).fetchall()[0][0]
        try:
            answer = self.agent.write(statement.sql, statement.params)
        except HatiDataError as error:
            self.database.execute("ROLLBACK")
            expected = error.code == "policy_denied" if moved else error.code in DENIALS
            tally.denied[f"{error.code}: {error}"] += 1
            said = f"physical: {len(rows)} rows, {moved} moved, governed: {error} ({error.detail})"
            return None if expected else said
        self.database.execute(write_attacks.AGAIN)
        self.database.execute("COMMIT")
        if moved:
            return f"{moved} rows moved out of sight"
        if answer.changed != (len(rows) if returns else rows[0][0]):
            return f"physical: {len(rows) if returns else rows} changed, governed: {answer.changed}"
        tally.equal += 1
        tally.rows += answer.changed
        tally.empty += not answer.changed
        found = physical.difference(rows, answer.rows, ordered=False) if returns else None
        return found or self._differs(statement.table)

    def _differs(self, table: str) -> str | None:
        expected = physical.answer(self.database, f"FROM {table}")[1]
        return physical.difference(expected, self.agent.run(f"FROM {table}").rows, ordered=False)

    def _fails_too(self, statement: Changed, tally: Tally, expected: duckdb.Error) -> str | None:
        try:
            answer = self.agent.write(statement.sql, statement.params)
        except HatiDataError as error:
            tally.failed += 1
            told = hidden.traces(str(error), self.hidden, statement.sql)
            return f"physical: {expected}, governed: {error} tells {told}" if told else None
        return f"physical: {expected}, governed: {answer.changed} changed"


@contextmanager
def both(shop_file: Path, folder: Path, policy: Any = None) -> Iterator[Both]:
    """Ana over a copy of the shop in which she may write, and beside it."""
    copied = shutil.copy(shop_file, folder / "changed.duckdb")
    database = physical.build("ana", shop_file)
    database.execute("ALTER TABLE customers ALTER phone SET DEFAULT '***'")  # a full mask shows it for no value too
    settings = differential.SETTINGS
    with database, HatiData.open(copied, policy=policy or write_attacks.policy(), settings=settings) as layer:
        yield Both(layer.agent("ana"), database, hidden.values(shop_file, database))
