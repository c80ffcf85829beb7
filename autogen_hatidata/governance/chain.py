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
    walk = _Walk({seq for seq, _ in anchors} | ({newest.seq} if newest else set()), newest.seq if newest else 0)
    for line in lines:
        walk.step(line)
    walk.finish()
    last = walk.last
    if newest is None:
        walk.add(last, "head_damaged", "The head file cannot be read.")
    else:
        walk.explain(newest)
        walk.extend(check_signature(newest, key, last))
        walk.extend(compare(newest, last, walk.seen.get(newest.seq), missing=not head, power=walk.power))
    for seq, hash in anchors:
        if seq > last:
            walk.add(seq, "cut", f"The log ends at record {last}; record {seq} existed.")
        elif walk.seen.get(seq, hash) != hash and seq:
            walk.add(seq, "rewritten", f"Record {seq} is not the one that stood there.")
    problems = tuple(walk.problems)
    return Verification(not problems, walk.count, problems[:MAX_PROBLEMS], tuple(walk.notes), last, walk.link)


def check_signature(head: Head, key: bytes | None, seq: int) -> list[Problem]:
    """What a head's signature shows, where a key is set."""
    if key is None or head.seq == 0 or head.signed_by(key):
        return []
    if head.mac is None:
        return [Problem(seq, "head_unsigned", "A key is set, but the head is not signed.")]
    return [Problem(seq, "head_forged", "The head is not signed with this key.")]


def compare(head: Head, last: int, hash_at_head: str | None, *, missing: bool, power: bool = False) -> list[Problem]:
    """What the head shows about the end of a log. One record more than the head is a kill between two writes.

    Args:
        last: the number of the newest record.
        power: the log is kept on the disk, as far as the head vouches for it. Then the head waits for the disk, and any
            number of records may stand after it: none of them was acknowledged.
    """
    if head.seq > last:
        return [Problem(last, "cut", f"The log ends at record {last}, its head names record {head.seq}.")]
    if missing:
        return [Problem(last, "head_missing", "There is no head file.")] if last > 1 else []
    found = []
    if head.seq and hash_at_head is not None and hash_at_head != head.hash:
        found.append(Problem(head.seq, "rewritten", f"Record {head.seq} is not the one that the head names."))
    if last - head.seq > 1 and not power:
        found.append(Problem(head.seq + 1, "appended", f"{last - head.seq} records stand after the head."))
    return found


@dataclass(slots=True)
class _Walk:
    """One pass over the lines. Gaps and strays are matched at the end: a record missing here and standing there was
    moved.

    Attributes:
        wanted: the records whose hashes are to be seen.
        head: the record that the head names.
        last, link: the number and hash of the newest record so far.
        power: whether the log is kept on the disk, as the newest record says that tells and that the head vouches for.
    """

    wanted: set[int]
    head: int
    count: int = 0
    last: int = 0
    link: str = GENESIS
    power: bool = False
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
        # Nearly every line is the one that must stand here. It is known at one look: no object is made for it.
        next = records.follows(line, self.last + 1, self.link)
        if next is not None:
            kind, hash = next
            self.count += 1
            self._take(self.last + 1, hash, kind, line)
        else:
            self._look(line)

    def _take(self, seq: int, hash: str, kind: str, line: bytes) -> None:
        self.last, self.link = seq, hash
        if seq in self.wanted:
            self.seen[seq] = hash
        if kind == "open":
            self._opened(seq, line)
        elif kind == "checkpoint" and seq <= self.head:
            self.power = records.kept_on_disk(line)

    def _look(self, line: bytes) -> None:
        """A line that does not follow: what is wrong with it?"""
        here = records.mark(line)
        if here is None:
            self._unreadable(line)
            return
        self.count += 1
        if records.digest(line) != here.hash:
            self.add(here.seq, "changed", f"Record {here.seq} does not have its hash: it was changed.")
        expected = self.last + 1
        if here.seq < expected:
            self.strays.append(here.seq)
            return
        if here.seq > expected:
            self._gap(here, expected)
        elif here.prev != self.link:
            self.add(
                here.seq, "unlinked", f"Record {here.seq} does not follow from record {here.seq - 1}: one was replaced."
            )
        self._take(here.seq, here.hash, here.kind, line)

    def explain(self, head: Head) -> None:
        """Say what stands after the head, and why that is no problem where it is none."""
        after = self.last - head.seq
        if self.power and (after > 1 or any(one.seq > head.seq for one in self.problems)):
            self.problems = [one for one in self.problems if one.seq <= head.seq]
            self.notes.append(
                f"What stands after record {head.seq} was not known to be on the disk, as after a kill or a power cut; "
                "no answer was given for it, and the head does not cover it."
            )
        elif after == 1:
            self.notes.append(
                f"Record {self.last} is newer than the head, as after a kill; the head does not cover it."
            )

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
        seq = self.last + 1
        if line.endswith(b"\n"):
            self.count += 1
            self.add(seq, "unreadable", f"The line after record {seq - 1} is not a record.")
        else:
            self.notes.append(f"The line after record {seq - 1} is torn, as after a kill; it was never acknowledged.")

    def _gap(self, here: Mark, expected: int) -> None:
        if self.last == 0 and here.kind == "checkpoint":
            self.notes.append(f"The log starts at record {here.seq}; the segments before it are elsewhere.")
        else:
            self.gaps.append((expected, here.seq - 1))

    def _opened(self, seq: int, line: bytes) -> None:
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            self.add(seq, "unreadable", f"Record {seq} is not JSON, or nests too deep.")
            return
        found, signed = record.get("found"), record.get("signed") is True
        if seq <= self.head:
            self.power = record.get("durability") == "power"
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
