"""Finds memories by their words: BM25 over the rows that the caller may see, as if there were no others."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory import bm25, wordfile
from autogen_hatidata.memory.bm25 import Rows, no_rows
from autogen_hatidata.memory.growing import Growing, extend
from autogen_hatidata.memory.postings import NO_ENTRIES, Entries, entries, kept, numbering, sorted_in
from autogen_hatidata.memory.ranked import Ranked
from autogen_hatidata.memory.words import asked, told

_FEW = 1 << 16
"""So many new entries are looked through one by one; more are sorted in."""


class LexicalIndex:
    """The words of memories, in RAM, and the search for them.

    Thread-safe: a search works on what was there when it began and waits for no change.
    """

    _rows: Rows
    _highest: int
    _new: list[Growing]
    _columns: list[Growing]

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._saving = threading.Lock()
        self._set(no_rows(), -1)

    def add(self, rids: NDArray[np.int64], texts: Sequence[str]) -> None:
        """Add rows; they are found when this returns.

        Args:
            rids: int64[n], ascending, and above all that were added before.
            texts: n of them.

        Raises:
            ValueError: the numbers are not so.
        """
        found = told(texts)
        with self._changing:
            if len(texts) != len(rids) or (rids[:1] <= self._highest).any() or (rids[1:] <= rids[:-1]).any():
                raise ValueError("rows are added with ascending numbers that were not used before, one for each text")
            if not texts:
                return
            now = self._rows
            more, sizes = entries(found, now.numbers, len(now.rids))
            new = Entries(*extend(self._new, more))
            known, lengths, alive = extend(self._columns, (rids, sizes, np.ones(len(rids), np.bool_)))
            total = now.total + int(sizes.sum())
            self._rows = Rows(now.numbers, now.sorted, new, known, lengths, alive, now.size + len(rids), total)
            self._highest = int(rids[-1])
            if len(self._rows.new.words) > _FEW:
                self._set(
                    self._rows._replace(sorted=sorted_in(now.sorted, self._rows.new), new=NO_ENTRIES), self._highest
                )

    def remove(self, rids: NDArray[np.int64]) -> None:
        """Find rows no more. Numbers that are not there are left out."""
        with self._changing:
            now = self._rows
            places = now.places(rids)
            alive = now.alive.copy()
            alive[places] = False
            self._columns[-1] = Growing(alive)
            self._rows = now._replace(
                alive=alive, size=now.size - len(places), total=now.total - int(now.lengths[places].sum())
            )
            if 2 * self._rows.size < len(alive):
                self._compact()

    def search(self, text: str, k: int, among: NDArray[np.int64] | None = None) -> Ranked:
        """The ``k`` best rows that have a word of the text; fewer where fewer have one.

        Args:
            among: int64[m], the rows that may be found; None for all. How rare a word is and how long a row is on
                average is counted over these alone, so that no other row moves a score.
        """
        return bm25.search(self._rows, asked(text), k, among)

    @property
    def rids(self) -> NDArray[np.int64]:
        """The rows that can be found, int64, ascending."""
        now = self._rows
        return now.rids[now.alive]

    def __len__(self) -> int:
        return self._rows.size

    def marks(self) -> NDArray[np.uint64]:
        """A number for each of `rids`: two rows have the same, in any index of this process, if they can be found by
        the same words, and just as well."""
        now = self._rows
        return now.marks()[now.alive]

    def compact(self) -> None:
        """Drop what is left of removed rows, and the words that only they had."""
        with self._changing:
            self._compact()

    def snapshot(self, path: Path) -> None:
        """Write the index to a file, whole or not at all; nothing of removed rows is in it.

        Raises:
            OSError: it cannot be written; the file is as it was.
        """
        with self._saving:
            with self._changing:
                self._compact()
                rows, highest, texts = self._rows, self._highest, list(self._rows.numbers)
            wordfile.write(path, rows, highest, texts)

    def load(self, path: Path) -> int | None:
        """Take what a snapshot has in place of what is here.

        Returns:
            The highest number that was ever added to it, -1 for none. None when there is no file, or not one that this
            version wrote and nothing damaged: then all is as it was, and the caller adds the rows anew.
        """
        found = wordfile.read(path)
        if found is None:
            return None
        with self._changing:
            self._set(*found)
        return self._highest

    def _compact(self) -> None:
        now = self._rows
        if len(now.sorted) == 1 and not len(now.new.words) and now.alive.all():
            return
        whole, left = kept(now.sorted, now.new, now.alive)
        texts = list(now.numbers)
        self._set(
            now._replace(
                numbers=numbering(texts[old] for old in left.tolist()),
                sorted=(whole,),
                new=NO_ENTRIES,
                rids=now.rids[now.alive],
                lengths=now.lengths[now.alive],
                alive=np.ones(now.size, np.bool_),
            ),
            self._highest,
        )

    def _set(self, rows: Rows, highest: int) -> None:
        self._rows, self._highest = rows, highest
        self._new = [Growing(column) for column in rows.new]
        self._columns = [Growing(column) for column in (rows.rids, rows.lengths, rows.alive)]
