"""A log folder, a log in it, and the outcome of a made-up call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autogen_hatidata.audit import AuditLog


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a log can be opened."""
    return tmp_path / "audit"


@pytest.fixture
def log(folder: Path) -> Iterator[AuditLog]:
    """An open log, empty but for what opening writes."""
    opened = AuditLog.open(folder)
    yield opened
    opened.close()


@pytest.fixture
def outcome() -> dict[str, Any]:
    """The fields of an outcome record."""
    return {"agent": "researcher", "sql": "SELECT ? FROM t", "status": "ok", "credits": 1.5, "ms": {"execute": 0.125}}
