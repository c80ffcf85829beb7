"""An instance for as long as the process lives, in which this package makes files and looks into them."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from autogen_hatidata.engines.quoting import literal, name, random_name

Config = dict[str, str | bool | int | float | list[str]]

CLOSED: Config = {
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_unsigned_extensions": False,
    "allow_persistent_secrets": False,
    "temp_directory": "",
}
"""What each of our instances begins with. Nothing is spilled to disk: it would be the rows of all lenses, in plain."""


class Keeper:
    """Has one file attached at a time, and runs only what this package writes, never a text of others.

    It spares time: a new instance takes 13 ms, and the first look into its catalog 15 ms more, in which DuckDB reads
    and binds fifty views of its own.
    """

    def __init__(self) -> None:
        self._instance: duckdb.DuckDBPyConnection | None = None
        self._left: duckdb.DuckDBPyConnection | None = None
        self._asked = False
        self._lock = threading.Lock()

    def pays(self) -> bool:
        """Whether to use it where there is another way. For the first file of a process it costs what it spares."""
        pays, self._asked = self._asked or self._instance is not None, True
        return pays

    @contextmanager
    def attached(self, path: Path, *, read_only: bool) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
        """A connection that has the file attached, and under which name. Unless ``read_only`` a missing one is made.

        At the end of the block the process lets go of the file, and with it of every lock that it has on it.

        Raises:
            duckdb.Error: it cannot be opened.
        """
        alias = random_name()
        mode = "READ_ONLY, " if read_only else ""
        with self._lock:
            connection = self._ready()
            try:
                connection.execute(f"ATTACH {literal(str(path))} AS {name(alias)} ({mode}TYPE duckdb)")
                yield connection, alias
                connection.execute(f"DETACH {name(alias)}")
            except BaseException:
                self._drop()  # whatever state it is in
                raise

    def close(self) -> None:
        """Let go of the instance. The next file gets another one."""
        with self._lock:
            self._drop()

    def _ready(self) -> duckdb.DuckDBPyConnection:
        if self._instance is None:
            self._instance = duckdb.connect(":memory:", config={**CLOSED, "threads": 1})
        return self._instance

    def _drop(self) -> None:
        instance, self._instance = self._instance, None
        if instance is not None:
            with suppress(duckdb.Error):
                instance.close()

    def _forked(self) -> None:
        """Begin anew in a child. Lock and instance may have been in use at that moment: neither is touched again."""
        self._left, self._instance, self._lock = self._instance, None, threading.Lock()


KEEPER = Keeper()
"""The one of this process."""

atexit.register(KEEPER.close)
os.register_at_fork(after_in_child=KEEPER._forked)
