"""The second parser: DuckDB's own, in an instance without data, reads what will run."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import Any

import duckdb

from autogen_hatidata.engines.faults import translated
from autogen_hatidata.engines.locked import locked_empty
from autogen_hatidata.errors import NotAllowed
from autogen_hatidata.sql.agree import agree, is_dynamic_pivot, text_to_check


@dataclass(slots=True, eq=False)
class Statement:
    """A checked statement as DuckDB's parser made it. It runs on any cursor of any instance, and binds anew each time.

    Where a PIVOT takes its columns from the data, DuckDB makes more than one statement of it (``parts``), and the first
    ones leave a type behind in the cursor (``leaves_traces``).

    ``shape`` is the names and types of its columns, once it ran and can have no others: DuckDB takes its time to tell
    them.
    """

    sql: str
    parts: tuple[duckdb.Statement, ...]
    leaves_traces: bool = False
    shape: tuple[tuple[str, ...], tuple[str, ...]] | None = None


_log = logging.getLogger("autogen_hatidata")

_PIVOT_PARTS = frozenset({duckdb.StatementType.CREATE, duckdb.StatementType.SELECT, duckdb.StatementType.MULTI})


def _alarm(detail: str | None) -> None:
    """Tell the owner too: either somebody tries something, or an allow-list has a gap that this parser closed."""
    _log.warning("a statement was denied, because two parsers do not see the same in it: %s", detail)


class Parser:
    """Parses without data, so that it can tell nothing about data."""

    def __init__(self) -> None:
        self._connection = locked_empty()
        (self._serialize,) = self._connection.extract_statements("SELECT json_serialize_sql(?)")
        self._lock = threading.Lock()

    def read(self, tree: Any, sql: str) -> Statement:
        """The statement that DuckDB makes of ``sql``, if it agrees with the checked ``tree``.

        Raises:
            SqlError: DuckDB cannot read it.
            NotAllowed: DuckDB reads something else in it, or it cannot be checked; a warning is logged.
        """
        try:
            with self._lock:
                checked = text_to_check(tree, sql)
                parts = self._connection.extract_statements(sql)
                serialized: str = self._connection.execute(self._serialize, [checked]).fetchall()[0][0]
        except duckdb.Error as error:
            raise translated(error) from None
        try:
            agree(tree, serialized)
        except NotAllowed as refused:
            _alarm(refused.detail)
            raise
        kinds = {part.type for part in parts}
        if len(parts) == 1 and kinds == {duckdb.StatementType.SELECT}:
            return Statement(sql, tuple(parts))
        if is_dynamic_pivot(tree) and kinds <= _PIVOT_PARTS:
            return Statement(sql, tuple(parts), leaves_traces=True)
        _alarm("statements of other kinds")
        raise NotAllowed("The SQL is more than one query.", "send one SELECT.", detail="statements of other kinds")

    def trusted(self, sql: str) -> Statement:
        """The statement of a text that this package wrote itself."""
        with self._lock:
            return Statement(sql, tuple(self._connection.extract_statements(sql)))

    def close(self) -> None:
        """Let go of the instance."""
        with self._lock:
            self._connection.close()
