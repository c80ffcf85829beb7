"""A kill in the middle of writes leaves each of them whole or undone, and the log says which."""

from __future__ import annotations

from pathlib import Path

from support.write_kills import measure

KILLS = 4


def test_a_killed_write_is_whole_or_undone(tmp_path: Path) -> None:
    """After each kill the file holds the acknowledged changes, no part of any, and just those that are on record."""
    found = measure(tmp_path, KILLS, seed=7)

    assert found.wrong == []
    assert found.acknowledged >= KILLS // 2
