"""The files of a log: segments that only grow, and the head that is rewritten in place."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from autogen_hatidata.governance.records import HEAD_SIZE

BLOCK = 64 * 1024
UNFINISHED = "unfinished"
"""The name of a segment until its first line is written. What a kill leaves of one holds nothing acknowledged."""

_APPENDING = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
_SEGMENT = re.compile(r"\d{12}\.jsonl")


def segments(folder: Path) -> list[Path]:
    """The segments of a log, oldest first. A segment is named after its first record."""
    return sorted(path for path in folder.iterdir() if _SEGMENT.fullmatch(path.name))


def segment_name(seq: int) -> str:
    """The file name of the segment whose first record is ``seq``.

    >>> segment_name(1)
    '000000000001.jsonl'
    """
    return f"{seq:012d}.jsonl"


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk when this returns: those of new files, and that removed ones are gone."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def remove(path: Path) -> None:
    """Remove a segment that holds no record that counts."""
    os.unlink(path)


def sync_file(path: Path) -> None:
    """Have a file that nobody writes to any more on the disk when this returns."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def forward(path: Path, start: int, end: int) -> Iterator[bytes]:
    """The lines with their newlines between two places of a file."""
    with path.open("rb", buffering=BLOCK) as file:
        file.seek(start)
        for line in file:
            start += len(line)
            if start > end:
                return
            yield line


def backward(path: Path, end: int, block: int = BLOCK) -> Iterator[tuple[int, bytes]]:
    """The lines before place ``end`` (which follows a newline), newest first, each with its place."""
    with path.open("rb", buffering=0) as file:
        start, rest = end, b""  # rest: a line whose beginning is not read yet
        while start > 0:
            size = min(block, start)
            start -= size
            piece = os.pread(file.fileno(), size, start)
            if len(piece) < size or not (piece + rest).endswith(b"\n"):
                raise OSError("the file became shorter while it was read")
            first, *lines, _ = (piece + rest).split(b"\n")
            place = start + size + len(rest)
            for line in reversed(lines):
                place -= len(line) + 1
                yield place, line + b"\n"
            rest = first + b"\n"
            block = block if lines else block * 2
        if rest:
            yield 0, rest


def whole_lines(path: Path, end: int, block: int = BLOCK) -> int:
    """The place after the last newline before ``end``: what follows is a line that was not written in full."""
    with path.open("rb", buffering=0) as file:
        while end > 0:
            start = max(0, end - block)
            newline = os.pread(file.fileno(), end - start, start).rfind(b"\n")
            if newline >= 0:
                return start + newline + 1
            end = start
    return 0


class Segment:
    """One open segment file. Only this object writes to it: the folder's lock sees to that."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = os.open(path, _APPENDING, 0o600)
        self._guard = threading.Lock()

    @classmethod
    def begin(cls, path: Path, line: bytes, *, durable: bool) -> Segment:
        """A new segment that appears with its first line in it, or not at all.

        Args:
            durable: the line is on the disk before the file has its name, and the name when this returns.
        """
        if path.exists():
            raise FileExistsError(f"{path.name} is there already")
        made = path.with_name(UNFINISHED)
        with suppress(FileNotFoundError):
            os.unlink(made)  # what a kill left; a new file, so that no failed write of it is taken for a good one
        segment = cls(made)
        try:
            segment.append(line)
            if durable:
                segment.sync()
            os.rename(made, path)
        except BaseException:
            segment.close()
            raise
        segment.path = path
        if durable:
            try:
                sync_folder(path.parent)
            except BaseException:
                segment.close()
                raise
        return segment

    def size(self) -> int:
        """How many bytes the file has."""
        return os.fstat(self._open()).st_size

    def append(self, line: bytes) -> None:
        """Write one line with one call. A short write is an error: what is left of it must be cut off."""
        written = os.write(self._fd, line)  # type: ignore[arg-type]  # the log writes to no segment that it closed
        if written != len(line):
            raise OSError(f"only {written} of {len(line)} bytes were written")

    def cut(self, size: int) -> None:
        """Drop what stands after ``size`` bytes: the rest of a write that failed."""
        os.ftruncate(self._open(), size)

    def sync(self) -> None:
        """Have everything written so far on the disk when this returns. A closed segment was synced before."""
        with self._guard:  # so that no other file gets the number of this one meanwhile
            if self._fd is not None:
                os.fdatasync(self._fd)

    def rewrite(self, start: int, end: int) -> None:
        """Write the bytes between two places once more. After a sync that failed, a kernel takes pages for written
        that are not: the next sync would succeed without them."""
        file = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)  # not for appending: that ignores the place
        try:
            for place in range(start, end, BLOCK):
                data = os.pread(file, min(BLOCK, end - place), place)
                if os.pwrite(file, data, place) != min(BLOCK, end - place):
                    raise OSError("the end of the log could not be written again")
        finally:
            os.close(file)

    def close(self) -> None:
        """Let the file go. Closing twice is fine."""
        with self._guard:
            file, self._fd = self._fd, None
        if file is not None:
            os.close(file)

    def _open(self) -> int:
        if self._fd is None:
            raise OSError("the segment is closed")
        return self._fd


class HeadFile:
    """The file that names the newest record. Always rewritten as a whole, in place, with one call."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def read(self) -> bytes:
        """What the file holds; a little more than a head's length shows that it is none."""
        return os.pread(self._fd, HEAD_SIZE + 1, 0)

    def write(self, head: bytes) -> None:
        """Replace the head."""
        if os.pwrite(self._fd, head, 0) != HEAD_SIZE:
            raise OSError("the head was not written in full")

    def replace(self, head: bytes) -> None:
        """Replace the head, or leave it as it was: half of one would look like the work of somebody."""
        before = self.read()
        try:
            self.write(head)
        except OSError:
            with suppress(OSError):
                os.pwrite(self._fd, before, 0)
                os.ftruncate(self._fd, len(before))
            raise

    def sync(self) -> None:
        """Have the head on the disk when this returns."""
        os.fdatasync(self._fd)

    def close(self) -> None:
        """Let the file go."""
        os.close(self._fd)
