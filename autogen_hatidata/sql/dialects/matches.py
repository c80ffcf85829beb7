"""Matches of a regular expression by their number, which DuckDB has only as a list."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import built

_FOUND = "regexp_extract_all(substr(a, {0}), b)"
_BEFORE = (
    "(length(array_to_string(list_slice(string_split_regex(substr(a, {0}), b), 1, {1}), ''))"
    f" + length(array_to_string(list_slice({_FOUND}, 1, {{1}} - 1), '')) + {{0}} - 1)"
)
"""How many characters stand before a match: what is between the matches before it, and these."""


def movable(pattern: str, nth: int) -> bool:
    """Whether a pattern finds the same in a text without its beginning, and each match has a length of its own.

    >>> movable("[0-9]+", 2), movable("^a", 1), movable("a*", 2)
    (True, False, False)
    """
    anchored = not pattern or re.search(r"\^|\\[bBA]", pattern.replace("[^", ""))
    return not anchored and not (nth > 1 and re.search(r"[*?]|\{0?,|\|", pattern))


def replaced(text: exp.Expr, pattern: exp.Expr, new: exp.Expr, start: int, nth: int) -> exp.Expr:
    """A text in which the n-th match from a place on is replaced, or all of them where n is 0."""
    if nth < 2:
        every = "" if nth else ", 'g'"
        return built(f"left(a, {start} - 1) || regexp_replace(substr(a, {start}), b, c{every})", text, pattern, new)
    before = _BEFORE.format(start, nth)
    rest = f"regexp_replace(substr(a, {before} + 1), b, c)"
    return built(
        f"CASE WHEN len({_FOUND.format(start)}) < {nth} THEN a || left(c, 0) ELSE left(a, {before}) || {rest} END",
        text,
        pattern,
        new,
    )


def place(text: exp.Expr, pattern: exp.Expr, start: int, nth: int, *, after: bool = False) -> exp.Expr:
    """Where the n-th match from a place on begins, or what stands after it; 0 where there is none."""
    found = _FOUND.format(start)
    width = f" + length(list_extract({found}, {nth}))" if after else ""
    return built(
        f"CASE WHEN len({found}) >= {nth} THEN {_BEFORE.format(start, nth)} + 1{width}"
        f" WHEN len({found}) IS NOT NULL THEN 0 END",
        text,
        pattern,
    )


def match(text: exp.Expr, pattern: exp.Expr, start: int, nth: int) -> exp.Expr:
    """The n-th match from a place on; NULL where there is none."""
    return built(f"list_extract({_FOUND.format(start)}, {nth})", text, pattern)
