"""The tables of the memory, and every statement on them. Values are bound; ``{memory}`` is put in by the engine."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from autogen_hatidata.engines import memories
from autogen_hatidata.engines.base import Step as Step
from autogen_hatidata.memory.model import MEMORY_COLUMNS

Row = tuple[Any, ...]

MEMORIES = "{memory}._hatidata_agent_memory"
STATES = "{memory}._hatidata_agent_state"
QUERIES = "{memory}._hatidata_agent_queries"
COLUMNS = "{memory}._hatidata_agent_columns"
INDEXED = "{memory}._hatidata_agent_indexed"
ABOUT = "{memory}._hatidata_agent_about"

TABLES: Mapping[str, str] = {
    MEMORIES: memories.COLUMNS,
    STATES: (
        "scope VARCHAR, owner VARCHAR, key VARCHAR, value VARCHAR, version BIGINT, agent_id VARCHAR, "
        "updated_at TIMESTAMP, PRIMARY KEY (scope, owner, key)"
    ),
    QUERIES: "embedder_id VARCHAR, content_sha256 VARCHAR, embedding BLOB, number BIGINT",
    COLUMNS: "embedder_id VARCHAR, content_sha256 VARCHAR, embedding BLOB, PRIMARY KEY (embedder_id, content_sha256)",
    INDEXED: "embedder_id VARCHAR, table_schema VARCHAR, table_name VARCHAR, column_name VARCHAR",
    ABOUT: "store_id VARCHAR",
}
"""Thirteen columns of a memory are the documented ones; ``rid`` counts versions of contents, and is never used again.
Embeddings are float32, little-endian."""

_MICRO = 1_000_000
MOST_QUERIES = 10_000
"""Texts that were looked for whose embeddings are kept."""

NEVER = (1 << 63) - 1
"""The microsecond at which what has no end expires."""


class New(NamedTuple):
    """One row to be added. Times are microseconds since 1970."""

    memory_id: str
    agent_id: str
    session_id: str | None
    memory_type: str
    content: str
    metadata: str
    importance: float
    created: int
    rid: int
    scope: str
    expires: int | None
    content_sha256: str
    embedder_id: str
    embedding: bytes


def micros(seconds: float) -> int:
    """Seconds since 1970 as rows have them."""
    return round(seconds * _MICRO)


def schema() -> list[Step]:
    """Make what is not there; gives, last, what tells this file from every other one."""
    made: list[Step] = [(f"CREATE TABLE IF NOT EXISTS {table} ({columns})", None) for table, columns in TABLES.items()]
    first = f"INSERT INTO {ABOUT} SELECT ? WHERE NOT EXISTS (SELECT 1 FROM {ABOUT})"
    return [*made, (first, [uuid.uuid4().hex]), (f"SELECT store_id FROM {ABOUT}", None)]


_KINDS = ("UUID", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "FLOAT", "BIGINT", "BIGINT", "VARCHAR",
          "BIGINT", "VARCHAR", "VARCHAR", "BLOB")  # fmt: skip
_INSERTED = (
    "m0, 'local', m1, m2, m3, m4, m5, m6, true, 0, NULL, make_timestamp(m7), make_timestamp(m7), m8, m9, "
    "make_timestamp(m10), m11, m12, m13"
)
_ONE = re.sub(r"\bm\d+", "?", re.sub(r"\((m\d+)\)", r"(CAST(\1 AS BIGINT))", _INSERTED))
_MANY = ", ".join(f"unnest(CAST(? AS {kind}[])) AS m{n}" for n, kind in enumerate(_KINDS))


def insert(new: Sequence[New]) -> Step:
    """Add rows, in one statement. Of one row the lists would take most of the time; VALUES takes a seventh more than
    SELECT, and types that are told more than those of the columns do."""
    if len(new) == 1:
        created = New._fields.index("created")  # which two columns have
        return f"INSERT INTO {MEMORIES} SELECT {_ONE}", [*new[0][: created + 1], *new[0][created:]]
    return f"INSERT INTO {MEMORIES} SELECT {_INSERTED} FROM (SELECT {_MANY})", [*map(list, zip(*new, strict=True))]


_READ = ("rid", "CAST(memory_id AS VARCHAR)", *MEMORY_COLUMNS[1:])


def read(memory_ids: Iterable[str]) -> Step:
    """The memories of these ids, as `memory` takes them; never their embeddings."""
    text = f"SELECT {', '.join(_READ)} FROM {MEMORIES} WHERE memory_id = ANY(CAST(? AS UUID[]))"
    return text, [list(memory_ids)]


def numbers(memory_ids: Iterable[str]) -> Step:
    """The ``rid`` of each of these that is there."""
    return f"SELECT rid FROM {MEMORIES} WHERE memory_id = ANY(CAST(? AS UUID[]))", [list(memory_ids)]


def those(among: Any, conditions: Sequence[str], params: Sequence[Any]) -> Step:
    """The ``rid`` of each row that meets all conditions, of those ``among`` (None: of all)."""
    where = [f"({one})" for one in conditions]
    if among is None:
        return f"SELECT rid FROM {MEMORIES} WHERE {' AND '.join(where)}", list(params)
    # Which rows these are is settled before any condition is evaluated.
    these = "(SELECT unnest(CAST(? AS BIGINT[])) AS wanted)"
    text = f"SELECT rid FROM {MEMORIES} JOIN {these} ON rid = wanted WHERE {' AND '.join(where)}"
    return text, [among.tolist(), *params]


def memory(row: Row) -> dict[str, Any]:
    """A row that `read` gave, with its ``rid``, by the names of its columns."""
    found = dict(zip(("rid", *MEMORY_COLUMNS), row, strict=True))
    found["importance"] = round(found["importance"], 7)
    found["metadata"] = json.loads(found["metadata"])
    return found


_LISTED = (
    "rid, unhex(replace(CAST(memory_id AS VARCHAR), '-', '')), agent_id, CASE WHEN scope = 'chat' THEN session_id END, "
    "scope, memory_type, importance, "
    f"epoch_us(created_at), coalesce(epoch_us(expires_at), {NEVER}), embedder_id, unhex(left(content_sha256, 32))"
)


def kinds(above: int, most: int) -> Step:
    """What the directory keeps of the next ``most`` rows, as `directory.Kind` has them: by kinds, since to make a value
    of each column of each row takes four times as long."""
    own = (
        "list(rid), list(importance), list(epoch_us(created_at)), "
        f"list(coalesce(epoch_us(expires_at), {NEVER})), string_agg(replace(CAST(memory_id AS VARCHAR), '-', ''), ''), "
        "string_agg(rpad(content_sha256, 32, '0'), '')"
    )
    page = (
        "SELECT agent_id, CASE WHEN scope = 'chat' THEN session_id END AS chat, scope, memory_type, embedder_id, rid, "
        f"importance, created_at, expires_at, memory_id, content_sha256 FROM {MEMORIES} WHERE rid > ? "
        f"ORDER BY rid LIMIT {most}"
    )
    return f"SELECT agent_id, chat, scope, memory_type, embedder_id, {own} FROM ({page}) GROUP BY ALL", [above]


def listed(above: int, most: int) -> Step:
    """The same of each of the next ``most`` rows, by ``rid``, as `directory.Entry` has it."""
    return f"SELECT {_LISTED} FROM {MEMORIES} WHERE rid > ? ORDER BY rid LIMIT {most}", [above]


def embeddings(embedder_id: str, above: int, most: int) -> Step:
    """``rid`` and embedding of the next ``most`` rows of an embedder, by ``rid``."""
    where = "WHERE embedder_id = ? AND embedding IS NOT NULL AND rid > ?"
    return f"SELECT rid, embedding FROM {MEMORIES} {where} ORDER BY rid LIMIT {most}", [embedder_id, above]


def contents(above: int, most: int) -> Step:
    """``rid`` and content of the next ``most`` rows, by ``rid``."""
    return f"SELECT rid, content FROM {MEMORIES} WHERE rid > ? ORDER BY rid LIMIT {most}", [above]


def pages(read: Callable[[Step], list[Row]], step: Callable[[int], Step], above: int = 0) -> Iterator[list[Row]]:
    """All rows that a question by ``rid`` gives, in parts."""
    while found := read(step(above)):
        yield found
        above = found[-1][0]


def texts(rids: Sequence[int]) -> Step:
    """``rid``, id and content of rows."""
    text = f"SELECT rid, CAST(memory_id AS VARCHAR), content FROM {MEMORIES} WHERE rid = ANY(CAST(? AS BIGINT[]))"
    return text, [list(rids)]


def misfits() -> Mapping[str, Step]:
    """What no row may be, and how many are."""
    wrong = {
        "have the number of another one": "count(*) - count(DISTINCT rid)",
        "have another hash than their content": "count(*) FILTER (sha256(content) <> content_sha256)",
        "have no embedding, or say so": "count(*) FILTER (NOT has_embedding OR embedding IS NULL)",
    }
    return {what: (f"SELECT {count} FROM {MEMORIES}", None) for what, count in wrong.items()}


_SET: Mapping[str, str] = {
    "content": "content = ?, content_sha256 = ?, embedder_id = ?, embedding = ?, rid = ?",
    "memory_type": "memory_type = ?",
    "importance": "importance = ?",
    "metadata": "metadata = ?",
    "expires_at": "expires_at = make_timestamp(CAST(? AS BIGINT))",
}


def update(memory_id: str, changes: Mapping[str, Sequence[Any]], now: int) -> Step:
    """Change one memory; of each change, the values that its part of SET takes."""
    parts = ", ".join([*(_SET[name] for name in changes), "updated_at = make_timestamp(?)"])
    values = [value for given in changes.values() for value in given]
    return f"UPDATE {MEMORIES} SET {parts} WHERE memory_id = CAST(? AS UUID)", [*values, now, memory_id]


def forget_query(memory_id: str) -> list[Step]:
    """Remove what was embedded of a memory's text as a query; gives, first, the hash of the text."""
    text = f"SELECT content_sha256 FROM {MEMORIES} WHERE memory_id = CAST(? AS UUID)"
    return [(text, [memory_id]), (f"DELETE FROM {QUERIES} WHERE content_sha256 = ({text})", [memory_id])]


