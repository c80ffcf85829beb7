"""What reading a whole log takes: its figures for a report, its verification, and looking for one call."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from autogen_hatidata.audit import lookup, verify
from autogen_hatidata.audit.files import segment_name
from autogen_hatidata.audit.report import report, usage
from autogen_hatidata.governance import records
from benchmarks.measure import Figure

SCRIPTS = Path(__file__).parents[1] / "scripts"
RECORDS = 1_000_000
SEGMENT = 64 << 20
EVERY = 1000
CHECKPOINT = {"signed": False, "durability": "process", "spending": {}}
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def run(count: int = RECORDS) -> Iterator[Figure]:
    """Read a log of so many records, copies of those of real calls, in segments as a layer begins them."""
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "audit"
        count, size = write(folder, real(Path(room)), count)
        of = f"{count:,} records, {size / 1e6:,.0f} MB"
        yield Figure("report over a log, without its verification", _seconds(lambda: report(folder)), " s", 5.0, of)
        checked = _seconds(lambda: verify(folder))
        yield Figure(
            "verification of a log, for each record", checked * 1e6 / count, " µs", 5.0, f"{checked:.1f} s, {of}"
        )
        found = _seconds(lambda: lookup.of_call(lookup.parts(folder), "f" * 32, len, 1))
        yield Figure("one call, by its id", found, " s", note=of)
        summed = _seconds(lambda: usage(folder, "table", FIRST))
        yield Figure("usage by table, from the records", summed, " s", note=of)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def real(room: Path) -> list[tuple[str, str, str]]:
    """Kind, id and fields, as the log writes them, of the records of real calls."""
    sys.path.insert(0, str(SCRIPTS))
    from sales_log import make

    lines = Path(f"{make(room)}.hatidata", "audit", segment_name(1)).read_bytes().splitlines()
    calls = [record for record in map(json.loads, lines) if "id" in record]
    return [(one["kind"], one["id"], records.encode(_fields(one))) for one in calls]


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in records.COMMON}


def write(
    folder: Path, calls: Sequence[tuple[str, str, str]], count: int, checkpoint: Mapping[str, Any] = CHECKPOINT
) -> tuple[int, int]:
    """Write a log as a layer does that writes these calls again and again, each round with ids of its own.

    It ends with so many records or a few more, where the next outcome brings a checkpoint: at no other place is the
    newest one farther back.

    Args:
        calls: what `real` gave.
        checkpoint: the fields of its checkpoints.

    Returns:
        Its records, and its bytes.
    """
    folder.mkdir()
    log, begin = _Log(folder), records.encode(checkpoint)
    number, outcomes = 0, EVERY
    while log.seq < count or outcomes < EVERY - 1:
        if outcomes == EVERY:
            log.begin(begin)
            outcomes = 0
        kind, call, text = calls[number % len(calls)]
        log.add(kind, text.replace(call, f"{number // len(calls):06x}{call[6:]}", 1))
        outcomes += kind == "outcome"
        number += 1
    return log.end()


class _Log:
    """The files of a log that is being written."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seq, self.prev, self.size, self.total = folder, 0, records.GENESIS, SEGMENT, 0
        self.file: BinaryIO | None = None

    def begin(self, checkpoint: str) -> None:
        """Add a checkpoint, in a new file where the newest is full."""
        if self.size >= SEGMENT:
            self._close()
            self.file, self.size = (self.folder / segment_name(self.seq + 1)).open("wb"), 0
        self.add("checkpoint", checkpoint)

    def add(self, kind: str, text: str) -> None:
        """Add a record, eight seconds after the one before it."""
        self.seq += 1
        stamp = f"{FIRST + timedelta(seconds=8 * self.seq):%Y-%m-%dT%H:%M:%S.%fZ}"
        line, self.prev = records.seal(self.seq, stamp, kind, text, self.prev)
        assert self.file is not None
        self.file.write(line)
        self.size += len(line)
        self.total += len(line)

    def end(self) -> tuple[int, int]:
        """Write the head; gives records and bytes."""
        self._close()
        (self.folder / "head").write_bytes(records.write_head(self.seq, self.prev, None))
        return self.seq, self.total

    def _close(self) -> None:
        if self.file is not None:
            self.file.close()
