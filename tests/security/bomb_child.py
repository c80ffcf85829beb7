"""A process that runs bombs, one a line of its input, and tells after each how long it took and what it grew by.

``python bomb_child.py PATH agent TIMEOUT`` runs them as an agent would, with ``worker`` in a layer whose SQL runs in a
worker process, which is measured, too; with ``plain`` on a connection without guards.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

import duckdb

from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, Settings

PROCESSES = Path("/proc")

Ask = Callable[[str], str]
Peak = Callable[[], int]
"""Megabytes that any other process than this one used at the most."""


def memory(field: str, process: str = "self") -> int:
    """Megabytes that a process uses (``VmRSS``), or used at the most since it was told to forget (``VmHWM``)."""
    lines = (PROCESSES / process / "status").read_text().splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(field)), 0)


def as_agent(path: str, timeout_s: float) -> tuple[Ask, Peak]:
    """How an agent asks: the code of the error, or ``answer`` with the number of its rows."""
    settings = Settings(timeout_s=timeout_s, memory_limit="256MB", threads=2)
    layer = HatiData.open(path, read_only=True, settings=settings)
    agent = layer.agent("ana")

    def ask(sql: str) -> str:
        answer = _answer(agent, sql)
        _still_answered(agent)
        return answer

    return ask, lambda: 0


def with_a_worker(path: str, timeout_s: float) -> tuple[Ask, Peak]:
    """The same where SQL runs in a worker process; another agent asks all the time, and has to be answered."""
    layer = HatiData.open(path, read_only=True, settings=Settings(timeout_s=timeout_s, isolation="process"))
    agent, other = layer.agent("ana"), layer.agent("otto")

    def ask(sql: str) -> str:
        ended = Event()
        with ThreadPoolExecutor(1) as beside:
            asked = beside.submit(_asks_until, other, ended)
            try:
                answer = _answer(agent, sql)
            finally:
                ended.set()
            asked.result()
        _still_answered(agent)
        return answer

    def peak() -> int:
        running = memory("VmHWM", str(layer._parts.engine.worker_pid))  # type: ignore[attr-defined]
        return max(running, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)

    return ask, peak


def plainly(path: str, _: float) -> tuple[Ask, Peak]:
    """The same without guards: all memory, all time, all rows."""
    connection = duckdb.connect(path, read_only=True)

    def ask(sql: str) -> str:
        with suppress(duckdb.Error, MemoryError):
            connection.execute(sql).fetchall()
            return "answer"
        return "error"

    return ask, lambda: 0


HOW = {"agent": as_agent, "worker": with_a_worker, "plain": plainly}


def _answer(agent: HatiDataAgent, sql: str) -> str:
    try:
        return f"answer {len(agent.run(sql).rows)}"
    except HatiDataError as error:
        return error.code


def _still_answered(agent: HatiDataAgent) -> None:
    if agent.query("SELECT 41 + 1 AS n") != [{"n": 42}]:
        raise AssertionError("the layer answers nothing any more")


def _asks_until(agent: HatiDataAgent, ended: Event) -> None:
    """Ask for the same again and again, the last time after the end."""
    while True:
        last = ended.wait(0.02)
        if agent.query("SELECT count(*) AS n, max(id) AS m FROM customers") != [{"n": 210, "m": 210}]:
            raise AssertionError("another agent is answered wrong")
        if last:
            return


def main() -> None:
    """Run what is asked, until there is no more."""
    ask, peak = HOW[sys.argv[2]](sys.argv[1], float(sys.argv[3]))
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        (PROCESSES / "self/clear_refs").write_text("5")
        before, began = memory("VmRSS"), time.monotonic()
        outcome = ask(json.loads(line))
        grown = max(memory("VmHWM") - before, peak())
        print(json.dumps([outcome, time.monotonic() - began, grown]), flush=True)
    sys.stdout.flush()
    os._exit(0)  # a plain connection may still be at work


if __name__ == "__main__":
    main()
