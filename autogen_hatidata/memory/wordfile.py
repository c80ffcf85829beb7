"""The snapshot of the words of memories: its format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from autogen_hatidata.memory import snapshots
from autogen_hatidata.memory.bm25 import Rows
from autogen_hatidata.memory.postings import NO_ENTRIES, Postings, numbering
from autogen_hatidata.memory.words import VERSION

_KIND = {"kind": "words", "format": 2, "words": VERSION}
_ARRAYS = (("starts", "<i8"), ("rids", "<i8"), ("rows", "<i4"), ("lengths", "<i4"), ("counts", "u1"))
"""The arrays of a file in their order, each as long as its header says; the words follow, a line each."""


def write(path: Path, rows: Rows, highest: int, words: Sequence[str]) -> None:
    """Replace a file by rows that are sorted in one part, and none of them removed.

    Args:
        highest: the highest number that a row ever had.
        words: by their numbers; what comes after those of the rows is left out.

    Raises:
        OSError: it cannot be written.
    """
    (part,) = rows.sorted
    arrays = {**part._asdict(), "rids": rows.rids, "lengths": rows.lengths}
    text = "\n".join(words[: len(part.starts) - 1]).encode("utf-8", "surrogatepass")
    sizes = {name: len(arrays[name]) for name, _ in _ARRAYS}
    parts = [np.ascontiguousarray(arrays[name], kind) for name, kind in _ARRAYS]
    snapshots.write(path, {**_KIND, **sizes, "highest": highest}, [*parts, text])


def highest(path: Path) -> int:
    """The highest number that a row of a file ever had, as its header says; -1 where it does not."""
    found = snapshots.header(path).get("highest")
    return found if isinstance(found, int) else -1


def read(path: Path) -> tuple[Rows, int] | None:
    """The rows of a file and the highest number that a row ever had; None unless it is as it was written."""
    found = snapshots.read(path)
    if found is None or not _KIND.items() <= found[0].items():
        return None
    header, body = found
    arrays, place = {}, 0
    for name, kind in _ARRAYS:
        arrays[name] = np.frombuffer(body, kind, header[name], place)
        place += arrays[name].nbytes
    text = bytes(body[place:]).decode("utf-8", "surrogatepass")
    numbers = numbering(text.split("\n") if text else ())
    rids, lengths = arrays["rids"], arrays["lengths"]
    postings = Postings(arrays["starts"], arrays["rows"], arrays["counts"])
    alive = np.ones(len(rids), np.bool_)
    total = int(lengths.sum(dtype=np.int64))
    return Rows(numbers, (postings,), NO_ENTRIES, rids, lengths, alive, len(rids), total), header["highest"]
