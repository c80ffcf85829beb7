"""From trees back to text: what runs, and what may be written down."""

from __future__ import annotations

import hashlib
import re

from sqlglot import Token, TokenType, exp
from sqlglot.errors import ErrorLevel, SqlglotError

from autogen_hatidata.errors import LimitExceeded, NotAllowed
from autogen_hatidata.sql.plain import PLAIN, Plain, PlainGenerator


class _Redactor(PlainGenerator):
    """Writes a tree with every value as ``?``, keys of struct literals included, since a key can be a value too."""

    TRANSFORMS = {  # noqa: RUF012
        **PlainGenerator.TRANSFORMS,
        **dict.fromkeys((exp.Literal, exp.RawString, exp.ByteString), lambda self, node: "?"),
        exp.Struct: lambda self, node: self._struct(node),
    }

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


def _write(tree: exp.Expr, dialect: Plain) -> str:
    try:
        return dialect.generate(
            tree, identify=True, comments=False, normalize_functions=False, unsupported_level=ErrorLevel.RAISE
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


_VALUES = frozenset(
    {
        TokenType.STRING,
        TokenType.NUMBER,
        TokenType.RAW_STRING,
        TokenType.HEREDOC_STRING,
        TokenType.BYTE_STRING,
        TokenType.NATIONAL_STRING,
        TokenType.UNICODE_STRING,
        TokenType.HEX_STRING,
        TokenType.BIT_STRING,
    }
)
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
    return " ".join("?" if token.token_type in _VALUES else _as_written(token) for token in tokens)


def _as_written(token: Token) -> str:
    return f'"{token.text}"' if token.token_type == TokenType.IDENTIFIER else token.text


def redact_text(text: str) -> str:
    """What stands for a text that could not be read: its hash and its length.

    >>> redact_text("selec")
    'sha256:1e1d74a824621641 (5 characters)'
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"sha256:{digest[:16]} ({len(text)} characters)"
