"""What a worker process costs beside the same in this process: a point query, 100,000 rows, a change, and its start."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median as middle

from autogen_hatidata import HatiData, HatiDataAgent, Settings
from autogen_hatidata.engines.process import WorkerProcess
from benchmarks import data
from benchmarks.measure import Figure, interleaved, median
from benchmarks.point import SQL

ROUNDS = 600
MANY = 100_000
KINDS = ("none", "process")
ROWS = f"SELECT id, customer_id, email, phone, amount, day FROM orders LIMIT {MANY}"
CHANGE = "INSERT INTO notes VALUES (1, 'a note')"
POLICY = {
    "version": 1,
    "roles": {"writer": {"can": ["read", "write"]}},
    "agents": {"*": {"role": "writer"}},
    "tables": {"notes": {"read": ["writer"], "write": {"writer": ["insert"]}}},
}


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """The ratios, the noise between two agents of this process, and the start."""
    file = data.orders()
    with ExitStack() as stack:
        none, process = (
            stack.enter_context(
                HatiData.open(data.copy(file, kind), read_only=True, settings=Settings(isolation=kind, max_rows=MANY))
            ).agent("ana")
            for kind in KINDS
        )
        assert none.query(ROWS) == process.query(ROWS)
        yield from _compared("point query", SQL, none, process, rounds, 1.5)
        yield from _compared("100,000 rows of six columns", ROWS, none, process, max(2, rounds // 30), 1.2)
    yield from _changes(max(2, rounds // 3))
    started = [_start(file) for _ in range(max(2, rounds // 60))]
    yield Figure("start of a worker, until the file is open", middle(started), " s", 1.0, f"worst {max(started):.2f} s")


def _compared(
    what: str, sql: str, none: HatiDataAgent, process: HatiDataAgent, rounds: int, goal: float
) -> Iterator[Figure]:
    calls = {"none": lambda: none.query(sql), "again": lambda: none.query(sql), "process": lambda: process.query(sql)}
    times = interleaved(calls, rounds)
    base = median(times["none"])
    yield Figure(f"{what}, isolation process / none", median(times["process"]) / base, "x", goal, _time(base))
    yield Figure("noise: none / none", median(times["again"]) / base, "x", None)


def _changes(rounds: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        agents = {}
        for kind in KINDS:
            layer = HatiData.open(Path(folder) / f"{kind}.duckdb", settings=Settings(isolation=kind))
            stack.callback(layer.close)
            layer.owner_sql("CREATE TABLE notes (id INTEGER, note VARCHAR)")
            layer.set_policy(POLICY)
            agents[kind] = layer.agent("ana")
        times = interleaved({kind: lambda one=one: one.execute(CHANGE) for kind, one in agents.items()}, rounds)
    base = median(times["none"])
    yield Figure("insert of a row, isolation process / none", median(times["process"]) / base, "x", None, _time(base))


def _start(file: Path) -> float:
    """Seconds until a worker has a file open."""
    copied = Path(shutil.copy(file, data.FOLDER / "orders-start.duckdb"))
    began = time.perf_counter()
    process = WorkerProcess(copied, Settings(isolation="process"), read_only=True)
    spent = time.perf_counter() - began
    process.end()
    return spent


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms in this process"
