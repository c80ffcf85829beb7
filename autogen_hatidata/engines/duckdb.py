"""The DuckDB engine: one user's file, read through lenses by agents and changed by its owner."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import duckdb

from autogen_hatidata.engines import files, memories, results
from autogen_hatidata.engines.base import Rows, Step
from autogen_hatidata.engines.faults import GIVES_UP, timed_out, translated, unusable_value
from autogen_hatidata.engines.gate import Gate
from autogen_hatidata.engines.kept import REGISTRY_COLUMNS, Kept, Results, is_registered, no_results
from autogen_hatidata.engines.lens import Lens
from autogen_hatidata.engines.lenses import Lenses
from autogen_hatidata.engines.load import load
from autogen_hatidata.engines.locked import Locked
from autogen_hatidata.engines.owner import run_script
from autogen_hatidata.engines.parser import PARSER, Statement
from autogen_hatidata.engines.pool import Pool
from autogen_hatidata.engines.quoting import dotted
from autogen_hatidata.engines.remembering import Rememberer, failed, only_reads, transaction
from autogen_hatidata.engines.rewriting import rewrite
from autogen_hatidata.engines.saving import carry_out_save, check
from autogen_hatidata.engines.statements import python_fault, read
from autogen_hatidata.engines.watchdog import Watchdog
from autogen_hatidata.engines.writing import Writer, carry_out, refused
from autogen_hatidata.errors import ExecutionFailed, LimitExceeded, NotAllowed, OpenError, unfit_parameters
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import Asker, Change, ColumnInfo, Keep, LensInfo, LensSpec, Table, TableKey

T = TypeVar("T")
Cursor = duckdb.DuckDBPyConnection

_MAX_COLUMNS = 100_000
_MOST_LOG = 64 << 20
"""Bytes of DuckDB's log of changes from which on the instance is replaced, which moves them into the file."""

_BELIEVED = (duckdb.InterruptException, duckdb.ParserException, *GIVES_UP)
"""Errors that are told as they come. All others may tell of a hidden row; even a BinderException comes from values, as
when ``range`` in FROM gets a step of 0."""


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
        self._house: _House | None = self._new_house()

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
        return DuckDBLease(self, spec, asker)

    def prepare(self, tree: Any, sql: str) -> Statement:
        """Let DuckDB's own parser read ``sql``, the text of the checked ``tree``.

        Raises:
            SqlError: DuckDB cannot read it.
            NotAllowed: the two parsers do not agree.
        """
        return PARSER.read(tree, sql)

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
        return self._results is not None and files.log_size(self._results.path) > _MOST_LOG

    def _enter(self, *, as_is: bool = False) -> tuple[int, _House]:
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

    def _new_house(self) -> _House:
        return _House(self._path, self._settings, self.version, self._writable, self._results)

    def _check_open(self) -> None:
        if self._closed:
            raise closed()

    def _leave_house(self) -> None:
        house, self._house = self._house, None
        if house is not None:
            house.close()


def read_only() -> NotAllowed:
    """The error for a change of data that was opened to be read."""
    return NotAllowed("This data was opened to be read only.", "open it without read_only to change it.")


def closed() -> OpenError:
    """The error for the use of an engine that was closed."""
    return OpenError("This data layer is closed.", "open it again.", code="closed")


class _House:
    """A locked instance with its lenses: what an owner's change replaces as a whole, and what is replaced when DuckDB
    gives up an instance after an internal error, or when its log of changes has grown large."""

    __slots__ = ("broken", "lenses", "locked")

    def __init__(self, path: Path, settings: Settings, version: int, writable: bool, results: Results | None) -> None:
        key = settings.mask_key
        if results is not None and not results.exists:
            results = None
        self.locked = Locked(
            path, settings, writable=writable, beside=(results.path, REGISTRY_COLUMNS) if results else None
        )
        self.broken = False
        try:
            if results is not None:
                results.load(self.locked)
        except BaseException:
            self.locked.close()
            raise
        self.lenses = Lenses(self.locked, version, key.get_secret_value().encode() if key else None, results=results)

    def close(self) -> None:
        self.lenses.close()
        self.locked.close()


