"""From trees back to text: what runs, and what may be written down."""

from __future__ import annotations

import hashlib

from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from autogen_hatidata.errors import LimitExceeded, NotAllowed
from autogen_hatidata.sql.plain import PLAIN

_VALUES = (exp.Literal, exp.RawString, exp.ByteString)


def to_duckdb(tree: exp.Expr) -> str:
    """The DuckDB text of a tree, with every name quoted and no comment. This text runs, never the caller's own.

    >>> from autogen_hatidata.sql.parse import parse
    >>> to_duckdb(parse("select Name from c -- all of them"))
    'SELECT "Name" FROM "c"'
    """
    try:
        return PLAIN.generate(
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
    copy = tree.copy()
    for node in list(copy.find_all(*_VALUES)):
        if node is copy:
            return "?"
        node.replace(exp.Placeholder())
    return to_duckdb(copy)


def redact_text(text: str) -> str:
    """What stands for a text that could not be read: its hash and its length.

    >>> redact_text("selec")
    'sha256:1e1d74a824621641 (5 characters)'
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"sha256:{digest[:16]} ({len(text)} characters)"
