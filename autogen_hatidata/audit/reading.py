"""Reading a log back: its records, what a person asks of them, and whether they are whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autogen_hatidata.audit.files import forward, segments
from autogen_hatidata.errors import AuditError
from autogen_hatidata.governance import chain, records
from autogen_hatidata.governance.chain import Verification
from autogen_hatidata.governance.names import plain_name
from autogen_hatidata.governance.records import Mark

Record = dict[str, Any]

MISFITS = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What counting with a record raises whose fields hold something else than a data layer writes."""

LOOK = "run verify() on the log; to begin a new one, move its folder away and keep it."


def verify(
    folder: Path,
    key: bytes | None = None,
    anchor: tuple[int, str] | None = None,
    seen: Callable[[bytes], object] | None = None,
) -> Verification:
    """Check the log in a folder that no layer needs to have open; a live one may grow meanwhile.

    Args:
        key: the key that signs the head.
        anchor: the ``seq`` and ``hash`` of an earlier verification, kept elsewhere.
        seen: called with each line when it is read, to show how far it is.
    """
    with failing("The audit log cannot be read."):
        head = read_head(folder)  # first: a log may be longer than its head, never shorter
        lines = (line for path in segments(folder) for line in forward(path, 0, path.stat().st_size))
        read = lines if seen is None else _told(lines, seen)
        return chain.verify(read, head, key=key or None, anchors=[anchor] if anchor else ())


def _told(lines: Iterable[bytes], seen: Callable[[bytes], object]) -> Iterator[bytes]:
    for line in lines:
        seen(line)
        yield line


@contextmanager
def failing(message: str) -> Iterator[None]:
    """Turn a fault of the file system into an AuditError."""
    try:
        yield
    except OSError as fault:
        raise AuditError(
            message, f"the owner must look at the log's folder: {fault.strerror or fault}.", detail=str(fault)
        ) from fault


def read_head(folder: Path) -> bytes:
    """The content of the head file by its name, empty when there is none."""
    try:
        return (folder / "head").read_bytes()
    except FileNotFoundError:
        return b""


def mark(line: bytes) -> Mark:
    """The marks of a line that must be a record."""
    found = records.mark(line)
    if found is None:
        raise AuditError("The audit log holds a line that is not a record.", LOOK)
    return found


def load(line: bytes) -> Record:
    """The record in a line that must be one."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise AuditError("The audit log holds a line that is not a record.", LOOK) from fault
    if not isinstance(record, dict):
        raise AuditError("The audit log holds a line that is not a record.", LOOK)
    return record


def fits(kind: str | None, agent: str | None, since: datetime | str | None) -> Callable[[Record], bool]:
    """A test for the records of a kind, of an agent, from a time on."""
    name = plain_name(agent) if agent is not None else None
    start = utc(since)
    return lambda record: (
        (kind is None or record.get("kind") == kind)
        and (name is None or record.get("agent") == name)
        and (start is None or str(record.get("time")) >= start)
    )


def utc(moment: datetime | str | None) -> str | None:
    """A time as the records of the log have it; UTC unless it says otherwise."""
    if moment is None:
        return None
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
