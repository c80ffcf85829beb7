"""What every embedder promises: the same tests for those of this package, for one of a user, and for a real model."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.embedding_fakes import DIM, Library, letters, serving, write_model

from autogen_hatidata.errors import BadArgument
from autogen_hatidata.memory.embedders import Embedder, choose, info
from autogen_hatidata.memory.embedding import KINDS
from autogen_hatidata.memory.endpoint import Endpoint, EndpointEmbedder

TEXTS = [
    "",
    " \n",
    "a",
    "the",
    "The invoice INV-2024-0042 was paid late.",
    "Straße, naïve, ΣΊΣΥΦΟΣ, 東京都",
    "😀👩‍👩‍👧",
    "\x00",
    "nul\x00inside",
    "half \ud83d a pair",
    "\ufeff\u200b\u202e",
    "!?;",
    "x" * 5_000,
    "word " * 2_000,
]


class Mine:
    """An embedder of the user's own."""

    id, dim, kind, default_threshold = "mine", DIM, "semantic", 0.5

    def embed(self, texts: Any) -> Any:
        return letters(texts)


@pytest.fixture(
    params=["hashing", "hashing:64", "folder", "openai", "object", pytest.param("minilm", marks=pytest.mark.minilm)]
)
def embedder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Embedder]:
    """Each kind of embedder: over a real model where one is installed, and over stand-ins of libraries and servers."""
    if request.param == "openai":
        with serving() as server:
            yield EndpointEmbedder("letters", Endpoint(server.url))
        return
    if request.param == "folder":
        Library().install(monkeypatch)
        yield choose(write_model(tmp_path / "model"))
        return
    yield choose(Mine() if request.param == "object" else request.param)


def test_any_text_becomes_a_row_of_length_one(embedder: Embedder) -> None:
    """Empty, huge and odd texts alike give float32 rows of length 1, as many and as long as they should be."""
    rows = embedder.embed(TEXTS)

    assert (rows.dtype, rows.shape) == (np.float32, (len(TEXTS), embedder.dim))
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_a_text_has_its_vector_in_any_company(embedder: Embedder) -> None:
    """A vector depends on its text alone: not on the texts beside it, nor on when it is asked for."""
    together = embedder.embed(TEXTS)
    backwards = embedder.embed(tuple(TEXTS[::-1]))[::-1]
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])

    assert np.allclose(together, backwards, atol=1e-5)
    assert np.allclose(together, alone, atol=1e-5)


def test_two_threads_at_once_are_fine(embedder: Embedder) -> None:
    """What threads are given at the same time is what one is given alone."""
    wanted = embedder.embed(TEXTS)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: embedder.embed(TEXTS), range(8)))

    assert all(np.allclose(rows, wanted, atol=1e-5) for rows in found)


def test_no_texts_are_no_rows(embedder: Embedder) -> None:
    """An empty list is answered with no rows of the right length."""
    assert embedder.embed([]).shape == (0, embedder.dim)


@pytest.mark.parametrize("wrong", ["a text", b"bytes", None, 3, [3], ["a", None], [b"bytes"], [["a"]], {"a": 1}])
def test_what_is_no_list_of_texts_is_refused(embedder: Embedder, wrong: Any) -> None:
    """A single text is refused as well: its letters would be taken for texts."""
    with pytest.raises(BadArgument):
        embedder.embed(wrong)


def test_it_tells_what_it_is(embedder: Embedder) -> None:
    """Its facts are of the kinds that the store keeps beside a vector."""
    facts = info(embedder)

    assert facts["kind"] in KINDS
    assert 0 < facts["default_threshold"] < 1
    assert facts["dim"] == embedder.dim
    assert 0 < len(facts["id"]) <= 200
    assert facts["sha256"] is None or len(facts["sha256"]) == 64
