"""The second parser: DuckDB's own, in an instance without data, reads what will run."""

from __future__ import annotations

import atexit
import json
import logging
import os
import re
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import duckdb

from autogen_hatidata.engines.faults import GIVES_UP, translated
from autogen_hatidata.engines.locked import locked_empty
from autogen_hatidata.errors import HatiDataError, NotAllowed, SqlError
from autogen_hatidata.sql.agree import agree, is_dynamic_pivot, text_to_check


@dataclass(slots=True, eq=False)
class Statement:
    """A checked statement as DuckDB's parser made it. It runs on any cursor of any instance, and binds anew each time.

    Where a PIVOT takes its columns from the data, DuckDB makes more than one statement of it (``parts``), and the first
    ones leave a type behind in the cursor (``leaves_traces``).

    ``shape`` is the names and types of its columns, once it ran and can have no others: DuckDB takes its time to tell
    them. ``weighing`` is what runs in its place where a row of its answer may be too large.
    """

    sql: str
    parts: tuple[duckdb.Statement, ...]
    leaves_traces: bool = False
    shape: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    weighing: tuple[duckdb.Statement, ...] | None = None


_log = logging.getLogger("autogen_hatidata")

_PIVOT_PARTS = frozenset({duckdb.StatementType.CREATE, duckdb.StatementType.SELECT, duckdb.StatementType.MULTI})


def _alarm(detail: str | None) -> None:
    """Tell the owner too: either somebody tries something, or an allow-list has a gap that this parser closed."""
    _log.warning("a statement was denied, because two parsers do not see the same in it: %s", detail)


_NEAR = re.compile(r'at or near "(.*)"', re.DOTALL)
_MOST_SHOWN = 40  # characters of a word that an error repeats

_Instance = tuple[duckdb.DuckDBPyConnection, duckdb.Statement]


def _unreadable(sql: str, facts: Mapping[str, str]) -> HatiDataError:
    message = facts.get("error_message", "")
    near = _NEAR.search(message)
    if near is None:
        return translated(duckdb.ParserException(f"Parser Error: {message}"))
    start = len(sql.encode()[: int(facts.get("position") or 0)].decode(errors="ignore"))
    word = near[1]
    place = (start, start + len(word)) if word and sql[start : start + len(word)] == word else None
    said = f", near {word}." if word and len(word) <= _MOST_SHOWN else "."
    hint = "correct the statement around that place; the word before it may want something, or stand there twice."
    return SqlError(f"The SQL has a syntax error{said}", hint, subject=word or None, place=place)


_EXPANDED = re.compile("pragma|import", re.IGNORECASE)
"""What DuckDB 1.5 may look up, and files it may ask for, when it only takes a text apart."""


class Parser:
    """Parses without data, so that it can tell nothing about data.

    Its instance is made when it is first needed, and again after an internal error of DuckDB.
    """

    def __init__(self) -> None:
        self._instance: _Instance | None = None
        self._left: list[_Instance | None] = []
        self._lock = threading.Lock()

    def read(self, tree: Any, sql: str) -> Statement:
        """The statement that DuckDB makes of ``sql``, if it agrees with the checked ``tree``.

        Raises:
            SqlError: DuckDB cannot read it.
            NotAllowed: DuckDB reads something else in it, or it cannot be checked; a warning is logged.
        """
        try:
            checked = text_to_check(tree, sql)
            with self._lock:
                connection, serialize = self._ready()
                parts = connection.extract_statements(sql)
                serialized: str = connection.execute(serialize, [checked]).fetchall()[0][0]
        except duckdb.Error as error:
            if isinstance(error, GIVES_UP):
                self.close()
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

    def reads(self, sql: str) -> None:
        """Raises SqlError for a text that DuckDB cannot read, whatever it would do: nothing of it runs or is looked up.

        What is checked and runs is written anew from a tree, and sqlglot makes one of texts that no system has.
        """
        try:
            with self._lock:
                connection, serialize = self._ready()
                if not _EXPANDED.search(sql):
                    with suppress(duckdb.Error):  # a quarter of the time of the tree, and it tells less of an error
                        connection.extract_statements(sql)
                        return
                found: str = connection.execute(serialize, [sql]).fetchall()[0][0]
        except duckdb.Error as error:
            if isinstance(error, GIVES_UP):
                self.close()
            raise translated(error) from None
        facts = json.loads(found) if found.startswith('{"error":true') else {}
        if facts.get("error_type") == "parser":
            raise _unreadable(sql, facts)

    def trusted(self, sql: str) -> Statement:
        """The statement of a text that this package wrote itself."""
        with self._lock:
            return Statement(sql, tuple(self._ready()[0].extract_statements(sql)))

    def close(self) -> None:
        """Let go of the instance. The next text gets another one."""
        with self._lock:
            if self._instance is not None:
                self._instance[0].close()
            self._instance = None

    def _ready(self) -> _Instance:
        if self._instance is None:
            connection = locked_empty()
            (serialize,) = connection.extract_statements("SELECT system.main.json_serialize_sql(?)")
            self._instance = connection, serialize
        return self._instance

    def _forked(self) -> None:
        """Begin anew in a child. Lock and instance may have been in use at that moment: neither is touched again, nor
        let go of, which would end threads that a child does not have."""
        self._left.append(self._instance)
        self._instance, self._lock = None, threading.Lock()


PARSER = Parser()
"""The one of this process: it keeps nothing of what it reads, and another instance takes 15 ms to make."""

atexit.register(PARSER.close)
os.register_at_fork(after_in_child=PARSER._forked)
