"""The instance that agents' statements run in: it has the user's file attached, and can open no file itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from autogen_hatidata.engines import memories
from autogen_hatidata.engines.files import opening
from autogen_hatidata.engines.pool import Pool
from autogen_hatidata.engines.quoting import dotted, literal, name, random_name
from autogen_hatidata.errors import BadArgument, OpenError
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import MEMORIES, ColumnInfo, TableKey

Config = dict[str, str | bool | int | float | list[str]]

CLOSED: Config = {
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_unsigned_extensions": False,
    "allow_persistent_secrets": False,
    "temp_directory": "",
}
"""What each of our instances begins with. Nothing is spilled to disk: it would be the rows of all lenses, in plain."""

_FIRST: Config = {
    **CLOSED,
    "catalog_error_max_schemas": 0,
    "disabled_optimizers": "statistics_propagation",
}
"""What an instance for agents begins with; SET takes a millisecond or two for the same. Statistics of a column cover
its hidden rows: folding ``fails AND id >= 640`` by them would tell whether a hidden id is that large."""

_LAST: Mapping[str, str] = {
    "enable_external_access": "false",
    "disabled_filesystems": "'LocalFileSystem'",
    "lock_configuration": "true",
}
"""Set in this order when the file is attached. Turning external access off alone would leave the attached file
readable as bytes (``read_blob``); without a file system only the handle that is already open works."""

INTERNAL = "_hatidata_"
"""Tables whose name begins so are this package's own, and in no lens; but one of the user's that is called as that of
memories is shown in its place."""

COMMITS = f"{INTERNAL}commits"
"""The table in the user's file that names each call whose change is in it, until its outcome is in the audit log."""

REGISTRY = f"{INTERNAL}results"
"""The table that names the saved results, in the file that has them."""

CALLS = f"{INTERNAL}agent_calls"
"""The same for the calls that changed what agents remember, in the file that has it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One table or view of the user's database. ``text`` is a view's own text, empty for a table; ``triggers``: a
    change of its rows begins another; ``checks``: the columns of each CHECK, in lower case."""

    schema: str
    name: str
    columns: tuple[ColumnInfo, ...]
    text: str = ""
    triggers: bool = False
    checks: tuple[frozenset[str], ...] = ()

    @property
    def key(self) -> TableKey:
        """The way names compare."""
        return (self.schema.lower(), self.name.lower())


_WAIT_S, _PAUSE_S = 2.0, 0.02


