"""Five thousand pairs of worlds that differ only in what an agent cannot see, over generated statements."""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

import pytest
from support.soak_report import report

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))
sys.path.insert(0, str(Path(__file__).parents[1] / "security"))
import differential
import generated_worlds
from told import Seen

PAIRS = 5_000
ORDINARY, TRAPS, FAILING, PROBES = 130, 130, 130, 40
"""Statements of each kind for each agent; each of them is asked in all worlds."""

SEED = int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6))


@pytest.mark.soak
def test_hidden_data_changes_nothing_that_an_agent_can_read(shop_file: Path, tmp_path: Path) -> None:
    """Of 5,000 pairs none differs in rows, errors, prices, notes or explanation, and no hidden name from a free one.

    Pairs that differ because some plans meet a visible row on which the statement fails are counted by themselves: see
    docs/adr/0012. They stay below one in a hundred of the pairs that fail at all.
    """
    seen, began = Seen(), time.monotonic()
    for name in differential.policies():
        with generated_worlds.all_worlds(name, shop_file, tmp_path) as there:
            seen += (
                there.ask(SEED, ORDINARY) + there.ask(SEED, TRAPS, traps=True) + there.ask(SEED, FAILING, failing=0.08)
            )
            seen += there.probe(SEED, PROBES)
    wrong = len(seen.wrong)
    report("two worlds", seen.pairs, seen.pairs - wrong - len(seen.plans), seen.failing, time.monotonic() - began)
    print(f"seed {SEED}: {seen.pairs} pairs, {seen.failing} of statements that fail, {len(seen.plans)} differ by plans")
    print("\n\n".join(seen.plans))

    assert seen.problems() == ""
    assert seen.pairs >= PAIRS
    assert len(seen.plans) <= seen.failing / 100
