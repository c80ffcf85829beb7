"""The different texts of columns: read through the lens for one call, and kept for the next ones."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from autogen_hatidata.errors import HatiDataError, LimitExceeded, QueryTimeout
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.sql.meaning import Column
from autogen_hatidata.types import shown_name

if TYPE_CHECKING:
    from autogen_hatidata.memory.columns import Columns
    from autogen_hatidata.memory.shelf import Shelf

LEAST_TIME = 0.001
"""Seconds that a query gets at least: what is over is told by the engine."""

_MOST_INDEXED = 300_000

_MOST_KEPT, _MOST_SHELVES = 500_000, 256
"""Texts that are kept for later calls, and shelves of them: each value of a parameter has one of its own."""

_CHANGES = re.compile("select|now|today|current|local|time|random|uuid|age", re.IGNORECASE)
"""What a row filter may show other rows by at each call."""


_PLAIN = frozenset({type(None), bool, int, float, str, bytes, Decimal, date, datetime, time_of_day, timedelta, UUID})


class Met(NamedTuple):
    """The texts of columns. ``wider``: of other rows too than those that the statement can meet."""

    shelf: Shelf
    wider: bool


class KeptTexts:
    """The texts of columns for the next call that meets the same data: those not used for longest go first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Met] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable | None) -> Met | None:
        """The texts under a key; None where there are none, or no key."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable | None, met: Met, vectors: Columns) -> None:
        """Keep texts, unless there is no key, and those that have their vectors where these have them."""
        with self._lock:
            for old in [old for old, (shelf, _) in self._kept.items() if old == key or not vectors.has(shelf)]:
                self._drop(old)
            if key is None:
                return
            self._kept[key] = met
            self._size += len(met.shelf.texts)
            while self._size > _MOST_KEPT or len(self._kept) > _MOST_SHELVES:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        self._size -= len(self._kept.pop(key).shelf.texts)


class Texts:
    """The different texts of columns for one call: none is read twice.

    Attributes:
        tally: what was embedded for it.
        reading_s: the seconds that it took to read them.
    """

    def __init__(
        self, ctx: Context, vectors: Columns, kept: KeptTexts, most: int, given: Mapping[str, Any], ends: float
    ) -> None:
        """``most``: texts of one column that may be embedded; ``given``: the caller's parameters; ``ends``: when the
        call's time is over, as `time.monotonic` has it."""
        self._ctx, self._vectors, self._kept = ctx, vectors, kept
        self._most, self._given, self._ends = most, given, ends
        self._met: dict[tuple[Column, ...], Met] = {}
        self.tally, self.reading_s = vectors.tally(), 0.0

    def of(self, columns: tuple[Column, ...]) -> Met:
        """Those of some columns together.

        Raises:
            LimitExceeded: they are too many.
            QueryTimeout: they could not be embedded in time.
            EmbedderFailed: the model does not answer.
        """
        if columns not in self._met:
            key = self._key(columns)
            found = self._kept.get(key)
            if found is None or not self._vectors.has(found.shelf):
                found = self._read(columns)
                self._kept.put(key, found, self._vectors)
            self._met[columns] = found
        return self._met[columns]

    def _key(self, columns: tuple[Column, ...]) -> Hashable | None:
        """What the texts of columns depend on; None where that is more than the data, the lens and the conditions, or
        where two values of these may look alike."""
        ctx = self._ctx
        lens, lookups = ctx.lease.info, ctx.checked.lookups
        if any(lens.tables[table].personal for table in ctx.checked.facts.tables):
            return None
        for column in columns:
            table = lens.tables[column.table]
            lasts = table.filter is not None and not table.is_view and not _CHANGES.search(table.filter)
            if not lasts and column.table not in lens.whole:
                return None
        given = {name: self._given[name] for column in columns for name in lookups[column].parameters}
        return (lens.id, lens.version, ctx.lease.data, columns, repr(given)) if _is_plain(given) else None

    def _read(self, columns: tuple[Column, ...]) -> Met:
        started = time.monotonic()
        read = [self._of_one(column) for column in columns]
        self.reading_s += time.monotonic() - started
        texts = chain.from_iterable(texts for texts, _ in read)
        shelf = self._vectors.shelf(texts, self._ends, self.tally, kept=all(map(self._lasts, columns)))
        return Met(shelf, any(wider for _, wider in read))

    def _of_one(self, column: Column) -> tuple[list[str], bool]:
        """The texts of the rows that the statement can meet, or of more."""
        try:
            return self._asked(column), False
        except (QueryTimeout, LimitExceeded):
            raise
        except HatiDataError:  # another condition of the statement may keep it from rows where this one fails
            if column.where is None:
                raise
            return self._asked(column._replace(where=None)), True

    def _asked(self, column: Column) -> list[str]:
        ctx, lookup = self._ctx, self._ctx.checked.lookups[column]
        params = {name: self._given[name] for name in lookup.parameters} or None
        most, left = self._most_of(column), max(LEAST_TIME, self._ends - time.monotonic())
        found = ctx.lease.run(lookup.texts, params, max_rows=most, timeout_s=left)
        if found.truncated:
            ((count,),) = ctx.lease.run(lookup.number, params, max_rows=1, timeout_s=left).rows
            larger = "" if count > most else ", and they are larger than one answer may be"
            index = "" if most == _MOST_INDEXED else ", or let the person who runs this index the column"
            raise LimitExceeded(
                f"{count:,} different texts of {named((column,))} would have to be embedded; {most:,} may be{larger}.",
                f"put conditions on other columns of its table into the same WHERE{index}.",
            )
        return [text for (text,) in found.rows]

    def _most_of(self, column: Column) -> int:
        indexed = self._vectors.indexed(*column.table, column.name.lower())
        return _MOST_INDEXED if indexed or not self._lasts(column) else self._most

    def _lasts(self, column: Column) -> bool:
        """Whether the vectors of a column are kept: of memories there are some already, which go with them."""
        return not self._ctx.lease.info.tables[column.table].personal


def named(columns: Sequence[Column]) -> str:
    """Columns as notes, errors and records have them."""
    return " and ".join(f"{shown_name(*one.table)}.{one.name}" for one in columns)


def _is_plain(value: object) -> bool:
    """Whether no other value has its ``repr``, as some long arrays have."""
    if type(value) is dict:
        return all(map(_is_plain, [*value, *value.values()]))
    if type(value) is list or type(value) is tuple:
        return all(map(_is_plain, value))
    return type(value) in _PLAIN
