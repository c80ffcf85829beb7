"""SQL over the files of a log, in an instance of its own that reaches these files and no others, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from autogen_hatidata.engines.locked import CLOSED, configure
from autogen_hatidata.engines.owner import dicts
from autogen_hatidata.engines.quoting import literal, name
from autogen_hatidata.errors import AuditError, BadArgument, ExecutionFailed, NotAllowed, SqlError

RELATION = "audit"
_LONGEST = 64 * 1024 * 1024  # bytes of one line: a checkpoint may list many chats

_QUERIES = frozenset({duckdb.StatementType.SELECT, duckdb.StatementType.MULTI, duckdb.StatementType.CREATE})
"""What DuckDB makes of one query: of a PIVOT it makes more than a SELECT."""

_DAMAGED = ("Malformed JSON", "JSON transform error")


class Logs:
    """The relation `audit` over the files of a log, as `opened` gives it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def query(self, sql: str, params: Any = None) -> list[dict[str, Any]]:
        """The rows of one query as dictionaries. ``params``: a list for ``?`` and ``$1``, a mapping for ``$name``.

        Raises:
            SqlError, NotAllowed: the text is not one query; nothing ran.
            ExecutionFailed: with the engine's own message.
            AuditError: a line of the log is not a record.
        """
        parts = self._parts(sql)
        try:
            for part in parts[:-1]:
                self._connection.execute(part)
            return dicts(self._connection.execute(parts[-1], params))
        except duckdb.Error as error:
            raise failed(error) from None
        except (ValueError, OverflowError, TypeError) as error:  # a parameter or an answer that Python cannot hold
            raise ExecutionFailed(f"The query cannot be answered: {error}", "cast the value to VARCHAR.") from None

    def _parts(self, sql: str) -> list[duckdb.Statement]:
        """The one query, as DuckDB runs it."""
        if not isinstance(sql, str):
            raise BadArgument("The SQL must be text.", "give one query.")
        try:
            parts = self._connection.extract_statements(sql)
        except duckdb.Error as error:
            raise SqlError(str(error), "correct the text; nothing ran.") from None
        if not parts:
            raise SqlError("There is no statement in the text.", "give one query.")
        kinds = {part.type for part in parts}
        is_select = len(parts) == 1 and kinds == {duckdb.StatementType.SELECT}
        if not is_select and not (kinds <= _QUERIES and self._is_query(sql)):
            raise NotAllowed("SQL over the log is one query, and changes nothing.", "give one SELECT.")
        return parts

    def _is_query(self, sql: str) -> bool:
        """Whether the text can stand in brackets behind FROM. A COPY of a PIVOT, which could write to the files of the
        log, is of the same kind as a PIVOT, and cannot."""
        try:
            return bool(self._connection.extract_statements(f"FROM (\n{sql.strip().rstrip(';')}\n)"))
        except duckdb.Error:
            return False


@contextmanager
def opened(
    files: Sequence[Path], columns: Mapping[str, str], kept: Sequence[str] | None = None, where: str = "true"
) -> Iterator[Logs]:
    """The records in these files, one JSON object a line, as a relation ``audit`` with these columns and types.

    The files must not have a line that is not whole. Nothing is read before a query asks, and then only the columns
    that it needs are kept; with ``kept`` these columns, of the records for which ``where`` holds, are read once, into
    memory, and are all that queries see.
    """
    with TemporaryDirectory(prefix="hatidata-") as folder, _instance() as connection:
        links = [link(Path(folder), number, file) for number, file in enumerate(files)]
        try:
            configure(connection, {"allowed_paths": listed(links), "enable_external_access": "false"})
            if kept is None:
                connection.execute(f"CREATE VIEW {RELATION} AS FROM {reading(links, columns)}")
            else:
                chosen = f"SELECT {', '.join(map(name, kept))} FROM {reading(links, columns)} WHERE {where}"
                configure(connection, {"preserve_insertion_order": "false"})
                connection.execute(f"CREATE TABLE {RELATION} AS {chosen}")
            configure(connection, {"lock_configuration": "true"})
        except duckdb.Error as error:
            raise failed(error) from None
        yield Logs(connection)


def export(files: Sequence[Path], columns: Mapping[str, str], where: str, target: Path, form: str) -> int:
    """Write the records in these files for which ``where`` holds into a new file; gives how many they are.

    Args:
        form: a key of `FORMS`.
    """
    with TemporaryDirectory(prefix="hatidata-") as folder, _instance() as connection:
        links = [link(Path(folder), number, file) for number, file in enumerate(files)]
        chosen = (
            ", ".join(_for_spreadsheets(column, kind) for column, kind in columns.items()) if form == "csv" else "*"
        )
        query = f"SELECT {chosen} FROM {reading(links, columns)} WHERE {where}"
        try:
            allowed = listed([*links, target])
            configure(connection, {"allowed_paths": allowed, "enable_external_access": "false"})
            done = connection.execute(f"COPY ({query}) TO {literal(str(target))} ({FORMS[form]})").fetchone()
        except duckdb.Error as error:
            raise failed(error) from None
    return int(done[0]) if done else 0


FORMS: Mapping[str, str] = {"jsonl": "FORMAT json", "csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet"}
"""The forms that a log can be exported in."""


def _for_spreadsheets(column: str, kind: str) -> str:
    """A cell: nested values as JSON, and no text that a spreadsheet takes for a formula, since models write it."""
    cell = name(column)
    if kind == "JSON" or not kind.isalpha():
        cell = f"CAST(to_json({cell}) AS VARCHAR)"
    elif kind != "VARCHAR":
        return cell
    return f"CASE WHEN regexp_matches({cell}, '^\\s*[-=+@]') THEN chr(39) || {cell} ELSE {cell} END AS {name(column)}"


def reading(files: Sequence[Path], columns: Mapping[str, str]) -> str:
    """What stands behind FROM to read the records in these files."""
    kinds = ", ".join(f"{name(column)}: {literal(kind)}" for column, kind in columns.items())
    return (
        f"read_json({listed(files)}, format = 'newline_delimited', records = 'true', columns = {{{kinds}}}, "
        f"maximum_object_size = {_LONGEST})"
    )


def listed(files: Sequence[Path]) -> str:
    """The paths as SQL writes a list of texts."""
    return f"[{', '.join(literal(str(file)) for file in files)}]"


def _instance() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=dict(CLOSED))
    connection.execute("SET enable_progress_bar = false")  # where Python is at a prompt it is on, and in the way
    return connection


def link(folder: Path, number: int, file: Path) -> Path:
    """A name for the file that has nothing in it which DuckDB reads as a pattern."""
    link = folder / f"{number:06d}.jsonl"
    link.symlink_to(file.resolve())
    return link


def failed(error: duckdb.Error) -> AuditError | ExecutionFailed:
    """What the owner reads when the engine fails over a log."""
    text = str(error)
    if any(sign in text for sign in _DAMAGED):
        return AuditError(
            "The audit log holds a line that is not a record.",
            "run verify() on the log.",
            detail=text.partition("\n")[0],
        )
    return ExecutionFailed(text, "correct the query.")
