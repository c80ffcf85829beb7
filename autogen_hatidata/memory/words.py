"""Which words a text has, for searching: identifiers can be found whole and by their parts, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.stems import stem

VERSION = 1
"""Grows whenever a text has other words than before, so that no index holds words of two kinds."""

LONGEST = 128
"""So many characters of a word count."""

_JOINTS = r"\-.:/@'’&+"
_MARKS = "".join(chr(code) for code in range(0x300, 0x2000) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
# Scripts without spaces between words: Thai to Khmer, kana, Han; and Hangul, which glues its particles to them.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTER = rf"(?:(?![{_UNSPACED}])[\w{_MARKS}])"
_RUN = re.compile(rf"[{_UNSPACED}]+|{_LETTER}+(?:[{_JOINTS}]{_LETTER}+)*")
_ASCII_RUN = re.compile(rf"\w+(?:[{_JOINTS}]\w+)*", re.ASCII)
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_JOINT = re.compile(rf"[{_JOINTS}_]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)+")
# fooBar, HTTPServer, abc123: where a part ends inside a piece.
_UPPER = "".join(chr(code) for code in range(0x530) if chr(code).isupper())
_LOWER = "".join(chr(code) for code in range(0x530) if chr(code).islower())
_SEAM = re.compile(
    rf"(?<=[{_LOWER}])(?=[{_UPPER}])|(?<=[{_UPPER}])(?=[{_UPPER}][{_LOWER}])|(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)"
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def words(text: str) -> list[str]:
    """The words that a stored text is found by, as often as they stand there.

    >>> words("Invoice INV-2024-0042 is unpaid")
    ['invoic', 'inv20240042', 'inv', '2024', '0042', 'is', 'unpaid']
    >>> words("getUserName in café.models")
    ['getusernam', 'get', 'user', 'name', 'in', 'cafemodel', 'cafe', 'model']
    >>> words("売上高")
    ['売上', '上高', '売', '上', '高']
    """
    return list(chain.from_iterable(map(_words, _runs(text))))


class Told(NamedTuple):
    """The words of many texts.

    Attributes:
        runs: the words of each different run of letters that one of them has.
        which: the runs of all texts in their order, intp.
        sizes: how many of these each text has, intp.
    """

    runs: list[tuple[str, ...]]
    which: NDArray[np.intp]
    sizes: NDArray[np.intp]


def told(texts: Sequence[str]) -> Told:
    """The `words` of many texts: of what repeats, once."""
    found = [_runs(text) for text in texts]
    numbers = {run: number for number, run in enumerate(dict.fromkeys(chain.from_iterable(found)))}
    which = np.fromiter(map(numbers.__getitem__, chain.from_iterable(found)), np.intp)
    return Told([_words(run) for run in numbers], which, np.array([len(runs) for runs in found], np.intp))


def asked(text: str) -> list[str]:
    """The words that a question is asked with, each once, in their order.

    >>> asked("売上高")
    ['売上', '上高']
    """
    found: dict[str, None] = {}
    for run in _runs(text):
        found.update(dict.fromkeys(_pairs(run) if _IS_UNSPACED.match(run) else _words(run)))
    return list(found)


def _runs(text: str) -> list[str]:
    if not text.isascii():
        return _RUN.findall(_THOUSANDS.sub("", unicodedata.normalize("NFKC", text)))
    return _ASCII_RUN.findall(_THOUSANDS.sub("", text) if "," in text else text)


def _words(run: str) -> tuple[str, ...]:
    if run.isalpha() and run.isascii() and (run[1:].islower() or run.isupper()):
        return (stem(run.lower()[:LONGEST]),)
    if _IS_UNSPACED.match(run):
        pairs = _pairs(run)
        return (*pairs, *run) if len(run) > 1 else pairs
    pieces = _JOINT.split(run)
    parts = [part for piece in pieces for part in (piece, *_SEAM.split(piece)) if len(part) > 1]
    whole = run if _NUMBER.fullmatch(run) else "".join(pieces)
    found = dict.fromkeys(map(_fold, (whole, *_NUMBER.findall(run), *parts)))
    return tuple(word for word in found if word)


def _pairs(run: str) -> tuple[str, ...]:
    return tuple(run[place : place + 2] for place in range(max(1, len(run) - 1)))


def _fold(word: str) -> str:
    """A word without case, accents and English endings."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", word.casefold())))
        word = word.translate(_PLAIN)
    return stem(word.lower()[:LONGEST])
