"""What a field of a policy must be: each function gives the plain value, or raises a PolicyError at its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

from autogen_hatidata.governance.policy_file import Field

_KINDS = ((dict, "a mapping"), (list, "a list"), (str, "text"), (bool, "true or false"), (type(None), "null"))


def entries(field: Field, known: Collection[str]) -> dict[str, Field]:
    """The fields of a mapping that may have the keys ``known``."""
    found = items(field)
    for key, item in found.items():
        if key not in known:
            raise item.wrong(f'"{key}" is not a key that can stand here.', suggest(key, known))
    return found


def items(field: Field) -> dict[str, Field]:
    """The fields of a mapping with free keys."""
    if not isinstance(field.value, dict):
        raise field.wrong(f"this must be a mapping (key: value), not {kind(field)}.")
    return field.value


def required(field: Field, found: dict[str, Field], key: str) -> Field:
    """The field under ``key``, which must be there."""
    if key not in found:
        raise field.wrong(f'the key "{key}" is missing.')
    return found[key]


def text(field: Field) -> str:
    """Text that is not empty."""
    if not isinstance(field.value, str):
        raise field.wrong(f"this must be text, not {kind(field)}.", "put quotes around it.")
    if not field.value.strip():
        raise field.wrong("this text is empty.")
    return field.value


def texts(field: Field) -> list[Field]:
    """The items of a list of texts, each of them checked."""
    if not isinstance(field.value, list):
        example = field.value if isinstance(field.value, str) else "name"
        raise field.wrong(f"this must be a list, not {kind(field)}.", f"write [{example}].")
    for item in field.value:
        text(item)
    return field.value


def one_of(field: Field, known: Collection[str]) -> str:
    """One of a few words."""
    word = text(field)
    if word not in known:
        raise field.wrong(f'"{word}" cannot stand here.', suggest(word, known))
    return word


def number(field: Field, low: float, high: float, *, above: bool = False) -> float:
    """A number from ``low`` (or, with ``above``, more than it) to ``high``."""
    value = field.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise field.wrong(f"this must be a number, not {kind(field)}.")
    if value < low or value > high or (above and value == low):
        raise field.wrong(f"{value:g} is out of range.", f"{'more than' if above else 'from'} {low:g} up to {high:g}.")
    return float(value)


def whole(field: Field, high: int) -> int:
    """A whole number from 1 to ``high``."""
    if not isinstance(field.value, int) or isinstance(field.value, bool):
        raise field.wrong(f"this must be a whole number, not {kind(field)}.")
    return int(number(field, 1, high))


def scalar(field: Field) -> Any:
    """A value for a row filter: text, number, date, true or false, or a list of those."""
    if isinstance(field.value, list) and field.value:
        return tuple(single(item) for item in field.value)
    return single(field)


def single(field: Field) -> Any:
    """One such value."""
    if not isinstance(field.value, (str, int, float, bool, date)):
        shown = "an empty list" if field.value == [] else kind(field)
        raise field.wrong(f"{shown} cannot be a value here.", "write text, a number, a date, or a list of them.")
    return field.value


def suggest(name: str, known: Iterable[str]) -> str:
    """A hint from the names that are known: the closest one, or all when they are few."""
    by_lower = {one.lower(): one for one in known}
    close = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    if close:
        return f'you may mean "{by_lower[close[0]]}".'
    names = sorted(by_lower.values())
    return f"known here: {', '.join(names[:12])}{', ...' if len(names) > 12 else '.'}" if names else ""


def kind(field: Field) -> str:
    """What a field holds, in words."""
    return next((word for cls, word in _KINDS if isinstance(field.value, cls)), f"{field.value}")
