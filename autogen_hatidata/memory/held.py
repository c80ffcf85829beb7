"""What an index holds at one moment: a value that a search keeps while others go on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory.growing import Growing, extend
from autogen_hatidata.memory.matrix import Matrix

Numbers = NDArray[np.int64]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


class Held(NamedTuple):
    """Rows in the order of their numbers. Those that were removed stay, dead, until they are compacted away.

    Attributes:
        matrix: their vectors, by the place of a row.
        numbers: the number of each row, ascending.
        alive: whether it is there still.
        living: how many are.
        highest: the highest number that was ever taken; -1 when there was none.
        columns: what ``numbers`` and ``alive`` are the beginning of.
    """

    matrix: Matrix
    numbers: Numbers
    alive: Flags
    living: int
    highest: int
    columns: tuple[Growing, Growing]

    @classmethod
    def of(cls, matrix: Matrix, numbers: Numbers, alive: Flags, highest: int) -> Held:
        """Rows that lie in the matrix in this order."""
        columns = Growing(numbers), Growing(alive)
        return cls(matrix, numbers, alive, int(np.count_nonzero(alive)), highest, columns)

    def with_rows(self, rids: Numbers, vectors: Floats) -> Held:
        """The same with more rows, whose numbers ascend from the highest. Only the newest value can be asked for this:
        they are written behind its rows, where no holder of an older one looks."""
        if any(len(column.values) != len(self.numbers) for column in self.columns):  # what wrote there was interrupted
            return Held.of(self.matrix, self.numbers, self.alive, self.highest).with_rows(rids, vectors)
        self.matrix.write(len(self.numbers), vectors)
        numbers, alive = extend(self.columns, [rids, np.ones(len(rids), dtype=np.bool_)])
        return Held(self.matrix, numbers, alive, self.living + len(rids), int(rids[-1]), self.columns)

    def without(self, places: Numbers) -> Held:
        """The same without the rows at these places, which are alive and named once."""
        alive = self.alive.copy()  # a search that is under way has counted the living already
        alive[places] = False
        columns = self.columns[0], Growing(alive)
        return self._replace(alive=alive, living=self.living - len(places), columns=columns)

    def places(self, first: int = 0) -> Numbers:
        """Where the living rows are, from a place on."""
        places: Numbers = np.flatnonzero(self.alive[first:]) + first
        return places

    def after(self, number: int) -> int:
        """The first place with a higher number."""
        return int(self.numbers.searchsorted(number, side="right"))

    def find(self, rids: Numbers) -> Numbers:
        """The place of each of these rows, -1 where it is not there or not alive."""
        places, there = self._located(rids)
        return np.where(there, places, -1)

    def among(self, rids: Numbers) -> Numbers:
        """Where those of these rows are that are alive, in their order."""
        places, there = self._located(rids)
        return places if there.all() else places[there]

    def _located(self, rids: Numbers) -> tuple[Numbers, Flags]:
        """The place of each of these rows, and whether it is there and alive: where not, its place means nothing."""
        numbers = self.numbers
        if not len(numbers):
            return np.zeros(len(rids), dtype=np.int64), np.zeros(len(rids), dtype=np.bool_)
        if numbers[-1] - numbers[0] == len(numbers) - 1:  # no gaps: 20,000 of 1,000,000 in 0.1 ms instead of 1.9
            places: Numbers = rids - numbers[0]
            there: Flags = (places >= 0) & (places < len(numbers))
        else:
            places = numbers.searchsorted(rids)
            there = numbers.take(places, mode="clip") == rids
        if self.living < len(numbers):
            there &= self.alive.take(places, mode="clip")
        return places, there

    def moved(self, matrix: Matrix, kept: Numbers, before: int) -> Held:
        """The same rows over another matrix.

        Args:
            matrix: has the rows of the places ``kept``, and gets those that came later.
            kept: where the rows were that were alive when there were ``before`` rows.
        """
        place = len(kept)
        for block in self.matrix.blocks(before, len(self.numbers)):
            matrix.write(place, block)
            place += len(block)
        rows = np.concatenate([kept, np.arange(before, len(self.numbers))])
        return Held.of(matrix, self.numbers[rows], self.alive[rows], self.highest)
