"""A hundred thousand mutants in two processes: a result or a denial, never a traceback or a hidden value."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from support import hidden, mutants, shop, soak_report

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))
COUNT, PARTS, WORKERS = 100_000, 10, 2


def attack(seed: int, count: int, folder: Path, shop_file: Path) -> mutants.Tally:
    """One part of the mutants, sent to a layer of its own. Runs in another process."""
    import physical

    from autogen_hatidata import HatiData, Settings

    policy = shop.policy()
    policy["quotas"] = {"agents": {"ana": {"timeout_s": 0.5, "max_rows": 200}}}
    folder.mkdir()
    path = Path(shutil.copy(shop_file, folder / "shop.duckdb"))
    world = physical.build("ana", shop_file)
    secret = mutants.Hidden(hidden.values(shop_file, world))
    world.close()
    with HatiData.open(path, policy=policy, settings=Settings(threads=1, memory_limit="256MB")) as layer:
        return mutants.send(layer.agent("ana"), mutants.mutants(seed, count), secret)


@pytest.mark.soak
def test_no_mutant_gets_through(shop_file: Path, tmp_path: Path) -> None:
    """Of 100,000 mutated texts none ends in a bug or shows a hidden value, in rows, errors, hints or notes."""
    seed = int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6))
    began = time.monotonic()
    with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn")) as pool:
        parts = [
            pool.submit(attack, seed + part, COUNT // PARTS, tmp_path / str(part), shop_file) for part in range(PARTS)
        ]
        tallies = [part.result() for part in parts]
    wrong = [text for tally in tallies for text in tally.wrong]
    denied = sum((tally.denied for tally in tallies), Counter())
    answered = sum(tally.answered for tally in tallies)
    soak_report.report(
        "mutated texts", COUNT, answered + denied.total(), denied.total(), seconds := time.monotonic() - began
    )
    print(f"seed {seed}: {answered} answered, denied {dict(denied.most_common())}, {seconds:.0f} s")

    assert (seed, []) == (seed, wrong[:5])
    assert answered + denied.total() == COUNT
    assert answered > COUNT // 50
