"""The statement behind a summary of one table: what SUMMARIZE is used for, asked like any other query."""

from __future__ import annotations

from collections.abc import Iterable

from autogen_hatidata.types import ColumnInfo, TableInfo

MOST_COLUMNS = 100
"""Columns of one summary. A model reads no more, and each of them is counted for its distinct values."""

_TYPE_CHARS, _VALUE_CHARS = 80, 200


def summary(table: TableInfo, max_chars: int) -> tuple[str, tuple[str, ...]]:
    """A SELECT with a row for each column of a visible table, and a note where it has no room for all of them.

    It reads the table once, under the names of the lens, so that it is checked, priced, masked and recorded like a
    statement that an agent writes. Columns that do not fit into ``max_chars`` are left out from the end.

    >>> summary(TableInfo("main", "t", (ColumnInfo("a", "INTEGER"),)), 20_000)[0][:60]
    'SELECT unnest([\\'a\\']) AS "column", unnest([\\'INTEGER\\']) AS "typ'
    """
    count = min(len(table.columns), MOST_COLUMNS)
    while count > 1 and len(_text(table, count)) > max_chars:
        count -= max(count // 8, 1)
    if count == len(table.columns):
        return _text(table, count), ()
    note = f"The first {count} of {len(table.columns)} columns are summarized. Ask for others with SELECT."
    return _text(table, count), (note,)


def _text(table: TableInfo, count: int) -> str:
    columns = table.columns[:count]
    names = [_name(one.name) for one in columns]
    parts = {
        "column": _each(_literal(one.name) for one in columns),
        "type": _each(_literal(_short(one)) for one in columns),
        "mask": _each(_literal(one.mask) if one.mask else "NULL" for one in columns),
        "rows": "count(*)",
        "nulls": _each(f"count(*) - count({name})" for name in names),
        "min": _each(f"left(min({name})::VARCHAR, {_VALUE_CHARS})" for name in names),
        "max": _each(f"left(max({name})::VARCHAR, {_VALUE_CHARS})" for name in names),
        "approx_distinct": _each(f"approx_count_distinct({name})" for name in names),
    }
    shown = ", ".join(f"{text} AS {_name(name)}" for name, text in parts.items())
    return f"SELECT {shown} FROM {_name(table.schema)}.{_name(table.name)}"


def _each(texts: Iterable[str]) -> str:
    return f"unnest([{', '.join(texts)}])"


def _short(column: ColumnInfo) -> str:
    """The type in a length to read: that of an ENUM lists all its values."""
    return column.type if len(column.type) <= _TYPE_CHARS else f"{column.type[: _TYPE_CHARS - 3]}..."


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
