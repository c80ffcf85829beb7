"""Carrying out one change: a transaction on a connection of its own, up to its commit."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from autogen_hatidata.engines import results
from autogen_hatidata.engines.base import Step
from autogen_hatidata.engines.lens import Lens
from autogen_hatidata.engines.locked import Locked
from autogen_hatidata.engines.quoting import dotted, name
from autogen_hatidata.engines.target import Target, staging
from autogen_hatidata.errors import ConstraintFailed, ExecutionFailed, HatiDataError, PolicyDenied, QueryTimeout
from autogen_hatidata.types import Change, LensInfo, Table, shown_name

Cursor = duckdb.DuckDBPyConnection

_TOGETHER = 100
"""Notes of settled changes that are dropped at once."""

_KINDS = (
    ("not null", "a value is missing that must be there"),
    ("check", "a value breaks a check of the table"),
    ("foreign key", "a row of another table refers to it, or the one that it refers to is missing"),
    ("key", "a key is there already"),
)
"""What a message about a constraint has in it, and what a caller reads. Names and values in it may be hidden."""


def carry_out(
    cursor: Cursor, lens: Lens, change: Change, params: Any, returning_params: Any, limits: results.Limits
) -> Table:
    """Do a change in a transaction that is left open, ready to be committed; gives the rows of RETURNING.

    What it changes is chosen through the lens, so that a condition sees what a query sees; and a row that the lens does
    not show afterwards is not allowed. Temporary tables are gone before the end: they would count as another file.
    """
    target = lens.targets[change.table]
    cursor.execute(target.ready("BEGIN"))
    if change.action == "insert":
        changed = _count(cursor, target, target.insert(change.columns, change.query), params)
    else:
        changed = _stage(cursor, target, lens.info, change, params)
    before = change.action == "delete"
    table = _returned(cursor, target, lens.info, change, returning_params, limits) if before else None
    _apply(cursor, target, lens.info, change)
    if not before:
        _check(cursor, target, lens.info, change)
        table = _returned(cursor, target, lens.info, change, returning_params, limits)
    if change.action != "insert":
        cursor.execute(target.ready(f"DROP TABLE {staging(lens.info)}"))
    assert table is not None
    return table._replace(changed=changed)


class Writer:
    """Lets one change at a time into a file, so that none conflicts with another.

    Attributes:
        changes: how many there were.
    """

    def __init__(self, notes: Callable[[Locked], str]) -> None:
        """``notes``: the table in which the calls are noted whose changes are in the file."""
        self.changes = 0
        self._notes = notes
        self._lock = threading.Lock()
        self._noted: set[str] = set()
        self._settled: list[str] = []
        self._dropping = 0

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """Hold the file for a change. Raises QueryTimeout when others take too long."""
        if not self._lock.acquire(timeout=min(max(seconds, 0), threading.TIMEOUT_MAX)):
            raise QueryTimeout("Other changes took too long. Nothing was changed.", "try again.")
        try:
            yield
        finally:
            self._lock.release()

    def mark(self, cursor: Cursor, locked: Locked, id: str) -> None:
        """Note in the open transaction that a call's change is in the file, and drop the notes that are not needed."""
        for text, params in self.note(locked, id):
            cursor.execute(text, params)

    def note(self, locked: Locked, id: str) -> list[Step]:
        """The statements of that: the note comes last."""
        notes = self._notes(locked)
        self._noted.add(id)
        self._dropping = len(self._settled) if len(self._settled) >= _TOGETHER else 0
        settled = self._settled[: self._dropping]
        dropped: list[Step] = [(f"DELETE FROM {notes} WHERE id = ANY(CAST(? AS VARCHAR[]))", [settled])]
        return [*(dropped if settled else ()), (f"INSERT INTO {notes} SELECT ?", [id])]

    def done(self) -> None:
        """The transaction was committed."""
        del self._settled[: self._dropping]
        self.changes += 1

    def settle(self, id: str) -> None:
        """Let the note of a call be dropped with a later change, if it is in this file."""
        if id in self._noted:
            self._noted.remove(id)
            self._settled.append(id)

    def committed(self, locked: Locked) -> frozenset[str]:
        """The calls that are noted in the file, without those that are settled."""
        try:
            found = self._read(locked) - set(self._settled)
        except (duckdb.CatalogException, duckdb.BinderException):  # no agent ever changed this file
            return frozenset()
        self._noted |= found
        return found

    def made(self, locked: Locked, id: str) -> bool:
        """Whether a call that may have been broken off while it was committed is noted in the file."""
        return id in self._read(locked)

    def _read(self, locked: Locked) -> frozenset[str]:
        cursor = locked.cursor()
        try:
            notes = cursor.execute(f"SELECT id::VARCHAR FROM {self._notes(locked)}").fetchall()
            return frozenset(id for (id,) in notes)
        finally:
            cursor.close()


