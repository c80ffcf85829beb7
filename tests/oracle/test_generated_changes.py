"""Promise 1 over generated changes: the physical database after them has the rows that the agent sees, or a denial."""

from __future__ import annotations

import os
from pathlib import Path

import changing
import pytest
from support import write_attacks

EACH = 80
SEED = int(os.environ.get("HATI_SEED", "1"))
"""The long test takes another one each time."""


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
def test_a_generated_change_is_that_of_the_physical_database(seed: int, shop_file: Path, tmp_path: Path) -> None:
    """Each changes as many rows, returns the same and leaves the same to be seen; few are denied."""
    with changing.both(shop_file, tmp_path) as both:
        tally = both.change(seed, EACH)

    assert tally.problems() == ""
    assert tally.tried == EACH
    assert tally.denied.total() <= EACH / 4, f"seed {seed}: {tally.denied}"
    assert tally.equal - tally.empty >= EACH / 3


def test_a_lens_with_one_rule_too_few_is_found(shop_file: Path, tmp_path: Path) -> None:
    """Where a filter is missing, a change soon reaches further."""
    policy = write_attacks.policy()
    del policy["tables"]["orders"]["rows"]
    with changing.both(shop_file, tmp_path, policy) as both:
        assert both.change(SEED, EACH).wrong
