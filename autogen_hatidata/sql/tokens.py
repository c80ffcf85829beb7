"""The words of a text that cannot be read, and the text with some of them changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from sqlglot import Token, TokenType
from sqlglot.errors import SqlglotError

from autogen_hatidata.sql.plain import PLAIN

SEMICOLON = TokenType.SEMICOLON

Reads = Callable[[str], bool]
"""Whether a text can be read."""

Edit = tuple[int, int, str]
"""From where to where a text changes, and to what."""


@lru_cache(maxsize=8)
def tokens(text: str) -> tuple[Token, ...] | None:
    """The words of a text, for which each mend asks anew; None where a quote or comment does not end."""
    try:
        return tuple(PLAIN.tokenize(text))
    except (SqlglotError, ValueError):
        return None


def edited(text: str, edits: Iterable[Edit]) -> str | None:
    """The text with all changes, which do not overlap; None where there are none."""
    found = sorted(edits, reverse=True)
    for start, end, new in found:
        text = text[:start] + new + text[end:]
    return text if found else None


def instead(token: Token, new: str, last: Token | None = None) -> Edit:
    """Other words in the place of one, or of all up to ``last``."""
    return token.start, (last or token).end + 1, new


def before(token: Token, new: str) -> Edit:
    """Words before one."""
    return token.start, token.start, new


def after(token: Token, new: str) -> Edit:
    """Words after one."""
    return token.end + 1, token.end + 1, new


def word(found: Sequence[Token], place: int) -> str:
    """The word at a place in upper case, quoted ones aside; empty outside of the text."""
    if not 0 <= place < len(found) or found[place].token_type in (TokenType.STRING, TokenType.IDENTIFIER):
        return ""
    return str(found[place].text).upper()


def kind(found: Sequence[Token], place: int) -> TokenType | None:
    """What the word at a place is; None outside of the text."""
    return found[place].token_type if 0 <= place < len(found) else None


def depths(found: Iterable[Token]) -> list[int]:
    """In how many parentheses each word stands; one itself stands outside."""
    depth, result = 0, []
    for token in found:
        depth -= token.token_type == TokenType.R_PAREN
        result.append(depth)
        depth += token.token_type == TokenType.L_PAREN
    return result
