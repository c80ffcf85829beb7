"""Twenty thousand random statements, and every lens with one rule too few: promise 1, the long way."""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from support.soak_report import report

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))
import differential
import mutants

pytestmark = pytest.mark.soak

STATEMENTS = 20_000
FOUND_WITHIN = 2_000
SEED = int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6))


def test_generated_statements_are_answered_as_by_the_physical_databases(shop_file: Path, tmp_path: Path) -> None:
    """Of 20,000 random statements none is answered otherwise, and at most one in twenty is denied.

    Each twelfth is broken on purpose: where no physical database answers, no governed one does."""
    names = tuple(differential.policies())
    each = -(-STATEMENTS // len(names))
    whole, began = differential.Tally(), time.monotonic()
    for name in names:
        with differential.arena(name, shop_file, tmp_path) as arena:
            whole += arena.compare(arena.statements(SEED, each))
    denied = whole.denied.total()
    report("differential", whole.tried, whole.tried - len(whole.wrong), denied, time.monotonic() - began)
    print(f"seed {SEED}: {whole.summary()}")

    assert whole.problems() == ""
    assert whole.tried >= STATEMENTS
    assert denied <= whole.tried / 20, whole.denied
    assert whole.tried / 30 <= whole.failed <= whole.tried / 8


@pytest.mark.parametrize("name", tuple(differential.policies()))
def test_every_rule_is_missed(name: str, shop_file: Path, tmp_path: Path) -> None:
    """Each filter, mask and denial that a policy lacks, and each mask that shows one character more, is found."""
    needed: Counter[str] = Counter()
    for what, policy in mutants.mutants(differential.policies()[name], name):
        with differential.arena(name, shop_file, tmp_path, policy) as arena:
            tally = arena.compare(arena.statements(SEED, FOUND_WITHIN), most_wrong=1)
        assert tally.wrong, f"seed {SEED}: {what} is not found in {FOUND_WITHIN} statements"
        needed[what] = tally.tried
    print(f"seed {SEED}: statements needed: {needed.most_common()}")

    assert len(needed) >= 8
