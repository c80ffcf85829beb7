"""Repairs of a text that cannot be read: what stands around it, its slips, its ends, and the dialect that it is in.

Each is pure, and adds no name: a mended text asks for nothing that the text did not. It starts again at the beginning
of the pipeline, as the same caller's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from sqlglot import TokenType

from autogen_hatidata.errors import HatiDataError, NotAllowed
from autogen_hatidata.sql import arranging, keywords, parentheses, phrases, signs, slips, surroundings, two_meanings
from autogen_hatidata.sql.conditions import unjoined
from autogen_hatidata.sql.dialects.written_names import unnamed
from autogen_hatidata.sql.parse import AUTO, DIALECTS, parse
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.sql.tokens import Reads, tokens, word
from autogen_hatidata.types import Repair

Mend = Callable[[str, Reads], "str | None"]


def _sure(change: Callable[[str], str | None]) -> Mend:
    """A mend that needs not know whether its text can be read."""
    return lambda text, reads: change(text)


TEXT_REPAIRS: Mapping[str, Mend] = {
    "entities": _sure(signs.entities),
    "fence": _sure(surroundings.fence),
    "wrapper": _sure(surroundings.wrapped),
    "escape": _sure(surroundings.escaped),
    "prose": _sure(surroundings.prose),
    "end": _sure(signs.end),
    "quotes": _sure(slips.quotes),
    "apostrophe": _sure(signs.apostrophes),
    "comment": _sure(signs.comment),
    "sign": _sure(signs.signs),
    "name": _sure(signs.other_names),
    "semicolon": _sure(slips.semicolon),
    "comma": _sure(slips.comma),
    "doubled": _sure(phrases.doubled),
    "limit": _sure(slips.limit),
    "phrase": _sure(phrases.phrases),
    "operator": _sure(slips.operator),
    "with": _sure(slips.with_),
    "case": _sure(slips.case),
    "call": _sure(slips.call),
    "keyword": keywords.keyword,
    "by": keywords.by,
    "missing comma": _sure(slips.between),
    "where": _sure(slips.where),
    "clauses": _sure(arranging.clauses),
    "parts": _sure(arranging.parts),
    "reserved": keywords.reserved,
    "open query": _sure(arranging.open_query),
    "open call": _sure(parentheses.open_call),
    "parenthesis": _sure(parentheses.parenthesis),
}
"""In the order in which they are tried, one after the other."""


_PARAMETERS = re.compile(r"[$?]")
_AROUND = frozenset({"entities", "fence", "wrapper", "escape", "prose", "end"})
_LONGEST = 6_000
"""Characters of a text in whose words slips are looked for."""


_MOST_READ = 60_000
"""Characters that are read at the most to mend one text: reading takes up to a second for 20,000 of them."""


class _Enough(Exception):
    """So much was read that nothing more is tried."""


class _Reader:
    """Reads texts as the parser does, for one call."""

    def __init__(self) -> None:
        self._left = _MOST_READ
        self._known: dict[tuple[str, str], str | HatiDataError | None] = {}

    def read(self, sql: str, dialect: str) -> str | None:
        """The text in DuckDB's dialect, where it can be read."""
        found = self._once(sql, dialect)
        return None if isinstance(found, HatiDataError) else found

    def read_or_denied(self, sql: str, dialect: str) -> str | None:
        """The same. Raises NotAllowed for what is denied."""
        found = self._once(sql, dialect)
        if isinstance(found, NotAllowed):
            raise found
        return None if isinstance(found, HatiDataError) else found

    def _once(self, sql: str, dialect: str) -> str | HatiDataError | None:
        """What became of a text, which is read once."""
        if (sql, dialect) not in self._known:
            try:
                self._known[sql, dialect] = self._translated(sql, dialect)
            except HatiDataError as error:
                self._known[sql, dialect] = error
        return self._known[sql, dialect]

    def _translated(self, sql: str, dialect: str) -> str | None:
        """The same, unless it asks for a parameter that only another dialect sees in it. Raises what `parse` does."""
        self._left -= len(sql)
        if self._left < 0:
            raise _Enough
        found = to_duckdb(unnamed(parse(sql, dialect), all_of_them=False))
        asks = "$" in found and any(one.token_type == TokenType.PARAMETER for one in tokens(found) or ())
        return None if asks and not _PARAMETERS.search(sql) else found


def mend(sql: str, dialect: str, order: Sequence[str]) -> tuple[str, tuple[Repair, ...]] | None:
    """A text in DuckDB's dialect in the place of one that cannot be read, and what was done; None where nothing helps.

    Args:
        sql: the text that failed.
        dialect: its dialect.
        order: the other dialects that it may be in.
    """
    if two_meanings.compares_by_is_not(tokens(sql) or ()):
        return None
    try:
        return _mended(sql, dialect, order, _Reader())
    except (NotAllowed, _Enough):  # what stood around the text kept a denial from being seen
        return None


def of_another(sql: str, dialect: str, order: Sequence[str]) -> tuple[str, Repair] | None:
    """The text as DuckDB has it, where it is one of another dialect: of the first in the order that can read it, unless
    a later one that can would divide otherwise."""
    try:
        return _of_another(sql, dialect, order, _Reader())
    except _Enough:
        return None


def _mended(sql: str, dialect: str, order: Sequence[str], reader: _Reader) -> tuple[str, tuple[Repair, ...]] | None:
    done, failed = list[Repair](), reader.read_or_denied(sql, dialect)  # what this package can read, and DuckDB cannot
    for kind, change in TEXT_REPAIRS.items():
        if len(sql) > _LONGEST and kind not in _AROUND:
            continue
        changed = change(sql, lambda text: reader.read(text, dialect) is not None)
        if changed is None:
            continue
        done.append(Repair(kind, *(keywords.changed(sql, changed) if kind == "keyword" else ("", ""))))
        sql = changed
        found = reader.read_or_denied(sql, dialect)
        if found is not None and dialect == DIALECTS[0]:
            return sql, tuple(done)  # DuckDB's own reader sees the text first
        if found is not None and found != failed:
            return found, tuple(done)
    meant = _of_another(sql, dialect, order, reader)
    if meant is None or (failed is not None and to_duckdb(unnamed(parse(sql, meant[1].after))) == failed):
        return None
    return meant[0], (*done, meant[1])


def _of_another(sql: str, dialect: str, order: Sequence[str], reader: _Reader) -> tuple[str, Repair] | None:
    if dialect == AUTO or _is_unclear(sql):
        return None
    words = tokens(sql) or ()
    others = two_meanings.left(words, [one for one in (DIALECTS[0], *order) if one != dialect])
    readings = ((text, one) for one in others if (text := reader.read(sql, one)) is not None)
    found = next(readings, None)
    if found is None:
        return None
    if two_meanings.divides(words) and not two_meanings.divide_alike([found[1], *(one for _, one in readings)]):
        return None
    return found[0], Repair("dialect", dialect, found[1])


def _is_unclear(sql: str) -> bool:
    """Whether another system may read a text otherwise than it is meant: a JOIN of every pair, a share of the rows."""
    found = tokens(sql) or ()
    return unjoined(found) is not None or any(
        (word(found, place) == "TOP" and word(found, place + 2) == "PERCENT")
        or [word(found, one) for one in range(place, place + 3)] == ["ONLY", "WITH", "TIES"]
        for place in range(len(found))
    )
