"""Logs in files, read without any code of the package."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Run = Callable[..., tuple[int, str, str]]
"""Runs a command: its exit code, what it showed, and what it said on the side."""


def log_of(database: Path) -> Path:
    """The folder of a database's log."""
    return database.with_name(f"{database.name}.hatidata") / "audit"


def records_of(database: Path, kind: str | None = None) -> list[Record]:
    """Its records, oldest first."""
    lines = [line for path in sorted(log_of(database).glob("*.jsonl")) for line in path.read_bytes().splitlines()]
    return [one for one in map(json.loads, lines) if kind in (None, one["kind"])]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
