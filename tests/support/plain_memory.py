"""An embedder and an index of vectors of a few lines each, that do what the real ones do, slowly."""

from __future__ import annotations

import hashlib
import pickle
import re

import numpy as np

from autogen_hatidata.memory.ranked import Ranked


class PlainEmbedder:
    """Each word is a direction; counts the texts that it was given."""

    kind, default_threshold = "lexical", 0.3

    def __init__(self, id="plain", dim=64):
        self.id, self.dim, self.texts = id, dim, []

    def embed(self, texts):
        self.texts += texts
        return np.stack([self.vector(text) for text in texts])

    def vector(self, text):
        found = np.full(self.dim, 1e-3)
        for word in re.findall(r"\w+", text.lower()):
            place = int.from_bytes(hashlib.sha256(f"{self.id} {word}".encode()).digest()[:4], "big")
            found[place % self.dim] += 1
        return (found / np.linalg.norm(found)).astype(np.float32)


def ranked(rids, scores, k):
    best = np.lexsort((rids, -scores))[:k]
    return Ranked(rids[best], scores[best])


class PlainVectors:
    """Compares with every row."""

    def __init__(self, dim, folder, embedder_id):
        self._folder, self._of, self._rows, self.highest = folder, (embedder_id, dim), {}, 0

    @property
    def rids(self):
        return np.array(sorted(self._rows), np.int64)

    def __len__(self):
        return len(self._rows)

    def add(self, rids, vectors):
        assert not len(rids) or (np.all(np.diff(rids) > 0) and rids[0] > self.highest)
        self._rows.update(zip(rids.tolist(), vectors, strict=True))
        self.highest = max([self.highest, *rids.tolist()])

    def remove(self, rids):
        for rid in rids.tolist():
            self._rows.pop(rid, None)

    def search(self, query, k, among=None):
        rids = self.rids if among is None else np.array([rid for rid in among.tolist() if rid in self._rows], np.int64)
        return ranked(rids, self.scores(query, rids), k)

    def above(self, query, threshold, among=None):
        found = self.search(query, len(self._rows), among)
        return Ranked(found.rids[found.scores > threshold], found.scores[found.scores > threshold])

    def scores(self, query, rids):
        return np.array([np.float32(row @ query) for row in self.vectors(rids)], np.float32)

    def vectors(self, rids):
        nothing = np.full(self._of[1], np.nan, np.float32)
        found = [self._rows.get(rid, nothing) for rid in rids.tolist()]
        return np.array(found, np.float32).reshape(len(rids), self._of[1])

    def snapshot(self):
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "rows").write_bytes(pickle.dumps((self._of, self.highest, self._rows)))

    def load(self):
        try:
            of, highest, rows = pickle.loads((self._folder / "rows").read_bytes())
        except FileNotFoundError:
            return None
        if of != self._of:
            return None
        self.highest, self._rows = highest, rows
        return highest

    def close(self):
        pass
