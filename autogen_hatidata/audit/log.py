"""The append-only, hash-chained log: one write a record, a head that names the newest one."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from autogen_hatidata.audit.files import HeadFile, Segment, backward, forward, segment_name, segments, whole_lines
from autogen_hatidata.audit.reading import LOOK, Record, failing, fits, load, mark, read_head
from autogen_hatidata.errors import AuditError
from autogen_hatidata.governance import chain, records
from autogen_hatidata.governance.chain import Problem, Verification
from autogen_hatidata.governance.records import FIELDS, GENESIS, Mark

_COMMON = frozenset(records.COMMON)


class _End(NamedTuple):
    """Where the log ends: what the next record follows."""

    seq: int
    hash: str
    size: int


class AuditLog:
    """The audit log of one data layer. Open it with ``AuditLog.open``; ``layer.audit`` is one.

    Attributes:
        repaired: what was repaired at open, in words: a last line that a kill had torn. None when nothing was.
        found: what was found wrong at open (a log shorter than its head, for one); it stays in the log. None when
            nothing was.
    """

    def __init__(
        self,
        folder: Path,
        key: bytes | None,
        clock: Callable[[], float],
        snapshot: Callable[[], Mapping[str, Any]],
        every: int,
    ) -> None:
        self.folder = folder
        self.repaired: str | None = None
        self.found: Problem | None = None
        self._key = key or None
        self._clock = clock
        self._snapshot = snapshot
        self._every = every
        self._lock = threading.Lock()
        self._pid = os.getpid()
        self._second, self._prefix = -1, ""
        self._outcomes = 0  # since the newest checkpoint
        self._clean = True  # False: bytes may stand after self._end that belong to no record
        self._closed = False
        found = segments(folder)
        self._segment = Segment(found[-1] if found else folder / segment_name(1))
        try:
            self._head = HeadFile(folder / "head")
        except OSError:
            self._segment.close()
            raise
        self._end = _End(0, GENESIS, 0)

    @classmethod
    def open(
        cls,
        folder: Path,
        key: bytes | None = None,
        *,
        clock: Callable[[], float] = time.time,
        snapshot: Callable[[], Mapping[str, Any]] = dict,
        every: int = 1000,
    ) -> AuditLog:
        """Open the log in ``folder``, or begin one. The caller holds the folder's lock.

        Args:
            key: signs the head, so that who cannot sign cannot rewrite the log unseen.
            clock: seconds since 1970.
            snapshot: gives the content of a checkpoint record. It is called while the log is locked, between two
                records, and must not call the log.
            every: a checkpoint is written after so many outcomes.

        Raises:
            AuditError: the log cannot be read or written, or its head was signed with another key.
        """
        with failing("The audit log cannot be opened."):
            folder.mkdir(mode=0o700, exist_ok=True)
            log = cls(folder, key, clock, snapshot, every)
            try:
                log._begin()
            except BaseException:
                log._release()
                raise
        return log

    def append(self, kind: str, fields: Mapping[str, Any], then: Callable[[Record], object] | None = None) -> Record:
        """Write one record and return it. When this returns, the record survives a kill of the process.

        Args:
            kind: a row of ``records.FIELDS``.
            fields: any values; what JSON cannot hold is replaced by something it can.
            then: called with the record after it is written and before any other record or checkpoint is. What it
                changes is in step with the log: a checkpoint holds the effect of exactly the records before it. It must
                not call the log.

        Raises:
            AuditError: nothing was written. A later call may work; if the disk cannot be brought in order, all fail.
        """
        if kind not in FIELDS:
            raise ValueError(f"not a kind of record: {kind}")
        text = records.encode(fields)
        with self._lock:
            record = self._write(kind, fields, text)
            if then is not None:
                then(record)
            if kind == "outcome":
                self._outcomes += 1
                if self._outcomes >= self._every:
                    # The outcome stands. A checkpoint that fails stays due, and the fault shows at the next append.
                    with suppress(AuditError):
                        self._checkpoint()
        return record

    def replay(self) -> Iterator[Record]:
        """The newest checkpoint record and every record after it, oldest first."""
        end, path = self._end, self._segment.path
        with failing("The audit log cannot be read."):
            newest = (place for place, line in backward(path, end.size) if mark(line).kind == "checkpoint")
            for line in forward(path, next(newest, 0), end.size):
                yield load(line)

    def records(
        self, kind: str | None = None, agent: str | None = None, since: datetime | str | None = None
    ) -> Iterator[Record]:
        """The records of the log, oldest first.

        Args:
            kind: only records of this kind.
            agent: only records of this agent.
            since: only records written at or after this time (ISO text or datetime; UTC unless it says otherwise).
        """
        wanted = fits(kind, agent, since)
        for line in self._lines():
            record = load(line)
            if wanted(record):
                yield record

    def tail(self, n: int = 20, kind: str | None = None, agent: str | None = None) -> list[Record]:
        """The newest ``n`` records that fit, oldest first."""
        wanted = fits(kind, agent, None)
        found: list[Record] = []
        if n <= 0:
            return found
        with failing("The audit log cannot be read."):
            for path, end in reversed(self._parts()):
                for _, line in backward(path, end):
                    record = load(line)
                    if wanted(record):
                        found.append(record)
                        if len(found) == n:
                            return found[::-1]
        return found[::-1]

    def verify(self, anchor: tuple[int, str] | None = None) -> Verification:
        """Check every record, every link and the head, and that the log still ends where this process left it.

        Args:
            anchor: the ``seq`` and ``hash`` of an earlier verification, kept elsewhere.
        """
        with self._lock, failing("The audit log cannot be read."):
            self._ready()
            end, head = self._end, read_head(self.folder)
        anchors = ((end.seq, end.hash), *([anchor] if anchor else []))
        return chain.verify(self._lines(), head, key=self._key, anchors=anchors)

    def close(self) -> None:
        """Write a last checkpoint and let the files go. Closing twice is fine."""
        with self._lock:
            if self._closed:
                return
            try:
                self._checkpoint()
                self._write("close", {}, "{}")
            finally:
                self._closed = True
                self._release()

    def _begin(self) -> None:
        size = self._segment.size()
        whole = whole_lines(self._segment.path, size)
        if whole < size:
            self._segment.cut(whole)
            self.repaired = (
                f"A last line of {size - whole} bytes, torn by a kill or a full disk, was cut off the audit log; "
                "no answer was given for it."
            )
        last, signed = self._recall(whole)
        self._end = _End(last.seq, last.hash, whole)
        after_head = self._judge_head(last, signed)
        if last.seq == 0:
            self._checkpoint()
        opened = {
            "pid": os.getpid(),
            "durability": "process",
            "signed": self._key is not None,
            "torn": size - whole,
            "after_head": after_head,
            "found": self.found and {"kind": self.found.kind, "seq": self.found.seq, "text": self.found.text},
        }
        self._write("open", opened, records.encode(opened))

    def _recall(self, end: int) -> tuple[Mark, bool]:
        """The last record, whether the newest checkpoint was written with a key, and how many outcomes followed it."""
        last: Mark | None = None
        for _, line in backward(self._segment.path, end):
            here = mark(line)
            last = last or here
            if here.kind == "checkpoint":
                return last, load(line).get("signed") is True
            self._outcomes += here.kind == "outcome"
        if last is None and self._segment.path.name != segment_name(1):
            raise AuditError("The newest file of the audit log is empty.", LOOK)
        return last or Mark(0, "", "", GENESIS), False

    def _judge_head(self, last: Mark, signed: bool) -> int:
        """Compare the log with its head; how many records stand after the head."""
        data = self._head.read()
        head = records.read_head(data)
        if head is None:
            self.found = Problem(last.seq, "head_damaged", "The head file could not be read.")
            return 0
        forged = chain.check_signature(head, self._key, last.seq)
        if forged and head.mac is not None:
            raise AuditError(
                "The audit log was signed with another key.",
                "set HATIDATA_AUDIT_KEY to the key it was written with; if that is the key, somebody changed the log.",
            )
        known = {last.seq: last.hash, last.seq - 1: last.prev}
        problems = chain.compare(head, last, known.get(head.seq), missing=not data)
        if signed:  # where the log was never signed, an unsigned head only means that signing begins now
            problems += forged
        self.found = problems[0] if problems else None
        return max(0, last.seq - head.seq)

    def _write(self, kind: str, fields: Mapping[str, Any], text: str) -> Record:
        if self._closed or not self._clean or self._pid != os.getpid():
            self._ready()
        end, stamp = self._end, self._stamp()
        seq = end.seq + 1
        line, digest = records.seal(seq, stamp, kind, text, end.hash)
        if not _COMMON.isdisjoint(fields):
            raise ValueError(f"fields that the log writes itself: {', '.join(records.COMMON)}")
        record = {"v": 1, "seq": seq, "time": stamp, "kind": kind, **fields, "prev": end.hash, "hash": digest}
        self._clean = False  # also when a signal handler raises between here and the last line
        try:
            self._segment.append(line)
            self._head.write(records.write_head(seq, digest, self._key))
        except OSError as fault:
            with suppress(AuditError):  # if this fails, the next append tries again, and says so
                self._ready()
            raise AuditError(
                "The audit record could not be written, so the call was stopped.",
                "the owner must make room on, or repair, the disk that holds the audit log.",
                detail=str(fault),
            ) from fault
        self._end = _End(seq, digest, end.size + len(line))
        self._clean = True
        return record

    def _ready(self) -> None:
        """Take back what an unfinished write left behind, or refuse."""
        if self._closed:
            raise AuditError("The audit log is closed.", "open the data layer again.")
        if self._pid != os.getpid():
            raise AuditError("A forked process cannot write its parent's audit log.", "open a data layer of its own.")
        if self._clean:
            return
        with failing("The audit log could not be brought in order after a failed write."):
            # The head first: killed between the two, the log may be longer than its head, never shorter.
            self._head.write(records.write_head(self._end.seq, self._end.hash, self._key))
            self._segment.cut(self._end.size)
        self._clean = True

    def _checkpoint(self) -> None:
        fields = {"signed": self._key is not None, "spending": self._snapshot()}
        self._write("checkpoint", fields, records.encode(fields))
        self._outcomes = 0

    def _stamp(self) -> str:
        now = self._clock()
        second = int(now)
        if second != self._second:
            self._second, self._prefix = second, datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S.")
        return f"{self._prefix}{int((now - second) * 1e6):06d}Z"

    def _parts(self) -> list[tuple[Path, int]]:
        """The segments with the place where each ends, as of now."""
        end, current = self._end, self._segment.path
        older = [path for path in segments(self.folder) if path < current]
        return [*((path, path.stat().st_size) for path in older), (current, end.size)]

    def _lines(self) -> Iterator[bytes]:
        with failing("The audit log cannot be read."):
            for path, end in self._parts():
                yield from forward(path, 0, end)

    def _release(self) -> None:
        self._segment.close()
        self._head.close()
