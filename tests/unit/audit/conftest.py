"""A log folder, and the outcome of a made-up call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autogen_hatidata.audit import AuditLog

OUTCOME: dict[str, Any] = {
    "agent": "researcher",
    "sql": "SELECT ? FROM t",
    "status": "ok",
    "credits": 1.5,
    "ms": {"execute": 0.125},
}


PAGE = Path(__file__).parents[3] / "docs" / "audit-format.md"


@pytest.fixture(scope="session")
def outsider() -> Callable[..., list[str]]:
    """The verifier of the page on the format, as a function."""
    names: dict[str, Any] = {"__name__": "verify_log"}
    script = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.S)[0]
    exec(compile(script, "docs/audit-format.md", "exec"), names)
    return names["verify"]  # type: ignore[no-any-return]


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
    return dict(OUTCOME)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[bytes], bytes]:
    """The lines and the head of a log of some forty records, made in three sessions."""
    folder = tmp_path_factory.mktemp("written") / "audit"
    for session in range(3):
        log = AuditLog.open(folder, every=5)
        for number in range(4):
            log.append("intent", {"id": f"{session}-{number}", "agent": "writer", "estimate": 2.0})
            log.append("outcome", {"id": f"{session}-{number}", **OUTCOME})
        log.close()
    lines = (folder / "000000000001.jsonl").read_bytes().splitlines(keepends=True)
    return lines, (folder / "head").read_bytes()
