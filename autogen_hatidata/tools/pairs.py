"""What is known of two agents, one towards the other, for as long as both live."""

from __future__ import annotations

import weakref
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class _Kept(Generic[T]):
    __slots__ = ("one", "other", "value")

    def __init__(self, value: T, one: weakref.ref[Any], other: weakref.ref[Any]) -> None:
        self.value: T | None = value
        self.one, self.other = one, other


class Pairs(Generic[T]):
    """A value for each ordered pair of agents. They are held weakly, and told apart by identity, not by equality."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], _Kept[T]] = {}

    def get(self, one: Any, other: Any) -> T | None:
        """The value of this pair, if it has one."""
        kept = self._kept.get((id(one), id(other)))
        return None if kept is None else kept.value

    def put(self, one: Any, other: Any, value: T) -> None:
        """Keep this value in the place of the one that this pair has."""
        key = id(one), id(other)
        kept = self._kept.get(key)
        if kept is not None:
            kept.value = value
            return

        def forget(gone: Any) -> None:  # runs before another object can get the id
            self._kept.pop(key, None)

        self._kept[key] = _Kept(value, weakref.ref(one, forget), weakref.ref(other, forget))

    def drop(self, one: Any, other: Any) -> None:
        """Forget the value of this pair."""
        kept = self._kept.get((id(one), id(other)))
        if kept is not None:
            kept.value = None

    def clear(self) -> None:
        """Forget every value."""
        self._kept.clear()

    def items(self) -> list[tuple[Any, Any, T]]:
        """All pairs that have a value."""
        found = [(kept.one(), kept.other(), kept.value) for kept in list(self._kept.values())]
        return [
            (one, other, value) for one, other, value in found if not (one is None or other is None or value is None)
        ]
