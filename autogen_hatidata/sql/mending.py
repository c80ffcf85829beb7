"""Repairs of a text that cannot be read: what stands around it, its ends, and the dialect that it is in.

Each is pure, and adds no name: a mended text asks for nothing that the text did not. It starts again at the beginning
of the pipeline, as the same caller's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from sqlglot import Token, TokenType
from sqlglot.errors import SqlglotError

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.sql.parse import AUTO, DIALECTS, parse
from autogen_hatidata.sql.plain import PLAIN
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.types import Repair

_FENCED = re.compile(r"```[a-zA-Z]*[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL)
_BEGINNING = re.compile(r"^[ \t]*(?=(?:SELECT|WITH)\b)", re.IGNORECASE | re.MULTILINE)
_WORD = re.compile(r"\s*([A-Za-z]*)")

BEGINNINGS = frozenset(
    """
    select with from values table pivot unpivot insert update delete merge create drop alter copy attach detach use set
    call pragma show describe explain summarize install load begin commit rollback truncate grant revoke export import
    """.split()
)
"""What begins with one of these is a statement, which is not left out."""

QUERIES = frozenset({"select", "with", "from", "values", "table", "pivot", "unpivot"})
"""What begins with one of these is a query."""

CHANGES = frozenset(
    "insert update delete merge create drop alter copy attach detach pragma truncate grant revoke".split()
)
_NO_PROSE = CHANGES | {"select"}
"""Nor is what has one of these in it."""

_ENDS = frozenset(
    {
        TokenType.R_PAREN, TokenType.FROM, TokenType.WHERE, TokenType.GROUP_BY, TokenType.HAVING, TokenType.ORDER_BY,
        TokenType.LIMIT, TokenType.QUALIFY, TokenType.SEMICOLON,
    }
)  # fmt: skip
"""What no comma stands before."""

Mend = Callable[[str], str | None]


def _fence(text: str) -> str | None:
    """What stands between Markdown fences, where there is one such block."""
    found = _FENCED.findall(text)
    return found[0] if len(found) == 1 else None


def _prose(text: str) -> str | None:
    """From the line on that begins a query, where the text begins with something else; and up to a semicolon that only
    words follow."""
    begun = _BEGINNING.search(text)
    if begun is None:
        return None
    query = text if _first_word(text) in BEGINNINGS else text[begun.end() :]
    tokens = tokens_of(query) or []
    ends = [place for place, token in enumerate(tokens) if token.token_type == TokenType.SEMICOLON]
    if ends and _is_prose([token.text.lower() for token in tokens[ends[0] + 1 :]]):
        query = query[: tokens[ends[0]].start]
    return query if query.strip() != text.strip() else None


def _is_prose(words: Sequence[str]) -> bool:
    return bool(words) and words[0] not in BEGINNINGS and not _NO_PROSE.intersection(words)


def _comma(text: str) -> str | None:
    """Without commas that nothing follows. ``(x,)`` may be meant as a row, and stays."""
    tokens = tokens_of(text) or []
    opened: list[int] = []
    wrong = []
    for place, token in enumerate(tokens):
        kind, after = token.token_type, tokens[place + 1].token_type if place + 1 < len(tokens) else None
        if kind == TokenType.L_PAREN:
            opened.append(place)
        elif kind == TokenType.R_PAREN and opened:
            opened.pop()
        elif kind == TokenType.COMMA and (after is None or after in _ENDS):
            row = after == TokenType.R_PAREN and not (opened and _lists(tokens, opened[-1]))
            wrong += [] if row else [token]
    for token in reversed(wrong):
        text = text[: token.start] + text[token.end + 1 :]
    return text if wrong else None


def _lists(tokens: Sequence[Token], opening: int) -> bool:
    """Whether a parenthesis holds the values of IN, or the arguments of a call."""
    return opening > 0 and tokens[opening - 1].token_type in (TokenType.IN, TokenType.VAR)


def _parenthesis(text: str) -> str | None:
    """With the closing parentheses that are missing at the end, or without one that is too many there; not where it
    could also belong elsewhere, which AND and OR decide."""
    text = text.rstrip().removesuffix(";").rstrip()
    tokens = tokens_of(text)
    if not tokens:
        return None
    opened, joined = list[bool](), [False]  # at each depth, whether there was an AND or OR
    for place, token in enumerate(tokens):
        kind = token.token_type
        if kind == TokenType.L_PAREN:
            opened.append(_lists(tokens, place))
            joined.append(False)
        elif kind == TokenType.R_PAREN and opened:
            opened.pop()
            joined.pop()
        elif kind == TokenType.R_PAREN:
            return text[:-1].rstrip() if token is tokens[-1] and not joined[0] else None
        elif kind in (TokenType.AND, TokenType.OR) or (kind == TokenType.COMMA and opened and not opened[-1]):
            joined[-1] = True
    return text + ")" * len(opened) if opened and not any(joined[1:]) else None


TEXT_REPAIRS: Mapping[str, Mend] = {
    "fence": _fence,
    "prose": _prose,
    "comma": _comma,
    "parenthesis": _parenthesis,
}
"""In the order in which they are tried, one after the other."""


def mend(sql: str, dialect: str, order: Sequence[str]) -> tuple[str, tuple[Repair, ...]] | None:
    """A text in DuckDB's dialect in the place of one that cannot be read, and what was done; None where nothing helps.

    Args:
        sql: the text that failed.
        dialect: its dialect.
        order: the other dialects that it may be in.
    """
    done: list[Repair] = []
    for kind, change in TEXT_REPAIRS.items():
        changed = change(sql)
        if changed is None:
            continue
        sql = changed
        done.append(Repair(kind, "", ""))
        found = _read(sql, dialect)
        if found is not None:
            return found, tuple(done)
    meant = of_another(sql, dialect, order)
    return None if meant is None else (meant[0], (*done, meant[1]))


def of_another(sql: str, dialect: str, order: Sequence[str]) -> tuple[str, Repair] | None:
    """The text as DuckDB has it, where it is one of another dialect: of the first in the order that can read it."""
    if dialect == AUTO:
        return None
    others = (one for one in (DIALECTS[0], *order) if one != dialect)
    found = next(((text, one) for one in others if (text := _read(sql, one)) is not None), None)
    return None if found is None else (found[0], Repair("dialect", dialect, found[1]))


def _read(sql: str, dialect: str) -> str | None:
    """The text in DuckDB's dialect, where it can be read."""
    try:
        return to_duckdb(parse(sql, dialect))
    except HatiDataError:
        return None


def unwrapped(text: str) -> str:
    """The SQL of a text that has Markdown fences or words around it.

    >>> unwrapped("Here you are:\\n```sql\\nSELECT 1\\n```").strip()
    'SELECT 1'
    """
    for change in (_fence, _prose):
        text = change(text) or text
    return text


def may_be_query(text: str) -> bool:
    """Whether a text begins as a query does."""
    return _first_word(text.lstrip("( \t\r\n")) in QUERIES


def tokens_of(text: str) -> list[Token] | None:
    """The tokens of a text in DuckDB's dialect, where it has these."""
    try:
        return list(PLAIN.tokenize(text))
    except (SqlglotError, ValueError):
        return None


def _first_word(text: str) -> str:
    found = _WORD.match(text)
    return found[1].lower() if found else ""
