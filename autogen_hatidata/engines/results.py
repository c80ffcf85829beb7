"""How much of an answer is fetched: rows, values, and characters, counted while they come.

A value becomes many times larger when it becomes a Python object, and that work cannot be interrupted: a list of 20
million numbers took 12 seconds and 2 GB under a memory limit of 512 MB. An answer that may have such a value is
therefore read through a query that weighs each row first, inside DuckDB.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import duckdb

from autogen_hatidata.engines.quoting import literal, name

Row = tuple[Any, ...]
Shape = tuple[tuple[str, ...], tuple[str, ...]]
"""Names and types of columns."""

TOO_LARGE = "a row of the answer is too large"
"""What the engine's error says where a row weighs too much; ``faults`` has the sentence for callers."""

_SHARE = 10
"""One row may weigh so many times less than the whole answer."""

_FIRST, _NEXT, _WEIGHED = 64, 256, 8
"""Rows that are fetched at once: at first, later, and where rows are weighed."""

_LARGE = re.compile(
    r"""^(?!DESCRIBE).*(?:
    string_agg | group_concat | listagg | list | array | map | struct | json | histogram | range\( | series | split
    | top_k | bins | extract_all | \{ | \[ (?!\]\)\)) )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""Texts whose answers may have large values. Types decide; this only saves to run a statement twice. A list that is
bound and taken apart, as in ``unnest(CAST($texts AS VARCHAR[]))``, is not one of the answer."""

_JOINS_ROWS = re.compile(r"string_agg|group_concat|listagg|list|array|json|string_split", re.IGNORECASE)
"""Where text may be longer than those that stand in the tables."""


class Limits(NamedTuple):
    """The most that one answer may have: rows, values (those inside of lists included), and bytes of text."""

    rows: int
    cells: int
    bytes: int

    @property
    def cell(self) -> int:
        """The bytes of text that weigh as much as a value."""
        return max(1, self.bytes // self.cells)


Keep = Callable[[list[Row], Sequence[str]], list[Row]]
"""Makes the list that the rows of a long answer are kept in, of the first ones and the types of their columns."""


def fetch(
    cursor: duckdb.DuckDBPyConnection, types: Sequence[str], limits: Limits, keep: Keep
) -> tuple[list[Row], bool]:
    """The rows of a result, and whether there are more of them. A small one takes one call."""
    rows = cursor.fetchmany(min(limits.rows + 1, _FIRST))
    if len(rows) < _FIRST:
        return _cut(rows, limits)
    texts = [index for index, kind in enumerate(types) if kind in _TEXTS]
    each = len(types) * limits.cell
    new, room = rows, limits.cells * limits.cell
    rows = keep(rows, types)
    while new and len(rows) <= limits.rows:
        room -= len(new) * each + sum(len(row[index] or "") for index in texts for row in new)
        if room < 0:
            return _more(cursor, rows)
        new = cursor.fetchmany(min(limits.rows + 1 - len(rows), _NEXT))
        rows += new
    return _cut(rows, limits)


def fetch_weighed(cursor: duckdb.DuckDBPyConnection, limits: Limits) -> tuple[list[Row], bool]:
    """The same for a statement that `weighing` made: the weight of each row comes after it."""
    rows: list[Row] = []
    room = limits.cells
    while len(rows) <= limits.rows:
        new = cursor.fetchmany(min(limits.rows + 1 - len(rows), _WEIGHED))
        rows += [row[:-1] for row in new]
        if len(new) < _WEIGHED:
            break
        room -= sum(row[-1] for row in new)
        if room < 0:
            return _more(cursor, rows)
    return _cut(rows, limits)


def _more(cursor: duckdb.DuckDBPyConnection, rows: list[Row]) -> tuple[list[Row], bool]:
    return rows, bool(cursor.fetchmany(1))


def _cut(rows: list[Row], limits: Limits) -> tuple[list[Row], bool]:
    truncated = len(rows) > limits.rows
    if truncated:
        del rows[limits.rows :]
    return rows, truncated


def may_be_large(sql: str) -> bool:
    """Whether it pays to ask for the types of an answer before the statement runs."""
    return _LARGE.match(sql) is not None


def weighing(sql: str, types: Sequence[str], limits: Limits) -> str | None:
    """The query that gives the same rows and, after each, its weight, and that fails at a row that weighs too much;
    None where no row can.
    """
    weights = [_weight(kind) for kind in types]
    joins_rows = _JOINS_ROWS.search(sql) is not None
    if not any(weight.text is not None and (weight.nested or joins_rows) for weight in weights):
        return None
    most, unit = limits.cells // _SHARE, limits.cell
    columns = [name(f"c{index}") for index in range(len(types))]
    total = " + ".join(weight.of(column, unit, most) for weight, column in zip(weights, columns, strict=True))
    stop = f"CASE WHEN w > {most} THEN error({literal(TOO_LARGE)}) ELSE "
    shown = [
        f"{stop}{column} END" if weight.text is not None else column
        for weight, column in zip(weights, columns, strict=True)
    ]
    listed = ", ".join(columns)
    return (
        f"SELECT {', '.join(shown)}, w FROM (SELECT *, CAST({total} AS BIGINT) AS w FROM ({sql}\n) AS q({listed})) AS q"
    )


class _Weight(NamedTuple):
    """What a value of a type weighs: a number (``text`` is None), or SQL; ``nested``: it can hold other values."""

    fixed: int
    text: Callable[[str, int, int], str] | None = None
    nested: bool = False

    def of(self, value: str, unit: int, most: int) -> str:
        return str(self.fixed) if self.text is None else self.text(value, unit, most)


_ONE = _Weight(1)
_TEXTS = frozenset({"VARCHAR", "JSON", "BLOB", "BIT"})


def _long(length: str) -> _Weight:
    return _Weight(1, lambda value, unit, most: f"(1 + coalesce({length.format(value)}, 0) // {unit})")


_BY_ID = {
    "varchar": _long("strlen({0})"),
    "blob": _long("octet_length({0})"),
    "bit": _long("bit_length({0})"),
    "bignum": _long("strlen(CAST({0} AS VARCHAR))"),
    "geometry": _long("octet_length(CAST({0} AS BLOB))"),
    "variant": _long("8 * strlen(CAST({0} AS VARCHAR))")._replace(nested=True),
}


@lru_cache(maxsize=1000)
def _weight(kind: str) -> _Weight:
    try:
        return _weight_of(duckdb.dtype(kind), 0)
    except duckdb.InvalidInputException:  # DuckDB 1.5 writes the type of row(1, [2]) as it cannot read it
        return _BY_ID["variant"]


def _weight_of(kind: Any, depth: int) -> _Weight:
    known = _BY_ID.get(kind.id)
    if known is not None:
        return known
    if kind.id in ("list", "array"):
        return _list(_weight_of(dict(kind.children)["child"], depth + 1), depth)
    if kind.id == "map":
        parts = dict(kind.children)
        return _map(
            _list(_weight_of(parts["key"], depth + 1), depth), _list(_weight_of(parts["value"], depth + 1), depth)
        )
    if kind.id in ("struct", "tuple"):
        return _together([_weight_of(child, depth) for _, child in kind.children], "struct_extract_at({0}, {1})")
    if kind.id == "union":
        names = [child for child, _ in kind.children if child]
        whole = [_weight_of(child, depth) for tag, child in kind.children if tag]
        return _together(whole, "union_extract({0}, {2})", names)
    return _ONE


def _list(each: _Weight, depth: int) -> _Weight:
    def text(value: str, unit: int, most: int) -> str:
        length = f"coalesce(len({value}), 0)"
        if each.text is None:
            return f"(1 + {length} * {each.fixed})"
        one = f"e{depth}"
        inside = f"list_sum(list_transform({value}, lambda {one}: {each.of(one, unit, most)}))"
        return f"CASE WHEN {length} > {most} THEN {most + 1} ELSE 1 + coalesce({inside}, 0) END"

    return _Weight(1, text, nested=True)


def _map(keys: _Weight, values: _Weight) -> _Weight:
    def text(value: str, unit: int, most: int) -> str:
        return f"({keys.of(f'map_keys({value})', unit, most)} + {values.of(f'map_values({value})', unit, most)})"

    return _Weight(1, text, nested=True)


def _together(parts: Sequence[_Weight], extract: str, names: Sequence[str] = ()) -> _Weight:
    fixed = 1 + sum(part.fixed for part in parts)
    if all(part.text is None for part in parts):
        return _Weight(fixed)

    def text(value: str, unit: int, most: int) -> str:
        found = [
            part.of(extract.format(value, index + 1, literal(names[index]) if names else ""), unit, most)
            for index, part in enumerate(parts)
        ]
        return f"(1 + {' + '.join(found)})"

    return _Weight(fixed, text, nested=any(part.nested for part in parts))
