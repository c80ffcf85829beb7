"""Texts of columns are compared with a text, or with each other: the values that a statement looks up."""

from __future__ import annotations

import time
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from autogen_hatidata.errors import BadArgument, LimitExceeded
from autogen_hatidata.memory.checks import is_unicode
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.pipeline.memory_source import audience
from autogen_hatidata.pipeline.texts import KeptTexts, Texts, named
from autogen_hatidata.sql.calls import threshold
from autogen_hatidata.sql.meaning import MODES, Column, Given, Meaning

if TYPE_CHECKING:
    from autogen_hatidata.memory.finding import Near
    from autogen_hatidata.memory.shelf import Listed, Scores
    from autogen_hatidata.memory.store import MemoryStore

_MOST_PAIRS = 1_000_000
_LESS_THAN_ANY = -2.0


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
        self._ctx, self._store, self._vectors, self._given = ctx, store, store.columns, given
        self._began = time.monotonic()
        self._texts = Texts(ctx, store.columns, kept, most, given, self.ends)
        self._counts: dict[tuple[Column, ...], int] = {}
        self._scores: dict[tuple[tuple[Column, ...], str], Scores] = {}
        self._near: dict[Hashable, Near | None] = {}

    @property
    def told(self) -> dict[str, Any]:
        """For the record: which columns were compared, how many different texts each has (at the most, where it was
        compared under several conditions), how many were embedded for it, by what, and the milliseconds that it took to
        read, embed and compare them."""
        whole, read, tally = time.monotonic() - self._began, self._texts.reading_s, self._texts.tally
        ms = {"read": read, "embed": tally.seconds, "compare": whole - read - tally.seconds}
        most = sorted(self._counts.items(), key=lambda counted: counted[1])
        return {
            "embedder": self._vectors.embedder.id,
            "texts": {named(columns): count for columns, count in most},
            "embedded": tally.embedded,
            "ms": {name: round(seconds * 1000, 3) for name, seconds in ms.items()},
        }

    def of(self, meaning: Meaning) -> dict[str, Any]:
        """The values of its parameters, by the ends of their names."""
        if meaning.others:
            return self._of_both(meaning)
        return self._of_one(meaning) if meaning.dim is None else self._of_vectors(meaning, meaning.dim)

    def _of_one(self, meaning: Meaning) -> dict[str, Any]:
        text = self._text(meaning)
        if text is None:
            return _ranks([], []) if meaning.ranks else {"texts": [None]}
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
        if near is None or (above is None and near.scores[-1] <= 0):  # all below 0 rank as 0 too
            return None
        self._note_compared(meaning.columns, near.total, "memories", exact=near.exact)
        if above is not None and not near.texts:
            self._note_best(meaning, above, near.best)
        return near.texts, near.scores

    def _of_columns(self, meaning: Meaning, text: str, above: float | None) -> Listed:
        """Texts, and what is asked of them: how near they are, or their ranks."""
        shelf, wider = self._texts.of(meaning.columns)
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
        text = self._text(meaning)
        if text is None:
            return {"vector": None, **({} if meaning.ranks else {"least": None})}
        vector = self._vectors.question(text).tolist()
        if len(vector) != dim:
            raise BadArgument(
                f"{named(meaning.columns)} has vectors of {dim} numbers; that of a text has {len(vector)}.",
                "compare a column of text, or use array_cosine_similarity with a vector of your own.",
            )
        self._note(f"The vectors of {named(meaning.columns)} were compared (exact: true).")
        return {"vector": vector, **({} if meaning.ranks else {"least": self._least(meaning)})}

    def _of_both(self, meaning: Meaning) -> dict[str, Any]:
        (left, _), (right, _) = map(self._texts.of, (meaning.columns, meaning.others))
        least = _LESS_THAN_ANY if meaning.ranks else self._least(meaning)
        found = left.pairs(right, least, _MOST_PAIRS, self.ends)
        if found is None:
            raise LimitExceeded(
                f"More than {_MOST_PAIRS:,} pairs of {named(meaning.columns)} and {named(meaning.others)} "
                f"{'are to be compared' if meaning.ranks else 'are above the threshold'}.",
                "put semantic_match with a higher threshold into WHERE, beside conditions on other columns of both.",
            )
        for columns, shelf in ((meaning.columns, left), (meaning.others, right)):
            self._note_compared(columns, len(shelf.texts))
        texts, others, scores = found
        return {"others": others, **(_ranks(texts, scores) if meaning.ranks else {"texts": texts})}

    def _alike(self, columns: tuple[Column, ...], text: str) -> Scores:
        key, shelf = (columns, text), self._texts.of(columns).shelf
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
        many = f"{count:,} {what} of {named(columns)} were" if count != 1 else f"1 text of {named(columns)} was"
        self._note(f"{many} compared (exact: true)." if exact else f"{many} searched for the nearest (exact: false).")

    def _note_best(self, meaning: Meaning, least: float, best: float) -> None:
        columns = named(meaning.columns)
        self._note(f"Nothing in {columns} has a similarity above {least:.2f}; the best has {best:.2f}.")

    def _text(self, meaning: Meaning) -> str | None:
        """What is asked for; None where it is NULL, which gives NULL."""
        text = self._value(meaning.text)
        if text is None:
            return None
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