class Locked:
    """An in-memory instance with the user's file attached under a random name, READ_ONLY unless ``writable``, and
    locked. ``beside`` is the file of saved results and memories, where there is one, with the columns of its registry.

    The lock holds for good: after a change by the owner a new instance takes its place.

    Attributes:
        memory: connections for our own statements on that file.
        adding: the same for those that only add rows, in which there is nothing to optimize.
        asker: the variable that says on a connection who asks for memories.
    """

    def __init__(
        self, path: Path, settings: Settings, *, writable: bool = False, beside: tuple[Path, str] | None = None
    ) -> None:
        self.alias, self.results, self.asker = random_name(), random_name(), random_name()
        self.memories = None if beside is None else memories.of_file(self.results)
        self.writable = writable
        self._lock = threading.Lock()
        self._attached: list[str] = []
        self._root = _instance(settings)
        self.memory, self.adding = Pool(self.cursor), Pool(self.cursor)
        try:
            self._attach(path, self.alias, (COMMITS, "id VARCHAR") if writable else None)
            if beside is not None:
                self._attach(beside[0], self.results, (REGISTRY, beside[1]))
                self._root.execute(f"CREATE TABLE IF NOT EXISTS {self.calls} (id VARCHAR)")
                self._root.execute(f"CREATE TABLE IF NOT EXISTS {self.memories} ({memories.COLUMNS})")
                self.adding.give(_unoptimized(self._root.cursor()))
            configure(self._root, _LAST)
            self.relations = _relations(self._root, self.alias, writable)
        except BaseException:
            self._root.close()
            raise

    @property
    def commits(self) -> str:
        """The table of the calls whose changes are in the file."""
        return dotted(self.alias, "main", COMMITS)

    @property
    def calls(self) -> str:
        """The table of the calls whose changes are in the file of memories."""
        return dotted(self.results, "main", CALLS)

    @property
    def registry(self) -> str:
        """The table of the saved results."""
        return dotted(self.results, "main", REGISTRY)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A new connection to this instance."""
        with self._lock:
            return self._root.cursor()

    def close(self) -> None:
        """Let go of the files, even where a cursor is still alive."""
        self.memory.close()
        self.adding.close()
        with self._lock:
            for alias in self._attached:
                with suppress(duckdb.FatalException):
                    self._root.execute(f"DETACH {name(alias)}")
            self._root.close()

    def _attach(self, path: Path, alias: str, log: tuple[str, str] | None) -> None:
        """Attach a file; for writing, where there is a table with columns that its log of changes can begin with."""
        mode, ends = "READ_ONLY" if log is None else "READ_WRITE", time.monotonic() + _WAIT_S
        try:
            while not self._is_attached(f"ATTACH {literal(str(path))} AS {name(alias)} ({mode}, TYPE duckdb)", ends):
                time.sleep(_PAUSE_S)
            self._attached.append(alias)
            if log is not None:
                self._open_log(alias, *log)
        except duckdb.Error as error:
            raise opening(path, str(error), ours=alias == self.results) from None

    def _is_attached(self, text: str, ends: float) -> bool:
        """Whether the file is there now. Until ``ends`` another process that has it may be the worker of a program that
        was killed, which lets go of it soon."""
        try:
            self._root.execute(text)
        except duckdb.IOException as error:
            if "lock on file" not in str(error) or time.monotonic() > ends:
                raise
            return False
        return True

    def _open_log(self, alias: str, table: str, columns: str) -> None:
        """Begin DuckDB's log of changes now: once the instance is locked it can open no file, and this one stays open.

        For the same reason nothing is moved from the log into the file until the instance is left.
        """
        configure(self._root, {"wal_autocheckpoint": "'1TB'"})
        self._root.execute("PRAGMA disable_checkpoint_on_shutdown")
        self._root.execute(f"CHECKPOINT {name(alias)}")
        full = dotted(alias, "main", table)
        if table == COMMITS:
            self._check_commits()
        self._root.execute(f"CREATE TABLE IF NOT EXISTS {full} ({columns})")
        for change in ("INSERT INTO {} (id) VALUES ('')", "DELETE FROM {} WHERE id = ''"):
            self._root.execute(change.format(full))

    def _check_commits(self) -> None:
        columns = self._root.execute(
            "SELECT column_name, data_type FROM duckdb_columns() "
            "WHERE database_name = ? AND schema_name = 'main' AND lower(table_name) = ?",
            [self.alias, COMMITS],
        ).fetchall()
        if columns not in ([], [("id", "VARCHAR")]):
            raise OpenError(
                f"The database has a table or view {COMMITS} of its own; that name is this package's.",
                "rename it, or open the layer with read_only=True.",
            )


def locked_empty() -> duckdb.DuckDBPyConnection:
    """An instance without data and with every lock, for what only needs a parser."""
    connection = duckdb.connect(":memory:", config={**_FIRST, "threads": 1})
    _unoptimized(connection)  # a quarter of the time of reading a short statement
    configure(connection, _LAST)
    return connection


def _unoptimized(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The connection, which optimizes nothing from here on. In a locked instance none can be made so any more."""
    connection.execute("PRAGMA disable_optimizer")
    return connection


def _instance(settings: Settings) -> duckdb.DuckDBPyConnection:
    config: Config = {**_FIRST, "memory_limit": settings.memory_limit}
    if settings.threads is not None:
        config["threads"] = settings.threads
    try:
        return duckdb.connect(":memory:", config=config)
    except duckdb.Error as error:
        raise BadArgument(f"The engine refuses a setting: {error}", "check memory_limit and threads.") from None


def configure(connection: duckdb.DuckDBPyConnection, values: Mapping[str, str]) -> None:
    """Set options, in order. GLOBAL: some would otherwise hold for this connection alone, and not for its cursors."""
    for option, value in values.items():
        connection.execute(f"SET GLOBAL {option} = {value}")


