"""What the log keeps of a call of the memory: never a text that was stored or looked for, but its hash and length."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from autogen_hatidata.types import Asked, Table

_TEXTS = frozenset({"content", "query", "metadata", "value", "items"})
"""What is kept as hash and length, whatever it looks like."""

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@/+-]{0,99}")
_MOST_IDS = 100


def trace(asked: Asked | None, table: Table | None = None) -> dict[str, Any] | None:
    """The operation with what it was given and, once it is done, the ids of the memories in its answer."""
    if asked is None:
        return None
    given = {name: _kept(name, value) for name, value in asked.given.items() if value is not None}
    ids = _ids(table) if table is not None else ()
    return {"operation": asked.operation, **given, **({"memories": ids} if ids else {})}


def fingerprint(value: Any) -> dict[str, Any]:
    """SHA-256 and length of a text, or of the JSON of what is none.

    >>> fingerprint("tea")["chars"], fingerprint({"a": 1})["chars"]
    (3, 7)
    """
    try:
        text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), sort_keys=True)
    except (TypeError, ValueError, RecursionError):
        return {"type": type(value).__name__}
    return {"sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), "chars": len(text)}


def _kept(name: str, value: Any) -> Any:
    if name not in _TEXTS:
        if isinstance(value, (bool, int, float)) or (isinstance(value, str) and _LABEL.fullmatch(value)):
            return value
        if isinstance(value, (list, tuple)) and all(isinstance(one, str) and _LABEL.fullmatch(one) for one in value):
            return list(value[:_MOST_IDS])
    return fingerprint(value)


def _ids(table: Table) -> list[str]:
    if "memory_id" not in table.columns:
        return []
    place = table.columns.index("memory_id")
    return [str(row[place]) for row in table.rows[:_MOST_IDS]]
