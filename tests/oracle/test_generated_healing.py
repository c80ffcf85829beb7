"""Valid statements with one fault each: what is healed gives the rows of the statement that was broken."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import differential
import duckdb
import physical
import pytest
from support import soak_report, typos

from autogen_hatidata import HatiDataError

SHORT, LONG = 60, 2_000
SEED = int(os.environ.get("HATI_SEED", "1"))


@dataclass
class Tally:
    """What came of broken statements, by the kind of fault."""

    right: Counter[str] = field(default_factory=Counter)
    hinted: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """All of them."""
        return self.right.total() + self.hinted.total() + len(self.wrong)


def _tally(shop_file: Path, folder: Path, seed: int, count: int) -> Tally:
    """Break so many statements of one agent, and ask them."""
    found, settings = Tally(), differential.SETTINGS.model_copy(update={"heal": "deterministic"})
    with differential.arena("ana", shop_file, folder, settings=settings) as arena:
        names = {name for row in arena.database.execute(_NAMES).fetchall() for name in row}
        for number, statement in enumerate(arena.statements(seed, 40 * count)):
            made = typos.broken(statement.sql, f"{seed} {number}", names)
            if made is None or found.tried >= count:
                if found.tried >= count:
                    break
                continue
            kind, sql = made
            try:
                expected = arena.database.execute(statement.sql, statement.params).fetchall()
            except duckdb.Error:
                continue
            try:
                answer = arena.agent.run(sql, statement.params)
            except HatiDataError:
                found.hinted[kind] += 1
                continue
            if not answer.healed and kind in ("name", "everywhere", "ungrouped", "quotes"):
                continue  # the fault made another valid statement, such as one with another alias
            if physical.difference(expected, answer.rows, ordered=False) is None:
                found.right[kind] += 1
            else:
                found.wrong.append(f"{kind}: {statement.sql}\n  {sql}\n  {answer.healed}")
    return found


_NAMES = "SELECT DISTINCT lower(table_name), lower(column_name) FROM duckdb_columns() WHERE NOT internal"


def test_what_is_healed_is_right(shop_file: Path, tmp_path: Path) -> None:
    """Of broken statements next to none is answered otherwise than the one that was meant."""
    found = _tally(shop_file, tmp_path, SEED, SHORT)

    assert len(found.wrong) <= SHORT / 100, "\n".join(found.wrong)
    assert found.right.total() > SHORT / 2, found.hinted


@pytest.mark.soak
def test_two_thousand_broken_statements(shop_file: Path, tmp_path: Path) -> None:
    """The same for 2,000 statements, with a seed of its own."""
    seed, began = int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6)), time.monotonic()
    found = _tally(shop_file, tmp_path, seed, LONG)
    soak_report.report(
        "broken statements", found.tried, found.tried - len(found.wrong), found.hinted.total(), time.monotonic() - began
    )
    print(f"seed {seed}: right {found.right}, hinted {found.hinted}, {len(found.wrong)} wrong", *found.wrong, sep="\n")

    assert len(found.wrong) <= found.tried / 100, f"seed {seed}\n" + "\n".join(found.wrong)
