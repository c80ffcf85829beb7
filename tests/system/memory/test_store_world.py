"""Eight agents at random: nobody receives what is hidden, in results, counts, scores, ranks or errors."""

from __future__ import annotations

import pytest
from support.memory_world import World


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_hidden_shows(opens, clock, seed):
    """Whatever eight agents do, each is answered as by a memory that holds only what it can read."""
    world = World(opens, clock, seed, most=60)
    world.play(200)

    assert world.wrong == []
    assert min(world.done[name] for name in ("store", "search", "get", "list", "update", "forget", "state")) > 2
