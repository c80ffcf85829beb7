"""Calls and operators that systems have with different meanings: which of them a text that has one may be of.

Where no sure sign names the system, none is tried: an answer that another one would give is worse than an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlglot import Token, TokenType

from autogen_hatidata.sql.tokens import kind, word

_PATTERNS = frozenset({"REGEXP", "RLIKE", "REGEXP_LIKE"})
"""They match the whole text in Snowflake, and a part of it elsewhere."""

_SPANS = frozenset({"TIMESTAMPDIFF"})
"""Of whole months in MySQL, and of their boundaries in Snowflake."""

_OTHERS = frozenset({"STD", "TO_NUMBER"})
"""Calls: the deviation of all in MySQL, and of a sample in Spark; a number with its places, or in Snowflake without."""

_CUT = frozenset({"postgres", "redshift", "trino", "tsql"})
"""The systems in which 7 / 2 is 3."""

_QUOTED_TEXTS = frozenset({"bigquery", "databricks", "mysql", "spark"})
"""The systems in which double quotes are around a text, not a name."""

_POWERS = frozenset({"duckdb", "postgres", "redshift"})
"""The systems in which ^ is a power."""

_NULL_WINS = frozenset({"bigquery", "mysql", "snowflake", "trino"})
"""The systems in which GREATEST and LEAST of something and NULL are NULL; in DuckDB they are of what there is."""

_SPANNED = frozenset({"DATEADD", "DATEDIFF", "DATEPART", "DATETRUNC", "DATE_TRUNC"})
"""Calls whose part of a date M is the month in SQL Server, and the minute in Snowflake."""

_COMMENTS = frozenset({"snowflake"})
"""The systems in which // begins a comment."""

_SAID = 3
"""Words that are a comment."""

_WHOLE = frozenset({TokenType.TINYINT, TokenType.SMALLINT, TokenType.INT, TokenType.BIGINT})
_PERCENT = frozenset({"mysql", "trino"})
"""The systems that have a % before each part in the format of DATE_FORMAT; others have letters alone."""

_NAMES_SHORT = re.compile(r"MON(?!TH)|mon(?!th)|DY|dy")
"""Parts of a format of TO_CHAR that are MAR and mar in PostgreSQL and Oracle, and Mar in Snowflake."""

_LETTERS = frozenset({"databricks", "spark"})


def left(found: Sequence[Token], dialects: Iterable[str]) -> list[str]:
    """Those of the dialects that a text may be of, by its words."""
    kept = [one for one in dialects if _reads_signs_alike(found, one)]
    for place in range(len(found)) if kept else ():
        own = word(found, place)
        calls = kind(found, place + 1) == TokenType.L_PAREN
        spans = calls and (own in _SPANS or own in _OTHERS)
        if own in _SPANNED and calls and word(found, place + 2) == "M":
            return []
        if own in _PATTERNS or spans or (own == "CONVERT" and calls and _cuts(found, place + 2)):
            return []
        if own == "TO_CHAR" and calls and _NAMES_SHORT.search(_last_text(found, place + 1)):
            return []
        if own == "DATE_FORMAT" and calls:
            homes = _home_of_format(found, place + 1)
            kept = [one for one in kept if one in homes]
    return kept


def _reads_signs_alike(found: Sequence[Token], dialect: str) -> bool:
    """Whether the signs of a text say to a system what they say to DuckDB."""
    kinds = {token.token_type for token in found}
    marked = TokenType.STRING not in kinds and any(token.text == "`" for token in found)
    if dialect in _QUOTED_TEXTS and TokenType.IDENTIFIER in kinds and not marked:
        return False
    if dialect in _NULL_WINS and {"GREATEST", "LEAST"} & {token.text.upper() for token in found}:
        return False
    if dialect not in _POWERS and TokenType.CARET in kinds:
        return False
    return dialect not in _COMMENTS or not _divides_by_slashes(found)


def _divides_by_slashes(found: Sequence[Token]) -> bool:
    """Whether two slashes are a division: no three words or more follow on their line, as in a comment."""
    line, words, rest = 0, 0, 0
    for token in reversed(found):
        if token.line != line:
            line, words, rest = token.line, 0, 0
        if token.token_type == TokenType.DIV and (words < _SAID or words < rest):
            return True
        words, rest = words + token.text.isalpha(), rest + 1
    return False


def divide_alike(dialects: Iterable[str]) -> bool:
    """Whether 7 / 2 is the same in all of these dialects."""
    return len({one in _CUT for one in dialects}) < 2


def divides(found: Sequence[Token]) -> bool:
    """Whether a text divides what may be two whole numbers: neither is written with a point."""
    return any(
        token.token_type == TokenType.SLASH
        and not any("." in one.text for one in (found[place - 1], *found[place + 1 : place + 2]))
        for place, token in enumerate(found)
    )


def compares_by_is_not(found: Sequence[Token]) -> bool:
    """Whether a text or number stands after IS NOT: it may be meant as <>, or with the rows that have NULL."""
    values = (TokenType.STRING, TokenType.NUMBER)
    return any(
        kind(found, place) == TokenType.IS
        and kind(found, place + 1) == TokenType.NOT
        and kind(found, place + 2) in values
        for place in range(len(found))
    )


def _cuts(found: Sequence[Token], place: int) -> bool:
    """Whether CONVERT begins with a whole number's type: SQL Server cuts, Redshift rounds."""
    return kind(found, place) in _WHOLE


def _home_of_format(found: Sequence[Token], opening: int) -> frozenset[str]:
    """The systems whose format the last argument of a call is; none where it is no text."""
    last = _last_text(found, opening)
    return (_PERCENT if "%" in last else _LETTERS) if last else frozenset()


def _last_text(found: Sequence[Token], opening: int) -> str:
    """The last argument of a call; empty where it is no text."""
    depth = 0
    for place in range(opening, len(found)):
        depth += (found[place].token_type == TokenType.L_PAREN) - (found[place].token_type == TokenType.R_PAREN)
        if not depth:
            last = found[place - 1]
            return str(last.text) if last.token_type == TokenType.STRING else ""
    return ""
