"""Texts are found by their words and by the identifiers in them, whole and in part, in any script."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autogen_hatidata.memory.words import LONGEST, asked, told, words

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


def test_a_long_word_counts_in_part() -> None:
    """Of a word of thousands of letters the first ones are kept."""
    found = words(f"short {'x' * 20_000} {'y.' * 10_000}z")

    assert max(map(len, found)) == LONGEST


@given(st.lists(st.text() | st.lists(st.sampled_from(["paid", "INV-42", "売上高"])).map(" ".join), max_size=5))
def test_the_words_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    """Texts that are read together have the words that each has alone, in their order."""
    found = told(texts)
    each = np.split(found.which, np.cumsum(found.sizes)[:-1]) if texts else []

    assert [[word for run in part for word in found.runs[run]] for part in each] == [words(text) for text in texts]
    assert len(set(found.runs)) <= len(found.runs) == len(set(found.which.tolist()))
