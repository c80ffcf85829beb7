"""Kills a process in the middle of governed queries, and counts what is missing afterwards.

The child makes governed queries from two threads and acknowledges each over a pipe, after it has its answer. The parent
kills it at a random instant, opens the layer again, and compares. The log begins a new file every few dozen calls, and
its durability is "process" and "power" by turns.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autogen_hatidata import HatiData, HatiDataError, Settings
from benchmarks.measure import Figure
from benchmarks.stages import POLICY, SCHEMA

KILLS = 50
DURABILITIES = ("process", "power")
SEGMENT_MB = 0.05
AGENTS = ("analyst", "poor")
QUERIES = (
    "SELECT id, email FROM customers WHERE id = {}",
    "SELECT count(*) AS n FROM orders WHERE id < {}",
    "SELECT * FROM hidden WHERE x = {}",
    "SELECT c.id FROM customers c JOIN orders o ON o.id = {}",
    "SELECT nam FROM customers WHERE id = {}",
)


@dataclass(slots=True)
class Tally:
    """What was acknowledged, and what was wrong after the kills."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    broken_chains: int = 0
    wrong_spending: int = 0
    open: int = 0
    files: int = 0

    @property
    def wrong(self) -> int:
        """Everything that must not be."""
        return self.lost + self.doubled + self.broken_chains + self.wrong_spending


def run(kills: int = KILLS) -> Iterator[Figure]:
    """Acknowledged records lost over all kills."""
    tally = measure(kills)
    note = f"{tally.acknowledged} acknowledged, {tally.open} intents left open by a kill, {tally.files} files"
    yield Figure(f"{kills} SIGKILLs: acknowledged records lost", tally.lost, "", 0, note)
    yield Figure("the same: doubled outcomes, broken chains, wrong spending", tally.wrong - tally.lost, "", 0)


def measure(kills: int, seed: int = 11) -> Tally:
    """Kill a child so many times over one file, and look after each kill."""
    tally, dice = Tally(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.duckdb"
        with HatiData.open(path) as layer:
            layer.owner_sql(SCHEMA)
        acknowledged: set[str] = set()
        for number in range(kills):
            durability = DURABILITIES[number % len(DURABILITIES)]
            acknowledged |= _killed(path, durability, dice.uniform(0.02, 0.5))
            _look(path, acknowledged, tally)
        tally.acknowledged = len(acknowledged)
    return tally


def _killed(path: Path, durability: str, seconds: float) -> set[str]:
    """The ids that a child acknowledged before it was killed, that many seconds after its first one."""
    command = [sys.executable, "-m", "benchmarks.kills", str(path), durability]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1])
    assert child.stdout is not None
    received = [child.stdout.readline()]
    # The pipe is drained while the child runs: a full one would stop it at the same place each time.
    reader = threading.Thread(target=lambda: received.extend(child.stdout or ()))
    reader.start()
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    child.wait()
    reader.join()
    child.stdout.close()
    ids = {line.decode().strip() for line in received if line.endswith(b"\n")}
    assert ids, "the child acknowledged nothing"
    return ids


def _look(path: Path, acknowledged: set[str], tally: Tally) -> None:
    """Count what the reopened layer lacks, and what it should not have."""
    with HatiData.open(path, policy=POLICY) as layer:
        outcomes: Counter[str] = Counter()
        spent: dict[str, float] = dict.fromkeys(AGENTS, 0.0)
        due: dict[str, tuple[str, float]] = {}
        failed: Counter[str] = Counter()
        for record in layer.audit.records():
            if record["kind"] == "intent":
                due[record["id"]] = (record["agent"], record["reserved"])
            elif record["kind"] == "attempt":
                failed[record["id"]] += record["credits"]
                due[record["id"]] = (record["agent"], failed[record["id"]])
            elif record["kind"] == "outcome":
                outcomes[record["id"]] += 1
                due.pop(record["id"], None)
                spent[record["agent"]] += record["credits"]
        # What a kill left open is charged at what was reserved for it.
        for agent, credits in due.values():
            spent[agent] += credits
        usage = layer.usage("agent")
        tally.lost += len(acknowledged - outcomes.keys())
        tally.doubled += sum(count > 1 for count in outcomes.values())
        tally.broken_chains += not layer.audit.verify().ok
        tally.wrong_spending += sum(
            abs(usage[name]["credits"] - spent[name]) > 1e-6 for name in AGENTS if name in usage
        )
        tally.open, tally.files = len(due), len(list(layer.audit.folder.glob("*.jsonl")))


def _work(layer: HatiData, name: str, start: int) -> None:
    agent = layer.agent(name)
    for number in range(start, 10**9):
        try:
            done = agent.run(QUERIES[number % len(QUERIES)].format(number)).audit_id
        except HatiDataError as error:
            done = str(error.audit_id)
        os.write(1, f"{done}\n".encode())


def main(path: str, durability: Any) -> None:
    """The child: two threads, an agent each, until it is killed."""
    settings = Settings(durability=durability, audit_segment_mb=SEGMENT_MB)
    layer = HatiData.open(path, policy=POLICY, settings=settings)
    for start, name in enumerate(AGENTS):
        threading.Thread(target=_work, args=(layer, name, start * 2), daemon=True).start()
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
