"""Texts, two agents who see different ones of them, and for each a database that holds only these.

In that database ``semantic_match``, ``vector_match`` and ``semantic_rank`` are macros over a function in Python, which
computes one cosine with numpy. Nothing of the package is used here.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

DIM = 8
TEXTS = (
    "late invoice",
    "the invoice is late",
    "it's broken",
    "100 % off",
    "",
    " ",
    "%",
    "semantic_match(body, 'x', 0.5)",
    "praise \u2728",
    "na\u00efve \u2014 \u201cquoted\u201d",
    "two\nlines",
    'double "quotes"',
    "NULL",
    "-- no comment",
    "$1 ? :name",
    "\u674e\u96f7",
    "\u200bzero width",
    "a" * 300,
)
"""Texts of rows; a question may be one of them, or another one."""

QUESTIONS = (*TEXTS, "late", "who is angry?", "semantic_rank", "o''o'", "\\", "{x}")
TOPICS = ("late invoice", "praise \u2728", "it's broken", "%")

SCHEMA = f"""
CREATE SCHEMA crm;
CREATE TABLE docs(id INTEGER, team VARCHAR, title VARCHAR, body VARCHAR,
    topic ENUM({", ".join("'" + topic.replace("'", "''") + "'" for topic in TOPICS)}),
    meta JSON, owner VARCHAR, points INTEGER, vec FLOAT[{DIM}], "the ""odd"" text" VARCHAR);
CREATE TABLE crm.calls(id INTEGER, doc_id INTEGER, team VARCHAR, said VARCHAR, body VARCHAR, secret VARCHAR,
    vec FLOAT[{DIM}]);
