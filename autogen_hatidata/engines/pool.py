"""Cursors that are kept for the next statement, most of them inside one lens."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from autogen_hatidata.engines.quoting import name

_KEPT = 16
"""Idle cursors of one lens. More are made when more statements run at once, and closed after them."""


class Pool:
    """Cursors whose current catalog is one lens, or none. Taking and giving back need no lock: a list's pop and append
    are one step each."""

    def __init__(self, connect: Callable[[], duckdb.DuckDBPyConnection], database: str | None = None) -> None:
        self._connect = connect
        self._enter = f"USE {name(database)}" if database else None
        self._idle: list[duckdb.DuckDBPyConnection] = []

    def take(self) -> duckdb.DuckDBPyConnection:
        """A cursor that nobody else uses until it is given back."""
        try:
            return self._idle.pop()
        except IndexError:
            cursor = self._connect()
            if self._enter:
                cursor.execute(self._enter)
            return cursor

    def give(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Take back a cursor that finished its statement and was read to the end. Drop others with ``close()``."""
        if len(self._idle) < _KEPT:
            self._idle.append(cursor)
        else:
            cursor.close()

    def close(self) -> None:
        """Close the idle cursors."""
        while self._idle:
            self._idle.pop().close()
