"""From trees back to text: what runs, and what may be written down."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from sqlglot import Token, TokenType, exp
from sqlglot.errors import ErrorLevel, SqlglotError

from autogen_hatidata.errors import LimitExceeded, NotAllowed
from autogen_hatidata.sql.characters import TEXTS
from autogen_hatidata.sql.plain import PLAIN, START, TEXT, Plain, PlainGenerator
from autogen_hatidata.sql.walking import copy_of


class _Redactor(PlainGenerator):
    """Writes a tree with every value as ``?``, keys of struct literals and names written as texts included: these can
    be values too."""

    TRANSFORMS = {  # noqa: RUF012
        **PlainGenerator.TRANSFORMS,
        **dict.fromkeys((exp.Literal, exp.RawString, exp.ByteString), lambda self, node: "?"),
        exp.Struct: lambda self, node: self._struct(node),
        exp.PivotAlias: lambda self, node: self._spread(node),
    }

    def identifier_sql(self, expression: exp.Identifier) -> str:
        return "?" if expression.meta.get(TEXT) else super().identifier_sql(expression)

    def _spread(self, node: exp.PivotAlias) -> str:
        """A column that PIVOT makes of a value, which Snowflake calls after it."""
        named_after = node.args["alias"].name == node.this.sql()
        return self.sql(node, "this") if named_after else self.pivotalias_sql(node)

    def _struct(self, node: exp.Struct) -> str:
        pairs = (self.sql(entry, "expression") or self.sql(entry) for entry in node.expressions)
        return "{" + ", ".join(f"?: {value}" for value in pairs) + "}"


class _Redacted(Plain):
    Generator = _Redactor


_REDACTED = _Redacted()


def to_duckdb(tree: exp.Expr) -> str:
    """The DuckDB text of a tree, with every name quoted and no comment. This text runs, never the caller's own.

    >>> from autogen_hatidata.sql.parse import parse
    >>> to_duckdb(parse("select Name from c -- all of them"))
    'SELECT "Name" FROM "c"'
    """
    return _write(tree, PLAIN)


def without_parameters(tree: exp.Expr) -> exp.Expr:
    """The same tree with NULL for each parameter: what can be bound before its values are known.

    >>> from autogen_hatidata.sql.parse import parse
    >>> to_duckdb(without_parameters(parse("select a from t where b = $1")))
    'SELECT "a" FROM "t" WHERE "b" = NULL'
    """
    copy = tree.copy()
    for parameter in list(copy.find_all(exp.Placeholder)):
        parameter.replace(exp.Null())
    return copy


def parameters(tree: exp.Expr) -> list[str]:
    """The parameters of a tree in the order of its text: their names, or nothing for ``?``.

    >>> from autogen_hatidata.sql.parse import parse
    >>> parameters(parse("select a + $x from t where b = $2"))
    ['x', '2']
    """
    tokens = PLAIN.tokenize(to_duckdb(tree))
    found = []
    for token, after in pairwise([*tokens, None]):
        if token is not None and token.token_type == TokenType.PLACEHOLDER:
            found.append("")
        elif token is not None and token.token_type == TokenType.PARAMETER and after is not None:
            found.append(after.text)
    return found


def in_order(tree: exp.Expr) -> exp.Expr:
    """The same tree, in which each ``?`` has its number if they would be written in another order than they were read.

    >>> from autogen_hatidata.sql.parse import parse
    >>> to_duckdb(parse("from (from t where a > ?) select b = ?"))
    'SELECT "b" = $2 FROM (SELECT * FROM "t" WHERE "a" > $1)'
    """
    nodes = number(tree.walk())
    numbers = [int(name) for name in parameters(tree)] if len(nodes) > 1 else []
    if numbers == sorted(numbers):
        for node in nodes:
            node.set("this", None)
    return tree


def number(tree: Iterable[exp.Expr]) -> list[exp.Placeholder]:
    """Write each ``?`` among a tree's nodes with its number in the text that was read, as ``$1``; gives these. There
    are none where parameters have names, too: the engine refuses such a mixture."""
    nodes = [node for node in tree if isinstance(node, exp.Placeholder)]
    if any(node.this or START not in node.meta for node in nodes):
        return []
    for place, node in enumerate(sorted(nodes, key=lambda node: int(node.meta[START])), 1):
        node.set("this", str(place))
    return nodes


def _write(tree: exp.Expr, dialect: Plain) -> str:
    try:
        return dialect.generate(
            copy_of(tree),
            copy=False,
            identify=True,
            comments=False,
            normalize_functions=False,
            unsupported_level=ErrorLevel.RAISE,
        )
    except RecursionError:
        raise LimitExceeded(
            "The SQL nests too deep to be written.", "name steps with WITH instead of nesting them."
        ) from None
    except SqlglotError as error:
        raise NotAllowed("The SQL has a form that is not available.", "write it more simply.") from error


def redact(tree: exp.Expr) -> str:
    """The DuckDB text of a tree with every literal replaced by ``?``.

    >>> from autogen_hatidata.sql.parse import parse
    >>> redact(parse("select 1 from c where ssn = '123-45-6789'"))
    'SELECT ? FROM "c" WHERE "ssn" = ?'
    """
    return _write(tree, _REDACTED)


_VALUES = TEXTS | {TokenType.NUMBER, TokenType.HEX_STRING, TokenType.BIT_STRING}
_BRACKETS = {
    TokenType.L_PAREN: TokenType.R_PAREN,
    TokenType.L_BRACKET: TokenType.R_BRACKET,
    TokenType.L_BRACE: TokenType.R_BRACE,
}
_SETTING = frozenset({"SET", "PRAGMA", "ATTACH"})
"""Statements whose values need no quotes; of these only the first two words are kept."""
_BEFORE_SECRET = frozenset("OR REPLACE TEMP TEMPORARY PERSISTENT".split())
_LONGEST = 4_000
_STRANGE = re.compile(r"\\|\b[eE]'")
"""Where other readers may see the end of a quoted text elsewhere; then nothing of it is kept."""


def redact_tokens(text: str) -> str:
    """A statement that was read and refused, or an owner's, token by token: values as ``?``, no comments.

    >>> redact_tokens("delete from c where ssn = '123-45-6789' -- his")
    'delete from c where ssn = ?'
    """
    if len(text) > _LONGEST or _STRANGE.search(text):
        return redact_text(text)
    try:
        tokens = PLAIN.tokenize(text)
    except (SqlglotError, ValueError):
        return redact_text(text)
    if any(_runs_on(*pair) for pair in pairwise(tokens)):
        return redact_text(text)
    return " ".join(word for statement in _statements(tokens) for word in _redacted(statement))


def _runs_on(token: Token, after: Token) -> bool:
    """``0x918273645`` and the like, of which a reader may take a part for a name."""
    name = after.text[:1].isalnum() or after.text[:1] == "_"
    return token.token_type == TokenType.NUMBER and after.start == token.end + 1 and name


def _statements(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    statement: list[Token] = []
    for token in tokens:
        if token.token_type == TokenType.SEMICOLON:
            yield statement
            yield [token]
            statement = []
        else:
            statement.append(token)
    yield statement


def _redacted(statement: list[Token]) -> Iterator[str]:
    words = [token.text.upper() for token in statement[:6]]
    if words[:1] == ["CREATE"] and next((word for word in words[1:] if word not in _BEFORE_SECRET), "") == "SECRET":
        yield "CREATE SECRET ..."
    elif words and words[0] in _SETTING:
        yield from ("?" if token.token_type in _VALUES else _as_written(token) for token in statement[:2])
        yield "..."
    else:
        keys = _keys(statement)
        for index, token in enumerate(statement):
            yield "?" if token.token_type in _VALUES or index in keys else _as_written(token)


def _keys(statement: list[Token]) -> set[int]:
    """Where the keys of struct literals stand, since a key can be a value too."""
    found, open_brackets = set(), [TokenType.L_PAREN]
    for index, token in enumerate(statement):
        kind = token.token_type
        if kind in _BRACKETS:
            open_brackets.append(kind)
        elif kind in _BRACKETS.values() and len(open_brackets) > 1:
            open_brackets.pop()
        starts = kind in (TokenType.L_BRACE, TokenType.COMMA) and open_brackets[-1] == TokenType.L_BRACE
        after = statement[index + 1 : index + 3]
        if starts and len(after) == 2 and after[1].token_type == TokenType.COLON:
            found.add(index + 1)
    return found


def _as_written(token: Token) -> str:
    return f'"{token.text}"' if token.token_type == TokenType.IDENTIFIER else token.text


def redact_text(text: str) -> str:
    """What stands for a text that could not be read: its hash and its length.

    >>> redact_text("selec")
    'sha256:1e1d74a824621641 (5 characters)'
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"sha256:{digest[:16]} ({len(text)} characters)"
