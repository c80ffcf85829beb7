"""Where a log ends when it is opened, and what of its end counts: the files are looked at, and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from autogen_hatidata.audit import lookup
from autogen_hatidata.audit.files import backward, segment_name, segments, whole_lines
from autogen_hatidata.audit.reading import LOOK, Record, load
from autogen_hatidata.errors import AuditError
from autogen_hatidata.governance import chain, records
from autogen_hatidata.governance.chain import Problem
from autogen_hatidata.governance.records import GENESIS, Head, Mark

NOTHING = Mark(0, "", "", GENESIS)
"""What the first record follows."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a look at the files found.

    Attributes:
        path, size: the segment to go on with, and how many of its bytes are records.
        last: its last record.
        torn: bytes to drop: behind those records, and in newer segments.
        hollow: newer segments without a single record.
        outcomes: how many outcomes stand after the newest checkpoint.
        after_head: how many records stand after the one that the head names.
        unvouched: the place in the segment where these begin.
        power: whether the log was kept on the disk, as far as the head vouches for it.
        found: what is wrong, if anything.
    """

    path: Path
    size: int
    last: Mark = NOTHING
    torn: int = 0
    hollow: tuple[Path, ...] = ()
    outcomes: int = 0
    after_head: int = 0
    unvouched: int = 0
    power: bool = False
    found: Problem | None = None


class _Line(NamedTuple):
    place: int
    mark: Mark | None
    sound: bool  # its hash is right


def look(folder: Path, head_file: bytes, key: bytes | None) -> Start:
    """Find the end of the log in a folder, and compare it with its head.

    Raises:
        AuditError: the log cannot be gone on with, or its head was signed with another key.
    """
    head = records.read_head(head_file)
    path, size, torn, hollow = _newest(folder)
    lines, told = _tail(path, size, head)
    if told is None and head is not None:  # the head stands in an older segment, when the power went at a new one
        older = [part for part in reversed(lookup.parts(folder)) if part[0] < path]
        told = next(filter(None, (_tail(old, end, head)[1] for old, end in older)), None)
    told = told or {}
    power = told.get("durability") == "power"
    if power and head is not None:
        end = _first_lost(lines, head)
        lost = size if end is None else lines[end].place
        lines, torn, size = lines[:end], torn + size - lost, lost
    marks = [_must(line.mark) for line in lines]
    last = marks[-1] if marks else NOTHING
    newest = max((at for at, mark in enumerate(marks) if mark.kind == "checkpoint"), default=-1)
    after = [line for line in lines if line.mark is not None and head is not None and line.mark.seq > head.seq]
    start = Start(
        path,
        size,
        last,
        torn,
        hollow,
        sum(mark.kind == "outcome" for mark in marks[newest + 1 :]),
        max(0, last.seq - head.seq) if head else 0,
        after[0].place if after else size,
        power,
    )
    return replace(start, found=_compare(start, marks, head, key, told.get("signed") is True, not head_file))


def _newest(folder: Path) -> tuple[Path, int, int, tuple[Path, ...]]:
    """The newest segment with a record, its size, and what is torn behind it. A new log begins with record 1."""
    found = segments(folder)
    torn = 0
    hollow: list[Path] = []
    for path in reversed(found):
        size = path.stat().st_size
        whole = whole_lines(path, size)
        torn += size - whole
        if whole or path.name == segment_name(1):
            return path, whole, torn, tuple(hollow)
        hollow.append(path)
    if found:
        raise AuditError("The files of the audit log are empty.", LOOK)
    return folder / segment_name(1), 0, 0, ()


def _tail(path: Path, size: int, head: Head | None) -> tuple[list[_Line], Record | None]:
    """The last lines, from the newest checkpoint on or from before it, and the newest record among them that the head
    vouches for and that says how the log is kept."""
    lines: list[_Line] = []
    told: Record | None = None
    begun = False
    for place, line in backward(path, size) if size else ():
        mark = records.mark(line)
        lines.append(_Line(place, mark, mark is not None and records.digest(line) == mark.hash))
        if mark is None or mark.kind not in ("open", "checkpoint"):
            continue
        begun = begun or mark.kind == "checkpoint"
        if told is None and head is not None and mark.seq <= head.seq:
            told = load(line)
        if begun and (told is not None or head is None):
            break
    return lines[::-1], told


def _first_lost(lines: Sequence[_Line], head: Head) -> int | None:
    """Which line is the first, after the head, that did not come to the disk whole, if any."""
    before: Mark | None = None
    for number, (_, mark, sound) in enumerate(lines):
        if before is not None and before.seq >= head.seq:
            follows = mark is not None and sound and (mark.seq, mark.prev) == (before.seq + 1, before.hash)
            if not follows:
                return number
        before = mark or before
    return None


def _must(mark: Mark | None) -> Mark:
    if mark is None:
        raise AuditError("The audit log holds a line that is not a record.", LOOK)
    return mark


def _compare(
    start: Start, marks: Iterable[Mark], head: Head | None, key: bytes | None, signed: bool, missing: bool
) -> Problem | None:
    """What is wrong with the end of the log, if anything."""
    last = start.last
    if head is None:
        return Problem(last.seq, "head_damaged", "The head file could not be read.")
    forged = chain.check_signature(head, key, last.seq)
    if forged and head.mac is not None:
        raise AuditError(
            "The audit log was signed with another key.",
            "set HATIDATA_AUDIT_KEY to the key it was written with; if that is the key, somebody changed the log.",
        )
    known = {mark.seq - 1: mark.prev for mark in marks} | {mark.seq: mark.hash for mark in marks}
    problems = chain.compare(head, last.seq, known.get(head.seq), missing=missing, power=start.power)
    if start.hollow and start.hollow[0].name > segment_name(last.seq + 1):
        first = int(start.hollow[0].stem)
        problems.append(Problem(last.seq, "cut", f"The log ends at record {last.seq}; record {first - 1} existed."))
    if signed:  # where the log was never signed, an unsigned head only means that signing begins now
        problems += forged
    return problems[0] if problems else None
