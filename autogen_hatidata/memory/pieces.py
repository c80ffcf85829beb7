"""Long texts are compared in pieces, since a model reads only the beginning of a long one."""

from __future__ import annotations

import re

LONGEST = 1_000
"""Characters of a piece: what a model of 256 word pieces reads of English."""

OVERLAP = 200
"""Up to so many characters stand in two pieces, so that no sentence is cut in both."""

_GAP = re.compile(r"\s")


def pieces(text: str) -> list[str]:
    """A text in pieces of at most `LONGEST` characters, cut between words where there are any.

    >>> pieces("short")
    ['short']
    >>> [len(piece) for piece in pieces("word " * 500)]
    [999, 999, 900]
    """
    found, begin = [], 0
    while len(text) - begin > LONGEST:
        end = _last_gap(text, begin + LONGEST - OVERLAP, begin + LONGEST)
        found.append(text[begin:end])
        gap = _GAP.search(text, end - OVERLAP, end)
        begin = gap.end() if gap else end - OVERLAP
    return [*found, text[begin:]]


def _last_gap(text: str, first: int, end: int) -> int:
    """The last place of a space between two places, or the end."""
    return next((place for place in range(end - 1, first, -1) if text[place].isspace()), end)
