"""A hundred kills in the middle of saving results."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from support import soak_report
from support.save_kills import measure

KILLS = 100


@pytest.mark.soak
def test_each_save_is_whole_or_not_there(tmp_path: Path) -> None:
    """Each result is kept or not there, its record says which, and a good part of the kills hit a save."""
    began = time.monotonic()
    found = measure(tmp_path, KILLS, seed=random.randrange(10**6))
    held = KILLS if not found.wrong else 0
    soak_report.report("SIGKILLs during saves", KILLS, held, 0, time.monotonic() - began)

    assert found.wrong == []
    assert found.settled > KILLS // 4
