"""What can be given to an operation of the memory: each argument has one check, which gives the plain value."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from autogen_hatidata.errors import BadArgument, LimitExceeded
from autogen_hatidata.memory.checks import is_unicode
from autogen_hatidata.memory.model import DEFAULT, MODES, OPERATORS, SCOPES, Condition
from autogen_hatidata.settings import Settings

_NAME_CHARS = 256
_DEPTH = 20
_MOST = 1000  # ids, or values to choose from
_MOST_FIELDS = 20
_FOREVER = 1e10  # seconds: three hundred years
_WHOLE = 2**63
_MANY = (list, tuple, set, frozenset)


class Limits(NamedTuple):
    """What bounds the arguments: the settings, and the rows of an answer; and when the call began."""

    settings: Settings
    rows: int
    now: float


def checked(given: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """The arguments that were given, each as its check gives it. What is None was left out.

    Raises:
        BadArgument, LimitExceeded: the first one that cannot be used.
    """
    return {name: CHECKS[name](name, value, limits) for name, value in given.items() if value is not None}


def needed(found: Mapping[str, Any], name: str) -> Any:
    """An argument that cannot be left out."""
    if name not in found:
        raise BadArgument(f'The argument "{name}" is missing.', f"give a {name}.")
    return found[name]


def to_json(name: str, value: Any, most: int) -> str:
    """A value as JSON text of at most so many characters."""
    _check_plain(name, value, 0)
    return _bounded(name, json.dumps(value, ensure_ascii=False, separators=(",", ":")), most)


def _text(name: str, value: Any, limits: Limits) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadArgument(f"{name} must be a text that is not empty.", "give the words themselves.")
    if not is_unicode(value):
        raise BadArgument(f"{name} has half a character in it.", "send whole characters.")
    return _bounded(name, value, limits.settings.max_memory_chars)


def _bounded(name: str, text: str, most: int) -> str:
    if len(text) > most:
        raise LimitExceeded(f"{name} has {len(text):,} characters; {most:,} are allowed.", "shorten it, or split it.")
    return text


def _name(name: str, value: Any, limits: Limits) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise BadArgument(f"{name} must be a text in one line that is not empty.", "give a short name.")
    return _bounded(name, value, _NAME_CHARS)


def _number(low: float, high: float, *, above: bool = False) -> Callable[[str, Any, Limits], float]:
    said = f"{'above' if above else 'from'} {low:g}{' and' if above else ' to'} {'at most ' if above else ''}{high:g}"

    def check(name: str, value: Any, limits: Limits) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise BadArgument(f"{name} must be a number {said}.", "correct it, or leave it out.")
        if above and value == low:
            raise BadArgument(f"{name} must be a number {said}.", "correct it, or leave it out.")
        return float(value)

    return check


def _whole(low: int) -> Callable[[str, Any, Limits], int]:
    def check(name: str, value: Any, limits: Limits) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value < _WHOLE:
            raise BadArgument(f"{name} must be a whole number, {low} or more.", "correct it, or leave it out.")
        return value

    return check


def _one_of(words: Iterable[str]) -> Callable[[str, Any, Limits], str]:
    known = tuple(words)

    def check(name: str, value: Any, limits: Limits) -> str:
        if not isinstance(value, str) or value not in known:
            raise BadArgument(f"{name} must be one of {', '.join(known)}.", "correct it, or leave it out.")
        return value

    return check


def _each(value: Any) -> tuple[Any, ...]:
    """What is in a list; of what is none, itself."""
    return tuple(value) if isinstance(value, _MANY) else (value,)


def _scopes(name: str, value: Any, limits: Limits) -> tuple[str, ...]:
    listed = _each(value)
    if not listed:
        raise BadArgument(f"{name} must name a scope.", f"use {', '.join(SCOPES)}.")
    one = _one_of(SCOPES)
    return tuple(one(name, item, limits) for item in listed)


def _memory_ids(name: str, value: Any, limits: Limits) -> tuple[str, ...]:
    listed = _each(value)
    if not 0 < len(listed) <= _MOST:
        raise BadArgument(f"{name} must be 1 to {_MOST} ids.", "give fewer at a time.")
    return tuple(_name(name, item, limits) for item in listed)


def _moment(name: str, value: Any, limits: Limits) -> float:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(found, date) and not isinstance(found, datetime):
            found = datetime.combine(found, time.min)
        if isinstance(found, datetime):
            found = (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        found = None
    if isinstance(found, bool) or not isinstance(found, (int, float)) or not abs(found) <= _FOREVER * 10:
        raise BadArgument(f"{name} is no time.", "write 2026-03-01 or 2026-03-01T09:30; UTC.")
    return float(found)


def _ttl(name: str, value: Any, limits: Limits) -> float | None:
    """When a memory expires that lasts for so many seconds; None for one that lasts for good."""
    if isinstance(value, float) and value == math.inf:
        return None
    return limits.now + _number(0, _FOREVER, above=True)(name, value, limits)


def _dedupe(name: str, value: Any, limits: Limits) -> bool | float:
    if isinstance(value, bool):
        return value
    if not isinstance(value, (int, float)) or not 0 < value <= 1:
        raise BadArgument(
            f"{name} must be True, False, or a number above 0 and at most 1.", "correct it, or leave it out."
        )
    return float(value)


def _flag(name: str, value: Any, limits: Limits) -> bool:
    if not isinstance(value, bool):
        raise BadArgument(f"{name} must be True or False.", "correct it, or leave it out.")
    return value


def _threshold(name: str, value: Any, limits: Limits) -> float | str:
    return DEFAULT if isinstance(value, str) and value == DEFAULT else _number(-1, 1)(name, value, limits)


def _metadata(name: str, value: Any, limits: Limits) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadArgument(f"{name} must be a mapping.", 'write {"year": 2024}.')
    for key in value:
        _name("a name in metadata", key, limits)
    to_json(name, dict(value), limits.settings.max_metadata_chars)
    return dict(value)


def _conditions(name: str, value: Any, limits: Limits) -> tuple[Condition, ...]:
    """The conditions on metadata: a value for equal, a list for one of it, a mapping for operators."""
    if not isinstance(value, Mapping) or len(value) > _MOST_FIELDS:
        raise BadArgument(
            f"A filter on metadata must be a mapping of at most {_MOST_FIELDS} names.",
            'write {"year": {"gte": 2023}, "region": ["EU", "US"]}.',
        )
    return tuple(one for field, asked in value.items() for one in _of_field(field, asked, limits))


def _of_field(field: Any, asked: Any, limits: Limits) -> Iterable[Condition]:
    _name("a name in metadata", field, limits)
    if not isinstance(asked, Mapping):
        asked = {"in" if isinstance(asked, _MANY) else "eq": asked}
    if not asked or not all(isinstance(one, str) and one in OPERATORS for one in asked):
        raise BadArgument(f"A comparison is one of {', '.join(OPERATORS)}.", 'write {"year": {"gte": 2023}}.')
    return [Condition(field, operator, _operand(operator, operand)) for operator, operand in asked.items()]


def _operand(operator: str, value: Any) -> Any:
    if operator == "in":
        listed = tuple(value) if isinstance(value, _MANY) else ()
        if 0 < len(listed) <= _MOST and all(map(_is_scalar, listed)):
            return listed
        raise BadArgument(f"in takes a list of 1 to {_MOST} texts, numbers or truth values.", 'write ["EU", "US"].')
    if _is_scalar(value) and (operator == "eq" or not isinstance(value, bool)):
        return value
    raise BadArgument(f"{operator} takes a text or a finite number.", "write dates as text: 2024-05-01.")


def _is_scalar(value: Any) -> bool:
    if isinstance(value, str):
        return is_unicode(value)
    return isinstance(value, bool) or _is_number(value)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return (isinstance(value, int) and abs(value) < _WHOLE) or (isinstance(value, float) and math.isfinite(value))


def _check_plain(name: str, value: Any, depth: int) -> None:
    """Refuse what JSON does not give back as it was."""
    if depth > _DEPTH:
        raise LimitExceeded(f"{name} is nested deeper than {_DEPTH} levels.", "flatten it.")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not is_unicode(key):
                raise BadArgument(f"{name} has a name that is no text.", "use texts as names.")
            _check_plain(name, item, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check_plain(name, item, depth + 1)
    elif value is not None and not _is_scalar(value):
        raise BadArgument(
            f"{name} holds {_unkept(value)}.",
            "use text, finite numbers, true and false, lists and mappings; write dates as text.",
        )


def _unkept(value: Any) -> str:
    """What it is that cannot be kept."""
    if isinstance(value, str):
        return "half a character"
    if isinstance(value, int):
        return "a whole number of more than 64 bits"
    if isinstance(value, float):
        return f"the number {value}"
    return f"what JSON cannot: {type(value).__name__}"


CHECKS: Mapping[str, Callable[[str, Any, Limits], Any]] = {
    "content": _text,
    "query": _text,
    "memory_type": _name,
    "importance": _number(0, 1),
    "min_importance": _number(0, 1),
    "metadata": _metadata,
    "where": _conditions,
    "scope": _scopes,
    "ttl": _ttl,
    "dedupe": _dedupe,
    "top_k": _whole(1),
    "limit": _whole(1),
    "offset": _whole(0),
    "mode": _one_of(MODES),
    "threshold": _threshold,
    "importance_weight": _number(0, 1),
    "half_life_days": _number(0, _FOREVER, above=True),
    "memory_id": _name,
    "memory_ids": _memory_ids,
    "since": _moment,
    "until": _moment,
    "hard": _flag,
    "key": _name,
    "expected_version": _whole(0),
}
"""The check of each argument, by its name."""
