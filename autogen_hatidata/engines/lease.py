"""One call's use of a lens: what runs there, what is changed, and which errors are told."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from autogen_hatidata.engines import files, memories, results
from autogen_hatidata.engines.faults import GIVES_UP, timed_out, translated, unusable_value
from autogen_hatidata.engines.gate import Gate
from autogen_hatidata.engines.house import MOST_LOG, House
from autogen_hatidata.engines.kept import Kept, Results, is_registered
from autogen_hatidata.engines.lens import Lens
from autogen_hatidata.engines.parser import PARSER, Statement
from autogen_hatidata.engines.pool import Pool
from autogen_hatidata.engines.quoting import dotted
from autogen_hatidata.engines.saving import carry_out_save, check
from autogen_hatidata.engines.statements import python_fault, read
from autogen_hatidata.engines.watchdog import Watchdog
from autogen_hatidata.engines.writing import Writer, carry_out, refused
from autogen_hatidata.errors import ExecutionFailed, LimitExceeded, unfit_parameters
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import Asker, Change, Keep, LensInfo, LensSpec, Table, TableKey

Cursor = duckdb.DuckDBPyConnection

_MAX_COLUMNS = 100_000

_BELIEVED = (duckdb.InterruptException, duckdb.ParserException, *GIVES_UP)
"""Errors that are told as they come. All others may tell of a hidden row; even a BinderException comes from values, as
when ``range`` in FROM gets a step of 0."""


@dataclass(frozen=True, slots=True)
class Lent:
    """What an engine lends to each call.

    Attributes:
        enter: holds the gate, with an instance behind it.
        check_open: raises OpenError when the engine was closed.
    """

    path: Path
    settings: Settings
    gate: Gate
    watchdog: Watchdog
    writer: Writer
    results: Results | None
    enter: Callable[[], tuple[int, House]]
    check_open: Callable[[], None]


class DuckDBLease:
    """The use of one lens for one call. While it is held, the owner's changes wait."""

    __slots__ = ("_asker", "_changing", "_house", "_keeping", "_lens", "_lent", "_spec", "_who", "info")

    info: LensInfo
    _house: House
    _lens: Lens
    _who: int

    def __init__(self, lent: Lent, spec: LensSpec, asker: Asker | None = None) -> None:
        self._lent = lent
        self._spec = spec
        self._asker = asker
        self._changing: int | None = None
        self._keeping = False

    def __enter__(self) -> DuckDBLease:
        self._who, self._house = self._lent.enter()
        try:
            self._lens = self._house.lenses.borrow(self._spec)
        except BaseException:
            self._lent.gate.leave(self._who)
            raise
        self.info = self._lens.info
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._house.lenses.give_back(self._lens)
        self._lent.gate.leave(self._who)

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
        return self._lent.writer.changes

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
        writer, house = self._lent.writer, self._house

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
        house.broken = house.broken or files.log_size(self._lent.path) > MOST_LOG
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
        results, house = self._lent.results, self._house
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
        house.broken = house.broken or files.log_size(results.path) > MOST_LOG
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
                made = self._lent.writer.made(self._house.locked, id)
        except duckdb.Error as error:
            raise ExecutionFailed("Whether it was done is not known.", "look again later.") from error
        if not made:
            return None
        if self._keeping:
            self._house.broken = True  # the next one reads which results there are
            return self._changing
        self._lent.writer.changes += 1
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
            seconds = self._lent.settings.timeout_s if timeout_s is None else timeout_s
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
            self._lent.check_open()
            raise timed_out(timeout_s) from None
        except duckdb.Error as error:
            self._house.broken = self._house.broken or isinstance(error, GIVES_UP)
            raise (refused(error) if changes else None) or translated(error, *texts) from None
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
        watchdog = self._lent.watchdog
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
        watch = self._lent.watchdog.watch(cursor, timeout_s)
        clean = False
        try:
            self._tell(cursor, pool, lens)
            (columns, types), rows, truncated = self._rows(cursor, prepared, params, self._limits(max_rows), self._kept)
            clean = not truncated and not prepared.leaves_traces
            return Table(columns, types, rows, truncated)
        finally:
            # A cursor that was interrupted, failed, or was not read to its end is never used again.
            if not self._lent.watchdog.done(watch) and clean:
                pool.give(cursor)
            else:
                cursor.interrupt()  # after Ctrl-C its threads may still be at work, and closing waits for them
                cursor.close()

    def _limits(self, max_rows: int) -> results.Limits:
        settings = self._lent.settings
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
