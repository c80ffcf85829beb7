"""Memories as a caller stores and finds them, in a file. Their vectors are known: what embedding takes is left out."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import duckdb

from autogen_hatidata import HatiData
from autogen_hatidata.memory import rows
from autogen_hatidata.memory.index import VectorIndex
from autogen_hatidata.memory.model import Audience, Draft, Filters, Search
from benchmarks.clusters import DIM, Floats
from benchmarks.measure import Figure, Point, interleaved, median
from benchmarks.memory_texts import Asked, Known, held

ROUNDS = 200
SIZES, MILLION = (10_000, 100_000), (1_000_000,)

K, BATCH = 10, 10_000
ME, RARE = Audience("analyst"), Filters(memory_type="rare")
SHARE = 100
"""One in so many memories has the type that a filtered search looks for."""

POLICY = {
    "version": 1,
    "roles": {"analyst": {"can": ["memory"]}},
    "agents": {"*": {"role": "analyst", "attributes": {"clearance": 2}}},
    "quotas": {
        "agents": {"*": {"credits": 1e8, "per": "day", "max_concurrency": 4}},
        "layer": {"credits": 1e9, "per": "month"},
    },
    "rules": [
        {"id": "closed", "effect": "deny", "actions": ["memory"], "when": {"attributes": {"clearance": {"lt": 1}}}}
    ],
}
"""Every call is judged by a role and a rule, and charged to two budgets."""

_TABLE = rows.MEMORIES.partition(".")[2]
_READ = f"SELECT memory_id, content, metadata FROM {_TABLE} WHERE memory_id = ANY(CAST(? AS UUID[]))"
_INSERT = (
    f"INSERT INTO {_TABLE} (memory_id, agent_id, memory_type, content, metadata, importance, has_embedding, "
    f"access_count, rid, scope, content_sha256, embedder_id, embedding) VALUES ({', '.join('?' * 13)})"
)
_DIGESTS = DIM * 4 // 16
"""Digests of sixteen bytes that are as long as a vector."""

_PLOTTED = {"search by meaning": "p50", "search of 1 % by meaning": "p50 of 1 %"}
"""What the plots have of as many rows as no other suite compares."""


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Ten and a hundred thousand memories."""
    for count in SIZES:
        yield from _figures(count, rounds)


