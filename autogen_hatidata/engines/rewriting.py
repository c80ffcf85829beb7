"""Writing a file anew, so that nothing is left in it of what was removed: DuckDB keeps the text of deleted rows."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from autogen_hatidata.engines import files
from autogen_hatidata.engines.quoting import literal, name, random_name
from autogen_hatidata.errors import OpenError


def rewrite(path: Path, memory_limit: str | None = None) -> None:
    """Put a copy of a file's tables in its place. Nobody may have it open. It is the old or the new one at any moment.

    Raises:
        OpenError: it cannot be written; it is as it was.
    """
    draft = files.draft_of(path)
    try:
        files.drop_draft(path)
        _copy(path, draft, memory_limit)
        if files.log_size(path) or files.log_size(draft):
            raise OpenError("DuckDB kept its log of changes.")
        _sync(draft)
        os.replace(draft, path)
        _sync(path.parent)
    except (OSError, duckdb.Error, OpenError) as error:
        # An agent may read this: what names the owner's files is for the log.
        raise OpenError(
            "The memory cannot be written anew.", "look at the space on the disk, and try again.", detail=str(error)
        ) from None


def _copy(path: Path, draft: Path, memory_limit: str | None) -> None:
    with files.owner(path, memory_limit) as connection:
        connection.execute("SET temp_directory = ''")
        connection.execute("CHECKPOINT")
        ((here,),) = connection.execute("SELECT current_database()").fetchall()
        there = name(random_name())
        connection.execute(f"ATTACH {literal(str(draft))} AS {there} (TYPE duckdb)")
        connection.execute(f"COPY FROM DATABASE {name(here)} TO {there}")
        connection.execute(f"CHECKPOINT {there}")
        connection.execute(f"DETACH {there}")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
