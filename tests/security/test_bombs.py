"""What would hold up the host is refused or stopped: within seconds, and without its memory."""

from __future__ import annotations

import json
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from support import cases, soak_report

from autogen_hatidata.sql.mending import mend
from autogen_hatidata.types import AUTO_DIALECTS

SECONDS, MEGABYTES = 10, 1024
TIMES = 20
TIMEOUTS = {"agent": 0.5, "worker": 1.0, "plain": 0.0}
"""How a statement is run, and the seconds that it is given: with a worker enough for it to begin what nothing stops."""

PATIENT_S = 2.0
LONG = (
    "CREATE TABLE letters AS SELECT range AS id, repeat(chr(CAST(97 + range % 26 AS INTEGER)), 100000) AS body "
    "FROM range(300)",
    "CREATE TABLE documents AS SELECT 1 AS id, repeat('x', 30000000) AS body",
)
QUICK = ("a long text of a table, a thousand times", "rows with a long document each", "a list with itself")
CHILD = Path(__file__).with_name("bomb_child.py")


class Bomb(NamedTuple):
    """A statement, the codes that may stop it, and whether only a worker process does so."""

    name: str
    codes: tuple[str, ...]
    sql: str
    process: bool


def _bomb(case: cases.Case) -> Bomb:
    name, codes = (part.strip() for part in case["bomb"].split("|"))
    return Bomb(name, tuple(codes.split("/")), case.sql, case["process"] == "yes")


BOMBS = [_bomb(case) for case in cases.read("bombs.sql")]
ANYWHERE = [bomb for bomb in BOMBS if not bomb.process]


@pytest.fixture(scope="module")
def bombs_path(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with tables of long texts; it is only read."""
    path = Path(shutil.copy(shop_file, tmp_path_factory.mktemp("bombs") / "shop.duckdb"))
    with duckdb.connect(path) as connection:
        for made in LONG:
            connection.execute(made)
    return path


class Child:
    """A process that runs bombs, and is killed where one takes too much."""

    def __init__(self, path: Path, how: str, timeout_s: float) -> None:
        command = [sys.executable, str(CHILD), str(path), how, str(timeout_s)]
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
def _running(path: Path, how: str, timeout_s: float | None = None) -> Iterator[Child]:
    child = Child(path, how, TIMEOUTS[how] if timeout_s is None else timeout_s)
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


def _stopped_each_time(path: Path, how: str, bombs: Sequence[Bomb], row: str) -> list[str]:
    """One process gets all of them, twenty times in a row; what was not stopped of it, and a row for the report.

    It is another one after a bomb that it had to be killed for.
    """
    began = time.monotonic()
    harm: list[str] = []
    left = [(turn, bomb) for turn in range(TIMES) for bomb in bombs]
    while left:
        with _running(path, how) as child:
            while left and child.process.poll() is None:
                turn, bomb = left.pop(0)
                found = child.run(bomb.sql, SECONDS, MEGABYTES)
                harm += [] if _is_stopped(bomb, found) else [f"{turn}: {bomb.name}: {_harm(found)}"]

    tried = TIMES * len(bombs)
    stopped = tried - len(harm)
    denied = stopped - TIMES * sum("answer" in bomb.codes for bomb in bombs)
    soak_report.report(row, tried, stopped, max(denied, 0), time.monotonic() - began)
    return harm


def test_bombs_are_refused_or_stopped(bombs_path: Path) -> None:
    """Each ends with the error that its case names, within 10 s and 1 GB, and the next call is answered."""
    with _running(bombs_path, "agent") as child:
        told = {bomb.name: (bomb, child.run(bomb.sql, SECONDS, MEGABYTES)) for bomb in ANYWHERE}

    assert {name: _harm(found) for name, (bomb, found) in told.items() if not _is_stopped(bomb, found)} == {}


def test_a_worker_stops_what_is_left(bombs_path: Path) -> None:
    """What only a worker stops is stopped there, while another agent is answered; program and worker stay small."""
    with _running(bombs_path, "worker") as child:
        told = [(bomb, child.run(bomb.sql, SECONDS, MEGABYTES)) for bomb in BOMBS if bomb.name in QUICK]

    assert {bomb.name: _harm(found) for bomb, found in told if not _is_stopped(bomb, found)} == {}
    assert len(told) == len(QUICK)


def test_an_ordinary_answer_is_no_bomb(bombs_path: Path) -> None:
    """The child answers what is allowed, so that an error means something; and it sees memory that is used."""
    ordinary = ("SELECT count(*) AS n FROM customers", "SELECT list(range) AS l FROM range(90000)")
    for how in ("agent", "worker"):
        with _running(bombs_path, how) as child:
            assert ["answer 1"] * 2 == [child.run(sql, SECONDS, MEGABYTES)[0] for sql in ordinary]
    with _running(bombs_path, "plain") as child:
        large = child.run("SELECT list(range) AS l FROM range(1500000)", SECONDS, MEGABYTES)

    assert 50 < large[2] < MEGABYTES


@pytest.mark.parametrize("part", [";", " ", "/*a", ",", "```", "a-", "( ", "'a ", "\n/", "&gt;/*", "<a>", "SELECT _"])
def test_a_long_text_that_cannot_be_read_is_left_soon(part: str) -> None:
    """What was quadratic took up to twenty seconds, in which nothing else runs."""
    text = f"SELECT 1 FRMO t {part * (19_900 // len(part))}x"
    began = time.process_time()
    mend(text, "duckdb", AUTO_DIALECTS)

    assert time.process_time() - began < 8


def test_there_are_enough_different_bombs() -> None:
    """At least twelve that are stopped anywhere, no two alike."""
    assert len(ANYWHERE) >= 12
    assert len({bomb.name for bomb in BOMBS}) == len(BOMBS) == len({bomb.sql for bomb in BOMBS})
    assert max(TIMEOUTS.values()) < PATIENT_S < SECONDS


@pytest.mark.soak
@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name.replace(" ", "-"))
def test_bomb_does_harm_without_guards(bomb: Bomb, bombs_path: Path) -> None:
    """On a plain connection it takes more than 10 seconds, or more than 1 GB; else it would test nothing. What only a
    worker stops does so as an agent, too, long after its time limit: it is what the page on limits says is left."""
    how = ("agent", PATIENT_S) if bomb.process else ("plain", None)
    with _running(bombs_path, *how) as child:
        outcome, seconds, megabytes = child.run(bomb.sql, SECONDS, MEGABYTES)

    assert outcome == "killed" or megabytes >= MEGABYTES, f"{outcome}: {seconds:.1f} s, {megabytes} MB"


@pytest.mark.soak
def test_bombs_are_stopped_each_time(bombs_path: Path) -> None:
    """One process stops them all, twenty times in a row, and answers after each."""
    assert _stopped_each_time(bombs_path, "agent", ANYWHERE, "bombs in the agents' process") == []


@pytest.mark.soak
def test_a_worker_stops_bombs_each_time(bombs_path: Path) -> None:
    """With a worker, those that are left without one as well; another agent is answered beside each and after it."""
    assert _stopped_each_time(bombs_path, "worker", BOMBS, "bombs with a worker") == []
