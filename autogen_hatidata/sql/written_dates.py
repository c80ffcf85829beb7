"""Dates as people write them, where only one day can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LONG = "january february march april may june july august september october november december".split()
_NAME = "|".join((*_LONG, "sept", *_MONTHS))
_PARTS = {"y": "year", "m": "month", "d": "day"}
_TIME = re.compile(
    r"(?P<date>.*?)"
    r"(?:[ T]\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.0+)?)?\s*(?P<half>[AaPp][Mm])?Z?)?"
)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})",
        r"(?P<m>\d{1,2})[-/](?P<d>\d{1,2})[-/](?P<y>\d{4})",
        rf"(?P<m>{_NAME})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})",
        rf"(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m>{_NAME})\.?,?[\s-]+(?P<y>\d{{4}})",
        rf"(?P<y>\d{{4}})[\s-]+(?P<m>{_NAME})[\s-]+(?P<d>\d{{1,2}})",
    )
)
_ISO = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}(?:[ T].*)?\s*")
"""What DuckDB takes for a date itself, or refuses because there is no such day."""


_LONGEST = 60
"""Characters of a date, with its time and the spaces around."""


def meant(text: str) -> str | None:
    """The date, with a time where there is one, as SQL has it; None where it is one already, none, or unclear.

    >>> meant("Jan 5, 2024"), meant("31/12/2024"), meant("20240105"), meant("01/25/2024 2:30 PM")
    ('2024-01-05', '2024-12-31', '2024-01-05', '2024-01-25 14:30:00')
    >>> meant("05/01/2024"), meant("2024-02-30"), meant("2024-01"), meant("5/1/24")
    (None, None, None, None)
    """
    found = _TIME.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None or _ISO.fullmatch(text):
        return None
    days = set(_days(found["date"].strip()))
    if len(days) != 1:
        return None
    day = days.pop().isoformat()
    if found["hour"] is None:
        return day
    clock = _clock(int(found["hour"]), int(found["minute"]), int(found["second"] or 0), (found["half"] or "").lower())
    return None if clock is None else f"{day} {clock.isoformat()}"


def _days(text: str) -> Iterator[date]:
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is not None:
            yield from _days_of(found)


def _days_of(found: re.Match[str]) -> Iterator[date]:
    """The day that is written there, if there is such a day."""
    name = found["m"].lower()[:3]
    month = _MONTHS.index(name) + 1 if name in _MONTHS else int(found["m"])
    try:
        yield date(int(found["y"]), month, int(found["d"]))
    except ValueError:
        return


def order(text: str) -> str | None:
    """In which order a date has its parts, which says how it was read; None where `meant` reads none.

    >>> order("31/12/2024"), order("Jan 5, 2024"), order("05/01/2024")
    ('day, month, year', 'month, day, year', None)
    """
    found = _TIME.fullmatch(text.strip()) if meant(text) is not None else None
    day = "" if found is None else found["date"].strip()
    for form in _FORMS:
        parts = form.fullmatch(day)
        if parts is not None and any(_days_of(parts)):
            return ", ".join(_PARTS[one] for one in sorted("ymd", key=parts.start))
    return None


def _clock(hour: int, minute: int, second: int, half: str) -> time | None:
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "pm")
    try:
        return time(hour, minute, second)
    except ValueError:
        return None
