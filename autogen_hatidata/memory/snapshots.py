"""Files that appear whole or not at all, and whose content is checked when it is read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

_ALIGNED = 64
_LONGEST = 4096  # bytes of a header


def write(path: Path, header: Mapping[str, Any], parts: Iterable[bytes | NDArray[Any]]) -> None:
    """Replace a file by a header and parts. Everything is on the disk when this returns.

    Raises:
        OSError: it cannot be written; the file is as it was before.
    """
    body = [part if isinstance(part, bytes) else part.data.cast("B") for part in parts if len(part)]
    line = json.dumps({**header, "sha256": _digest(header, body)}).encode()
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
        file.write(line + b" " * (-(len(line) + 1) % _ALIGNED) + b"\n")
        file.writelines(body)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    _sync_folder(path.parent)


def header(path: Path) -> dict[str, Any]:
    """The header of a file, which nothing vouches for until the file is read; empty where there is none."""
    try:
        with path.open("rb") as file:
            found = json.loads(file.readline(_LONGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def read(path: Path) -> tuple[dict[str, Any], memoryview] | None:
    """The header and everything after it; None unless the file is there and as it was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    line, newline, _ = content.partition(b"\n")
    try:
        header = json.loads(line)
    except (ValueError, RecursionError):
        return None
    body = memoryview(content)[len(line) + len(newline) :]
    if not isinstance(header, dict) or header.pop("sha256", None) != _digest(header, [body]):
        return None
    return header, body


def _digest(header: Mapping[str, Any], parts: Iterable[bytes | memoryview]) -> str:
    digest = hashlib.sha256(json.dumps(header).encode())
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