class DuckDBLease:
    """The use of one lens for one call. While it is held, the owner's changes wait."""

    __slots__ = ("_asker", "_changing", "_engine", "_house", "_keeping", "_lens", "_spec", "_who", "info")

    info: LensInfo
    _house: _House
    _lens: Lens
    _who: int

    def __init__(self, engine: DuckDBEngine, spec: LensSpec, asker: Asker | None = None) -> None:
        self._engine = engine
        self._spec = spec
        self._asker = asker
        self._changing: int | None = None
        self._keeping = False

    def __enter__(self) -> DuckDBLease:
        self._who, self._house = self._engine._enter()
        try:
            self._lens = self._house.lenses.borrow(self._spec)
        except BaseException:
            self._engine._gate.leave(self._who)
            raise
        self.info = self._lens.info
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._house.lenses.give_back(self._lens)
        self._engine._gate.leave(self._who)

    def run(self, prepared: Statement, params: Any, *, max_rows: int, timeout_s: float) -> Table:
        """Run a statement, and give at most ``max_rows`` rows.

        DuckDB may evaluate a statement's expressions before a row filter, and so fail on a hidden row: whether it fails
        would give such rows away bit by bit. An error is therefore believed only when it comes in the fenced twin of
        the lens as well; what the twin answers is the answer. Statements that do not fail pay nothing for this.

        Raises:
            QueryTimeout: after ``timeout_s`` seconds.
            HatiDataError: anything else that went wrong, in words that name nothing hidden.
        """
        if params is not None and not isinstance(params, list | tuple | Mapping):
            raise unfit_parameters()
        ends = time.monotonic() + timeout_s

        def work(lens: Lens) -> Table:
            statement = prepared if lens is self._lens else self._moved(prepared, lens)
            return self._run_in(lens, statement, params, max_rows, ends - time.monotonic())

        return self._doubted(work, timeout_s, prepared.sql)

    @property
    def until(self) -> float:
        """When the first of the saved results expires that the lens shows."""
        return self._lens.until

    @property
    def data(self) -> int:
        """Grows with every change that an agent makes."""
        return self._engine._writer.changes

    def write(
        self, change: Change, params: Any, returning_params: Any, *, id: str, max_rows: int, timeout_s: float
    ) -> Table:
        """Change a table, or nothing; gives the rows of RETURNING.

        As with `run`, an error is believed only when it comes in the fenced twin of the lens as well.

        Raises:
            QueryTimeout: after ``timeout_s`` seconds.
            PolicyDenied: a row would not be one that can be seen through the lens.
            ConstraintFailed, HatiDataError: anything else that went wrong; nothing was changed.
        """
        ends = time.monotonic() + timeout_s
        writer, house = self._engine._writer, self._house

        def work(cursor: Cursor, lens: Lens) -> Table:
            moved = change if lens is self._lens else self._moved_change(change, lens)
            table = carry_out(cursor, lens, moved, params, returning_params, self._limits(max_rows))
            writer.mark(cursor, house.locked, id)
            return table

        with writer.alone(timeout_s):
            texts = (change.query, change.returning.sql) if change.returning is not None else (change.query,)
            table = self._committed(work, timeout_s, ends, *texts)
            house.lenses.forget_counts()
            writer.done()
        house.broken = house.broken or files.log_size(self._engine._path) > _MOST_LOG
        return table

    def save(self, prepared: Statement, params: Any, keep: Keep, *, id: str, max_rows: int, timeout_s: float) -> Table:
        """Keep the rows of a statement as a result, or nothing; gives their columns, and how many they are.

        As with `run`, an error is believed only when it comes in the fenced twin of the lens as well.

        Raises:
            QueryTimeout: after ``timeout_s`` seconds.
            LimitExceeded: more than ``max_rows`` rows, or more bytes or names than ``keep`` allows.
            BadArgument: the name is another agent's.
            HatiDataError: anything else that went wrong; nothing was kept.
        """
        self._keeping, ends = True, time.monotonic() + timeout_s
        results, house = self._engine._results, self._house
        assert results is not None

        kept: list[tuple[Kept, list[Kept]]] = []

        def work(cursor: Cursor, lens: Lens) -> Table:
            statement = prepared if lens is self._lens else self._moved(prepared, lens)
            done = carry_out_save(cursor, house.locked, results, lens, statement, params, keep, id, max_rows)
            kept[:] = [done[1:]]
            return done[0]

        with results.alone(timeout_s):
            check(results, self._lens, keep)
            results.sweep(house.locked, house.lenses.shown_in_use())
            table = self._committed(work, timeout_s, ends, prepared.sql)
            results.add(*kept[0])
        house.broken = house.broken or files.log_size(results.path) > _MOST_LOG
        return table

    def changed(self, id: str) -> int | None:
        """How many rows a call changed that was broken off after all; None if it changed nothing.

        Raises:
            ExecutionFailed: it cannot be told now, and the next start will tell.
        """
        if self._changing is None:
            return None
        try:
            if self._keeping:
                made = is_registered(self._house.locked, id)
            else:
                made = self._engine._writer.made(self._house.locked, id)
        except duckdb.Error as error:
            raise ExecutionFailed("Whether it was done is not known.", "look again later.") from error
        if not made:
            return None
        if self._keeping:
            self._house.broken = True  # the next one reads which results there are
            return self._changing
        self._engine._writer.changes += 1
        self._house.lenses.forget_counts()
        return self._changing

    def bind(self, sql: str, *, timeout_s: float) -> None:
        """Look up the names and types of a query without parameters in the lens, and run nothing.

        Raises:
            HatiDataError: what the query would meet there.
        """
        try:
            statement = PARSER.trusted(f"DESCRIBE SELECT * FROM ({sql})")
        except duckdb.Error as error:
            raise translated(error) from None
        self.run(statement, None, max_rows=_MAX_COLUMNS, timeout_s=timeout_s)

    def count(self, key: TableKey, *, timeout_s: float | None = None) -> int:
        """The number of rows of that table that can be seen through the lens, counted once per lens; that of memories
        each time.

        Raises:
            QueryTimeout: after ``timeout_s`` seconds; None leaves it to the settings.
        """
        table = self.info.tables[key]
        counts = dict[TableKey, int]() if table.personal else self._lens.counts
        if key not in counts:
            seconds = self._engine._settings.timeout_s if timeout_s is None else timeout_s
            counts[key] = self._count(dotted(self.info.database, table.schema, table.name), seconds)
        return counts[key]

    def _count(self, table: str, timeout_s: float) -> int:
        statement = PARSER.trusted(f"SELECT count(*) FROM {table}")
        return int(self.run(statement, None, max_rows=1, timeout_s=timeout_s).rows[0][0])

    def _moved(self, prepared: Statement, twin: Lens) -> Statement:
        """The statement for the twin: where its text has a random name of this lens, it would leave the twin."""
        text = self._moved_text(prepared.sql, twin)
        return prepared if text == prepared.sql else PARSER.trusted(text)

    def _moved_text(self, text: str, twin: Lens) -> str:
        mine, theirs = self.info, twin.info
        for part in ("database", "catalog_schema", "writing", "row"):
            text = text.replace(getattr(mine, part), getattr(theirs, part))
        return text

    def _moved_change(self, change: Change, twin: Lens) -> Change:
        returning = change.returning and self._moved(change.returning, twin)
        return change._replace(query=self._moved_text(change.query, twin), returning=returning)

    def _committed(self, work: Callable[[Cursor, Lens], Table], timeout_s: float, ends: float, *texts: str) -> Table:
        """Do the work of a transaction and commit it. Of an error nothing is left."""
        return self._doubted(lambda lens: self._commit_in(lens, work, ends, *texts), timeout_s, *texts, changes=True)

    def _doubted(self, work: Callable[[Lens], Table], timeout_s: float, *texts: str, changes: bool = False) -> Table:
        """Do the work in the lens, and again in its twin where an error is not to be believed; tell those that are.
        Of what ``changes`` the data, a constraint that it breaks is told as well."""
        believed = (*_BELIEVED, duckdb.ConstraintException) if changes else _BELIEVED
        try:
            try:
                return work(self._lens)
            except (duckdb.Error, MemoryError, UnicodeDecodeError) as error:
                if isinstance(error, believed) or not (self._lens.filtered or self._lens.personal(*texts)):
                    raise
            return work(self._house.lenses.twin(self._lens))
        except duckdb.InterruptException:
            self._engine._check_open()
            raise timed_out(timeout_s) from None
        except duckdb.Error as error:
            self._house.broken = self._house.broken or isinstance(error, GIVES_UP)
            raise (refused(error) if changes else None) or translated(error) from None
        except UnicodeDecodeError:
            raise unusable_value() from None
        except MemoryError:
            raise LimitExceeded(
                "The statement needs more memory than is allowed.", "filter earlier, aggregate, or take fewer rows."
            ) from None

    @staticmethod
    def _pool(lens: Lens, *texts: str) -> Pool:
        """The cursors for what these texts read."""
        return lens.asking if lens.asking is not None and lens.personal(*texts) else lens.pool

    def _tell(self, cursor: Cursor, pool: Pool, lens: Lens) -> None:
        """Say on a cursor who asks, before each use, where that counts: another agent may have used it before."""
        if pool is lens.asking:
            memories.tell(cursor, self._house.locked.asker, self._asker)

    def _commit_in(self, lens: Lens, work: Callable[[Cursor, Lens], Table], ends: float, *texts: str) -> Table:
        watchdog = self._engine._watchdog
        pool = self._pool(lens, *texts)
        cursor = pool.take()
        watch = watchdog.watch(cursor, ends - time.monotonic())
        committed = False
        try:
            try:
                self._tell(cursor, pool, lens)
                found = work(cursor, lens)
                if watchdog.done(watch):  # from here on only Ctrl-C interrupts it
                    raise duckdb.InterruptException
                self._changing = found.changed
                cursor.execute("COMMIT")
            except (RuntimeError, ValueError, OverflowError, TypeError) as error:
                raise python_fault(error) from None
            committed = True
            return found
        finally:
            watchdog.done(watch)
            if committed:
                pool.give(cursor)
            else:
                cursor.interrupt()
                cursor.close()  # which undoes what was begun

    def _run_in(self, lens: Lens, prepared: Statement, params: Any, max_rows: int, timeout_s: float) -> Table:
        pool = self._pool(lens, prepared.sql)
        cursor = pool.take()
        watch = self._engine._watchdog.watch(cursor, timeout_s)
        clean = False
        try:
            self._tell(cursor, pool, lens)
            (columns, types), rows, truncated = self._rows(cursor, prepared, params, self._limits(max_rows), self._kept)
            clean = not truncated and not prepared.leaves_traces
            return Table(columns, types, rows, truncated)
        finally:
            # A cursor that was interrupted, failed, or was not read to its end is never used again.
            if not self._engine._watchdog.done(watch) and clean:
                pool.give(cursor)
            else:
                cursor.interrupt()  # after Ctrl-C its threads may still be at work, and closing waits for them
                cursor.close()

    def _limits(self, max_rows: int) -> results.Limits:
        settings = self._engine._settings
        return results.Limits(max_rows, settings.max_result_cells, int(settings.max_result_mb * 1e6))

    @staticmethod
    def _rows(
        cursor: duckdb.DuckDBPyConnection, prepared: Statement, params: Any, limits: results.Limits, keep: results.Keep
    ) -> tuple[results.Shape, list[results.Row], bool]:
        try:
            return read(cursor, prepared, params, limits, keep)
        except (RuntimeError, ValueError, OverflowError, TypeError) as error:
            raise python_fault(error) from None

    def _kept(self, first: list[results.Row], types: Sequence[str]) -> list[results.Row]:
        """Where the rows of a long answer are kept, from the first ones on."""
        return first
