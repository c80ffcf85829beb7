"""Texts beside numbers, in the dialects of systems that read such a text as a number.

DuckDB takes no text for a number. Where a system has no meaning for it either, a number in quotes is what was meant;
where it has one, that is what the statement means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.changes import Change, Changed
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.number_texts import NUMBER_AT_START
from autogen_hatidata.sql.values import CENTS, COMPARED, DECIMAL, TEXT, WHOLE, Kinds, pairs
from autogen_hatidata.types import LensInfo

CONVERTING = frozenset({"snowflake", "databricks", "spark", "tsql"})
"""In these a text that is no number is an error."""

AT_START = frozenset({"mysql"})
"""In these a text is the number at its start, or 0."""

_MEANT = {
    "number": AT_START,
    "number as text": CONVERTING | AT_START,
    "joined": (CONVERTING | AT_START) - {"tsql"},
}
"""Kinds of repairs, and the dialects that have a meaning for what they would change."""

_OWN = {"text as number": CONVERTING, "number at start": AT_START}
"""Kinds of repairs that these dialects alone have."""


def applies(kind: str, dialect: str) -> bool:
    """Whether a kind of repair is one for texts of a dialect."""
    return dialect in _OWN.get(kind, (dialect,)) and dialect not in _MEANT.get(kind, ())


def _numbers(form: str, tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    kinds = Kinds(tree, lens)
    found = {id(each): each for node in tree.find_all(*COMPARED) for each in _texts(kinds, node)}
    for each in found.values():  # each by itself: the same column may be compared more than once
        each.replace(built(form, each))
    return ("a text", "a number") if found else None


def _texts(kinds: Kinds, node: exp.Expr) -> Iterator[exp.Expr]:
    """Columns of texts that are compared with a number."""
    for value, other in pairs(node):
        number = isinstance(other, exp.Literal) and not other.is_string
        text = isinstance(value, exp.Column) and kinds.of(value) == TEXT
        if text and (number or kinds.of(other) in (WHOLE, CENTS, DECIMAL)):
            yield value


REPAIRS: Mapping[str, Change] = {
    "text as number": partial(_numbers, "CAST(a AS DOUBLE)"),
    "number at start": partial(_numbers, NUMBER_AT_START),
}
"""What such a system does of itself."""
