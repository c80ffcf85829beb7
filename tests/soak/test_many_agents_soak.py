"""Ten thousand calls of eight agents on sixteen threads, while policies and data change."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from support import crowd, soak_report

from autogen_hatidata import HatiDataError

CALLS = 10_000


@pytest.mark.soak
def test_no_answer_is_of_another_lens_in_the_long_run(tmp_path: Path) -> None:
    """Of 10,000 calls none sees another's rows, and each is under the one policy that its record names."""
    seed = int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6))
    began = time.monotonic()
    with crowd.open_layer(tmp_path) as layer:
        played = crowd.play(layer, CALLS, seed, reloads=200, changes=60)
        records = list(layer.audit.records())
    wrong = crowd.wrong(played, records)
    denied = sum(isinstance(got, HatiDataError) for *_, got in played.got)
    held = max(0, len(played.got) - len(wrong))
    soak_report.report(
        "calls of eight agents at once", CALLS, held, min(denied, held), seconds := time.monotonic() - began
    )
    print(f"seed {seed}: {played.reloads} reloads, {played.changes} changes by the owner, {seconds:.0f} s")

    assert (seed, []) == (seed, wrong[:5])
    assert len(played.got) == CALLS
    assert played.reloads > 50
    assert played.changes > 15
