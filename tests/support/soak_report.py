"""What the long tests counted, written down where scripts/soak_table.py reads it."""

from __future__ import annotations

import fcntl
import json
import os

SETTING = "HATIDATA_SOAK_REPORT"
"""The environment variable that names the file, such as docs/soak.json; without it nothing is written."""


def report(name: str, tried: int, held: int, denied: int, seconds: float) -> None:
    """Keep one row: of ``tried`` attempts ``held`` kept the promise, ``denied`` of those by a refusal.

    A promise is kept only when ``held == tried``. A row of the same name is replaced, and the rows of other tests
    stay. Call it when all is counted and before the assertions, so that a failure is written down too.
    """
    if not 0 <= denied <= held <= tried:
        raise ValueError(f"{name}: expected denied <= held <= tried, got {denied}, {held} and {tried}")
    if not (target := os.environ.get(SETTING)):
        return
    with open(target, "a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        rows = json.loads(file.read() or "{}")
        rows[name] = {"tried": tried, "held": held, "denied": denied, "seconds": round(seconds, 1)}
        file.truncate(0)
        file.write(json.dumps(rows, indent=2, sort_keys=True) + "\n")
