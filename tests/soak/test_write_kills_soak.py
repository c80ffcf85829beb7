"""A hundred kills in the middle of writes."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from support import soak_report
from support.write_kills import measure

KILLS = 100


@pytest.mark.soak
def test_each_write_is_whole_or_undone(tmp_path: Path) -> None:
    """Each change is committed or rolled back, its record says which, and a good part of the kills hit one."""
    began = time.monotonic()
    found = measure(tmp_path, KILLS, seed=random.randrange(10**6))
    held = KILLS if not found.wrong else 0
    soak_report.report("SIGKILLs during writes", KILLS, held, 0, time.monotonic() - began)

    assert found.wrong == []
    assert found.committed + found.undone > KILLS // 4
