"""A kill in the middle of a change leaves it done or not, and all in accord."""

from __future__ import annotations

from pathlib import Path

from support.memory_kills import measure


def test_a_killed_change_is_done_or_not(tmp_path: Path) -> None:
    """After each kill what was acknowledged is there, what was forgotten is not, and nothing of it after a compact."""
    found = measure(tmp_path, 2, seed=3)

    assert found.wrong == []
    assert found.acknowledged > 5