def million(rounds: int = ROUNDS // 2) -> Iterator[Figure]:
    """A million memories, which takes some minutes and gigabytes; then what another process needs that opens them."""
    for count in MILLION:
        yield from _figures(count, rounds)


def _figures(count: int, rounds: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        world = _World(count, Path(folder))
        try:
            yield from world.figures(rounds)
        finally:
            world.layer.close()


class _World:
    """A layer over so many memories of one agent, and its store without what stands before it."""

    def __init__(self, count: int, folder: Path) -> None:
        self.count, self.name, self.folder = count, f"{count:,} memories", folder
        self.known = Known(count)
        self.layer = _open(folder, self.known)

    def figures(self, rounds: int) -> Iterator[Figure]:
        """Storing and finding, then opening the files again."""
        yield from self.filled()
        with _Raw(self.count, self.folder / "raw.duckdb") as raw:
            yield from self._searches(raw, rounds)
            yield from self._stores(raw, rounds)
        yield from self._reopened()
        yield self._twice()
        if self.count in MILLION:
            yield from self._elsewhere()

    def filled(self) -> Iterator[Figure]:
        """All memories, stored in calls of ten thousand."""
        agent, spent = self.layer.agent(ME.agent), list[float]()
        for texts in self.known.batches(BATCH):
            items = [{"content": text, "memory_type": type_of(place)} for place, text in enumerate(texts)]
            spent.append(seconds(partial(agent.store_memories, items)))
        note = f"{sum(spent):.0f} s, governed, {BATCH:,} in a call; the slowest call {max(spent):.1f} s"
        yield Figure(f"storing many, {self.name}", self.count / sum(spent), "/s", 5_000, note, floor=True)
        first = seconds(lambda: agent.search_memory(self.known.question(), K))
        yield Figure("the first search after it", first, " s", note="which reads all words")
        with self.layer._memory.store()._core.reading(vectors=True) as ram:  # else half of the searches are exact
            assert ram is not None
            assert isinstance(ram.vectors, VectorIndex)
            ram.vectors.wait()

    def _searches(self, raw: _Raw, rounds: int) -> Iterator[Figure]:
        store, agent, ask = self.layer._memory.store(), self.layer.agent(ME.agent), self.known.question
        asked = ask()
        calls: dict[str, Callable[[], object]] = {
            "search by meaning": lambda: store.search(ME, Search(ask(), K, "vector")),
            "search by meaning and words": lambda: store.search(ME, Search(ask(), K)),
            "the same question again": lambda: store.search(ME, Search(asked, K)),
            "search of 1 % by meaning": lambda: store.search(ME, Search(ask(), K, "vector", filters=RARE)),
            "search of 1 % by meaning and words": lambda: store.search(ME, Search(ask(), K, filters=RARE)),
            "governed search by meaning": lambda: agent.search_memory(ask(), K, mode="vector"),
            "governed search by meaning and words": lambda: agent.search_memory(ask(), K),
            "raw read of ten rows by their ids": raw.read,
        }
        yield from self._times(calls, rounds, {name: 10.0 for name in calls if not name.startswith("raw")})

    def _stores(self, raw: _Raw, rounds: int) -> Iterator[Figure]:
        store, agent, new = self.layer._memory.store(), self.layer.agent(ME.agent), self.known.question
        calls: dict[str, Callable[[], object]] = {
            "storing one": lambda: store.store(ME, [Draft(new())]),
            "governed storing of one": lambda: agent.store_memory(new()),
            "raw insert of such a row": raw.insert,
        }
        yield from self._times(calls, rounds, {"storing one": 3.0, "governed storing of one": 3.0})

    def _times(
        self, calls: Mapping[str, Callable[[], object]], rounds: int, goals: Mapping[str, float]
    ) -> Iterator[Figure]:
        for what, times in interleaved(calls, rounds).items():
            spent = sorted(second * 1e3 for second in times)
            note, of = f"p50, p95 {spent[len(spent) * 95 // 100]:.2f} ms", _PLOTTED.get(what)
            points = (Point(of, "our memory", self.count, median(spent)),) if of and self.count in MILLION else ()
            yield Figure(f"{what}, {self.name}", median(spent), " ms", goals.get(what), note, points=points)

    def _reopened(self) -> Iterator[Figure]:
        """From opening the layer to the answer to its first search: with the indexes that were kept, and without."""
        ways = (("a snapshot", "hybrid", 1.0), ("the rows", "vector", 5.0), ("the rows", "hybrid", 5.0))
        many = self.count in MILLION  # from the rows that takes minutes
        for what, mode, goal in ways[:1] if many else ways:
            self.layer.close()
            if what == "the rows":
                (index,) = self.folder.rglob("index")
                shutil.rmtree(index)
            question, started = self.known.question(), time.perf_counter()
            self.layer = _open(self.folder, self.known)
            self.layer.agent(ME.agent).search_memory(question, K, mode=mode)
            spent = time.perf_counter() - started
            note = f"until a {mode} search is answered"
            yield Figure(f"reopening from {what}, {self.name}", spent, " s", None if many else goal, note)

    def _twice(self) -> Figure:
        """Ask and store again, also after a start, and count what was embedded."""
        question = self.known.question()
        for _ in range(2):
            agent = self.layer.agent(ME.agent)
            agent.search_memory(question, K)
            agent.store_memory(question)
            stored = agent.list_memories(limit=100)
            agent.store_memories([one["content"] for one in stored], dedupe=False)
            self.layer.close()
            self.layer = _open(self.folder, self.known)
        again = self.known.given - self.known.named
        note = f"{self.known.given:,} texts, some of them stored or asked for again, also after a start"
        return Figure(f"embedded a second time, {self.name}", again, "", 0.0, note)

    def _elsewhere(self) -> Iterator[Figure]:
        self.layer.close()
        questions = [self.known.question() for _ in range(100)]
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            now, most = pool.apply(_open_and_search, (self.folder, self.known.queries, questions))
        note = (
            f"at most, after {len(questions)} searches of both kinds in a process that opened them; {now:.2f} GB then"
        )
        yield Figure(f"memory of the process, {self.name}", most, " GB", 2.2, note)
        yield Figure("the same of the process that stored them", held("VmHWM"), " GB", note="at most")


class _Raw:
    """A plain DuckDB file with as many rows in a table like that of memories."""

    def __init__(self, count: int, path: Path) -> None:
        self._connection = duckdb.connect(path, config={"memory_limit": "1GB"})
        self._connection.execute(f"CREATE TABLE {_TABLE} ({rows.TABLES[rows.MEMORIES]})")
        digests = " || ".join(f"md5(CAST(i * {prime} AS VARCHAR))" for prime in range(3, 3 + 2 * _DIGESTS, 2))
        values = {
            "memory_id": "uuid()",
            "content": "repeat(sha256(CAST(i AS VARCHAR)), 2)",
            "metadata": "'{}'",
            "created_at": "make_timestamp(i)",
            "rid": "i",
            "embedding": f"unhex({digests})",
        }
        made = f"SELECT {', '.join(values.values())} FROM range({count}) AS t(i)"
        self._connection.execute(f"INSERT INTO {_TABLE} ({', '.join(values)}) {made}")
        sample = f"SELECT CAST(memory_id AS VARCHAR) FROM {_TABLE} USING SAMPLE 1000 ROWS"
        self._ids = [one for (one,) in self._connection.execute(sample).fetchall()]
        self._turn = 0

    def read(self) -> object:
        """Ten rows."""
        self._turn = (self._turn + K) % (len(self._ids) - K)
        return self._connection.execute(_READ, [self._ids[self._turn : self._turn + K]]).fetchall()

    def insert(self) -> None:
        """One row, which is in the file when this returns."""
        text, vector = uuid.uuid4().hex * 4, os.urandom(DIM * 4)
        row = [
            str(uuid.uuid4()),
            "analyst",
            "fact",
            text,
            "{}",
            0.5,
            True,
            0,
            1,
            "agent",
            text[:64],
            "clusters",
            vector,
        ]
        self._connection.execute(_INSERT, row)

    def __enter__(self) -> _Raw:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def _open(folder: Path, embedder: Asked) -> HatiData:
    return HatiData.open(folder / "a.duckdb", policy=POLICY, embedder=embedder)


def _open_and_search(folder: Path, queries: Floats, questions: list[str]) -> tuple[float, float]:
    """What this process has in RAM after it, and the most that it had."""
    with _open(folder, Asked(queries)) as layer:
        agent = layer.agent(ME.agent)
        for question in questions:
            agent.search_memory(question, K)
            agent.search_memory(question, K, "rare")
        return held("VmRSS"), held("VmHWM")


def type_of(place: int) -> str:
    """The type of the memory at a place."""
    return "fact" if place % SHARE else str(RARE.memory_type)


def seconds(work: Callable[[], object]) -> float:
    """What it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
