"""What a program can ask of its worker: a table of the calls, and what each does there."""

from __future__ import annotations

import itertools
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, SupportsIndex

from autogen_hatidata.engines import columns
from autogen_hatidata.engines.duckdb import DuckDBEngine
from autogen_hatidata.engines.lease import DuckDBLease
from autogen_hatidata.engines.parser import PARSER, Statement
from autogen_hatidata.engines.results import Row
from autogen_hatidata.engines.wire import Wire
from autogen_hatidata.types import Asker, Change, ColumnInfo, Keep, LensInfo, LensSpec, Table, TableKey

ROWS, AGAIN = "rows", "again"
"""Frames that come before the answer: some of its rows, and that those sent so far do not count."""

_CHUNK = 2048
_STATEMENTS = 1000


class Now:
    """The program's clock, as it was at the newest call that told it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


class Served:
    """What one worker works with: its engine, the lenses that the program holds, and statements it has parsed.

    A lens stays under its number until the program drops it, so that the random names in the program's texts stay good.
    """

    def __init__(self, engine: DuckDBEngine, now: Now) -> None:
        self.engine, self.now = engine, now
        self.leases: dict[int, DuckDBLease] = {}
        self._numbers = itertools.count(1)
        self._statements: OrderedDict[tuple[int, str], Statement] = OrderedDict()
        self._lock = threading.Lock()

    def hold(self, lease: DuckDBLease) -> int:
        """Keep a lens for the program; gives its number."""
        number = next(self._numbers)
        self.leases[number] = lease
        return number

    def release_all(self) -> None:
        """Let go of all lenses: the owner's changes wait for those in use."""
        while self.leases:
            self.leases.popitem()[1].__exit__(None, None, None)

    def statement(self, number: int, sql: str, leaves_traces: bool) -> Statement:
        """The statement of a text that the program has checked for a lens; the newest are kept. Each lens has its own:
        a statement notes the types of its columns, and masks change types."""
        key = number, sql
        with self._lock:
            found = self._statements.get(key)
            if found is not None:
                self._statements.move_to_end(key)
                return found
        made = PARSER.trusted(sql)
        made.leaves_traces = leaves_traces
        with self._lock:
            self._statements[key] = made
            while len(self._statements) > _STATEMENTS:
                self._statements.popitem(last=False)
        return made


class _Rows(list[Row]):
    """The rows of a long answer: they are sent while more of them are fetched, and the last ones are kept, as one of
    them may be one too many. Its length counts those that were sent."""

    def __init__(self, first: list[Row], types: Sequence[str], out: Wire) -> None:
        super().__init__(first)
        self._codecs, self._out = columns.codecs(types), out
        self.sent = 0

    def __len__(self) -> int:
        return self.sent + super().__len__()

    def __iadd__(self, new: Iterable[Row]) -> _Rows:  # type: ignore[misc,override]
        self.extend(new)
        while super().__len__() > _CHUNK:
            self._out.send((ROWS, columns.pack(self[:_CHUNK], self._codecs)))
            super().__delitem__(slice(_CHUNK))
            self.sent += _CHUNK
        return self

    def __delitem__(self, which: SupportsIndex | slice) -> None:
        assert isinstance(which, slice)
        start = None if which.start is None else which.start - self.sent
        stop = None if which.stop is None else which.stop - self.sent
        super().__delitem__(slice(start, stop))


_Who = tuple[str, str | None, bool, float] | None
"""An `Asker`, as a frame has it."""


class _Using(DuckDBLease):
    """The use of a lens that the worker holds, for one call, and for whoever makes it."""

    __slots__ = ()

    def __init__(self, held: DuckDBLease, who: _Who) -> None:
        super().__init__(held._lent, held._spec, None if who is None else Asker(*who))
        self._who, self._house, self._lens, self.info = held._who, held._house, held._lens, held.info


class _Sending(_Using):
    """The same, with rows that are sent while more of them are fetched."""

    __slots__ = ("_out", "_sent")

    def __init__(self, held: DuckDBLease, who: _Who, out: Wire) -> None:
        super().__init__(held, who)
        self._out, self._sent = out, False

    def _kept(self, first: list[Row], types: Sequence[str]) -> list[Row]:
        self._sent = True
        return _Rows(first, types, self._out)

    def _run_in(self, *arguments: Any) -> Table:
        if self._sent:  # the twin of the lens has the word now
            self._out.send((AGAIN, None))
            self._sent = False
        return super()._run_in(*arguments)


def _schema(served: Served, out: Wire) -> Mapping[TableKey, tuple[ColumnInfo, ...]]:
    return served.engine.schema()


def _lens(served: Served, out: Wire, spec: LensSpec, now: float) -> tuple[int, LensInfo, float]:
    served.now.seconds = now
    lease = served.engine.lease(spec).__enter__()
    return served.hold(lease), lease.info, lease.until


