"""What the generator knows of names and types: columns, sources, queries, and the schema that an agent has."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

LETTERS = (
    ("VARCHAR[]", "L"),
    ("INTEGER[]", "M"),
    ("STRUCT(", "A"),
    ("DECIMAL", "N"),
    ("TIMESTAMP", "T"),
    ("INTEGER", "I"),
    ("BIGINT", "I"),
    ("HUGEINT", "I"),
    ("VARCHAR", "S"),
    ("DOUBLE", "F"),
    ("BOOLEAN", "B"),
    ("DATE", "D"),
    ("JSON", "J"),
)
"""The beginnings of DuckDB's types, and the letter that stands for the type in templates; the first one counts."""

TABLES = ("customers", "orders", "employees", "payments", "events", "crm.notes", "customer_totals")
LARGE = "events"


@dataclass(frozen=True, slots=True)
class Column:
    """A value that can be named in some place: how it is written there, and the letter of its type."""

    ref: str
    type: str


@dataclass(frozen=True, slots=True)
class Source:
    """What stands in FROM. ``key`` are columns that no two rows have in common, None if there are no such;
    ``where`` is a condition that joins what stands in it."""

    sql: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] | None = None
    where: str = ""

    def of(self, letter: str) -> list[str]:
        """The columns of a type."""
        return [column.ref for column in self.columns if column.type == letter]


@dataclass(frozen=True, slots=True)
class Query:
    """A query in brackets or without: its text, the names and types of its columns, and its key if it has one."""

    sql: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] | None = None

    @property
    def types(self) -> str:
        """The letters of its columns."""
        return "".join(column.type for column in self.columns)


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables that an agent has, with the columns and types they have for it."""

    tables: dict[str, tuple[Column, ...]]

    @classmethod
    def read(cls, physical: duckdb.DuckDBPyConnection) -> Schema:
        """The schema of an agent's physical database."""
        found = {}
        for table in TABLES:
            rows = physical.execute(f"DESCRIBE {table}").fetchall()
            found[table] = tuple(Column(row[0], letter(row[1])) for row in rows)
        return cls(found)


def letter(kind: str) -> str:
    """The letter of one of DuckDB's types.

    >>> letter("DECIMAL(12,2)"), letter("VARCHAR[]")
    ('N', 'L')
    """
    fitting = (one for beginning, one in LETTERS if kind.startswith(beginning) and (one != "S" or kind == beginning))
    return next(fitting)


def key_of(table: str) -> str:
    """The column that no two rows of a table have in common."""
    return "customer_id" if table == "customer_totals" else "id"
