"""What ``when`` compares with what: operators over attributes, and those over hours and weekdays.

The operators are of two kinds. ``eq``, ``in``, ``contains`` and ``regex`` hold for what they find; ``not_in``, ``gt``,
``lt`` and ``outside`` hold as well where nothing can be compared: the value is missing, or of another kind. A rule that
forbids then forbids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from autogen_hatidata.governance.linear import finds

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator and what it compares with.

    ``operand``: a value, or a tuple of them for ``in`` and ``not_in``; the two bounds for ``outside``, which for the
    hour are minutes of the day; weekdays are 0 (Monday) to 6.
    """

    operator: str
    operand: Any


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of one kind: 1 and 1.0 are, 1 and True are not."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def comparable(one: Any, other: Any) -> bool:
    """Whether one of two values can come before the other: two numbers, or two dates."""
    return (_is_number(one) and _is_number(other)) or (isinstance(one, date) and isinstance(other, date))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _contains(value: Any, part: Any) -> bool:
    if isinstance(value, tuple):
        return any(same(item, part) for item in value)
    return isinstance(value, str) and isinstance(part, str) and part in value


def _outside(value: Any, bounds: tuple[Any, Any]) -> bool:
    low, high = bounds
    return not comparable(value, low) or not low <= value < high


OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": same,
    "in": lambda value, known: any(same(value, one) for one in known),
    "not_in": lambda value, known: not any(same(value, one) for one in known),
    "gt": lambda value, bound: not comparable(value, bound) or value > bound,
    "lt": lambda value, bound: not comparable(value, bound) or value < bound,
    "contains": _contains,
    "regex": lambda value, pattern: isinstance(value, str) and finds(pattern, value),
    "outside": _outside,
}
"""Whether a single value meets an operand."""

_WITHOUT_VALUE = frozenset({"not_in", "gt", "lt", "outside"})


def holds(condition: Condition, value: Any) -> bool:
    """Whether an attribute meets a condition. Of a list one item is enough. ``None`` and an empty list are no value."""
    if value is None or value == ():
        return condition.operator in _WITHOUT_VALUE
    meets = OPERATORS[condition.operator]
    if isinstance(value, tuple) and condition.operator != "contains":
        return any(meets(item, condition.operand) for item in value)
    return meets(value, condition.operand)


def _out_of_window(minute: int, window: tuple[int, int]) -> bool:
    low, high = window
    return not (low <= minute < high if low < high else minute >= low or minute < high)


HOURS: Mapping[str, Callable[[int, Any], bool]] = {
    "eq": lambda minute, hour: minute // 60 == hour,
    "in": lambda minute, hours: minute // 60 in hours,
    "not_in": lambda minute, hours: minute // 60 not in hours,
    "gt": lambda minute, hour: minute // 60 > hour,
    "lt": lambda minute, hour: minute // 60 < hour,
    "outside": _out_of_window,
}
"""Whether a minute of the day meets an operand."""

DAYS: Mapping[str, Callable[[int, Any], bool]] = {
    "eq": lambda day, one: day == one,
    "in": lambda day, days: day in days,
    "not_in": lambda day, days: day not in days,
}
"""Whether a weekday meets an operand."""


def met_by(
    operators: Mapping[str, Callable[[int, Any], bool]], conditions: tuple[Condition, ...], count: int
) -> bytes | None:
    """For each of ``count`` numbers from 0 on, 1 where it meets all conditions; None where there is no condition."""
    if not conditions:
        return None
    return bytes(all(operators[one.operator](number, one.operand) for one in conditions) for number in range(count))
