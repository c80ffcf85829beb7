"""What would hold up the host is refused or stopped: within seconds, and without its memory."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import bomb_child
import pytest
from support import cases, soak_report

SECONDS, MEGABYTES = 10, 1024
TIMES = 20
CHILD = Path(__file__).with_name("bomb_child.py")


class Bomb(NamedTuple):
    """A statement, and the codes that may stop it."""

    name: str
    codes: tuple[str, ...]
    sql: str


def _bomb(case: cases.Case) -> Bomb:
    name, codes = (part.strip() for part in case["bomb"].split("|"))
    return Bomb(name, tuple(codes.split("/")), case.sql)


BOMBS = [_bomb(case) for case in cases.read("bombs.sql")]


class Child:
    """A process that runs bombs, and is killed where one takes too much."""

    def __init__(self, path: Path, how: str) -> None:
        command = [sys.executable, str(CHILD), str(path), how]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._to, self._from = self.process.stdin, self.process.stdout
        if self._answer(60, 1 << 20) != "ready":
            raise AssertionError("the process did not begin")

    def run(self, sql: str, seconds: float, megabytes: int) -> tuple[str, float, int]:
        """What came of a statement, and what it took; ``killed`` where that was more than allowed."""
        self._to.write(json.dumps(sql) + "\n")
        self._to.flush()
        began, before = time.monotonic(), self._memory()
        found = self._answer(seconds, before + megabytes)
        if found is None:
            found = ["killed", time.monotonic() - began, self._memory() - before]
            self.close()
        return tuple(found)

    def close(self) -> None:
        """End the process, whatever it is at."""
        self.process.kill()
        self.process.wait()
        self._to.close()
        self._from.close()

    def _answer(self, seconds: float, megabytes: int) -> Any:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and self._memory() < megabytes:
            if select.select([self._from], [], [], 0.02)[0]:
                line = self._from.readline()
                if not line:
                    raise AssertionError("the process ended")
                return json.loads(line)
        return None

    def _memory(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
        return int(found[0]) // 1024 if found else 0


@contextmanager
def _running(path: Path, how: str) -> Iterator[Child]:
    child = Child(path, how)
    try:
        yield child
    finally:
        if child.process.poll() is None:
            child.close()


def _harm(found: tuple[str, float, int]) -> str:
    outcome, seconds, megabytes = found
    return f"{outcome} after {seconds:.1f} s and {megabytes} MB"


def _is_stopped(bomb: Bomb, found: tuple[str, float, int]) -> bool:
    outcome, seconds, megabytes = found
    return outcome.split()[0] in bomb.codes and seconds < SECONDS and megabytes < MEGABYTES


def test_bombs_are_refused_or_stopped(shop_path: Path) -> None:
    """Each ends with the error that its case names, within 10 s and 1 GB, and the next call is answered."""
    with _running(shop_path, "agent") as child:
        told = {bomb.name: (bomb, child.run(bomb.sql, SECONDS, MEGABYTES)) for bomb in BOMBS}

    assert {name: _harm(found) for name, (bomb, found) in told.items() if not _is_stopped(bomb, found)} == {}


def test_an_ordinary_answer_is_no_bomb(shop_path: Path) -> None:
    """The child answers what is allowed, so that an error means something; and it sees memory that is used."""
    with _running(shop_path, "agent") as child:
        small = child.run("SELECT count(*) AS n FROM customers", SECONDS, MEGABYTES)
        listed = child.run("SELECT list(range) AS l FROM range(90000)", SECONDS, MEGABYTES)
    with _running(shop_path, "plain") as child:
        large = child.run("SELECT list(range) AS l FROM range(1500000)", SECONDS, MEGABYTES)

    assert ("answer 1", "answer 1") == (small[0], listed[0])
    assert 50 < large[2] < MEGABYTES


def test_there_are_enough_different_bombs() -> None:
    """At least twelve, no two alike."""
    assert len(BOMBS) >= 12
    assert len({bomb.name for bomb in BOMBS}) == len(BOMBS) == len({bomb.sql for bomb in BOMBS})
    assert bomb_child.TIMEOUT_S < SECONDS


@pytest.mark.soak
@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name.replace(" ", "-"))
def test_bomb_does_harm_without_guards(bomb: Bomb, shop_path: Path) -> None:
    """On a plain connection it takes more than 10 seconds, or more than 1 GB; else it would test nothing."""
    with _running(shop_path, "plain") as child:
        outcome, seconds, megabytes = child.run(bomb.sql, SECONDS, MEGABYTES)

    assert outcome == "killed" or megabytes >= MEGABYTES, f"{seconds:.1f} s, {megabytes} MB"


@pytest.mark.soak
def test_bombs_are_stopped_each_time(shop_path: Path) -> None:
    """One process stops them all, twenty times in a row, and answers after each."""
    began = time.monotonic()
    harm = []
    with _running(shop_path, "agent") as child:
        for turn in range(TIMES):
            for bomb in BOMBS:
                found = child.run(bomb.sql, SECONDS, MEGABYTES)
                harm += [] if _is_stopped(bomb, found) else [f"{turn}: {bomb.name}: {_harm(found)}"]

    tried = TIMES * len(BOMBS)
    stopped = tried - len(harm)
    denied = stopped - TIMES * sum("answer" in bomb.codes for bomb in BOMBS)
    soak_report.report("bombs in the agents' process", tried, stopped, max(denied, 0), time.monotonic() - began)

    assert harm == []
