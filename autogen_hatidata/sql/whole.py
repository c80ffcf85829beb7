"""What sqlglot reads as if it were whole, and no system does: a condition without a condition, a clause twice.

It leaves out what it does not understand there, so that the statement would answer, or change, more than was written.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import Token, TokenType

from autogen_hatidata.errors import SqlError

_CLAUSES = frozenset(
    {
        TokenType.WHERE, TokenType.GROUP_BY, TokenType.HAVING, TokenType.QUALIFY, TokenType.ORDER_BY, TokenType.LIMIT,
    }
)  # fmt: skip
_SETS = frozenset({TokenType.UNION, TokenType.INTERSECT, TokenType.EXCEPT})
_SORTED = frozenset({TokenType.ORDER_BY, TokenType.LIMIT})
_AFTER = frozenset({TokenType.FROM, TokenType.JOIN, TokenType.ON, TokenType.USING, TokenType.COMMA, TokenType.R_PAREN})
_NOTHING = _CLAUSES | _SETS | _AFTER | {TokenType.SEMICOLON, None}
"""What ends a part of a statement, so that nothing stands in it; None is the end of the text."""

_NO_NAME = frozenset({TokenType.COMMA, TokenType.R_PAREN, TokenType.SEMICOLON, None})
"""What is no name, where most keywords may be one: ``id AS end, name AS from``."""

_TOO_LITTLE = {
    TokenType.ON: ("ON", "say on what, as in ON a.id = b.a_id."),
    TokenType.ALIAS: ("AS", "write a name after it, or leave it out."),
    TokenType.OVER: ("OVER", "write OVER (), or OVER (PARTITION BY a ORDER BY b)."),
    TokenType.WHERE: ("WHERE", "write a condition after it, or leave it out."),
    TokenType.HAVING: ("HAVING", "write a condition after it, or leave it out."),
    TokenType.QUALIFY: ("QUALIFY", "write a condition after it, or leave it out."),
}


def check(found: Sequence[Token]) -> None:
    """Raises SqlError where something is missing, or stands there twice."""
    seen: list[set[TokenType]] = [set()]
    for place, token in enumerate(found):
        if place and found[place - 1].token_type == TokenType.DOT:
            continue  # a column of that name
        own = token.token_type
        _check_next(token, found[place + 1 : place + 3])
        if own == TokenType.L_PAREN:
            seen.append(set())
        elif own == TokenType.R_PAREN and len(seen) > 1:
            seen.pop()
        elif own in (TokenType.SELECT, TokenType.SEMICOLON):
            seen[-1] = set()
        elif own in _SETS and not (place and found[place - 1].token_type == TokenType.STAR):  # * EXCEPT (a)
            if seen[-1] & _SORTED:
                name = token.text.upper()
                raise _error(token, f"{name} follows ORDER BY or LIMIT.", "put the query before it into parentheses.")
            seen[-1] = set()
        elif own in _CLAUSES:
            if own in seen[-1]:
                name = token.text.upper()
                raise _error(token, f"{name} stands there twice.", "join conditions with AND, lists with commas.")
            seen[-1].add(own)


def _check_next(token: Token, then: Sequence[Token]) -> None:
    own, after = token.token_type, _kind(then, 0)
    if own in _TOO_LITTLE and after in (_NO_NAME if own == TokenType.ALIAS else _NOTHING):
        name, hint = _TOO_LITTLE[own]
        raise _error(token, f"Nothing follows {name}.", hint)
    if own == TokenType.USING and (
        after in _NOTHING or (after == TokenType.L_PAREN and _kind(then, 1) == TokenType.R_PAREN)
    ):
        raise _error(token, "Nothing follows USING.", "name the columns, as in USING (id).")
    if own == TokenType.DISTINCT and after == TokenType.ON and _kind(then, 1) != TokenType.L_PAREN:
        raise _error(token, "The columns of DISTINCT ON stand in parentheses.", "write DISTINCT ON (a) a, b.")
    if own == TokenType.COMMA and after == TokenType.COMMA:
        raise _error(token, "Nothing stands between two commas.", "leave one of them out.")


def _kind(then: Sequence[Token], place: int) -> TokenType | None:
    return then[place].token_type if place < len(then) else None


def _error(token: Token, message: str, hint: str) -> SqlError:
    return SqlError(message, hint, place=(token.start, token.end + 1))
