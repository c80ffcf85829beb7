"""A governed copy of the shop for this folder, its physical databases, and what must stay hidden."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import hidden, shop

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))
import physical

HASTY = {"timeout_s": 0.3}


@pytest.fixture(scope="module")
def governed_path(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file under the governed layer."""
    return Path(shutil.copy(shop_file, tmp_path_factory.mktemp("attacked") / "shop.duckdb"))


@pytest.fixture(scope="module")
def governed(governed_path: Path) -> Iterator[Any]:
    """A layer over a copy of the shop. ``hasty`` is another ana, with little time."""
    from autogen_hatidata import HatiData, Settings

    policy = shop.policy()
    policy["agents"]["hasty"] = policy["agents"]["ana"]
    policy["quotas"] = {"agents": {"hasty": HASTY}}
    settings = Settings(max_rows=100_000, threads=1, memory_limit="256MB")
    with HatiData.open(governed_path, policy=policy, settings=settings) as layer:
        yield layer


@pytest.fixture(scope="session")
def anas_world(shop_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The physical database of ana."""
    connection = physical.build("ana", shop_file)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def hidden_from_ana(shop_file: Path, anas_world: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Values of the shop that ana must never read."""
    return hidden.values(shop_file, anas_world)
