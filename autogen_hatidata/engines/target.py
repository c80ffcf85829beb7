"""One table that agents may change: the SQL around their statements."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from autogen_hatidata.engines.locked import Relation
from autogen_hatidata.engines.parser import PARSER
from autogen_hatidata.engines.quoting import dotted, name
from autogen_hatidata.engines.views import Qualify, rows_sql, table_sql
from autogen_hatidata.types import LensInfo, TableSpec

_KEPT = 256
"""Statements of one table that are kept."""

_NEW = 36_028_797_018_960_000
"""From here on DuckDB numbers the rows that an open transaction adds, and those that it moves, as with a new key."""


class Target:
    """A base table with the rules of one policy class."""

    def __init__(self, spec: TableSpec, relation: Relation, base: str, qualify: Qualify, key: bytes | None) -> None:
        self._spec, self._relation, self._base = spec, relation, base
        self._qualify, self._key = qualify, key
        self._rows = rows_sql(spec, qualify)
        self._ready: dict[str, duckdb.Statement] = {}

    def ready(self, sql: str) -> duckdb.Statement:
        """The statement of a text, read once: reading it takes DuckDB as long as a small change."""
        found = self._ready.get(sql)
        if found is None:
            found = PARSER.trusted(sql).parts[-1]
            if len(self._ready) < _KEPT:
                self._ready[sql] = found
        return found

    def insert(self, columns: Iterable[str], query: str) -> str:
        """Add the rows of a query."""
        return f"INSERT INTO {self._base} ({', '.join(map(name, columns))}) {query}"

    def staged(self, info: LensInfo, columns: Iterable[str]) -> str:
        """The temporary table of the rows to change: their numbers, and the new values of these columns.

        The columns have the types of the base table, so that a value is converted, or fails, before anything changes.
        """
        types = {one.name: one.type for one in self._relation.columns}
        values = (f"{name(f'v{number}')} {types[column]}" for number, column in enumerate(columns))
        return f"CREATE TEMP TABLE {staging(info)} ({', '.join([f'{name(info.row)} BIGINT', *values])})"

    def update(self, info: LensInfo, columns: Iterable[str]) -> str:
        """Give the staged rows their new values."""
        sets = ", ".join(f"{name(column)} = x.{name(f'v{number}')}" for number, column in enumerate(columns))
        return f"UPDATE {self._base} AS b SET {sets} FROM {staging(info)} AS x WHERE b.rowid = x.{name(info.row)}"

    def delete(self, info: LensInfo) -> str:
        """Remove the staged rows."""
        return f"DELETE FROM {self._base} WHERE rowid IN (SELECT {name(info.row)} FROM {staging(info)})"

    def outside(self, info: LensInfo, *, staged: bool) -> str | None:
        """A query that gives a row if a changed one is not of those that this class sees; None if it sees all."""
        if self._rows is None:
            return None
        return f"SELECT 1 FROM {self._changed(info, staged)} WHERE NOT coalesce(({self._rows}), false) LIMIT 1"

    def shown(self, info: LensInfo, *, staged: bool, before: bool) -> str:
        """The view of the changed rows, as this class sees them. ``before``: as they were, for rows that go."""
        rows = f"({self._of(info)}) AS {name(self._relation.name)}" if before else self._changed(info, staged)
        made = table_sql(self._spec, self._relation, rows, self._qualify, self._key)
        assert made is not None  # a table without a visible column is in no lens
        return f"CREATE TEMP VIEW {dotted('temp', 'main', info.row)} AS {made[0]}"

    def _changed(self, info: LensInfo, staged: bool) -> str:
        added = f"SELECT * FROM {self._base} WHERE rowid >= {_NEW}"
        rows = f"{added} UNION ALL {self._of(info)} AND rowid < {_NEW}" if staged else added
        return f"({rows}) AS {name(self._relation.name)}"

    def _of(self, info: LensInfo) -> str:
        return f"SELECT * FROM {self._base} WHERE rowid IN (SELECT {name(info.row)} FROM {staging(info)})"


def staging(info: LensInfo) -> str:
    """The temporary table of one write. Each has a connection of its own, so one name does for all of a lens."""
    return dotted("temp", "main", info.writing)
