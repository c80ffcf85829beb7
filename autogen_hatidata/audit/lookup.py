"""Looking into a log, whether a layer has it open or none: files are read, nothing is locked or changed.

A live layer may write meanwhile. What it has not written in full is not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from autogen_hatidata.audit.files import backward, forward, segments, whole_lines
from autogen_hatidata.audit.reading import Record, failing, load, mark

Parts = Sequence[tuple[Path, int]]
"""The segments of a log, oldest first, with the place where the records of each end."""


def parts(folder: Path) -> Parts:
    """The segments in a folder, with the place after the last whole line of each, as of now."""
    with failing("The audit log cannot be read."):
        return [(path, whole_lines(path, path.stat().st_size)) for path in segments(folder)]


def size(log: Parts) -> int:
    """How many bytes of records a log has."""
    return sum(end for _, end in log)


def lines(log: Parts) -> Iterator[bytes]:
    """The lines of a log, oldest first."""
    with failing("The audit log cannot be read."):
        for path, end in log:
            yield from forward(path, 0, end)


def newest(log: Parts, n: int, wanted: Callable[[Record], bool]) -> list[Record]:
    """The newest ``n`` records that fit, oldest first."""
    found: list[Record] = []
    with failing("The audit log cannot be read."):
        for path, end in reversed(log):
            for _, line in backward(path, end):
                if len(found) >= n:
                    return found[::-1]
                record = load(line)
                if wanted(record):
                    found.append(record)
    return found[::-1]


def replay(log: Parts) -> Iterator[Record]:
    """The newest checkpoint and every record after it, oldest first: what spending goes on from after a restart."""
    with failing("The audit log cannot be read."):
        for path, end in reversed(log):
            start = next((place for place, line in backward(path, end) if mark(line).kind == "checkpoint"), None)
            if start is not None:  # each segment begins with one
                yield from map(load, forward(path, start, end))
                return


def of_call(log: Parts, prefix: str, seen: Callable[[bytes], object], most: int) -> dict[str, list[Record]]:
    """The records of the calls whose id begins so, by id, in order.

    Args:
        seen: called with each line when it is read, to show how far it is.
        most: with so many calls the search ends; the last one may lack records.
    """
    found: dict[str, list[Record]] = {}
    needle = b'"id":"' + prefix.encode("ascii", "ignore")
    for line in lines(log):
        seen(line)
        if needle in line:  # a million lines are not worth reading as JSON to find three of them
            record = load(line)
            call = record.get("id")
            if isinstance(call, str) and call.startswith(prefix):
                found.setdefault(call, []).append(record)
                if len(found) == most:
                    break
    return found
