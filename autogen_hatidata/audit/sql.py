"""SQL over a log: one relation ``audit``, one row a record, one typed column for each field that a record can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from autogen_hatidata.audit.files import segments, whole_lines
from autogen_hatidata.audit.news import copy
from autogen_hatidata.audit.reading import failing, utc
from autogen_hatidata.engines import logs
from autogen_hatidata.engines.logs import Logs
from autogen_hatidata.engines.quoting import literal
from autogen_hatidata.errors import AuditError
from autogen_hatidata.governance.names import plain_name
from autogen_hatidata.governance.records import COMMON, FIELDS

_TYPES: Mapping[str, str] = {
    "v": "BIGINT",
    "seq": "BIGINT",
    "time": "TIMESTAMP",  # UTC
    "pid": "BIGINT",
    "signed": "BOOLEAN",
    "torn": "BIGINT",
    "after_head": "BIGINT",
    "found": "JSON",
    "spending": "JSON",
    "schema": "BIGINT",
    "attempt": "BIGINT",
    "step": "BIGINT",
    "saved": "STRUCT(name VARCHAR, roles VARCHAR[], expires VARCHAR)",
    "memory": "JSON",
    "meaning": "JSON",
    "tables": "VARCHAR[]",
    "filters": "VARCHAR[]",
    "masks": "VARCHAR[]",
    "rules": "VARCHAR[]",
    "verdicts": "MAP(VARCHAR, VARCHAR)",
    "estimate": "DOUBLE",
    "reserved": "DOUBLE",
    "credits": "DOUBLE",
    "rows": "BIGINT",
    "truncated": "BOOLEAN",
    "ms": "MAP(VARCHAR, DOUBLE)",
    "healed": "STRUCT(kind VARCHAR, before VARCHAR, after VARCHAR)[]",
}
"""The types of fields that are no text."""

_FIRST = ("seq", "time", "kind", *FIELDS["outcome"])
_LAST = ("prev", "hash", "v")


def _columns() -> dict[str, str]:
    middle = [field for fields in FIELDS.values() for field in fields]
    names = dict.fromkeys((*_FIRST, *middle, *COMMON))
    ordered = [*(name for name in names if name not in _LAST), *_LAST]
    return {name: _TYPES.get(name, "VARCHAR") for name in ordered}


COLUMNS: Mapping[str, str] = MappingProxyType(_columns())
"""The columns of ``audit`` with their types: every field of every kind of record. A field that a kind does not have is
NULL there; a field that this release does not know has no column."""


def query(folder: Path, sql: str, params: Any = None) -> list[dict[str, Any]]:
    """The owner's SQL over the log in a folder, as dictionaries. No layer needs to have it open; one may.

    Args:
        folder: where the segments lie.
        sql: one query over ``audit``: see `COLUMNS`.
        params: a list for ``?`` and ``$1``, a mapping for ``$name``.

    Raises:
        SqlError, NotAllowed: the text is not one query.
        ExecutionFailed: with the engine's own message.
        AuditError: the log cannot be read.
    """
    with opened(folder) as log:
        return log.query(sql, params)


def export(folder: Path, target: Path, form: str, agent: str | None = None, since: datetime | str | None = None) -> int:
    """Write the log in a folder as one flat table, a row for each record; gives how many they are.

    Args:
        target: the new file.
        form: ``jsonl``, ``csv`` or ``parquet``. In CSV nested values are JSON, and a text that a spreadsheet would take
            for a formula has a ``'`` before it.
        agent: only records of this agent.
        since: only records written at or after this time (ISO text or datetime; UTC unless it says otherwise).
    """
    start = utc(since)
    wanted = [f"agent = {literal(plain_name(agent))}"] if agent is not None else []
    wanted += [f'"time" >= TIMESTAMP {literal(start[:-1])}'] if start is not None else []
    with failing("The audit log cannot be exported."), _whole(folder) as files:
        return logs.export(files, COLUMNS, " AND ".join(wanted) or "true", target, form)


@contextmanager
def opened(folder: Path, columns: Sequence[str] | None = None, where: str = "true") -> Iterator[Logs]:
    """The log in a folder for several queries, all over the records that are there now: ``log.query(sql, params)``.

    Each query reads the files anew, and of them only the fields that it names. With ``columns`` these are read once,
    of the records for which ``where`` (SQL, never text of others) holds, and kept in memory; there are no others then.
    """
    with (
        failing("The audit log cannot be read."),
        _whole(folder) as files,
        logs.opened(files, COLUMNS, columns, where) as log,
    ):
        yield log


@contextmanager
def _whole(folder: Path) -> Iterator[list[Path]]:
    """The segments, with whole lines only: of one that may grow, or ends in a torn line, there is a copy."""
    found = segments(folder)
    if not found:
        raise AuditError(f"There is no log in {folder}.", "check the path.")
    with TemporaryDirectory(prefix="hatidata-") as room:
        yield [_settled(path, Path(room), grows=path == found[-1]) for path in found]


def _settled(path: Path, room: Path, *, grows: bool) -> Path:
    size = path.stat().st_size
    whole = whole_lines(path, size)
    if whole == size and not grows:
        return path
    return copy(path, 0, whole, room)
