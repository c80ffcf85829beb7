"""Vectors of texts, none made twice for one embedder."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.memory.embedding import Embedder, unit_rows
from autogen_hatidata.memory.seams import Progress

Vector = NDArray[np.float32]
Known = Callable[[list[str]], Mapping[str, Vector]]

_KEPT = 10_000
"""Vectors of queries in RAM."""

_TOGETHER = 64
"""Texts of one batch: a query of another thread waits for so many at the most."""


def digest(text: str) -> str:
    """What a text is known by: its SHA-256, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


class VectorCache:
    """An embedder, and the vectors it made lately. It is asked by one thread at a time.

    Attributes:
        embedder: the embedder.
        made: the texts it was given so far.
    """

    def __init__(self, embedder: Embedder, most: int) -> None:
        """``most``: texts that one call may have embedded."""
        self.embedder = embedder
        self.made = 0
        self._most = most
        self._lock = threading.Lock()
        self._recent: OrderedDict[str, Vector] = OrderedDict()
        self._unsaved: dict[str, Vector] = {}
        self._forgets = 0

    def query(self, text: str, known: Known) -> Vector:
        """The vector of one text, which is to be kept for the next start, too."""
        made, forgets = self.made, self._forgets
        found: Vector = self.texts([text], known)[0]
        with self._lock:
            if self._forgets == forgets:  # else this text may have been forgotten meanwhile
                self._keep(digest(text), found)  # also one that was known: the file need not be asked for it again
                if self.made > made:
                    self._unsaved[digest(text)] = found
        return found

    def unsaved(self) -> dict[str, Vector]:
        """What is to be kept of queries, by digest, for the last time."""
        with self._lock:
            found, self._unsaved = self._unsaved, {}
            return found

    def texts(self, texts: Sequence[str], known: Known, progress: Progress | None = None) -> NDArray[np.float32]:
        """One row for each text. ``known`` finds those of some texts, by digest, where there are such.

        Raises:
            LimitExceeded: there are too many. Those that are known count too: others may have stored them.
            EmbedderFailed: the model does not answer, or gave what is no vector.
        """
        by_digest = {digest(text): text for text in texts}
        if len(by_digest) > self._most:
            raise LimitExceeded(f"More than {self._most:,} texts would have to be embedded.", "store fewer at a time.")
        found = self._remembered(by_digest)
        found.update(known([key for key in by_digest if key not in found]))
        missing = [key for key in by_digest if key not in found]
        for begin in range(0, len(missing), _TOGETHER):
            part = missing[begin : begin + _TOGETHER]
            with self._lock:
                found.update((key, self._recent[key]) for key in part if key in self._recent)
                self._embed({key: by_digest[key] for key in part if key not in found}, found)
            if progress is not None:
                progress(begin + len(part), len(missing))
        return np.stack([found[digest(text)] for text in texts])

    def forget(self, digests: Iterable[str]) -> None:
        """Keep nothing of texts that were forgotten."""
        with self._lock:
            self._forgets += 1
            for key in digests:
                self._recent.pop(key, None)
                self._unsaved.pop(key, None)

    def _remembered(self, keys: Iterable[str]) -> dict[str, Vector]:
        with self._lock:
            found = {key: self._recent[key] for key in keys if key in self._recent}
            for key in found:
                self._recent.move_to_end(key)
            return found

    def _embed(self, texts: Mapping[str, str], found: dict[str, Vector]) -> None:
        if not texts:
            return
        made = unit_rows(self.embedder.embed(list(texts.values())), len(texts), self.embedder.dim)
        self.made += len(texts)
        for key, vector in zip(texts, made, strict=True):
            found[key] = vector
            self._keep(key, vector)

    def _keep(self, key: str, vector: Vector) -> None:
        self._recent[key] = vector
        while len(self._recent) > _KEPT:
            self._recent.popitem(last=False)
