"""The memory of a layer in tests."""

from __future__ import annotations

from typing import Any

from support.plain_memory import PlainVectors


def plain_store(parts: Any) -> Any:
    """A store with an index of vectors of a few lines."""
    from autogen_hatidata.memory.embedders import choose
    from autogen_hatidata.memory.lexical import LexicalIndex
    from autogen_hatidata.memory.store import MemoryStore

    return MemoryStore(
        parts.engine,
        parts.folder / "index",
        lambda: choose(parts.embedder),
        parts.quota.clock,
        parts.settings,
        make_vectors=PlainVectors,
        make_words=LexicalIndex,
    )
