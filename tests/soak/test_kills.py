"""Promise 4, the long way: two hundred kills, and nothing that was acknowledged is missing."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest
from support import soak_report

KILLS = 200

sys.path.insert(0, str(Path(__file__).parents[2]))


@pytest.mark.soak
def test_nothing_acknowledged_is_lost() -> None:
    """After each of two hundred SIGKILLs every acknowledged id has one outcome, the chain holds, spending equals the
    sum; with new files of the log every few dozen calls, and with both durabilities."""
    from benchmarks.kills import measure

    began = time.monotonic()
    tally = measure(KILLS, seed=random.randrange(10**6))
    soak_report.report("SIGKILLs", KILLS, KILLS if tally.wrong == 0 else 0, 0, time.monotonic() - began)

    assert tally.acknowledged > 10 * KILLS
    assert tally.files > KILLS // 4
    assert tally.wrong == 0
