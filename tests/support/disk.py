"""A disk that fails on demand, and that knows what a power cut would leave of it.

It stands in the place of the ``os`` module in ``audit/files.py``. The real files play the page cache: what every
process reads. What is on the disk is kept beside them: writes since the last sync are there or not, page by page.
"""

from __future__ import annotations

import errno
import os
import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

FULL, BROKEN = OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EIO, "Input/output error")
PAGE = 4096
CALLS = ("open", "write", "pwrite", "ftruncate", "fdatasync", "fsync", "rename", "unlink")


class _File:
    """What the disk has of a file, and what it was given since the last sync: places and bytes, or a new size."""

    def __init__(self) -> None:
        self.kept = bytearray()
        self.waiting: list[tuple[int, bytes | None]] = []

    def after(self, chosen: Callable[[], bool]) -> bytearray:
        """The content if of all that waits only what is chosen came to the disk."""
        content = bytearray(self.kept)
        for place, data in self.waiting:
            if data is None:
                if chosen():
                    content = content[:place].ljust(place, b"\0")
                continue
            start = place
            while start < place + len(data):
                end = min(place + len(data), (start // PAGE + 1) * PAGE)
                if chosen():
                    content = content.ljust(start, b"\0")
                    content[start:end] = data[start - place : end - place]
                start = end
        return content


class Disk:
    """The os module with faults.

    Attributes:
        faults: the next faults of each call: an error, or a share of the bytes that is written; None is no fault.
        fault_at: the number of the call that fails with ``fault``; and all after it, where ``for_good`` is set.
        calls: how many calls there were.
        cut_at: the number of the call before which the power is cut; then ``cut`` is called.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.faults: dict[str, list[Any]] = {name: [] for name in CALLS}
        self.fault_at: int | None = None
        self.fault: Any = BROKEN
        self.for_good = False
        self.calls = 0
        self.cut_at: int | None = None
        self.cut: Callable[[], object] = lambda: None
        self._lock = threading.RLock()
        self._files: dict[int, _File] = {}
        self._fds: dict[int, _File] = {}
        self._names: dict[str, _File] = {}
        self._renamed: list[tuple[str, _File | None]] = []  # since the last sync of the folder; None: it is gone
        for path in sorted(folder.iterdir()) if folder is not None and folder.is_dir() else ():
            file = self._names[path.name] = self._files[path.stat().st_ino] = _File()
            file.kept = bytearray(path.read_bytes())

    def left(self, folder: Path, dice: random.Random) -> None:
        """Make a folder of what a power cut would leave now."""
        with self._lock:
            names = dict(self._names)
            for name, file in self._renamed[: dice.randint(0, len(self._renamed))]:  # a journal keeps their order
                names.pop(name, None)
                if file is not None:
                    names[name] = file
            share = dice.choice([0.0, 0.1, 0.5, 0.9, 1.0])
            folder.mkdir(mode=0o700)
            for name, file in names.items():
                (folder / name).write_bytes(file.after(lambda: dice.random() < share))

    def open(self, path: Path, flags: int, mode: int = 0o777) -> int:
        with self._lock:
            self._meet("open")
            new = not os.path.exists(path)
            fd = os.open(path, flags, mode)
            inode = os.fstat(fd).st_ino
            if new:
                self._files[inode] = _File()
                self._renamed.append((Path(path).name, self._files[inode]))
            self._fds[fd] = self._files.setdefault(inode, _File())
            return fd

    def write(self, fd: int, data: bytes) -> int:
        with self._lock:
            place = os.fstat(fd).st_size
            data = self._share(data, self._meet("write"))
            self._fds[fd].waiting.append((place, data))
            return os.write(fd, data)

    def pwrite(self, fd: int, data: bytes, place: int) -> int:
        with self._lock:
            data = self._share(data, self._meet("pwrite"))
            self._fds[fd].waiting.append((place, data))
            return os.pwrite(fd, data, place)

    def ftruncate(self, fd: int, size: int) -> None:
        with self._lock:
            self._meet("ftruncate")
            self._fds[fd].waiting.append((size, None))
            os.ftruncate(fd, size)

    def fdatasync(self, fd: int) -> None:
        with self._lock:
            file = self._fds[fd]
            try:
                self._meet("fdatasync")
            except OSError:
                file.waiting.clear()  # the kernel gives up on these pages, and takes them for clean
                raise
            file.kept = file.after(lambda: True)
            file.waiting.clear()

    def fsync(self, fd: int) -> None:
        with self._lock:
            if not os.path.isdir(f"/proc/self/fd/{fd}"):
                self.fdatasync(fd)
                return
            self._meet("fsync")
            for name, file in self._renamed:
                self._names.pop(name, None)
                if file is not None:
                    self._names[name] = file
            self._renamed.clear()

    def rename(self, old: Path, new: Path) -> None:
        with self._lock:
            self._meet("rename")
            file = self._files[os.stat(old).st_ino]
            os.rename(old, new)
            self._renamed += [(new.name, file), (old.name, None)]

    def unlink(self, path: Path) -> None:
        with self._lock:
            self._meet("unlink")
            inode = os.stat(path).st_ino
            os.unlink(path)
            self._files.pop(inode, None)
            self._renamed.append((path.name, None))

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def _meet(self, name: str) -> Any:
        """Count a call, and meet its fault: raise it, or give the share that is written all the same."""
        self.calls += 1
        if self.calls == self.cut_at:
            self.cut()
        fault = self.faults[name].pop(0) if self.faults[name] else None
        if self.fault_at is not None and (
            self.calls == self.fault_at or (self.for_good and self.calls > self.fault_at)
        ):
            fault = self.fault
        if isinstance(fault, BaseException):
            raise fault
        if fault is not None and name not in ("write", "pwrite"):
            raise BROKEN
        return fault

    @staticmethod
    def _share(data: bytes, share: float | None) -> bytes:
        return data if share is None else data[: int(len(data) * share)]
