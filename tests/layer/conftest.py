"""A small database, and a layer over it that tests share which leave it alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from autogen_hatidata import HatiData


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one table of ten rows, built by plain DuckDB. Copy it before you open it."""
    path = tmp_path_factory.mktemp("small") / "small.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE t AS SELECT i AS id, i % 3 AS kind FROM range(10) r(i)")
    return path


@pytest.fixture
def path(small_file: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copy(small_file, tmp_path / "a.duckdb"))


@pytest.fixture(scope="module")
def shared(small_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HatiData, Path]]:
    """A layer over a copy of it, and where that is, for tests that leave data, policy and log alone."""
    copied = Path(shutil.copy(small_file, tmp_path_factory.mktemp("shared") / "a.duckdb"))
    with HatiData.open(copied) as layer:
        yield layer, copied
