"""The append-only, hash-chained log: one write a record, a head that names the newest one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from autogen_hatidata.audit import lookup
from autogen_hatidata.audit.files import segments
from autogen_hatidata.audit.news import News
from autogen_hatidata.audit.reading import Record, failing, fits, load, read_head
from autogen_hatidata.audit.sql import query
from autogen_hatidata.audit.writer import Writer
from autogen_hatidata.errors import AuditError
from autogen_hatidata.governance import chain, records
from autogen_hatidata.governance.chain import Problem, Verification
from autogen_hatidata.governance.records import FIELDS

_NOT_WAITED_FOR = frozenset({"intent", "attempt"})
"""What need not be on the disk before the call goes on: its outcome, which waits, comes later."""

_YEAR_2200 = 7_258_118_400
"""A record from such a time would be the newest for ever, in every window and every chart."""

_REPAIRED = {
    False: "A last line of {} bytes, torn by a kill or a full disk, was cut off the audit log; no answer was given "
    "for it.",
    True: "The last {} bytes of the audit log, which were not on the disk when the machine or the process stopped, "
    "were cut off; no answer was given for them.",
}


class Written(NamedTuple):
    """Which record was written: its number, its time as it stands there, and its hash."""

    seq: int
    time: str
    hash: str


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
        segment_bytes: int,
        power: bool,
    ) -> None:
        self.folder = folder
        self.repaired: str | None = None
        self.found: Problem | None = None
        self._key = key or None
        self._clock = clock
        self._snapshot = snapshot
        self._every = every
        self._segment_bytes = segment_bytes
        self._power = power
        self._closed = False
        self._second, self._prefix = -1, ""
        self._writer = Writer(folder, self._key, power)
        self._lock = self._writer.lock
        self._outcomes = self._writer.start.outcomes  # since the newest checkpoint

    @classmethod
    def open(
        cls,
        folder: Path,
        key: bytes | None = None,
        *,
        clock: Callable[[], float] = time.time,
        snapshot: Callable[[], Mapping[str, Any]] = dict,
        every: int = 1000,
        segment_bytes: int = 64 << 20,
        durability: str = "process",
    ) -> AuditLog:
        """Open the log in ``folder``, or begin one. The caller holds the folder's lock.

        Args:
            key: signs the head, so that who cannot sign cannot rewrite the log unseen.
            clock: seconds since 1970.
            snapshot: gives the content of a checkpoint record. It is called while the log is locked, between two
                records, and must not call the log.
            every: a checkpoint is written after so many outcomes.
            segment_bytes: a new file is begun once the newest has so many bytes. Older ones may be moved away.
            durability: ``process``: a record survives a kill of the process; ``power``: also a power cut.

        Raises:
            AuditError: the log cannot be read or written, or its head was signed with another key.
        """
        with failing("The audit log cannot be opened."):
            folder.mkdir(mode=0o700, exist_ok=True)
            log = cls(folder, key, clock, snapshot, every, segment_bytes, durability == "power")
            try:
                log._begin()
            except BaseException:
                log._writer.close()
                raise
        return log

    def append(self, kind: str, fields: Mapping[str, Any], then: Callable[[Written], object] | None = None) -> Written:
        """Write one record and tell which. When this returns, the record survives a kill of the process.

        With ``durability="power"`` it is on the disk, too. Only an intent and an attempt are not waited for: their way
        to the disk begins here, and the outcome that follows them waits for all.

        Args:
            kind: a row of ``records.FIELDS``.
            fields: any values; what JSON cannot hold is replaced by something it can.
            then: called after the record is written and before any other record or checkpoint is. What it changes is in
                step with the log: a checkpoint holds the effect of exactly the records before it. It must not call the
                log.

        Raises:
            AuditError: nothing was written, and a later call may work; if the disk cannot be brought in order, all
                fail. With ``durability="power"`` also: what was written may not last; then all later calls fail.
        """
        if kind not in FIELDS:
            raise ValueError(f"not a kind of record: {kind}")
        if not fields.keys().isdisjoint(records.COMMON):
            raise ValueError(f"fields that the log writes itself: {', '.join(records.COMMON)}")
        text = records.encode(fields)
        with self._lock:
            written = self._write(kind, text)
            if then is not None:
                then(written)
            if kind == "outcome":
                self._outcomes += 1
                if self._outcomes >= self._every or self._writer.end[2] >= self._segment_bytes:
                    # The outcome stands. A checkpoint that fails stays due, and the fault shows at the next append.
                    with suppress(AuditError):
                        self._checkpoint()
        if self._power:
            begin = self._writer.start_sync if kind in _NOT_WAITED_FOR else self._writer.wait
            begin(written.seq)
        return written

    def replay(self) -> Iterator[Record]:
        """The newest checkpoint record and every record after it, oldest first."""
        return lookup.replay(self._parts())

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
        for line in lookup.lines(self._parts()):
            record = load(line)
            if wanted(record):
                yield record

    def tail(self, n: int = 20, kind: str | None = None, agent: str | None = None) -> list[Record]:
        """The newest ``n`` records that fit, oldest first."""
        return lookup.newest(self._parts(), n, fits(kind, agent, None))

    def query(self, sql: str, params: Any = None) -> list[dict[str, Any]]:
        """The rows of one SQL query over the log: a relation ``audit``, one row a record, one column a field.

        Args:
            sql: it reads the log, and nothing else; ``time`` is in UTC, ``ms['execute']`` is a number.
            params: a list for ``?`` and ``$1``, a mapping for ``$name``.

        Raises:
            SqlError, NotAllowed, ExecutionFailed: what is wrong with the query, in the engine's own words.
            AuditError: the log cannot be read.
        """
        return query(self.folder, sql, params)

    def news(self) -> News:
        """A reader of what comes to the log from look to look."""
        return News(self._parts)

    def verify(self, anchor: tuple[int, str] | None = None) -> Verification:
        """Check every record, every link and the head, and that the log still ends where this process left it.

        Args:
            anchor: the ``seq`` and ``hash`` of an earlier verification, kept elsewhere.
        """
        with suppress(AuditError):  # after a fault the log is read as it is
            self._writer.wait(self._writer.end[0])  # so that the head vouches for all
        with self._lock, failing("The audit log cannot be read."):
            self._writer.ready(writing=False)
            (seq, digest, *_), head = self._writer.end, read_head(self.folder)
        anchors = ((seq, digest), *([anchor] if anchor else []))
        return chain.verify(lookup.lines(self._parts()), head, key=self._key, anchors=anchors)

    def close(self) -> None:
        """Write a last checkpoint and let the files go. Closing twice is fine."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        try:
            with self._lock:
                self._checkpoint()
                last = self._write("close", "{}")
            self._writer.wait(last.seq)
        finally:
            self._writer.close()

    def _begin(self) -> None:
        """Repair the end of the log, and write its first records."""
        start, writer = self._writer.start, self._writer
        self.found = start.found
        writer.repair()
        if start.torn:
            self.repaired = _REPAIRED[start.power].format(start.torn)
        if start.last.seq == 0:
            self._checkpoint()
            if self._power:
                writer.vouch_now()  # from here on a log without a head is one that lost it
        opened = {
            "pid": os.getpid(),
            "durability": "power" if self._power else "process",
            "signed": self._key is not None,
            "torn": start.torn,
            "after_head": start.after_head,
            "found": self.found and {"kind": self.found.kind, "seq": self.found.seq, "text": self.found.text},
        }
        self._write("open", records.encode(opened))
        if self._power:
            writer.begin_sync()

    def _write(self, kind: str, text: str, *, rotate: bool = False) -> Written:
        writer = self._writer
        seq, prev, _, _ = writer.end
        seq += 1
        stamp = self._stamp()
        line, digest = records.seal(seq, stamp, kind, text, prev)
        if rotate:
            writer.rotate(seq, digest, line)
        else:
            writer.put(seq, digest, line)
        return Written(seq, stamp, digest)

    def _checkpoint(self) -> None:
        durability = "power" if self._power else "process"
        fields = {"signed": self._key is not None, "durability": durability, "spending": self._snapshot()}
        self._write("checkpoint", records.encode(fields), rotate=self._writer.end[2] >= self._segment_bytes)
        self._outcomes = 0

    def _stamp(self) -> str:
        now = self._clock()
        second = int(now)
        if second != self._second:
            if not 0 <= second < _YEAR_2200:
                raise AuditError("The clock of this machine is wrong.", "the owner must set it.", detail=str(now))
            self._second, self._prefix = second, datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S.")
        return f"{self._prefix}{str(int((now - second) * 1e6)).zfill(6)}Z"  # quicker than :06d

    def _parts(self) -> lookup.Parts:
        """The segments with the place where each ends, as of now."""
        _, _, size, segment = self._writer.end
        with failing("The audit log cannot be read."):
            older = [path for path in segments(self.folder) if path < segment.path]
            return [*((path, path.stat().st_size) for path in older), (segment.path, size)]
