"""The whole shop, and an agent's part of it as views: what a change does to both, in plain DuckDB.

A change runs on the agent's part, held as a table. What came of it goes back into the shop row by row: keys tell which.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from physical import HERE, Rows
from support.generator import Schema
from support.generator.changes import Changed


class Undone(Exception):
    """No database makes this change: the statement fails, or the shop does not take its rows."""


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was made: so many rows, of which ``moved`` are out of the agent's sight now, and RETURNING."""

    changed: int
    moved: int
    returned: Rows


class ChangedShop:
    """A copy of a shop file that changes. ``connection`` has the agent's part of it, under the names that it uses."""

    def __init__(self, agent: str, file: Path) -> None:
        self.connection = duckdb.connect(config={"threads": "1"})
        self.connection.execute(f"ATTACH '{file}' AS file (READ_ONLY); ATTACH ':memory:' AS raw")
        self.connection.execute("COPY FROM DATABASE file TO raw; DETACH file")
        made = self.connection.extract_statements((HERE / f"{agent}.sql").read_text())
        self._made = {one.query.split(" AS")[0].split()[-1]: one.query for one in made}
        for text in self._made.values():
            self.connection.execute(_as_view(text))
        with self.connection.cursor() as cursor:
            self.stored = Schema.read(cursor.execute("USE raw"))

    @contextmanager
    def making(self, change: Changed) -> Iterator[Done]:
        """The shop with a change made. It stays when the block ends; an exception undoes it.

        Raises:
            Undone: it cannot be made.
        """
        self._on_its_own(change)
        self.connection.execute("BEGIN")
        try:
            yield self._back(change)
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def _on_its_own(self, change: Changed) -> None:
        """Change the agent's part alone; the table delta has the keys of what was changed, and what was set."""
        run, table = self.connection.execute, change.table
        run(f"DROP VIEW {table}")
        try:
            run(self._made[table])
            for column in set(change.columns) - {one[0] for one in run(f"DESCRIBE {table}").fetchall()}:
                run(f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR")  # it can be set and not be read
            keys = [row[0] for row in run(f"{change.head} RETURNING id", change.params).fetchall()]
            columns = "".join(f", t.{one}" for one in change.columns)
            run(
                f"CREATE OR REPLACE TABLE delta AS SELECT k.id{columns} "
                f"FROM (SELECT unnest($1::INTEGER[]) AS id) k LEFT JOIN {table} t USING (id)",
                [keys],
            )
        except duckdb.Error as error:
            raise Undone(str(error)) from None
        finally:
            run(f"DROP TABLE {table}")
            run(_as_view(self._made[table]))

    def _back(self, change: Changed) -> Done:
        run, columns = self.connection.execute, ", ".join(("id", *change.columns))
        sets = ", ".join(f"{one} = d.{one}" for one in change.columns)
        full = change.table if "." in change.table else f"main.{change.table}"
        gone = change.action == "delete"
        try:
            returned = self._returned(change) if gone else []
            run(_BACK[change.action].format(table=f"raw.{full}", columns=columns, sets=sets))
            returned = returned if gone else self._returned(change)
        except duckdb.Error as error:
            raise Undone(str(error)) from None
        outside = f"SELECT count(*) FROM delta WHERE id NOT IN (SELECT id FROM {change.table})"
        changed, moved = (run(sql).fetchall()[0][0] for sql in ("SELECT count(*) FROM delta", outside))
        return Done(changed, 0 if gone else moved, returned)

    def _returned(self, change: Changed) -> Rows:
        if not change.returning:
            return []
        rows = f"FROM {change.table} AS {change.name} WHERE {change.name}.id IN (SELECT id FROM delta)"
        return self.connection.execute(f"SELECT {change.returning} {rows}").fetchall()


_BACK = {
    "insert": "INSERT INTO {table} ({columns}) SELECT {columns} FROM delta",
    "update": "UPDATE {table} AS t SET {sets} FROM delta AS d WHERE d.id = t.id",
    "delete": "DELETE FROM {table} WHERE id IN (SELECT id FROM delta)",
}


def _as_view(made: str) -> str:
    return made.replace("CREATE TABLE", "CREATE VIEW")
