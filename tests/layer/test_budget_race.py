"""A small part of the race that `make soak` runs for long."""

from __future__ import annotations

from pathlib import Path

import duckdb
from support import quota_race

from autogen_hatidata import HatiData


def test_a_race_for_one_budget_spends_no_credit_too_much(tmp_path: Path) -> None:
    """Sixteen agents ask until a budget is used up: never a credit over, and callers, log and usage agree."""
    with duckdb.connect(tmp_path / "race.duckdb") as connection:
        for statement in quota_race.SCHEMA:
            connection.execute(statement)
    with HatiData.open(tmp_path / "race.duckdb", policy=quota_race.policy(60, "month", 5)) as layer:
        played = quota_race.play(layer, threads=16, calls=160, patience=60)
        wrong = quota_race.wrong(layer, played, 60, 5)

    assert wrong == []
    assert 0 < played.charged <= 60
    assert played.answered > 10
    assert played.refused > 10
