"""Meaning inside SQL: governed statements over a column of text, beside plain DuckDB that joins a table of vectors, and
over memories, beside a range search of FAISS."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path

import duckdb
import faiss
import numpy as np
import pyarrow

from autogen_hatidata import HatiData
from autogen_hatidata.agent import Handle
from autogen_hatidata.memory.index import VectorIndex
from autogen_hatidata.sql.hybrid import hybrid
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.types import ColumnInfo, LensInfo, TableInfo
from benchmarks.clusters import BLOCK, DIM, Clusters, Floats
from benchmarks.measure import Figure, interleaved, median

ROUNDS = 30
ROWS, MEMORIES = 1_000_000, 100_000
DISTINCT = {5_000: 0.25, 100_000: 0.5}
"""How many different texts, and the goal of a match over the join."""

ABOVE = 0.45
"""The threshold: about one in a hundred texts is nearer to a question."""

QUESTIONS = 20
"""They are asked once before; then their vectors are known."""

_TEXT = "note about an order "
_MATCH = f"SELECT count(*) AS n FROM notes WHERE semantic_match(body, ?, {ABOVE})"
_RANK = "SELECT id, semantic_rank(body, ?) AS fit FROM notes ORDER BY fit DESC LIMIT 10"
_JOIN = (
    "SELECT count(*) AS n FROM notes JOIN vectors USING (body) "
    f"WHERE array_inner_product(vector, ?::FLOAT[{DIM}]) > {ABOVE}"
)
_SORTED = (
    f"SELECT id, array_inner_product(vector, ?::FLOAT[{DIM}]) AS fit FROM notes JOIN vectors USING (body) "
    "ORDER BY fit DESC LIMIT 10"
)
_REMEMBERED = f"SELECT count(*) AS n FROM _hatidata_agent_memory WHERE semantic_match(content, ?, {ABOVE})"
_FOUND = "SELECT count(*) AS n FROM memories JOIN (SELECT unnest(?::BIGINT[]) AS id) USING (id)"


class Numbered:
    """The embedder of texts that begin with ``note`` and of questions: each ends with the number of its vector."""

    id, dim, kind, default_threshold = "numbered", DIM, "semantic", 0.4

    def __init__(self, count: int) -> None:
        clusters = Clusters(-(-count // BLOCK) * BLOCK)
        self.vectors = np.concatenate(list(clusters.blocks()))[:count]
        self.questions = clusters.queries(QUESTIONS)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Their vectors."""
        return np.stack([self.vector(text) for text in texts])

    def vector(self, text: str) -> Floats:
        """That of one text."""
        kind, _, rest = text.partition(" ")
        found = self.vectors if kind == "note" else self.questions
        return np.asarray(found[int(rest.rpartition(" ")[2])])


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """A million rows with few and many different texts, a hundred thousand rows, memories, and the rewriting alone."""
    for distinct, goal in DISTINCT.items():
        yield from _compared(ROWS, distinct, goal, rounds)
    yield from _compared(100_000, 100_000, None, rounds)
    yield _remembered(rounds)
    yield _rewritten(rounds * 20)


