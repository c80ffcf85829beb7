"""A kill in the middle of saving leaves each result whole or not there, and the log says which."""

from __future__ import annotations

from pathlib import Path

from support.save_kills import measure

KILLS = 3


def test_a_killed_save_is_whole_or_not_there(tmp_path: Path) -> None:
    """After each kill every acknowledged result can be read, no part of any, and no table that has no name."""
    found = measure(tmp_path, KILLS, seed=7)

    assert found.wrong == []
    assert found.acknowledged >= KILLS
