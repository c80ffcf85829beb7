"""How a search runs: exactly over few rows and for every threshold, approximately over many."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from autogen_hatidata.memory.ann import Ann
from autogen_hatidata.memory.held import Floats, Held, Numbers
from autogen_hatidata.memory.order import best
from autogen_hatidata.memory.ranked import Ranked


class Limits(NamedTuple):
    """From how many rows on a search is approximate, and at how many it looks then.

    Attributes:
        exact: up to so many rows are always searched exactly.
        train: from so many on, an approximate index is made.
        tail: rows that are not in it yet are searched exactly beside it, until there are so many.
        recall: the share of the nearest rows that are to be in the lists into which a search looks. How many these are
            is measured on the rows themselves: vectors of a model lie in groups, those of hashed words hardly do.
        probes: so many lists at least,
        probes_each: and so many for each row that is wanted.
        fetch: so many times the rows that are wanted are scored again, with their own vectors.
    """

    exact: int = 20_000
    train: int = 25_000
    tail: int = 4_096
    recall: float = 0.98
    probes: int = 130
    probes_each: int = 4
    fetch: int = 3

    def probes_for(self, k: int, ann: Ann) -> int:
        """Into how many lists a search for ``k`` of all rows looks."""
        return max(ann.probes, self.probes, self.probes_each * k)


LIMITS = Limits()
"""What was measured to pay: see `benchmarks/memory_index.py`."""


def search(held: Held, ann: Ann | None, query: Floats, k: int, among: Numbers | None, limits: Limits) -> Ranked:
    """The ``k`` nearest of the rows whose numbers ``among`` has, ascending, or of all."""
    size = held.living if among is None else len(among)
    if ann is not None and k and size > limits.exact:
        probes = limits.probes_for(k, ann)
        if 2 * probes * held.living < ann.lists * size:  # it leaves most of the lists out
            found = _nearly(held, ann, query, k, probes, among, limits)
            if len(found.rids) == k:
                return found
    return exactly(held, query, among, k)


def exactly(held: Held, query: Floats, among: Numbers | None, k: int | None = None) -> Ranked:
    """The ``k`` nearest of these rows, or all of them."""
    rids, scores = _scored(held, query, among)
    return best(rids, scores, k)


def above(held: Held, query: Floats, among: Numbers | None, threshold: float) -> Ranked:
    """All of these rows whose cosine is higher than the threshold."""
    rids, scores = _scored(held, query, among)
    high = scores > np.float32(threshold)
    return best(rids[high], scores[high])


def _scored(held: Held, query: Floats, among: Numbers | None) -> tuple[Numbers, Floats]:
    if among is None and held.living == len(held.numbers):
        return held.numbers, held.matrix.products(query, 0, len(held.numbers))
    places = held.places() if among is None else held.among(among)
    return held.numbers[places], held.matrix.products_at(query, places)


def _nearly(held: Held, ann: Ann, query: Floats, k: int, probes: int, among: Numbers | None, limits: Limits) -> Ranked:
    found, last = ann.search(query, limits.fetch * k, probes, among)
    found.sort()
    places = held.among(found)
    if held.highest > last:
        tail = held.places(held.after(last)) if among is None else held.among(among[among > last])
        places = np.concatenate([places, tail])
    return best(held.numbers[places], held.matrix.products_at(query, places), k, exact=False)