def reembed(memory_ids: Sequence[str], embedder_id: str, embeddings: Sequence[bytes], rids: Sequence[int]) -> Step:
    """Give memories another embedding, as new versions."""
    text = (
        f"UPDATE {MEMORIES} SET embedder_id = $1, embedding = u.embedding, rid = u.rid, has_embedding = true FROM "
        "(SELECT unnest(CAST($2 AS UUID[])) AS id, unnest(CAST($3 AS BLOB[])) AS embedding, "
        "unnest(CAST($4 AS BIGINT[])) AS rid) AS u WHERE memory_id = u.id"  # DuckDB 1.5 counts those of FROM first
    )
    return text, [embedder_id, list(memory_ids), list(embeddings), list(rids)]


def prolong(ends: Mapping[str, int | None]) -> Step:
    """Let memories expire later."""
    text = (
        f"UPDATE {MEMORIES} SET expires_at = make_timestamp(u.ends) FROM (SELECT unnest(CAST(? AS UUID[])) AS id, "
        "unnest(CAST(? AS BIGINT[])) AS ends) AS u WHERE memory_id = u.id"
    )
    return text, [list(ends), list(ends.values())]


def delete(memory_ids: Sequence[str]) -> list[Step]:
    """Remove memories, and what was embedded of the same texts as queries; gives, last, the hashes of the texts."""
    these = "memory_id = ANY(CAST(? AS UUID[]))"
    same = f"SELECT content_sha256 FROM {MEMORIES} WHERE {these}"
    return [
        (f"DELETE FROM {QUERIES} WHERE content_sha256 IN ({same})", [list(memory_ids)]),
        (f"DELETE FROM {MEMORIES} WHERE {these} RETURNING content_sha256", [list(memory_ids)]),
    ]


