"""What a healer is: asked for another text where a query failed and no repair is certain."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from autogen_hatidata.types import LensInfo, TableInfo


class VisibleColumn(NamedTuple):
    """A column that the caller of a query can see. Its type lists no values, also where it is an ENUM."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class VisibleTable:
    """A table that the caller of a query can see. Its name is as SQL has it: ``orders``, ``crm.notes``, ``"my list"``.

    >>> str(VisibleTable("orders", (VisibleColumn("id", "INTEGER"), VisibleColumn("unit price", "DOUBLE"))))
    'orders(id INTEGER, "unit price" DOUBLE)'
    """

    name: str
    columns: tuple[VisibleColumn, ...]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(f'{_quoted(one.name)} {one.type}' for one in self.columns)})"


@dataclass(frozen=True, slots=True)
class VisibleSchema:
    """The tables and columns that the caller of a query can see: names and types, no values.

    Attributes:
        tables: all of them, those of ``named`` first.
        named: the names of those that the query names, or clearly means by a misspelt name. A text that names another
            table, or leaves one of them out, is refused.
    """

    tables: tuple[VisibleTable, ...]
    named: tuple[str, ...]

    @classmethod
    def of(cls, lens: LensInfo, named: Container[tuple[str, ...]]) -> VisibleSchema:
        """What a lens shows."""
        shown = sorted(lens.tables.values(), key=lambda table: table.key not in named)
        tables = tuple(_visible(table) for table in shown)
        count = sum(table.key in named for table in shown)
        return cls(tables, tuple(table.name for table in tables[:count]))


class Healer(Protocol):
    """Any callable that may know what a query that failed was meant to be.

        def healer(sql, error, visible_schema):
            return sql.replace("turnover", "amount") if "turnover" in error else None

        layer = HatiData.open("shop.duckdb", settings=Settings(heal="model"), healer=healer)

    What it gives is a proposal: it begins at the first stage as the same caller's query, with that caller's rights and
    limits. It is asked in a thread of its own, by several at once where agents work at once, and may raise: the call
    then ends with the error that it had.
    """

    def __call__(self, sql: str, error: str, visible_schema: VisibleSchema, /) -> str | None:
        """Another text in DuckDB's dialect, or None where it is not clear what was meant.

        Args:
            sql: the text that failed.
            error: why, in the words that the caller reads.
            visible_schema: what the caller can see.
        """


def _visible(table: TableInfo) -> VisibleTable:
    names = (table.name,) if table.schema.lower() == "main" else (table.schema, table.name)
    columns = tuple(VisibleColumn(one.name, _without_values(one.type)) for one in table.columns)
    return VisibleTable(".".join(map(_quoted, names)), columns)


def _without_values(kind: str) -> str:
    """A type without the values that an ENUM lists, and what comes after them."""
    return kind.partition("ENUM(")[0] + "ENUM" if "ENUM(" in kind else kind


def _quoted(name: str) -> str:
    plain = name.isidentifier() and name.isascii()
    shown = name if name.isprintable() else ascii(name)
    return shown if plain else '"' + shown.replace('"', '""') + '"'
