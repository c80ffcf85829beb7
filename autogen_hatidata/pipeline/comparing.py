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
from autogen_hatidata.pipeline.memory_source import audience
from autogen_hatidata.sql.calls import threshold
from autogen_hatidata.sql.meaning import MODES, Column, Given, Meaning
from autogen_hatidata.types import shown_name

if TYPE_CHECKING:
    from autogen_hatidata.memory.columns import Columns
    from autogen_hatidata.memory.finding import Near
    from autogen_hatidata.memory.shelf import Listed, Scores, Shelf
    from autogen_hatidata.memory.store import MemoryStore

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

    def __init__(self, ctx: Context, store: MemoryStore, kept: KeptTexts, most: int, given: Mapping[str, Any]) -> None:
        """``store``: the memory; ``kept``: texts that earlier calls read; ``most``: texts of one column that may be
        embedded; ``given``: the caller's parameters."""
        self.ends = time.monotonic() + ctx.timeout_s
        self.notes: list[str] = []
        self._ctx, self._store, self._kept, self._most, self._given = ctx, store, kept, most, given
        self._vectors = store.columns
        self._tally, self._began, self._reading_s = self._vectors.tally(), time.monotonic(), 0.0
        self._counts: dict[tuple[Column, ...], int] = {}
        self._compared: dict[tuple[Column, ...], Compared] = {}
        self._scores: dict[tuple[tuple[Column, ...], str], Scores] = {}
        self._near: dict[Hashable, Near | None] = {}

    @property
    def told(self) -> dict[str, Any]:
        """For the record: which columns were compared, how many different texts each has, how many were embedded for
        it, by what, and the milliseconds that it took to read, embed and compare them."""
        whole, embed = time.monotonic() - self._began, self._tally.seconds
        ms = {"read": self._reading_s, "embed": embed, "compare": whole - self._reading_s - embed}
        return {
            "embedder": self._vectors.embedder.id,
            "texts": {_named(columns): count for columns, count in self._counts.items()},
            "embedded": self._tally.embedded,
            "ms": {name: round(seconds * 1000, 3) for name, seconds in ms.items()},
        }

    def of(self, meaning: Meaning) -> dict[str, Any]:
        """The values of its parameters, by the ends of their names."""
        if meaning.others:
            return self._of_both(meaning)
        return self._of_texts(meaning) if meaning.dim is None else self._of_vectors(meaning, meaning.dim)

    def _of_texts(self, meaning: Meaning) -> dict[str, Any]:
        text = self._text(meaning)
        above = self._above(meaning, text)
        found = self._of_memories(meaning, text, above)
        if found is None:
            found = self._of_columns(meaning, text, above)
        if meaning.ranks:
            return _ranks(*found)
        return {"texts": found[0]}

    def _above(self, meaning: Meaning, text: str) -> float | None:
        """Only texts that are nearer than this count: what is not a match has no rank that is shown."""
        match = meaning.within if meaning.ranks else meaning
        return None if match is None or self._text(match) != text else self._least(match)

    def _of_memories(self, meaning: Meaning, text: str, above: float | None) -> Listed | None:
        """What the index of memories knows, where nothing but their contents is compared; None where it does not. It
        looks at all that the caller can reach, whatever else the statement wants of them."""
        column, *more = meaning.columns
        table = self._ctx.lease.info.tables[column.table]
        if not table.personal or table.filter or more or column.name.lower() != "content" or meaning.mode != MODES[0]:
            return None
        if above is None and (not meaning.enough or column.where is not None):
            return None
        who, vector = audience(self._ctx.policy, self._ctx.caller), self._vectors.question(text)
        key = meaning.columns, text, above, meaning.enough
        if key not in self._near:
            self._near[key] = self._store.near(who, vector, least=above, k=meaning.enough if above is None else None)
        near = self._near[key]
        if near is None or (above is None and near.scores[-1] < 0):  # all that are below 0 are equal
            return None
        self._note_compared(meaning.columns, near.total, "memories", exact=near.exact)
        if above is not None and not near.texts:
            self._note_best(meaning, above, near.best)
        return near.texts, near.scores

    def _of_columns(self, meaning: Meaning, text: str, above: float | None) -> Listed:
        """Texts, and what is asked of them: how near they are, or their ranks."""
        shelf, wider = self._texts_of(meaning.columns)
        enough = None if wider else meaning.enough
        vector = self._vectors.question(text)
        if meaning.mode != MODES[0]:
            self._note_compared(meaning.columns, len(shelf.texts))
            return shelf.best(shelf.fused(vector, text, self._vectors.embedder.kind, self.ends), enough)
        if enough is not None and (found := shelf.nearest(vector, enough)) is not None:
            self._note_compared(meaning.columns, len(shelf.texts), exact=False)
            return found
        scores = self._alike(meaning.columns, text)
        if above is None:
            return shelf.best(scores.clip(0), enough)  # of all that are below 0 none is nearer
        near = shelf.above(scores, above)
        if shelf.texts and not near[0]:
            self._note_best(meaning, above, scores.max())
        return near

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
        for columns, shelf in ((meaning.columns, left), (meaning.others, right)):
            self._note_compared(columns, len(shelf.texts))
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
        key, shelf = (columns, text), self._texts_of(columns).shelf
        if key not in self._scores:
            self._scores[key] = shelf.scores(self._vectors.question(text))
        self._note_compared(columns, len(shelf.texts))
        return self._scores[key]

    def _note_compared(
        self, columns: tuple[Column, ...], count: int, what: str = "different texts", *, exact: bool = True
    ) -> None:
        if exact and columns in self._counts:
            return
        self._counts[columns] = count
        many = f"{count:,} {what} of {_named(columns)} were" if count != 1 else f"1 text of {_named(columns)} was"
        self._note(f"{many} compared (exact: true)." if exact else f"{many} searched for the nearest (exact: false).")

    def _note_best(self, meaning: Meaning, least: float, best: float) -> None:
        columns = _named(meaning.columns)
        self._note(f"Nothing in {columns} has a similarity above {least:.2f}; the best has {best:.2f}.")

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
