"""Saved results: tables of our own beside the user's file, each shown in the lenses of its readers until it expires."""

from __future__ import annotations

import hmac
import logging
import math
import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from autogen_hatidata.engines import files
from autogen_hatidata.engines.locked import REGISTRY, Locked, columns_of_tables
from autogen_hatidata.engines.quoting import RANDOM, dotted, literal
from autogen_hatidata.errors import OpenError, QueryTimeout
from autogen_hatidata.types import ColumnInfo, LensSpec, TableKey

_log = logging.getLogger("autogen_hatidata")

SCHEMA = "saved"
"""The schema of a lens in which its results are shown."""

REGISTRY_COLUMNS = (
    "id VARCHAR, name VARCHAR, stored VARCHAR, lens VARCHAR, readers VARCHAR[], sources VARCHAR[][], agent VARCHAR, "
    "created BIGINT, expires DOUBLE, rows BIGINT, bytes BIGINT"
)
"""``id`` is the call that saved it, ``lens`` the digest of the rules that it was made under, ``sources`` the tables it
was made of, ``created`` its number."""


class Kept(NamedTuple):
    """One saved result: the row of the registry, and its columns."""

    id: str
    name: str
    stored: str
    lens: str
    readers: tuple[str, ...]
    sources: tuple[TableKey, ...]
    agent: str
    created: int
    expires: float
    rows: int
    bytes: int
    columns: tuple[ColumnInfo, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What there is one of: a name of one lens."""
        return (self.lens, self.name.lower())


class Results:
    """Which results there are, and in which lens each is shown.

    Attributes:
        path: the file that holds them; it is made when the first one is saved.
        exists: whether it is there.
        epoch: grows whenever there are others.
        shown: whether they can be shown: not where the user's database has a schema of that name.
    """

    def __init__(self, path: Path, clock: Callable[[], float], mask_key: bytes | None = None) -> None:
        """Nothing is read or made yet. ``mask_key``: results that were made under another one are not shown."""
        self.path = path
        self._key = mask_key or b"none"
        self.exists = path.exists()
        self.epoch = 0
        self.shown = True
        self.clock = clock
        self._kept: tuple[Kept, ...] = ()
        self._made: frozenset[str] = frozenset()
        self._unused: set[str] = set()
        self._lock = threading.Lock()

    def create(self) -> None:
        """Make the file, whole or not at all.

        Raises:
            OpenError: it cannot be made.
        """
        if self.exists:
            return
        draft = files.draft_of(self.path)
        try:
            files.drop_draft(self.path)
            files.log_of(self.path).unlink(missing_ok=True)
            with files.owner(draft) as connection:
                connection.execute(f"CREATE TABLE {REGISTRY} ({REGISTRY_COLUMNS})")
            os.replace(draft, self.path)
        except (OSError, duckdb.Error, OpenError) as error:
            # A model reads this: what names the owner's files is for the log.
            raise OpenError("Nothing can be saved here.", "tell the person who runs this.", detail=str(error)) from None
        self.exists = True

    def load(self, locked: Locked) -> None:
        """Read which results a new instance has; those that expired go, and tables that no result has."""
        files.drop_draft(self.path)
        self.shown = all(schema != SCHEMA for schema, _ in locked.relations)
        if not self.shown:
            _log.warning("the database has a schema %s, so agents can neither save results nor read them", SCHEMA)
        cursor = locked.cursor()
        try:
            found = _registered(cursor, locked)
            self._made |= {one.id for one in found}
            self._unused.clear()
            self._kept = tuple(one for one in found if one.expires > self.clock())
            kept = {one.stored for one in self._kept}
            cursor.execute("BEGIN")
            forget(cursor, locked, [one for one in found if one not in self._kept])
            for table in _stored(cursor, locked).keys() - kept:
                cursor.execute(f"DROP TABLE {dotted(locked.results, 'main', table)}")
            cursor.execute("COMMIT")
        except duckdb.Error as error:
            raise files.opening(self.path, str(error), ours=True) from None
        finally:
            cursor.close()
        self.epoch += 1

    def lens(self, spec: LensSpec) -> str:
        """What tells one set of rules from every other, in every process."""
        return self._digest(repr(spec.tables))

    def readers(self, names: Iterable[str]) -> tuple[str, ...]:
        """How the registry has the readers that a result is handed over to."""
        return tuple(map(self._digest, names))

    def _digest(self, text: str) -> str:
        return hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), "sha256").hex()

    def made(self) -> frozenset[str]:
        """The calls whose results are in the file, or were when it was opened."""
        return self._made.union(one.id for one in self._kept)

    def visible(self, spec: LensSpec) -> tuple[Kept, ...]:
        """The results that are shown in the lens of ``spec``: those made under the same rules, and those handed over.

        Of two with one name the lens's own counts, then the newer one.
        """
        if not self.shown or not self._kept:
            return ()
        mine, now, found = self.lens(spec), self.clock(), dict[str, Kept]()
        reader = self._digest(spec.reader) if spec.reader else None
        for one in sorted(self._kept, key=lambda one: (one.lens == mine, one.created)):
            if one.expires > now and (one.lens == mine or reader in one.readers):
                found[one.name.lower()] = one
        return tuple(found.values())

    def of(self, lens: str, name: str) -> Kept | None:
        """The result of that name that was made under those rules, if it did not expire."""
        now, key = self.clock(), (lens, name.lower())
        return next((one for one in self._kept if one.key == key and one.expires > now), None)

    def of_agent(self, agent: str) -> list[Kept]:
        """What an agent has saved."""
        now = self.clock()
        return [one for one in self._kept if one.agent == agent and one.expires > now]

    def outdated(self, replacing: tuple[str, str]) -> list[Kept]:
        """What goes when a result of this key is saved."""
        now = self.clock()
        return [one for one in self._kept if one.key == replacing or one.expires <= now]

    def sweep(self, locked: Locked, used: Collection[str]) -> None:
        """Drop the tables of results that are gone, but those that are still ``used``."""
        tables = self._unused.difference(used)
        if not tables:
            return
        cursor = locked.cursor()
        try:
            for table in tables:
                cursor.execute(f"DROP TABLE IF EXISTS {dotted(locked.results, 'main', table)}")
                self._unused.discard(table)
        finally:
            cursor.close()

    def next_number(self) -> int:
        """The number of the next result."""
        return max((one.created for one in self._kept), default=0) + 1

    def add(self, new: Kept, gone: Iterable[Kept]) -> None:
        """Know a result that was committed, and forget others."""
        left = set(gone)
        self._kept = (*(one for one in self._kept if one not in left), new)
        self._unused.update(one.stored for one in left)
        self.epoch += 1

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """Hold the file for a save. Raises QueryTimeout when others take too long."""
        if not self._lock.acquire(timeout=min(max(seconds, 0), threading.TIMEOUT_MAX)):
            raise QueryTimeout("Other agents are saving results. Nothing was saved.", "try again.")
        try:
            yield
        finally:
            self._lock.release()


def no_results() -> OpenError:
    """The error where there is no place for results."""
    return OpenError("Nothing can be saved here.", "query without saving.")


def until(shown: Iterable[Kept]) -> float:
    """When the first of these expires."""
    return min((one.expires for one in shown), default=math.inf)


def register(cursor: duckdb.DuckDBPyConnection, locked: Locked, new: Kept) -> None:
    """Add a row to the registry, in the open transaction."""
    row = list(new[:-1])
    marks = ", ".join("?" for _ in row)
    cursor.execute(f"INSERT INTO {locked.registry} VALUES ({marks})", row)


def is_registered(locked: Locked, id: str) -> bool:
    """Whether the registry has the result of a call."""
    cursor = locked.cursor()
    try:
        return bool(cursor.execute(f"SELECT 1 FROM {locked.registry} WHERE id = {literal(id)}").fetchall())
    finally:
        cursor.close()


def forget(cursor: duckdb.DuckDBPyConnection, locked: Locked, gone: Iterable[Kept]) -> None:
    """Remove rows of the registry, in the open transaction. Their tables stay."""
    names = ", ".join(literal(one.stored) for one in gone)
    if names:
        cursor.execute(f"DELETE FROM {locked.registry} WHERE stored IN ({names})")


def _registered(cursor: duckdb.DuckDBPyConnection, locked: Locked) -> list[Kept]:
    columns = _stored(cursor, locked)
    rows = cursor.execute(f"SELECT * FROM {locked.registry} ORDER BY created").fetchall()
    return [_kept(row, columns[row[2]]) for row in rows if row[2] in columns]


def _kept(row: tuple[Any, ...], columns: Iterable[ColumnInfo]) -> Kept:
    """A result from its row in the registry."""
    found = Kept._make((*row, tuple(columns)))
    return found._replace(
        readers=tuple(found.readers), sources=tuple((schema, table) for schema, table in found.sources)
    )


def _stored(cursor: duckdb.DuckDBPyConnection, locked: Locked) -> dict[str, list[ColumnInfo]]:
    """The tables with results, whether the registry has them or not."""
    tables = cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [locked.results]
    ).fetchall()
    ours = [("main", table) for (table,) in tables if RANDOM.fullmatch(table)]
    columns = columns_of_tables(cursor, locked.results, ours)
    return {table: columns[schema, table] for schema, table in ours}
