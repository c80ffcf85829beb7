"""Looking into a log that no layer needs to have open: files are read, nothing is locked or changed.

A live layer may write meanwhile. What it has not written in full is not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from autogen_hatidata.audit.files import backward, forward, segments, whole_lines
from autogen_hatidata.audit.reading import Record, failing, load, mark


def size(folder: Path) -> int:
    """How many bytes of records the log has."""
    with failing("The audit log cannot be read."):
        return sum(end for _, end in _parts(folder))


def newest(folder: Path, n: int, wanted: Callable[[Record], bool]) -> list[Record]:
    """The newest ``n`` records that fit, oldest first."""
    found: list[Record] = []
    with failing("The audit log cannot be read."):
        for path, end in reversed(_parts(folder)):
            for _, line in backward(path, end):
                if len(found) >= n:
                    return found[::-1]
                record = load(line)
                if wanted(record):
                    found.append(record)
    return found[::-1]


def replay(folder: Path) -> Iterator[Record]:
    """The newest checkpoint and every record after it, oldest first: what spending goes on from after a restart."""
    with failing("The audit log cannot be read."):
        for path, end in reversed(_parts(folder)):
            start = next((place for place, line in backward(path, end) if mark(line).kind == "checkpoint"), None)
            if start is not None:  # each segment begins with one
                yield from map(load, forward(path, start, end))
                return


def of_call(folder: Path, prefix: str, seen: Callable[[bytes], object], most: int) -> dict[str, list[Record]]:
    """The records of the calls whose id begins so, by id, in order.

    Args:
        seen: called with each line when it is read, to show how far it is.
        most: with so many calls the search ends; the last one may lack records.
    """
    found: dict[str, list[Record]] = {}
    needle = b'"id":"' + prefix.encode("ascii", "ignore")
    for line in _lines(folder):
        seen(line)
        if needle in line:  # a million lines are not worth reading as JSON to find three of them
            record = load(line)
            call = record.get("id")
            if isinstance(call, str) and call.startswith(prefix):
                found.setdefault(call, []).append(record)
                if len(found) == most:
                    break
    return found


def _lines(folder: Path) -> Iterator[bytes]:
    with failing("The audit log cannot be read."):
        for path, end in _parts(folder):
            yield from forward(path, 0, end)


def _parts(folder: Path) -> list[tuple[Path, int]]:
    """The segments with the place after their last whole line, as of now."""
    return [(path, whole_lines(path, path.stat().st_size)) for path in segments(folder)]
