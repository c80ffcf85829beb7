"""What is held in RAM of the rows: the directory, and the indexes once they are asked for. It can be made anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.errors import EmbedderFailed
from autogen_hatidata.memory import rows, wordfile
from autogen_hatidata.memory.backend import VectorBackend
from autogen_hatidata.memory.directory import Directory, Entry, Kind
from autogen_hatidata.memory.embedding import Embedder
from autogen_hatidata.memory.lexical import LexicalIndex
from autogen_hatidata.memory.seams import MakeVectors

Read = Callable[[rows.Step], list[rows.Row]]

_LISTED, _EMBEDDED, _TOLD = 50_000, 20_000, 20_000
"""Rows that are read at once."""


class Ram:
    """The directory of all memories, the vectors of one embedder, and the words of all contents.

    An index is loaded from its snapshot, and follows the rows from there: newer ones are added, and those go that are
    no more. Where it does not fit them, it is made from them.

    Attributes:
        directory: who can see what.
        vectors, words: the indexes; None until they were asked for.
        asked: the hashes of texts that were looked for, of which the rows may have a vector of that embedder.
        unsaved: rows that were added to the indexes since the last snapshot.
    """

    def __init__(self, folder: Path, read: Read, make_vectors: MakeVectors) -> None:
        self.directory = Directory()
        self.vectors: VectorBackend | None = None
        self.words: LexicalIndex | None = None
        self.asked = set[str]()
        self.unsaved = 0
        self._folder, self._read = folder, read
        self._make_vectors = make_vectors
        self._highest = 0
        while found := read(rows.kinds(self.directory.newest, _LISTED)):
            self.directory.add_kinds([Kind(*row) for row in found])

    @property
    def next_rid(self) -> int:
        """A number that no row, and no snapshot, ever had."""
        return max(self.directory.newest, self._highest) + 1

    def has(self, *, vectors: bool, words: bool) -> bool:
        """Whether the indexes that are named are loaded."""
        return not (vectors and self.vectors is None) and not (words and self.words is None)

    def load_vectors(self, embedder: Embedder) -> VectorBackend:
        """The index of the vectors of an embedder."""
        if self.vectors is None:
            wanted = self.directory.rids(embedder.id)
            index = self._make_vectors(embedder.dim, self._folder / "vectors", embedder.id)
            height = index.load()
            if height is None or not _follows(index, wanted, height):
                index.close()
                shutil.rmtree(self._folder / "vectors", ignore_errors=True)
                index, height = self._make_vectors(embedder.dim, self._folder / "vectors", embedder.id), 0
            for found in rows.pages(self._read, lambda above: rows.embeddings(embedder.id, above, _EMBEDDED), height):
                index.add(_rids(found), unpacked([blob for _, blob in found], embedder))
                self.unsaved += len(found)
            self._highest = max(self._highest, height)
            self.ask(embedder)
            self.vectors = index
            if wordfile.highest(self._folder / "words") >= self.next_rid:  # what the vectors do not know of
                self.load_words()
        return self.vectors

    def ask(self, embedder: Embedder) -> None:
        """Read which texts were looked for: a new one is then embedded without a look into the rows."""
        self.asked = {text for (text,) in self._read(rows.all_queries(embedder.id))}

    def load_words(self) -> LexicalIndex:
        """The index of the words."""
        if self.words is None:
            wanted = self.directory.rids()
            index = LexicalIndex()
            height = index.load(self._folder / "words")
            if height is None or not _follows(index, wanted, height):
                index, height = LexicalIndex(), 0
            for found in rows.pages(self._read, lambda above: rows.contents(above, _TOLD), height):
                index.add(_rids(found), [content for _, content in found])
                self.unsaved += len(found)
            self._highest = max(self._highest, height)
            self.words = index
        return self.words

    def add(self, entries: Sequence[Entry], contents: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Know new rows, with the vectors of the embedder in use."""
        rids = np.array([entry.rid for entry in entries], np.int64)
        self.directory.add(entries)
        if self.vectors is not None:
            self.vectors.add(rids, vectors)
        if self.words is not None:
            self.words.add(rids, contents)
        self.unsaved += len(entries)

    def remove(self, rids: NDArray[np.int64]) -> None:
        """Know rows no more."""
        if len(rids):
            self.directory.remove(rids)
            for index in (self.vectors, self.words):
                if index is not None:
                    index.remove(rids)

    def snapshot(self) -> None:
        """Keep the indexes for the next start."""
        if self.vectors is not None:
            self.vectors.snapshot()
        if self.words is not None:
            self.words.snapshot(self._folder / "words")
        self.unsaved = 0

    def saved_vectors(self, embedder: Embedder) -> tuple[int, NDArray[np.int64]] | None:
        """What the snapshot has: the highest number that was in it, and the rows. None where there is none."""
        index = self._make_vectors(embedder.dim, self._folder / "vectors", embedder.id)
        try:
            height = index.load()
            return None if height is None else (height, index.rids)
        finally:
            index.close()

    def saved_words(self) -> tuple[int, NDArray[np.int64]] | None:
        """The same of the words."""
        index = LexicalIndex()
        height = index.load(self._folder / "words")
        return None if height is None else (height, index.rids)

    def close(self) -> None:
        """Let go of the files of the indexes."""
        if self.vectors is not None:
            self.vectors.close()


def packed(vectors: NDArray[np.float32]) -> list[bytes]:
    """Vectors as rows have them."""
    return [vector.tobytes() for vector in np.ascontiguousarray(vectors, "<f4")]


def unpacked(blobs: Sequence[bytes], embedder: Embedder) -> NDArray[np.float32]:
    """Vectors of an embedder from what rows have.

    Raises:
        EmbedderFailed: they have another length than those that it makes.
    """
    dim = embedder.dim
    for length in {len(blob) for blob in blobs} - {4 * dim}:
        raise EmbedderFailed(
            f"The embedder {embedder.id!r:.202} makes vectors of {dim} numbers; what is stored under that id has "
            f"{length // 4}.",
            "the owner gives the changed embedder another id, and layer.memory.reembed() then makes new vectors.",
        )
    return np.frombuffer(b"".join(blobs), "<f4").reshape(len(blobs), dim).astype(np.float32, copy=False)


def _follows(index: VectorBackend | LexicalIndex, wanted: NDArray[np.int64], height: int) -> bool:
    """Let an index that was loaded lose what is not wanted any more; gives whether it has all the rest up to there."""
    here = np.asarray(index.rids)
    index.remove(here[np.isin(here, wanted, invert=True)])
    return bool(np.array_equal(index.rids, wanted[wanted <= height]))


def _rids(found: Sequence[rows.Row]) -> NDArray[np.int64]:
    return np.array([row[0] for row in found], np.int64)
