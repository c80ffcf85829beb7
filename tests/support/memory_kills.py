"""Kills a process in the middle of storing, changing, forgetting and compacting, and compares what is left with what it
said that it had done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from autogen_hatidata.memory import core
from autogen_hatidata.memory.model import Audience, Draft, Filters
from support.memory import column, found, open_store, rows

ME = Audience("ann")
THREADS = 2


@dataclass(slots=True)
class Found:
    """What was seen after all kills; ``wrong`` says in words what must not be."""

    acknowledged: int = 0
    compacted: int = 0
    broken_off: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Told:
    """What children said of memories, by name: the versions that each may have now; None for one that is not there."""

    may_be: dict[str, set[int | None]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)

    def hear(self, lines: list[str], found: Found) -> None:
        """Follow what one child said."""
        begun: dict[str, int | None] = {}
        erasing: set[str] = set()
        for line in lines:
            word, name, version = line.split()
            now = None if version == "-" else int(version)
            if word == "begin":
                begun[name] = now
                erasing = set(self.gone) if name == "compact" else erasing
                continue
            found.acknowledged += 1
            del begun[name]
            if name == "compact":
                found.compacted += 1
                self.erased |= erasing
                continue
            self.may_be[name] = {now}
            if now is None:
                self.gone.add(name)
        for name, now in begun.items():
            found.broken_off += 1
            if name != "compact":
                self.may_be[name] = self.may_be.get(name, {None}) | {now}


def measure(folder: Path, kills: int, seed: int) -> Found:
    """Kill a child so many times over one file, each time after some acknowledged changes; look at it after each."""
    dice, found, told = random.Random(seed), Found(), Told()
    for _ in range(kills):
        told.hear(_killed(folder, dice.randint(5, 40), dice.random() * 0.03), found)
        found.wrong += _wrong(folder, told)
    return found


def _wrong(folder: Path, told: Told) -> list[str]:
    opened = open_store(folder, time.time)
    try:
        wrong = opened.store.verify()
        listed = column(opened.store.list(None, limit=10**6))
        seen = {name: int(version) for name, version in (text.split() for text in listed)}
        for name, versions in told.may_be.items():
            now = seen.get(name)
            if now not in versions:
                wrong.append(f"{name} has version {now}, and may have {versions}")
            told.may_be[name] = {now}
            if now is not None and f"{name} {now}" not in found(opened.store, ME, f"{name} {now}", mode="lexical"):
                wrong.append(f"{name} is not found")
        wrong += [f"{name} is there, and nobody stored it" for name in seen.keys() - told.may_be.keys()]
    finally:
        opened.close()
    data = [one.read_bytes() for one in folder.rglob("*") if one.is_file()]
    return [
        *wrong,
        *(f"a byte of {name} is left" for name in told.erased if any(f"{name} ".encode() in one for one in data)),
    ]


def _killed(folder: Path, after: int, more: float) -> list[str]:
    """What a child said until it was killed, some seconds after so many lines."""
    command = [sys.executable, __file__, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(after)]
        time.sleep(more)
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.readlines()
    return [line for line in lines if line.endswith("\n")]


def _say(word: str, name: str, version: int | None) -> None:
    os.write(1, f"{word} {name} {'-' if version is None else version}\n".encode())


def _work(folder: Path, store: object, number: int, seed: int) -> None:
    """Store, change and forget memories of names of its own; the first thread compacts, too."""
    dice, mine, names = random.Random(seed), dict[str, tuple[str, int]](), 0
    while True:
        what = dice.choice(["store"] * 5 + ["update"] * 4 + ["forget"] * 3 + ["compact"] * (number == 0))
        if what == "compact":
            _say("begin", "compact", 0)
            store.compact()
            _say("done", "compact", 0)
        elif what == "store" or not mine:
            names += 1
            name = f"m{os.getpid()}x{number}x{names}x"
            _say("begin", name, 0)
            (row,) = rows(store.store(ME, [Draft(f"{name} 0")]))
            mine[name] = row["memory_id"], 0
            _say("done", name, 0)
        else:
            name = dice.choice(list(mine))
            memory_id, version = mine.pop(name)
            now = version + 1 if what == "update" else None
            _say("begin", name, now)
            if now is None:
                store.forget(ME, Filters(memory_ids=(memory_id,)))
            else:
                store.update(ME, memory_id, {"content": f"{name} {now}"})
                mine[name] = memory_id, now
            _say("done", name, now)


def main(folder: str) -> None:
    """What the child does until it is killed."""
    core._LEAST_NEW = 10  # so that kills hit snapshots, too
    opened = open_store(Path(folder), time.time)
    opened.store.rebuild()
    work = [(Path(folder), opened.store, number, os.getpid() + number) for number in range(THREADS)]
    threads = [threading.Thread(target=_work, args=one, daemon=True) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
