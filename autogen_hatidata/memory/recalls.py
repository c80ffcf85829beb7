"""Which memories were recalled, counted in RAM and put into the rows in batches. A kill may lose the last of them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

_TOGETHER = 256
"""Memories whose counts are put into the rows at once."""


class Recalls:
    """Counts of recalls that are not in the rows yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, int]] = {}

    @property
    def due(self) -> bool:
        """Whether it is time to put them into the rows."""
        return len(self._counts) >= _TOGETHER

    def note(self, memory_ids: Iterable[str], now: int) -> None:
        """Count one recall of each."""
        with self._lock:
            for one in memory_ids:
                self._counts[one] = self._counts.get(one, (0, 0))[0] + 1, now

    def added_to(self, memory: dict[str, Any]) -> dict[str, Any]:
        """A memory from its row, with what is not in the row yet."""
        count, at = self._counts.get(memory["memory_id"], (0, 0))
        if count:
            memory["access_count"] += count
            memory["last_accessed"] = datetime.fromtimestamp(at / 1e6, UTC).replace(tzinfo=None)
        return memory

    def all(self) -> dict[str, tuple[int, int]]:
        """All counts, by memory, with the time of the last recall in microseconds."""
        with self._lock:
            return dict(self._counts)

    def drop(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Count no more what is in the rows now."""
        with self._lock:
            for one, (count, _) in counts.items():
                left, at = self._counts.pop(one)
                if left > count:
                    self._counts[one] = left - count, at
