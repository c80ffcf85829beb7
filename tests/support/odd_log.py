"""A signed log of two sessions with every character that could hurt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autogen_hatidata.audit import AuditLog

ODD = ('"},{"', "\n\r\u2028\0", "\ud800", "\U0001f600", ',"hash":"')


def written(folder: Path, outcome: dict[str, Any]) -> Path:
    """Write it, with the key ``key`` and outcomes of these fields; gives the folder."""
    for _ in range(2):
        log = AuditLog.open(folder, b"key", every=3)
        for text in ODD:
            log.append("intent", {"sql": text, "agent": text, text: text})
            log.append("outcome", {**outcome, "credits": float("nan")})
        log.close()
    return folder
