"""Parentheses that are missing or too many in a text that cannot be read: at the end, and after the names in a call."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import Token, TokenType

from autogen_hatidata.sql.tokens import Edit, after, depths, edited, instead, kind, tokens, word

GOES_ON = frozenset(
    {
        TokenType.WHERE, TokenType.GROUP_BY, TokenType.ORDER_BY, TokenType.HAVING, TokenType.LIMIT, TokenType.QUALIFY,
        TokenType.AND, TokenType.OR, TokenType.UNION, TokenType.JOIN, TokenType.LEFT, TokenType.INNER,
    }
)  # fmt: skip
"""What belongs to the statement before it, also after a semicolon."""

SIMPLE = frozenset({TokenType.VAR, TokenType.STRING, TokenType.NUMBER, TokenType.NULL, TokenType.IDENTIFIER})
"""What a value or a name is by itself."""

_OWN_SYNTAX = frozenset({"CAST", "TRY_CAST", "EXTRACT", "SUBSTRING", "TRIM", "OVERLAY", "POSITION", "IN", "EXISTS"})


def lists(found: Sequence[Token], opening: int) -> bool:
    """Whether a parenthesis holds the values of IN, or the arguments of a call."""
    return opening > 0 and found[opening - 1].token_type in (TokenType.IN, TokenType.VAR)


def open_call(text: str) -> str | None:
    """With the parenthesis that is missing after the arguments of a call, where these are names and FROM or AS follow,
    and after the values of IN."""
    found, opened, changes = tokens(text) or (), list[int](), list[Edit]()
    for place, token in enumerate(found):
        own = token.token_type
        if own == TokenType.L_PAREN:
            opened.append(place)
        elif own == TokenType.R_PAREN and opened:
            opened.pop()
        elif opened and _ends_call(found, opened[-1], place):
            changes.append(after(found[place - 1], ")"))
            opened.pop()
    return edited(text, changes)


def _ends_call(found: Sequence[Token], opening: int, place: int) -> bool:
    if found[place].token_type in (TokenType.FROM, TokenType.ALIAS):
        return _only_names(found, opening, place) or _only_window(found, opening, place)
    return found[place].token_type in GOES_ON and _only_values(found, opening, place)


def _only_values(found: Sequence[Token], opening: int, place: int) -> bool:
    values = {TokenType.STRING, TokenType.NUMBER, TokenType.COMMA}
    return kind(found, opening - 1) == TokenType.IN and all(
        one.token_type in values for one in found[opening + 1 : place]
    )


def _only_window(found: Sequence[Token], opening: int, place: int) -> bool:
    """Whether a window is all that stands there; after a comma in its order, another column may begin."""
    inside = [one.token_type for one in found[opening + 1 : place]]
    sorts = inside.index(TokenType.ORDER_BY) if TokenType.ORDER_BY in inside else 0
    begins = inside[:1] in ([TokenType.ORDER_BY], [TokenType.PARTITION_BY])
    return word(found, opening - 1) == "OVER" and begins and TokenType.COMMA not in inside[sorts:]


def _only_names(found: Sequence[Token], opening: int, place: int) -> bool:
    called = kind(found, opening - 1) == TokenType.VAR and word(found, opening - 1) not in _OWN_SYNTAX
    names = SIMPLE | {TokenType.DOT, TokenType.STAR, TokenType.DISTINCT, TokenType.COMMA}
    names |= {TokenType.L_PAREN, TokenType.R_PAREN}
    return called and all(one.token_type in names for one in found[opening + 1 : place])


def _is_too_many(found: Sequence[Token], place: int, joined: bool) -> bool:
    """Whether a closing parenthesis can only be left out: at the end, or after a call that is a column by itself."""
    if place == len(found) - 1:
        return not joined
    opening, depth = place - 1, depths(found[:place])
    while opening > 0 and not (found[opening].token_type == TokenType.L_PAREN and depth[opening] == depth[place - 1]):
        opening -= 1
    begins = kind(found, opening - 2) in (TokenType.SELECT, TokenType.COMMA)
    return kind(found, place - 1) == TokenType.R_PAREN and kind(found, opening - 1) == TokenType.VAR and begins


_EITHER = (TokenType.AND, TokenType.OR)
_SORTS = (TokenType.GROUP_BY, TokenType.ORDER_BY, TokenType.LIMIT)
"""What may stand inside of a parenthesis as well as after it: the latter where there is a query inside."""


def parenthesis(text: str) -> str | None:
    """With the closing parentheses that are missing at the end, or without one that is too many there; not where it
    could also belong elsewhere, which AND and OR decide."""
    text = text.rstrip().removesuffix(";").rstrip()
    found = tokens(text)
    if not found:
        return None
    opened, joined, queries = list[bool](), [False], [False]  # at each depth: AND or OR, and a query of its own
    for place, token in enumerate(found):
        own = token.token_type
        if own == TokenType.L_PAREN:
            opened.append(lists(found, place))
            joined.append(False)
            queries.append(kind(found, place + 1) == TokenType.SELECT)
        elif own == TokenType.R_PAREN and opened:
            for each in (opened, joined, queries):
                each.pop()
        elif own == TokenType.R_PAREN:
            return edited(text, [instead(token, "")]) if _is_too_many(found, place, joined[0]) else None
        elif (
            own in _EITHER or (own in _SORTS and queries[-1]) or (own == TokenType.COMMA and opened and not opened[-1])
        ):
            joined[-1] = True
    return text + ")" * len(opened) if opened and not any(joined[1:]) else None
