"""From a text that a model wrote to one checked tree in DuckDB's dialect, or to an error that says what to change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ErrorLevel, ParseError

from autogen_hatidata.errors import BadArgument, HatiDataError, LimitExceeded, SqlError
from autogen_hatidata.sql import allow, conditions, neighbours, whole
from autogen_hatidata.sql.characters import TEXTS, read_tokens
from autogen_hatidata.sql.dialects import SOURCES
from autogen_hatidata.sql.nearest import joined, without_infix
from autogen_hatidata.sql.plain import PLAIN, TEXT, UNREADABLE
from autogen_hatidata.sql.render import in_order

MAX_CHARS = 20_000
MAX_NESTING = 40

DIALECTS = ("duckdb", *SOURCES)
"""The dialects of texts that are read."""

Confirm = Callable[[str], None]

AUTO = "auto"
"""In the place of a dialect: DuckDB's own, or else the first in an order that can read the text."""

_OF_ANOTHER = frozenset({"syntax_error", "unsupported_sql", "unknown_name"})
"""Errors of a text that may be one of another dialect."""


def parse(
    text: object,
    dialect: str = "duckdb",
    *,
    order: Sequence[str] = (),
    max_chars: int = MAX_CHARS,
    max_nesting: int = MAX_NESTING,
    confirm: Confirm | None = None,
) -> exp.Expr:
    """Reads one query and returns its DuckDB tree, in which nothing stands that agents may not use.

    Args:
        text: the SQL, as the caller sent it.
        dialect: one of DIALECTS, or AUTO.
        order: of AUTO, the dialects that are tried after DuckDB's.
        max_chars: the longest text that is looked at.
        max_nesting: the most parentheses, brackets and CASEs inside each other.
        confirm: raises SqlError where DuckDB's own parser cannot read a text in its dialect.

    >>> parse("select 1 + 1 as two").sql()
    'SELECT 1 + 1 AS two'
    >>> parse("select nvl(null, 1) as one", "auto", order=["snowflake"]).sql()
    'SELECT COALESCE(NULL, 1) AS one'
    """
    if dialect == AUTO:
        return _first(text, order, max_chars, max_nesting, confirm)
    if dialect not in DIALECTS:
        raise BadArgument("That SQL dialect is not known.", f"use one of {', '.join((AUTO, *DIALECTS))}.")
    source = SOURCES.get(dialect)
    reader = PLAIN if source is None else source.dialect
    try:
        tokens = joined(read_tokens(text, reader, max_chars, max_nesting))
        if source is not None:
            source.check(tokens)
        tree = _tree(tokens, str(text), reader, confirm if source is None else None)
        whole.check(tokens)
        if source is not None:
            _check_unconfirmed(tokens, tree, dialect)
            tree = source.translate(tree)
        allow.check(tree)
        if source is None:
            conditions.check(tokens)
            if confirm is not None:
                confirm(without_infix(str(text), tokens))
        if any(token.token_type == TokenType.PLACEHOLDER for token in tokens):
            tree = in_order(tree)
    except RecursionError:
        raise LimitExceeded(
            "The SQL nests too deep to be read.", "name steps with WITH instead of nesting them."
        ) from None
    return tree


def _check_unconfirmed(tokens: Sequence[Token], tree: exp.Expr, dialect: str) -> None:
    """Refuse what sqlglot alone reads in a text of another system, for which there is no second parser."""
    neighbours.check(tokens)
    if any(token.token_type in conditions.SIDES for token in tokens):
        conditions.check_sides(tree, dialect)
    if dialect in conditions.NEEDED:
        conditions.check(tokens)


def _first(text: object, order: Sequence[str], max_chars: int, max_nesting: int, confirm: Confirm | None) -> exp.Expr:
    """The tree of the first dialect that can read a text; the error is that of DuckDB's own."""
    try:
        return parse(text, max_chars=max_chars, max_nesting=max_nesting, confirm=confirm)
    except HatiDataError as error:
        if error.code not in _OF_ANOTHER or error.own:
            raise
        own = error
    for dialect in order:
        try:
            return parse(text, dialect, max_chars=max_chars, max_nesting=max_nesting)
        except HatiDataError:
            continue
    raise own


def _tree(tokens: list[Token], text: str, reader: Dialect, confirm: Confirm | None) -> exp.Expr:
    """The tree of a text. Its error says whether DuckDB reads what sqlglot does not."""
    try:
        return one_tree(tokens, text, reader)
    except SqlError as error:
        if confirm is not None and "`" not in text:  # which DuckDB takes for an operator
            with suppress(HatiDataError):
                confirm(without_infix(text, tokens))
                error.own = True
        raise


def one_tree(tokens: list[Token], text: str, dialect: Dialect) -> exp.Expr:
    """The tree of the one statement in a text, unchecked."""
    try:
        parsed = dialect.parser(error_level=ErrorLevel.IMMEDIATE).parse(tokens, text)
    except ParseError as error:
        raise _syntax_error(error, text) from None
    except UNREADABLE as error:
        raise SqlError("The SQL cannot be read.", "check commas, quotes and parentheses.") from error
    trees = [tree for tree in parsed if tree is not None and not isinstance(tree, exp.Semicolon)]
    if len(trees) != 1:
        message = f"The text holds {len(trees)} statements; one is expected."
        raise SqlError(message, "send one statement at a time.", place=_second(tokens))
    _mark_texts(trees[0], tokens)
    return trees[0]


def _second(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Where the second statement begins."""
    ended = False
    for token in tokens:
        if ended and token.token_type != TokenType.SEMICOLON:
            return token.start, token.end + 1
        ended = ended or token.token_type == TokenType.SEMICOLON
    return None


def _mark_texts(tree: exp.Expr, tokens: list[Token]) -> None:
    """Let a name that was written as a text be known as one: what stands in a text is kept out of the log."""
    texts = {token.start for token in tokens if token.token_type in TEXTS}
    if texts:
        for name in tree.find_all(exp.Identifier):
            if name.meta.get("start") in texts:
                name.meta[TEXT] = True


def _syntax_error(error: ParseError, text: str) -> SqlError:
    facts: Sequence[dict[str, Any]] = error.errors or [{}]
    where, near = facts[0], str(facts[0].get("highlight") or "")
    line, column = where.get("line"), (where.get("col") or 0) - len(near) + 1  # sqlglot counts to the end of a word
    place = _place(text, line, column, near) if line and near else None
    said = f" in line {line}, column {column if place else where['col']}" if line else ""
    near = near if len(near) <= 40 else ""
    message = f"The SQL has a syntax error{said}" + (f", near {near}." if near else ".")
    hint = _BEFORE_CLAUSE if near.upper() in _CLAUSES else "correct the statement around that place."
    if place and not text[place[1] :].strip(" \n\r\t;"):
        hint = "the statement ends there; complete it, or correct what stands before."
    return SqlError(message, hint, subject=near or None, place=place)


_CLAUSES = frozenset({"FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "QUALIFY", "UNION", "AND", "OR", ")"})
_BEFORE_CLAUSE = "look before it: a value, a condition or a closing parenthesis is missing, or something is too much."


def _place(text: str, line: int, column: int, near: str) -> tuple[int, int] | None:
    """From where to where a word stands in the text, if it does."""
    start = sum(len(one) for one in text.splitlines(keepends=True)[: line - 1]) + column - 1
    return (start, start + len(near)) if text[start : start + len(near)] == near else None
