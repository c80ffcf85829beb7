"""The engine in a worker process: the same promises as `DuckDBEngine`, and no statement can exhaust the program."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import duckdb

from autogen_hatidata.engines import files
from autogen_hatidata.engines.base import Rows, Step
from autogen_hatidata.engines.gate import Gate
from autogen_hatidata.engines.heldlenses import HeldLens
from autogen_hatidata.engines.house import closed, read_only
from autogen_hatidata.engines.kept import Results, no_results
from autogen_hatidata.engines.load import load
from autogen_hatidata.engines.parser import PARSER, Statement
from autogen_hatidata.engines.process import Answer, WorkerProcess
from autogen_hatidata.engines.remembering import only_reads
from autogen_hatidata.engines.wire import plain
from autogen_hatidata.engines.workers import Workers
from autogen_hatidata.errors import ExecutionFailed, HatiDataError, unfit_parameters
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import Asker, Change, ColumnInfo, Keep, LensInfo, LensSpec, Table, TableKey

T = TypeVar("T")

_GRACE = 2.0
"""Seconds beyond its time limit after which a statement that nothing stops is ended with its worker."""

_COMMITTING = 10.0
"""The same for a change, whose commit nothing interrupts."""

_GOODBYE = 30.0
"""Seconds for the log of changes to go into the file."""

_BUILDING = 60.0
"""Seconds for what has no time limit of its own, such as building a lens."""


class WorkerEngine:
    """A DuckDB file that a worker process has open. Use `WorkerEngine.open`.

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
        results: Results | None = None,
    ) -> None:
        self.created = created
        self.version = 1
        self.pid = os.getpid()
        self._path, self._settings, self._read_only = path, settings, read_only
        self._gate = Gate()
        self._closed = False
        self._schema: Mapping[TableKey, tuple[ColumnInfo, ...]] | None = None
        self._writable = writable and not read_only
        self._changes = 0
        self._settled: list[str] = []
        self._results, self._saves = results, 0
        self._large_log = False
        self._workers = Workers(lambda: WorkerProcess(path, settings, read_only, self._writable, results))

    @classmethod
    def open(
        cls, path: Path, *, settings: Settings, read_only: bool, writable: bool = False, results: Results | None = None
    ) -> WorkerEngine:
        """Start a worker and let it open a file; a missing one is created unless ``read_only``. ``writable``: agents
        may change it. ``results``: where they may save results, also of a file that is only read.

        Raises:
            OpenError: as `DuckDBEngine.open`, and ``open_failed`` where a worker cannot be started.
            BadArgument: a memory limit that the engine cannot read.
        """
        created = files.find(path, read_only=read_only)
        return cls(path, settings, read_only, created, writable, results)

    @property
    def worker_pid(self) -> int:
        """The process that has the file open. Raises OpenError when there is none and none can be started."""
        return self._workers.current().pid

    def schema(self) -> Mapping[TableKey, tuple[ColumnInfo, ...]]:
        """The user's tables and views as they are, without any lens."""
        who = self._enter()
        try:
            if self._schema is None:
                self._schema = self.call("schema", seconds=_BUILDING)
            return self._schema
        finally:
            self._gate.leave(who)

    def lease(self, spec: LensSpec, asker: Asker | None = None) -> WorkerLease:
        """The use of the lens that shows what ``spec`` allows, as a context manager. ``asker``: whose memories."""
        return WorkerLease(self, spec, asker)

    def prepare(self, tree: Any, sql: str) -> Statement:
        """Let DuckDB's own parser read ``sql``, the text of the checked ``tree``. It needs no data, and works here.

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
            self._workers.idle().lenses.forget()
            self._writable = allowed  # also for a worker that is started after this one
            self.call("allow_writes", allowed, seconds=_BUILDING)

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
            self._workers.idle().lenses.forget()
            self.call("keep_results", seconds=_BUILDING)
            results.exists = True

    @property
    def keeps(self) -> bool:
        """Whether there is a file for saved results and memories."""
        return self._results is not None and self._results.exists

    @contextmanager
    def calling(self) -> Iterator[None]:
        """Let the block be one call: the owner's changes wait for its end, and what it asks never waits for them."""
        who = self._enter()
        try:
            yield
        finally:
            self._gate.leave(who)

    def remember(self, steps: Sequence[Step], *, id: str | None = None) -> list[Rows]:
        """Run our own statements on the file of memories. See `DuckDBEngine.remember`.

        A change is never made a second time. When its worker ends, the next one looks whether it is in the file.

        Raises:
            ExecutionFailed: also when the change was made, but its answer was lost with the worker; it says so.
            HatiDataError: anything else that went wrong; nothing was changed.
        """
        sent = [(text, plain(params)) for text, params in steps]
        with self.calling():
            if only_reads(steps):
                found, _ = self.call("recall", sent, [], None, seconds=_BUILDING)
                return list(found)
            return self._changed(sent, id or uuid.uuid4().hex, noted=id is not None)

    def _changed(self, steps: list[Step], id: str, *, noted: bool) -> list[Rows]:
        settled, self._settled = self._settled, []

        def work(process: WorkerProcess) -> Answer:
            return process.ask("remember", steps, settled, id, seconds=_BUILDING)

        found, self._large_log = self._workers.call(
            "remember", work, _BUILDING, lambda: id in self.call("committed", seconds=_BUILDING)
        )
        if not noted:
            self.settle(id)
        return list(found)

    def rewrite_memory(self) -> None:
        """Write the file of saved results and memories anew. See `DuckDBEngine.rewrite_memory`."""
        if self.keeps:
            with self._gate.alone():
                self._check_open()
                self._workers.idle().lenses.forget()
                self.call("rewrite_memory")

    def settle(self, id: str) -> None:
        """Forget a change whose outcome is on record; the worker is told with the next change."""
        self._settled.append(id)

    def committed(self) -> frozenset[str]:
        """The ids of the changes that are in the file and were not settled."""
        who = self._enter()
        try:
            return frozenset(self.call("committed", seconds=_BUILDING)) - set(self._settled)
        finally:
            self._gate.leave(who)

    def owner_sql(self, sql: str) -> list[dict[str, Any]]:
        """Run SQL as the owner, in the worker. What does not fit into its memory is put on the disk meanwhile.

        Raises:
            SqlError, ExecutionFailed: as `DuckDBEngine.owner_sql`.
        """
        with self._changing():
            found: list[dict[str, Any]] = self.call("owner_sql", os.getcwd(), sql)
            return found

    def load(self, table: str, source: Any, *, replace: bool = False) -> int:
        """Load data into a table, and give the number of rows. The worker reads files; a frame is read by this process,
        as it lies in its memory.

        Raises:
            LoadError: the source cannot be read, or the table is there and is not to be replaced.
        """
        if not isinstance(source, str | os.PathLike):
            return self._change(lambda connection: load(connection, table, source, replace=replace))
        with self._changing():
            return int(self.call("load", os.getcwd(), table, os.fspath(source), replace))

    def close(self) -> None:
        """Stop what runs, and end the worker. Doing it twice changes nothing."""
        if self._closed or self.pid != os.getpid():
            return
        self._closed = True
        process = self._workers.interrupt_all()
        if process is None:
            return
        stubborn = threading.Timer(_GRACE, process.end)
        stubborn.start()
        try:
            with self._gate.alone():
                stubborn.cancel()
                process.say_goodbye(_GOODBYE)
        finally:
            stubborn.cancel()
            stubborn.join()
            self._workers.retire(process)

    def call(self, name: str, *arguments: Any, seconds: float | None = None) -> Any:
        """Let the worker do one row of `CALLS`; gives its value."""
        return self._workers.call(name, lambda process: process.ask(name, *arguments, seconds=seconds), seconds or 0.0)

    def _change(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Let the owner work alone on the file from this process, while the worker lets go of it."""
        with self._changing():
            self.call("let_go", seconds=_BUILDING)
            with files.owner(self._path) as connection:
                return work(connection)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """No call is under way, and later ones see another version of the data."""
        if self._read_only:
            raise read_only()
        with self._gate.alone():
            self._check_open()
            self.version += 1
            self._schema = None
            self._workers.idle().lenses.forget()
            yield

    def _enter(self) -> int:
        if self._large_log and not self._gate.inside:
            self._shorten_log()
        who = self._gate.enter()
        try:
            self._check_open()
        except BaseException:
            self._gate.leave(who)
            raise
        return who

    def _shorten_log(self) -> None:
        """Let the worker leave its instance: the next one moves DuckDB's log of changes into the file."""
        with self._gate.alone():
            self._check_open()
            if self._large_log:
                self._workers.idle().lenses.forget()
                self.call("let_go", seconds=_BUILDING)
                self._large_log = False

    def _check_open(self) -> None:
        if self._closed:
            raise closed()

    def _held(self, process: WorkerProcess, spec: LensSpec) -> HeldLens:
        """The lens of ``spec`` in a worker, where it is built if need be."""
        lenses, saves, clock = process.lenses, self._saves, self._results.clock if self._results else None
        found = lenses.borrow(spec, saves, clock)
        if found is not None:
            return found
        with lenses.building:
            saves = self._saves
            found = lenses.borrow(spec, saves, clock)
            if found is not None:
                return found
            answer = process.ask("lens", spec, clock() if clock else 0.0, seconds=_BUILDING)
            if answer.error is not None:
                raise answer.error
            number, info, until = answer.value
            found = HeldLens(number, replace(info, version=self.version), saves, until)
            for unused in lenses.add(spec, found):
                process.ask("drop", unused.number, seconds=_BUILDING)
            return found


class WorkerLease:
    """The use of one lens for one call. While it is held, the owner's changes wait.

    When the worker ends meanwhile, the lease goes on in the next one: ``info`` stays, and texts that were written for
    it are told the new random names.
    """

    __slots__ = ("_asker", "_engine", "_held", "_process", "_spec", "_unknown", "_who", "info")

    info: LensInfo
    _held: HeldLens
    _process: WorkerProcess
    _who: int

    def __init__(self, engine: WorkerEngine, spec: LensSpec, asker: Asker | None = None) -> None:
        self._engine = engine
        self._spec = spec
        self._asker = None if asker is None else tuple(asker)
        self._unknown = False

    def __enter__(self) -> WorkerLease:
        self._who = self._engine._enter()
        try:
            self._engine._workers.call("lens", self._entered, _BUILDING)
        except BaseException:
            self._engine._gate.leave(self._who)
            raise
        self.info = self._held.info
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.lenses.give_back(self._held)
        self._engine._gate.leave(self._who)

    def run(self, prepared: Statement, params: Any, *, max_rows: int, timeout_s: float) -> Table:
        """Run a statement, and give at most ``max_rows`` rows. See `DuckDBLease.run`.

        Raises:
            QueryTimeout: after ``timeout_s`` seconds, and a little more where only the end of the worker stops it.
            LimitExceeded: it needed more memory than the worker may have, also when the worker ended by it.
            HatiDataError: anything else that went wrong, in words that name nothing hidden.
        """
        if params is not None and not isinstance(params, list | tuple | Mapping):
            raise unfit_parameters()
        leaves_traces, values = prepared.leaves_traces, plain(params)
        answer = self._ask("run", prepared.sql, leaves_traces, values, max_rows, timeout_s, timeout_s=timeout_s)
        return Table(*answer)

    @property
    def data(self) -> int:
        """Grows with every change that an agent makes."""
        return self._engine._changes

    def write(
        self, change: Change, params: Any, returning_params: Any, *, id: str, max_rows: int, timeout_s: float
    ) -> Table:
        """Change a table, or nothing; gives the rows of RETURNING. See `DuckDBLease.write`.

        A change is never made a second time. When its worker ends, the next one looks whether it is in the data.

        Raises:
            QueryTimeout, LimitExceeded: nothing was changed.
            ExecutionFailed: also when the change was made, but its answer was lost with the worker; it says so.
            HatiDataError: anything else that went wrong; nothing was changed.
        """
        engine = self._engine
        values = plain(params), plain(returning_params)
        settled, engine._settled = engine._settled, []

        def work(process: WorkerProcess) -> Answer:
            held = self._in(process)
            query = held.moved(change.query, self.info)
            returning = change.returning and held.moved(change.returning.sql, self.info)
            sent = tuple(change._replace(query=query, returning=returning))
            more = (values, settled, id, max_rows, timeout_s)
            return process.ask("write", held.number, self._asker, sent, *more, seconds=timeout_s + _COMMITTING)

        self._unknown = True
        try:
            answer = engine._workers.call("write", work, timeout_s, lambda: id in self._committed())
        except HatiDataError:  # which says what came of it
            self._unknown = False
            raise
        finally:
            engine._changes += 1  # also when it is not known whether there was one
        return Table(*answer)

    def save(self, prepared: Statement, params: Any, keep: Keep, *, id: str, max_rows: int, timeout_s: float) -> Table:
        """Keep the rows of a statement as a result, or nothing. See `DuckDBLease.save`.

        Raises:
            ExecutionFailed: also when the result was kept, but the answer was lost with the worker; it says so.
            HatiDataError: anything else that went wrong; nothing was kept.
        """
        engine = self._engine
        assert engine._results is not None
        values, now = plain(params), engine._results.clock()

        def work(process: WorkerProcess) -> Answer:
            held = self._in(process)
            sql = held.moved(prepared.sql, self.info)
            more = (prepared.leaves_traces, values, tuple(keep), now, id, max_rows, timeout_s)
            return process.ask("save", held.number, self._asker, sql, *more, seconds=timeout_s + _COMMITTING)

        self._unknown = True
        try:
            answer = engine._workers.call("save", work, timeout_s, lambda: id in self._committed())
        except HatiDataError:  # which says what came of it
            self._unknown = False
            raise
        finally:
            engine._saves += 1  # also when it is not known whether there was one
        return Table(*answer)

    def changed(self, id: str) -> int | None:
        """Nothing where a call that was broken off changed nothing.

        Raises:
            ExecutionFailed: it did change the data, and its answer was lost; the next start will tell.
        """
        if self._unknown and id in self._committed():
            raise ExecutionFailed("It was done, and its answer was lost.", "look again later.")
        return None

    def _committed(self) -> list[str]:
        found: list[str] = self._engine.call("committed", seconds=_BUILDING)
        return found

    def bind(self, sql: str, *, timeout_s: float) -> None:
        """Look up the names and types of a query without parameters in the lens, and run nothing.

        Raises:
            HatiDataError: what the query would meet there.
        """
        self._ask("bind", sql, timeout_s, timeout_s=timeout_s)

    def count(self, key: TableKey, *, timeout_s: float | None = None) -> int:
        """The number of rows of that table that can be seen through the lens. See `DuckDBLease.count`.

        Raises:
            QueryTimeout: after ``timeout_s`` seconds; None leaves it to the settings.
        """
        seconds = self._engine._settings.timeout_s if timeout_s is None else timeout_s

        def work(process: WorkerProcess) -> Answer:
            return process.ask("count", self._in(process).number, self._asker, key, seconds, seconds=seconds + _GRACE)

        found: int = self._engine._workers.call("count", work, seconds)
        return found

    def _ask(self, name: str, sql: str, *arguments: Any, timeout_s: float) -> Any:
        """Let the worker do what goes by a text."""

        def work(process: WorkerProcess) -> Answer:
            held = self._in(process)
            text = held.moved(sql, self.info)
            return process.ask(name, held.number, self._asker, text, *arguments, seconds=timeout_s + _GRACE)

        return self._engine._workers.call(name, work, timeout_s)

    def _entered(self, process: WorkerProcess) -> Answer:
        self._held, self._process = self._engine._held(process, self._spec), process
        return Answer(None, None, broken=False)

    def _in(self, process: WorkerProcess) -> HeldLens:
        """The lens in this worker; that of the last one is of no use any more."""
        if self._process is not process:
            self._entered(process)
        return self._held
