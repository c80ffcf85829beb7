"""Embeddings from a server that speaks OpenAI's protocol: their own, or one of many that people run themselves."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np

from autogen_hatidata.errors import BadArgument, EmbedderFailed
from autogen_hatidata.memory.calibration import own_threshold
from autogen_hatidata.memory.embedding import Vectors, as_texts, unit_rows
from autogen_hatidata.memory.sending import LOOK, Poster, TooMuch

URL, KEY = "HATIDATA_EMBEDDER_URL", "HATIDATA_EMBEDDER_KEY"
OPENAI_URL, OPENAI_KEY = "OPENAI_BASE_URL", "OPENAI_API_KEY"
_OPENAI = "https://api.openai.com/v1"

DIMS: Mapping[str, int] = {
    "text-embedding-3-small": 1536,
    "text-embedding-3-large": 3072,
    "text-embedding-ada-002": 1536,
}
"""Of models that are known; others are asked once."""

# What can be in a header; http.client would print another key in its error.
_PLAIN = re.compile("[!-~]*")

_BATCH = 64
_MOST_CHARS = 8_000
_LEAST_CHARS = 100


class Endpoint(NamedTuple):
    """Where the server is, and the key that it wants. Printed, it shows no key."""

    url: str
    key: str = ""

    def __repr__(self) -> str:
        return f"Endpoint({self.url!r})"


def from_environment(environment: Mapping[str, str] = os.environ) -> Endpoint:
    """The endpoint of ``HATIDATA_EMBEDDER_URL`` and ``_KEY``, or else of ``OPENAI_BASE_URL`` and ``OPENAI_API_KEY``.

    A key is sent to the server that was named with it, and to no other.

    Raises:
        BadArgument: a URL that is none, or no key for OpenAI itself.
    """
    url, key = environment.get(URL, "").strip(), environment.get(KEY, "").strip()
    if not url:
        url = environment.get(OPENAI_URL, "").strip() or _OPENAI
        key = key or environment.get(OPENAI_KEY, "").strip()
    if not _is_server(url):
        raise BadArgument(f"{URL} is no URL of a server.", f"set it to http://localhost:8080/v1, and {KEY} to its key.")
    if not _PLAIN.fullmatch(key):
        raise BadArgument("The key of the embedding endpoint has characters that no key has.", f"set {KEY} again.")
    if url == _OPENAI and not key:
        raise BadArgument("The embedding endpoint of OpenAI needs a key.", f"set {KEY}, or {URL} for another server.")
    return Endpoint(url.rstrip("/"), key)


def _is_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        plain = _PLAIN.fullmatch(url) and parts.hostname and (parts.port or True)
    except ValueError:
        return False
    return bool(plain) and parts.scheme in ("http", "https") and not (parts.username or parts.query or parts.fragment)


class EndpointEmbedder:
    """A model behind ``POST <url>/embeddings``.

    Texts go out 64 at a time; of each the first 8,000 characters, or as many as the server takes. Blank texts are not
    sent. An answer is waited for 30 s; what a busy server refuses is sent again, up to three times.

    Args:
        model: as the server calls it.
        endpoint: where it is.
        sleep: waits, in seconds.
    """

    kind = "semantic"

    def __init__(self, model: str, endpoint: Endpoint, sleep: Callable[[float], None] = time.sleep) -> None:
        # A model of the same name is another one elsewhere; the address itself is nobody's business.
        self.id = f"openai-{model}-{sha256(endpoint.url.encode()).hexdigest()[:8]}"
        self._model = model
        self._poster = Poster(f"{endpoint.url}/embeddings", endpoint.key, sleep)

    @cached_property
    def dim(self) -> int:
        """Numbers in a vector; the server is asked where the model is not a known one."""
        return DIMS.get(self._model) or self._post(["dimension"]).shape[1]

    @cached_property
    def default_threshold(self) -> float:
        """Calibrated with a few sentences, which takes two requests."""
        return own_threshold(self)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text; blank ones get a vector of their own."""
        checked = as_texts(texts)
        rows = np.zeros((len(checked), self.dim), dtype=np.float32)
        rows[:, 0] = 1.0
        told = [number for number, text in enumerate(checked) if text.strip()]
        for at in range(0, len(told), _BATCH):
            part = told[at : at + _BATCH]
            rows[part] = self._rows([checked[number][:_MOST_CHARS] for number in part])
        return rows

    def _rows(self, texts: list[str]) -> Vectors:
        """The vectors of texts, in smaller parts where these are too much for the server."""
        try:
            rows = self._post(texts)
        except TooMuch:
            middle = len(texts) // 2
            if middle:
                return np.concatenate([self._rows(texts[:middle]), self._rows(texts[middle:])])
            if len(texts[0]) < _LEAST_CHARS:
                raise
            return self._rows([texts[0][: len(texts[0]) // 2]])
        if rows.shape[1] != self.dim:
            raise EmbedderFailed(
                f"The embedding endpoint gave vectors of {rows.shape[1]} numbers, not {self.dim}.", LOOK
            )
        return rows

    def _post(self, texts: list[str]) -> Vectors:
        answer = self._poster.post({"model": self._model, "input": texts, "encoding_format": "float"})
        try:
            data = sorted(answer["data"], key=lambda one: one["index"])
            vectors = [one["embedding"] for one in data]
        except (KeyError, TypeError):
            raise EmbedderFailed("The embedding endpoint answered something else than embeddings.", LOOK) from None
        return unit_rows(vectors, len(texts))
