"""The names that a statement writes, whether they exist for anybody or not. For explaining, never for deciding."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.sql.agree import tables
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.types import TableKey


def mentioned(text: str, dialect: str = "duckdb") -> tuple[frozenset[TableKey], frozenset[str]]:
    """Tables and columns in lower case; none for a text that cannot be read.

    >>> tuple(map(sorted, mentioned("SELECT Name FROM crm.Notes")))
    ([('crm', 'notes')], ['name'])
    """
    try:
        tree = parse(text, dialect)
    except HatiDataError:
        return frozenset(), frozenset()
    columns = frozenset(column.name.lower() for column in tree.find_all(exp.Column))
    return frozenset((schema or "main", name) for _, schema, name in tables(tree)), columns
