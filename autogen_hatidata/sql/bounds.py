"""Numbers and lengths that the text of a statement bounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlglot import exp

_LENGTHS = frozenset("len length array_length json_array_length cardinality strlen char_length".split())


def bound(node: exp.Expr | None) -> int | None:
    """The largest whole number that an expression can be, where the text tells it."""
    if isinstance(node, exp.Literal):
        return int(float(node.name)) if not node.is_string and float(node.name) < 1e18 else None
    if isinstance(node, exp.Neg):
        inner = bound(node.this)
        return None if inner is None else -inner
    if isinstance(node, (exp.Paren, exp.Cast)):
        return bound(node.this)
    if isinstance(node, exp.Anonymous):
        name = str(node.this).lower()
        if name == "least":
            return min((b for b in map(bound, node.expressions) if b is not None), default=None)
        return 0 if name in _LENGTHS else None  # as long as something that is there already
    if isinstance(node, (exp.Add, exp.Sub)):
        left, right = bound(node.this), bound(node.expression)
        if left is None or right is None:
            return None
        return left + right if isinstance(node, exp.Add) else left - right
    return None


_SECONDS = {
    "MICROSECOND": 1e-6, "MILLISECOND": 1e-3, "SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86_400, "WEEK": 604_800,
    "MONTH": 2_419_200, "QUARTER": 7_257_600, "YEAR": 31_536_000, "DECADE": 315_360_000,
}  # fmt: skip
_STEP = re.compile(r"-?([0-9]{1,9})(?:\s+([A-Za-z]+?)s?)?", re.IGNORECASE)


def series(arguments: Sequence[exp.Expr]) -> int | None:
    """How long ``range(...)`` or ``generate_series(...)`` gets, for numbers and for dates with an interval."""
    if len(arguments) == 3 and isinstance(arguments[2], exp.Interval):
        start, stop, step = _moment(arguments[0]), _moment(arguments[1]), _step(arguments[2])
        if start is None or stop is None or not step:
            return None
        return int(abs(stop - start) / step) + 1
    bounds = [bound(argument) for argument in arguments]
    if not 1 <= len(bounds) <= 3 or any(bound is None for bound in bounds):
        return None
    start_, stop_, step_ = [0, *bounds, 1] if len(bounds) == 1 else [*bounds, 1][:3]
    return abs((stop_ or 0) - (start_ or 0)) // max(abs(step_ or 0), 1) + 1


def _moment(node: exp.Expr) -> timedelta | None:
    text = node.this if isinstance(node, exp.Cast) else node
    if not (isinstance(text, exp.Literal) and text.is_string):
        return None
    try:
        return datetime.fromisoformat(text.name).replace(tzinfo=None) - datetime(1970, 1, 1)
    except ValueError:
        return None


def _step(node: exp.Interval) -> timedelta | None:
    this = node.this.this if isinstance(node.this, exp.Paren) else node.this
    found = _STEP.fullmatch(this.name.strip()) if isinstance(this, exp.Literal) else None
    if not found:
        return None
    unit = (found.group(2) or node.text("unit")).upper().removesuffix("S")
    return timedelta(seconds=int(found.group(1)) * _SECONDS.get(unit, 0))
