"""What ends or copies the process in the middle of a call does to a data layer what it does to any program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from autogen_hatidata import HatiData, opening

CTRL_C = """
import os, signal, sys, threading
from autogen_hatidata import HatiData, Settings
signal.signal(signal.SIGINT, signal.default_int_handler)  # a process in the background ignores it
with HatiData.open(sys.argv[1], settings=Settings(timeout_s=2)) as layer:  # DuckDB may look for it no sooner
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    try:
        layer.agent("ana").query("SELECT count(*) FROM range(100000) AS a, range(10000000) AS b")
    except KeyboardInterrupt:
        outcome = layer.audit.tail(1)[0]
        print(outcome["kind"], outcome["status"])
"""


def test_ctrl_c_ends_a_query_and_is_recorded(tmp_path: Path) -> None:
    """An interrupt reaches the program that asked: it is no error that a model is told, and a chat does not go on."""
    done = subprocess.run(
        [sys.executable, "-c", CTRL_C, str(tmp_path / "x.duckdb")], capture_output=True, text=True, timeout=60
    )

    assert done.stdout.split() == ["outcome", "error"], done.stderr


def test_a_child_opens_a_layer_while_its_parent_was_opening_one(tmp_path: Path) -> None:
    """A child does not wait for a thread of its parent, which it does not have."""
    held, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with opening._lock:
            held.set()
            go_on.wait(20)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(20)
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        layer = HatiData.open(tmp_path / "x.duckdb")
        os._exit(0 if layer.agent("ana").query("SELECT 1 AS one") == [{"one": 1}] else 1)
    status = os.waitpid(child, 0)[1]
    go_on.set()
    other.join()

    assert status == 0
