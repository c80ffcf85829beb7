"""Clauses that stand in another order than SQL has them, and parts of a UNION that sort or cut their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlglot import Token, TokenType

from autogen_hatidata.sql.tokens import Edit, after, before, depths, edited, kind, tokens

_ORDER = (
    TokenType.SELECT, TokenType.FROM, TokenType.WHERE, TokenType.GROUP_BY, TokenType.HAVING, TokenType.QUALIFY,
    TokenType.ORDER_BY, TokenType.LIMIT, TokenType.OFFSET,
)  # fmt: skip
_RANK = {one: rank for rank, one in enumerate(_ORDER)}
_SETS = frozenset({TokenType.UNION, TokenType.EXCEPT, TokenType.INTERSECT})
_NO_CLAUSE = frozenset({TokenType.DISTINCT})
"""``IS DISTINCT FROM`` begins no clause."""


class _Query(NamedTuple):
    """The words of one SELECT outside of its parentheses: where each clause begins, and where it ends as a whole."""

    clauses: list[int]
    end: int

    def has(self, found: Sequence[Token], own: TokenType) -> bool:
        """Whether it has such a clause."""
        return any(found[place].token_type == own for place in self.clauses)


def clauses(text: str) -> str | None:
    """With the clauses of each query in the order of SQL, where each stands there once."""
    found = tokens(text) or ()
    for query in _queries(found):
        kinds = [_RANK[found[place].token_type] for place in query.clauses]
        if kinds == sorted(kinds) or len(set(kinds)) < len(kinds) or kinds[:2] != [0, 1]:
            continue
        ends = [*query.clauses[1:], query.end]
        parts = {
            rank: text[found[start].start : found[end - 1].end + 1]
            for rank, start, end in zip(kinds, query.clauses, ends, strict=True)
        }
        first, last = found[query.clauses[0]].start, found[query.end - 1].end + 1
        text = text[:first] + " ".join(parts[rank] for rank in sorted(parts)) + text[last:]
        return clauses(text) or text
    return None


def _queries(found: Sequence[Token]) -> Iterator[_Query]:
    depth, open_ = depths(found), dict[int, list[int]]()
    for place, token in enumerate(found):
        own, level = token.token_type, depth[place]
        if own == TokenType.SELECT and level not in open_:
            open_[level] = [place]
        elif own in _SETS or own == TokenType.SEMICOLON or own == TokenType.R_PAREN:
            inner = level + (own == TokenType.R_PAREN)
            if inner in open_:
                yield _Query(open_.pop(inner), place)
        elif own in _RANK and level in open_ and kind(found, place - 1) not in _NO_CLAUSE:
            open_[level].append(place)
    for starts in open_.values():
        yield _Query(starts, len(found))


def parts(text: str) -> str | None:
    """With parentheses around each part of a UNION that sorts or cuts its rows, where another one follows; around the
    last part too, where the one before is cut in the same way."""
    found = tokens(text) or ()
    depth = depths(found)
    every = sorted(_queries(found), key=lambda one: one.clauses[0])
    changes: list[Edit] = []
    for place, query in enumerate(every):
        level = depth[query.clauses[0]]
        then = next((one for one in every[place + 1 :] if depth[one.clauses[0]] <= level), None)
        follows = kind(found, query.end) in _SETS and then is not None and depth[then.clauses[0]] == level
        if not follows or then is None or not _late(found, query):
            continue
        changes += _wrapped(found, query)
        if kind(found, then.end) not in _SETS and _late(found, then):
            if _late(found, then) != _late(found, query):
                return None  # it may be that of the whole
            changes += _wrapped(found, then)
    return edited(text, changes)


def _late(found: Sequence[Token], query: _Query) -> list[TokenType]:
    late = (TokenType.ORDER_BY, TokenType.LIMIT, TokenType.OFFSET)
    return [one for one in late if query.has(found, one)]


def _wrapped(found: Sequence[Token], query: _Query) -> list[Edit]:
    return [before(found[query.clauses[0]], "("), after(found[query.end - 1], ")")]


def open_query(text: str) -> str | None:
    """With the one parenthesis that is missing before the last SELECT of a text that begins with WITH, where it can
    stand nowhere else."""
    found = tokens(text) or ()
    opened = list[int]()
    for place, token in enumerate(found):
        own, last = token.token_type, kind(found, place - 1)
        if own == TokenType.L_PAREN:
            opened.append(place)
        elif own == TokenType.R_PAREN and opened:
            opened.pop()
        elif own == TokenType.SELECT and len(opened) == 1 and last not in (*_BEFORE_SELECT, None):
            alone = kind(found, opened[0] - 1) == TokenType.ALIAS and kind(found, opened[0] + 1) == TokenType.SELECT
            depth = depths(found)
            even = depth[-1] - (found[-1].token_type == TokenType.L_PAREN) == 1
            return edited(text, [after(found[place - 1], ")")]) if alone and even else None
    return None


_BEFORE_SELECT = (*_SETS, TokenType.L_PAREN, TokenType.ALL, TokenType.DISTINCT, TokenType.ALIAS, TokenType.IN)
