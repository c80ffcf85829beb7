"""What the pipeline needs of an engine, as `DuckDBEngine` has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Protocol

from autogen_hatidata.types import Asker, Change, ColumnInfo, Keep, LensInfo, LensSpec, Table, TableKey

Step = tuple[str, Any]
"""One statement of ours, in which ``{memory}`` stands for the schema of the file of memories, and its parameters."""

Rows = list[tuple[Any, ...]]
"""What a statement gives."""


class Prepared(Protocol):
    """A checked statement, parsed once. It runs in any lens, and binds its names anew each time."""

    @property
    def sql(self) -> str:
        """The text that was parsed."""
        ...


class Held(Protocol):
    """What one call holds while it is under way."""

    @property
    def info(self) -> LensInfo:
        """The names that the caller can see."""
        ...

    def changed(self, id: str) -> int | None:
        """How much a call changed that was broken off after all; None if it changed nothing.

        Raises:
            ExecutionFailed: it cannot be told now.
        """
        ...

    def __enter__(self) -> object: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Lease(Held, Protocol):
    """The use of one lens for one call. While a lease is held, the owner's changes wait."""

    def run(self, prepared: Any, params: Any, *, max_rows: int, timeout_s: float) -> Table:
        """Run a statement, and give at most ``max_rows`` rows.

        Raises:
            QueryTimeout: after ``timeout_s`` seconds.
            HatiDataError: anything else that went wrong, in words that name nothing hidden.
        """
        ...

    @property
    def data(self) -> int:
        """Grows with every change that an agent makes."""
        ...

    def write(
        self, change: Change, params: Any, returning_params: Any, *, id: str, max_rows: int, timeout_s: float
    ) -> Table:
        """Change a table, or nothing; gives the rows of RETURNING. ``id`` is kept in the data until it is settled.

        Raises:
            QueryTimeout: after ``timeout_s`` seconds; nothing was changed.
            PolicyDenied: a row would not be one that can be seen through the lens.
            ConstraintFailed: the table does not take the rows.
            HatiDataError: anything else that went wrong, in words that name nothing hidden.
        """
        ...

    def save(self, prepared: Any, params: Any, keep: Keep, *, id: str, max_rows: int, timeout_s: float) -> Table:
        """Keep the rows of a statement as a result, or nothing; gives their columns, and how many they are. The result
        is the table ``saved.<name>`` in this lens and in those of its readers, until it expires.

        `Engine.keep_results` comes first. ``id`` is among `Engine.committed` when the data is opened the next time.

        Raises:
            QueryTimeout: after ``timeout_s`` seconds; nothing was kept.
            LimitExceeded: more than ``max_rows`` rows, or more bytes or names than ``keep`` allows.
            BadArgument: the name is another agent's.
            HatiDataError: anything else that went wrong, in words that name nothing hidden.
        """
        ...

    def bind(self, sql: str, *, timeout_s: float) -> None:
        """Look up the names and types of a query without parameters in the lens, and run nothing.

        Raises:
            HatiDataError: what the query would meet there.
        """
        ...

    def count(self, key: TableKey, *, timeout_s: float | None = None) -> int:
        """The number of rows of that table that can be seen through the lens.

        Raises:
            QueryTimeout: after ``timeout_s`` seconds; None leaves it to the settings.
        """
        ...

    def __enter__(self) -> Lease: ...


class Source(Protocol):
    """What calls can be made over."""

    def schema(self) -> Mapping[TableKey, tuple[ColumnInfo, ...]]:
        """The tables and views as they are, without any lens."""
        ...

    def lease(self, spec: LensSpec, asker: Asker | None = None) -> Held:
        """What a call holds that may see what ``spec`` allows, and of memories those of ``asker``."""
        ...

    def settle(self, id: str) -> None:
        """Forget a change whose outcome is on record."""
        ...


class Engine(Source, Protocol):
    """Data that can be read through lenses, and changed by its owner."""

    @property
    def version(self) -> int:
        """Changes with every change the owner makes."""
        ...

    def lease(self, spec: LensSpec, asker: Asker | None = None) -> Lease:
        """The use of the lens that shows what ``spec`` allows, and of memories those of ``asker``."""
        ...

    def allow_writes(self, allowed: bool) -> None:
        """Let agents change the data from now on, or not any more."""
        ...

    @property
    def pid(self) -> int:
        """The process that opened it, and the only one that can use it."""
        ...

    def keep_results(self) -> None:
        """Make ready for the first saved result or memory. No call may be under way in this thread."""
        ...

    @property
    def keeps(self) -> bool:
        """Whether there is a file for saved results and memories."""
        ...

    def calling(self) -> AbstractContextManager[None]:
        """Let a block be one call: the owner's changes wait for its end, and what it asks never waits for them."""
        ...

    def remember(self, steps: Sequence[Step], *, id: str | None = None) -> list[Rows]:
        """Run our own statements on the file of memories, each with its parameters: all of them or none; gives the rows
        of each. ``{memory}`` in a text stands for the schema of that file; a text that only reads begins with SELECT.
        `keep_results` comes first. ``id`` is among `committed` until it is settled.

        Raises:
            HatiDataError: nothing was changed, or it says that it was.
        """
        ...

    def rewrite_memory(self) -> None:
        """Write that file anew, so that nothing is left in it of what was removed. No call may be under way in this
        thread.

        Raises:
            OpenError: it cannot be written; nothing was changed.
        """
        ...

    def committed(self) -> frozenset[str]:
        """The ids of the changes that are in the data and were not settled, and of the saves."""
        ...

    def prepare(self, tree: Any, sql: str) -> Prepared:
        """Let the engine's own parser read ``sql``, the text of the checked ``tree``. NotAllowed if they disagree."""
        ...

    def reads(self, sql: str) -> None:
        """Raises SqlError for a text that the engine's own parser cannot read. Nothing of it runs or is looked up."""
        ...

    def owner_sql(self, sql: str) -> list[dict[str, Any]]:
        """Run SQL as the owner, without any lens."""
        ...

    def load(self, table: str, source: Any, *, replace: bool = False) -> int:
        """Load the owner's data into a table, and give the number of rows."""
        ...

    def close(self) -> None:
        """Let go of the data. Doing it twice changes nothing."""
        ...
