"""BM25 in plain Python over a dict of texts: what the index must answer, number by number."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

import numpy as np

from autogen_hatidata.memory.words import asked, words


def ranked(texts: Mapping[int, str], question: str, k: int) -> list[tuple[int, np.float32]]:
    """The ``k`` best of the texts, by their numbers, as if there were no others; the rarest words are added first."""
    counts = {rid: Counter(words(text)) for rid, text in texts.items()}
    lengths = {rid: sum(count.values()) for rid, count in counts.items()}
    average = sum(lengths.values()) / len(lengths) if any(lengths.values()) else 1.0
    scores = dict.fromkeys(texts, 0.0)
    found = [(word, [rid for rid in texts if counts[rid][word]]) for word in asked(question)]
    for word, having in sorted(found, key=lambda one: len(one[1])):
        weight = rarity(len(texts), len(having)) * (1.2 + 1)
        for rid in having:
            often = counts[rid][word]
            scores[rid] += weight * often / (often + (1.2 * (1 - 0.75) + 1.2 * 0.75 / average * lengths[rid]))
    rows = [(rid, np.float32(score)) for rid, score in scores.items() if score > 0]
    return sorted(rows, key=lambda row: (-row[1], row[0]))[:k]


def rarity(size: int, having: int) -> float:
    """What a word is worth that so many of so many texts have."""
    return math.log(1 + (size - having + 0.5) / (having + 0.5))


def full(texts: Mapping[int, str], question: str) -> float:
    """The score of a text of average length that has each word of the question once."""
    having = {word: sum(word in words(text) for text in texts.values()) for word in asked(question)}
    return sum(rarity(len(texts), count) for count in having.values())
