"""Promise 4, the long way: fifty kills, and nothing that was acknowledged is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))


@pytest.mark.soak
def test_nothing_acknowledged_is_lost() -> None:
    """After each of fifty SIGKILLs every acknowledged id has one outcome, the chain holds, spending equals the sum."""
    from benchmarks.kills import KILLS, measure

    tally = measure(KILLS)

    assert tally.acknowledged > 10 * KILLS
    assert tally.wrong == 0
