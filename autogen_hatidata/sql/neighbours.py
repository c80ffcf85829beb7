"""Words and signs that cannot stand side by side in any system's SQL, though sqlglot reads past what is missing.

``x IN AND y > 1`` is an IN of no values to it, ``BETWEEN 1 5`` has its AND, ``GROUP BY , b`` is by ``b``, ``a > > 1``
shifts bits. DuckDB's own texts are read by DuckDB's parser; for those of other systems there is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import Token, TokenType

from autogen_hatidata.errors import SqlError

_T = TokenType
_COMPARED = frozenset({_T.EQ, _T.NEQ, _T.LTE, _T.GTE, _T.LIKE, _T.ILIKE, _T.RLIKE, _T.IN, _T.BETWEEN, _T.IS})
_COMPUTED = frozenset({_T.LT, _T.PLUS, _T.DASH, _T.SLASH, _T.MOD, _T.DPIPE, _T.DCOLON, _T.AND, _T.OR, _T.NOT})
_FILTERS = frozenset({_T.WHERE, _T.GROUP_BY, _T.HAVING, _T.QUALIFY, _T.ORDER_BY, _T.PARTITION_BY, _T.LIMIT})
_CLAUSES = _FILTERS | {_T.JOIN, _T.ON, _T.UNION, _T.EXCEPT, _T.INTERSECT}
_NEEDS_AFTER = (
    _COMPARED | _COMPUTED | _CLAUSES | {_T.SELECT, _T.FROM, _T.WHEN, _T.THEN, _T.ELSE, _T.DISTINCT, _T.COMMA, _T.FOR}
)
"""What something has to follow. Not ``>``, which ends the name of a type, nor ``*``, which is all columns."""

_OPENS = frozenset({_T.L_PAREN, _T.L_BRACKET, _T.L_BRACE})
_CLOSES = frozenset({_T.R_PAREN, _T.R_BRACKET, _T.R_BRACE})
_BEGINS = (_CLAUSES - {_T.EXCEPT}) | _CLOSES | {_T.COMMA, _T.AND, _T.OR, _T.WHEN, _T.THEN, _T.SEMICOLON, None}
"""What nothing of the part before it can begin with; None is the end of the text."""

_NO_WINDOW = _BEGINS | _COMPARED | _COMPUTED | {_T.ALIAS, _T.DOT, _T.STAR}
_TWICE = (_COMPARED - {_T.EQ}) | {_T.AND, _T.OR, _T.ALIAS, _T.JOIN, _T.ON, _T.FROM, _T.SELECT, _T.FOR}
_BEFORE_NAMES = (_T.DOT, _T.ALIAS)
_LOOKED_AT = _NEEDS_AFTER | _OPENS | _TWICE | {_T.GT, _T.OVER, _T.ALL, _T.ALIAS, _T.WITH, _T.DOT, _T.BETWEEN}
"""What something may be wrong with that stands after it."""

_SETS = frozenset({_T.UNION, _T.EXCEPT, _T.INTERSECT})
_VALUES = frozenset({_T.NUMBER, _T.STRING, _T.VAR})
_OF_ROWS = frozenset({"STRUCT", "VALUE"})
"""What may follow ``SELECT AS``, in BigQuery's SQL."""

_BOUNDS = frozenset({"SYMMETRIC", "ASYMMETRIC", "PRECEDING", "FOLLOWING"})
"""What stands beside a bound of a BETWEEN, not in its place."""


def check(found: Sequence[Token]) -> None:
    """Raises SqlError where something is missing between two of them, or one is too many."""
    kinds = [token.token_type for token in found]
    _check_balance(found, kinds)
    last: TokenType | None = None
    for place, kind in enumerate(kinds):
        before, last = last, kind
        if kind not in _LOOKED_AT or (before in _BEFORE_NAMES and kind is not _T.ALIAS):
            continue
        token, after = found[place], found[place + 1] if place + 1 < len(found) else None
        if kind not in (_T.DISTINCT, _T.SELECT) or not _is_usual(found[place : place + 3]):
            _check_pair(token, after)
        if kind is _T.DOT:
            _check_dot(token, found[place - 1] if place else None, after)
        if kind is _T.BETWEEN:
            _check_between(token, found[place + 1 :])


