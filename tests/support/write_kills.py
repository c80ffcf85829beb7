"""Kills a process in the middle of governed writes, and compares data, records and acknowledgements afterwards."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autogen_hatidata import HatiData, Settings

ROWS = 3
"""Rows of one statement: a part of it in the file would be seen."""

POLICY: dict[str, Any] = {
    "version": 1,
    "roles": {"clerk": {"can": ["read", "write"]}},
    "agents": {"*": {"role": "clerk"}},
    "tables": {
        "deeds": {
            "read": ["clerk"],
            "write": {"clerk": ["insert", "update", "delete"]},
            "rows": {"filter": "owner = {agent}"},
        }
    },
}
SCHEMA = "CREATE TABLE deeds (owner VARCHAR, batch VARCHAR, part INTEGER, version INTEGER DEFAULT 1)"
INSERT = "INSERT INTO deeds (owner, batch, part) SELECT '{0}', '{1}', i FROM range(3) t(i)"
UPDATE = "UPDATE deeds SET version = version + 1"


@dataclass(slots=True)
class Found:
    """What was seen after all kills; ``wrong`` says in words what must not be."""

    acknowledged: int = 0
    committed: int = 0
    undone: int = 0
    wrong: list[str] = field(default_factory=list)


def measure(folder: Path, kills: int, seed: int) -> Found:
    """Kill a child so many times over one file; the state of the file is looked at after each kill."""
    dice, found, path = random.Random(seed), Found(), folder / "shop.duckdb"
    with HatiData.open(path) as layer:
        layer.owner_sql(SCHEMA)
    last = 0
    for number in range(kills):
        durability = ("process", "power")[number % 2]
        acknowledged = _killed(path, durability, dice.uniform(0.02, 0.4), after=number % 3)
        found.acknowledged += len(acknowledged)
        last = _look(path, acknowledged, last, found)
    return found


def _look(path: Path, acknowledged: dict[str, str], since: int, found: Found) -> int:
    """Compare what is in the file with what is on record since a number; gives the number of the last record."""
    with HatiData.open(path, policy=POLICY) as layer:
        verified = layer.audit.verify()
        records = [one for one in layer.audit.records() if one["seq"] > since]
        rows = layer.owner_sql("SELECT batch, count(*) AS n, count(DISTINCT version) AS versions FROM deeds GROUP BY 1")
        layer.owner_sql("DELETE FROM deeds")
        last = layer.audit.tail(1)[0]["seq"]
    actions = {one["id"]: one["action"] for one in records if one["kind"] == "intent"}
    ends = [(one["id"], one["status"] == "ok") for one in records if one["kind"] == "outcome"]
    settled = [(one["id"], one["committed"]) for one in records if one["kind"] == "settled"]
    told = Counter(id for id, _ in [*ends, *settled])
    done = {id for id, ok in [*ends, *settled] if ok and actions[id] == "insert"}
    found.committed += sum(ok for _, ok in settled)
    found.undone += sum(not ok for _, ok in settled)
    found.wrong += [] if verified.ok else [f"the chain is broken: {verified.problems[:2]}"]
    found.wrong += [f"a part of a statement: {row}" for row in rows if row["n"] != ROWS or row["versions"] != 1]
    found.wrong += [f"{id} is told {told[id]} times" for id in actions if told[id] != 1]
    found.wrong += [f"{id} was acknowledged, and is not on record" for id in acknowledged.keys() - done]
    found.wrong += [f"{batch} is gone" for batch in set(acknowledged.values()) - {row["batch"] for row in rows}]
    found.wrong += [] if len(rows) == len(done) else [f"{len(rows)} inserts are in the file, {len(done)} on record"]
    return last


def _killed(path: Path, durability: str, seconds: float, *, after: int) -> dict[str, str]:
    """The calls that a child had an answer for, with the batch that each added; ``after`` so many it is left to run
    for some seconds more."""
    command = [sys.executable, __file__, str(path), durability]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(1 + after)]
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.readlines()
    return dict(line.split() for line in lines if line.count(" ") == 1 and line.endswith("\n"))


def _write(layer: HatiData, name: str) -> None:
    agent, number = layer.agent(name), 0
    while True:
        number += 1
        batch = f"{name}-{number}"
        result = agent.write(INSERT.format(name, batch))
        os.write(1, f"{result.audit_id} {batch}\n".encode())
        if number % 3 == 0:
            agent.write(UPDATE)


def main(path: str, durability: str) -> None:
    """What the child does until it is killed."""
    with HatiData.open(path, policy=POLICY, settings=Settings(durability=durability)) as layer:
        os.write(1, b"ready\n")
        threads = [threading.Thread(target=_write, args=(layer, name), daemon=True) for name in ("ana", "bob")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