CREATE VIEW recent AS SELECT id, title, body AS "text", vec FROM docs WHERE id > 5;
"""

POLICY: dict[str, Any] = {
    "version": 1,
    "roles": {"analyst": {"can": ["read"]}, "auditor": {"can": ["read"]}},
    "agents": {
        "ana": {"role": "analyst", "attributes": {"team": "EU"}},
        "otto": {"role": "auditor", "attributes": {"team": "US"}},
    },
    "tables": {
        "docs": {
            "read": ["analyst", "auditor"],
            "rows": {"filter": "team = {team} OR id % 5 = 0"},
            "columns": {
                "owner": {"mask": "partial", "visible_chars": 2, "exempt": ["auditor"]},
                "topic": {"mask": "null", "exempt": ["analyst"]},
            },
        },
        "crm.calls": {
            "read": ["analyst", "auditor"],
            "rows": {"filter": "team = {team} AND body <> 'late invoice'", "exempt": ["auditor"]},
            "columns": {"secret": {"deny": ["analyst"], "mask": "hash"}},
        },
        "recent": {"read": ["analyst", "auditor"]},
    },
}

SEEN = {
    "ana": (
        """CREATE TABLE docs AS SELECT * REPLACE (
            CASE WHEN owner IS NULL THEN NULL WHEN length(owner) > 2 THEN '***' || right(owner, 2) ELSE '***' END
            AS owner) FROM raw.docs WHERE team = 'EU' OR id % 5 = 0""",
        "CREATE TABLE crm.calls AS SELECT * EXCLUDE (secret) FROM raw.crm.calls "
        "WHERE team = 'EU' AND body <> 'late invoice'",
    ),
    "otto": (
        "CREATE TABLE docs AS SELECT * REPLACE (NULL::VARCHAR AS topic) FROM raw.docs WHERE team = 'US' OR id % 5 = 0",
        "CREATE TABLE crm.calls AS SELECT * REPLACE (sha256(secret) AS secret) FROM raw.crm.calls",
    ),
}
"""What each of them may see, by plain SQL."""

Vector = NDArray[np.float32]


def exact(text: str) -> Vector:
    """Four halves: products are multiples of a quarter, so that many are equal, and equal to a threshold."""
    dice, found = _dice(text), np.zeros(DIM, np.float32)
    found[dice.choice(DIM, 4, replace=False)] = dice.choice([-0.5, 0.5], 4)
    return found


def rough(text: str) -> Vector:
    """Any direction: products are rounded."""
    found = _dice(text).standard_normal(DIM)
    return np.asarray(found / np.linalg.norm(found), np.float32)


def _dice(text: str) -> np.random.Generator:
    return np.random.default_rng(list(text.encode()))


class FakeEmbedder:
    """An embedder of one of these, which knows what it was given."""

    kind = "lexical"

    def __init__(self, vector: Callable[[str], Vector], default_threshold: float = 0.25) -> None:
        self.id, self.dim, self.default_threshold = vector.__name__, DIM, default_threshold
        self.vector = cache(vector)
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vector:
        """One row for each text."""
        self.texts += texts
        return np.stack([self.vector(text) for text in texts])


def build(path: Path, embedder: FakeEmbedder) -> Path:
    """Write the file that is governed."""
    chance = random.Random(7)
    with duckdb.connect(path) as connection:
        connection.execute(SCHEMA)
        for table, count, row in (("docs", 36, _doc), ("crm.calls", 24, _call)):
            rows = [row(i, chance, embedder) for i in range(1, count + 1)]
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    return path


def _doc(i: int, chance: random.Random, embedder: FakeEmbedder) -> tuple[Any, ...]:
    texts = (*TEXTS, None, None)
    meta = None if i % 7 == 0 else json.dumps({"about": chance.choice(TEXTS)[:20], "n": i % 3})
    return (
        i,
        ("EU", "US", "APAC", None)[i % 4],
        chance.choice(texts),
        chance.choice(texts),
        None if i % 6 == 0 else TOPICS[i % 4],
        meta,
        chance.choice(("Ana Lima", "Bo", None, "it's me")),
        i * 7 % 5,
        _vector(i, chance, embedder),
        chance.choice(texts),
    )


def _call(i: int, chance: random.Random, embedder: FakeEmbedder) -> tuple[Any, ...]:
    team = ("EU", "EU", "US", None)[i % 4]
    said, body = chance.choice((*TEXTS, None)), chance.choice((*TEXTS[:6], None))
    return i, i * 5 % 40, team, said, body, f"secret {i}", _vector(i + 1, chance, embedder)


def _vector(i: int, chance: random.Random, embedder: FakeEmbedder) -> list[float] | None:
    if i % 5 == 0:
        return None if i % 2 else [0.0] * DIM
    return [float(number) * 2 ** (i % 4) for number in embedder.vector(chance.choice(TEXTS))]


def seen_by(agent: str, path: Path, embedder: FakeEmbedder) -> duckdb.DuckDBPyConnection:
    """A database that holds only what that agent may see, and can compare it."""
    connection = duckdb.connect()
    connection.execute("SET threads = 1; CREATE SCHEMA crm")
    connection.execute(f"ATTACH '{path}' AS raw (READ_ONLY)")
    for statement in SEEN[agent]:
        connection.execute(statement)
    connection.execute("DETACH raw")
    connection.execute('CREATE VIEW recent AS SELECT id, title, body AS "text", vec FROM docs WHERE id > 5')
    compare(connection, embedder)
    return connection


def compare(connection: duckdb.DuckDBPyConnection, embedder: FakeEmbedder) -> None:
    """Let a database know the three functions."""

    @cache
    def cosine(kind: str, one: str, other: str) -> float:
        vector = json.loads(one) if kind.startswith("FLOAT[") else embedder.vector(one)
        left, right = np.array(vector, np.float64), embedder.vector(other).astype(np.float64)
        lengths = np.linalg.norm(left) * np.linalg.norm(right)
        return float(left @ right / lengths) if lengths else 0.0

    connection.create_function("cosine_of", cosine, ["VARCHAR", "VARCHAR", "VARCHAR"], "FLOAT")
    near = "cosine_of(typeof(a), CAST(a AS VARCHAR), CAST(b AS VARCHAR))"
    rank = f"CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN greatest({near}, 0) END"  # greatest() passes over a NULL
    connection.execute(f"CREATE MACRO semantic_rank(a, b) AS {rank}")
    for name in ("semantic_match", "vector_match"):
        connection.execute(
            f"CREATE MACRO {name}(a, b, threshold := {embedder.default_threshold}) AS "
            f"{near} > CAST(threshold AS DOUBLE)"
        )


def close(connection: duckdb.DuckDBPyConnection) -> None:
    """Let it go with its function, which would be told as leaked."""
    connection.remove_function("cosine_of")
    connection.close()
