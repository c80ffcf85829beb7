"""An embedder of a few lines."""

from __future__ import annotations

import hashlib
import re

import numpy as np


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