def queries(embedder_id: str, digests: Sequence[str]) -> Step:
    """Hash and embedding of those of some texts that were looked for before."""
    where = "WHERE embedder_id = ? AND content_sha256 = ANY(CAST(? AS VARCHAR[]))"
    return f"SELECT content_sha256, embedding FROM {QUERIES} {where}", [embedder_id, list(digests)]


def all_queries(embedder_id: str) -> Step:
    """The hash of each text that was looked for and has an embedding."""
    return f"SELECT content_sha256 FROM {QUERIES} WHERE embedder_id = ?", [embedder_id]


def keep_queries(embedder_id: str, found: Mapping[str, bytes]) -> list[Step]:
    """Keep the embeddings of texts that were looked for, the newest ten thousand of all."""
    last = f"(SELECT coalesce(max(number), 0) FROM {QUERIES})"
    added = (
        f"INSERT INTO {QUERIES} SELECT ?, unnest(CAST(? AS VARCHAR[])), unnest(CAST(? AS BLOB[])), "
        f"{last} + unnest(CAST(? AS BIGINT[]))"
    )
    return [
        (added, [embedder_id, list(found), list(found.values()), list(range(1, len(found) + 1))]),
        (f"DELETE FROM {QUERIES} WHERE number <= {last} - {MOST_QUERIES}", None),
    ]


