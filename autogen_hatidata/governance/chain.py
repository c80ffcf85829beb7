"""Checks a whole log: every line's hash, every link, and the head. Pure; reading the files is the log's job."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from autogen_hatidata.governance import records
from autogen_hatidata.governance.records import GENESIS, Head, Mark

MAX_PROBLEMS = 100
"""More problems than this are not listed: the log is broken, and the first ones say where."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: at which record, of what kind, in words.

    Attributes:
        kind: ``changed``, ``removed``, ``inserted``, ``swapped``, ``unlinked``, ``unreadable``, ``cut``, ``rewritten``,
            ``appended``, ``head_missing``, ``head_damaged``, ``head_forged`` or ``head_unsigned``.
    """

    seq: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a log found. True when nothing is wrong.

    Attributes:
        records: how many lines were read.
        problems: what is wrong, in the order of the log, at most 100 of them.
        notes: what is worth knowing and not wrong, such as a repaired line.
        seq, hash: the newest record; keep them elsewhere and give them to a later ``verify`` as its anchor.
    """

    ok: bool
    records: int
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    seq: int = 0
    hash: str = GENESIS

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        if self.ok:
            return f"{self.records} records, chain valid, newest {self.seq} {self.hash}"
        return "\n".join(
            [f"{self.records} records, NOT valid:", *(f"  {p.seq} {p.kind}: {p.text}" for p in self.problems)]
        )


def verify(
    lines: Iterable[bytes], head: bytes, *, key: bytes | None = None, anchors: Iterable[tuple[int, str]] = ()
) -> Verification:
    """Check the lines of a log (each with its newline, all segments in order) against each other and their head.

    Args:
        head: the content of the head file; empty when there is none.
        key: the key that signs the head.
        anchors: ``(seq, hash)`` pairs known from elsewhere; each must stand in the log.
    """
    anchors = tuple(anchors)
    newest = records.read_head(head)
    walk = _Walk({seq for seq, _ in anchors} | ({newest.seq} if newest else set()))
    for line in lines:
        walk.step(line)
    walk.finish()
    last = walk.last
    if newest is None:
        walk.add(last.seq, "head_damaged", "The head file cannot be read.")
    else:
        walk.extend(check_signature(newest, key, last.seq))
        walk.extend(compare(newest, last, walk.seen.get(newest.seq), missing=not head))
        if newest.seq == last.seq - 1:
            walk.notes.append(f"Record {last.seq} is newer than the head, as after a kill; the head does not cover it.")
    for seq, hash in anchors:
        if seq > last.seq:
            walk.add(seq, "cut", f"The log ends at record {last.seq}; record {seq} existed.")
        elif walk.seen.get(seq, hash) != hash and seq:
            walk.add(seq, "rewritten", f"Record {seq} is not the one that stood there.")
    problems = tuple(walk.problems)
    return Verification(not problems, walk.count, problems[:MAX_PROBLEMS], tuple(walk.notes), last.seq, last.hash)


def check_signature(head: Head, key: bytes | None, seq: int) -> list[Problem]:
    """What a head's signature shows, where a key is set."""
    if key is None or head.seq == 0 or head.signed_by(key):
        return []
    if head.mac is None:
        return [Problem(seq, "head_unsigned", "A key is set, but the head is not signed.")]
    return [Problem(seq, "head_forged", "The head is not signed with this key.")]


def compare(head: Head, last: Mark, hash_at_head: str | None, *, missing: bool) -> list[Problem]:
    """What the head shows about the end of a log. One record more than the head is a kill between two writes."""
    if head.seq > last.seq:
        return [Problem(last.seq, "cut", f"The log ends at record {last.seq}, its head names record {head.seq}.")]
    if missing:
        return [Problem(last.seq, "head_missing", "There is no head file.")] if last.seq > 1 else []
    found = []
    if head.seq and hash_at_head is not None and hash_at_head != head.hash:
        found.append(Problem(head.seq, "rewritten", f"Record {head.seq} is not the one that the head names."))
    if last.seq - head.seq > 1:
        found.append(Problem(head.seq + 1, "appended", f"{last.seq - head.seq} records stand after the head."))
    return found


