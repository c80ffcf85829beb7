"""The calendar windows of budgets: minutes, hours, days and months, all in UTC."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Period:
    """One kind of window.

    Attributes:
        chars: so many characters of a record's time name the window: ``2026-11-24T12`` is an hour.
        begins: when the window of a moment begins.
        next: when the window after it begins.
    """

    chars: int
    begins: Callable[[datetime], datetime]
    next: Callable[[datetime], datetime]


def _first_of_next_month(month: datetime) -> datetime:
    return (month + timedelta(days=32)).replace(day=1)


PERIODS: Mapping[str, Period] = MappingProxyType(
    {
        "minute": Period(16, lambda now: now.replace(second=0), lambda begin: begin + timedelta(minutes=1)),
        "hour": Period(13, lambda now: now.replace(minute=0, second=0), lambda begin: begin + timedelta(hours=1)),
        "day": Period(10, lambda now: now.replace(hour=0, minute=0, second=0), lambda begin: begin + timedelta(days=1)),
        "month": Period(7, lambda now: now.replace(day=1, hour=0, minute=0, second=0), _first_of_next_month),
    }
)
"""The windows that begin and end by the clock. A chat is the one period that does not."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One minute, and the windows that it lies in."""

    start: float
    stamp: str

    @classmethod
    def at(cls, now: float) -> Moment:
        """The minute of a time in seconds since 1970."""
        start = now // 60 * 60
        return cls(start, f"{datetime.fromtimestamp(start, UTC):%Y-%m-%dT%H:%M}")

    def holds(self, now: float) -> bool:
        """Whether a time lies in this minute."""
        return 0 <= now - self.start < 60

    def window(self, per: str, chat: str) -> str:
        """The name of the window of a period: the beginning of a time, or the chat."""
        return chat if per == "chat" else self.stamp[: PERIODS[per].chars]

    def bounds(self, per: str) -> tuple[str | None, str | None]:
        """When the window began and when the next one does, as records write times; None for a chat."""
        if per == "chat":
            return None, None
        begins = PERIODS[per].begins(datetime.fromtimestamp(self.start, UTC))
        return _written(begins), _written(PERIODS[per].next(begins))


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
