"""Promise 1 for writes: whatever four roles write, the table is what a plain model of the pre-masked world says."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from support.write_model import COLUMNS, POLICY, ROLES, SCHEMA, Refused, Row, Writer, applied

from autogen_hatidata import HatiData, HatiDataError

STEPS, MANY = 1250, 5000
SEEDS = (1, 2, 3, 4)
MOST_ROWS = 60


@pytest.mark.parametrize("seed", SEEDS)
def test_writes_change_what_the_model_says(tmp_path: Path, seed: int) -> None:
    """Each write has the code, the count and the RETURNING rows of the model, and leaves the table as the model's."""
    play(tmp_path / "deals.duckdb", seed, STEPS)


@pytest.mark.soak
def test_many_writes_change_what_the_model_says(tmp_path: Path) -> None:
    """The same for five thousand writes that nobody saw before."""
    play(tmp_path / "deals.duckdb", random.randrange(10**6), MANY)


def play(path: Path, seed: int, steps: int) -> None:
    """Let so many writes be made by all roles, and hold each against the model."""
    world: list[Row] = []
    writer, ended = Writer(seed), {"ok": 0}
    with HatiData.open(path) as layer:
        layer.owner_sql(SCHEMA)
        layer.set_policy(POLICY)
        agents, keeper = {name: layer.agent(name) for name in ROLES}, layer.agent("keeper")
        for number, statement in zip(range(steps), writer.statements(), strict=False):
            name = writer.dice.choice(list(ROLES))
            expected = _expected(name, statement, world)
            found = _found(agents[name], statement.sql)
            told = f"seed {seed}, step {number}, {name}: {statement.sql}"
            assert found[0] in expected[0], told
            assert found[1] == expected[1], told
            ended[found[0]] = ended.get(found[0], 0) + 1
            if expected[2] is not world:
                world = expected[2]
                rows = keeper.run(f"SELECT {', '.join(COLUMNS)} FROM deals ORDER BY id").rows
                assert sorted((tuple(row[c] for c in COLUMNS) for row in world), key=_key) == list(rows), told
            if len(world) > MOST_ROWS:
                keeper.execute("DELETE FROM deals")
                world = []

    assert min(ended.get(code, 0) for code in ("ok", "policy_denied", "unknown_name", "constraint")) > steps // 50


def _expected(name: str, statement: Any, world: list[Row]) -> tuple[frozenset[str], Any, list[Row]]:
    """The codes that fit, what the answer is, and the table afterwards."""
    try:
        after, changed, shown = applied(ROLES[name], statement, world)
    except Refused as refused:
        return refused.codes, None, world
    return frozenset({"ok"}), (changed, sorted(shown, key=repr)), after if changed else world


def _found(agent: Any, sql: str) -> tuple[str, Any]:
    try:
        result = agent.write(sql)
    except HatiDataError as error:
        return error.code, None
    return "ok", (result.changed, sorted(result.rows, key=repr))


def _key(row: tuple[Any, ...]) -> Any:
    return row[0]
