"""What it costs to have the log on the disk, and how long a layer takes to open a long one."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any, Literal

from autogen_hatidata import HatiData, Settings
from autogen_hatidata.audit import AuditLog, lookup
from autogen_hatidata.audit.files import backward, segments
from autogen_hatidata.audit.reading import mark
from autogen_hatidata.governance import records
from autogen_hatidata.governance.quota import Quota
from benchmarks import data, report
from benchmarks.measure import Figure, interleaved, median

Durability = Literal["process", "power"]
_DURABILITIES: tuple[Durability, ...] = ("process", "power")

WRITERS = 8
EACH = 50
OPENS = 5
FOLDED = 10_000
ROUNDS = 40
PER_QUERY, PER_RECORD = 3, 25_000
"""So many queries, and so many records of a log that is opened, are measured for each round of writing."""

SQL = "SELECT region, month(day) AS month, sum(amount) AS spent FROM orders GROUP BY ALL ORDER BY spent DESC"
POLICY = {
    "version": 1,
    "roles": {"regional": {"can": ["read"]}},
    "agents": {"ana": {"role": "regional", "attributes": {"region": "EU"}}},
    "tables": {"orders": {"read": ["regional"], "columns": {"email": {"mask": "full"}}}},
}


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Group commit, a query under both durabilities, and replay. All logs lie on the disk that has the data."""
    file = data.orders()
    with tempfile.TemporaryDirectory(dir=data.FOLDER) as room:
        for name, pause in (("one after the other", 0.0), ("after a pause of 10 ms", 0.01)):
            sync = _sync(Path(room) / "sync", rounds * WRITERS, pause)
            yield Figure(f"fdatasync of a line of 1 kB, {name}", sync * 1e3, " ms", note="p50, on the disk of the log")
        yield from _group(Path(room), rounds)
        yield from _query(file, Path(room), rounds * PER_QUERY)
        yield from _replay(Path(room), rounds * PER_RECORD)


# Group commit


class Locked:
    """The plain way to have each record on the disk: one lock around its write, that of the head, and their syncs.

    It does nothing else that the product does: no clock, no rotation, no checkpoint, no repair.
    """

    def __init__(self, folder: Path, *, head_too: bool) -> None:
        folder.mkdir()
        self._log = os.open(folder / "log", os.O_RDWR | os.O_CREAT | os.O_APPEND)
        self._head = os.open(folder / "head", os.O_RDWR | os.O_CREAT)
        self._lock = threading.Lock()
        self._seq, self._prev, self._head_too = 0, records.GENESIS, head_too

    def append(self, kind: str, fields: Mapping[str, Any]) -> None:
        """Have a record on the disk when this returns."""
        text = records.encode(fields)
        with self._lock:
            seq = self._seq + 1
            line, digest = records.seal(seq, "2026-01-01T00:00:00.000000Z", kind, text, self._prev)
            os.write(self._log, line)
            os.fdatasync(self._log)
            os.pwrite(self._head, records.write_head(seq, digest, None), 0)
            if self._head_too:
                os.fdatasync(self._head)
            self._seq, self._prev = seq, digest

    def close(self) -> None:
        """Let the files go."""
        os.close(self._log)
        os.close(self._head)


def _group(room: Path, rounds: int) -> Iterator[Figure]:
    """The same outcomes of eight threads through the log and through plain locks, in turn."""
    count = WRITERS * EACH
    outcome = _outcome(room)
    with ExitStack() as stack:
        log = AuditLog.open(room / "group", durability="power")
        stack.callback(log.close)
        contestants: dict[str, AuditLog | Locked] = {"group": log}
        for name, head_too in (("locked", True), ("again", True), ("head later", False)):
            contestants[name] = locked = Locked(room / name, head_too=head_too)
            stack.callback(locked.close)
        times = interleaved({name: partial(_write, one, outcome) for name, one in contestants.items()}, rounds)
        alone = interleaved({name: partial(_write, one, outcome, 1) for name, one in contestants.items()}, rounds)
    name, note = "group commit / plain locked sync, time of a record", _rates(times, "group", "locked", count)
    yield Figure(f"{WRITERS} writers, {name}", ratio(times, "group", "locked"), "x", 1 / 3, note)
    note = _rates(times, "group", "head later", count)
    yield Figure(
        "the same, the head of plain locked sync unsynced", ratio(times, "group", "head later"), "x", note=note
    )
    yield Figure("noise: plain locked sync / plain locked sync", ratio(times, "again", "locked"), "x")
    note = _rates(alone, "group", "locked", EACH)
    yield Figure(f"1 writer, {name}", ratio(alone, "group", "locked"), "x", note=note)


def ratio(times: Mapping[str, list[float]], one: str, other: str) -> float:
    """The median over the rounds: within one of them the disk is about as busy for both."""
    return median(a / b for a, b in zip(times[one], times[other], strict=True))


def _rates(times: Mapping[str, list[float]], one: str, other: str, count: int) -> str:
    more = 1 / ratio(times, one, other)
    rates = " and ".join(f"{count / median(times[name]):,.0f}/s" for name in (one, other))
    return f"{more:.1f}x the records/s: {rates}"


