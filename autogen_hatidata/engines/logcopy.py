"""A growing log under lenses: agents' SQL runs over a copy of it, in an instance that has nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

import duckdb

from autogen_hatidata.engines import files
from autogen_hatidata.engines.duckdb import DuckDBEngine
from autogen_hatidata.engines.lease import DuckDBLease, Lent
from autogen_hatidata.engines.logs import RELATION, link, reading
from autogen_hatidata.engines.quoting import name
from autogen_hatidata.engines.worker import WorkerEngine, WorkerLease
from autogen_hatidata.errors import AuditError
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import Asker, LensSpec

T = TypeVar("T")
News = Callable[[], AbstractContextManager[tuple[bool, list[Path]]]]


class _Growing:
    """What an engine over a copy of a log has besides: it is brought up to date when a lease begins."""

    _columns: Mapping[str, str]
    _news: News
    _fresh: threading.Lock

    if TYPE_CHECKING:

        def _change(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> T: ...

    def _begin(self, columns: Mapping[str, str], news: News) -> None:
        self._columns, self._news = columns, news
        self._fresh = threading.Lock()

    def refresh(self) -> None:
        """Copy what came to the log since the last time. Calls under way are waited for."""
        with self._fresh, self._news() as (anew, pieces):
            if pieces:
                self._change(lambda connection: self._copy(connection, pieces, anew=anew))

    def _copy(self, connection: duckdb.DuckDBPyConnection, pieces: Sequence[Path], *, anew: bool) -> None:
        """Records that are there already are left out: a copy may have been broken off before it counted as seen."""
        with TemporaryDirectory(prefix="hatidata-") as folder:
            links = [link(Path(folder), number, file) for number, file in enumerate(pieces)]
            known = "-1" if anew else f"(SELECT coalesce(max(seq), -1) FROM {RELATION})"
            with _failing():
                connection.begin()
                if anew:
                    connection.execute(f"DELETE FROM {RELATION}")
                connection.execute(f"INSERT INTO {RELATION} FROM {reading(links, self._columns)} WHERE seq > {known}")
                connection.commit()


class LogEngine(_Growing, DuckDBEngine):
    """A growing log under lenses: a relation ``audit``, copied into a DuckDB file for the SQL of agents."""

    def __init__(self, path: Path, columns: Mapping[str, str], news: News, settings: Settings) -> None:
        """Make the file at ``path``.

        Args:
            columns: of the relation, with their types.
            news: gives the files with new records, and whether these are all records there are.
        """
        _make(path, columns)
        super().__init__(path, settings, read_only=False, created=True)
        self._begin(columns, news)

    def lease(self, spec: LensSpec, asker: Asker | None = None) -> DuckDBLease:
        """The use of the lens that shows what ``spec`` allows, over the log as it is when the lease begins."""
        return _LogLease(self._lent, spec, asker, self.refresh)


class LogWorkerEngine(_Growing, WorkerEngine):
    """The same, with a worker of its own for the SQL of agents. What goes into the copy is copied by this process."""

    def __init__(self, path: Path, columns: Mapping[str, str], news: News, settings: Settings) -> None:
        """Make the file at ``path``, as `LogEngine` does."""
        _make(path, columns)
        super().__init__(path, settings, read_only=False, created=True)
        self._begin(columns, news)

    def lease(self, spec: LensSpec, asker: Asker | None = None) -> WorkerLease:
        """The use of the lens that shows what ``spec`` allows, over the log as it is when the lease begins."""
        return _LogWorkerLease(self, spec, asker)


LOG_ENGINES: Mapping[str, Callable[[Path, Mapping[str, str], News, Settings], LogEngine | LogWorkerEngine]] = {
    "none": LogEngine,
    "process": LogWorkerEngine,
}
"""The engines over a copy of a log, by the value of ``isolation``."""


class _LogLease(DuckDBLease):
    """A lease that begins with a look at the log, where its spec lets anything be seen."""

    __slots__ = ("_refresh",)

    def __init__(self, lent: Lent, spec: LensSpec, asker: Asker | None, refresh: Callable[[], None]) -> None:
        super().__init__(lent, spec, asker)
        self._refresh = refresh

    def __enter__(self) -> DuckDBLease:
        if self._spec.tables != ():
            self._refresh()
        return super().__enter__()


class _LogWorkerLease(WorkerLease):
    """The same in a worker."""

    __slots__ = ()
    _engine: LogWorkerEngine

    def __enter__(self) -> WorkerLease:
        if self._spec.tables != ():
            self._engine.refresh()
        return super().__enter__()


def _make(path: Path, columns: Mapping[str, str]) -> None:
    kinds = ", ".join(f"{name(column)} {kind}" for column, kind in columns.items())
    with files.owner(path) as connection, _failing():
        connection.execute(f"CREATE TABLE {RELATION} ({kinds})")


@contextmanager
def _failing() -> Iterator[None]:
    """Agents read what becomes of the engine's errors, so its words are left out."""
    try:
        yield
    except duckdb.Error as error:
        raise AuditError(
            "The audit log could not be copied to be queried.",
            "its owner must look at the log with verify(), and at the disk it lies on.",
            detail=type(error).__name__,
        ) from None
