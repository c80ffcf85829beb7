"""The table of memories in a lens: the rows that the agent who asks can reach now, of a file that has those of all.

Agents of one class share a lens, so its view chooses rows by a variable that is set on the very connection that runs a
statement, right before it. Where none was set, there are no rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autogen_hatidata.engines.quoting import dotted, name, random_name
from autogen_hatidata.types import MEMORIES, Asker, ColumnInfo, TableInfo

if TYPE_CHECKING:
    import duckdb

COLUMNS = (
    "memory_id UUID PRIMARY KEY, org_id VARCHAR, agent_id VARCHAR, session_id VARCHAR, memory_type VARCHAR, "
    "content VARCHAR, metadata JSON, importance FLOAT, has_embedding BOOLEAN, access_count BIGINT, "
    "last_accessed TIMESTAMP, created_at TIMESTAMP, updated_at TIMESTAMP, rid BIGINT, scope VARCHAR, "
    "expires_at TIMESTAMP, content_sha256 VARCHAR, embedder_id VARCHAR, embedding BLOB"
)
"""The columns of the table as the file has it."""

SHOWN = (
    ColumnInfo("memory_id", "UUID"),
    ColumnInfo("org_id", "VARCHAR"),
    ColumnInfo("agent_id", "VARCHAR"),
    ColumnInfo("session_id", "VARCHAR"),
    ColumnInfo("memory_type", "VARCHAR"),
    ColumnInfo("content", "VARCHAR"),
    ColumnInfo("metadata", "JSON"),
    ColumnInfo("importance", "DOUBLE"),
    ColumnInfo("has_embedding", "BOOLEAN"),
    ColumnInfo("access_count", "BIGINT"),
    ColumnInfo("last_accessed", "TIMESTAMP"),
    ColumnInfo("created_at", "TIMESTAMP"),
    ColumnInfo("updated_at", "TIMESTAMP"),
    ColumnInfo("scope", "VARCHAR"),
    ColumnInfo("expires_at", "TIMESTAMP"),
)
"""Those that are shown."""

TABLE = TableInfo("main", MEMORIES[1], SHOWN, personal=True)
"""What a lens says of it."""

_EXPRESSIONS = {"importance": "system.main.round(CAST(importance AS DOUBLE), 7)"}
"""0.8 was stored as a FLOAT, and is shown as 0.8."""

_ASKER = "STRUCT(agent VARCHAR, chat VARCHAR, shared BOOLEAN, now BIGINT)"
_ALL_ROWS = 2**63 - 1
_MICRO = 1_000_000


def view_sql(source: str | None, variable: str, *, fenced: bool) -> str:
    """The query for the rows that whoever ``variable`` names can reach of ``source``; of None, where there is no file
    yet, none. ``fenced``: they are chosen before anything else sees a row."""
    if source is None:
        return f"SELECT {', '.join(f'CAST(NULL AS {one.type}) AS {name(one.name)}' for one in SHOWN)} WHERE false"
    shown = ", ".join(f"{_EXPRESSIONS.get(one.name, name(one.name))} AS {name(one.name)}" for one in SHOWN)
    rows = f"SELECT {shown} FROM {source} WHERE {_reached(variable)}"
    if not fenced:
        return rows
    fence = name(random_name())
    return f"WITH {fence} AS MATERIALIZED ({rows} LIMIT {_ALL_ROWS}) SELECT * FROM {fence}"


def _reached(variable: str) -> str:
    """The condition on the rows, as `memory.directory` has it for those that the API reads. A CASE is planned in half
    the time of the same with AND and OR, which DuckDB takes apart."""
    asker = f"(CAST(system.main.getvariable('{variable}') AS {_ASKER}))"
    return (
        f"CASE WHEN expires_at <= system.main.make_timestamp({asker}.now) THEN false "
        f"WHEN scope = 'agent' THEN agent_id = {asker}.agent "
        f"WHEN scope = 'chat' THEN session_id = {asker}.chat "
        f"WHEN scope = 'shared' THEN {asker}.shared END"
    )


def tell(cursor: duckdb.DuckDBPyConnection, variable: str, asker: Asker | None) -> None:
    """Let the view show, on this connection, what ``asker`` can reach, and nothing to nobody."""
    who: dict[str, Any] | None = None
    if asker is not None:
        agent, chat, shared, now = asker
        who = {"agent": agent, "chat": chat, "shared": shared, "now": round(now * _MICRO)}
    cursor.execute(f"SET VARIABLE {name(variable)} = CAST($1 AS {_ASKER})", [who])


def mentions(*texts: str) -> bool:
    """Whether a text may read the table. All names in it are written out, so that none reads it otherwise."""
    return any(MEMORIES[1] in text.lower() for text in texts)


def of_file(alias: str) -> str:
    """The table in the file."""
    return dotted(alias, *MEMORIES)