def _outcome(room: Path) -> dict[str, Any]:
    """The fields of a real outcome."""
    text = next(text for kind, _, text in _calls(room / "made") if kind == "outcome")
    return dict(json.loads(text))


def _write(log: AuditLog | Locked, outcome: Mapping[str, Any], writers: int = WRITERS) -> None:
    """Let threads write, each of them its next record when its last one is on the disk."""

    def work() -> None:
        for _ in range(EACH):
            log.append("outcome", outcome)

    threads = [threading.Thread(target=work) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# A query


def _query(file: Path, room: Path, rounds: int) -> Iterator[Figure]:
    """One query over two copies of a file, by layers that differ in nothing but the durability of their logs."""
    with ExitStack() as stack:
        asked: dict[str, Callable[[], object]] = {}
        for name, durability in _LAYERS.items():
            layer = HatiData.open(
                data.copy(file, name),
                policy=POLICY,
                read_only=True,
                state_dir=room / name,
                settings=Settings(durability=durability),
            )
            stack.callback(layer.close)
            asked[name] = partial(layer.agent("ana").query, SQL)
        times = interleaved(asked, rounds)
    note = f"{median(times['process']) * 1e3:.1f} ms and {median(times['power']) * 1e3:.1f} ms, p50"
    yield Figure(
        "query of more than 10 ms, durability power / process", ratio(times, "power", "process"), "x", 1.10, note
    )
    yield Figure("noise: process / process", ratio(times, "again", "process"), "x")


_LAYERS: Mapping[str, Durability] = {"process": "process", "again": "process", "power": "power"}


# Replay


def _replay(room: Path, count: int) -> Iterator[Figure]:
    """How long `HatiData.open` takes over a long log, for each durability, and over one whose newest file is full."""
    calls = _calls(room / "calls")
    for durability in _DURABILITIES:
        folder = room / f"long-{durability}"
        folder.mkdir()
        checkpoint = {**report.CHECKPOINT, "durability": durability, "spending": _spending(calls)}
        written, size = report.write(folder / "audit", calls, count, checkpoint)
        of = f"{written:,} records, {size / 1e6:,.0f} MB"
        yield _opening("opening a layer over a long log", folder, durability, of)
        full = room / f"full-{durability}"
        _first_file(folder / "audit", full / "audit")
        yield _opening("the same, the newest file is full", full, durability, "one file")
        shutil.rmtree(folder)
    (room / "none").mkdir()
    yield Figure("opening a layer without a log", _seconds_to_open(room / "none", "process"), " s")


def _calls(made: Path) -> list[tuple[str, str, str]]:
    made.mkdir()
    return report.real(made)


def _spending(calls: list[tuple[str, str, str]]) -> Mapping[str, Any]:
    """What a checkpoint holds of such calls in more chats and on more days than are kept."""
    quota = Quota()
    for number, (kind, call, text) in zip(range(FOLDED), cycle(calls), strict=False):
        time = f"{report.FIRST + timedelta(hours=number):%Y-%m-%dT%H:%M:%S.%fZ}"
        quota.apply({**json.loads(text), "kind": kind, "id": call, "time": time, "chat": f"{number // 4:032x}"})
    return quota.snapshot()


def _first_file(log: Path, target: Path) -> None:
    """The log as it was when its first file was full and the second one not begun."""
    target.mkdir(parents=True)
    first = shutil.copy(segments(log)[0], target)
    end = lookup.parts(target)[-1][1]
    last = mark(next(backward(Path(first), end))[1])
    (target / "head").write_bytes(records.write_head(last.seq, last.hash, None))


def _opening(name: str, folder: Path, durability: Durability, of: str) -> Figure:
    parts = lookup.parts(folder / "audit")
    behind = sum(1 for _ in lookup.replay(parts))
    note = f"{of}, the newest {parts[-1][1] / 2**20:.1f} MiB; {behind:,} records from the newest checkpoint on"
    return Figure(f"{name}, {durability}", _seconds_to_open(folder, durability), " s", 2.0, note)


def _seconds_to_open(folder: Path, durability: Durability) -> float:
    """The median of some opens, each of them of the same log: what an open adds is taken away again."""
    log = folder / "audit"
    log.mkdir(exist_ok=True)
    before = {path: path.stat().st_size for path in log.iterdir()}
    head = (log / "head").read_bytes() if before else b""
    times = []
    os.sync()  # what was only just written would be put on the disk by the first open
    for _ in range(OPENS):
        started = time.perf_counter()
        layer = HatiData.open(state_dir=folder, settings=Settings(durability=durability))
        times.append(time.perf_counter() - started)
        layer.close()
        for path in log.iterdir():
            if path in before:
                os.truncate(path, before[path])
            else:
                path.unlink()
        if before:
            (log / "head").write_bytes(head)
    return median(times)


def _sync(path: Path, rounds: int, pause: float) -> float:
    """What the disk takes to have a line."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    times = []
    for _ in range(rounds):
        time.sleep(pause)
        os.write(file, b"x" * 1000)
        started = time.perf_counter()
        os.fdatasync(file)
        times.append(time.perf_counter() - started)
    os.close(file)
    return median(times)
