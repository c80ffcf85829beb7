"""What reading a whole log takes: its figures for a report, its verification, and looking for one call."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from autogen_hatidata.audit import lookup, verify
from autogen_hatidata.audit.files import segment_name
from autogen_hatidata.audit.report import report, usage
from autogen_hatidata.governance import records
from benchmarks.measure import Figure

SCRIPTS = Path(__file__).parents[1] / "scripts"
RECORDS = 1_000_000
SEGMENT = 64 << 20
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def run(count: int = RECORDS) -> Iterator[Figure]:
    """Read a log of so many records, copies of those of real calls, in segments as a layer begins them."""
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "audit"
        size = _write(folder, _real(Path(room)), count)
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


def _real(room: Path) -> list[tuple[str, str, str]]:
    """Kind, id and fields, as the log writes them, of the records of real calls."""
    sys.path.insert(0, str(SCRIPTS))
    from sales_log import make

    lines = Path(f"{make(room)}.hatidata", "audit", segment_name(1)).read_bytes().splitlines()
    calls = [record for record in map(json.loads, lines) if "id" in record]
    return [(one["kind"], one["id"], records.encode(_fields(one))) for one in calls]


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in records.COMMON}


def _write(folder: Path, calls: list[tuple[str, str, str]], count: int) -> int:
    """Write the log; gives its bytes. Each round of the calls has ids of its own."""
    folder.mkdir()
    first = records.encode({"signed": False, "durability": "process", "spending": {}})
    seq, prev, size, total, file = 0, records.GENESIS, SEGMENT, 0, None
    while seq < count:
        kind, call, text = calls[seq % len(calls)]
        text = text.replace(call, f"{seq // len(calls):06x}{call[6:]}", 1)
        if size >= SEGMENT:
            if file is not None:
                file.close()
            kind, text, size = "checkpoint", first, 0
            file = (folder / segment_name(seq + 1)).open("wb")
        seq += 1
        stamp = f"{FIRST + timedelta(seconds=8 * seq):%Y-%m-%dT%H:%M:%S.%fZ}"
        line, prev = records.seal(seq, stamp, kind, text, prev)
        assert file is not None
        file.write(line)
        size, total = size + len(line), total + len(line)
    if file is not None:
        file.close()
    (folder / "head").write_bytes(records.write_head(seq, prev, None))
    return total
