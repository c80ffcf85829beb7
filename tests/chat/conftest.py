"""A small shop, two analysts with different rights, and chats whose models play scripts."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what AutoGen does at import is not ours
    import autogen  # noqa: F401

from stage import ORDERS, POLICY, Cast

from autogen_hatidata import HatiData
from autogen_hatidata.testing import LoopbackModel


def pytest_configure(config: pytest.Config) -> None:
    """AutoGen uses what pydantic has deprecated; our own warnings stay errors."""
    config.addinivalue_line("filterwarnings", r"ignore::DeprecationWarning:autogen\.")


@pytest.fixture
def layer(tmp_path: Path) -> Iterator[HatiData]:
    """A layer over four orders: ana sees those of the EU, bob those of the US, zoe all."""
    with HatiData.open(tmp_path / "shop.duckdb") as opened:
        opened.owner_sql(ORDERS)
        opened.set_policy(POLICY)
        yield opened


@pytest.fixture
def model() -> Iterator[Callable[..., LoopbackModel]]:
    """Starts loopback models; a script that raised fails the test."""
    started: list[LoopbackModel] = []

    def start(scripts: dict[str, Any], **options: Any) -> LoopbackModel:
        started.append(LoopbackModel(scripts, **options))
        return started[-1]

    yield start
    for one in started:
        one.__exit__(None, None, None)


@pytest.fixture
def cast(model: Callable[..., LoopbackModel]) -> Callable[..., Cast]:
    """Makes a cast from scripts by agent name."""
    return lambda scripts, **options: Cast(model(scripts, **options))
