"""Fifty kills in the middle of storing, changing, forgetting and compacting memories."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from support import soak_report
from support.memory_kills import measure

KILLS = 50


@pytest.mark.soak
def test_nothing_is_lost_and_nothing_comes_back(tmp_path: Path) -> None:
    """What was acknowledged is there, what was forgotten is not, and rows, indexes and snapshots are in accord."""
    began = time.monotonic()
    found = measure(tmp_path, KILLS, seed=random.randrange(10**6))
    held = KILLS if not found.wrong else 0
    soak_report.report("SIGKILLs during changes of the memory", KILLS, held, 0, time.monotonic() - began)

    assert found.wrong == []
    assert found.broken_off > KILLS
    assert found.compacted > KILLS // 5
