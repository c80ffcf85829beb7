"""What a statement asks of meaning, as plain values: columns, the text they are compared with, and how near is near."""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlglot import exp

from autogen_hatidata.types import TableKey

FUNCTIONS = frozenset({"semantic_match", "vector_match", "semantic_rank"})
"""Functions of ours, which are gone from a statement before the engine sees it; in lower case."""

TABLE_FUNCTIONS = frozenset({"join_vector", "hatidata_context", "hatidata_rag_context"})
"""The same of functions that stand in FROM."""

VECTOR = re.compile(r"(?:FLOAT|DOUBLE)\[(\d+)\]")
"""The types of vectors; the group is how many numbers one has."""

MODES = ("vector", "hybrid")
"""What ranks go by: meaning, or meaning and words."""

_TEXT = re.compile(r"VARCHAR|JSON|ENUM\(.*", re.DOTALL)


def is_text(kind: str) -> bool:
    """Whether values of a type are texts."""
    return _TEXT.fullmatch(kind) is not None


class Given(NamedTuple):
    """A value in a statement, or the name of the parameter that has it."""

    value: object = None
    parameter: str | None = None


class Column(NamedTuple):
    """A column of the lens, by the names that it has there.

    Attributes:
        type: as the lens shows it.
        where: only rows that meet this condition are looked at; None for all.
    """

    table: TableKey
    name: str
    type: str
    where: exp.Expr | None = None


class Meaning(NamedTuple):
    """One comparison.

    Attributes:
        function: what was written.
        columns: whose values are compared; several where a query puts tables together.
        text: what they are compared with; None where that is columns too.
        others: these.
        threshold: a match is above it; None for the embedder's, and for a rank.
        dim: the numbers of a vector; None for texts.
        enough: so many of the best texts are needed, and those that are equal to the last of them; None for all.
        mode: one of `MODES`; a match goes by meaning.
        within: a match of the same columns, without which no row is shown that this rank is for; None for none.
    """

    function: str
    columns: tuple[Column, ...]
    text: Given | None = None
    others: tuple[Column, ...] = ()
    threshold: Given | None = None
    dim: int | None = None
    enough: int | None = None
    mode: str = MODES[0]
    within: Meaning | None = None

    @property
    def sides(self) -> tuple[Column, ...]:
        """All columns that are compared."""
        return (*self.columns, *self.others)

    @property
    def ranks(self) -> bool:
        """Whether it is asked how near, and not whether it is near."""
        return self.function == "semantic_rank"
