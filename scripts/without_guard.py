"""Takes guards away, one at a time, and shows which test notices: ``python scripts/without_guard.py [NAME ...]``.

A guard that nothing misses is either needless or untested. The table of guards is ``tests/support/guards.py``; each is
taken away in a process of its own, which runs the tests that are named beside it.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.guards import GUARDS, WITHOUT, Guard  # noqa: E402

SECONDS = 600
MEMORY = 8 << 30
"""What a run may take: without its guard a statement might take all there is."""

_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the tests of one guard: those that failed, and the last lines of the run."""

    failed: tuple[str, ...]
    text: str
    seconds: float


def run(guard: Guard, name: str = "", most: int = 3) -> Outcome:
    """Run a guard's tests without it; with everything in place where no name is given."""
    command = [sys.executable, "-m", "pytest", "-p", "support.guards", "-p", "no:randomly", f"--maxfail={most}"]
    paths = os.pathsep.join(filter(None, (str(ROOT / "tests"), os.environ.get("PYTHONPATH", ""))))
    began = time.monotonic()
    done = subprocess.run(
        [*command, *guard.tests],
        cwd=ROOT,
        env={**os.environ, WITHOUT: name, "PYTHONPATH": paths, "COLUMNS": "200"},
        preexec_fn=_bounded,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    # 0: all passed, 1: some failed. Anything else is a mistake in the table, and no guard that was missed.
    if done.returncode not in (0, 1):
        raise RuntimeError(f"pytest ended with {done.returncode} for {name}: {done.stdout[-2000:]}{done.stderr[-500:]}")
    return Outcome(tuple(_FAILED.findall(done.stdout)), done.stdout[-2000:], time.monotonic() - began)


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def each(names: Sequence[str]) -> Iterator[tuple[str, Outcome]]:
    """Every guard with what came of its tests without it."""
    for name in names:
        yield name, run(GUARDS[name], name)


def main(names: Sequence[str]) -> int:
    """Print which test noticed; 1 where none did."""
    missed = 0
    for name, outcome in each(names or tuple(GUARDS)):
        missed += not outcome.failed
        noticed = outcome.failed[0].partition(" - ")[0] if outcome.failed else "NOTHING FAILS"
        print(f"{name:34} {outcome.seconds:5.1f} s  {noticed}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
