"""What an embedder is, and what all of them do alike: look at the texts, and give unit rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.errors import BadArgument, EmbedderFailed

Vectors = NDArray[np.float32]

KINDS = ("semantic", "lexical")
"""What nearness means: alike in meaning, or in the letters that are used."""

# Half a character of UTF-16, which no encoder takes.
_SURROGATE = re.compile("[\ud800-\udfff]")


class Embedder(Protocol):
    """Turns texts into vectors; texts that are alike get vectors of a high cosine.

    Attributes:
        id: names the model, its weights and how it is used. It changes whenever vectors would, so that vectors of two
            ids are never compared.
        dim: numbers in a vector.
        kind: one of `KINDS`.
        default_threshold: the cosine that one in a hundred texts of no relation exceeds.
    """

    @property
    def id(self) -> str: ...

    @property
    def dim(self) -> int: ...

    @property
    def kind(self) -> str: ...

    @property
    def default_threshold(self) -> float: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text, float32, of shape ``(len(texts), dim)``.

        Any text will do: an empty one, a huge one (each embedder says how much of it counts), NUL, half characters.

        Raises:
            BadArgument: something else than texts.
            EmbedderFailed: the model cannot be loaded, or does not answer.
        """
        ...


def as_texts(texts: Sequence[str]) -> list[str]:
    """The texts as every model can read them: half characters become U+FFFD.

    Raises:
        BadArgument: not a list or tuple of texts.
    """
    if isinstance(texts, str) or not isinstance(texts, Sequence):
        raise BadArgument("What is embedded must be a list of texts.", 'pass ["one text"].')
    for text in texts:
        if not isinstance(text, str):
            raise BadArgument(f"What is embedded must be text, not {type(text).__name__}.", "pass strings.")
    return [text if text.isascii() else _SURROGATE.sub("\ufffd", text) for text in texts]


def unit_rows(vectors: object, count: int, dim: int | None = None) -> Vectors:
    """What a model gave, as float32 rows of length 1.

    Args:
        vectors: an array or nested lists of numbers.
        count: the rows that there must be.
        dim: the columns that there must be; None takes any.

    Raises:
        EmbedderFailed: another shape, or a row that has no direction.
    """
    try:
        rows = np.asarray(vectors, dtype=np.float64)
    except (TypeError, ValueError):
        raise EmbedderFailed("The embedding model gave something else than vectors.") from None
    if count == 0:
        return np.empty((0, dim or 0), dtype=np.float32)
    if rows.ndim != 2 or len(rows) != count or rows.shape[1] != (dim or rows.shape[1]):
        wanted = f"{count} vectors of {dim or 'some'} numbers"
        raise EmbedderFailed(f"The embedding model gave an array of shape {rows.shape} for {wanted}.")
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not (np.isfinite(lengths).all() and (lengths > 0).all()):
        raise EmbedderFailed("The embedding model gave a vector without a direction.")
    unit: Vectors = (rows / lengths).astype(np.float32)
    return unit
