"""What else finds memories on one machine, behind one set of calls. None of them is needed by the package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np

from autogen_hatidata import HatiData
from autogen_hatidata.memory.index import VectorIndex
from autogen_hatidata.memory.model import Audience, Filters, Search
from benchmarks.clusters import DIM, Floats
from benchmarks.memory_texts import Asked

K, AGENT = 10, "analyst"
FACT, RARE = "fact", "rare"
SOME = Filters(memory_type=RARE)


class Peer(Protocol):
    """Holds texts with their vectors and a type. Places are counted from 0, in the order of adding."""

    def add(self, texts: Sequence[str], vectors: Floats, types: Sequence[str]) -> None:
        """Add many."""
        ...

    def one(self, text: str, vector: Floats) -> object:
        """Add one; it is as durable as this peer makes it."""
        ...

    def search(self, question: str, vector: Floats, *, rare: bool) -> list[int]:
        """The places of the nearest ten, of all or of the rare type."""
        ...


class Flat:
    """Raw FAISS: places alone, in RAM alone."""

    def __init__(self) -> None:
        self._index, self._rare = faiss.IndexFlatIP(DIM), list[bool]()

    def add(self, texts: Sequence[str], vectors: Floats, types: Sequence[str]) -> None:
        """Add many."""
        self._index.add(vectors)
        self._rare += [kind == RARE for kind in types]
        self._some = faiss.IDSelectorBitmap(np.packbits(self._rare, bitorder="little"))

    def one(self, text: str, vector: Floats) -> None:
        """Add one."""
        self._index.add(vector[None])

    def search(self, question: str, vector: Floats, *, rare: bool) -> list[int]:
        """The nearest, exactly."""
        wanted = faiss.SearchParameters(sel=self._some) if rare else None
        return self._index.search(vector[None], K, params=wanted)[1][0].tolist()  # type: ignore[no-any-return]


class Planner:
    """Our index without rows."""

    def __init__(self, folder: Path) -> None:
        self.index, self._rare = VectorIndex(DIM, folder, "clusters"), np.empty(0, np.int64)

    def add(self, texts: Sequence[str], vectors: Floats, types: Sequence[str]) -> None:
        """Add many."""
        first = len(self.index)
        self.index.add(np.arange(first, first + len(vectors)), vectors)
        self._rare = np.append(self._rare, first + np.flatnonzero([kind == RARE for kind in types]))

    def one(self, text: str, vector: Floats) -> None:
        """Add one."""
        self.index.add(np.array([len(self.index)]), vector[None])

    def search(self, question: str, vector: Floats, *, rare: bool) -> list[int]:
        """The nearest."""
        return self.index.search(vector, K, self._rare if rare else None).rids.tolist()


class Store:
    """Our memory as an agent has it; a search gives whole rows."""

    def __init__(self, layer: HatiData) -> None:
        self._layer, self._places = layer, dict[str, int]()
        self._me = Audience(AGENT)

    def add(self, texts: Sequence[str], vectors: Floats, types: Sequence[str]) -> None:
        """Add many, governed."""
        first = len(self._places)
        self._places |= {text: first + place for place, text in enumerate(texts)}
        items = [{"content": text, "memory_type": kind} for text, kind in zip(texts, types, strict=True)]
        self._layer.agent(AGENT).store_memories(items)

    def one(self, text: str, vector: Floats) -> object:
        """Store one, governed."""
        return self._layer.agent(AGENT).store_memory(text)

    def search(self, question: str, vector: Floats, *, rare: bool) -> list[int]:
        """The nearest, with their rows."""
        wanted = Search(question, K, "vector", filters=SOME if rare else Filters())
        table = self._layer._memory.store().search(self._me, wanted).table
        content = table.columns.index("content")
        return [self._places[row[content]] for row in table.rows]

    def wait(self) -> None:
        """Until the index is trained: searches are exact meanwhile."""
        with self._layer._memory.store()._core.reading(vectors=True) as ram:
            assert ram is not None
            assert isinstance(ram.vectors, VectorIndex)
            ram.vectors.wait()


class Chroma:
    """Chroma with its own settings, in a folder."""

    def __init__(self, folder: Path) -> None:
        import chromadb

        client = chromadb.PersistentClient(str(folder), chromadb.Settings(anonymized_telemetry=False))
        self._found = client.create_collection("memories", metadata={"hnsw:space": "ip"}, embedding_function=None)
        self._count = 0

    def add(self, texts: Sequence[str], vectors: Floats, types: Sequence[str]) -> None:
        """Add many, as many at once as it takes."""
        for at in range(0, len(texts), 5_000):
            part = slice(at, at + 5_000)
            ids = [str(self._count + at + n) for n in range(len(texts[part]))]
            kinds: list[Any] = [{"type": kind} for kind in types[part]]
            self._found.add(ids, embeddings=vectors[part], metadatas=kinds, documents=list(texts[part]))
        self._count += len(texts)

    def one(self, text: str, vector: Floats) -> None:
        """Add one."""
        self.add([text], vector[None], [FACT])

    def search(self, question: str, vector: Floats, *, rare: bool) -> list[int]:
        """The nearest, with their texts."""
        where: Any = {"type": RARE} if rare else None
        answer = self._found.query(vector[None], n_results=K, where=where, include=["documents", "metadatas"])
        return [int(one) for one in answer["ids"][0]]


class Lance:
    """A LanceDB table without an index, in a folder."""

    def __init__(self, folder: Path) -> None:
        import lancedb

        self._connection, self._table, self._count = lancedb.connect(str(folder)), None, 0

    def add(self, texts: Sequence[str], vectors: Floats, types: Sequence[str]) -> None:
        """Add many."""
        import pyarrow as pa

        of_floats = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), DIM)
        places = pa.array(range(self._count, self._count + len(texts)))
        rows = pa.table({"place": places, "text": list(texts), "type": list(types), "vector": of_floats})
        if self._table is None:
            self._table = self._connection.create_table("memories", rows)
        else:
            self._table.add(rows)
        self._count += len(texts)

    def one(self, text: str, vector: Floats) -> None:
        """Add one."""
        self.add([text], vector[None], [FACT])

    def search(self, question: str, vector: Floats, *, rare: bool) -> list[int]:
        """The nearest, with their texts."""
        assert self._table is not None
        query = self._table.search(vector).distance_type("dot").limit(K)
        if rare:
            query = query.where(f"type = '{RARE}'", prefilter=True)
        return [row["place"] for row in query.select(["place", "text", "type", "_distance"]).to_list()]


class Ilike:
    """The local search of hatidata-agent: rows that have a word of the question, by importance and age."""

    def __init__(self, folder: Path) -> None:
        from hatidata_agent.local_engine import LocalDuckDBEngine

        self._engine, self._places = LocalDuckDBEngine(str(folder / "local.duckdb")), dict[str, int]()
        self._engine.ensure_memory_schema()

    def add(self, texts: Sequence[str], vectors: Floats, types: Sequence[str]) -> None:
        """Add many, by SQL: of its own it stores one at a time."""
        first = len(self._places)
        self._places |= {text: first + place for place, text in enumerate(texts)}
        self._engine.conn.execute(
            f'INSERT INTO "{self._engine.MEMORY_SCHEMA}".agent_memories (memory_id, agent_id, content, memory_type) '
            f"SELECT uuid(), '{AGENT}', unnest(?), unnest(?)",
            [list(texts), list(types)],
        )

    def one(self, text: str, vector: Floats) -> object:
        """Store one, without a vector."""
        return self._engine.store_memory(AGENT, text)

    def search(self, question: str, vector: Floats, *, rare: bool) -> list[int]:
        """Whole rows."""
        rows = self._engine.search_memory(AGENT, question, K, memory_type=RARE if rare else None)
        return [self._places[row["content"]] for row in rows]


OTHERS: Mapping[str, tuple[str, Callable[[Path], Peer]]] = {
    "Chroma": ("chromadb", Chroma),
    "LanceDB": ("lancedb", Lance),
    "hatidata-agent": ("hatidata_agent", Ilike),
}
"""Each with the module that it needs."""


@contextmanager
def peers(folder: Path, embedder: Asked) -> Iterator[dict[str, Peer]]:
    """Those that are here, raw FAISS and ours first. What is missing is left out with a line that says so."""
    missing = [name for name, (module, _) in OTHERS.items() if find_spec(module) is None]
    for name in missing:
        print(f"{name} is left out: it is not installed (pip install {OTHERS[name][0].replace('_', '-')}).")
    places = {name: folder / name for name in ("ours", "index", *OTHERS)}
    for place in places.values():
        place.mkdir()
    planner = Planner(places["index"])
    with HatiData.open(places["ours"] / "a.duckdb", embedder=embedder) as layer:
        yield {
            "raw FAISS Flat": Flat(),
            "our index": planner,
            "our memory": Store(layer),
            **{name: make(places[name]) for name, (_, make) in OTHERS.items() if name not in missing},
        }
        planner.index.close()
