"""The guards of the guards: without any one of them some test fails."""

from __future__ import annotations

import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support import soak_report
from support.guards import GUARDS, Guard

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
FLOOR = 40
_BROKEN = re.compile("TypeError|ImportError|NameError|SyntaxError")
"""What tells of a guard that was taken away clumsily: the test did not notice that it was gone."""


@pytest.mark.soak
def test_each_guard_is_missed() -> None:
    """With every guard in place the named tests pass; with any one taken away at least one of them fails."""
    import without_guard

    began = time.monotonic()
    tests = tuple(sorted({test for guard in GUARDS.values() for test in guard.tests}))
    in_place = without_guard.run(Guard("nothing", lambda: None, tests))
    with ThreadPoolExecutor(2) as pool:
        outcomes = dict(zip(GUARDS, pool.map(lambda name: without_guard.run(GUARDS[name], name), GUARDS), strict=True))
    for name, outcome in outcomes.items():
        print(f"{name:34} {outcome.failed[0] if outcome.failed else 'NOTHING FAILS'}")
    missed = [name for name, outcome in outcomes.items() if not outcome.failed]
    held = len(GUARDS) - len(missed)
    soak_report.report("guards taken away, one at a time", len(GUARDS), held, 0, time.monotonic() - began)

    assert in_place.failed == ()
    assert missed == []
    assert [
        text for one in outcomes.values() for text in one.failed if "TypeError" in text or "ImportError" in text
    ] == []
    assert len(GUARDS) >= FLOOR
