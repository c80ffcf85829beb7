"""Keeping one result: a transaction on a connection of its own, up to its commit."""

from __future__ import annotations

from typing import Any

import duckdb

from autogen_hatidata.engines.kept import SCHEMA, Kept, Results, forget, register
from autogen_hatidata.engines.lens import Lens
from autogen_hatidata.engines.locked import Locked
from autogen_hatidata.engines.quoting import dotted, name, random_name
from autogen_hatidata.errors import BadArgument, ExecutionFailed, LimitExceeded, NotAllowed
from autogen_hatidata.types import ColumnInfo, Keep, Table, TableKey

_NOTHING = "Nothing was saved."

_LONGEST = 100_000
"""Bytes of one row, as text. What a statement may make of a column is bounded by taking it for a short one: otherwise
each save could begin where the one before ended."""


def check(results: Results, lens: Lens, keep: Keep) -> None:
    """Refuse what cannot be kept whatever its rows are.

    Raises:
        ExecutionFailed: the lens cannot show results.
        BadArgument: the name is another agent's.
        LimitExceeded: the agent has too many.
    """
    if not results.shown:
        raise ExecutionFailed(
            "Results cannot be saved in this database.",
            "tell the person who runs this.",
            detail="the database has a schema named saved",
        )
    taken = results.of(results.lens(lens.spec), keep.name)
    if taken is not None and taken.agent != keep.agent:
        raise BadArgument(f"Another agent has saved a result as {keep.name}. {_NOTHING}", "choose another name.")
    if taken is None and len(results.of_agent(keep.agent)) >= keep.most_names:
        raise LimitExceeded(
            f"You have {keep.most_names} saved results already. {_NOTHING}",
            "save under one of their names again, or wait until one expires.",
        )


def carry_out_save(
    cursor: duckdb.DuckDBPyConnection,
    locked: Locked,
    results: Results,
    lens: Lens,
    statement: Any,
    params: Any,
    keep: Keep,
    id: str,
    max_rows: int,
) -> tuple[Table, Kept, list[Kept]]:
    """Make the table and its row in the registry, in a transaction that is left open, ready to be committed; gives
    what was kept, and what goes for it."""
    if statement.leaves_traces:
        raise NotAllowed("A PIVOT without fixed columns cannot be saved.", "write IN (...) with the values you want.")
    stored = random_name()
    table = dotted(locked.results, "main", stored)
    cursor.execute("BEGIN")
    cursor.execute(f"CREATE TABLE {table} AS SELECT * FROM ({statement.sql}) LIMIT {max_rows + 1}", params)
    rows, size = _measured(cursor, table, max_rows)
    lens_id = results.lens(lens.spec)
    gone = results.outdated((lens_id, keep.name.lower()))
    _check_room(size + sum(one.bytes for one in results.of_agent(keep.agent) if one not in gone), keep)
    columns = tuple(ColumnInfo(one[0], one[1]) for one in cursor.execute(f"DESCRIBE {table}").fetchall())
    new = Kept(
        id=id,
        name=keep.name,
        stored=stored,
        lens=lens_id,
        readers=results.readers(keep.readers),
        sources=_sources(lens, keep),
        agent=keep.agent,
        created=results.next_number(),
        expires=keep.expires,
        rows=rows,
        bytes=size,
        columns=columns,
    )
    forget(cursor, locked, gone)
    register(cursor, locked, new)
    shape = tuple(one.name for one in columns), tuple(one.type for one in columns)
    return Table(*shape, [], False, changed=rows), new, gone


def _sources(lens: Lens, keep: Keep) -> tuple[TableKey, ...]:
    """The tables that a result is made of, also through other results. Rules about them hold for it too."""
    saved = {(SCHEMA, one.name.lower()): one.sources for one in lens.saved}
    return tuple(sorted({source for key in keep.sources for source in saved.get(key, (key,))}))


def _measured(cursor: duckdb.DuckDBPyConnection, table: str, most: int) -> tuple[int, int]:
    """The rows of a new table, and their bytes as text.

    Raises:
        LimitExceeded: there are more rows than ``most``, or one is too long.
    """
    row = name(random_name())
    text = f"strlen(CAST({row} AS VARCHAR))"
    rows, size, longest = cursor.execute(
        f"SELECT count(*), coalesce(sum({text}), 0), coalesce(max({text}), 0) FROM {table} AS {row}"
    ).fetchall()[0]
    if rows > most:
        raise LimitExceeded(f"The result has more than {most:,} rows. {_NOTHING}", "filter or aggregate before saving.")
    if longest > _LONGEST:
        raise LimitExceeded(
            f"A row of the result is longer than {_LONGEST:,} bytes. {_NOTHING}", "save one row for each value."
        )
    return int(rows), int(size)


def _check_room(size: int, keep: Keep) -> None:
    if size > keep.most_bytes:
        raise LimitExceeded(
            f"Your saved results would take more than {keep.most_bytes / 2**20:g} MB. {_NOTHING}",
            "save fewer rows and columns, or save under one of your names again.",
        )
