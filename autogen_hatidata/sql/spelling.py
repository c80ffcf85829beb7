"""Which known name a misspelt one means, when that is clear. No guess is made on meaning, only on letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from autogen_hatidata.sql.scopes import lower
from autogen_hatidata.sql.words import differ

_DIGITS = re.compile(r"\d+")
_REPHRASED = 0.5
"""What a different plural or underscore costs, in letters."""
_SHORT = 3
"""Letters of a word in which all are others."""

_MARGIN = 1.0
"""By how many letters the second best name must be farther off than the best."""


def closest(name: str, candidates: Iterable[str], *, keywords: bool = False) -> str | None:
    """The one candidate that a misspelt name clearly means, or None.

    Few letters may differ (none in names of two letters, one in names of up to seven, two in longer ones), numbers must
    agree, the first letter too unless the first two are swapped or the name is long, and no other candidate may be
    nearly as close. In names of up to four letters no letter may be another one: ``cost`` is not ``cast``. A name that
    says something else is none that is misspelt, as `words.differ` tells; of ``keywords`` it may be.

    >>> closest("amuont", ["amount", "count", "id"]), closest("custmer", ["customers", "orders"])
    ('amount', 'customers')
    >>> closest("ordes", ["order", "orders"])  # either could be meant
    """
    ranked = _ranked(name, candidates, keywords)
    return None if not ranked or _are_alike(ranked) else ranked[0][1]


def is_torn(name: str, candidates: Iterable[str]) -> bool:
    """Whether a misspelt name may mean one candidate as well as another.

    >>> is_torn("ordes", ["order", "orders"]), is_torn("ordes", ["orders"]), is_torn("ordes", ["id"])
    (True, False, False)
    """
    return _are_alike(_ranked(name, candidates))


def _ranked(name: str, candidates: Iterable[str], keywords: bool = False) -> list[tuple[float, str]]:
    return sorted(
        (found, each)
        for each in dict.fromkeys(candidates)
        if (found := _distance(name, each)) is not None and (keywords or not differ(lower(name), lower(each)))
    )


def _are_alike(ranked: Sequence[tuple[float, str]]) -> bool:
    return len(ranked) > 1 and ranked[1][0] - ranked[0][0] < _MARGIN


def _distance(name: str, candidate: str) -> float | None:
    """How far off a candidate is, or None when it is too far to be meant."""
    written, known = lower(name), lower(candidate)
    if written == known:
        return 0.0
    if _DIGITS.findall(written) != _DIGITS.findall(known):
        return None
    if _has_another_word(written, known):
        return None
    plain_written, plain_known = plain(written), plain(known)
    if plain_written == plain_known:
        return _REPHRASED
    allowed = _allowed(plain_written, plain_known)
    if not allowed:
        return None
    letters = min(edits(written, known, allowed), edits(plain_written, plain_known, allowed) + _REPHRASED)
    return letters if letters <= allowed + _REPHRASED else None


def _has_another_word(written: str, known: str) -> bool:
    """Whether a short word between underscores is another one: ``signed_in`` is not ``signed_up``."""
    parts = list(zip(written.split("_"), known.split("_"), strict=False))
    same = written.count("_") == known.count("_")
    return same and any(
        len(one) == len(two) <= _SHORT and sorted(one) != sorted(two) and not any(map(str.__eq__, one, two))
        for one, two in parts
    )


def _allowed(written: str, known: str) -> int:
    shortest = min(len(written), len(known))
    if shortest <= 2 or not _starts_alike(written, known, shortest):
        return 0
    if max(len(written), len(known)) <= 4 and len(written) == len(known) and sorted(written) != sorted(known):
        return 0
    return 1 if shortest <= 7 else 2


def _starts_alike(written: str, known: str, shortest: int) -> bool:
    return written[0] == known[0] or written[:2] == known[1::-1] or shortest >= 8


def plain(name: str) -> str:
    """A name without underscores and in the singular.

    >>> plain("order_items"), plain("countries"), plain("address")
    ('orderitem', 'country', 'address')
    """
    name = name.replace("_", "")
    if len(name) > 4 and name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if len(name) > 2 and name.endswith("s") and not name.endswith(("ss", "us")) else name


def edits(left: str, right: str, most: int) -> int:
    """Letters to insert, leave out, change, or swap with a neighbour; ``most + 1`` when it takes more than ``most``.

    >>> edits("amuont", "amount", 2), edits("nme", "name", 2), edits("id", "amount", 2)
    (1, 1, 3)
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)
