"""The owner's data, from a file or a frame into a table."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from autogen_hatidata.engines.locked import INTERNAL
from autogen_hatidata.engines.quoting import dotted, literal, name
from autogen_hatidata.errors import LoadError

READERS: dict[str, str] = {
    ".csv": "read_csv",
    ".tsv": "read_csv",
    ".txt": "read_csv",
    ".parquet": "read_parquet",
    ".pq": "read_parquet",
    ".json": "read_json",
    ".jsonl": "read_json",
    ".ndjson": "read_json",
}
"""The function that reads a file, by the end of its name; ``.gz`` and ``.zst`` may stand behind it."""

_PACKED = (".gz", ".zst")
_WILD = re.compile(r"[*?\[]")
_PART = re.compile(r'"((?:[^"]|"")+)"|([^".]+)')
_FRAME = "hatidata_frame"


def table_name(table: str) -> tuple[str, str]:
    """Schema and name of the table to load; a part with a dot stands in double quotes.

    >>> table_name("orders"), table_name('sales."2024.q1"')
    (('main', 'orders'), ('sales', '2024.q1'))
    """
    found = re.fullmatch(rf"(?:{_PART.pattern})(?:\.(?:{_PART.pattern}))?", table) if isinstance(table, str) else None
    if found is None:
        raise LoadError(f"{table!r} is no table name.", "give name or schema.name.")
    parts = [(quoted or "").replace('""', '"') or plain for quoted, plain in (found.group(1, 2), found.group(3, 4))]
    schema, last = (parts[0], parts[1]) if parts[1] else ("main", parts[0])
    if last.lower().startswith(INTERNAL):
        raise LoadError(f"Names that begin with {INTERNAL} are taken.", "choose another name.")
    return schema, last


def load(connection: duckdb.DuckDBPyConnection, table: str, source: Any, *, replace: bool) -> int:
    """Put a source into a table of an owner's connection; gives the number of rows. All of it, or nothing.

    Raises:
        LoadError: the source cannot be read, or the table is there and is not to be replaced.
    """
    schema, last = table_name(table)
    reading = _reading(connection, source)
    create = "CREATE OR REPLACE TABLE" if replace else "CREATE TABLE"
    try:
        with _together(connection):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name(schema)}")
            made = connection.execute(f"{create} {dotted(schema, last)} AS SELECT * FROM {reading}").fetchall()
    except duckdb.Error as error:
        if isinstance(error, duckdb.CatalogException) and "already exists" in str(error):  # to ask first takes 10 ms
            raise LoadError(
                f"The table {schema}.{last} is there already.", "give replace=True to replace it."
            ) from None
        raise LoadError(f"{_shown(source)} cannot be loaded: {_first_line(error)}", "check the source.") from None
    return int(made[0][0])


@contextmanager
def _together(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Keep all of what the block does, or nothing."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _reading(connection: duckdb.DuckDBPyConnection, source: Any) -> str:
    """What stands behind FROM to read the source."""
    if isinstance(source, str | os.PathLike):
        return _file(Path(source).expanduser())
    connection.register(_FRAME, _arrow(source))
    return _FRAME


def _file(path: Path) -> str:
    ends = [end.lower() for end in path.suffixes]
    if ends and ends[-1] in _PACKED:
        ends.pop()
    reader = READERS.get(ends[-1]) if ends else None
    if reader is None:
        raise LoadError(
            f"{path} has no ending that says how to read it.",
            "give a .csv, .tsv, .parquet, .json or .jsonl file, a pyarrow Table, or a DataFrame.",
        )
    if path.is_file():
        plain = _WILD.sub(lambda found: f"[{found[0]}]", str(path))
        return f"{reader}({literal(plain)})"
    if _WILD.search(str(path)) and path.parent.is_dir():
        return f"{reader}({literal(str(path))})"
    raise LoadError(f"There is no file {path}.", "check the path.")


def _arrow(source: Any) -> Any:
    """The source as Arrow data, in which every value keeps its type."""
    kind = type(source)
    is_pandas = kind.__module__.partition(".")[0] == "pandas" and kind.__name__ == "DataFrame"
    if not is_pandas and not hasattr(source, "__arrow_c_stream__"):
        raise LoadError(
            f"This {kind.__name__} cannot be loaded.",
            "give a path to a CSV, Parquet or JSON file, a pyarrow Table, or a pandas DataFrame.",
        )
    try:
        pyarrow = importlib.import_module("pyarrow")
    except ImportError:
        raise LoadError("Loading a frame needs pyarrow.", "pip install pyarrow") from None
    if not is_pandas:
        return source
    try:
        return pyarrow.Table.from_pandas(source, preserve_index=False)
    except (pyarrow.ArrowException, TypeError, ValueError) as error:
        raise LoadError(f"The DataFrame cannot be loaded: {error}", "give each column one type.") from None


def _shown(source: Any) -> str:
    return str(source) if isinstance(source, str | os.PathLike) else f"The {type(source).__name__}"


def _first_line(error: duckdb.Error) -> str:
    return str(error).partition("\n")[0]