def _compared(rows: int, distinct: int, goal: float | None, rounds: int) -> Iterator[Figure]:
    embedder = Numbered(distinct)
    of = f"{rows:,} rows, {distinct:,} different texts"
    made = (
        f"CREATE TABLE notes AS SELECT i AS id, '{_TEXT}' || (i * 7919 % {distinct}) AS body FROM range({rows}) AS t(i)"
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        HatiData.open(Path(folder) / "a.duckdb", embedder=embedder) as layer,
        duckdb.connect(Path(folder) / "raw.duckdb") as raw,
    ):
        for execute in (layer.owner_sql, raw.execute):
            execute(made)
        _fill(raw, embedder)
        layer.index_column("notes", "body")
        agent = layer.agent("analyst")
        _wait(layer, agent)
        calls = {
            "match": _asked(agent, _MATCH),
            "rank": _asked(agent, _RANK),
            "join": _plain(raw, _JOIN, embedder),
            "sort": _plain(raw, _SORTED, embedder),
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


def _fill(raw: duckdb.DuckDBPyConnection, embedder: Numbered) -> None:
    raw.execute(f"CREATE TABLE vectors (body VARCHAR, vector FLOAT[{DIM}])")
    vectors = pyarrow.FixedSizeListArray.from_arrays(embedder.vectors.ravel(), DIM)
    texts = [_TEXT + str(number) for number in range(len(vectors))]
    made = pyarrow.table({"body": texts, "vector": vectors})
    raw.register("made", made)
    raw.execute("INSERT INTO vectors FROM made")
    raw.unregister("made")


def _wait(layer: HatiData, agent: Handle) -> None:
    """Ask all questions once, and wait for the index that is made beside the calls: what it does not have yet is
    compared text by text."""
    for number in range(QUESTIONS):
        agent.run(_RANK, [f"question {number}"])
    index = layer._memory.store().columns._index
    assert isinstance(index, VectorIndex)
    index.wait()


def _asked(agent: Handle, sql: str) -> Callable[[], object]:
    numbers = cycle(range(QUESTIONS))
    return lambda: agent.query(sql, [f"question {next(numbers)}"])


def _plain(raw: duckdb.DuckDBPyConnection, sql: str, embedder: Numbered) -> Callable[[], object]:
    questions = cycle(embedder.questions.tolist())
    return lambda: raw.execute(sql, [next(questions)]).fetchall()


def _remembered(rounds: int) -> Figure:
    embedder = Numbered(MEMORIES)
    with (
        tempfile.TemporaryDirectory() as folder,
        HatiData.open(Path(folder) / "a.duckdb", embedder=embedder) as layer,
        duckdb.connect(Path(folder) / "raw.duckdb") as raw,
    ):
        agent = layer.agent("analyst")
        for begin in range(0, MEMORIES, 5_000):
            agent.store_memories([_TEXT + str(number) for number in range(begin, begin + 5_000)])
        raw.execute(f"CREATE TABLE memories AS SELECT i AS id, '{_TEXT}' || i AS content FROM range({MEMORIES}) t(i)")
        index = faiss.IndexFlatIP(DIM)
        index.add(embedder.vectors)
        for number in range(QUESTIONS):
            agent.query(_REMEMBERED, [f"question {number}"])
        calls = {"memory": _asked(agent, _REMEMBERED), "range": partial(_ranged, index, raw, cycle(embedder.questions))}
        times = {name: median(spent) for name, spent in interleaved(calls, rounds).items()}
    note = f"{times['memory'] * 1e3:.1f} ms against {times['range'] * 1e3:.1f} ms"
    return Figure(
        f"semantic_match / FAISS range search and join, {MEMORIES:,} memories",
        times["memory"] / times["range"],
        "x",
        1.0,
        note,
    )


def _ranged(index: faiss.IndexFlatIP, raw: duckdb.DuckDBPyConnection, questions: Iterator[Floats]) -> object:
    _, _, near = index.range_search(next(questions)[None], ABOVE)
    return raw.execute(_FOUND, [near.tolist()]).fetchall()


def _rewritten(rounds: int) -> Figure:
    table = TableInfo("main", "notes", (ColumnInfo("id", "BIGINT"), ColumnInfo("body", "VARCHAR")))
    lens = LensInfo("lens", 1, "lens", "catalog", {table.key: table})
    tree = parse("SELECT id, semantic_rank(body, 'late') AS fit FROM notes WHERE semantic_match(body, 'late', 0.5)")
    spent = median(interleaved({"rewriting": lambda: hybrid(tree, lens)}, rounds)["rewriting"])
    return Figure("rewriting a statement with two calls", spent * 1e3, " ms", 2.0, "p50, in the tree")