def _is_usual(three: Sequence[Token]) -> bool:
    """Whether it is ``DISTINCT ON (a)``, or BigQuery's ``SELECT AS STRUCT a``."""
    kinds, words = [one.token_type for one in three], [one.text.upper() for one in three]
    return kinds[:2] == [_T.DISTINCT, _T.ON] or (kinds[:2] == [_T.SELECT, _T.ALIAS] and words[-1] in _OF_ROWS)


def _check_pair(token: Token, after: Token | None) -> None:
    own, then = token.token_type, after.token_type if after is not None else None
    name = token.text.upper()
    if own in _NEEDS_AFTER and then in _BEGINS:
        raise _error(token, f"Nothing follows {name}.", "write what belongs there, or leave it out.")
    if own in _OPENS and then is _T.COMMA:
        raise _error(token, "Nothing stands before the comma.", "write what belongs there, or leave the comma out.")
    if after is None:
        return
    if own == then and own in _TWICE:
        raise _error(after, f"{name} stands there twice.", "leave one of them out.")
    if own is then and own in (_T.GT, _T.LT) and after.start != token.end + 1:
        raise _error(after, "The comparison stands there twice.", "leave one of them out.")
    if own is _T.OVER and then in _NO_WINDOW:
        raise _error(token, "Nothing follows OVER.", "write OVER (), or OVER (PARTITION BY a ORDER BY b).")
    if own is _T.NOT and then is _T.IS:
        raise _error(token, "NOT stands before IS.", "write IS NOT NULL.")
    if own is _T.ALL and then in _SETS:
        raise _error(token, f"ALL stands before {after.text.upper()}.", f"write {after.text.upper()} ALL.")
    if then is _T.ALIAS and own in _NEEDS_AFTER | _OPENS | {_T.WITH}:
        raise _error(after, "AS follows nothing that it could name.", "write what it names before it.")
    if own is _T.ALIAS and then is _T.SELECT:
        raise _error(token, "Nothing follows AS.", "write a name after it, or leave it out.")


def _check_balance(found: Sequence[Token], kinds: Sequence[TokenType]) -> None:
    """Each bracket has its other half. sqlglot does not miss that of ``EXTRACT(YEAR FROM d, a``."""
    opened: list[Token] = []
    for place, kind in enumerate(kinds):
        if kind in _OPENS:
            opened.append(found[place])
        elif kind in _CLOSES:
            if not opened:
                raise _error(found[place], "There is a closing bracket too many.", "leave it out, or open it.")
            opened.pop()
    if opened:
        raise _error(opened[-1], "A bracket is not closed.", "close it where it ends.")


def _check_dot(token: Token, before: Token | None, after: Token | None) -> None:
    """A dot stands between names, or touches the digits that follow it."""
    if after is None or (after.token_type is _T.NUMBER and after.start != token.end + 1):
        raise _error(token, "Nothing follows the dot.", "write what belongs there, or leave the dot out.")
    named = before is not None and before.token_type not in _NEEDS_AFTER | _OPENS | {_T.NUMBER, _T.GT}
    if not named and after.token_type is not _T.NUMBER:
        raise _error(token, "Nothing stands before the dot.", "write what belongs there, or leave the dot out.")


def _check_between(token: Token, then: Sequence[Token]) -> None:
    """A BETWEEN has an AND, and one value on each side of it."""
    depth, last, first = 0, token, token
    for one in then:
        kind = one.token_type
        depth += (kind in _OPENS) - (kind in _CLOSES)
        if depth == 0 and kind is _T.AND:
            return
        if depth < 0 or (depth == 0 and (kind in _BEGINS - _CLOSES or _are_two(first, last, one))):
            break
        first, last = last, one
    raise _error(token, "BETWEEN lacks its AND.", "write x BETWEEN 1 AND 5.")


def _are_two(first: Token, last: Token, token: Token) -> bool:
    """Whether two values stand side by side, which is no ``SYMMETRIC 1``, and no ``INTERVAL 1 DAY``."""
    if {last.text.upper(), token.text.upper()} & _BOUNDS:
        return False
    if token.token_type is _T.NUMBER:
        return last.token_type in _VALUES
    return token.token_type is _T.VAR and last.token_type is _T.NUMBER and first.token_type is not _T.INTERVAL


def _error(token: Token, message: str, hint: str) -> SqlError:
    return SqlError(message, hint, place=(token.start, token.end + 1))
