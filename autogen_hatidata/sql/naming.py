"""Which tables a query names, also one that cannot be read: a text that a healer puts in its place names the same.

Where nobody can tell, because a name is unknown and none of the visible ones is clearly meant, there is no set of
tables that another text may name.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from sqlglot import Token, TokenType, exp

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.sql.facts import is_unknown
from autogen_hatidata.sql.nearest import expanded
from autogen_hatidata.sql.plain import PlainParser
from autogen_hatidata.sql.reading import read
from autogen_hatidata.sql.scopes import Ref, find_in, lower, written
from autogen_hatidata.sql.spelling import closest
from autogen_hatidata.sql.surroundings import BEGINNINGS, CHANGES, QUERIES, unwrapped
from autogen_hatidata.sql.tables import name_meant, table_meant
from autogen_hatidata.sql.tokens import tokens as tokens_of
from autogen_hatidata.sql.unchecked import tree_of
from autogen_hatidata.types import LensInfo

Names = frozenset[tuple[str, ...]]
"""The keys of tables, and of relations of the engine the name as it is written."""

_NAMES = PlainParser.TABLE_ALIAS_TOKENS | {TokenType.VAR, TokenType.IDENTIFIER}
_ENDS_FROM = frozenset("select where group order having limit qualify window union except intersect".split())
_TAKES_FROM = frozenset("extract trim substring overlay distinct".split())
"""After these, FROM names no table: ``extract(year FROM day)``, ``a IS DISTINCT FROM b``."""


def names_of(tree: exp.Expr, lens: LensInfo) -> Names | None:
    """What a checked query names; None where one of the names is unknown."""
    refs = read(tree, lens).refs
    return None if any(map(is_unknown, refs)) else frozenset(_name(ref) for ref in refs if ref.source.cte is None)


def names_meant(sql: str, dialect: str, tree: exp.Expr | None, lens: LensInfo) -> Names | None:
    """What a query names that failed, with the visible name for each misspelt one.

    Args:
        sql: its text.
        dialect: its dialect.
        tree: its checked tree, where it came so far.
        lens: what its caller can see.

    Returns:
        None where that cannot be told, or where the text has a statement that changes something.
    """
    if tree is None:
        tokens = _tokens(unwrapped(sql))
        if tokens is None or _may_change(tokens):
            return None
        tree = tree_of(sql, dialect) if _are_one(tokens) else None
        if not isinstance(tree, exp.Query):
            return _scanned(tokens, lens)
    try:
        refs = read(expanded(tree, lens), lens).refs
    except HatiDataError:
        return None
    found = [_meant(ref, lens) for ref in refs if ref.source.cte is None]
    return None if None in found else frozenset(name for name in found if name)


def _name(ref: Ref) -> tuple[str, ...]:
    return (lower(written(ref.node)),) if ref.source.table is None else ref.source.table.key


def _meant(ref: Ref, lens: LensInfo) -> tuple[str, ...] | None:
    """What a name means: a table, nothing where that is a common table expression; None where it is not clear."""
    if not is_unknown(ref):
        return _name(ref)
    return _key(table_meant(ref, lens) or (), set(map(lower, ref.visible)), lens)


def _key(parts: Sequence[str], own: Container[str], lens: LensInfo) -> tuple[str, ...] | None:
    """The key of a table; nothing for one of the query's ``own`` names; None for what is neither."""
    if len(parts) == 1 and lower(parts[0]) in own:
        return ()
    table = find_in(lens)(parts[0] if len(parts) == 2 else None, parts[-1]) if 1 <= len(parts) <= 2 else None
    return None if table is None else table.key


# Texts that cannot be read


def _tokens(text: str) -> Sequence[Token] | None:
    """The tokens of a text, also of one with a quote that does not end."""
    return next((found for end in ("", "'", '"') if (found := tokens_of(text + end))), None)


def _are_one(tokens: Sequence[Token]) -> bool:
    return all(token.token_type != TokenType.SEMICOLON for token in tokens[:-1])


def _may_change(tokens: Sequence[Token]) -> bool:
    """Whether some statement of the text does anything but read, also where its first word is misspelt."""
    words = ["" if token.token_type == TokenType.IDENTIFIER else lower(token.text) for token in tokens]
    firsts = [word for before, word in zip([";", *words], words, strict=False) if before == ";"]
    meant = {word if word in BEGINNINGS else closest(word, sorted(BEGINNINGS), keywords=True) for word in firsts}
    return not CHANGES.isdisjoint(words) or not meant <= QUERIES | {None}


def _scanned(tokens: Sequence[Token], lens: LensInfo) -> Names | None:
    """What stands in table position in a text that cannot be read."""
    own, found = _ctes(tokens), set()
    for parts in _in_table_position(tokens):
        name = _key(parts, own, lens)
        found.add(_key(name_meant(parts, own, lens) or (), own, lens) if name is None else name)
    return None if None in found else frozenset(name for name in found if name)


def _ctes(tokens: Sequence[Token]) -> set[str]:
    """The names before ``AS (`` and ``AS MATERIALIZED (``."""
    triples = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return {
        lower(name.text)
        for name, word, after in triples
        if word.token_type == TokenType.ALIAS and lower(after.text) in ("(", "materialized", "not")
    }


def _in_table_position(tokens: Sequence[Token]) -> Iterator[list[str]]:
    """The parts of each name after FROM and JOIN, misspelt ones included, and after the commas of FROM."""
    listing, expected, place = [False], False, 0  # at each depth, whether commas separate tables
    while place < len(tokens):
        kind, word = tokens[place].token_type, lower(tokens[place].text).partition(" ")[0]
        if expected and kind in _NAMES:
            parts, place = _dotted(tokens, place)
            if place == len(tokens) or tokens[place].token_type != TokenType.L_PAREN:
                yield parts
            expected = False
            continue
        if kind == TokenType.L_PAREN:
            listing.append(expected)
        elif kind == TokenType.R_PAREN:
            listing, expected = listing[:-1] or [False], False
        elif kind == TokenType.COMMA:
            expected = listing[-1]
        elif _asks_for_table(tokens, place):
            listing[-1] = expected = True
        elif kind != TokenType.IDENTIFIER and word in _ENDS_FROM:
            listing[-1] = expected = False
        else:
            expected = expected and kind == TokenType.LATERAL
        place += 1


def _asks_for_table(tokens: Sequence[Token], place: int) -> bool:
    token, word = tokens[place], lower(tokens[place].text)
    if token.token_type not in (TokenType.FROM, TokenType.JOIN):
        return token.token_type == TokenType.VAR and closest(word, ("from", "join"), keywords=True) is not None
    return not (word == "from" and _TAKES_FROM.intersection(lower(one.text) for one in _before(tokens, place)))


def _before(tokens: Sequence[Token], place: int) -> Iterator[Token]:
    """The token before a place, and the one before the parenthesis that the place is in."""
    yield from tokens[max(place - 1, 0) : place]
    depth = 0
    for at in range(place - 1, 0, -1):
        depth += (tokens[at].token_type == TokenType.R_PAREN) - (tokens[at].token_type == TokenType.L_PAREN)
        if depth < 0:
            yield tokens[at - 1]
            return


def _dotted(tokens: Sequence[Token], place: int) -> tuple[list[str], int]:
    """The parts of the name that begins at a place, and where it ends."""
    parts = [tokens[place].text]
    place += 1
    while place + 1 < len(tokens) and tokens[place].token_type == TokenType.DOT:
        parts.append(tokens[place + 1].text)
        place += 2
    return parts, place
