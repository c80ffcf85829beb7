"""The user's file: found or created, opened by its owner, and what is said when that fails."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from autogen_hatidata.errors import OpenError

_OWNER_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
}
"""An owner's SQL reaches files and extensions, but neither a Python variable nor the network by accident."""

_CAUSES: tuple[tuple[re.Pattern[str], str, str, str], ...] = (
    (
        re.compile(r"Could not set lock on file.*?PID (?P<pid>\d+)", re.S),
        "file_locked",
        "{path} is open in another process (PID {pid}).",
        "close it there, or open a copy of the file.",
    ),
    (
        re.compile(r"Could not set lock on file"),
        "file_locked",
        "{path} is open in another process.",
        "close it there, or open a copy of the file.",
    ),
    (
        re.compile(r"Unique file handle conflict|different configuration"),
        "file_locked",
        "{path} is open in this process through another DuckDB connection.",
        "close that connection first.",
    ),
    (
        re.compile(r"with (?:storage )?version number.*older|created with DuckDB version v0", re.S),
        "wrong_version",
        "{path} was written by an older DuckDB than {engine} can read.",
        "export it with that version (EXPORT DATABASE) and import it with this one.",
    ),
    (
        re.compile(r"with (?:storage )?version number"),
        "wrong_version",
        "{path} was written by a newer DuckDB than the installed {engine}.",
        "pip install --upgrade duckdb.",
    ),
    (
        re.compile(r"encrypt", re.I),
        "not_a_database",
        "{path} is an encrypted DuckDB database, which this layer cannot open.",
        "copy it into a database without encryption.",
    ),
    (
        re.compile(r"not a valid DuckDB database"),
        "not_a_database",
        "{path} is not a DuckDB database.",
        "give the path of a DuckDB file; data in another format comes in with layer.load.",
    ),
    (
        re.compile(r"Is a directory"),
        "not_a_database",
        "{path} is a folder.",
        "give the path of a DuckDB file in it.",
    ),
    (
        re.compile(r"Corrupt|checksum|Could not read enough bytes|Serialization Error|deserializ", re.I),
        "not_a_database",
        "{path} is a damaged DuckDB database.",
        "put a backup in its place.",
    ),
    (
        re.compile(r"Permission denied"),
        "no_permission",
        "{path} may not be opened by this user.",
        "change the permissions of the file and its folder.",
    ),
    (
        re.compile(r"No such file or directory|does not exist"),
        "no_such_file",
        "There is no file {path}.",
        "check the path.",
    ),
)


_OURS = "it has what agents remember and saved: put a backup in its place, or move it away to begin without."


def find(path: Path, *, read_only: bool) -> bool:
    """Make sure that there is a database file; gives whether it was created now."""
    try:
        if not path.parent.is_dir():
            raise OpenError(
                f"There is no folder {path.parent}.", "create it, or check the path.", code="no_such_folder"
            )
        if path.exists():
            if not _open_here(path):
                _check_header(path)
            return False
    except OSError as error:
        raise opening(path, str(error)) from None
    if read_only:
        raise OpenError(
            f"There is no file {path}.",
            "check the path, or open it without read_only to create it.",
            code="no_such_file",
        )
    with owner(path):
        return True


def _open_here(path: Path) -> bool:
    """Whether this process has the file open already, as far as the system tells. To open and close it once more would
    take away the locks that a DuckDB connection has on it; whoever opens it next finds them."""
    wanted = path.stat()
    for handle in Path("/proc/self/fd").glob("*"):
        with suppress(OSError):
            if os.path.samestat(handle.stat(), wanted):
                return True
    return False


def _check_header(path: Path) -> None:
    """Refuse what is not DuckDB's before DuckDB looks for an extension that could read it."""
    if path.is_dir():
        raise opening(path, "Is a directory")
    with path.open("rb") as file:
        head = file.read(12)
    if head[8:12] != b"DUCK":
        raise opening(path, "not a valid DuckDB database")


@contextmanager
def owner(path: Path, memory_limit: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The owner's own connection to the file: unlocked, for writing, closed at the end of the block. Beyond
    ``memory_limit`` (None: DuckDB's own) it uses the disk."""
    config = _OWNER_CONFIG if memory_limit is None else {**_OWNER_CONFIG, "memory_limit": memory_limit}
    try:
        connection = duckdb.connect(str(path), config=config)
    except duckdb.Error as error:
        raise opening(path, str(error)) from None
    try:
        yield connection
    finally:
        connection.close()


def log_size(path: Path) -> int:
    """The bytes of DuckDB's log of changes beside a file."""
    try:
        return log_of(path).stat().st_size
    except FileNotFoundError:
        return 0


def tidy(path: Path) -> None:
    """Move what is in DuckDB's log of changes into the file. Where that fails, the next to open it does so."""
    if log_size(path):
        with suppress(OpenError, duckdb.Error), owner(path):
            pass


def log_of(path: Path) -> Path:
    """Where DuckDB's log of changes lies."""
    return path.with_name(f"{path.name}.wal")


def draft_of(path: Path) -> Path:
    """Where a file lies while it is written that is to take the place of ``path``."""
    return path.with_name(f"{path.name}.new")


def drop_draft(path: Path) -> None:
    """Remove what a process left that was killed while it wrote one."""
    for left in (draft_of(path), log_of(draft_of(path))):
        left.unlink(missing_ok=True)


def opening(path: Path, problem: str, *, ours: bool = False) -> OpenError:
    """What an owner reads when the file cannot be opened for the reason that the engine gives. ``ours``: it is no file
    of the user's, but has what agents stored."""
    for pattern, code, message, hint in _CAUSES:
        found = pattern.search(problem)
        if found:
            facts = {"path": path, "engine": f"DuckDB {duckdb.__version__}", **found.groupdict()}
            hint = _OURS if ours and code == "not_a_database" else hint
            return OpenError(message.format(**facts), hint, code=code, detail=problem)
    return OpenError(f"{path} cannot be opened: {problem.splitlines()[0]}", "check the file.", detail=problem)
