"""What the memory's tests share: a store over a file of its own, which can be closed and opened again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.memory import Clock, Opened, open_store

from autogen_hatidata.memory.store import MemoryStore

Open = Callable[..., Opened]


@pytest.fixture
def clock() -> Clock:
    """The clock of the stores of one test."""
    return Clock()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a store in which nothing was stored yet. To make them takes half the time of a small test."""
    opened = open_store(tmp_path_factory.mktemp("empty"), Clock())
    opened.store.make_ready()
    opened.store.flush()
    opened.close()
    return opened.folder


@pytest.fixture
def opens(tmp_path: Path, clock: Clock, empty: Path) -> Iterator[Open]:
    """Opens stores over one file, one after the other, and closes the last one; with ``new``, where no file is yet."""
    made: list[Opened] = []

    def opened(*, new: bool = False, **options: Any) -> Opened:
        if made:
            made[-1].close()
        elif not new:
            for name in ("a.duckdb", "memory.duckdb"):
                shutil.copy(empty / name, tmp_path)
        made.append(open_store(tmp_path, clock, **options))
        return made[-1]

    yield opened
    for one in made[-1:]:
        one.close()


@pytest.fixture
def store(opens: Open) -> MemoryStore:
    """A store with nothing in it."""
    return opens().store
