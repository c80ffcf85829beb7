"""Promise 1 over generated changes: afterwards the shop is what plain DuckDB makes of it, or the change is refused."""

from __future__ import annotations

import os
from pathlib import Path

import changing
import mutants
import pytest
from support.generator.rights import RIGHTS

AGENTS = tuple(RIGHTS)
EACH = 60
SEED = int(os.environ.get("HATI_SEED", "1"))
"""The long test takes another one each time."""

SOME_MUTANTS = (
    ("ana", "orders without filter"),
    ("ana", "internal of crm.notes may be set"),
    ("otto", "customers.email shows one more character"),
    ("otto", "delete in payments"),
    ("vera", "customers filtered by the mask of name"),
)


@pytest.mark.parametrize("name", AGENTS)
def test_a_generated_change_is_what_plain_duckdb_makes_of_it(name: str, shop_file: Path, tmp_path: Path) -> None:
    """Each changes as many rows, returns the same and leaves the same, hidden rows and values below masks included;
    what is not granted is refused."""
    with changing.both(name, shop_file, tmp_path) as both:
        tally = both.change(SEED, EACH)

    assert tally.problems() == ""
    assert tally.tried == EACH
    assert tally.denied.total() <= EACH / 3, f"seed {SEED}: {tally.denied}"
    assert tally.equal - tally.empty >= EACH / 3


@pytest.mark.parametrize(("name", "what"), SOME_MUTANTS)
def test_a_policy_with_one_rule_too_few_is_found(name: str, what: str, shop_file: Path, tmp_path: Path) -> None:
    """Where a filter, a mask or a refusal is missing, some change soon reaches further or looks different."""
    policy = changing.policy(name)
    found = {**dict(mutants.mutants(policy, name)), **dict(mutants.more_granted(policy, name))}[what]
    with changing.both(name, shop_file, tmp_path, found) as both:
        assert both.change(SEED, EACH * 3, beyond=0.3).wrong