def refused(error: duckdb.Error) -> HatiDataError | None:
    """The error for a change that the table does not take; None for any other."""
    if not isinstance(error, duckdb.ConstraintException):
        return None
    text = str(error).partition("\n")[0].lower()
    why = next((words for mark, words in _KINDS if mark in text), "a rule of the table is broken")
    return ConstraintFailed(
        f"The table does not take this change: {why}. Nothing was changed.", "check keys and values."
    )


def _stage(cursor: Cursor, target: Target, info: LensInfo, change: Change, params: Any) -> int:
    cursor.execute(target.ready(target.staged(info, change.columns)))
    columns = ", ".join(name(one) for one in (info.row, *(f"v{n}" for n, _ in enumerate(change.columns))))
    query = change.query if change.columns else f"SELECT {name(info.row)} FROM ({change.query})"
    count = _count(cursor, target, f"INSERT INTO {staging(info)} ({columns}) {query}", params)
    rows = f"SELECT count(DISTINCT {name(info.row)}) FROM {staging(info)}"
    if change.action == "update" and _count(cursor, target, rows) != count:
        raise ExecutionFailed("SET gives more than one value for a row. Nothing was changed.", "aggregate the values.")
    return count


def _apply(cursor: Cursor, target: Target, info: LensInfo, change: Change) -> None:
    if change.action == "update":
        _count(cursor, target, target.update(info, change.columns))
    elif change.action == "delete":
        _count(cursor, target, target.delete(info))


def _check(cursor: Cursor, target: Target, info: LensInfo, change: Change) -> None:
    outside = target.outside(info, staged=change.action == "update")
    if outside is not None and cursor.execute(target.ready(outside)).fetchall():
        raise PolicyDenied(
            f"A row would not be one of those that you may see in {shown_name(*change.table)}. Nothing was changed.",
            "write only rows that you could read afterwards.",
        )


def _returned(
    cursor: Cursor, target: Target, info: LensInfo, change: Change, params: Any, limits: results.Limits
) -> Table:
    if change.returning is None:
        return Table((), (), [], False)
    view = dotted("temp", "main", info.row)
    cursor.execute(target.ready(target.shown(info, staged=change.action != "insert", before=change.action == "delete")))
    cursor.execute(change.returning.parts[-1], params)
    described = cursor.description or []
    names, types = tuple(one[0] for one in described), tuple(str(one[1]) for one in described)
    weighing = results.weighing(change.returning.sql, types, limits)
    if weighing is None:
        rows, truncated = results.fetch(cursor, types, limits, lambda first, _: first)
    else:
        rows, truncated = results.fetch_weighed(cursor.execute(weighing, params), limits)
    cursor.execute(f"DROP VIEW {view}")
    return Table(names, types, rows, truncated)


def _count(cursor: Cursor, target: Target, sql: str, params: Any = None) -> int:
    return int(cursor.execute(target.ready(sql), params).fetchall()[0][0])
