"""JSON that is written out in a statement."""

from __future__ import annotations

import json


def with_sorted_keys(text: str) -> str:
    """The text with its keys sorted, as Snowflake keeps them; a text with numbers that have a point as it is.

    >>> with_sorted_keys('{"b": 1, "a": [2]}')
    '{"a":[2],"b":1}'
    """
    try:
        held = json.loads(text, parse_float=_as_written, parse_constant=_as_written)
    except (ValueError, RecursionError):
        return text
    return json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _as_written(number: str) -> float:
    raise ValueError(number)
