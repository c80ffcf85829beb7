"""Texts are found by their words and by the identifiers in them, whole and in part, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autogen_hatidata.memory import words as words_module
from autogen_hatidata.memory.words import LONGEST, asked, words

FOUND = [
    ("Invoice INV-2024-0042 was paid", "inv-2024-0042"),
    ("Invoice INV-2024-0042 was paid", "INV 20240042"),
    ("Invoice INV_2024_0042 was paid", "2024-0042"),
    ("Error E_1042 at the till", "e1042"),
    ("Error E1042 at the till", "1042"),
    ("It failed with 0x80070005.", "0X80070005"),
    ("It failed with 0x80070005.", "80070005"),
    ("call pandas.DataFrame.mergeAsof()", "dataframe"),
    ("call pandas.DataFrame.mergeAsof()", "merge"),
    ("getUserName fails", "username get"),
    ("an HTTPServer runs", "server"),
    ("release v2.0.1 is out", "2.0.1"),
    ("a sum of 1,234,567.50 euros", "1234567.50"),
    ("write to anna@example.org", "ANNA@example.org"),
    ("the café is closed", "CAFE"),
    ("the cafe\u0301 is closed", "café"),
    ("Straße der Łódź", "strasse lodz"),
    ("İstanbul", "istanbul"),
    ("ＩＮＶ－４２ in full width", "inv-42"),
    ("don't do it", "don’t"),
    ("state-of-the-art", "state"),
    ("東京タワーの売上", "タワー"),
    ("消費税を払う", "税"),
    ("한국어 문서입니다", "문서"),
    ("ภาษาไทย", "ไทย"),
    ("हिन्दी में लिखा", "हिन्दी"),
    ("__init__ of it", "init"),
    ("the Invoices were planned", "PLANNING an invoice"),
    ("three companies", "company"),
]
NOT_FOUND = [
    ("version 3.14 is out", "314"),
    ("हिन्दी", "हिन्"),
    ("がき", "かき"),
    ("東京", "京都"),
    ("the bus", "bu"),
    ("a ring", "r"),
    ("glass", "glas"),
]


@pytest.mark.parametrize(("stored", "question"), FOUND)
def test_it_is_found(stored: str, question: str) -> None:
    """A question finds a text by each of its words."""
    assert set(asked(question)) & set(words(stored)) != set()


@pytest.mark.parametrize(("stored", "question"), NOT_FOUND)
def test_it_is_not_found(stored: str, question: str) -> None:
    """What only looks alike has no word in common."""
    assert set(asked(question)) & set(words(stored)) == set()


def test_the_whole_identifier_tells_neighbours_apart() -> None:
    """Of two identifiers with the same parts, only the one that is asked for has all the words of the question."""
    question = set(asked("INV-2024-0042"))

    assert question <= set(words("INV-2024-0042 is paid"))
    assert not question <= set(words("INV-2024-0043 is paid; 0042 pieces"))


@given(st.text())
def test_a_text_is_found_by_itself(text: str) -> None:
    """Every word that a text asks for is one that it is found by."""
    assert set(asked(text)) <= set(words(text))
    assert len(set(asked(text))) == len(asked(text))


@given(st.text())
def test_words_are_clean(text: str) -> None:
    """A word is never empty, never longer than the limit, has no white space and no capital letter in ASCII."""
    for word in words(text):
        assert 0 < len(word) <= LONGEST
        assert word.split() == [word]
        assert not any("A" <= letter <= "Z" for letter in word)


@given(st.text(st.characters(codec="ascii")))
def test_letters_may_be_capital(text: str) -> None:
    """Case never keeps a plain word from being found."""
    plain = " ".join(word for word in words(text) if word.isalpha())

    assert words(plain.upper()) == words(plain)


def test_huge_runs_are_not_kept() -> None:
    """What is remembered of the words of a language stays small, whatever is stored."""
    words_module._known.cache_clear()
    found = words(f"short {'x' * 20_000} {'y.' * 10_000}z")

    assert words_module._known.cache_info().currsize == 0
    assert words("short") == ["short"]
    assert words_module._known.cache_info().currsize == 1
    assert max(map(len, found)) == LONGEST
