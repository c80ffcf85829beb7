"""English endings that a search looks over, few and safe: what is cut off of a word is cut off of the question too."""

from __future__ import annotations

import re

_VOWEL = re.compile("[aeiouy]")
_SHORTEST = 4
_LAST = frozenset("sdge")
"""What a word ends with that something is cut off of."""


def stem(word: str) -> str:
    """A lower-case word without its plural, -ed, -ing and silent e; words with other than English letters stay.

    >>> [stem(word) for word in ("invoices", "studies", "planned", "pricing", "price", "boxes", "bus", "e1042", "red")]
    ['invoic', 'study', 'plan', 'pric', 'pric', 'box', 'bus', 'e1042', 'red']
    """
    if len(word) < _SHORTEST or word[-1] not in _LAST or not (word.isascii() and word.isalpha()):
        return word
    word = _without_ed(_singular(word))
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORTEST:
        return f"{word[:-3]}y"
    if word.endswith(("xes", "zes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _without_ed(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and _VOWEL.search(rest):
            return rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest  # planned, but not sold
    return word
