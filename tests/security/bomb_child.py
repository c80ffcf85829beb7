"""A process that runs bombs, one a line of its input, and tells after each how long it took and what it grew by.

``python bomb_child.py PATH agent`` runs them as an agent would, ``python bomb_child.py PATH plain`` on a connection
without guards.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb

from autogen_hatidata import HatiData, HatiDataError, Settings

TIMEOUT_S = 0.5
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def memory(field: str) -> int:
    """Megabytes that this process uses (``VmRSS``), or used at the most since it was told to forget (``VmHWM``)."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) // 1024


def as_agent(path: str) -> Callable[[str], str]:
    """How an agent asks: the code of the error, or ``answer`` with the number of its rows."""
    settings = Settings(timeout_s=TIMEOUT_S, memory_limit="256MB", threads=2)
    layer = HatiData.open(path, read_only=True, settings=settings)
    agent = layer.agent("ana")

    def ask(sql: str) -> str:
        try:
            answer = f"answer {len(agent.run(sql).rows)}"
        except HatiDataError as error:
            answer = error.code
        if agent.query("SELECT 41 + 1 AS n") != [{"n": 42}]:
            raise AssertionError("the layer answers nothing any more")
        return answer

    return ask


def plainly(path: str) -> Callable[[str], str]:
    """The same without guards: all memory, all time, all rows."""
    connection = duckdb.connect(path, read_only=True)

    def ask(sql: str) -> str:
        with suppress(duckdb.Error, MemoryError):
            connection.execute(sql).fetchall()
            return "answer"
        return "error"

    return ask


def main() -> None:
    """Run what is asked, until there is no more."""
    ask = (as_agent if sys.argv[2] == "agent" else plainly)(sys.argv[1])
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        CLEAR.write_text("5")
        before, began = memory("VmRSS"), time.monotonic()
        outcome = ask(json.loads(line))
        print(json.dumps([outcome, time.monotonic() - began, memory("VmHWM") - before]), flush=True)
    sys.stdout.flush()
    os._exit(0)  # a plain connection may still be at work


if __name__ == "__main__":
    main()
