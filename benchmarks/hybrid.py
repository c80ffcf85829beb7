"""Meaning inside SQL: governed statements over a column of text, beside plain DuckDB that joins a table of vectors."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

import duckdb
import numpy as np

from autogen_hatidata import HatiData
from autogen_hatidata.sql.hybrid import hybrid
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.types import ColumnInfo, LensInfo, TableInfo
from benchmarks.clusters import DIM, Floats
from benchmarks.measure import Figure, interleaved, median

ROUNDS = 30
ROWS = 1_000_000
DISTINCT = {5_000: 0.25, 100_000: 0.5}
"""How many different texts, and the goal of a match over the join."""

_MATCH = "SELECT count(*) AS n FROM notes WHERE semantic_match(body, ?, 0.1)"
_RANK = "SELECT id, semantic_rank(body, ?) AS fit FROM notes ORDER BY fit DESC LIMIT 10"
_JOIN = (
    "SELECT count(*) AS n FROM notes JOIN vectors USING (body) WHERE array_inner_product(vector, ?::FLOAT[{}]) > 0.1"
)
_SORTED = (
    "SELECT id, array_inner_product(vector, ?::FLOAT[{}]) AS fit FROM notes JOIN vectors USING (body) "
    "ORDER BY fit DESC LIMIT 10"
)
_INSERT = "INSERT INTO vectors SELECT unnest(?::VARCHAR[]), unnest(?::FLOAT[{}][])"
_BLOCK = 5_000


class Anything:
    """An embedder that gives every text a vector of its own, in no time."""

    id, dim, kind, default_threshold = "anything", DIM, "semantic", 0.4

    def embed(self, texts: Sequence[str]) -> Floats:
        """Random directions, the same for the same texts of this process."""
        made = np.stack([np.random.default_rng(abs(hash(text))).standard_normal(DIM) for text in texts])
        return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """A million rows with few and many different texts, a hundred thousand rows, and the rewriting alone."""
    for distinct, goal in DISTINCT.items():
        yield from _compared(ROWS, distinct, goal, rounds)
    yield from _compared(100_000, 100_000, None, rounds)
    yield _rewritten(rounds * 20)


def _notes(rows: int, distinct: int) -> str:
    return f"""CREATE TABLE notes AS SELECT i AS id, 'note ' || (hash(i) % {distinct}) || ' about an order' AS body,
        i % 10 AS region FROM range({rows}) AS t(i)"""


def _compared(rows: int, distinct: int, goal: float | None, rounds: int) -> Iterator[Figure]:
    embedder, questions = Anything(), (f"question {number}" for number in count())
    of = f"{rows:,} rows, {distinct:,} different texts"
    with (
        tempfile.TemporaryDirectory() as folder,
        HatiData.open(Path(folder) / "a.duckdb", embedder=embedder) as layer,
        duckdb.connect(Path(folder) / "raw.duckdb") as raw,
    ):
        for execute in (layer.owner_sql, raw.execute):
            execute(_notes(rows, distinct))
        layer.index_column("notes", "body")
        _fill(raw, embedder)
        agent = layer.agent("analyst")
        question = embedder.embed(["question"])[0].tolist()
        calls: dict[str, Callable[[], object]] = {
            "match": lambda: agent.query(_MATCH, [next(questions)]),
            "rank": lambda: agent.query(_RANK, [next(questions)]),
            "join": partial(_plain, raw, _JOIN, question),
            "sort": partial(_plain, raw, _SORTED, question),
        }
        times = {name: median(spent) for name, spent in interleaved(calls, rounds).items()}
    for name, words, beside, wanted in (
        ("match", "semantic_match", "join", goal),
        ("rank", "ORDER BY semantic_rank LIMIT 10", "sort", None),
    ):
        note = f"{times[name] * 1e3:.1f} ms against {times[beside] * 1e3:.1f} ms"
        yield Figure(f"{words} / join of vectors, {of}", times[name] / times[beside], "x", wanted, note)
    if rows == distinct:
        yield Figure(f"ORDER BY semantic_rank LIMIT 10, {of}", times["rank"] * 1e3, " ms", 10.0, "p50, embedding apart")


def _fill(raw: duckdb.DuckDBPyConnection, embedder: Anything) -> None:
    raw.execute(f"CREATE TABLE vectors (body VARCHAR, vector FLOAT[{DIM}])")
    texts = [text for (text,) in raw.execute("SELECT DISTINCT body FROM notes").fetchall()]
    for begin in range(0, len(texts), _BLOCK):
        part = texts[begin : begin + _BLOCK]
        raw.execute(_INSERT.format(DIM), [part, embedder.embed(part).tolist()])


def _plain(raw: duckdb.DuckDBPyConnection, sql: str, question: list[float]) -> object:
    return raw.execute(sql.format(DIM), [question]).fetchall()


def _rewritten(rounds: int) -> Figure:
    table = TableInfo("main", "notes", (ColumnInfo("id", "BIGINT"), ColumnInfo("body", "VARCHAR")))
    lens = LensInfo("lens", 1, "lens", "catalog", {table.key: table})
    tree = parse("SELECT id, semantic_rank(body, 'late') AS fit FROM notes WHERE semantic_match(body, 'late', 0.5)")
    spent = median(interleaved({"rewriting": lambda: hybrid(tree, lens)}, rounds)["rewriting"])
    return Figure("rewriting a statement with two calls", spent * 1e3, " ms", 2.0, "p50, in the tree")
