"""The texts that are kept between calls are of a limited number, however they are asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from autogen_hatidata.pipeline import texts
from autogen_hatidata.pipeline.texts import KeptTexts, Met


def _vectors(here: str = "abc") -> Any:
    return SimpleNamespace(has=lambda shelf: shelf.index in here)


def _met(count: int, index: str = "a") -> Met:
    shelf: Any = SimpleNamespace(texts=["x"] * count, index=index)
    return Met(shelf, wider=False)


def test_many_shelves_go_though_they_are_empty() -> None:
    """A condition that no row meets has a shelf too, for each value of its parameters: the oldest go."""
    kept, vectors = KeptTexts(), _vectors()
    kept.put("first", _met(0), vectors)
    kept.put("second", _met(0), vectors)
    for number in range(texts._MOST_SHELVES - 2):
        kept.put(number, _met(0), vectors)
    assert kept.get("first") is not None
    kept.put("one more", _met(0), vectors)

    assert len(kept) == texts._MOST_SHELVES
    assert kept.get("first") is not None
    assert kept.get("second") is None


def test_many_texts_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is larger than all that may be kept is not, and a text is counted once for its shelf."""
    monkeypatch.setattr(texts, "_MOST_KEPT", 10)
    kept, vectors = KeptTexts(), _vectors()
    for key, count in (("a", 6), ("a", 4), ("b", 6), ("c", 1), (None, 9)):
        kept.put(key, _met(count), vectors)
    assert [kept.get(key) is not None for key in ("a", "b", "c", None)] == [False, True, True, False]
    kept.put("d", _met(11), vectors)

    assert len(kept) == 0


def test_shelves_whose_vectors_went_go() -> None:
    """They would keep an index in RAM that nobody adds to."""
    kept, vectors = KeptTexts(), _vectors()
    for key in "abc":
        kept.put(key, _met(1, key), vectors)
    kept.put(None, _met(1), _vectors("c"))

    assert [kept.get(key) is not None for key in "abc"] == [False, False, True]
