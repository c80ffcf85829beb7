"""Long texts are cut into pieces that have all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from autogen_hatidata.memory.pieces import LONGEST, OVERLAP, pieces

WORDS = st.lists(st.text(st.sampled_from("abc\u00e9\u674e"), min_size=1, max_size=300), min_size=1, max_size=60)


@given(WORDS, st.sampled_from([" ", "\n", "  ", ""]))
def test_every_word_is_whole_in_a_piece(words: list[str], gap: str) -> None:
    """A piece is not longer than it may be, begins after the one before and at its end at the latest, and words that
    are shorter than what overlaps are cut in one piece at the most."""
    text = gap.join(words)
    found = pieces(text)

    begin = end = 0
    for piece in found:
        place = text.find(piece, begin)
        assert (begin if end else 0) <= place <= end
        begin, end = place + bool(end), place + len(piece)
        assert 0 < len(piece) <= LONGEST
    assert end == len(text)
    if gap:
        assert all(any(word in piece.split() for piece in found) for word in words if len(word) < OVERLAP)


def test_a_short_text_is_one_piece() -> None:
    """Also an empty one, and one of exactly that length."""
    assert [pieces(text) for text in ("", " ", "x" * LONGEST)] == [[""], [" "], ["x" * LONGEST]]


def test_pieces_are_few() -> None:
    """A text without a gap is cut in even steps."""
    assert len(pieces("x" * 100 * LONGEST)) == 125