def _relations(connection: duckdb.DuckDBPyConnection, alias: str, writable: bool) -> dict[TableKey, Relation]:
    """The user's tables and views, by the way names compare. Two names that compare equal are both left out."""
    texts: dict[tuple[str, str], str] = {
        (schema, relation): text or ""
        for schema, relation, text in connection.execute(
            "SELECT schema_name, table_name, NULL FROM duckdb_tables() WHERE database_name = $1 AND NOT internal "
            "UNION ALL "
            "SELECT schema_name, view_name, sql FROM duckdb_views() WHERE database_name = $1 AND NOT internal "
            "ORDER BY ALL",
            [alias],
        ).fetchall()
    }
    columns = _all_columns if any(texts.values()) else columns_of_tables
    triggers = _triggers(connection, alias) if writable else frozenset()
    checks = _checks(connection, alias) if writable else {}
    found: dict[TableKey, list[Relation]] = {}
    for (schema, table), infos in columns(connection, alias, texts).items():
        if not table.lower().startswith(INTERNAL) or (schema.lower(), table.lower()) == MEMORIES:
            everything = (frozenset(info.name.lower() for info in infos),)
            of_table = everything if checks is None else tuple(checks.get((schema, table), ()))
            triggered = (schema, table) in triggers
            relation = Relation(schema, table, tuple(infos), texts[schema, table], triggered, of_table)
            found.setdefault(relation.key, []).append(relation)
    return {key: same[0] for key, same in found.items() if len(same) == 1}


_FEW = 20
"""Of so many tables the columns are asked for one by one."""

_Columns = dict[tuple[str, str], list[ColumnInfo]]


def _all_columns(connection: duckdb.DuckDBPyConnection, alias: str, _: Collection[tuple[str, str]]) -> _Columns:
    """The columns of tables and views, also of a view that cannot be bound now. For the first time in an instance it
    takes 10 ms more, as DuckDB binds each view of its own."""
    columns: _Columns = {}
    for schema, table, column, kind, nullable in connection.execute(
        "SELECT schema_name, table_name, column_name, data_type, is_nullable FROM duckdb_columns() "
        "WHERE database_name = ? AND NOT internal ORDER BY schema_name, table_name, column_index",
        [alias],
    ).fetchall():
        columns.setdefault((schema, table), []).append(ColumnInfo(column, kind, nullable=bool(nullable)))
    return columns


def columns_of_tables(
    connection: duckdb.DuckDBPyConnection, alias: str, tables: Collection[tuple[str, str]]
) -> _Columns:
    """The columns of tables of an attached file, by schema and name."""
    if len(tables) > _FEW or any('"' in part for table in tables for part in table):  # which DuckDB 1.5 cannot read
        return _all_columns(connection, alias, tables)
    columns: _Columns = {}
    for table in tables:
        infos = connection.execute(f"FROM pragma_table_info({literal(dotted(alias, *table))})").fetchall()
        columns[table] = [ColumnInfo(column, kind, nullable=not required) for _, column, kind, required, *_ in infos]
    return columns


def _triggers(connection: duckdb.DuckDBPyConnection, alias: str) -> frozenset[tuple[str, str]]:
    """The schema and name of each table that has a trigger."""
    try:
        found = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_triggers() WHERE database_name = ?", [alias]
        )
    except duckdb.CatalogException:  # before DuckDB 2 there are none
        return frozenset()
    return frozenset(found.fetchall())


def _checks(connection: duckdb.DuckDBPyConnection, alias: str) -> dict[tuple[str, str], list[frozenset[str]]] | None:
    """The columns of each CHECK, by schema and name of its table; None where DuckDB cannot read one of them."""
    found: dict[tuple[str, str], list[frozenset[str]]] = {}
    connection.execute(f"USE {name(alias)}")  # a check may call the user's macros
    try:
        rows = connection.execute(
            "SELECT schema_name, table_name, constraint_column_names FROM duckdb_constraints() "
            "WHERE database_name = ? AND constraint_type = 'CHECK'",
            [alias],
        ).fetchall()
    except duckdb.Error:
        return None
    finally:
        connection.execute("USE memory")
    for schema, table, columns in rows:
        found.setdefault((schema, table), []).append(frozenset(column.lower() for column in columns))
    return found
