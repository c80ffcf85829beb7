"""What `import autogen_hatidata` adds to an empty interpreter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from benchmarks.measure import Figure, interleaved, median

ROUNDS = 15


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Seconds over an empty interpreter, for the package and for what a first query loads."""
    programs = {
        "empty": "pass",
        "package": "import autogen_hatidata",
        "layer": "from autogen_hatidata import HatiData",
    }
    calls = {name: partial(subprocess.run, [sys.executable, "-c", code], check=True) for name, code in programs.items()}
    middle = {name: median(times) for name, times in interleaved(calls, rounds, warm=2).items()}
    yield Figure("import autogen_hatidata over an empty interpreter", middle["package"] - middle["empty"], " s", 0.20)
    yield Figure("the same and HatiData, with duckdb and sqlglot", middle["layer"] - middle["empty"], " s")
