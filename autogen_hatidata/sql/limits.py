"""Limits on arguments, for the few functions that neither an interrupt nor a memory limit stops.

DuckDB computes one vector of a scalar function to its end: ``len(range(1000000000))`` took 20 GB and more than a minute
after it was told to stop. Such an argument must therefore be a small number that stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import prod

from sqlglot import exp

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.growing import GROWING, fold

ALL_TOGETHER = 10_000_000
"""What the sizes in one statement may come to when they are multiplied, as nested calls multiply them."""

EACH_ROW = 100_000
"""The same for calls that differ from row to row: DuckDB makes their results for 2,048 rows at once."""


@dataclass(frozen=True, slots=True)
class Limit:
    """``size`` reads how large a result the arguments ask for; ``most`` is allowed; ``multiplies``: with others;
    ``hint`` says how to keep to it."""

    size: Callable[[Sequence[exp.Expr]], int | None]
    most: int
    multiplies: bool = True
    hint: str = ""


class Growth:
    """Adds up, over one statement, how much its growing functions ask for. ``joins``: whether it puts any together."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._varying: list[int] = []
        self.joins = False

    def check(self, name: str, arguments: Sequence[exp.Expr]) -> None:
        """Raises LimitExceeded when a call asks for too much, or when that cannot be seen from the text."""
        self.joins = self.joins or name in GROWING
        limit = LIMITS.get(name)
        if limit is None:
            return
        size = limit.size(arguments)
        if size is None:
            raise LimitExceeded(
                f"How much {name} is to work on must be seen from the text.",
                limit.hint
                or f"give it plain numbers, or bound them, as in least(n, {min(limit.most, 100)}); "
                "range and generate_series take any bounds in FROM.",
            )
        if size > limit.most:
            raise LimitExceeded(
                f"{name} may take {limit.most:,} at the most; {size:,} are asked for.", limit.hint or "ask for less."
            )
        if limit.multiplies:
            self._sizes.append(max(size, 1))
            if any(argument.find(exp.Identifier) for argument in arguments):
                self._varying.append(max(size, 1))
            if prod(self._sizes) > ALL_TOGETHER or prod(self._varying) > EACH_ROW:
                raise LimitExceeded(
                    f"Together the calls of {name} and the like would make too much.", "make smaller lists and texts."
                )


_LENGTHS = frozenset("len length array_length json_array_length cardinality strlen char_length".split())
_KEEPS = frozenset("lower upper lcase ucase ltrim rtrim strip_accents".split())
_SHORTENS = {"left": 1, "right": 1, "substr": 2, "substring": 2}
"""Functions that cut a text, and the argument that says to how many characters."""
_NUMBERED = re.compile(r"[0-9]{4,}|\*|\{[^}]*\{")


def _bound(node: exp.Expr | None) -> int | None:
    """The largest whole number that an expression can be, where the text tells it."""
    if isinstance(node, exp.Literal):
        return int(float(node.name)) if not node.is_string and float(node.name) < 1e18 else None
    if isinstance(node, exp.Neg):
        inner = _bound(node.this)
        return None if inner is None else -inner
    if isinstance(node, (exp.Paren, exp.Cast)):
        return _bound(node.this)
    if isinstance(node, exp.Anonymous):
        name = str(node.this).lower()
        if name == "least":
            return min((b for b in map(_bound, node.expressions) if b is not None), default=None)
        return 0 if name in _LENGTHS else None  # as long as something that is there already
    if isinstance(node, (exp.Add, exp.Sub)):
        left, right = _bound(node.this), _bound(node.expression)
        if left is None or right is None:
            return None
        return left + right if isinstance(node, exp.Add) else left - right
    return None


def _argument(index: int) -> Callable[[Sequence[exp.Expr]], int | None]:
    return lambda arguments: _bound(arguments[index]) if len(arguments) > index else 0


_SECONDS = {
    "MICROSECOND": 1e-6, "MILLISECOND": 1e-3, "SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86_400, "WEEK": 604_800,
    "MONTH": 2_419_200, "QUARTER": 7_257_600, "YEAR": 31_536_000, "DECADE": 315_360_000,
}  # fmt: skip
_STEP = re.compile(r"([0-9]{1,9})(?:\s+([A-Za-z]+?)s?)?", re.IGNORECASE)


def _series(arguments: Sequence[exp.Expr]) -> int | None:
    """How long ``range(...)`` or ``generate_series(...)`` gets, for numbers and for dates with an interval."""
    if len(arguments) == 3 and isinstance(arguments[2], exp.Interval):
        start, stop, step = _moment(arguments[0]), _moment(arguments[1]), _step(arguments[2])
        if start is None or stop is None or not step:
            return None
        return int(abs(stop - start) / step) + 1
    bounds = [_bound(argument) for argument in arguments]
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


def _pattern(arguments: Sequence[exp.Expr]) -> int | None:
    """A format's own widths: ``printf('%999999999d', 1)`` makes that many characters."""
    text = arguments[0] if arguments else None
    if not (isinstance(text, exp.Literal) and text.is_string):
        return None
    return 10**9 if _NUMBERED.search(text.name) else 0


def _operands(arguments: Sequence[exp.Expr]) -> int | None:
    """The longer operand of an edit distance, which takes the product of both lengths for each row."""
    lengths = [_length(argument) for argument in arguments[:2]]
    return None if None in lengths else max(filter(None, lengths), default=0)


def _length(node: exp.Expr) -> int | None:
    """The most characters that a text can have, where the statement tells it. A column may be of any length."""
    if isinstance(node, exp.Literal):
        return len(node.name)
    if isinstance(node, exp.Paren):
        return _length(node.this)
    if isinstance(node, exp.Anonymous) and node.expressions:
        name = str(node.this).lower()
        if name in _SHORTENS and len(node.expressions) > _SHORTENS[name]:
            return _bound(node.expressions[_SHORTENS[name]])
        return _length(node.expressions[0]) if name in _KEEPS else None
    return None


_SERIES = Limit(_series, 1_000_000)
_LIST = Limit(_argument(1), 10_000)
_PAD = Limit(_argument(1), 10_000, multiplies=False)
_DISTANCE = Limit(_operands, 500, False, "cut both texts, as in left(name, 100); 500 characters are allowed.")
_FOLD = Limit(fold, 0, False, "use its first argument once where texts or lists are put together.")
_FORMAT = Limit(_pattern, 0, multiplies=False)

LIMITS: dict[str, Limit] = {
    "repeat": Limit(_argument(1), 1_000),
    "lpad": _PAD,
    "rpad": _PAD,
    "bitstring": _PAD,
    "to_base": Limit(_argument(2), 64, multiplies=False),
    "bar": Limit(_argument(3), 1_000, multiplies=False),
    "range": _SERIES,
    "generate_series": _SERIES,
    "list_resize": _LIST,
    "array_resize": _LIST,
    "equi_width_bins": Limit(_argument(2), 10_000),
    "list_reduce": _FOLD,
    "array_reduce": _FOLD,
    "reduce": _FOLD,
    "printf": _FORMAT,
    "format": _FORMAT,
    **dict.fromkeys(
        ("levenshtein", "editdist3", "damerau_levenshtein", "jaro_similarity", "jaro_winkler_similarity"), _DISTANCE
    ),
}
"""The functions whose arguments are bounded, and how."""
