"""Texts of columns are read through the lens, embedded, and compared: the values that a statement looks up."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from autogen_hatidata.errors import BadArgument, HatiDataError, LimitExceeded, QueryTimeout
from autogen_hatidata.memory.checks import is_unicode
from autogen_hatidata.pipeline.context import Context, Lookup
from autogen_hatidata.sql.calls import threshold
from autogen_hatidata.sql.meaning import Column, Given, Meaning
from autogen_hatidata.types import shown_name

if TYPE_CHECKING:
    from autogen_hatidata.memory.columns import Columns
    from autogen_hatidata.memory.shelf import Scores, Shelf

LEAST_TIME = 0.001
"""Seconds that a query gets at least: what is over is told by the engine."""

_MOST_PAIRS, _MOST_INDEXED = 1_000_000, 300_000
_LESS_THAN_ANY = -2.0

_MOST_KEPT = 500_000
"""Texts that are kept for later calls."""

_CHANGES = re.compile("select|now|today|current|local|time|random|uuid|age", re.IGNORECASE)
"""What a row filter may show other rows by at each call."""


class Compared(NamedTuple):
    """The texts of columns. ``wider``: of other rows too than those that the statement can meet."""

    shelf: Shelf
    wider: bool


class KeptTexts:
    """The texts of columns for the next call that meets the same data: those not used for longest go first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Compared] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable | None) -> Compared | None:
        """The texts under a key; None where there are none, or no key."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable | None, compared: Compared, vectors: Columns) -> None:
        """Keep texts, unless there is no key, and those that have their vectors where these have them."""
        with self._lock:
            for old in [old for old, (shelf, _) in self._kept.items() if old == key or not vectors.has(shelf)]:
                self._drop(old)
            if key is None:
                return
            self._kept[key] = compared
            self._size += len(compared.shelf.texts)
            while self._size > _MOST_KEPT:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        self._size -= len(self._kept.pop(key).shelf.texts)


class Answers:
    """What the comparisons of one call give. Nothing is read, embedded or compared twice.

    Attributes:
        ends: when the call's time is over, as `time.monotonic` has it.
        notes: what there is to say.
    """

    def __init__(self, ctx: Context, vectors: Columns, kept: KeptTexts, most: int, given: Mapping[str, Any]) -> None:
        """``kept``: texts that earlier calls read; ``most``: texts of one column that may be embedded; ``given``: the
        caller's parameters."""
        self.ends = time.monotonic() + ctx.timeout_s
        self.notes: list[str] = []
        self._ctx, self._vectors, self._kept, self._most, self._given = ctx, vectors, kept, most, given
        self._tally, self._began, self._reading_s = vectors.tally(), time.monotonic(), 0.0
        self._compared: dict[tuple[Column, ...], Compared] = {}
        self._scores: dict[tuple[tuple[Column, ...], str], Scores] = {}

    @property
    def told(self) -> dict[str, Any]:
        """For the record: which columns were compared, how many different texts each has, how many were embedded for
        it, by what, and the milliseconds that it took to read, embed and compare them."""
        whole, embed = time.monotonic() - self._began, self._tally.seconds
        ms = {"read": self._reading_s, "embed": embed, "compare": whole - self._reading_s - embed}
        return {
            "embedder": self._vectors.embedder.id,
            "texts": {_named(columns): len(shelf.texts) for columns, (shelf, _) in self._compared.items()},
            "embedded": self._tally.embedded,
            "ms": {name: round(seconds * 1000, 3) for name, seconds in ms.items()},
        }

    def of(self, meaning: Meaning) -> dict[str, Any]:
        """The values of its parameters, by the ends of their names."""
        if meaning.others:
            return self._of_both(meaning)
        return self._of_texts(meaning) if meaning.dim is None else self._of_vectors(meaning, meaning.dim)

    def _of_texts(self, meaning: Meaning) -> dict[str, Any]:
        shelf, wider = self._texts_of(meaning.columns)
        text = self._text(meaning)
        if meaning.ranks:
            return self._ranked(meaning, text, shelf, None if wider else meaning.enough)
        scores, least = self._alike(meaning.columns, text), self._least(meaning)
        near = shelf.above(scores, least)
        if shelf.texts and not near:
            best = f"the best has {scores.max():.2f}"
            self._note(f"Nothing in {_named(meaning.columns)} has a similarity above {least:.2f}; {best}.")
        return {"texts": near}

    def _ranked(self, meaning: Meaning, text: str, shelf: Shelf, enough: int | None) -> dict[str, Any]:
        """Texts and their ranks, or of those the best that are enough, and what is equal to the last of them."""
        vector = self._vectors.question(text)
        if meaning.mode == "hybrid":
            scores = shelf.fused(vector, text, self._vectors.embedder.kind)
        elif enough is not None and (found := shelf.nearest(vector, enough)) is not None:
            many = f"{len(shelf.texts):,} different texts of {_named(meaning.columns)}"
            self._note(f"{many} were searched for the nearest (exact: false).")
            return _ranks(*found)
        else:
            scores = self._alike(meaning.columns, text).clip(0)  # of all below 0 none is nearer
        self._note_compared(meaning.columns)
        return _ranks(*shelf.best(scores, enough))

    def _of_vectors(self, meaning: Meaning, dim: int) -> dict[str, Any]:
        vector = self._vectors.question(self._text(meaning)).tolist()
        if len(vector) != dim:
            raise BadArgument(
                f"{_named(meaning.columns)} has vectors of {dim} numbers; that of a text has {len(vector)}.",
                "compare a column of text, or use array_cosine_similarity with a vector of your own.",
            )
        self._note(f"The vectors of {_named(meaning.columns)} were compared (exact: true).")
        return {"vector": vector, **({} if meaning.ranks else {"least": self._least(meaning)})}

    def _of_both(self, meaning: Meaning) -> dict[str, Any]:
        (left, _), (right, _) = map(self._texts_of, (meaning.columns, meaning.others))
        least = _LESS_THAN_ANY if meaning.ranks else self._least(meaning)
        found = left.pairs(right, least, _MOST_PAIRS, self.ends)
        if found is None:
            raise LimitExceeded(
                f"More than {_MOST_PAIRS:,} pairs of {_named(meaning.columns)} and {_named(meaning.others)} are to be "
                "compared.",
                "join with semantic_match and a higher threshold, or save_result fewer rows of one side first.",
            )
        self._note_compared(meaning.columns)
        self._note_compared(meaning.others)
        texts, others, scores = found
        return {"others": others, **(_ranks(texts, scores) if meaning.ranks else {"texts": texts})}

    def _texts_of(self, columns: tuple[Column, ...]) -> Compared:
        """The different texts of columns."""
        if columns not in self._compared:
            key = self._key(columns)
            found = self._kept.get(key)
            if found is None or not self._vectors.has(found.shelf):
                found = self._read(columns)
                self._kept.put(key, found, self._vectors)
            self._compared[columns] = found
        return self._compared[columns]

    def _alike(self, columns: tuple[Column, ...], text: str) -> Scores:
        key = columns, text
        if key not in self._scores:
            self._scores[key] = self._texts_of(columns).shelf.scores(self._vectors.question(text))
        self._note_compared(columns)
        return self._scores[key]

    def _note_compared(self, columns: tuple[Column, ...]) -> None:
        count = len(self._texts_of(columns).shelf.texts)
        many = "1 text" if count == 1 else f"{count:,} different texts"
        self._note(f"{many} of {_named(columns)} {'was' if count == 1 else 'were'} compared (exact: true).")

    def _read(self, columns: tuple[Column, ...]) -> Compared:
        started = time.monotonic()
        read = [self._texts_met(column) for column in columns]
        self._reading_s += time.monotonic() - started
        texts = chain.from_iterable(texts for texts, _ in read)
        shelf = self._vectors.shelf(texts, self.ends, self._tally, kept=self._lasting(*columns))
        return Compared(shelf, any(wider for _, wider in read))

    def _texts_met(self, column: Column) -> tuple[list[str], bool]:
        """The texts of the rows that the statement can meet, or of more."""
        if column.where is None:
            return self._run(column), False
        try:
            return self._run(column), False
        except (QueryTimeout, LimitExceeded):
            raise
        except HatiDataError:  # another condition of the statement may keep it from rows where this one fails
            return self._run(column._replace(where=None)), True

    def _key(self, columns: tuple[Column, ...]) -> Hashable | None:
        """What the texts of columns depend on; None where that is more than the data, the lens and the conditions."""
        ctx = self._ctx
        lens, lookups = ctx.lease.info, ctx.checked.lookups
        if any(lens.tables[table].personal for table in ctx.checked.facts.tables):
            return None
        for column in columns:
            row_filter = lens.tables[column.table].filter
            lasts = row_filter is not None and not _CHANGES.search(row_filter)
            if not lasts and column.table not in lens.whole:
                return None
        given = {name: self._given[name] for column in columns for name in lookups[column].parameters}
        return lens.id, lens.version, ctx.lease.data, columns, repr(given)

    def _run(self, column: Column) -> list[str]:
        lookup = self._ctx.checked.lookups[column]
        return self._asked(column, lookup, {name: self._given[name] for name in lookup.parameters} or None)

    def _asked(self, column: Column, lookup: Lookup, params: Mapping[str, Any] | None) -> list[str]:
        ctx, indexed = self._ctx, self._vectors.indexed(*column.table, column.name.lower())
        most = _MOST_INDEXED if indexed or not self._lasting(column) else self._most
        left = max(LEAST_TIME, self.ends - time.monotonic())
        found = ctx.lease.run(lookup.texts, params, max_rows=most, timeout_s=left)
        if found.truncated:
            ((count,),) = ctx.lease.run(lookup.number, params, max_rows=1, timeout_s=left).rows
            larger = "" if count > most else ", and they are larger than one answer may be"
            raise LimitExceeded(
                f"{count:,} different texts of {_named((column,))} would have to be embedded; {most:,} may be{larger}.",
                "filter by other columns of its table first, or let the person who runs this index the column.",
            )
        return [text for (text,) in found.rows]

    def _lasting(self, *columns: Column) -> bool:
        """Whether the vectors of these columns are kept: of memories there are some already, which go with them."""
        tables = self._ctx.lease.info.tables
        return not any(tables[one.table].personal for one in columns)

    def _text(self, meaning: Meaning) -> str:
        text = self._value(meaning.text)
        if not isinstance(text, str):
            raise BadArgument(f"{meaning.function} takes a text as its second argument.", "bind a string.")
        if not is_unicode(text):
            raise BadArgument(f"The text of {meaning.function} has half a character in it.", "send whole characters.")
        return text

    def _least(self, meaning: Meaning) -> float:
        if meaning.threshold is None:
            return self._vectors.embedder.default_threshold
        return threshold(self._value(meaning.threshold), meaning.function)

    def _value(self, given: Given | None) -> Any:
        assert given is not None
        return given.value if given.parameter is None else self._given[given.parameter]

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


def _ranks(texts: list[str], scores: list[float]) -> dict[str, Any]:
    return {"texts": texts, "scores": [max(score, 0.0) for score in scores]}


def _named(columns: Sequence[Column]) -> str:
    return " and ".join(f"{shown_name(*one.table)}.{one.name}" for one in columns)
