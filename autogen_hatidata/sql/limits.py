"""Limits on arguments, for the few functions that neither an interrupt nor a memory limit stops.

DuckDB computes one vector of a scalar function to its end: ``len(range(1000000000))`` took 20 GB and more than a minute
after it was told to stop. Such an argument must therefore be a small number that stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

from sqlglot import exp

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.bounds import bound, series
from autogen_hatidata.sql.folds import fold
from autogen_hatidata.sql.growing import GROWING

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
    """Adds up, over one statement, how much its growing functions ask for. ``joins``: whether it puts any together;
    ``sources``: its queries, tables and lists."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._varying: list[int] = []
        self.joins = False
        self.sources = 0

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


_KEEPS = frozenset("lower upper lcase ucase ltrim rtrim strip_accents".split())
_SHORTENS = {"left": 1, "right": 1, "substr": 2, "substring": 2}
"""Functions that cut a text, and the argument that says to how many characters."""
_NUMBERED = re.compile(r"[0-9]{4,}|\*|\{[^}]*\{")


def _argument(index: int) -> Callable[[Sequence[exp.Expr]], int | None]:
    return lambda arguments: bound(arguments[index]) if len(arguments) > index else 0


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
            return bound(node.expressions[_SHORTENS[name]])
        return _length(node.expressions[0]) if name in _KEEPS else None
    return None


_SERIES = Limit(series, 1_000_000)
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
    "approx_top_k": Limit(_argument(1), 1_000),
    "bar": Limit(_argument(3), 1_000, multiplies=False),
    "range": _SERIES,
    "generate_series": _SERIES,
    "list_resize": _LIST,
    "array_resize": _LIST,
    "equi_width_bins": Limit(_argument(2), 1_000),
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
