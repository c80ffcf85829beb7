"""Ten thousand things that eight agents do with a memory."""

from __future__ import annotations

import random
import time

import pytest
from support import soak_report
from support.memory import Clock, Opened, open_store
from support.memory_world import World

STEPS = 10_000


@pytest.mark.soak
def test_nothing_hidden_shows_in_ten_thousand_operations(tmp_path):
    """Whatever eight agents do, each is answered as by a memory that holds only what it can read."""
    began, clock, last = time.monotonic(), Clock(), list[Opened]()

    def opens() -> Opened:
        while last:
            last.pop().close()
        last.append(open_store(tmp_path, clock))
        return last[0]

    world = World(opens, clock, random.randrange(10**6))
    world.play(STEPS)
    last.pop().close()
    soak_report.report(
        "operations of eight agents on one memory", STEPS, STEPS - len(world.wrong), 0, time.monotonic() - began
    )

    assert world.wrong == []
