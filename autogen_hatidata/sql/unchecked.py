"""Trees of texts that were refused: for repairs and hints, never to be run."""

from __future__ import annotations

import re
from functools import lru_cache

from sqlglot import exp

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.sql.dialects import SOURCES
from autogen_hatidata.sql.plain import PLAIN, UNREADABLE
from autogen_hatidata.sql.walking import copy_of

_NOT_AS_WRITTEN = re.compile(r"[?]|;(?!\s*$)|join_vector|hatidata_", re.IGNORECASE)
"""What stands in a text whose checked tree may not be that of `tree_of`: parameters are numbered, functions of our own
written out, and what begins with a semicolon has an empty first statement."""


def is_as_written(sql: str, dialect: str) -> bool:
    """Whether the checked tree of a text that came through the checks is the one that `tree_of` gives."""
    return dialect == "duckdb" and _NOT_AS_WRITTEN.search(sql) is None


def tree_of(sql: str, dialect: str) -> exp.Expr | None:
    """The tree of a text, without the checks, one of which it may have failed; None where it cannot be read."""
    tree = _read(sql, dialect)
    return None if tree is None else copy_of(tree)


@lru_cache(maxsize=4)  # what a repair looks at, the hint of the error looks at again
def _read(sql: str, dialect: str) -> exp.Expr | None:
    source = SOURCES.get(dialect)
    try:
        tree = (PLAIN if source is None else source.dialect).parse(sql)[0]
        return tree if tree is None or source is None else source.translate(tree)
    except (*UNREADABLE, RecursionError, HatiDataError):
        return None
