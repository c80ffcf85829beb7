"""Kills a process in the middle of saving results, and compares results, records and acknowledgements afterwards."""

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

import duckdb

from autogen_hatidata import HatiData

ROWS = 500
"""Rows of one result: a part of it would be seen."""

NAMES = 3
"""Names that each agent uses in turn, so that most saves take the place of another one."""

SAVE = "SELECT '{0}' AS batch, i FROM range(500) t(i)"


@dataclass(slots=True)
class Found:
    """What was seen after all kills; ``wrong`` says in words what must not be."""

    acknowledged: int = 0
    settled: int = 0
    wrong: list[str] = field(default_factory=list)


def measure(folder: Path, kills: int, seed: int) -> Found:
    """Kill a child so many times over one file, each time after some acknowledged saves; look at it after each."""
    dice, found, path, last = random.Random(seed), Found(), folder / "shop.duckdb", 0
    for _ in range(kills):
        acknowledged = _killed(path, dice.randint(1, 12), dice.uniform(0, 0.02))
        found.acknowledged += len(acknowledged)
        last = _look(path, acknowledged, last, found)
    return found


def _look(path: Path, acknowledged: dict[str, str], since: int, found: Found) -> int:
    """Compare what can be read with what is on record since a number; gives the number of the last record."""
    with HatiData.open(path) as layer:
        records = [one for one in layer.audit.records() if one["seq"] > since]
        found.wrong += [] if layer.audit.verify().ok else ["the chain is broken"]
        agent, read = layer.agent("reader"), dict[str, str]()
        for table in (one for one in agent.list_tables() if one.schema == "saved"):
            (row,) = agent.query(f"SELECT count(*) AS n, min(batch) AS a, max(batch) AS b FROM saved.{table.name}")
            found.wrong += [] if row["n"] == ROWS and row["a"] == row["b"] else [f"a part of a result: {row}"]
            read[table.name] = row["a"]
        last = layer.audit.tail(1)[0]["seq"]
        folder = layer.folder
    saved = {one["id"]: one["saved"]["name"] for one in records if one["kind"] == "intent" and one["action"] == "save"}
    settled = {one["id"]: one["committed"] for one in records if one["kind"] == "settled"}
    ends = {one["id"]: one["status"] == "ok" for one in records if one["kind"] == "outcome" and one["id"] in saved}
    told = Counter([*ends, *settled])
    found.settled += len(settled)
    found.wrong += [f"{id} is told {told[id]} times" for id in saved if told[id] != 1]
    found.wrong += [f"{id} was acknowledged, and is not on record" for id in acknowledged.keys() - ends.keys()]
    found.wrong += _not_the_newest(path, saved, {**ends, **settled}, acknowledged, read)
    with duckdb.connect(str(folder / "memory.duckdb"), read_only=True) as file:
        of_results = "SELECT count(*) FROM duckdb_tables() WHERE NOT starts_with(table_name, '_hatidata_')"
        tables = file.execute(of_results).fetchall()[0][0]
    found.wrong += [] if tables == len(read) else [f"{tables} tables in the file for {len(read)} results"]
    return last


def _not_the_newest(
    path: Path, saved: dict[str, str], made: dict[str, bool], acknowledged: dict[str, str], read: dict[str, str]
) -> list[str]:
    """Each name must have the result of the newest call that is on record as made; of those answered it is known."""
    newest = {name: id for id, name in saved.items() if made.get(id)}
    wrong = [f"{name} is gone" for name in newest.keys() - read.keys()]
    for name, id in newest.items():
        if id in acknowledged and read.get(name) != acknowledged[id]:
            wrong.append(f"{name} has {read.get(name)}, and {acknowledged[id]} was acknowledged last")
        if id not in acknowledged and read.get(name) in acknowledged.values():
            wrong.append(f"{name} has an older result than the one on record as made")
    return wrong


def _killed(path: Path, after: int, more: float) -> dict[str, str]:
    """The calls that a child had an answer for, with the batch that each saved. It is killed ``more`` seconds after so
    many answers: right after one, the next save has hardly begun."""
    command = [sys.executable, __file__, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(after)]
        time.sleep(more)
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.readlines()
    return dict(line.split() for line in lines if line.endswith("\n"))


def _save(layer: HatiData, name: str) -> None:
    agent, number = layer.agent(name), 0
    while True:
        number += 1
        batch = f"{name}-{os.getpid()}-{number}"
        result = agent.save_result(f"{name}{number % NAMES}", SAVE.format(batch))
        os.write(1, f"{result.audit_id} {batch}\n".encode())


def main(path: str) -> None:
    """What the child does until it is killed."""
    with HatiData.open(path) as layer:
        threads = [threading.Thread(target=_save, args=(layer, name), daemon=True) for name in ("ana", "bob")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
