"""The DuckDB engine: one user's file, read through lenses by agents and changed by its owner."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from autogen_hatidata.engines import files
from autogen_hatidata.engines.base import Rows, Step
from autogen_hatidata.engines.faults import GIVES_UP
from autogen_hatidata.engines.gate import Gate
from autogen_hatidata.engines.house import MOST_LOG, House, closed, read_only
from autogen_hatidata.engines.kept import Results, no_results
from autogen_hatidata.engines.lease import DuckDBLease, Lent
from autogen_hatidata.engines.load import load
from autogen_hatidata.engines.owner import run_script
from autogen_hatidata.engines.parser import PARSER, Statement
from autogen_hatidata.engines.remembering import Rememberer, failed, only_reads, transaction
from autogen_hatidata.engines.rewriting import rewrite
from autogen_hatidata.engines.watchdog import Watchdog
from autogen_hatidata.engines.writing import Writer
from autogen_hatidata.errors import OpenError
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import Asker, ColumnInfo, LensSpec, TableKey

T = TypeVar("T")


class DuckDBEngine:
    """A DuckDB file under lenses. Use `DuckDBEngine.open`.

    Attributes:
        created: whether opening it created the file.
        version: 1 at first, and one more after each change by the owner.
        pid: the process that opened it, and the only one that can use it.
    """

    def __init__(
        self,
        path: Path,
        settings: Settings,
        read_only: bool,
        created: bool,
        writable: bool = False,
        owner_memory: str | None = None,
        results: Results | None = None,
    ) -> None:
        self.created = created
        self.version = 1
        self.pid = os.getpid()
        self._path, self._settings, self._read_only = path, settings, read_only
        self._gate = Gate()
        self._watchdog = Watchdog()
        self._closed = False
        self._writer = Writer(notes=lambda locked: locked.commits)
        self._rememberer = Rememberer()
        self._writable = writable and not read_only
        self._owner_memory = owner_memory
        self._results = results
        self._lent = Lent(
            path, settings, self._gate, self._watchdog, self._writer, results, self._enter, self._check_open
        )
        self._house: House | None = self._new_house()

    @classmethod
    def open(
        cls, path: Path, *, settings: Settings, read_only: bool, writable: bool = False, results: Results | None = None
    ) -> DuckDBEngine:
        """Open a file; a missing one is created unless ``read_only``. ``writable``: agents may change it. ``results``:
        where they may save results, also of a file that is only read.

        Raises:
            OpenError: ``no_such_file``, ``no_such_folder``, ``not_a_database``, ``wrong_version``, ``file_locked``,
                ``no_permission``.
            BadArgument: a memory limit that the engine cannot read.
        """
        created = files.find(path, read_only=read_only)
        return cls(path, settings, read_only, created, writable, results=results)

    def schema(self) -> Mapping[TableKey, tuple[ColumnInfo, ...]]:
        """The user's tables and views as they are, without any lens."""
        who, house = self._enter(as_is=True)
        try:
            return {key: relation.columns for key, relation in house.locked.relations.items()}
        finally:
            self._gate.leave(who)

    def lease(self, spec: LensSpec, asker: Asker | None = None) -> DuckDBLease:
        """The use of the lens that shows what ``spec`` allows, as a context manager. ``asker``: whose memories."""
        return DuckDBLease(self._lent, spec, asker)

    def prepare(self, tree: Any, sql: str) -> Statement:
        """Let DuckDB's own parser read ``sql``, the text of the checked ``tree``.

        Raises:
            SqlError: DuckDB cannot read it.
            NotAllowed: the two parsers do not agree.
        """
        return PARSER.read(tree, sql)

    def reads(self, sql: str) -> None:
        """Raises SqlError for a text that the engine's own parser cannot read. Nothing of it runs or is looked up."""
        PARSER.reads(sql)

    def allow_writes(self, allowed: bool) -> None:
        """Let agents change the file from now on, or not any more. Calls under way end first."""
        if self._read_only or allowed == self._writable:
            return
        with self._gate.alone():
            self._check_open()
            self._leave_house()
            self._writable = allowed
            try:
                self._house = self._new_house()
            except BaseException:
                self._writable = not allowed  # the next call opens the file as it was open before
                raise

    def keep_results(self) -> None:
        """Make ready for the first saved result or memory. Calls under way end first; later nothing is to be done.

        Raises:
            OpenError: there is no place for them.
        """
        results = self._results
        if results is None:
            raise no_results()
        if results.exists:
            return
        with self._gate.alone():
            self._check_open()
            results.create()
            self._leave_house()
            self._house = self._new_house()

    @property
    def keeps(self) -> bool:
        """Whether there is a file for saved results and memories."""
        return self._results is not None and self._results.exists

    @contextmanager
    def calling(self) -> Iterator[None]:
        """Let the block be one call: the owner's changes wait for its end, and what it asks never waits for them."""
        who, _ = self._enter(as_is=self._gate.inside)
        try:
            yield
        finally:
            self._gate.leave(who)

    def remember(self, steps: Sequence[Step], *, id: str | None = None) -> list[Rows]:
        """Run our own statements on the file of memories, which `keep_results` makes: all of them or none; gives the
        rows of each. ``{memory}`` in a text stands for the schema of that file. ``id`` is kept in it until settled.

        Raises:
            HatiDataError: nothing was changed.
        """
        found = self.remember_in(steps, id, as_is=self._gate.inside)
        house = self._house
        if house is not None and not only_reads(steps) and self.large_log:
            house.broken = True  # the next one moves the log into the file
        return found

    def remember_in(self, steps: Sequence[Step], id: str | None, *, as_is: bool) -> list[Rows]:
        """The same; ``as_is``: also in an instance that is to be replaced."""
        who, house = self._enter(as_is=as_is)
        try:
            if only_reads(steps):
                return transaction(house.locked, steps)
            return self._rememberer.remember(house.locked, steps, id)
        except (duckdb.Error, MemoryError) as error:
            house.broken = house.broken or isinstance(error, GIVES_UP)
            raise failed(error) from None
        finally:
            self._gate.leave(who)

    def rewrite_memory(self) -> None:
        """Write the file of saved results and memories anew, without a trace of what was removed from it. Calls under
        way end first; it is whole at each moment.

        Raises:
            OpenError: it cannot be written; nothing was changed.
        """
        if not self.keeps:
            return
        assert self._results is not None
        with self._gate.alone():
            self._check_open()
            self._leave_house()
            try:
                rewrite(self._results.path, self._owner_memory)
            finally:
                with suppress(OpenError):  # the next call tries again
                    self._house = self._new_house()

    def settle(self, id: str) -> None:
        """Forget a change whose outcome is on record; its note in the file goes with a later change."""
        self._writer.settle(id)
        self._rememberer.settle(id)

    def committed(self) -> frozenset[str]:
        """The ids of the changes that are in the files and were not settled."""
        who, house = self._enter(as_is=self._gate.inside)
        try:
            found = self._writer.committed(house.locked)
            if self._results is not None and self._results.exists:
                found |= self._rememberer.committed(house.locked) | self._results.made()
            return found
        finally:
            self._gate.leave(who)

    def owner_sql(self, sql: str) -> list[dict[str, Any]]:
        """Run SQL as the owner, statement by statement as DuckDB does; gives the rows of the last one.

        Raises:
            SqlError, ExecutionFailed: with the engine's own message. Statements before the failed one keep their
                effect, unless the text holds them in a transaction.
        """
        return self._change(lambda connection: run_script(connection, sql))

    def load(self, table: str, source: Any, *, replace: bool = False) -> int:
        """Load data into a table, and give the number of rows.

        Raises:
            LoadError: the source cannot be read, or the table is there and is not to be replaced.
        """
        return self._change(lambda connection: load(connection, table, source, replace=replace))

    @property
    def broken(self) -> bool:
        """Whether an internal error of DuckDB ended the instance, so that the next call gets another one."""
        return self._house is not None and self._house.broken

    def interrupt(self, thread: int) -> None:
        """Stop what that thread runs now."""
        self._watchdog.interrupt(thread)

    def interrupt_all(self) -> None:
        """Stop what runs now or begins later: the engine is about to be closed."""
        self._watchdog.interrupt_all()

    def let_go(self) -> None:
        """Let go of the file until the next call, for the owner to work on it."""
        with self._gate.alone():
            self._leave_house()

    def close(self) -> None:
        """Stop what runs, and let go of the file. Doing it twice changes nothing."""
        if self._closed or self.pid != os.getpid():
            return
        self._closed = True
        self._watchdog.interrupt_all()
        with self._gate.alone():
            self._leave_house()
            if self._writable:
                files.tidy(self._path)
            if self._results is not None and self._results.exists:
                files.tidy(self._results.path)
        self._watchdog.close()

    def _change(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Let the owner work alone on the file, and put new lenses over it afterwards, whatever came of the work."""
        if self._read_only:
            raise read_only()
        with self._gate.alone():
            self._check_open()
            self._leave_house()
            self.version += 1
            try:
                with files.owner(self._path, self._owner_memory) as connection:
                    return work(connection)
            finally:
                # Where this fails, the next call tries again, and tells its caller why it cannot.
                with suppress(OpenError):
                    self._house = self._new_house()

    @property
    def large_log(self) -> bool:
        """Whether what was remembered should be moved from DuckDB's log of changes into the file."""
        return self._results is not None and files.log_size(self._results.path) > MOST_LOG

    def _enter(self, *, as_is: bool = False) -> tuple[int, House]:
        """Hold the gate, with an instance behind it; ``as_is``: a broken one is enough, as to read what was noted of
        the file.

        Inside a call there always is one, but a broken one cannot be replaced there.
        """
        while True:
            who = self._gate.enter()
            house = self._house
            if house is not None and (as_is or not house.broken):
                return who, house
            self._gate.leave(who)
            with self._gate.alone():
                self._check_open()
                if self._house is None or self._house.broken:
                    self._leave_house()
                    self._house = self._new_house()

    def _new_house(self) -> House:
        return House(self._path, self._settings, self.version, self._writable, self._results)

    def _check_open(self) -> None:
        if self._closed:
            raise closed()

    def _leave_house(self) -> None:
        house, self._house = self._house, None
        if house is not None:
            house.close()
