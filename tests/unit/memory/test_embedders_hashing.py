"""Hashed words: the same everywhere, near where letters are shared, and honest about what that means."""

from __future__ import annotations

import time
from hashlib import sha256
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from autogen_hatidata.memory.calibration import SENTENCES, calibrate
from autogen_hatidata.memory.hashing import HashingEmbedder

HASHED = HashingEmbedder()


def _near(one: str, other: str) -> float:
    rows = HASHED.embed([one, other])
    return float(rows[0] @ rows[1])


def test_vectors_change_only_with_the_version() -> None:
    """The vector of a text is the one that memories were stored with; to change it, VERSION must go up."""
    row = HASHED.embed(["The invoice INV-2024-0042 of Müller & Söhne was paid, that of Müller & Co was not."])[0]
    rounded = np.round(row * 1000).astype("<i2")

    assert HASHED.id == "hashing-v1-384"
    assert sha256(rounded.tobytes()).hexdigest()[:16] == "fda4b8db26b22581"


def test_what_shares_letters_is_near() -> None:
    """Forms of a word, misspellings and parts of identifiers are near; other words of the same meaning are not."""
    near = [
        ("The invoice was paid", "invoices are paid"),
        ("Lindqvist prefers the phone", "what does Lindquist prefer"),
        ("error E-4171 at start", "E-4171"),
        ("store_finding failed", "the finding was stored"),
        ("ＩＮＶＯＩＣＥ", "invoice"),
    ]
    far = [("car", "automobile"), ("the", "invoice"), ("paid on Monday", "the lens is closed"), ("", "invoice")]

    assert min(_near(*pair) for pair in near) > HASHED.default_threshold
    assert max(_near(*pair) for pair in far) < HASHED.default_threshold


def test_function_words_make_nothing_alike() -> None:
    """Texts that share only words like 'what' and 'the' are no nearer than texts without them."""
    assert abs(_near("what was the colour of it", "what was the price of it")) < 0.2
    assert _near("to be or not to be", "not to be") > 0.5


def test_the_second_use_of_a_word_tells_less() -> None:
    """A word said nine times weighs three times as much as one said once, and not nine times."""
    once, often = (_near("alpha beta", "alpha " * times + "beta") for times in (1, 9))

    assert once > 0.999
    assert 0.75 < often < 0.95


def test_more_numbers_tell_more_apart() -> None:
    """With longer vectors fewer texts of no relation are let through at one threshold."""
    shares = []
    for dim in (64, 384, 2048):
        rows = HashingEmbedder(dim).embed([text for pair in SENTENCES for text in pair])
        cosines = rows @ rows.T
        shares.append(float(np.mean(np.abs(cosines[np.triu_indices(len(rows), 1)]) > 0.15)))

    assert all(more > fewer for more, fewer in pairwise(shares))


def test_its_threshold_keeps_strangers_out() -> None:
    """The default threshold lets nearly nothing through among sentences that share no words."""
    found = calibrate(HASHED, SENTENCES)

    assert found.threshold < HASHED.default_threshold < found.threshold + 0.15


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_has_a_direction(text: str) -> None:
    """No text, whatever its characters, gives a vector of another length than 1."""
    row = HASHED.embed([text])[0]

    assert abs(float(np.linalg.norm(row)) - 1) < 1e-5


def test_a_huge_text_takes_no_longer_than_its_beginning() -> None:
    """Behind 100,000 characters nothing counts, and nothing takes time."""
    begin = " ".join(str(n % 500) for n in range(30_000))[:100_000]
    rows = HASHED.embed([begin, begin + " and much more" * 200_000])
    started = time.process_time()
    HASHED.embed([begin + "tail" * 2_000_000])

    assert np.array_equal(rows[0], rows[1])
    assert time.process_time() - started < 3
