"""The end of a log, where lines are put: one write each, and the head after it. With durability "power" the head waits
until the line is on the disk."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

from autogen_hatidata.audit.files import HeadFile, Segment, remove, segment_name, segments, sync_file, sync_folder
from autogen_hatidata.audit.reading import failing
from autogen_hatidata.audit.start import look
from autogen_hatidata.audit.sync import GroupCommit
from autogen_hatidata.errors import AuditError
from autogen_hatidata.governance import records

_NOT_WRITTEN = "The audit record could not be written, so the call was stopped."
_MAKE_ROOM = "the owner must make room on, or repair, the disk that holds the audit log."
_NOT_ON_DISK = "The disk did not take the audit log, so no call is answered any more."
_OPEN_AGAIN = "the owner must look at the disk that holds the audit log, and then open the data layer again."


_forks = 0


def _count_fork() -> None:
    global _forks
    _forks += 1


os.register_at_fork(after_in_child=_count_fork)  # asking for the process's number took 0.2 µs of each record

End = tuple[int, str, int, Segment]


class Writer:
    """Puts lines at the end of a log. Not thread-safe: who uses it holds its lock, but for `wait` and `close`.

    Attributes:
        end: the number and hash of the newest record, and the bytes and file of the newest segment. Always replaced as
            one: a signal handler may raise anywhere.
        start: what was found when the log was opened.
    """

    def __init__(self, folder: Path, key: bytes | None, power: bool) -> None:
        self.folder = folder
        self._key, self._power = key, power
        self.lock = threading.Lock()
        self._forks = _forks
        self._clean = True  # False: bytes may stand after the end that belong to no record
        self._closed = False
        self._sync: GroupCommit | None = None
        self._head = HeadFile(folder / "head")
        self._head_seq = 0  # what the head names, where it waits for the disk
        try:
            self.start = look(folder, self._head.read(), key)
            segment = Segment(self.start.path)
        except BaseException:
            self._head.close()
            raise
        self.end: End = (self.start.last.seq, self.start.last.hash, self.start.size, segment)

    @property
    def path(self) -> Path:
        """The newest segment."""
        return self.end[3].path

    def repair(self) -> None:
        """Drop what was found behind the last record. With "power", put on the disk what an earlier process left."""
        start, segment = self.start, self.end[3]
        segment.cut(start.size)
        for path in start.hollow:
            remove(path)
        if not self._power:
            return
        if start.unvouched < start.size:
            segment.rewrite(start.unvouched, start.size)
        if not start.power:
            for path in segments(self.folder):
                sync_file(path)
        segment.sync()
        for folder in (self.folder, self.folder.parent, self.folder.parent.parent):
            sync_folder(folder)

    def put(self, seq: int, digest: str, line: bytes) -> None:
        """Write a line at the end, or raise AuditError and leave nothing of it."""
        sync = self._sync  # what `ready` looks at: half a microsecond less, for each record
        if not self._clean or self._closed or self._forks != _forks or (sync is not None and sync.fault is not None):
            self.ready()
        _, _, size, segment = self.end
        self._clean = False  # also when a signal handler raises between here and the last line
        try:
            segment.append(line)
            if not self._power:
                self._head.write(records.write_head(seq, digest, self._key))
        except OSError as fault:
            with suppress(AuditError):  # if this fails, the next call tries again, and says so
                self.ready()
            raise AuditError(_NOT_WRITTEN, _MAKE_ROOM, detail=str(fault)) from fault
        self.end = (seq, digest, size + len(line), segment)
        self._clean = True

    def rotate(self, seq: int, digest: str, line: bytes) -> None:
        """Begin a new segment with this line, or raise AuditError: then the log goes on in the old one."""
        self.ready()
        old = self.end[3]
        self._clean = False  # until the new file counts, what there is of it is taken back
        try:
            if self._power:
                self.vouch_now()
            segment = Segment.begin(self.folder / segment_name(seq), line, durable=self._power)
            self.end = (seq, digest, len(line), segment)
            old.close()
            if self._power:
                self.vouch_now()
            else:
                self._head.write(records.write_head(seq, digest, self._key))
        except OSError as fault:
            if self._sync is not None:
                self._sync.fail(fault)
            raise AuditError(_NOT_WRITTEN, _MAKE_ROOM, detail=str(fault)) from fault
        self._clean = True

    def ready(self, *, writing: bool = True) -> None:
        """Take back what an unfinished write left behind. Raises AuditError where no line can be put any more."""
        if self._closed:
            raise AuditError("The audit log is closed.", "open the data layer again.")
        if self._forks != _forks:
            raise AuditError("A forked process cannot write its parent's audit log.", "open a data layer of its own.")
        if writing and self._sync is not None and self._sync.fault is not None:
            raise AuditError(_NOT_ON_DISK, _OPEN_AGAIN, detail=str(self._sync.fault))
        if self._clean:
            return
        seq, digest, size, segment = self.end
        with failing("The audit log could not be brought in order after a failed write."):
            if not self._power:
                # The head first: killed between the two, the log may be longer than its head, never shorter.
                self._head.write(records.write_head(seq, digest, self._key))
            for path in segments(self.folder):
                if path > segment.path:  # begun, and interrupted before it counted
                    remove(path)
                    if self._power:
                        sync_folder(self.folder)
            segment.cut(size)
        self._clean = True

    def begin_sync(self) -> None:
        """With "power": have all so far, and its head, on the disk, and see to it in a thread from now on."""
        self.vouch_now()
        if self._sync is None:
            self._sync = GroupCommit(self._commit, self._head.sync, self.end[0])

    def vouch_now(self) -> None:
        """With "power": have the newest segment on the disk, and then the head that names its last record."""
        end = self.end
        end[3].sync()
        self._vouch(end)
        self._head.sync()

    def start_sync(self, seq: int) -> None:
        """With "power": begin to put a record on the disk."""
        if self._sync is not None:
            self._sync.start(seq)

    def wait(self, seq: int) -> None:
        """With "power": return when a record is on the disk, or raise AuditError. Call it without the lock."""
        fault = self._sync.wait(seq) if self._sync is not None else None
        if fault is not None:
            raise AuditError(_NOT_ON_DISK, _OPEN_AGAIN, detail=str(fault)) from fault

    def close(self) -> None:
        """Let the files go. Call it without the lock, and once."""
        self._closed = True
        if self._sync is not None and self._forks == _forks:
            self._sync.stop()
            with suppress(OSError):  # the log itself is on the disk; its head follows when the kernel likes
                self._head.sync()
        self.end[3].close()
        self._head.close()

    def _commit(self) -> int:
        """Have the log on the disk, and then let the head say so: never the other way round."""
        with self.lock:
            end = self.end
        end[3].sync()  # without the lock: others write meanwhile
        with self.lock:
            self._vouch(end)
        return end[0]

    def _vouch(self, end: End) -> None:
        """Let the head name a record, unless it names a later one."""
        seq, digest = end[:2]
        if seq > self._head_seq:
            self._head.replace(records.write_head(seq, digest, self._key))
            self._head_seq = seq
