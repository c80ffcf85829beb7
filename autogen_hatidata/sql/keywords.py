"""Misspelt keywords, and reserved words where a name is meant: the one change with which a text can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from sqlglot import Token, TokenType

from autogen_hatidata.sql.spelling import edits
from autogen_hatidata.sql.tokens import Edit, Reads, edited, instead, kind, tokens, word

_WORDS = (
    """
    SELECT FROM WHERE GROUP ORDER HAVING LIMIT OFFSET JOIN LEFT RIGHT INNER OUTER FULL CROSS USING AND NOT LIKE ILIKE
    BETWEEN NULL DISTINCT UNION ALL INTERSECT EXCEPT CASE WHEN THEN ELSE END ASC DESC WITH OVER PARTITION QUALIFY
    INTERVAL VALUES NULLS FIRST LAST PRECEDING FOLLOWING UNBOUNDED ON OR AS IN IS BY
    """
).split()
_OUTSIDE = [one for one in _WORDS if one not in ("WHEN", "THEN", "ELSE", "END")]
"""Those that may stand outside of CASE."""

_GLUED = {
    "GROUPBY": "GROUP BY", "ORDERBY": "ORDER BY", "LEFTJOIN": "LEFT JOIN", "RIGHTJOIN": "RIGHT JOIN",
    "INNERJOIN": "INNER JOIN", "FULLJOIN": "FULL JOIN", "CROSSJOIN": "CROSS JOIN", "PARTITIONBY": "PARTITION BY",
    "ORDER_BY": "ORDER BY", "GROUP_BY": "GROUP BY", "SELECTDISTINCT": "SELECT DISTINCT", "UNIONALL": "UNION ALL",
    "ISNULL": "IS NULL", "NOTIN": "NOT IN", "NOTNULL": "NOT NULL",
    "NOTLIKE": "NOT LIKE", "NOTBETWEEN": "NOT BETWEEN", "NOTEXISTS": "NOT EXISTS", "DESCENDING": "DESC",
    "ASCENDING": "ASC",
}  # fmt: skip
_LIMIT = re.compile(r"LIMIT(\d+)")
_SWAPPED = frozenset(one[::-1] for one in _WORDS if len(one) == 2)
_BEFORE_BY = frozenset({"GROUP", "ORDER", "PARTITION"})
_MOST = 4
"""So many words at the most are looked at."""

RESERVED = frozenset(
    """
    ALL ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC BOTH CASE CAST CHECK COLLATE COLUMN CONSTRAINT CREATE DEFAULT
    DESC DISTINCT DO ELSE END EXCEPT FETCH FOR FOREIGN FROM GROUP HAVING IN INTERSECT INTO LEADING LEFT LIMIT NATURAL
    OFFSET ON ONLY OR ORDER PRIMARY QUALIFY REFERENCES RETURNING RIGHT SELECT SYMMETRIC TABLE THEN TO TRAILING UNION
    UNIQUE USING WHEN WHERE WINDOW WITH
    AT AUTHORIZATION BINARY FREEZE GENERATED OVERLAPS VERBOSE
    """.split()
)
"""Those that DuckDB reserves, and in the last line those that it keeps for types and functions: no columns either."""


_CLAUSES = frozenset(
    "SELECT FROM WHERE WITH UNION EXCEPT INTERSECT HAVING AND OR NOT IN ON USING CASE WHEN THEN ELSE DISTINCT".split()
)
"""Words that are names only where nothing else can stand."""

_AFTER_NAME = frozenset(
    {
        TokenType.COMMA, TokenType.FROM, TokenType.DOT, TokenType.EQ, TokenType.NEQ, TokenType.LT, TokenType.GT,
        TokenType.LTE, TokenType.GTE,
    }
)  # fmt: skip


def keyword(text: str, reads: Reads) -> str | None:
    """With misspelt keywords put right, where there is one smallest set of changes with which the text can be read, and
    all of them together do not make another text that can be: LETF JOIN reads as an alias and a JOIN."""
    found = tokens(text) or ()
    meant = [instead(found[place], new) for place, new in _misspelt(found)]
    return _smallest(text, meant, reads) if len(meant) <= _MOST else None


def changed(text: str, mended: str) -> tuple[str, str]:
    """The words that `keyword` changed in a text, and what they are in the mended one."""
    found = tokens(text) or ()
    meant = list(_misspelt(found))
    for count in range(1, len(meant) + 1):
        for some in combinations(meant, count):
            if edited(text, [instead(found[place], new) for place, new in some]) == mended:
                return ", ".join(found[place].text for place, _ in some), ", ".join(new for _, new in some)
    return "", ""


def _smallest(text: str, changes: Sequence[Edit], reads: Reads) -> str | None:
    every = edited(text, changes)
    for count in range(1, len(changes) + 1):
        made = [edited(text, some) for some in combinations(changes, count)]
        found = [one for one in made if one is not None and reads(one)]
        if found:
            sure = len(found) == 1 and (found[0] == every or every is None or not reads(every))
            return found[0] if sure else None
    return None


def _misspelt(found: Sequence[Token]) -> Iterator[tuple[int, str]]:
    cases = any(word(found, place) == "CASE" for place in range(len(found)))
    for place, token in enumerate(found):
        own, then = word(found, place), kind(found, place + 1)
        named = TokenType.DOT in (kind(found, place - 1), then)
        if named or (own == "NOTNULL" and word(found, place - 1) != "IS"):
            continue
        if not (token.token_type == TokenType.VAR or own in _SWAPPED or own in _GLUED):
            continue
        around = word(found, place - 1), word(found, place + 1)
        glued = _LIMIT.fullmatch(own)
        new = f"LIMIT {glued[1]}" if glued else _GLUED.get(own) or _meant(own, *around, _WORDS if cases else _OUTSIDE)
        if new is not None and new != own:
            yield place, new


def _meant(own: str, last: str, then: str, words: Sequence[str]) -> str | None:
    """The keyword that a word is close to, when no other is as close."""
    if then == "BY":
        near = [one for one in _BEFORE_BY if _close(own, one)]
        return near[0] if near else None
    if any(_close(last, one) for one in _BEFORE_BY) and _is_by(own):
        return "BY"
    near = [one for one in words if _close(own, one) and (one not in _BEFORE_BY or _is_by(then))]
    return near[0] if len(near) == 1 else None


def _is_by(own: str) -> bool:
    return len(own) <= 3 and edits(own, "BY", 1) <= 1


@lru_cache(maxsize=4_096)
def _close(own: str, known: str) -> bool:
    if own == known:
        return own in _BEFORE_BY
    if min(len(own), len(known)) <= 2:
        return own == known[::-1]
    if len(known) == 3 or len(own) <= 3:
        return sorted(own) == sorted(known) or (len(own) != len(known) and edits(own, known, 1) <= 1)
    swapped = sorted(own) == sorted(known) and own[0] == known[0]
    return swapped or edits(own, known, 2) <= (2 if len(known) > 7 else 1)


def by(text: str, reads: Reads) -> str | None:
    """With BY after GROUP, ORDER or PARTITION, where it is missing."""
    found = tokens(text) or ()
    missing = [place for place in range(len(found) - 1) if word(found, place) in _BEFORE_BY]
    text_with = edited(text, [(found[place].end + 1, found[place].end + 1, " BY") for place in missing])
    return text_with if text_with is not None and reads(text_with) else None


def reserved(text: str, reads: Reads) -> str | None:
    """With one reserved word in quotes where it stands as a name, when only that one makes the text readable; with all
    of them where none does alone."""
    found = tokens(text) or ()
    names = _as_names(found)
    if not 0 < len(names) <= _MOST:
        return None
    made = [edited(text, changes) for changes in names.values()]
    readable = [one for one in made if one is not None and reads(one)]
    if not readable:
        every = edited(text, [one for changes in names.values() for one in changes])
        readable = [every] if every is not None and reads(every) else []
    return readable[0] if len(readable) == 1 else None


def _as_names(found: Sequence[Token]) -> Mapping[str, Sequence[Edit]]:
    """For each reserved word, the places where it cannot be the keyword; after a table, too, where a dot follows the
    word elsewhere."""
    names: dict[str, list[Edit]] = {}
    open_cases, before_dot = (
        0,
        {word(found, place) for place in range(len(found)) if kind(found, place + 1) == TokenType.DOT},
    )
    for place, token in enumerate(found):
        own = word(found, place)
        open_cases += (own == "CASE") - (own == "END" and open_cases > 0)
        called = own in before_dot and kind(found, place - 1) == TokenType.VAR
        called = called and kind(found, place - 2) in (TokenType.FROM, TokenType.JOIN)
        if own in RESERVED and (called or _is_name(found, place, open_cases)):
            names.setdefault(own, []).append(instead(token, f'"{token.text}"'))
    return names


def _is_name(found: Sequence[Token], place: int, open_cases: int) -> bool:
    last, then, own = kind(found, place - 1), kind(found, place + 1), word(found, place)
    if (own == "END" and open_cases) or last is None:
        return False
    if own in _CLAUSES and then not in _AFTER_NAME:
        return last in (TokenType.DOT, TokenType.ALIAS)
    if then == TokenType.DOT or last in (TokenType.DOT, TokenType.FROM, TokenType.JOIN, TokenType.ALIAS):
        return True
    if then is None and last not in (TokenType.GROUP_BY, TokenType.ORDER_BY, TokenType.COMMA):
        return False
    begins = last in (TokenType.SELECT, TokenType.COMMA, TokenType.WHERE, TokenType.GROUP_BY, TokenType.ORDER_BY)
    inside = last in (TokenType.L_PAREN, TokenType.AND, TokenType.OR, TokenType.ON, TokenType.DISTINCT)
    ends = then in (TokenType.COMMA, TokenType.FROM, TokenType.R_PAREN)
    return begins or inside or ends
