"""The folder beside a database that holds what the layer keeps, and the lock on it."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from autogen_hatidata.audit.files import segments
from autogen_hatidata.errors import OpenError

_LOCK_FILE = "lock"
_LOG = "audit"


class StateFolder:
    """``<database>.hatidata/``: one layer at a time holds it, also a layer that only reads.

    Attributes:
        path: the folder.
        temporary: whether it was made for a ``:memory:`` layer and goes when it is closed.
    """

    def __init__(self, path: Path, lock: int, *, temporary: bool, made: bool = False) -> None:
        self.path = path
        self.temporary = temporary
        self._made = made
        self._lock: int | None = lock
        self._pid = os.getpid()

    @classmethod
    def open(cls, database: Path | None, state_dir: Path | None = None) -> StateFolder:
        """Open the folder of a database, or make it, and lock it.

        Args:
            database: the database file, which need not exist; None for ``:memory:``.
            state_dir: use this folder instead of the one beside the database.

        Raises:
            OpenError: ``file_locked``, ``no_such_folder``, or ``open_failed`` where it cannot be written.
        """
        temporary = state_dir is None and database is None
        path = Path(tempfile.mkdtemp(prefix="hatidata-")) if temporary else _place(database, state_dir)
        made = not temporary and _make(path)
        return cls(path, _lock(path), temporary=temporary, made=made)

    def close(self, *, failed: bool = False) -> None:
        """Release the lock; a temporary folder is removed. Closing twice is fine.

        Args:
            failed: the open that this folder was for came to nothing: a folder made for it that is still empty goes.
        """
        if self._lock is None:
            return
        if self._pid == os.getpid():  # a forked child must not unlock, or remove, what its parent uses
            unused = failed and self._made and os.listdir(self.path) == [_LOCK_FILE]
            if self.temporary or unused:
                shutil.rmtree(self.path, ignore_errors=True)
            fcntl.flock(self._lock, fcntl.LOCK_UN)
        os.close(self._lock)
        self._lock = None


def find_log(path: Path) -> Path:
    """The folder of the log that a path means: of a database, of a layer's folder, or the log's own. Makes nothing.

    Raises:
        OpenError: ``no_such_file`` where the path is nothing, ``no_such_folder`` where it has no log.
    """
    path = path.expanduser()
    beside = _place(path, None)
    for folder in (path, path / _LOG, beside / _LOG):
        if folder.is_dir() and ((folder / "head").exists() or segments(folder)):
            return folder
    if not path.exists() and not beside.exists():
        raise OpenError(
            f"There is no {path}.", "give the database file, or the folder of its log.", code="no_such_file"
        )
    raise OpenError(
        f"{path} has no audit log.",
        "a log begins when a data layer opens the database; one opened with state_dir= keeps it in that folder.",
        code="no_such_folder",
    )


def _place(database: Path | None, state_dir: Path | None) -> Path:
    """Resolved, so that two names of one database meet at one lock."""
    if state_dir is not None:
        return state_dir.resolve()
    assert database is not None
    resolved = database.resolve()
    if not resolved.name:
        raise OpenError(f"{resolved} is no database.", "name the file.", code="no_such_file")
    return resolved.with_name(f"{resolved.name}.hatidata")


def _make(path: Path) -> bool:
    """Make the folder; gives whether it was not there."""
    try:
        made = not path.is_dir()
        path.mkdir(mode=0o700, exist_ok=True)
    except (FileNotFoundError, NotADirectoryError) as fault:
        raise OpenError(
            f"There is no folder {path.parent}.", "create it, or correct the path.", code="no_such_folder"
        ) from fault
    except FileExistsError as fault:
        raise OpenError(
            f"{path} is a file; the data layer needs a folder of that name.",
            "move the file away, or give state_dir= another folder.",
            code="no_such_folder",
        ) from fault
    except OSError as fault:
        raise _unusable(path, fault) from fault
    return made


def _lock(path: Path) -> int:
    """Take the exclusive lock. The file is never deleted: who waits for a deleted one would hold a lock on nothing."""
    try:
        lock = os.open(path / _LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise _unusable(path, fault) from fault
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode("ascii"), 0)
    except BlockingIOError as fault:
        holder = os.pread(lock, 20, 0).strip()
        os.close(lock)
        raise _held(path, int(holder) if holder.isdigit() else None) from fault
    except OSError as fault:
        os.close(lock)
        raise _unusable(path, fault) from fault
    return lock


def _held(path: Path, holder: int | None) -> OpenError:
    if holder == os.getpid():
        return OpenError(
            f"{path} is in use by another data layer of this process.",
            "use that layer, or close() it first.",
            code="file_locked",
        )
    who = "another process" if holder is None else f"process {holder}"
    return OpenError(
        f"{path} is in use by {who}; one data layer at a time can hold a database.",
        "close that layer or end that process, then open again.",
        code="file_locked",
    )


def _unusable(path: Path, fault: OSError) -> OpenError:
    return OpenError(
        f"The folder {path} cannot be used: {fault.strerror or fault}.",
        "the audit log is kept there, also by a layer that only reads; give state_dir= a folder that can be written.",
        detail=str(fault),
    )
