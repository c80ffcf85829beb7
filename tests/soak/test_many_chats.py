"""A hundred thousand calls in random chats on sixteen threads: none is charged to who did not write it."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from support.charges import Book, Double
from support.property import play, real_layer, report

from autogen_hatidata.tools import dispatch

CALLS = 100_000
REAL = 5_000


@pytest.mark.soak
def test_no_call_is_misattributed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of 100,000 calls, 5,000 of them through a real layer, each is charged to its writer or rightly refused."""
    seed = int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6))
    book = Book()
    monkeypatch.setattr(dispatch, "answer", book.spying(dispatch.answer))
    with real_layer(tmp_path, book) as layer:
        play(seed, REAL, [layer], book)
    play(seed + 1, CALLS, [Double(book, "one:"), Double(book, "two:")], book)

    assert book.calls >= CALLS
    assert report(book, seed) == ""