@dataclass(slots=True)
class _Walk:
    """One pass over the lines. Gaps and strays are matched at the end: a record missing here and standing there was
    moved."""

    wanted: set[int]
    count: int = 0
    last: Mark = field(default_factory=lambda: Mark(0, "", "", GENESIS))
    link: str | None = GENESIS
    signed: bool | None = None
    seen: dict[int, str] = field(default_factory=lambda: {0: GENESIS})
    gaps: list[tuple[int, int]] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, seq: int, kind: str, text: str) -> None:
        self.extend([Problem(seq, kind, text)])

    def extend(self, found: list[Problem]) -> None:
        if len(self.problems) <= MAX_PROBLEMS:
            self.problems.extend(found)

    def step(self, line: bytes) -> None:
        here = records.mark(line)
        if here is None:
            self._unreadable(line)
            return
        self.count += 1
        if records.digest(line) != here.hash:
            self.add(here.seq, "changed", f"Record {here.seq} does not have its hash: it was changed.")
        expected = self.last.seq + 1
        if here.seq < expected:
            self.strays.append(here.seq)
            return
        if here.seq > expected:
            self._gap(here, expected)
        elif self.link is not None and here.prev != self.link:
            self.add(
                here.seq, "unlinked", f"Record {here.seq} does not follow from record {here.seq - 1}: one was replaced."
            )
        self.last, self.link = here, here.hash
        if here.seq in self.wanted:
            self.seen[here.seq] = here.hash
        if here.kind == "open":
            self._opened(here.seq, line)

    def finish(self) -> None:
        """Tell moved records from removed and inserted ones."""
        for seq in self.strays:
            if any(first <= seq <= end for first, end in self.gaps):
                self.add(seq, "swapped", f"Record {seq} stands in another place.")
                self.gaps = [piece for gap in self.gaps for piece in _without(gap, seq)]
            else:
                self.add(seq, "inserted", f"A second record {seq} stands in the log.")
        for first, end in self.gaps:
            what = f"Record {first} is" if first == end else f"Records {first} to {end} are"
            self.add(first, "removed", f"{what} missing.")
        self.problems.sort(key=lambda problem: problem.seq)

    def _unreadable(self, line: bytes) -> None:
        seq = self.last.seq + 1
        if line.endswith(b"\n"):
            self.count += 1
            self.add(seq, "unreadable", f"The line after record {seq - 1} is not a record.")
        else:
            self.notes.append(f"The line after record {seq - 1} is torn, as after a kill; it was never acknowledged.")

    def _gap(self, here: Mark, expected: int) -> None:
        if self.last.seq == 0 and here.kind == "checkpoint":
            self.notes.append(f"The log starts at record {here.seq}; the segments before it are elsewhere.")
        else:
            self.gaps.append((expected, here.seq - 1))

    def _opened(self, seq: int, line: bytes) -> None:
        try:
            record = json.loads(line)
        except ValueError:
            self.add(seq, "unreadable", f"Record {seq} is not JSON.")
            return
        found, signed = record.get("found"), record.get("signed") is True
        if isinstance(found, dict):
            self.add(seq, str(found.get("kind")), f"Found when the log was opened: {found.get('text')}")
        if record.get("torn"):
            self.notes.append(f"Before record {seq} a torn line of {record['torn']} bytes was cut off.")
        if self.signed is not None and signed != self.signed:
            self.notes.append(f"Signing {'began' if signed else 'ended'} at record {seq}.")
        self.signed = signed


def _without(gap: tuple[int, int], seq: int) -> list[tuple[int, int]]:
    first, end = gap
    return (
        [piece for piece in ((first, seq - 1), (seq + 1, end)) if piece[0] <= piece[1]]
        if first <= seq <= end
        else [gap]
    )