def _drop(served: Served, out: Wire, number: int) -> None:
    served.leases.pop(number).__exit__(None, None, None)


def _run(
    served: Served,
    out: Wire,
    number: int,
    who: _Who,
    sql: str,
    leaves_traces: bool,
    params: Any,
    max_rows: int,
    timeout_s: float,
) -> tuple[Any, ...]:
    lease = _Sending(served.leases[number], who, out)
    table = lease.run(served.statement(number, sql, leaves_traces), params, max_rows=max_rows, timeout_s=timeout_s)
    return tuple(table._replace(rows=table.rows[:]))  # of a long answer, what was not sent


def _write(
    served: Served,
    out: Wire,
    number: int,
    who: _Who,
    change: tuple[Any, ...],
    params: tuple[Any, Any],
    settled: list[str],
    id: str,
    max_rows: int,
    timeout_s: float,
) -> tuple[Any, ...]:
    for one in settled:
        served.engine.settle(one)
    made = Change(*change)
    if made.returning is not None:
        made = made._replace(returning=served.statement(number, made.returning, False))
    lease = _Using(served.leases[number], who)
    return tuple(lease.write(made, *params, id=id, max_rows=max_rows, timeout_s=timeout_s))


def _keep_results(served: Served, out: Wire) -> None:
    served.release_all()
    served.engine.keep_results()


def _save(
    served: Served,
    out: Wire,
    number: int,
    who: _Who,
    sql: str,
    leaves_traces: bool,
    params: Any,
    keep: tuple[Any, ...],
    now: float,
    id: str,
    max_rows: int,
    timeout_s: float,
) -> tuple[Any, ...]:
    served.now.seconds = now
    statement = served.statement(number, sql, leaves_traces)
    lease = _Using(served.leases[number], who)
    return tuple(lease.save(statement, params, Keep(*keep), id=id, max_rows=max_rows, timeout_s=timeout_s))


def _remember(
    served: Served, out: Wire, steps: list[tuple[str, Any]], settled: list[str], id: str | None
) -> tuple[list[list[Row]], bool]:
    for one in settled:
        served.engine.settle(one)
    return served.engine.remember_in(steps, id, as_is=True), served.engine.large_log


def _rewrite_memory(served: Served, out: Wire) -> None:
    served.release_all()
    served.engine.rewrite_memory()


def _committed(served: Served, out: Wire) -> list[str]:
    return sorted(served.engine.committed())


def _allow_writes(served: Served, out: Wire, allowed: bool) -> None:
    served.release_all()
    served.engine.allow_writes(allowed)


def _bind(served: Served, out: Wire, number: int, who: _Who, sql: str, timeout_s: float) -> None:
    _Using(served.leases[number], who).bind(sql, timeout_s=timeout_s)


def _count(served: Served, out: Wire, number: int, who: _Who, key: TableKey, timeout_s: float | None) -> int:
    return _Using(served.leases[number], who).count(key, timeout_s=timeout_s)


def _owner_sql(served: Served, out: Wire, folder: str, sql: str) -> list[dict[str, Any]]:
    _for_the_owner(served, folder)
    return served.engine.owner_sql(sql)


def _load(served: Served, out: Wire, folder: str, table: str, source: str, replace: bool) -> int:
    _for_the_owner(served, folder)
    return served.engine.load(table, source, replace=replace)


def _let_go(served: Served, out: Wire) -> None:
    served.release_all()
    served.engine.let_go()


def _close(served: Served, out: Wire) -> None:
    served.release_all()
    served.engine.close()


def _for_the_owner(served: Served, folder: str) -> None:
    """Names of files mean what they mean in the program."""
    served.release_all()
    os.chdir(folder)


@dataclass(frozen=True, slots=True)
class Call:
    """One row of `CALLS`: what a worker does, and whether it may be done ``again`` when a worker died at it."""

    work: Callable[..., Any]
    again: bool


CALLS: Mapping[str, Call] = {
    "schema": Call(_schema, again=True),
    "lens": Call(_lens, again=True),
    "drop": Call(_drop, again=True),
    "run": Call(_run, again=True),
    "write": Call(_write, again=False),
    "keep_results": Call(_keep_results, again=True),
    "save": Call(_save, again=False),
    "recall": Call(_remember, again=True),
    "remember": Call(_remember, again=False),
    "rewrite_memory": Call(_rewrite_memory, again=True),
    "committed": Call(_committed, again=True),
    "allow_writes": Call(_allow_writes, again=True),
    "bind": Call(_bind, again=True),
    "count": Call(_count, again=True),
    "owner_sql": Call(_owner_sql, again=False),
    "load": Call(_load, again=False),
    "let_go": Call(_let_go, again=True),
    "close": Call(_close, again=True),
}
"""Each call gets what is served, the connection it came by, and its arguments."""


def table(answer: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The answer to a ``run``, with the rows that came before its end."""
    found = Table(*answer)
    return tuple(found._replace(rows=[*rows, *found.rows]))
