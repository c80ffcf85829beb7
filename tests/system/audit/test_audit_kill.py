"""After a kill -9 every acknowledged record is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autogen_hatidata.audit import AuditLog, StateFolder

# Four threads append; each record is acknowledged over the pipe after append has returned.
CHILD = """
import os, sys, threading
from pathlib import Path
from autogen_hatidata.audit import AuditLog, StateFolder
folder = StateFolder.open(Path(sys.argv[1]))
log = AuditLog.open(folder.path / "audit", b"key", every=50, snapshot=lambda: {"filler": "x" * 2000})
def work(name):
    for number in range(10**9):
        log.append("intent", {"id": f"{name}-{number}", "sql": "SELECT ?" * 20})
        record = log.append("outcome", {"id": f"{name}-{number}", "sql": "SELECT ?" * 20})
        os.write(1, b"%d %s\\n" % (record.seq, record.hash.encode()))
for name in "abcd":
    threading.Thread(target=work, args=(name,)).start()
"""


def killed(database: Path, after: float, *, working: bool) -> dict[int, str]:
    """Start the child and kill it ``after`` seconds, counted from its first acknowledgement when it shall be working;
    what it acknowledged."""
    with subprocess.Popen([sys.executable, "-c", CHILD, database], stdout=subprocess.PIPE, bufsize=0) as child:
        assert child.stdout is not None
        data = child.stdout.readline() if working else b""
        end = time.monotonic() + after
        while working and time.monotonic() < end:
            data += os.read(child.stdout.fileno(), 1 << 16)
        time.sleep(max(0.0, end - time.monotonic()))
        child.send_signal(signal.SIGKILL)
        data += child.stdout.read()
    pairs = (line.split() for line in data.splitlines(keepends=True) if line.endswith(b"\n"))
    return {int(seq): digest.decode() for seq, digest in pairs}


def kill_often(tmp_path: Path, times: int, seed: int) -> None:
    """Kill a writer again and again on one log; check every acknowledgement of all rounds after each."""
    rng, acknowledged = random.Random(seed), {}
    database = tmp_path / "shop.duckdb"
    for number in range(times):
        working = number % 4 != 3  # every fourth is killed while it starts
        acknowledged |= killed(database, rng.uniform(0.0, 0.06) if working else rng.uniform(0.05, 0.3), working=working)
        folder = StateFolder.open(database)
        log = AuditLog.open(folder.path / "audit", b"key")
        found = log.verify()
        kept = {record["seq"]: record["hash"] for record in log.records()}
        log.close()
        folder.close()

        assert found.ok, (seed, number, str(found))
        assert log.found is None
        assert acknowledged.items() <= kept.items(), (seed, number)
    assert len(acknowledged) > times


def test_kills_lose_no_acknowledged_record(tmp_path: Path) -> None:
    """A process killed in the middle of its work leaves a log with every acknowledged record, and a valid chain."""
    kill_often(tmp_path, 4, seed=1)


@pytest.mark.soak
def test_many_kills_lose_no_acknowledged_record(tmp_path: Path) -> None:
    """The same for fifty kills at random instants, of a writer at work and of one that starts."""
    kill_often(tmp_path, 50, seed=random.randrange(10**6))
