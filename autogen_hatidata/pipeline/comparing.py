"""Texts of columns are read through the lens, embedded, and compared: the values that a statement looks up."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from autogen_hatidata.errors import BadArgument, HatiDataError, LimitExceeded, QueryTimeout
from autogen_hatidata.memory.checks import is_unicode
from autogen_hatidata.pipeline.context import Context, Lookup
from autogen_hatidata.sql.calls import threshold
from autogen_hatidata.sql.meaning import Column, Given, Meaning
from autogen_hatidata.types import shown_name

if TYPE_CHECKING:
    from autogen_hatidata.memory.columns import Columns

LEAST_TIME = 0.001
"""Seconds that a query gets at least: what is over is told by the engine."""

_MOST_PAIRS, _MOST_INDEXED = 1_000_000, 300_000
_LESS_THAN_ANY = -2.0

_MOST_KEPT = 500_000
"""Texts that are kept for later calls."""

_CHANGES = re.compile("select|now|today|current|local|time|random|uuid|age", re.IGNORECASE)
"""What a row filter may show other rows by at each call."""


class KeptTexts:
    """The texts of columns for the next call that meets the same data: those not used for longest go first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._texts: OrderedDict[Hashable, list[str]] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable | None) -> list[str] | None:
        """The texts under a key; None where there are none, or no key."""
        with self._lock:
            found = self._texts.get(key)
            if found is not None:
                self._texts.move_to_end(key)
            return found

    def put(self, key: Hashable | None, texts: list[str]) -> None:
        """Keep texts, unless there is no key."""
        with self._lock:
            if key is None or key in self._texts:
                return
            self._texts[key] = texts
            self._size += len(texts)
            while self._size > _MOST_KEPT:
                self._size -= len(self._texts.popitem(last=False)[1])


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
        self._wider: set[Column] = set()  # of which other rows were read too
        self._texts: dict[tuple[Column, ...], list[str]] = {}
        self._scores: dict[tuple[tuple[Column, ...], str], list[float]] = {}

    @property
    def told(self) -> dict[str, Any]:
        """For the record: which columns were compared, how many different texts each has, how many were embedded for
        it, by what, and the milliseconds that it took to read, embed and compare them."""
        whole, embed = time.monotonic() - self._began, self._tally.seconds
        ms = {"read": self._reading_s, "embed": embed, "compare": whole - self._reading_s - embed}
        return {
            "embedder": self._vectors.embedder.id,
            "texts": {_named(columns): len(texts) for columns, texts in self._texts.items()},
            "embedded": self._tally.embedded,
            "ms": {name: round(seconds * 1000, 3) for name, seconds in ms.items()},
        }

    def of(self, meaning: Meaning) -> dict[str, Any]:
        """The values of its parameters, by the ends of their names."""
        if meaning.others:
            return self._of_both(meaning)
        return self._of_texts(meaning) if meaning.dim is None else self._of_vectors(meaning, meaning.dim)

    def _of_texts(self, meaning: Meaning) -> dict[str, Any]:
        texts = self._texts_of(meaning.columns)
        scores = self._compared(meaning.columns, self._text(meaning))
        if meaning.ranks:
            enough = None if self._wider & set(meaning.columns) else meaning.enough
            return _best(texts, [max(score, 0.0) for score in scores], enough)
        least = self._least(meaning)
        near = [text for text, score in zip(texts, scores, strict=True) if score > least]
        if texts and not near:
            best = f"the best has {max(scores):.2f}"
            self._note(f"Nothing in {_named(meaning.columns)} has a similarity above {least:.2f}; {best}.")
        return {"texts": near}

    def _of_vectors(self, meaning: Meaning, dim: int) -> dict[str, Any]:
        vector = self._vectors.question(self._text(meaning))
        if len(vector) != dim:
            raise BadArgument(
                f"{_named(meaning.columns)} has vectors of {dim} numbers; that of a text has {len(vector)}.",
                "compare a column of text, or use array_cosine_similarity with a vector of your own.",
            )
        self._note(f"The vectors of {_named(meaning.columns)} were compared (exact: true).")
        return {"vector": vector, **({} if meaning.ranks else {"least": self._least(meaning)})}

    def _of_both(self, meaning: Meaning) -> dict[str, Any]:
        left, right = map(self._texts_of, (meaning.columns, meaning.others))
        least = _LESS_THAN_ANY if meaning.ranks else self._least(meaning)
        found = self._vectors.pairs(
            left,
            right,
            least,
            _MOST_PAIRS,
            self.ends,
            self._tally,
            kept=self._lasting(*meaning.columns, *meaning.others),
        )
        if found is None:
            raise LimitExceeded(
                f"More than {_MOST_PAIRS:,} pairs of {_named(meaning.columns)} and {_named(meaning.others)} are to be "
                "compared.",
                "join with semantic_match and a higher threshold, or save_result fewer rows of one side first.",
            )
        texts, others, scores = found
        ranks = {"scores": [max(score, 0.0) for score in scores]} if meaning.ranks else {}
        return {"texts": texts, "others": others, **ranks}

    def _texts_of(self, columns: tuple[Column, ...]) -> list[str]:
        """The different texts of columns."""
        if columns not in self._texts:
            self._texts[columns] = found = list(dict.fromkeys(text for one in columns for text in self._read(one)))
            many = "1 text" if len(found) == 1 else f"{len(found):,} different texts"
            self._note(f"{many} of {_named(columns)} {'was' if len(found) == 1 else 'were'} compared (exact: true).")
        return self._texts[columns]

    def _compared(self, columns: tuple[Column, ...], text: str) -> list[float]:
        key = columns, text
        if key not in self._scores:
            self._scores[key] = self._vectors.alike(
                self._texts_of(columns), text, self.ends, self._tally, kept=self._lasting(*columns)
            )
        return self._scores[key]

    def _read(self, column: Column) -> list[str]:
        """The texts of the rows that the statement can meet."""
        if column.where is None:
            return self._run(column)
        try:
            return self._run(column)
        except (QueryTimeout, LimitExceeded):
            raise
        except HatiDataError:  # another condition of the statement may keep it from rows where this one fails
            self._wider.add(column)
            return self._run(column._replace(where=None))

    def _run(self, column: Column) -> list[str]:
        lookup = self._ctx.checked.lookups[column]
        params = {name: self._given[name] for name in lookup.parameters} or None
        key, started = _key(self._ctx, column, params), time.monotonic()
        texts = self._kept.get(key)
        if texts is None:
            texts = self._asked(column, lookup, params)
            self._kept.put(key, texts)
        self._reading_s += time.monotonic() - started
        return texts

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


def _best(texts: list[str], scores: list[float], enough: int | None) -> dict[str, Any]:
    """Texts and scores, or of those the best that are enough."""
    if enough is None or not 0 < enough < len(scores):
        return {"texts": texts, "scores": scores}
    least = nlargest(enough, scores)[-1]
    near = [place for place, score in enumerate(scores) if score >= least]
    return {"texts": [texts[place] for place in near], "scores": [scores[place] for place in near]}


def _key(ctx: Context, column: Column, params: Mapping[str, Any] | None) -> Hashable | None:
    """What the texts of a column depend on; None where that is more than the data, the lens and the condition."""
    lens = ctx.lease.info
    if any(lens.tables[table].personal for table in ctx.checked.facts.tables):
        return None
    row_filter = lens.tables[column.table].filter
    lasts = row_filter is not None and not _CHANGES.search(row_filter)
    if not lasts and column.table not in lens.whole:
        return None
    return lens.id, lens.version, ctx.lease.data, column, repr(params)


def _named(columns: Sequence[Column]) -> str:
    return " and ".join(f"{shown_name(*one.table)}.{one.name}" for one in columns)
