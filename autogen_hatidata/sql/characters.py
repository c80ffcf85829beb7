"""What is looked at before a text is parsed: its length, its characters, its first word and how deep it nests."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import pairwise

from sqlglot import Token, TokenType
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError

from autogen_hatidata.errors import BadArgument, LimitExceeded, NotAllowed, SqlError
from autogen_hatidata.sql.plain import PlainParser

# Not even in a literal: NUL and other control characters (tab and line ends may stay), and surrogates.
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")

# Only between quotes. Some of these are white space to DuckDB and letters to sqlglot, others the other way round, so
# that the two would see different words in one text.
_QUOTED_ONLY = re.compile(
    "[\x85\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
TEXTS = frozenset(
    {
        TokenType.STRING,
        TokenType.RAW_STRING,
        TokenType.HEREDOC_STRING,
        TokenType.BYTE_STRING,
        TokenType.NATIONAL_STRING,
        TokenType.UNICODE_STRING,
    }
)
"""The kinds of token that are a text."""

_QUOTED = TEXTS | {TokenType.IDENTIFIER}

_TYPES = PlainParser.TYPE_TOKENS - {TokenType.L_PAREN}
_OPENING = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE, TokenType.CASE})
_CLOSING = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE, TokenType.END})

# sqlglot takes time that grows as the cube of such a chain: 3,000 links took minutes, 100 take 0.1 s.
_LINKS = frozenset({(TokenType.R_PAREN, TokenType.DOT), (TokenType.R_BRACKET, TokenType.L_BRACKET)})
_MOST_LINKS = 100

# What stands in parentheses after the name of a type is read twice, as types and as values, and so at each level.
_MOST_TYPES = 6

_BEGINS = frozenset({"SELECT", "WITH", "FROM", "VALUES", "PIVOT", "PIVOT_WIDER", "UNPIVOT", "TABLE", "("})
_TOOLS = "list_tables() and describe_table(table_name) show what can be read."
_READ_ONLY = "ask with SELECT."
_OTHER_STATEMENTS = {
    "SHOW": "list_tables() shows what can be read.",
    **dict.fromkeys(("DESCRIBE", "DESC"), "describe_table(table_name) shows the columns of a table."),
    "SUMMARIZE": "summarize_table(table_name) shows nulls, min, max and distinct values of each column.",
    "EXPLAIN": "estimate_query(sql) tells what a query would cost.",
    "PRAGMA": _TOOLS,
    **dict.fromkeys(
        """
        MERGE TRUNCATE CREATE DROP ALTER COMMENT COPY EXPORT IMPORT ATTACH DETACH USE INSTALL LOAD
        FORCE SET RESET CALL BEGIN START COMMIT ROLLBACK ABORT END CHECKPOINT VACUUM ANALYZE PREPARE EXECUTE
        DEALLOCATE GRANT REVOKE REFRESH REPLACE UPSERT CONNECT DISCONNECT DECLARE KILL
        """.split(),
        _READ_ONLY,
    ),
}


_WRITES = frozenset({"INSERT", "UPDATE", "DELETE"})
_ELSEWHERE = "ask with SELECT; only execute_sql changes data, for agents that have it."


def read_tokens(
    text: object,
    dialect: Dialect,
    max_chars: int,
    max_nesting: int,
    begins: Collection[str] = _BEGINS,
    expected: str = "send one SELECT statement.",
) -> list[Token]:
    """The tokens of a text that may be parsed, or the reason why it may not.

    ``begins``: the words with which it may begin; ``expected``: what to send, in words.
    """
    if not isinstance(text, str):
        raise BadArgument("The SQL must be text.", "pass one statement as a string.")
    if len(text) > max_chars:
        raise LimitExceeded(
            f"The SQL has {len(text):,} characters; {max_chars:,} are allowed.",
            "ask in smaller steps, and use a join or a sub-query instead of a long list of values.",
        )
    plain = text.isascii() and text.isprintable()
    if not plain:
        _refuse_character(_NEVER.search(text))
    try:
        tokens = dialect.tokenize(text)
    except (SqlglotError, ValueError) as error:
        raise SqlError(
            "The SQL has a quote, comment or number that does not end.",
            "close it; a quote in a text is written twice, as in 'it''s'.",
        ) from error
    if not text.isascii():
        _check_hidden(text, tokens)
    _check_start(tokens, begins, expected)
    _check_nesting(tokens, max_nesting)
    _check_pairs(tokens)
    return tokens


def _refuse_character(found: re.Match[str] | None) -> None:
    if found:
        raise NotAllowed(
            f"The SQL has the invisible character U+{ord(found.group()):04X} at position {found.start() + 1}.",
            "write it again with ordinary spaces and letters.",
            place=(found.start(), found.start() + 1),
        )


def _check_hidden(text: str, tokens: Sequence[Token]) -> None:
    starts = [token.start for token in tokens]
    for found in _QUOTED_ONLY.finditer(text):
        index = bisect_right(starts, found.start()) - 1
        inside = index >= 0 and tokens[index].token_type in _QUOTED and found.start() <= tokens[index].end
        if not inside:
            _refuse_character(found)


def _check_start(tokens: Sequence[Token], begins: Collection[str], expected: str) -> None:
    begin = next((token for token in tokens if token.token_type != TokenType.SEMICOLON), None)
    first = begin.text.upper() if begin is not None else ""
    if first in begins:
        return
    place = (begin.start, begin.end + 1) if begin is not None else None
    if not first:
        raise SqlError("There is no SQL in the text.", expected)
    if first in _BEGINS or first in _WRITES:
        raise NotAllowed(f"{first} cannot be used here.", _ELSEWHERE if first in _WRITES else expected, place=place)
    if first in _OTHER_STATEMENTS:
        hint = _OTHER_STATEMENTS[first]
        raise NotAllowed(f"{first} is not available to agents.", expected if hint is _READ_ONLY else hint, place=place)
    raise SqlError("The text does not begin like a statement that can be used here.", expected, place=place)


def _check_pairs(tokens: Sequence[Token]) -> None:
    links = 0
    for before, after in pairwise(tokens):
        _check_pair(before, after)
        links += (before.token_type, after.token_type) in _LINKS
    if links > _MOST_LINKS:
        raise LimitExceeded(
            f"The SQL has {links} links of the form f().g() and x[1][2]; {_MOST_LINKS} are allowed.",
            "call f(x) instead.",
        )


def _check_pair(before: Token, after: Token) -> None:
    """Refuses what DuckDB reads as one thing or not at all, and sqlglot as two: ``0xFF``, ``X'AB'``, ``(1,)``."""
    glued = before.end + 1 == after.start
    kinds = (before.token_type, after.token_type)
    if glued and (kinds == (TokenType.NUMBER, TokenType.VAR) or kinds == (TokenType.VAR, TokenType.STRING)):
        raise NotAllowed(f"{before.text} and what follows it run into one.", "put a space between them.")
    if kinds == (TokenType.DOT, TokenType.DOT):  # sqlglot reads main..t as a name whose schema is no name
        raise SqlError("Two dots follow each other.", "write a name between them.")
    if kinds == (TokenType.COMMA, TokenType.R_PAREN):
        raise SqlError("A comma stands before a closing parenthesis.", "remove it, or write row(x) for one value.")
    if after.token_type == TokenType.ARRAY and before.token_type in _TYPES:
        raise NotAllowed(f"The type {before.text} ARRAY is not available.", f"write {before.text}[].")
    if after.token_type == TokenType.ALL and before.text.upper() == "SHOW":  # sqlglot has no tree for (SHOW ALL ...)
        raise NotAllowed("SHOW is not available to agents.", _OTHER_STATEMENTS["SHOW"])
    if after.token_type == TokenType.PIPE_GT:
        raise NotAllowed("The |> syntax is not available.", "write SELECT ... FROM ...")


def _check_nesting(tokens: Sequence[Token], most: int) -> None:
    opened, deepest, types, before = list[bool](), 0, 0, None
    for token in tokens:
        kind = token.token_type
        if kind in _OPENING:
            opened.append(kind == TokenType.L_PAREN and before in _TYPES)
            deepest = max(deepest, len(opened))
            types += opened[-1]
            if types > _MOST_TYPES:
                raise LimitExceeded("Too many types stand inside each other.", "name steps with WITH.")
        elif kind in _CLOSING and opened:
            types -= opened.pop()
        before = kind
    if deepest > most:
        raise LimitExceeded(
            f"The SQL nests {deepest} levels deep; {most} are allowed.", "name steps with WITH instead of nesting them."
        )