def of_columns(embedder_id: str, digests: Sequence[str]) -> Step:
    """Hash and embedding of those of some texts of columns that have one."""
    where = "WHERE embedder_id = ? AND content_sha256 = ANY(CAST(? AS VARCHAR[]))"
    return f"SELECT content_sha256, embedding FROM {COLUMNS} {where}", [embedder_id, list(digests)]


def of_memories(embedder_id: str, digests: Sequence[str]) -> Step:
    """The same of those that are contents of memories."""
    where = "WHERE embedder_id = ? AND embedding IS NOT NULL AND content_sha256 = ANY(CAST(? AS VARCHAR[]))"
    return f"SELECT content_sha256, embedding FROM {MEMORIES} {where}", [embedder_id, list(digests)]


def keep_of_columns(embedder_id: str, found: Mapping[str, bytes]) -> Step:
    """Keep the embeddings of texts of columns."""
    text = f"INSERT OR IGNORE INTO {COLUMNS} SELECT ?, unnest(CAST(? AS VARCHAR[])), unnest(CAST(? AS BLOB[]))"
    return text, [embedder_id, list(found), list(found.values())]


def indexed(embedder_id: str) -> Step:
    """The columns that the owner indexed."""
    return f"SELECT table_schema, table_name, column_name FROM {INDEXED} WHERE embedder_id = ?", [embedder_id]


def note_indexed(embedder_id: str, schema: str, table: str, column: str) -> Step:
    """Note that the owner indexed a column."""
    return f"INSERT INTO {INDEXED} VALUES (?, ?, ?, ?)", [embedder_id, schema, table, column]


def recalled(counts: Mapping[str, tuple[int, int]]) -> Step:
    """Add to the counts of memories, and note when they were last recalled."""
    text = (
        f"UPDATE {MEMORIES} SET access_count = access_count + u.n, last_accessed = make_timestamp(u.at) FROM "
        "(SELECT unnest(CAST(? AS UUID[])) AS id, unnest(CAST(? AS BIGINT[])) AS n, unnest(CAST(? AS BIGINT[])) AS at) "
        "AS u WHERE memory_id = u.id"
    )
    return text, [list(counts), [n for n, _ in counts.values()], [at for _, at in counts.values()]]


_STATE = "key, value, version, scope, agent_id, updated_at"


def state(scope: str, owner: str, key: str) -> Step:
    """One state."""
    return f"SELECT {_STATE} FROM {STATES} WHERE scope = ? AND owner = ? AND key = ?", [scope, owner, key]


def states(scope: str, owner: str, most: int) -> Step:
    """The first ``most`` states of an owner, by key."""
    return f"SELECT {_STATE} FROM {STATES} WHERE scope = ? AND owner = ? ORDER BY key LIMIT ?", [scope, owner, most]


def count_states(scope: str, owner: str) -> Step:
    """How many there are."""
    return f"SELECT count(*) FROM {STATES} WHERE scope = ? AND owner = ?", [scope, owner]


def set_state(made: tuple[str, str, str, str, int, str, int]) -> Step:
    """Set scope, owner, key, value, version, agent and time of a state, which may be new."""
    return f"INSERT OR REPLACE INTO {STATES} VALUES (?, ?, ?, ?, ?, ?, make_timestamp(?))", list(made)


def delete_state(scope: str, owner: str, key: str) -> Step:
    """Remove one state."""
    return f"DELETE FROM {STATES} WHERE scope = ? AND owner = ? AND key = ?", [scope, owner, key]


def all_states() -> Step:
    """How many states there are."""
    return f"SELECT count(*) FROM {STATES}", None
